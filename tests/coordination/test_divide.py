"""Whom to ask for the open requests of a region: a proposal, and nothing of what is asked."""

from datetime import timedelta

import pytest
from flask import Flask

from drakenmatch import Language, Person
from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.coordination import queries
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.requests.models import Answer, CareRequest, Question
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.coordination.steps import GRONINGEN, coordinator
from tests.pages import Page, submit
from tests.requests.scenes import practitioner

VERDELEN = "/mijn-regio/verdelen"


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(app: Flask, log_in: LogIn) -> Client:
    return log_in(coordinator())


def row(page: Page, name: str) -> str:
    """The words of the line of an organisation."""
    start = page.text.index(name)
    return page.text[start : start + 120]


def days_old(request: CareRequest, days: int) -> CareRequest:
    request.created_at = NOW - timedelta(days=days)
    db.session.commit()
    return request


def test_every_open_request_has_a_proposal(browser: Client, place: Organisation) -> None:
    practitioner("Kim Behandelaar")
    days_old(factories.care_request(place), 4)
    page = Page(browser.get(VERDELEN))
    assert (page.h1, page.title) == ("Verdelen", "Verdelen – Drakennet")
    assert "De Veilige Haven Casus, 4 dagen open Kim Behandelaar" in page.text
    assert "er wordt niemand gevraagd" in page.text
    assert "De andere manier brengt hier evenveel." in page.text
    assert not db.session.query(Question).count()


@pytest.mark.parametrize(("days", "words"), [(1, "1 day"), (4, "4 days")])
def test_it_is_said_in_english_how_long_a_request_is_open(
    days: int, words: str, browser: Client, place: Organisation
) -> None:
    """English counts the days, and not the words before them."""
    days_old(factories.care_request(place), days)
    submit(browser, "/taal", {"language": "en"}, page=VERDELEN)
    assert f"De Veilige Haven Case, open for {words} " in Page(browser.get(VERDELEN)).text


def test_nobody_gets_more_than_there_is_place(browser: Client, place: Organisation) -> None:
    practitioner("Kim Behandelaar", max_open_requests=2)
    for name in ("Een", "Twee", "Drie"):
        factories.care_request(factories.organisation(name=f"Opvang {name}"))
    page = Page(browser.get(VERDELEN))
    proposal, without = page.text.split(" Zonder voorstel ")
    assert proposal.count("Kim Behandelaar") == 3  # two lines, and once in the load
    assert "Wie vaker dan één keer wordt voorgesteld" in proposal
    assert "1 behandelaar past, maar de plek gaat naar een andere aanvraag." in without


def test_the_one_who_was_asked_already_is_not_proposed_again(
    browser: Client, place: Organisation
) -> None:
    kim, _other = practitioner("Kim Behandelaar"), practitioner("Sam Behandelaar")
    factories.question(factories.care_request(place), kim, asked_at=NOW - timedelta(days=5))
    page = Page(browser.get(VERDELEN))
    assert "Sam Behandelaar" in page.text
    assert "Kim Behandelaar" not in page.text


def test_who_fits_nobody_is_said_so(browser: Client, place: Organisation) -> None:
    factories.care_request(place)
    page = Page(browser.get(VERDELEN))
    assert "Niemand past nu helemaal. De organisatie ziet zelf wie bijna past." in page.text
    assert "De Veilige Haven Casus, van vandaag" in page.text


def test_closed_and_helped_requests_are_not_divided(browser: Client, place: Organisation) -> None:
    profile = practitioner("Kim Behandelaar")
    helped = factories.care_request(place)
    factories.question(helped, profile, answer=Answer.YES, answered_at=NOW)
    closed = factories.care_request(place)
    closed.closed_at = NOW
    db.session.commit()
    page = Page(browser.get(VERDELEN))
    assert "Er zijn geen open aanvragen" in page.text
    assert "De Veilige Haven" not in page.text


def test_nothing_of_a_case_is_shown(browser: Client, place: Organisation) -> None:
    """Not the label, the ages, the languages or the subjects; nor the reasons, which tell them."""
    practitioner("Kim Behandelaar", languages=["ti"])
    request = factories.care_request(
        place, persons=(Person(role="getuige", age=6),), languages=(Language(code="ti"),)
    )
    request.label = "Gezin Linde"
    db.session.commit()
    page = Page(browser.get(VERDELEN))
    assert "Kim Behandelaar" in page.text
    for words in ("Linde", "6 jaar", "Tigrinya", "EMDR", "Haarlem", str(request.id)):
        assert words not in page.html


