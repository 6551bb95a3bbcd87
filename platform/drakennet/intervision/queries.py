"""Questions about sessions and invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from drakennet.accounts.models import RoleName, User
from drakennet.accounts.queries import APPROVED, has_role
from drakennet.database import db
from drakennet.intervision.models import (
    NO_THEME,
    Invitation,
    Session,
)
from drakennet.reference.models import Region, Term

A_WEEK = timedelta(days=7)
COMES = has_role(RoleName.AANDACHTSFUNCTIONARIS, RoleName.VEILIG_THUIS)


def session_of(session_id: UUID) -> Session | None:
    """With its moments, invitations and answers."""
    return db.session.scalars(_whole().where(Session.id == session_id)).one_or_none()


def locked_session(session_id: UUID) -> Session:
    """As it is now; nobody else changes it until this transaction ends."""
    db.session.scalars(select(Session).where(Session.id == session_id).with_for_update()).one()
    fresh = _whole().where(Session.id == session_id).execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def invitation_of(invitation_id: UUID) -> Invitation | None:
    """Of a member who still comes to intervision; with its session."""
    statement = (
        select(Invitation)
        .join(Invitation.member)
        .where(Invitation.id == invitation_id, APPROVED, COMES)
        .options(joinedload(Invitation.session).joinedload(Session.organiser))
    )
    return db.session.scalars(statement).one_or_none()


def own_sessions(member: User, *, now: datetime) -> Sequence[Session]:
    """What the member organises or takes part in, the newest first; cancelled ones a week long."""
    if not member.approved:  # any more: the pages themselves are closed too
        return []
    invited = select(Invitation.session_id).where(
        Invitation.member_id == member.id,
        or_(Invitation.seat_taken_at.is_not(None), Invitation.waiting_at.is_not(None)),
    )
    statement = _whole().where(
        or_(Session.organiser_id == member.id, Session.id.in_(invited)),
        or_(Session.cancelled_at.is_(None), Session.cancelled_at > now - A_WEEK),
    )
    return db.session.scalars(statement.order_by(Session.created_at.desc(), Session.id)).all()


def open_invitations(member: User, *, now: datetime) -> Sequence[Invitation]:
    """What waits for the member's answer, the first to expire first."""
    statement = (
        select(Invitation)
        .join(Invitation.session)
        .where(
            Invitation.member_id == member.id,
            Invitation.answered_at.is_(None),
            Invitation.expires_at > now,
            Session.cancelled_at.is_(None),
            Session.planned_at.is_(None),
        )
        .options(joinedload(Invitation.session).joinedload(Session.organiser))
    )
    return db.session.scalars(statement.order_by(Invitation.expires_at, Invitation.id)).all()


def due_sessions(*, now: datetime) -> Sequence[UUID]:
    """Still looking for a moment, with a silence or a deadline that has passed; by deadline."""
    silent = exists().where(
        Invitation.session_id == Session.id,
        Invitation.answered_at.is_(None),
        Invitation.replaced_at.is_(None),
        Invitation.expires_at <= now,
    )
    statement = select(Session.id).where(
        Session.cancelled_at.is_(None),
        Session.planned_at.is_(None),
        Session.fallback_at.is_(None),
        or_(Session.deadline_at <= now, silent),
    )
    return db.session.scalars(statement.order_by(Session.deadline_at, Session.id)).all()


def theme_label(slug: str, language: str) -> str | None:
    """The word of the vocabulary; None for no theme in particular."""
    term = None if slug == NO_THEME else db.session.get(Term, slug)
    return str(getattr(term, language)) if term else None


def region(slug: str) -> Region | None:
    return db.session.get(Region, slug)


def _whole() -> Select[Session]:
    return select(Session).options(
        joinedload(Session.organiser),
        selectinload(Session.moments),
        selectinload(Session.invitations).options(
            joinedload(Invitation.member), selectinload(Invitation.answers)
        ),
    )
