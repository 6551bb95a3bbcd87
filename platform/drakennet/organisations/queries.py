"""Questions about organisations."""

from uuid import UUID

from sqlalchemy import select

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation


def organisation_of(member: User) -> Organisation | None:
    """Where the member works now; of several, the one joined last."""
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == member.id, Membership.ended_at.is_(None))
        .order_by(Membership.started_at.desc(), Membership.id)
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def works_at(member: User, organisation_id: UUID) -> bool:
    statement = select(Membership.id).where(
        Membership.member_id == member.id,
        Membership.organisation_id == organisation_id,
        Membership.ended_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none() is not None
