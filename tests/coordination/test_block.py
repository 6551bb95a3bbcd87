"""Who is blocked leaves nobody waiting: what was open is settled, told without the why, kept."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.accounts.services import unblock
from drakennet.coordination import services
from drakennet.database import db
from drakennet.intervision.models import State
from drakennet.mail.models import OutboxMail
from drakennet.mail.services import queue
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests import services as request_services
from drakennet.requests.models import Answer, Question
from tests import factories
from tests.conftest import NOW, LogIn
from tests.coordination.steps import coordinator, mails, page_of
from tests.intervision.helpers import NO as CANNOT
from tests.intervision.helpers import YES as CAN
from tests.intervision.helpers import again, outbox, planned, said
from tests.pages import Page, submit
from tests.requests.scenes import address, link, practitioner

NEXT_MONTH = NOW.date() + timedelta(days=30)
TELLING = ("blok", "vertrouw", "goedgekeurd", "uitgelogd")


def block(person: User) -> None:
    services.block(person, by=coordinator(), now=NOW)
    db.session.commit()
    db.session.expire_all()


def asked(answer: Answer | None = None) -> Question:
    return factories.question(
        profile=practitioner("Amira Past"),
        answer=answer,
        answered_at=NOW if answer else None,
        possible_from=NEXT_MONTH if answer is Answer.LATER else None,
        held=answer in {None, Answer.YES},
    )


def told_nothing(mail: OutboxMail) -> bool:
    said_here = (mail.subject + mail.text + mail.html).lower()
    return not any(word in said_here for word in TELLING)


# ---- Who treats ----


@pytest.mark.parametrize("answer", [None, Answer.YES, Answer.LATER])
@pytest.mark.usefixtures("app")
def test_who_asked_hears_no_and_can_ask_another(answer: Answer | None) -> None:
    question = asked(answer)
    places = question.profile.open_requests
    block(question.profile.member)
    assert (question.answer, question.held) == (Answer.NO, False)
    assert question.profile.open_requests == places - (answer is not Answer.LATER)
    assert question.profile.last_asked is None
    (mail,) = mails("answer_received")
    assert mail.to_address == question.asked_by.email
    assert told_nothing(mail)
    assert ("Ga dan na of die doorgaat, en met wie" in mail.text) is (answer is Answer.YES)


def test_press_of_the_project_leader_settles(log_in: LogIn) -> None:
    question = asked()
    address = page_of(question.profile.member)
    page = submit(log_in(coordinator()), f"{address}/blokkeren", {}, page=address)
    assert page.status == 302
    db.session.expire_all()
    assert question.answer is Answer.NO


@pytest.mark.parametrize("answer", [None, Answer.YES])
def test_page_of_who_asked_warns_after_a_yes_only(answer: Answer | None, log_in: LogIn) -> None:
    question = asked(answer)
    browser = log_in(question.asked_by)
    block(question.profile.member)
    page = Page(browser.get(address(question.request)))
    assert question.profile.member.email not in page.html
    assert ("Ga dan zelf na met wie" in page.text) is (answer is Answer.YES)
    assert ("Niet voor deze behandelaar" in page.text) is (answer is None)
    assert not any(word in page.text for word in ("geblokkeerd", "goedgekeurd"))


def test_who_is_let_in_again_brings_nothing_back(log_in: LogIn) -> None:
    """The organisation went on; the practitioner may answer anew, and it hears of that."""
    question = asked(Answer.YES)
    block(question.profile.member)
    unblock(question.profile.member)
    db.session.commit()
    page = Page(log_in(question.asked_by).get(address(question.request)))
    assert question.profile.member.email not in page.html
    submit(log_in(question.profile.member), link(question), {"answer": "yes"})
    db.session.expire_all()
    assert (question.accepted, question.held) == (True, True)
    assert len(mails("answer_received")) == 2


@pytest.mark.usefixtures("app")
def test_closed_request_stays_as_it_was() -> None:
    question = asked(Answer.YES)
    question.request.closed_at, question.request.closed_reason = NOW, "gestart"
    db.session.commit()
    block(question.profile.member)
    assert (question.answer, question.request.closed_reason) == (Answer.YES, "gestart")
    assert mails("answer_received") == []


# ---- Who asks ----


@pytest.mark.parametrize("answer", [None, Answer.YES, Answer.LATER])
@pytest.mark.usefixtures("app")
def test_without_another_contact_requests_are_closed(answer: Answer | None) -> None:
    question = asked(answer)
    block(question.asked_by)
    assert question.request.closed_at == NOW
    assert question.profile.open_requests == (answer is Answer.LATER)
    (mail,) = mails("question_withdrawn")
    assert mail.to_address == question.profile.member.email
    assert told_nothing(mail)
    assert ("Ga dan eerst na met wie" in mail.text) is (answer is Answer.YES)
    assert "verandert daar niets aan" not in mail.text


@pytest.mark.usefixtures("app")
def test_request_that_somebody_left_behind_is_closed_too() -> None:
    """Made by who works there no more: the last contact of the organisation read the answers."""
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    last = factories.organisation_contact(place)
    question.asked_by.roles.clear()
    db.session.commit()
    block(last)
    assert question.request.closed_at == NOW


@pytest.mark.usefixtures("app")
def test_colleague_goes_on_and_is_not_named_as_the_maker() -> None:
    """Who made it stays written: a colleague answers for nothing they did not do."""
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    blocked, colleague = question.asked_by, factories.organisation_contact(place)
    block(blocked)
    assert (question.request.closed_at, question.waits) == (None, True)
    assert (question.request.made_by_id, question.asked_by_id) == (blocked.id, blocked.id)
    request_services.answer(
        question, Answer.YES, possible_from=None, reason="", now=NOW, today=NOW.date()
    )
    assert [mail.to_address for mail in mails("answer_received")] == [colleague.email]
    db.session.commit()


# ---- Intervision ----


@pytest.mark.usefixtures("app")
def test_own_session_is_called_off() -> None:
    session = planned()
    block(session.organiser)
    assert again(session).state(now=NOW) is State.CANCELLED
    told = {mail.to_address for mail in outbox("session_cancelled")}
    assert told == {one.member.email for one in session.invitations}
    assert all(told_nothing(mail) for mail in outbox("session_cancelled"))


@pytest.mark.usefixtures("app")
def test_seat_is_given_to_the_next() -> None:
    session = planned(seats=2)
    waiting = session.invitations[2]
    said(waiting, CAN, CANNOT)
    gone = session.seated[0]
    before = len(outbox(to=gone.member))
    block(gone.member)
    session = again(session)
    assert {one.member_id for one in session.seated} == {
        one.member_id for one in session.invitations if one.id != gone.id
    }
    assert session.seats_taken == 2
    assert len(outbox(to=gone.member)) < before  # nobody says that they declined


@pytest.mark.usefixtures("app")
def test_unanswered_invitation_is_for_the_next_best() -> None:
    for _each in range(4):
        factories.colleague()
    session = factories.intervision()
    factories.colleague(name="Later Gekomen")
    gone = session.invitations[0]
    block(gone.member)
    taking_part = [one.member for one in again(session).invitations if one.takes_part]
    assert gone.member not in taking_part
    assert "Later Gekomen" in [one.name for one in taking_part]


# ---- The mail, and two at once ----


@pytest.mark.usefixtures("app")
def test_what_was_not_sent_yet_stays_here() -> None:
    question = asked()
    person, other = question.profile.member, question.asked_by
    for kind, to in (("question", person), ("question", other), ("new_device", person)):
        about = question.request_id if kind == "question" else None
        queue(factories.message(kind=kind, to=to.email, member_id=to.id, about_id=about), now=NOW)
    db.session.commit()
    block(person)
    assert not mails("question")[1:]
    assert mails("question")[0].member_id == other.id
    assert mails("new_device")  # about the account: its real owner reads it


def meanwhile(app: Flask, act: Callable[[], None]) -> Thread:
    def there() -> None:
        with clock.at(NOW), app.app_context():
            act()
            db.session.remove()

    thread = Thread(target=there)
    thread.start()
    return thread


def test_who_is_asked_at_that_instant_is_settled_too(app: Flask) -> None:
    """The asking began first, so it is kept; the block waits for it and answers."""
    request, profile = factories.care_request(), practitioner("Amira Past")
    member_id, profile_id, judge_id = profile.member_id, profile.id, coordinator().id
    request_services.ask(request, [profile.id], member=request.made_by, now=NOW, today=NOW.date())

    def shut_out() -> None:
        person, judge = (db.session.get_one(User, each) for each in (member_id, judge_id))
        services.block(person, by=judge, now=NOW)
        db.session.commit()

    thread = meanwhile(app, shut_out)
    thread.join(timeout=0.5)
    db.session.commit()
    thread.join(timeout=10)
    db.session.expire_all()
    assert db.session.scalars(select(Question.answer)).all() == [Answer.NO]
    assert db.session.get_one(PractitionerProfile, profile_id).open_requests == 0


@pytest.mark.usefixtures("app")
def test_who_was_blocked_just_now_is_not_asked() -> None:
    request, profile = factories.care_request(), practitioner("Amira Past")
    block(profile.member)
    outcome = request_services.ask(
        request, [profile.id], member=request.made_by, now=NOW, today=NOW.date()
    )
    assert not outcome.asked
    db.session.rollback()
