"""Organisations and who works there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.reference.models import Municipality, OrganisationType


class Organisation(WithId, Base):
    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(unique=True)
    type_slug: Mapped[str] = mapped_column(ForeignKey("organisation_type.slug"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    created_at: Mapped[datetime]

    type: Mapped[OrganisationType] = relationship()
    municipality: Mapped[Municipality] = relationship()


class Membership(WithId, Base):
    """Works there, from a moment until another; only the coordinator's approval makes one."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_current",
            "member_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    manages: Mapped[bool] = mapped_column(default=False, server_default=false())

    member: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()


class WorkInvite(WithId, Base):
    """A manager asks somebody to come and work for the organisation on Drakennet."""

    __tablename__ = "work_invite"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str]  # lower case; who has it may accept
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User] = relationship()

    def open_on(self, now: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at
