"""What the clock of retention did, and which sleeping accounts were asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId


class RetentionRun(WithId, Base):
    """One night's work: how many of what were let go."""

    __tablename__ = "retention_run"

    ran_at: Mapped[datetime] = mapped_column(index=True)
    did: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name of the rule -> number


class SleepingAccount(Base):
    """Nobody logged in for two years; we ask twice before we erase."""

    __tablename__ = "sleeping_account"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    first_asked_at: Mapped[datetime]
    second_asked_at: Mapped[datetime | None]

    member: Mapped[User] = relationship()
