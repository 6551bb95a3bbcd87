"""How attention is spread over a region: figures in plain words, names for the coordinator only."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from drakenmatch import Gap
from drakenmatch.exposure import Person, Spread
from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.fairness import wording
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests.models import Answer, Showing
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.coordination.steps import coordinator
from tests.pages import Page
from tests.requests.scenes import address, practitioner

SPREAD = "/mijn-regio/verdeling"
TODAY = NOW.date()


def showings() -> list[Showing]:
    return list(db.session.scalars(db.select(Showing).order_by(Showing.profile_id)))


def shown(profile: PractitionerProfile, often: int, region: str = "kennemerland") -> None:
    for _ in range(often):
        row = Showing(
            request_id=factories.care_request().id,
            profile_id=profile.id,
            shown_on=TODAY,
            region_slug=region,
        )
        db.session.add(row)
    db.session.commit()


# ---- Counting ----


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation()


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


def test_a_card_is_counted_once_for_a_request(browser: Client, place: Organisation) -> None:
    first, second = practitioner("Amira"), practitioner("Bram")
    practitioner("Chris", findable=False)
    request = factories.care_request(place)
    for _ in range(3):
        assert browser.get(address(request)).status_code == 200
    assert {row.profile_id for row in showings()} == {first.id, second.id}
    assert {(row.request_id, row.shown_on, row.region_slug) for row in showings()} == {
        (request.id, clock.today(), "kennemerland")
    }
    browser.get(address(factories.care_request(place)))
    assert len(showings()) == 4


def test_only_what_is_shown_is_counted(browser: Client, place: Organisation) -> None:
    """Of a long group the first few are shown; the others when the group is unfolded."""
    for number in range(8):
        practitioner(f"Lid {number}")
    request = factories.care_request(place)
    browser.get(address(request))
    assert len(showings()) == 6
    browser.get(address(request) + "?alles=fits")
    assert len(showings()) == 8


@pytest.mark.parametrize(
    ("asks", "region"),
    [
        ({"municipality": "GM0363"}, "amsterdam-amstelland"),
        ({"municipality": None, "regions": frozenset({"kennemerland"})}, "kennemerland"),
        ({"municipality": None, "regions": frozenset({"twente", "kennemerland"})}, "kennemerland"),
        ({"municipality": None}, ""),
    ],
)
def test_the_region_of_a_request(
    asks: dict[str, Any], region: str, browser: Client, place: Organisation
) -> None:
    practitioner("Amira")
    browser.get(address(factories.care_request(place, **asks)))
    assert [row.region_slug for row in showings()] == [region]


def test_a_count_goes_with_the_profile_and_with_the_request(
    browser: Client, place: Organisation
) -> None:
    first, _second = practitioner("Amira"), practitioner("Bram")
    request = factories.care_request(place)
    browser.get(address(request))
    db.session.execute(db.delete(PractitionerProfile).where(PractitionerProfile.id == first.id))
    db.session.commit()
    assert len(showings()) == 1
    db.session.delete(request)
    db.session.commit()
    assert showings() == []


# ---- The page ----


def test_the_page_explains_its_figures(log_in: LogIn) -> None:
    often, seldom = practitioner("Amira Vaak"), practitioner("Bram Zelden")
    shown(often, 3)
    shown(seldom, 1)
    factories.question(profile=often, answer=Answer.YES, answered_at=NOW)
    browser = log_in(coordinator())
    link = Page(browser.get("/mijn-regio")).links["Hoe eerlijk is de aandacht verdeeld?"]
    page = Page(browser.get(link))
    assert (page.status, page.h1) == (200, "Verdeling in Kennemerland")
    assert page.title == "Verdeling – Drakennet"
    assert "Enkelen worden veel vaker getoond dan de rest." in page.text
    assert (
        "Wie het meest getoond is, heeft 75% van alle keren. Gelijk verdeeld zou dat 50% zijn."
        in page.text
    )
    assert "In deze regio zijn nog maar weinig behandelaren." in page.text
    # By name, and not by how often: nobody is put in an order.
    assert "Amira Vaak (nieuw) 3 1 1 Bram Zelden (nieuw) 1 0 0" in page.text


def test_the_region_of_another_is_not_there(log_in: LogIn) -> None:
    browser = log_in(coordinator())
    assert browser.get(f"{SPREAD}?regio=kennemerland").status_code == 200
    for slug in ("groningen", "bestaat-niet", "x" * 300):
        assert browser.get(SPREAD, query_string={"regio": slug}).status_code == 404


def test_an_administrator_chooses_a_region(log_in: LogIn) -> None:
    practitioner("Amira Hier")
    browser = log_in(factories.member(RoleName.ADMINISTRATOR))
    page = Page(browser.get(f"{SPREAD}?regio=groningen"))
    assert page.h1 == "Verdeling in Groningen"
    assert "Amira Hier" not in page.text
    assert "Amira Hier" in Page(browser.get(f"{SPREAD}?regio=kennemerland")).text


@pytest.mark.parametrize("traits", [{"findable": False}, {"visibility": {"name": "accepted"}}])
def test_who_hides_is_not_named(traits: dict[str, Any], log_in: LogIn) -> None:
    shown(practitioner("Amira Verborgen", **traits), 1)
    page = Page(log_in(coordinator()).get(SPREAD))
    assert page.status == 200
    assert "Amira" not in page.text


@pytest.mark.parametrize(
    "role",
    [role for role in RoleName if role not in {RoleName.COORDINATOR, RoleName.ADMINISTRATOR}],
)
def test_the_page_is_for_coordinators(role: RoleName, log_in: LogIn) -> None:
    assert log_in(factories.member(role, region="kennemerland")).get(SPREAD).status_code == 404


# ---- The words ----


def a_spread(people: int = 2, shown: int = 9, **figures: Any) -> Spread:
    usual = Spread(
        region="kennemerland",
        people=tuple(
            Person(practitioner_id=f"p{each}", shown=0, asked=0, accepted=0, newcomer=False)
            for each in range(people)
        ),
        shown=shown,
        asked=0,
        accepted=0,
        gini=0.1,
        top_people=1,
        top_share=0.5,
        even_share=0.25,
        newcomers=Gap(people=0, shown_each=None, others_each=None),
    )
    return replace(usual, **figures)


TOO_LITTLE = "Er is nog te weinig getoond om dit te zeggen."


@pytest.mark.parametrize(
    ("gini", "words"),
    [
        (None, TOO_LITTLE),
        (0, "ongeveer even vaak"),
        (0.19, "ongeveer even vaak"),
        (0.2, "Sommigen"),
        (0.49, "Sommigen"),
        (0.5, "Enkelen"),
    ],
)
def test_what_a_gini_means(app: Flask, gini: float | None, words: str) -> None:
    with app.test_request_context():
        assert words in wording.inequality(a_spread(gini=gini))


@pytest.mark.parametrize(
    ("people", "shown", "said"), [(5, 4, False), (5, 5, True), (1, 9, False), (2, 2, True)]
)
def test_before_all_could_have_a_turn_nothing_is_said(
    app: Flask, people: int, shown: int, said: bool
) -> None:
    with app.test_request_context():
        found = a_spread(people, shown)
        assert (wording.inequality(found) != TOO_LITTLE) is said
        assert (wording.top(found) != TOO_LITTLE) is said


@pytest.mark.parametrize(
    ("top_people", "words"),
    [
        (1, "Wie het meest getoond is, heeft 50% van alle keren."),
        (2, "De 2 die het meest getoond zijn, hebben samen 50% van alle keren."),
    ],
)
def test_what_the_most_shown_have(app: Flask, top_people: int, words: str) -> None:
    with app.test_request_context():
        told = wording.top(a_spread(top_people=top_people))
        assert told == f"{words} Gelijk verdeeld zou dat 25% zijn."
        assert wording.top(a_spread(top_share=None)) == TOO_LITTLE


@pytest.mark.parametrize(
    ("people", "mine", "others", "words"),
    [
        (0, None, 2.0, "Zij zijn er nu niet."),
        (2, 2.0, None, "te weinig getoond om te vergelijken"),
        (2, 1.5, 2.0, "1,5 keer getoond; de anderen vaker: 2,0 keer."),
        (2, 1.6, 2.0, "1,6 keer getoond; de anderen ongeveer even vaak: 2,0 keer."),
        (2, 2.5, 2.0, "2,5 keer getoond; de anderen ongeveer even vaak: 2,0 keer."),
        (2, 0.5, 0.9, "te weinig getoond om te vergelijken"),
        (2, 0.5, 1.0, "0,5 keer getoond; de anderen vaker: 1,0 keer."),
        (2, 2.6, 2.0, "2,6 keer getoond; de anderen minder vaak: 2,0 keer."),
    ],
)
def test_what_a_gap_means(
    app: Flask, people: int, mine: float | None, others: float | None, words: str
) -> None:
    with app.test_request_context():
        assert words in wording.gap(Gap(people=people, shown_each=mine, others_each=others))
