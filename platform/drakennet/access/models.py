"""The access log, and what one account has seen in a day."""

import hashlib
import json
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId

BEGINNING = "0" * 64  # what the very first line follows


class Seen(StrEnum):
    """What was looked at."""

    CONTACT = "contact"  # how to reach somebody, after a yes
    APPLICATION = "application"  # what somebody wrote to become a member
    REGISTER = "register"  # name and workplace, among the aandachtsfunctionarissen of a region


class AccessLine(Base):
    """One look at one person. Lines are only added, and each holds the hash of the one before.

    The persons are bare ids: who leaves keeps no name here, and the chain stays whole.
    """

    __tablename__ = "access_line"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    viewer_id: Mapped[UUID]
    organisation_id: Mapped[UUID | None]  # for which the viewer worked then
    subject_id: Mapped[UUID] = mapped_column(index=True)
    seen: Mapped[Seen]
    about_id: Mapped[UUID | None]  # the request it belongs to
    previous: Mapped[str]
    hash: Mapped[str]

    def computed(self) -> str:
        """The SHA-256 that this line should have, over all it says and the line before."""
        said = (
            self.number,
            self.at.astimezone(UTC).isoformat(),
            *map(str, (self.viewer_id, self.organisation_id, self.subject_id)),
            self.seen.value,
            str(self.about_id),
            self.previous,
        )
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class ProfileLook(Base):
    """Somebody's card was shown to this account; kept for a day, to count different people."""

    __tablename__ = "profile_look"
    __table_args__ = (Index("ix_profile_look_network_hash", "network_hash", "first_at"),)

    viewer_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    subject_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), primary_key=True
    )
    network_hash: Mapped[str]
    first_at: Mapped[datetime]


class HarvestAlert(WithId, Base):
    """On this day an account came at the end of what one may look at."""

    __tablename__ = "harvest_alert"
    __table_args__ = (UniqueConstraint("viewer_id", "day"),)

    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    day: Mapped[date]
    told_at: Mapped[datetime | None]  # when the project leaders got a mail
    lifted_at: Mapped[datetime | None]  # a project leader let the account go on, that day

    viewer: Mapped[User] = relationship()
