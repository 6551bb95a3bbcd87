"""Questions about second factors."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from drakennet import clock
from drakennet.accounts.models import Passkey, User
from drakennet.database import db
from drakennet.factors.models import RESET_WITHIN, FactorReset, RecoveryCode


def passkey(passkey_id: UUID) -> Passkey | None:
    return db.session.get(Passkey, passkey_id)


def passkey_of(member: User, credential_id: str) -> Passkey | None:
    """By the name that the browser gives it, and only this member's."""
    statement = select(Passkey).where(
        Passkey.member_id == member.id, Passkey.credential_id == credential_id
    )
    return db.session.scalars(statement).one_or_none()


def codes_left(member: User) -> int:
    """How many of the codes on paper still open the door."""
    statement = select(func.count()).select_from(RecoveryCode)
    unused = statement.where(RecoveryCode.member_id == member.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(unused) or 0


def unused_code(member: User, number: int) -> RecoveryCode | None:
    statement = select(RecoveryCode).where(
        RecoveryCode.member_id == member.id,
        RecoveryCode.number == number,
        RecoveryCode.used_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none()


def member(member_id: UUID) -> User | None:
    return db.session.get(User, member_id)


def open_reset_of(member: User, *, now: datetime) -> FactorReset | None:
    """What waits for a second person."""
    statement = select(FactorReset).where(
        FactorReset.member_id == member.id,
        FactorReset.confirmed_at.is_(None),
        FactorReset.stopped_at.is_(None),
    )
    found = db.session.scalars(statement).one_or_none()
    return found if found is not None and found.open(now=now) else None


def reset(reset_id: UUID) -> FactorReset | None:
    return db.session.get(FactorReset, reset_id)


def open_reset(reset_id: UUID) -> FactorReset | None:
    """By its address, while it waits; done, stopped or too old, it is not found."""
    found = db.session.get(FactorReset, reset_id)
    return found if found is not None and found.open(now=clock.now()) else None


def open_resets(*, now: datetime) -> Sequence[FactorReset]:
    """All that wait for a second person, the oldest first; who may see one is another question."""
    statement = (
        select(FactorReset)
        .where(
            FactorReset.confirmed_at.is_(None),
            FactorReset.stopped_at.is_(None),
            FactorReset.started_at > now - RESET_WITHIN,
        )
        .order_by(FactorReset.started_at, FactorReset.id)
    )
    return db.session.scalars(statement).all()
