"""The general pages: for everybody, with numbers that point at nobody; and the home page."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from drakenmatch import RULE, published
from drakenmatch.rule import kinships, levels
from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.pages import queries
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page, submit

PUBLIC = ["/", "/regio/kennemerland", "/zo-rangschikken-we", "/privacy", "/toegankelijkheid"]
SECRET = re.compile(r'(name="csrf_token" value=")[^"]+')


def seen(client: Client, address: str) -> str:
    """The page as it is, the token of the form masked."""
    return SECRET.sub(r"\1", client.get(address).get_data(as_text=True))


# ---- Everyone ----


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_good(client: Client, address: str) -> None:
    page = Page(client.get(address))
    assert page.status == 200
    assert page.h1
    assert page.title.endswith("– Drakennet")
    assert len(page.ids) == len(set(page.ids))
    assert "Acuut gevaar? Bel 112" in page.text
    assert "Snel weg van deze site" in page.text
    assert not re.findall(r"\w+[.?!][A-Z]\w+", page.text)  # a sentence begins after a space


@pytest.mark.parametrize(
    ("number", "said"), [(0, "geen"), (1, "1-4"), (4, "1-4"), (5, "5"), (12, "12")]
)
def test_small_numbers_point_at_nobody(client: Client, number: int, said: str) -> None:
    for _one in range(number):
        factories.practitioner_profile()
    page = Page(client.get("/"))
    assert f'aria-label="Kennemerland: {said}"' in page.html
    assert f"gevonden willen worden: {said}." in Page(client.get("/regio/kennemerland")).text


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param({"approved_at": None}, id="not approved"),
        pytest.param({"blocked_at": datetime(2026, 11, 1, tzinfo=clock.AMSTERDAM)}, id="blocked"),
        pytest.param({"confirmed_at": None}, id="address not confirmed"),
        pytest.param({"rejected_at": datetime(2026, 11, 1, tzinfo=clock.AMSTERDAM)}, id="rejected"),
    ],
)
@pytest.mark.parametrize("address", PUBLIC)
def test_hidden_member_leaves_no_trace(
    client: Client, address: str, hidden: dict[str, Any]
) -> None:
    for _one in range(4):  # a fifth would show
        factories.practitioner_profile()
    before = seen(client, address)
    factories.practitioner_profile(factories.member(RoleName.PRACTITIONER, **hidden))
    factories.practitioner_profile(findable=False)
    assert seen(client, address) == before


def test_region_names_places_and_no_person(client: Client) -> None:
    profile = factories.practitioner_profile(factories.member(RoleName.PRACTITIONER, name="Zoë B"))
    page = Page(client.get("/regio/kennemerland"))
    assert page.h1 == "Kennemerland"
    assert "Haarlem" in page.text
    assert "Veilig Thuis Kennemerland" in page.text
    assert "/regio/amsterdam-amstelland" in page.links.values()
    assert profile.member.name not in page.html


@pytest.mark.parametrize("slug", ["atlantis", "Kennemerland", "..", "%27"])
def test_unknown_region_is_not_there(client: Client, slug: str) -> None:
    assert client.get(f"/regio/{slug}").status_code == 404


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_rule_is_shown_from_the_code_itself(client: Client, language: str) -> None:
    submit(client, "/taal", {"language": language}, page="/")
    page = Page(client.get("/zo-rangschikken-we"))
    for row in published():
        assert (row.nl if language == "nl" else row.en) in page.text
        assert f">{row.weight:.0f}</td>" in page.html
    for worth in (*kinships(), *levels()):
        told = worth.nl if language == "nl" else worth.en
        assert (told if told.endswith(".") else told.capitalize()) in page.text
        assert f">{worth.value:.0%}</td>" in page.html
    assert f"versie {RULE}." in page.text or f"version {RULE}." in page.text
    assert sum(row.weight for row in published()) == 100


@pytest.mark.parametrize("criterion", [row.name for row in published()])
def test_every_criterion_has_a_name_on_the_card(app: Flask, criterion: str) -> None:
    with app.test_request_context():
        card: Any = app.jinja_env.get_template("components/match.html").module
        assert card.criterion_name(criterion) != criterion


# ---- Language ----


def test_language_is_chosen_and_remembered(client: Client) -> None:
    assert 'lang="nl"' in client.get("/").get_data(as_text=True)
    page = submit(client, "/taal", {"language": "en", "next": "/privacy?a=b"}, page="/")
    assert page.response.location == "/privacy?a=b"
    assert '<html lang="en"' in client.get("/").get_data(as_text=True)
    submit(client, "/taal", {"language": "nl"}, page="/")
    assert '<html lang="nl"' in client.get("/").get_data(as_text=True)


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/",
        "//elders.example",
        "/\\elders.example",
        "javascript:alert(1)",
        "",
        pytest.param("/uitloggen", id="a page that cannot be opened"),
        pytest.param("/bestaat-niet", id="no page"),
    ],
)
def test_language_leads_nowhere_else(client: Client, address: str) -> None:
    page = submit(client, "/taal", {"language": "en", "next": address}, page="/")
    assert page.response.location == "/"


def test_unknown_language_is_refused(client: Client) -> None:
    assert submit(client, "/taal", {"language": "tlh"}, page="/").status == 400


# ---- For machines ----


def test_health(client: Client) -> None:
    response = client.get("/gezond")
    assert (response.status_code, response.json) == (200, {"ok": True, "database": True})


def test_health_says_when_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    monkeypatch.setattr(db.session, "execute", gone)
    response = client.get("/gezond")
    assert (response.status_code, response.json) == (503, {"ok": False, "database": False})


def test_nothing_here_is_for_robots(client: Client) -> None:
    assert client.get("/robots.txt").get_data(as_text=True) == "User-agent: *\nDisallow: /\n"


def test_security_txt_says_whom_to_tell(client: Client) -> None:
    lines = client.get("/.well-known/security.txt").get_data(as_text=True).splitlines()
    fields = dict(line.split(": ", 1) for line in lines)
    assert fields["Contact"].startswith("mailto:")
    assert clock.now() < datetime.fromisoformat(fields["Expires"])
    assert fields["Canonical"] == "http://127.0.0.1:5000/.well-known/security.txt"


# ---- The menu ----


@pytest.mark.parametrize(
    ("roles", "sees"),
    [
        ([], ["Mijn pagina", "Account"]),
        (
            [RoleName.PRACTITIONER],
            ["Mijn pagina", "Zoeken", "Vragen aan mij", "Mijn profiel", "Account"],
        ),
        ([RoleName.AANDACHTSFUNCTIONARIS], ["Mijn pagina", "Zoeken", "Intervisie", "Account"]),
        ([RoleName.ORGANISATION_CONTACT], ["Mijn pagina", "Aanvragen", "Zoeken", "Account"]),
        ([RoleName.COORDINATOR], ["Mijn pagina", "Zoeken", "Mijn regio", "Account"]),
        ([RoleName.ADMINISTRATOR], ["Mijn pagina", "Mijn regio", "Account"]),
    ],
)
def test_menu_holds_what_one_may_open(
    log_in: LogIn, roles: list[RoleName], sees: list[str]
) -> None:
    browser = log_in(factories.member(*roles, region="kennemerland"))
    page = Page(browser.get("/home"))
    menu = [name for name in page.links if name in set(map(str, _labels()))]
    assert set(sees) <= set(menu)
    for name in set(menu):
        assert browser.get(page.links[name]).status_code in {200, 302}, name
    assert not set(menu) - set(sees) - {"Intervisie"}


def _labels() -> list[Any]:
    from drakennet.pages import FOR_MEMBERS

    return list(FOR_MEMBERS.values())


def test_stranger_sees_log_in_and_sign_up(client: Client) -> None:
    page = Page(client.get("/"))
    assert page.links["Inloggen"] == "/inloggen"
    assert page.links["Aanmelden"] == "/aanmelden"
    assert "Mijn pagina" not in page.links
    assert "Uitloggen" not in page.text


def test_menu_says_where_one_is(client: Client) -> None:
    page = Page(client.get("/zo-rangschikken-we"))
    assert 'href="/zo-rangschikken-we" aria-current="page"' in page.html


# ---- Home ----


def test_home_is_for_members(client: Client) -> None:
    assert client.get("/home").status_code == 302


def test_new_member_reads_what_happens_now(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER, approved_at=None)
    page = Page(log_in(person).get("/home"))
    assert "Een regionaal projectleider van Kennemerland bekijkt uw aanmelding" in page.text
    assert page.links["Begin uw profiel"] == "/mijn-profiel/begin"


def test_rejected_member_reads_why(log_in: LogIn) -> None:
    person = factories.member(rejected_at=clock.now(), rejection_reason="Wij kennen u niet.")
    assert "Wij kennen u niet." in Page(log_in(person).get("/home")).text


def test_practitioner_states_room_from_home(log_in: LogIn) -> None:
    profile = factories.practitioner_profile(
        room="yes", room_confirmed=clock.today() - timedelta(days=91)
    )
    browser = log_in(profile.member)
    page = Page(browser.get("/home"))
    assert "Onbekend of er plek is" in page.text
    assert page.h1 == f"Dag {profile.member.name}"
    assert len(page.ids) == len(set(page.ids))
    pressed = submit(browser, "/mijn-profiel/plek", {"room": "no"}, page="/home")
    assert pressed.response.location == "/home"
    assert "Heeft nu geen plek" in Page(browser.get("/home")).text


def test_the_one_button_is_for_aandachtsfunctionarissen(log_in: LogIn) -> None:
    page = Page(log_in(factories.colleague()).get("/home"))
    assert page.links["Nodig uit voor intervisie"] == "/intervisie/uitnodigen"
    page = Page(log_in(factories.organisation_contact()).get("/home"))
    assert "Nodig uit voor intervisie" not in page.links
    assert page.links["Nieuwe aanvraag"] == "/aanvragen/nieuw"


def test_what_waits_comes_first(log_in: LogIn) -> None:
    profile = factories.practitioner_profile()
    browser = log_in(profile.member)
    for sentence in ["Een organisatie wacht op uw antwoord.", "2 organisaties wachten"]:
        factories.question(profile=profile)
        page = Page(browser.get("/home"))
        assert sentence in page.text
        assert page.links["Bekijk en antwoord"] == "/vragen-aan-mij"


def test_invitation_is_answered_from_home(log_in: LogIn) -> None:
    for _one in range(3):
        factories.colleague()
    session = factories.intervision()
    invited = session.invitations[0].member
    page = Page(log_in(invited).get("/home"))
    assert f"{session.organiser.name} nodigt u uit voor intervisie" in page.text
    answer = page.links["Bekijk en antwoord"]
    assert answer.startswith("/uitnodiging/")
    assert log_in(invited).get(answer).status_code == 200
    organiser = Page(log_in(session.organiser).get("/home"))
    assert "Intervisie, gevraagd op 24 november 2026" in organiser.text


def test_own_requests_are_at_hand(log_in: LogIn) -> None:
    request = factories.care_request()
    page = Page(log_in(request.made_by).get("/home"))
    assert f"/aanvragen/{request.id}" in page.links.values()
    assert "" not in page.links, "a request without a name of its own is named by what it asks"


def test_nothing_waits(log_in: LogIn) -> None:
    assert "Er wacht nu niets op u." in Page(log_in(factories.member()).get("/home")).text


def test_coordinator_sees_who_waits_in_the_own_region(log_in: LogIn) -> None:
    factories.member(RoleName.PRACTITIONER, approved_at=None)
    here = factories.member(RoleName.COORDINATOR, region="kennemerland")
    there = factories.member(RoleName.COORDINATOR, region="friesland")
    assert "Eén nieuw lid wacht op uw goedkeuring" in Page(log_in(here).get("/home")).text
    assert "goedkeuring" not in Page(log_in(there).get("/home")).text


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3)])
def test_colour_of_the_map(app: Flask, count: int, level: int) -> None:
    from drakennet.reference import queries as reference

    region = reference.regions(today=clock.today())[0]
    with app.test_request_context():
        assert queries._tile(region, count).level == level
