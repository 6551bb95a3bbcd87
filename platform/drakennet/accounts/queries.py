"""Questions about people and their log-ins."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, func, select

from drakennet import clock
from drakennet.accounts.models import LoginSession, RoleGrant, RoleName, User
from drakennet.config import Settings
from drakennet.database import db
from drakennet.reference.models import Municipality

# `User.active`, `.approved` and `.waiting`, for the database. Erased members are none of these.
ACTIVE = and_(User.confirmed_at.is_not(None), User.blocked_at.is_(None))
APPROVED = and_(ACTIVE, User.approved_at.is_not(None), User.rejected_at.is_(None))
WAITING = and_(ACTIVE, User.approved_at.is_(None), User.rejected_at.is_(None))


def has_role(*roles: RoleName) -> ColumnElement[bool]:
    """As `User.is_a`, for the database: one of these, in whatever region."""
    return User.roles.any(RoleGrant.name.in_(roles))


def member_by_email(email: str, *, to_change: bool = False) -> User | None:
    """Whose address this is; `to_change` keeps others from changing the account meanwhile."""
    statement = select(User).where(User.email == email.lower())
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def member_by_uniquifier(uniquifier: str) -> User | None:
    statement = select(User).where(User.fs_uniquifier == uniquifier)
    return db.session.scalars(statement).one_or_none()


def judges_of(region_slug: str, *, about: User | None = None) -> Sequence[User]:
    """Who approve members of this region: its coordinators, else the administrators.

    Nobody is a judge about themselves: then it is the other coordinators, if there are any.
    """
    coordinators = _approved(RoleName.COORDINATOR, RoleGrant.region_slug == region_slug)
    judges = [one for one in coordinators if one is not about]
    return judges or [one for one in _approved(RoleName.ADMINISTRATOR) if one is not about]


def _approved(role: RoleName, *conditions: object) -> Sequence[User]:
    statement = (
        select(User)
        .join(RoleGrant, RoleGrant.member_id == User.id)
        .where(RoleGrant.name == role, APPROVED, *conditions)  # type: ignore[arg-type] # column expressions
        .order_by(User.id)
    )
    return db.session.scalars(statement).all()


def waiting_in(region_slug: str) -> int:
    """How many members of this region wait for a coordinator."""
    statement = (
        select(func.count())
        .select_from(User)
        .join(User.municipality)
        .where(Municipality.region_slug == region_slug, WAITING)
    )
    return db.session.scalar(statement) or 0


def live_login(key_hash: str, *, now: datetime) -> LoginSession | None:
    """The log-in of this key, if it has not ended."""
    statement = _live(now).where(LoginSession.key_hash == key_hash)
    return db.session.scalars(statement).one_or_none()


def logins_of(member: User, *, now: datetime) -> Sequence[LoginSession]:
    """Where the member is logged in, the last seen first."""
    statement = _live(now).where(LoginSession.member_id == member.id)
    newest_first = statement.order_by(LoginSession.last_seen_at.desc(), LoginSession.id)
    return db.session.scalars(newest_first).all()


def login(login_id: UUID) -> LoginSession | None:
    """A log-in by its address; an ended one is not found."""
    statement = _live(clock.now()).where(LoginSession.id == login_id)
    return db.session.scalars(statement).one_or_none()


def has_logged_in(member: User) -> bool:
    """Ever before: a first log-in surprises nobody."""
    statement = select(LoginSession.id).where(LoginSession.member_id == member.id).limit(1)
    return db.session.scalar(statement) is not None


def _live(now: datetime) -> Select[LoginSession]:
    settings: Settings = current_app.extensions["settings"]
    return select(LoginSession).where(
        LoginSession.ended_at.is_(None),
        LoginSession.last_seen_at > now - settings.session_idle,
        LoginSession.created_at > now - settings.session_absolute,
    )
