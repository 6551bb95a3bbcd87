"""Nobody keeps a seat free for who leaves or is shut out, or waits for their session."""

from datetime import datetime

from sqlalchemy import select

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.intervision import queries, services
from drakennet.intervision.models import Invitation, Session, State
from drakennet.practitioners.queries import colleague_of

OVER = frozenset({State.HELD, State.CANCELLED})


def settle(member: User, *, now: datetime) -> None:
    """Own sessions that are still to come are called off; seats at others' become free."""
    colleague_of(member, to_change=True)  # who invites them now goes first
    own = select(Session.id).where(Session.organiser_id == member.id).order_by(Session.id)
    for session_id in db.session.scalars(own).all():
        session = queries.locked_session(session_id)
        if session.state(now=now) not in OVER:
            services.cancel(session, now=now)
    asked = select(Invitation).where(Invitation.member_id == member.id)
    in_order = asked.order_by(Invitation.session_id, Invitation.id)
    for invitation in db.session.scalars(in_order).all():
        session = queries.locked_session(invitation.session_id)
        if session.state(now=now) not in OVER and not invitation.declined:
            services.decline(invitation, now=now)
