"""Organisations and who works there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
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

    member: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship()