def test_who_works_elsewhere_is_not_named(browser: Client, place: Organisation) -> None:
    practitioner("Kim Elders", regions=["amsterdam-amstelland"], travel_km=60)
    factories.care_request(place)
    page = Page(browser.get(VERDELEN))
    assert "Behandelaar uit Amsterdam-Amstelland" in page.text
    assert "Kim Elders" not in page.text
    practitioner("Kim Nergens", regions=[], max_open_requests=9)
    factories.care_request(place)
    factories.care_request(place)
    assert "Kim Nergens" not in Page(browser.get(VERDELEN)).text


def test_two_who_are_not_named_can_be_told_apart(browser: Client, place: Organisation) -> None:
    for name in ("Kim Elders", "Sam Elders"):
        practitioner(name, regions=["amsterdam-amstelland"], travel_km=60, max_open_requests=2)
    for days in (9, 5, 1):
        days_old(factories.care_request(place), days)
    page = Page(browser.get(VERDELEN))
    proposal, load = page.text.split(" Wie vaker dan één keer wordt voorgesteld ")
    elsewhere = "Behandelaar uit Amsterdam-Amstelland"
    lines = [f"{elsewhere} ({number})" for number in (1, 2)]
    assert sorted(proposal.count(line) for line in lines) == [1, 2]
    assert proposal.index(lines[0]) < proposal.index(lines[1])
    twice = max(lines, key=proposal.count)
    assert f"{twice} 2" in load


def test_who_hides_their_name_stays_hidden(browser: Client, place: Organisation) -> None:
    practitioner("Kim Verborgen", visibility={"name": "accepted"})
    factories.care_request(place)
    page = Page(browser.get(VERDELEN))
    assert "Behandelaar (naam volgt na een ja)" in page.text
    assert "Kim Verborgen" not in page.text


def test_only_who_may_see_the_request_gets_a_link(log_in: LogIn, place: Organisation) -> None:
    request = factories.care_request(place)
    both = factories.member(
        RoleName.COORDINATOR, RoleName.ORGANISATION_CONTACT, region="kennemerland"
    )
    assert f"/aanvragen/{request.id}" not in Page(log_in(both).get(VERDELEN)).html
    factories.works_at(both, place)
    assert f"/aanvragen/{request.id}" in Page(log_in(both).get(VERDELEN)).html


def test_requests_of_another_region_are_not_there(browser: Client) -> None:
    factories.care_request(
        factories.organisation(name="Opvang Groningen", municipality_code=GRONINGEN)
    )
    assert "Opvang Groningen" not in Page(browser.get(VERDELEN)).text


@pytest.mark.parametrize("query", ["regio=groningen", "regio=bestaat-niet", "manier=snel"])
def test_another_region_or_an_unknown_way_is_not_there(browser: Client, query: str) -> None:
    assert browser.get(f"{VERDELEN}?{query}").status_code == 404


@pytest.mark.parametrize(
    "role",
    [role for role in RoleName if role not in {RoleName.COORDINATOR, RoleName.ADMINISTRATOR}],
)
def test_it_is_for_coordinators(role: RoleName, log_in: LogIn) -> None:
    browser = log_in(factories.member(role, region="kennemerland"))
    assert browser.get(VERDELEN).status_code == 404


def test_the_other_way_is_one_press_away(browser: Client, place: Organisation) -> None:
    """`one` knows the language of only one of the two requests, and each has one place."""
    one = {"max_open_requests": 1, "room_confirmed": clock.today()}
    practitioner("Spreekt Beide", languages=["ar", "ti"], **one)
    practitioner("Spreekt Arabisch", languages=["ar"], municipality_code="GM0397", **one)
    for name, codes in (("Alfa", ("ar",)), ("Beta", ("ar", "ti"))):
        factories.care_request(
            factories.organisation(name=f"Opvang {name}"),
            languages=tuple(Language(code=code) for code in codes),
        )
    exact = Page(browser.get(VERDELEN))
    assert "Spreekt Arabisch" in row(exact, "Opvang Alfa")
    assert "Spreekt Beide" in row(exact, "Opvang Beta")
    stable = Page(browser.get(f"{VERDELEN}?regio=kennemerland&manier=stable"))
    assert stable.form(having="manier").fields["manier"] == "stable"
    assert "met een voorstel 2" in exact.text


def test_with_very_many_only_the_oldest_are_divided(
    browser: Client, place: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_DIVIDED", 1)
    days_old(factories.care_request(place), 9)
    factories.care_request(factories.organisation(name="Opvang Later"))
    page = Page(browser.get(VERDELEN))
    assert "Er zijn meer dan 1 open aanvragen." in page.text
    assert "Opvang Later" not in page.text


def test_the_region_leads_to_it(browser: Client) -> None:
    links = Page(browser.get("/mijn-regio")).links
    assert links["Verdeel de open aanvragen"] == f"{VERDELEN}?regio=kennemerland"
