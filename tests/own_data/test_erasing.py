"""Who wants to be forgotten, is: at once, everywhere, and nobody else waits in vain."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from drakennet.access import services as access
from drakennet.access.models import AccessLine, Seen
from drakennet.access.services import Look
from drakennet.accounts.models import RoleName, User
from drakennet.database import Base, db
from drakennet.intervision.models import Invitation, Session
from drakennet.mail.models import OutboxMail
from drakennet.mail.services import queue
from drakennet.organisations import services as organisations
from drakennet.own_data import services
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import ColleagueProfile
from drakennet.requests.models import Answer, CareRequest, Question
from tests import factories
from tests.conftest import NOW, LogIn
from tests.pages import Page, submit

CANARY = "Kwikstaart"
ERASE = "/mijn-gegevens/wissen"


def somebody(*roles: RoleName) -> User:
    return factories.member(
        *(roles or (RoleName.PRACTITIONER,)),
        name=f"{CANARY} Pietersen",
        email=f"{CANARY.lower()}@example.nl",
        claimed_organisation=f"Stichting {CANARY}",
        rejection_reason=f"om {CANARY}",
    )


def everything_stored() -> str:
    """Each value of each row of each table."""
    rows = [
        repr(tuple(row))
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    ]
    return "\n".join(rows).lower()


@pytest.mark.asvs("14.2.4")
@pytest.mark.usefixtures("app")
def test_canary_is_found_nowhere() -> None:
    person = somebody(RoleName.PRACTITIONER, RoleName.AANDACHTSFUNCTIONARIS)
    place = factories.organisation()
    factories.works_at(person, place)
    boss = factories.organisation_contact(place)
    organisations.invite(place, person.email, by=boss, now=NOW)
    profile = factories.practitioner_profile(person, about=f"{CANARY} fluit")
    factories.question(profile=profile)
    for _each in range(3):
        factories.colleague()
    factories.intervision(person)
    queue(factories.message(to=person.email, member_id=person.id, text=CANARY), now=NOW)
    queue(factories.message(to=person.email, text=CANARY), now=NOW)
    db.session.commit()
    assert CANARY.lower() in everything_stored()
    services.erase(person, now=NOW)
    db.session.commit()
    db.session.expire_all()
    assert CANARY.lower() not in everything_stored()
    assert practitioners.fresh_pool().get(str(profile.id)) is None


@pytest.mark.usefixtures("app")
def test_one_erased_row_is_like_another() -> None:
    """Where, since when, in which language: nothing of it tells two who were erased apart."""
    long_ago = NOW - timedelta(days=700)
    one = somebody()
    other = factories.member(
        municipality_code="GM0014",
        language="en",
        created_at=long_ago,
        confirmed_at=long_ago,
        approved_at=None,
        asked_again_at=long_ago,
        renewal_asked_at=long_ago,
        rejected_at=long_ago,
        blocked_at=long_ago,
    )
    for each in (one, other):
        services.erase(each, now=NOW)
    db.session.commit()
    keys = {"id", "email", "fs_uniquifier"}  # made of the id, and a chance number
    shown = [column for column in User.__table__.columns if column.name not in keys]
    first, second = db.session.execute(select(*shown)).all()
    assert first == second


@pytest.mark.usefixtures("app")
def test_whoever_is_here_works_somewhere() -> None:
    person = factories.member()
    person.municipality_code = None  # type: ignore[assignment] # the database says no as well
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.usefixtures("app")
def test_sent_mail_to_others_that_names_them_goes_too() -> None:
    person, other = somebody(), factories.member()
    queue(factories.message(to=other.email, text=f"{person.name} nodigt u uit"), now=NOW)
    queue(factories.message(to=other.email, text="Iets anders"), now=NOW)
    for mail in db.session.scalars(select(OutboxMail)):
        mail.sent_at, mail.next_try_at = NOW, None
    db.session.commit()
    services.erase(person, now=NOW)
    assert [mail.text for mail in db.session.scalars(select(OutboxMail))] == ["Iets anders"]


@pytest.mark.usefixtures("app")
def test_log_line_keeps_a_number_that_leads_nowhere() -> None:
    person, other = somebody(), factories.member()
    number = person.id
    access.log(person, Seen.CONTACT, [Look(other.id)], now=NOW)
    services.erase(person, now=NOW)
    db.session.commit()
    (line,) = db.session.scalars(select(AccessLine))
    assert (line.viewer_id, line.hash) == (number, line.computed())


@pytest.mark.parametrize("answer", [None, Answer.YES, Answer.LATER])
@pytest.mark.usefixtures("app")
def test_who_waits_for_an_answer_hears_no(answer: Answer | None) -> None:
    person = somebody()
    question = factories.question(
        profile=factories.practitioner_profile(person),
        answer=answer,
        answered_at=NOW if answer else None,
        possible_from=NOW.date() + timedelta(days=30) if answer is Answer.LATER else None,
        held=answer is not Answer.LATER,
    )
    asker = question.asked_by.email
    services.erase(person, now=NOW)
    db.session.commit()
    told = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == "answer_received"))
    assert [mail.to_address for mail in told] == [asker]
    assert not db.session.scalars(select(Question)).all()


@pytest.mark.usefixtures("app")
def test_colleague_takes_over_the_request() -> None:
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    person = question.asked_by
    heir = factories.organisation_contact(place)
    services.erase(person, now=NOW)
    db.session.commit()
    request = db.session.scalars(select(CareRequest)).one()
    assert (request.made_by_id, request.closed_at) == (heir.id, None)
    assert db.session.scalars(select(Question.asked_by_id)).all() == [heir.id]


@pytest.mark.asvs("8.2.3")
@pytest.mark.usefixtures("app")
def test_colleague_who_may_not_read_requests_inherits_none() -> None:
    """An aandachtsfunctionaris of the same shelter: nobody would be left who reads the answers."""
    place = factories.organisation()
    factories.colleague(place)
    question = factories.question(request=factories.care_request(place))
    request = question.request
    services.erase(question.asked_by, now=NOW)
    db.session.commit()
    db.session.refresh(request)
    assert request.closed_at == NOW


@pytest.mark.usefixtures("app")
def test_without_a_colleague_the_request_is_closed() -> None:
    question = factories.question()
    request, profile = question.request, question.profile
    services.erase(question.asked_by, now=NOW)
    db.session.commit()
    db.session.expire_all()
    assert request.closed_at == NOW
    assert profile.open_requests == 0
    assert request.made_by_id == question.asked_by_id


@pytest.mark.usefixtures("app")
def test_own_session_is_called_off_and_a_seat_becomes_free() -> None:
    host, guest = factories.colleague(), factories.colleague()
    session = factories.intervision(host)
    taking_part = db.session.scalars(
        select(Invitation).where(Invitation.session_id == session.id)
    ).first()
    person = taking_part.member if taking_part else guest
    services.erase(person, now=NOW)
    services.erase(host, now=NOW)
    db.session.commit()
    kept = db.session.scalars(select(Session)).one()
    assert kept.cancelled_at == NOW
    assert kept.organiser.name == "Oud-lid"
    left = db.session.scalars(select(Invitation.member_id)).all()
    assert person.id not in left


@pytest.mark.usefixtures("app")
def test_others_no_longer_keep_the_id() -> None:
    person, other = factories.colleague(), factories.colleague()
    kept = db.session.scalars(
        select(ColleagueProfile).where(ColleagueProfile.member_id == other.id)
    ).one()
    kept.not_with = [str(person.id), "iemand anders"]
    db.session.commit()
    services.erase(person, now=NOW)
    db.session.commit()
    db.session.refresh(kept)
    assert kept.not_with == ["iemand anders"]


@pytest.mark.asvs("7.4.2")
def test_erased_member_is_out_at_once_and_cannot_come_back(log_in: LogIn) -> None:
    person = somebody()
    browser = log_in(person)
    page = submit(browser, ERASE, {"sure": "yes"})
    assert page.response.status_code == 302
    assert "/inloggen" in browser.get("/home").location
    db.session.refresh(person)
    assert not person.active
    assert person.erased_at is not None


def test_without_being_sure_nothing_happens(log_in: LogIn) -> None:
    person = somebody()
    page = submit(log_in(person), ERASE, {})
    assert page.response.status_code == 422
    assert "Er is niets gewist" in page.text
    db.session.refresh(person)
    assert person.erased_at is None


def test_page_tells_what_will_happen(log_in: LogIn) -> None:
    page = Page(log_in(somebody()).get(ERASE))
    assert page.h1 == "Alles wissen"
    assert "Dit kan niemand terugdraaien" in page.text


@pytest.mark.usefixtures("app")
def test_same_address_may_sign_up_again() -> None:
    person = somebody()
    services.erase(person, now=NOW)
    db.session.commit()
    assert somebody().id != person.id
