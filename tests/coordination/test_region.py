"""What a regional project leader sees: the own region, and nothing of another."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from drakennet.access.models import AccessLine, HarvestAlert, Seen
from drakennet.accounts.models import RoleName
from drakennet.database import db
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.coordination.steps import GRONINGEN, coordinator, newcomer
from tests.pages import Page


def lines() -> list[tuple[UUID, UUID, Seen]]:
    db.session.expire_all()
    found = db.session.scalars(select(AccessLine).order_by(AccessLine.number))
    return [(line.viewer_id, line.subject_id, line.seen) for line in found]


def test_who_waits_longest_stands_first(log_in: LogIn) -> None:
    for days, name in ((0, "Vandaag Gekomen"), (9, "Lang Wachtend"), (1, "Gisteren Gekomen")):
        newcomer(days=days, name=name, claimed_organisation="De Schuilhof")
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert page.h1 == "Mijn regio"
    assert page.title == "Mijn regio – Drakennet"
    places = [page.text.index(name) for name in ("Lang W", "Gisteren G", "Vandaag G")]
    assert places == sorted(places)
    for words in ("wacht 9 dagen", "wacht 1 dag", "sinds vandaag", "Behandelaar, De Schuilhof"):
        assert words in page.text


def test_who_looks_at_very_many_stands_above_who_waits(log_in: LogIn) -> None:
    """It is about who may be harmed today; a list of newcomers can be long."""
    newcomer(name="Nieuw Gekomen")
    viewer = factories.member(name="Veel Kijkend")
    db.session.add(HarvestAlert(viewer_id=viewer.id, day=NOW.date()))
    db.session.commit()
    text = Page(log_in(coordinator()).get("/mijn-regio")).text
    assert text.index("Veel Kijkend") < text.index("Nieuw Gekomen")


def test_who_asks_again_counts_from_then(log_in: LogIn) -> None:
    """Confirmed long ago says nothing of how long somebody waits now."""
    again = NOW - timedelta(days=2)
    newcomer(name="Opnieuw Gekomen", days=400, asked_again_at=again)
    newcomer(days=3, name="Eerder Gekomen")
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert page.text.index("Eerder G") < page.text.index("Opnieuw G")
    assert "wacht 2 dagen" in page.text
    assert "wacht 400 dagen" not in page.text


def test_other_regions_and_unconfirmed_are_not_shown(log_in: LogIn) -> None:
    newcomer(name="Elders Werkend", municipality_code=GRONINGEN)
    newcomer(name="Nooit Bevestigd", confirmed_at=None)
    newcomer(name="Al Buiten", blocked_at=NOW)
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert "Niemand wacht op u" in page.text
    assert "Geblokkeerd (1)" in page.text
    for name in ("Elders", "Nooit", "Groningen"):
        assert name not in page.text


def test_region_of_another_is_not_there(log_in: LogIn) -> None:
    browser = log_in(coordinator())
    assert browser.get("/mijn-regio?regio=kennemerland").status_code == 200
    for slug in ("groningen", "bestaat-niet", "x" * 300):
        assert browser.get("/mijn-regio", query_string={"regio": slug}).status_code == 404


def test_administrator_sees_all_regions(log_in: LogIn) -> None:
    newcomer(name="Elders Werkend", municipality_code=GRONINGEN)
    newcomer(name="Hier Werkend")
    browser = log_in(factories.member(RoleName.ADMINISTRATOR))
    page = Page(browser.get("/mijn-regio?regio=groningen"))
    assert "Elders Werkend" in page.text
    assert "Hier Werkend" in page.text
    assert ("h2", "Groningen") in page.headings


@pytest.mark.parametrize(
    "role",
    [role for role in RoleName if role not in {RoleName.COORDINATOR, RoleName.ADMINISTRATOR}],
)
def test_page_is_for_coordinators(role: RoleName, log_in: LogIn) -> None:
    browser = log_in(factories.member(role, region="kennemerland"))
    assert browser.get("/mijn-regio").status_code == 404


def test_coordinator_who_is_not_approved_sees_nothing(log_in: LogIn) -> None:
    assert log_in(coordinator(approved_at=None)).get("/mijn-regio").status_code == 404


def test_stranger_logs_in_first(client: Client) -> None:
    assert client.get("/mijn-regio").location == "/inloggen?next=/mijn-regio"


def test_register_names_colleagues_with_their_organisation(log_in: LogIn) -> None:
    place = factories.organisation(name="De Schuilhof")
    factories.colleague(place, name="Aïsha Bakker", verbindingsofficier_since=date(2024, 5, 2))
    factories.colleague(place, name="Bo Cornelissen", verbindingsofficier_since=None)
    factories.colleague(name="Elders Werkend", municipality_code=GRONINGEN)
    factories.member(RoleName.AANDACHTSFUNCTIONARIS, name="Nog Nergens")
    newcomer(RoleName.AANDACHTSFUNCTIONARIS, name="Nog Wachtend")
    browser = log_in(coordinator())
    front = Page(browser.get("/mijn-regio"))
    assert "Er zijn 3 aandachtsfunctionarissen lid." in front.text
    assert "Aïsha Bakker" not in front.text, "names stand there when asked for"
    link = front.links["Bekijk het register, met naam en organisatie"]
    page = Page(browser.get(link))
    assert page.h1 == "Register van aandachtsfunctionarissen"
    table = page.html.split("<table")[1].split("</table>")[0]
    assert table.index("Aïsha Bakker") < table.index("Bo Cornelissen") < table.index("Nog Nergens")
    assert table.count('scope="col"') == 2  # three would not fit on a phone
    assert "De Schuilhof" in table
    assert "sinds 2 mei 2024" in table
    assert "organisatie nog onbekend" in table
    assert "Elders Werkend" not in page.text
    assert "Nog Wachtend" not in table


@pytest.mark.asvs("16.2.1", "16.3.3")
def test_each_look_at_the_register_is_a_line_for_each(log_in: LogIn) -> None:
    """Who works where gives a shelter away: whoever stands there reads who read it."""
    near, far = factories.colleague(), factories.colleague(municipality_code=GRONINGEN)
    leader = coordinator(name="Joke Leidt")
    browser = log_in(leader)
    browser.get("/mijn-regio")
    assert not lines()
    for _look in range(2):
        assert browser.get("/mijn-regio/register").status_code == 200
    assert lines() == [(leader.id, near.id, Seen.REGISTER)] * 2
    read = Page(log_in(near).get("/mijn-gegevens/inzage")).text
    assert "Joke Leidt" in read
    assert "Uw naam en organisatie, in het register van de regio" in read
    assert "Joke Leidt" not in Page(log_in(far).get("/mijn-gegevens/inzage")).text


def test_register_of_another_region_is_not_there(log_in: LogIn) -> None:
    factories.colleague(municipality_code=GRONINGEN)
    assert log_in(coordinator()).get("/mijn-regio/register?regio=groningen").status_code == 404
    assert not lines()


def test_empty_register_says_what_to_do(log_in: LogIn) -> None:
    page = Page(log_in(coordinator()).get("/mijn-regio/register"))
    assert "Nodig uw contacten uit om zich aan te melden" in page.text


def test_practitioners_are_counted(log_in: LogIn) -> None:
    factories.practitioner_profile()
    factories.practitioner_profile(findable=False)
    factories.practitioner_profile(factories.member(RoleName.PRACTITIONER, approved_at=None))
    factories.member(RoleName.PRACTITIONER)
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    counted = page.html.split('<dl class="figures">')[1].split("</dl>")[0]
    numbers = [part.split("</dd>")[0].strip() for part in counted.split("<dd>")[1:]]
    assert numbers == ["3", "2", "1"]


def test_empty_region_says_what_to_do(log_in: LogIn) -> None:
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert "Nodig uw contacten uit om zich aan te melden" in page.text
