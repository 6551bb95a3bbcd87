"""The data of the demonstration: invented, consistent, in every state, fresh when loaded."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from drakenmatch import Bucket, Kind, Person, Request, Wish, practitioner_faults
from drakenmatch import Language as AskedLanguage
from drakenmatch.values import CAP_WHEN_UNSTATED
from drakennet import clock
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.demo.generate.__main__ import document, written
from drakennet.demo.services import DATA, fill
from drakennet.intervision.models import Session
from drakennet.intervision.models import State as SessionState
from drakennet.loading.document import Document
from drakennet.loading.times import Times
from drakennet.mail.models import OutboxMail
from drakennet.mail.tasks import send_due
from drakennet.organisations.models import Organisation
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import PractitionerProfile
from drakennet.privacy import guard
from drakennet.reference import queries as reference
from drakennet.reference.models import VtRegion
from drakennet.requests.models import Answer, CareRequest, State
from tests.conftest import NOW, empty

FILE = json.loads(DATA.read_text(encoding="utf-8"))
# Any day may be the day of loading: also the last of a year, and when the clock goes back.
DAYS = [NOW, NOW.replace(month=12, day=31), NOW.replace(month=10, day=25), NOW.replace(year=2028)]


@pytest.fixture(scope="module")
def filled(demonstration: Flask) -> Iterator[Flask]:
    """As `python -m drakennet demo` leaves it; filled once, since these tests only look."""
    with demonstration.app_context():
        assert fill(now=NOW)
    yield demonstration
    with demonstration.app_context():
        empty()


def test_the_committed_file_is_what_the_generator_makes() -> None:
    """In a process of its own, since the order of sets differs from one process to the next."""
    code = "from drakennet.demo.generate.__main__ import *; print(written(document()), end='')"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert made.stdout.decode() == DATA.read_text(encoding="utf-8") == written(document())


def test_the_file_stays_small() -> None:
    assert DATA.stat().st_size < 1_500_000


def test_every_address_is_invented_and_used_once() -> None:
    addresses = [member["email"] for member in FILE["members"]]
    assert all(address.endswith("@example.nl") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_no_two_have_one_name() -> None:
    names = Counter(member["name"] for member in FILE["members"])
    assert [name for name, number in names.items() if number > 1] == []


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("organisations", 180, 220),
        ("members", 520, 600),
        ("profiles", 290, 320),
        ("colleagues", 120, 150),
        ("requests", 45, 65),
        ("sessions", 10, 15),
    ],
)
def test_there_are_as_many_as_stated(kind: str, least: int, most: int) -> None:
    assert least <= len(FILE[kind]) <= most


def test_no_organisation_is_a_real_one(filled: Flask) -> None:
    with filled.app_context():
        real = {
            name for row in db.session.scalars(select(VtRegion)) for name in (row.organisation,)
        }
        invented = set(db.session.scalars(select(Organisation.name)))
    assert not real & invented
    assert not any(name.startswith("Veilig Thuis") for name in invented)


def test_free_texts_hold_nothing_that_identifies() -> None:
    texts = [profile.get("about", "") for profile in FILE["profiles"]]
    texts += [request["label"] for request in FILE["requests"]]
    assert [text for text in texts if guard.check(text)] == []


@pytest.mark.parametrize("now", DAYS, ids=str)
def test_every_profile_is_one_that_the_matcher_takes(filled: Flask, now: datetime) -> None:
    with filled.app_context():
        vocabulary, places = reference.vocabulary(), reference.places()
    for profile in Document.from_json(FILE, Times(now)).profiles:
        today = Times(now).today
        faults = practitioner_faults(profile.matched, vocabulary, places, today=today)
        assert list(faults) == [], profile.member


def test_every_region_has_practitioners_some_few_some_many(filled: Flask) -> None:
    with filled.app_context():
        number = practitioners.findable_per_region()
        assert number.keys() == {region.slug for region in reference.regions(today=NOW.date())}
    assert min(number.values()) <= 6 and max(number.values()) >= 30


def test_room_is_stated_freshly_long_ago_and_not_at_all(filled: Flask) -> None:
    with filled.app_context():
        profiles = db.session.scalars(select(PractitionerProfile)).all()
    today = NOW.date()
    ages = [
        (today - each.room_confirmed).days if each.room_confirmed else None for each in profiles
    ]
    known = [age for age in ages if age is not None]
    assert 30 <= ages.count(None) <= 80
    assert sum(age <= 30 for age in known) >= 120
    assert sum(30 < age <= 90 for age in known) >= 30
    assert sum(age > 90 for age in known) >= 15
    assert {each.room for each in profiles} == {"yes", "from", "no", None}
    assert sum(each.languages is None for each in profiles) >= 20
    assert sum(each.paused_until is not None for each in profiles) >= 8


def test_some_are_full_and_nobody_beyond_that(filled: Flask) -> None:
    with filled.app_context():
        profiles = db.session.scalars(select(PractitionerProfile)).all()
    caps = [
        CAP_WHEN_UNSTATED if each.max_open_requests is None else each.max_open_requests
        for each in profiles
    ]
    over = [each.open_requests - cap for each, cap in zip(profiles, caps, strict=True)]
    assert max(over) == 0 and over.count(0) >= 3


def test_open_requests_are_the_questions_that_hold_a_place(filled: Flask) -> None:
    with filled.app_context():
        requests = db.session.scalars(select(CareRequest)).all()
        questions = [one for request in requests for one in request.questions]
        held = Counter(one.profile_id for one in questions if one.held)
        for profile in db.session.scalars(select(PractitionerProfile)):
            assert profile.open_requests == held[profile.id]


def test_requests_stand_in_every_state(filled: Flask) -> None:
    with filled.app_context():
        requests = db.session.scalars(select(CareRequest)).all()
        states = Counter(request.state for request in requests)
        answers = {one.answer for request in requests for one in request.questions}
        reasons = {request.closed_reason for request in requests if request.closed_at}
    assert states.keys() == set(State) and min(states.values()) >= 5
    assert answers == {*Answer, None}
    assert reasons == {"gestart", "elders", "niet-nodig", "niemand"}


def test_nobody_answers_before_being_asked(filled: Flask) -> None:
    with filled.app_context():
        for request in db.session.scalars(select(CareRequest)):
            assert len(request.unanswered) <= 3
            for one in request.questions:
                later = one.answered_at or one.withdrawn_at or NOW
                assert request.created_at < one.asked_at < later <= NOW, request.label


def test_sessions_stand_in_every_state(filled: Flask) -> None:
    with filled.app_context():
        sessions = db.session.scalars(select(Session)).all()
        states = Counter(session.state(now=NOW) for session in sessions)
        for session in sessions:
            assert session.organiser_id not in {one.member_id for one in session.invitations}
            if session.planned_at:
                assert len(session.seated) >= session.quorum
    assert states.keys() == set(SessionState)


def test_members_wait_for_approval(filled: Flask) -> None:
    with filled.app_context():
        members = db.session.scalars(select(User)).all()
        waiting = [member for member in members if member.waiting]
        at_home = [one for one in waiting if one.municipality.region_slug == "kennemerland"]
        coordinators = Counter(
            grant.region_slug
            for member in members
            for grant in member.roles
            if grant.name is RoleName.COORDINATOR
        )
    assert len(waiting) >= 10 and len(at_home) >= 3
    assert len(coordinators) == 28 and set(coordinators.values()) == {1}


def test_a_girl_of_six_and_her_mother_in_haarlem_find_help(filled: Flask) -> None:
    """EMDR for children is a must, Arabic a wish, the Jeugdwet pays: all three groups are there."""
    asked = Request.from_json(
        {
            **Request(
                id="voorbeeld",
                kind=Kind.CASE,
                municipality="GM0392",
                wishes=(Wish(term="emdr-kj", must=True),),
                persons=(Person(role="getuige", age=6), Person(role="moeder", age=31)),
                languages=(AskedLanguage(code="ar"),),
            ).to_json(),
            "funding": {"any": ["jeugdwet"]},
        }
    )
    with filled.app_context():
        ranking = practitioners.fresh_pool().rank(asked, today=NOW.date(), limit=60)
    assert ranking.counts[Bucket.FITS] >= 3
    assert ranking.counts[Bucket.NEARLY] >= 3
    assert ranking.counts[Bucket.ADVICE] >= 3
    assert ranking.relaxations
    first = ranking.fits[0]
    assert any(one.criterion == "languages" and one.verdict == "met" for one in first.reasons)


def test_every_mail_of_the_demonstration_goes_to_nobody_real(filled: Flask) -> None:
    with filled.app_context():
        mails = db.session.scalars(select(OutboxMail)).all()
        assert {mail.kind for mail in mails} >= {"question", "invitation", "planned"}
        assert all(mail.to_address.endswith("@example.nl") for mail in mails)
        db.session.rollback()
        with clock.at(NOW + timedelta(minutes=1)):
            assert send_due(clock.now()).sent == len(mails)


def test_filling_twice_is_harmless(filled: Flask) -> None:
    with filled.app_context():
        assert not fill(now=NOW)
        db.session.rollback()


def test_the_file_can_be_read_by_a_person() -> None:
    """One thing a line, so that a change shows what it changed."""
    lines = DATA.read_text(encoding="utf-8").splitlines()
    things = sum(len(entries) for entries in FILE.values())
    assert len(lines) == things + 2 + 2 * len(FILE)
