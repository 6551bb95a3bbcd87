"""What brings a practitioner higher: counted for themselves, with a link to where it is said."""

from datetime import timedelta
from typing import Any

import pytest

from drakenmatch import Fact, Group, Language
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.fairness.wording import FIELDS
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests.models import Answer, CareRequest, Showing
from tests import factories
from tests.conftest import NOW, LogIn
from tests.pages import Page

HIGHER = "/mijn-profiel/wat-brengt-u-hoger"
TODAY = NOW.date()
TIGRINYA = (Language(code="ti", must=True),)


def somebody(**traits: Any) -> User:
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person, **{"travel_km": 20, "online": False} | traits)
    return person


def profile_id(person: User) -> Any:
    return db.session.scalars(
        db.select(PractitionerProfile.id).where(PractitionerProfile.member_id == person.id)
    ).one()


def shown(person: User, request: CareRequest, days: int = 0) -> None:
    row = Showing(
        request_id=request.id,
        profile_id=profile_id(person),
        shown_on=TODAY - timedelta(days),
        region_slug="kennemerland",
    )
    db.session.add(row)
    db.session.commit()


def test_a_fact_says_what_it_brings_and_where_it_is_said(log_in: LogIn) -> None:
    factories.care_request(languages=TIGRINYA)
    factories.care_request(languages=TIGRINYA)
    factories.care_request(languages=(Language(code="ti"),))
    browser = log_in(somebody(languages=None))
    page = Page(browser.get(HIGHER))
    assert (page.status, page.h1, page.title) == (
        200,
        "Wat brengt u hoger?",
        "Wat brengt u hoger? – Drakennet",
    )
    assert page.links["Zeg welke talen u spreekt."] == "/mijn-profiel#languages"
    assert "U past dan bij 2 aanvragen meer, van de 3." in page.text
    assert "Bij 1 aanvraag krijgt u meer punten." in page.text
    assert "Taal: 2 keer" in page.text


def test_who_said_all_needs_to_do_nothing(log_in: LogIn) -> None:
    factories.care_request()
    page = Page(log_in(somebody(languages=["nl"], settings=[], funding=[])).get(HIGHER))
    assert "U hebt alles gezegd wat bij deze aanvragen telt." in page.text
    assert "1 keer past u" in page.text


def test_nobody_is_told_to_claim_more(log_in: LogIn) -> None:
    factories.care_request()
    person = somebody(expertise={"cgt": "zelfstandig"}, languages=[], settings=[], funding=[])
    page = Page(log_in(person).get(HIGHER))
    assert "U hebt alles gezegd" in page.text
    assert "Expertise: 1 keer" in page.text


def test_every_field_is_on_the_own_profile(log_in: LogIn) -> None:
    page = Page(log_in(somebody()).get("/mijn-profiel"))
    assert page.links["Wat brengt u hoger?"] == HIGHER
    assert set(FIELDS) == set(Fact)
    assert set(FIELDS.values()) <= set(page.ids)


def test_how_often_shown_asked_and_yes(log_in: LogIn) -> None:
    person = somebody()
    for days in (0, 89, 90):
        shown(person, factories.care_request(), days)
    profile = db.session.get(PractitionerProfile, profile_id(person))
    ago = NOW - timedelta(days=1)
    factories.question(profile=profile, answer=Answer.YES, answered_at=NOW)
    factories.question(profile=profile, asked_at=ago)
    factories.question(profile=profile, asked_at=NOW - timedelta(days=91))
    factories.question(profile=profile, withdrawn_at=NOW)
    other = somebody()
    shown(other, factories.care_request())
    page = Page(log_in(person).get(HIGHER))
    told = "keer getoond bij een aanvraag 2 keer gevraagd 2 keer ja gezegd 1"
    assert told in page.text.replace("  ", " ")


@pytest.mark.parametrize(
    ("traits", "counted"),
    [
        ({}, True),
        ({"created_at": NOW - timedelta(days=89), "closed_at": NOW}, True),
        ({"created_at": NOW - timedelta(days=91)}, True),
        ({"created_at": NOW - timedelta(days=91), "closed_at": NOW}, False),
    ],
    ids=["open", "closed not long ago", "open for long", "closed and old"],
)
def test_which_requests_are_looked_at(traits: dict[str, Any], counted: bool, log_in: LogIn) -> None:
    request = factories.care_request()
    for name, value in traits.items():
        setattr(request, name, value)
    db.session.commit()
    page = Page(log_in(somebody()).get(HIGHER))
    assert ("Bij 1 aanvragen" in page.text) is counted
    assert ("Er zijn nog geen aanvragen om mee te vergelijken" in page.text) is not counted


def test_a_request_that_names_what_is_gone_is_left_out(log_in: LogIn) -> None:
    request = factories.care_request()
    request.criteria = {**request.criteria, "regions": ["bestaat-niet"]}
    db.session.commit()
    page = Page(log_in(somebody()).get(HIGHER))
    assert "Er zijn nog geen aanvragen" in page.text


def test_who_is_full_or_away_reads_the_same(log_in: LogIn) -> None:
    factories.care_request(funding=Group(any=frozenset({"jeugdwet"}), must=True))
    away = somebody(paused_until=TODAY, max_open_requests=0)
    assert "Zeg hoe uw werk betaald kan worden." in Page(log_in(away).get(HIGHER)).text


def test_who_is_not_findable_reads_that(log_in: LogIn) -> None:
    factories.care_request()
    page = Page(log_in(somebody(findable=False)).get(HIGHER))
    assert page.status == 200
    assert "Organisaties vinden u nu niet" in page.text


def test_without_a_profile_one_begins(log_in: LogIn) -> None:
    answer = log_in(factories.member(RoleName.PRACTITIONER)).get(HIGHER)
    assert answer.location.endswith("/mijn-profiel/begin")


@pytest.mark.parametrize("role", [role for role in RoleName if role is not RoleName.PRACTITIONER])
def test_the_page_is_for_practitioners(role: RoleName, log_in: LogIn) -> None:
    assert log_in(factories.member(role, region="kennemerland")).get(HIGHER).status_code == 404


def test_who_waits_for_approval_is_not_let_in(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER, approved_at=None)
    factories.practitioner_profile(person)
    browser = log_in(person)
    assert browser.get(HIGHER).status_code == 404
    assert "Wat brengt u hoger?" not in Page(browser.get("/mijn-profiel")).links
