"""What helps when a second factor is lost: codes on paper, or two people who know the member."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.permissions import May, Predicate, Who, allowed

RESET_WITHIN = timedelta(days=3)


class RecoveryCode(WithId, Base):
    """One of ten that a member keeps on paper; each opens the door once."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("uq_recovery_code_number", "member_id", "number", unique=True),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    number: Mapped[int]  # the code begins with it, so that one hash is tried and not ten
    code_hash: Mapped[str]  # Argon2, like a password
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FactorReset(WithId, Base):
    """One person asks to take a member's second factors away, another one agrees."""

    __tablename__ = "factor_reset"
    __table_args__ = (
        CheckConstraint("started_by_id <> member_id", name="not_by_the_member"),
        CheckConstraint("confirmed_by_id <> started_by_id", name="by_two_people"),
        CheckConstraint("confirmed_by_id <> member_id", name="not_confirmed_by_the_member"),
        CheckConstraint("confirmed_at IS NULL OR stopped_at IS NULL", name="done_or_stopped"),
        Index(
            "uq_factor_reset_open",
            "member_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL AND stopped_at IS NULL"),
        ),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE")
    )
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]  # by the member, or since it was too old

    member: Mapped[User] = relationship(foreign_keys=[member_id])
    started_by: Mapped[User] = relationship(foreign_keys=[started_by_id])

    def open(self, *, now: datetime) -> bool:
        done = self.confirmed_at is not None or self.stopped_at is not None
        return not done and now < self.started_at + RESET_WITHIN


def _second(member: User, reset: Any) -> bool:
    """Whoever might have started this reset, but did not, and is not the one it is about."""
    return (
        isinstance(reset, FactorReset)
        and member.id not in {reset.started_by_id, reset.member_id}
        and allowed(May.START_FACTOR_RESET, reset.member, member=member)
    )


RULES: Mapping[Who, Predicate] = {Who.IS_SECOND_FOR_THIS_RESET: _second}
