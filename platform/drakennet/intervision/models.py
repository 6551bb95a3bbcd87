"""A session of intervision: who is invited, when it can be, who comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakenmatch.answers import Verdict
from drakenmatch.gathering import Colleague, Invitee, Seat
from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.permissions import Predicate, Who


class Can(StrEnum):
    """What an invitee says of one moment."""

    YES = "yes"
    IF_NEED_BE = "if_need_be"
    NO = "no"


OFFERS = frozenset({Can.YES, Can.IF_NEED_BE})


class State(StrEnum):
    """Where a session is between the press and the end; derived, never stored."""

    ASKING = "asking"
    PLANNED = "planned"
    HELD = "held"
    FALLBACK = "fallback"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of intervision. People are counted with the organiser, colleagues without."""

    minutes: int
    people: tuple[int, int]
    quorum: int  # colleagues needed, unless the organiser says otherwise
    seats: int  # colleagues at most, unless the organiser says otherwise
    within_days: int  # a usual term


FORMS: Mapping[str, Form] = {
    "snelle-consultatie": Form(minutes=15, people=(2, 3), quorum=1, seats=2, within_days=7),
    "intervisie-kort": Form(minutes=60, people=(3, 6), quorum=3, seats=5, within_days=14),
    "intervisie": Form(minutes=90, people=(4, 8), quorum=3, seats=5, within_days=21),
}
VEILIG_THUIS = "veilig-thuis"  # as a reason: asked for that seat
NOTICE = timedelta(hours=2)  # a nearer moment is not planned any more
DEFAULT_FORM = "intervisie-kort"
NO_THEME = "algemeen"


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
    form: Mapped[str]  # key of FORMS
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")  # empty: online
    quorum: Mapped[int]  # invitees needed beside the organiser
    seats: Mapped[int]  # for invitees
    seats_taken: Mapped[int] = mapped_column(default=0)  # moved only by conditional updates
    with_veilig_thuis: Mapped[bool] = mapped_column(default=False)
    skipped: Mapped[list[str]] = mapped_column(default=list)  # member ids: rather not this time
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

    @property
    def starts_at(self) -> datetime | None:
        return self.planned_moment.starts_at if self.planned_moment else None

    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def state(self, *, now: datetime) -> State:
        ends_at = self.ends_at()
        if self.cancelled_at:
            return State.CANCELLED
        if ends_at:
            return State.PLANNED if now < ends_at else State.HELD
        return State.FALLBACK if self.fallback_at else State.ASKING

    def ahead(self, *, now: datetime) -> list["Moment"]:
        """The moments that can still be planned."""
        return [moment for moment in self.moments if moment.starts_at > now + NOTICE]

    def asked_about(self, *, now: datetime) -> list["Moment"]:
        """The moments an invitee answers for: once it is planned, only that."""
        return [self.planned_moment] if self.planned_moment else self.ahead(now=now)

    def answers_for(self, moment: "Moment") -> dict[Can, list[str]]:
        """Who can then, who cannot: names by what they said."""
        said: dict[Can, list[str]] = {}
        for invitation in self.invitations:
            if can := invitation.says(moment):
                said.setdefault(can, []).append(invitation.member.name)
        return {can: said.get(can, []) for can in Can} if said else {}

    @property
    def seated(self) -> list["Invitation"]:
        return [one for one in self.invitations if one.seat_taken_at]

    def place_for(self, member_id: UUID) -> str:
        """Only who comes reads where: a place can be a shelter's. Empty: none, or not for them."""
        comes = {self.organiser_id, *(one.member_id for one in self.seated)}
        return self.place if member_id in comes else ""

    @property
    def waiting(self) -> list["Invitation"]:
        """The waiting list, who came first at the head."""
        queue = [(one.waiting_at, one.id.hex, one) for one in self.invitations if one.waiting_at]
        return [one for _since, _id, one in sorted(queue, key=lambda entry: entry[:2])]


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
    reasons: Mapped[list[str]]  # codes of drakenmatch, and VEILIG_THUIS: why this colleague
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

    def says(self, moment: Moment | None) -> Can | None:
        """What they answered for this moment; None: not yet."""
        said = {answer.moment_id: answer.can for answer in self.answers}
        return said.get(moment.id) if moment else None

    @property
    def pending(self) -> bool:
        """Asked, and still in time to answer."""
        return not (self.answered_at or self.replaced_at)

    @property
    def takes_part(self) -> bool:
        """Still asked, seated or waiting: everyone of whom the session may yet expect something."""
        return self.pending or self.seat_taken_at is not None or self.waiting_at is not None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member for the matcher, with what an organiser may read of them: not where they work.

    In many a region there is one shelter, so the kind of organisation would say which.
    """

    value: Colleague
    member_id: UUID
    name: str
    region_name: str
    organisations: frozenset[UUID]


class Proposed(NamedTuple):
    person: Person
    invitee: Invitee

    @property
    def reasons(self) -> list[str]:
        """The codes of what speaks for asking them, to keep."""
        speaks = {Verdict.MET, Verdict.PARTLY}
        codes = [each.code for each in self.invitee.reasons if each.verdict in speaks]
        return [VEILIG_THUIS, *codes] if self.invitee.seat is Seat.VEILIG_THUIS else codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who would be asked, and how many could not be, by the rule that stood in the way."""

    people: tuple[Proposed, ...]
    closed: Mapping[str, int]

    @property
    def widened(self) -> bool:
        """The own region has too few."""
        codes = {reason.code for one in self.people for reason in one.invitee.reasons}
        return bool(codes & {"group.next-region", "group.online", "group.elsewhere"})

    @property
    def has_veilig_thuis(self) -> bool:
        return any(one.invitee.seat is Seat.VEILIG_THUIS for one in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the organiser wants, in order as the form judged it."""

    id: UUID  # of the session to be, so that a second press makes no second session
    theme: str
    form: str
    region_slug: str
    moments: tuple[datetime, ...]
    quorum: int
    seats: int
    place: str = ""
    with_veilig_thuis: bool = False
    skipped: tuple[UUID, ...] = ()
    preferred: tuple[UUID, ...] = ()  # whom the organiser was shown


def _takes_part(member: User, session: Session) -> bool:
    """Has a seat or waits for one; who was only asked, or left, reads nothing of the others."""
    there = {one.member_id for one in [*session.seated, *session.waiting]}
    return member.approved and member.id in there


RULES: Mapping[Who, Predicate] = {
    Who.ORGANISES_THIS_SESSION: lambda member, session: (
        member.approved and session.organiser_id == member.id
    ),
    Who.TAKES_PART_IN_THIS_SESSION: _takes_part,
}
