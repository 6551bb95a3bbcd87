"""The last seat, and the last colleague, at the same instant; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask

from drakennet import clock
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.intervision import invitees, services
from drakennet.intervision.models import Can, Invitation
from tests import factories
from tests.conftest import NOW
from tests.intervision.helpers import again, colleagues, invited, said


@pytest.mark.asvs("2.3.4")
@pytest.mark.parametrize("_time", range(3))
def test_two_take_the_last_seat(app: Flask, _time: int) -> None:
    """Exactly one has it; the other is on the waiting list."""
    colleagues(4)
    session = factories.intervision(quorum=3, seats=3)
    first, second, *racers = session.invitations
    said(first, Can.YES, Can.NO)
    said(second, Can.NO, Can.YES)
    moments = [moment.id for moment in session.moments]
    start = Barrier(2)

    def take(invitation_id: UUID) -> None:
        with app.app_context(), clock.at(NOW):
            invitation = db.session.get_one(Invitation, invitation_id)
            db.session.commit()
            start.wait()
            services.answer(invitation, {moments[0]: Can.IF_NEED_BE}, now=NOW)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(copy_context().run, take, one.id) for one in racers]
        for run in runs:
            run.result()
    after = again(session)
    assert after.seats_taken == 3 == len(after.seated)
    assert len(after.waiting) == 1


def test_two_ask_the_same_colleague(app: Flask) -> None:
    """Each organiser sees one free colleague; one of them asks, the other is told."""
    organisers = [factories.colleague(agreed_at=None) for _each in range(2)]
    (wanted,) = colleagues(1)
    start = Barrier(2)

    def ask(organiser_id: UUID) -> bool:
        with app.app_context(), clock.at(NOW):
            organiser = next(iter(invitees.people([organiser_id], now=NOW)))
            db.session.commit()
            start.wait()
            return asks(organiser.member_id)

    def asks(organiser_id: UUID) -> bool:
        from drakennet.accounts.models import User

        try:
            factories.intervision(db.session.get_one(User, organiser_id))
        except Refusal:
            db.session.rollback()
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(copy_context().run, ask, one.id) for one in organisers]
        assert sorted(run.result() for run in runs) == [False, True]
    assert db.session.query(Invitation).filter_by(member_id=wanted.id).count() == 1


def test_two_presses_at_once_make_one_session(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    session_id = UUID("00000000-0000-4000-8000-000000000001")
    start = Barrier(2)

    def press(organiser_id: UUID) -> list[UUID]:
        from drakennet.accounts.models import User

        with app.app_context(), clock.at(NOW):
            mine = db.session.get_one(User, organiser_id)
            db.session.commit()
            start.wait()
            return sorted(invited(factories.intervision(mine, id=session_id)))

    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(copy_context().run, press, organiser.id) for _each in range(2)]
        one, other = (run.result() for run in runs)
    assert one == other
