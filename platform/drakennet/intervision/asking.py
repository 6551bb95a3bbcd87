"""Asking in waves: the best so many, and the next best for whoever declines."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from drakennet.accounts.models import User
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.intervision import invitees, mails
from drakennet.intervision.models import Invitation, Proposed, Session
from drakennet.mail.services import queue
from drakennet.practitioners.models import ColleagueProfile
from drakennet.working_days import TIME_TO_ANSWER, add_working_days

SPARE = 1  # asked beside the seats, because somebody always declines


def update_profile(member_id: UUID, **values: Any) -> None:
    """Leaves the version alone: the member's open form stays good."""
    mine = ColleagueProfile.member_id == member_id
    db.session.execute(update(ColleagueProfile).where(mine).values(**values))


def ask(session: Session, number: int, *, preferred: Collection[UUID] = (), now: datetime) -> int:
    """Ask the best so many; whom somebody else asks at this instant is passed over."""
    apart = {UUID(each) for each in session.skipped}
    apart |= {each.member_id for each in session.invitations}
    asked = 0
    while asked < number:
        here = [each.member_id for each in session.invitations if each.takes_part]
        found = invitees.proposal(
            session.organiser,
            session,
            number - asked,
            now=now,
            present=here,
            apart=apart,
            preferred=preferred,
        ).people
        if not found:
            break
        for proposed in found:
            apart.add(proposed.person.member_id)
            if invitees.unchanged(proposed.person, now=now):
                _ask_one(session, proposed, now=now)
                asked += 1
    return asked


def _ask_one(session: Session, proposed: Proposed, *, now: datetime) -> None:
    member_id = proposed.person.member_id
    invitation = Invitation(
        session=session,
        member=db.session.get_one(User, member_id),
        member_id=member_id,
        reasons=proposed.reasons,
        asked_at=now,
        expires_at=until(session, now=now),
        answers=[],
    )
    db.session.add(invitation)
    update_profile(member_id, last_invited=now.astimezone(AMSTERDAM).date())
    db.session.flush()
    queue(mails.invitation(invitation), now=now)


def until(session: Session, *, now: datetime) -> datetime:
    return min(add_working_days(now, TIME_TO_ANSWER), session.deadline_at)


def refill(session: Session, *, now: datetime) -> None:
    here = [each for each in session.invitations if each.takes_part]
    wanted = session.seats + SPARE - len(here)
    if wanted > 0:
        ask(session, wanted, now=now)
