"""A session of intervision: who is invited, when it can be, who comes."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.permissions import Predicate, Who


class Can(StrEnum):
    """What an invitee says of one moment."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


class Session(WithId, Base):
    """One press of "Nodig uit voor intervisie", and what came of it.

    Its state is derived from what happened and when. The organiser counts as one of the people.
    """

    __tablename__ = "intervision_session"
    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name="seats_hold"),
        CheckConstraint("quorum >= 1 AND quorum <= seats", name="quorum_fits"),
    )

    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"), index=True)
    region_slug: Mapped[str] = mapped_column(ForeignKey("region.slug"))
    theme: Mapped[str]  # slug of the vocabulary, or "algemeen"
    form: Mapped[str]  # slug of drakennet.intervision.forms_of_intervision
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")  # empty: online
    quorum: Mapped[int]  # invitees needed beside the organiser
    seats: Mapped[int]  # for invitees
    seats_taken: Mapped[int] = mapped_column(default=0)  # moved only by conditional updates
    with_veilig_thuis: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    deadline_at: Mapped[datetime]  # for reaching the quorum
    planned_moment_id: Mapped[UUID | None]
    planned_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    fallback_at: Mapped[datetime | None]  # the deadline passed without a quorum
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    organiser: Mapped[User] = relationship()
    moments: Mapped[list["Moment"]] = relationship(
        back_populates="session", cascade="all, delete-orphan", order_by="Moment.starts_at"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="session", order_by="Invitation.asked_at, Invitation.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def planned_moment(self) -> "Moment | None":
        return next((one for one in self.moments if one.id == self.planned_moment_id), None)


class Moment(WithId, Base):
    """A candidate moment."""

    __tablename__ = "intervision_moment"
    __table_args__ = (UniqueConstraint("session_id", "starts_at"),)

    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("intervision_session.id", ondelete="CASCADE")
    )
    starts_at: Mapped[datetime]

    session: Mapped[Session] = relationship(back_populates="moments")


class Invitation(WithId, Base):
    """One colleague asked; the mail's link answers it."""

    __tablename__ = "intervision_invitation"
    __table_args__ = (UniqueConstraint("session_id", "member_id"),)

    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("intervision_session.id", ondelete="CASCADE"), index=True
    )
    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    reasons: Mapped[list[str]]  # codes of drakenmatch: why this colleague
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # then the seat goes to the next colleague
    answered_at: Mapped[datetime | None]
    declined: Mapped[bool] = mapped_column(default=False)
    seat_taken_at: Mapped[datetime | None]
    waiting_at: Mapped[datetime | None]  # on the waiting list since
    replaced_at: Mapped[datetime | None]

    session: Mapped[Session] = relationship(back_populates="invitations")
    member: Mapped[User] = relationship()
    answers: Mapped[list["MomentAnswer"]] = relationship(cascade="all, delete-orphan")


class MomentAnswer(Base):
    """What one colleague says of one moment."""

    __tablename__ = "intervision_moment_answer"

    invitation_id: Mapped[UUID] = mapped_column(
        ForeignKey("intervision_invitation.id", ondelete="CASCADE"), primary_key=True
    )
    moment_id: Mapped[UUID] = mapped_column(
        ForeignKey("intervision_moment.id", ondelete="CASCADE"), primary_key=True
    )
    can: Mapped[Can]


def _takes_part(member: User, session: Session) -> bool:
    return any(
        invitation.member_id == member.id and not invitation.declined
        for invitation in session.invitations
    )


RULES: Mapping[Who, Predicate] = {
    Who.ORGANISES_THIS_SESSION: lambda member, session: session.organiser_id == member.id,
    Who.TAKES_PART_IN_THIS_SESSION: _takes_part,
}
