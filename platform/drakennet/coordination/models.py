"""What a project leader looked at before somebody was called verified."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.privacy.guard import may_be_bsn


class Looked(StrEnum):
    """The ways to know who somebody is."""

    REGISTER = "register"
    EMPLOYER = "employer"
    KNOWN = "known"


class Check(WithId, Base):
    """One thing that was looked at, by whom and when; kept beside the approval."""

    __tablename__ = "verification_check"
    __table_args__ = (
        CheckConstraint(
            "(looked = 'register') = (register <> '')", name="register_named_when_it_was_looked_at"
        ),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    looked: Mapped[Looked]
    register: Mapped[str] = mapped_column(default="")  # its code, such as BIG
    number: Mapped[str] = mapped_column(default="")
    seen_on: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))

    made_at: Mapped[datetime]
    by: Mapped[User] = relationship(foreign_keys=[by_id])

    @property
    def hidden(self) -> bool:
        """A number from before it was refused, that may be a BSN: nobody is shown it."""
        return may_be_bsn(self.number)
