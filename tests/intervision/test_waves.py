"""Waves until it is full: silence, refusals, quorum, deadline, withdrawal, waiting list."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from drakennet import clock
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.intervision import services, tasks
from drakennet.intervision.models import Session, State
from tests import factories
from tests.conftest import NOW
from tests.intervision.helpers import (
    IF_NEED_BE,
    NO,
    YES,
    again,
    colleagues,
    contents,
    declines,
    outbox,
    planned,
    said,
)


def state(session: Session) -> State:
    return again(session).state(now=clock.now())


def tick(moment: datetime) -> None:
    with clock.at(moment):
        tasks.tick(moment)
    db.session.expire_all()


# ---- Seats ----


def test_as_many_as_there_are_seats_and_one_spare(app: Flask) -> None:
    colleagues(6)
    assert len(factories.intervision(seats=3).invitations) == 4


def test_decline_asks_the_next_at_once(app: Flask) -> None:
    colleagues(6)
    session = factories.intervision(seats=3)
    declines(session.invitations[0])
    assert len(again(session).invitations) == 5
    assert len(outbox("invitation")) == 5


def test_who_can_never_frees_the_place_too(app: Flask) -> None:
    colleagues(6)
    session = factories.intervision(seats=3)
    said(session.invitations[0], NO, NO)
    assert len(again(session).invitations) == 5


def test_nobody_left_to_ask_is_no_fault(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(2)
    session = factories.intervision(organiser)
    declines(session.invitations[0])
    assert len(again(session).invitations) == 2


@pytest.mark.parametrize(
    ("asked", "freed"),
    [
        pytest.param("2026-11-24T10:00", "2026-11-27T10:00", id="within the week"),
        pytest.param("2026-11-27T15:30", "2026-12-02T15:30", id="over a weekend"),
        pytest.param("2026-11-28T12:00", "2026-12-03T08:00", id="asked on a Saturday"),
        pytest.param("2026-12-23T10:00", "2026-12-29T10:00", id="over Christmas"),
        pytest.param("2027-03-24T10:00", "2027-03-31T09:00", id="over Easter, in summer time"),
    ],
)
def test_three_working_days_of_silence(app: Flask, asked: str, freed: str) -> None:
    """Not a minute before; times are UTC."""
    moment = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    end = datetime.fromisoformat(freed).replace(tzinfo=UTC)
    organiser, _others = factories.colleague(), colleagues(6)
    with clock.at(moment):
        later = (moment + timedelta(days=14), moment + timedelta(days=16))
        session = factories.intervision(organiser, moments=later)
    tick(end - timedelta(minutes=1))
    assert len(again(session).invitations) == 4
    tick(end)
    assert len(again(session).invitations) == 6
    assert sum(one.replaced_at is not None for one in again(session).invitations) == 4


def test_everybody_has_their_own_three_days(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(12)
    session = factories.intervision(organiser)
    with clock.at(NOW + timedelta(days=1)):
        services.decline(session.invitations[0], now=clock.now())
        db.session.commit()
    tick(NOW + timedelta(days=3))
    asked_later = [one for one in again(session).invitations if one.asked_at > NOW]
    assert [one.replaced_at for one in asked_later] == [None] * 4
    assert sum(one.replaced_at is not None for one in session.invitations) == 3


def test_who_is_late_may_still_come(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(6)
    session = factories.intervision(organiser)
    late = session.invitations[0]
    tick(NOW + timedelta(days=3))
    said(late, YES, NO)
    assert late.seat_taken_at is not None


def test_a_tick_with_nothing_due_changes_nothing(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(6)
    factories.intervision(organiser)
    before = contents()
    tick(NOW + timedelta(days=1))
    assert contents() == before


# ---- Quorum ----


def test_quorum_plans_at_once(app: Flask) -> None:
    session = planned()
    assert state(session) is State.PLANNED
    assert session.starts_at == session.moments[0].starts_at
    assert len(outbox("planned")) == 3  # the two who said yes, and the organiser
    assert len(outbox("group_complete")) == 1


def test_the_earliest_agreed_moment_wins(app: Flask) -> None:
    colleagues(4)
    session = factories.intervision(quorum=2)
    one, two, three, _four = session.invitations
    said(one, YES, YES)
    said(two, IF_NEED_BE, NO)
    assert state(session) is State.ASKING
    said(three, YES, YES)
    assert again(session).planned_moment == session.moments[0]


def test_if_need_be_is_no_yes(app: Flask) -> None:
    colleagues(4)
    session = factories.intervision(quorum=2)
    for invitation in session.invitations:
        said(invitation, IF_NEED_BE, NO)
    assert state(session) is State.ASKING


def test_seats_are_for_who_can_come(app: Flask) -> None:
    """Who took a seat for another moment gives it back; the calendar is for who said yes."""
    colleagues(4)
    session = factories.intervision(quorum=2, seats=3)
    other, one, two, _silent = session.invitations
    said(other, NO, YES)
    said(one, YES, NO)
    said(two, YES, NO)
    now = again(session)
    assert now.seats_taken == 2 == len(now.seated)
    assert other.seat_taken_at is None
    assert len(outbox("planned", to=other.member)) == 0
    assert len(outbox("group_complete", to=other.member)) == 1


def test_who_declined_hears_nothing_more(app: Flask) -> None:
    colleagues(4)
    session = factories.intervision(quorum=2)
    gone, one, two, *_rest = session.invitations
    declines(gone)
    said(one, YES, NO)
    said(two, YES, NO)
    assert [mail.kind for mail in outbox(to=gone.member)] == ["invitation"]


def test_a_moment_that_is_near_is_not_planned(app: Flask) -> None:
    colleagues(4)
    session = factories.intervision(quorum=2)
    said(session.invitations[0], YES, NO)
    with clock.at(session.moments[0].starts_at - timedelta(hours=1)):
        said(session.invitations[1], YES, NO)
    assert session.planned_at is None


# ---- After planning ----


def test_free_seat_after_planning_goes_to_who_still_says_yes(app: Flask) -> None:
    session = planned()
    late = next(one for one in session.invitations if one.answered_at is None)
    services.answer(late, {session.moments[0].id: YES}, now=NOW)
    db.session.commit()
    assert again(session).seats_taken == 3
    assert len(outbox("planned", to=late.member)) == 1


def test_full_group_has_a_waiting_list(app: Flask) -> None:
    session = planned(seats=2)
    late = next(one for one in session.invitations if one.answered_at is None)
    services.answer(late, {session.moments[0].id: YES}, now=NOW)
    db.session.commit()
    assert again(session).waiting == [late]
    services.decline(session.seated[0], now=NOW)
    db.session.commit()
    assert late in again(session).seated
    assert len(outbox("planned", to=late.member)) == 1


def test_withdrawing_clears_the_calendar_and_raises_the_sequence(app: Flask) -> None:
    session = planned()
    leaves = session.seated[0]
    services.answer(leaves, {session.moments[0].id: NO}, now=NOW)
    db.session.commit()
    (mail,) = outbox("session_cancelled", to=leaves.member)
    assert mail.calendar_method == "CANCEL"
    assert mail.calendar and "SEQUENCE:1" in mail.calendar
    assert again(session).seats_taken == 1


def test_organiser_hears_when_the_group_becomes_too_small(app: Flask) -> None:
    session = planned()
    services.decline(session.seated[0], now=NOW)
    db.session.commit()
    (mail,) = outbox("fallback")
    assert mail.to_address == session.organiser.email
    assert "komt nog 1 collega" in mail.text
    assert state(session) is State.PLANNED


# ---- The deadline ----


def test_deadline_without_quorum_is_told(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(2)
    session = factories.intervision(organiser, quorum=2)
    said(session.invitations[0], YES, NO)
    tick(session.deadline_at)
    assert state(session) is State.FALLBACK
    (mail,) = outbox("fallback")
    assert mail.to_address == organiser.email
    tick(session.deadline_at + timedelta(minutes=5))
    assert len(outbox("fallback")) == 1


def test_deadline_is_a_day_before_the_last_moment(app: Flask) -> None:
    colleagues(2)
    assert factories.intervision().deadline_at == datetime(2026, 12, 2, 13, 0, tzinfo=UTC)


def test_after_the_fallback_a_quorum_still_plans(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(2)
    session = factories.intervision(organiser)
    said(session.invitations[0], NO, YES)
    tick(session.deadline_at)
    with clock.at(session.deadline_at):
        said(session.invitations[1], NO, YES)
        assert state(session) is State.PLANNED


def test_new_moments_ask_again(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(3)
    session = factories.intervision(organiser)
    gone, stays, _third = session.invitations
    declines(gone)
    said(stays, NO, YES)
    services.new_moments(session, [datetime(2026, 12, 9, 9, tzinfo=UTC)], now=NOW)
    db.session.commit()
    assert len(again(session).moments) == 1
    assert again(session).seats_taken == 0
    assert (len(outbox(to=gone.member)), len(outbox(to=stays.member))) == (1, 2)
    assert stays.answers == [] and stays.answered_at is None


def test_plan_now_takes_who_can_if_need_be(app: Flask) -> None:
    colleagues(3)
    session = factories.intervision(quorum=3)
    said(session.invitations[0], IF_NEED_BE, NO)
    services.plan_now(session, str(session.moments[0].id), now=NOW)
    db.session.commit()
    assert again(session).seated == [session.invitations[0]]
    assert len(outbox("planned", to=session.invitations[0].member)) == 1


@pytest.mark.parametrize("moment", [1, None], ids=["nobody can", "no such moment"])
def test_plan_now_needs_somebody(app: Flask, moment: int | None) -> None:
    colleagues(3)
    session = factories.intervision()
    said(session.invitations[0], YES, NO)
    moment_id = "x" if moment is None else str(session.moments[moment].id)
    with pytest.raises(Refusal):
        services.plan_now(session, moment_id, now=NOW)
    db.session.rollback()


# ---- Calling it off ----


def test_cancelling_tells_everybody(app: Flask) -> None:
    session = planned()
    silent = next(one for one in session.invitations if one.answered_at is None)
    services.cancel(session, now=NOW)
    db.session.commit()
    mails = outbox("session_cancelled")
    methods = {mail.to_address: mail.calendar_method for mail in mails}
    come = [session.organiser.email, *(one.member.email for one in session.seated)]
    assert methods == dict.fromkeys(come, "CANCEL") | {silent.member.email: None}
    assert all("SEQUENCE:1" in (mail.calendar or "SEQUENCE:1") for mail in mails)
    services.cancel(session, now=NOW)
    db.session.commit()
    assert len(outbox("session_cancelled")) == len(mails)


@pytest.mark.asvs("2.3.1")
def test_cancelled_and_past_sessions_take_no_answers(app: Flask) -> None:
    session = planned()
    with pytest.raises(Refusal):
        services.decline(session.invitations[0], now=NOW + timedelta(days=30))
    db.session.rollback()
    services.cancel(session, now=NOW)
    with pytest.raises(Refusal):
        services.decline(session.invitations[0], now=NOW)
    db.session.rollback()


def test_the_past_cannot_be_cancelled(app: Flask) -> None:
    session = planned()
    with pytest.raises(Refusal):
        services.cancel(session, now=NOW + timedelta(days=30))
    db.session.rollback()


@pytest.mark.asvs("15.3.1")
def test_nobody_sees_anothers_address(app: Flask) -> None:
    """In no mail of any kind, calendar included."""
    session = planned(seats=2)
    services.decline(session.seated[0], now=NOW)
    services.cancel(session, now=NOW)
    db.session.commit()
    kinds = set()
    for mail in outbox():
        kinds.add(mail.kind)
        whole = " ".join([mail.subject, mail.text, mail.html, mail.calendar or ""])
        assert whole.count("@example.nl") == whole.count(mail.to_address)
    assert kinds >= {"invitation", "planned", "group_complete", "session_cancelled"}


def test_what_is_due_is_found_without_reading_every_session(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    factories.intervision(organiser)
    statements: list[str] = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731 - an event wants a callable
    event.listen(db.engine, "before_cursor_execute", listen)
    tick(NOW)
    event.remove(db.engine, "before_cursor_execute", listen)
    assert sum("SELECT" in statement for statement in statements) == 1
