"""What an organisation asks, and whom it asked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakenmatch import Reason, Relaxation, Request
from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import PractitionerProfile
from drakennet.practitioners.visibility import Audience, shows

LEFT = "vertrokken"  # why a request was closed, or a yes ended: nobody is there for it any more


class Answer(StrEnum):
    YES = "yes"
    LATER = "later"
    NO = "no"


class State(StrEnum):
    """Where a request stands; derived from its questions, never stored."""

    OPEN = "open"
    ASKED = "asked"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class CareRequest(WithId, Base):
    """An aanvraag: never a client. What is asked is a drakenmatch `Request`, kept as its JSON."""

    __tablename__ = "care_request"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    label: Mapped[str]  # the organisation's own short word for it; guarded as all free text
    criteria: Mapped[dict[str, Any]]  # drakenmatch.Request.to_json()
    # What was asked before each relaxation, to be put back: {"criteria", "relaxation"}.
    earlier: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    made_by: Mapped[User] = relationship()
    questions: Mapped[list["Question"]] = relationship(
        back_populates="request", order_by="Question.asked_at, Question.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def asked(self) -> Request:
        """The request as the matcher takes it."""
        return Request.from_json(self.criteria)

    @property
    def last_relaxation(self) -> Relaxation | None:
        return Relaxation.from_json(self.earlier[-1]["relaxation"]) if self.earlier else None

    @property
    def unanswered(self) -> list["Question"]:
        return [question for question in self.questions if question.waits]

    @property
    def state(self) -> State:
        if self.closed_at is not None:
            return State.CLOSED
        if any(question.accepted for question in self.questions):
            return State.ACCEPTED
        return State.ASKED if self.unanswered else State.OPEN


class Question(WithId, Base):
    """One practitioner asked about one request; the mail's link answers it.

    `held`: it takes one of the practitioner's places for open requests. Until the answer, and
    after "yes", it does; "later" and "no" give the place back, and so does closing the request.
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("request_id", "profile_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_its_time"),
        CheckConstraint("answer = 'later' OR possible_from IS NULL", name="later_has_a_date"),
        CheckConstraint("answer IS NULL OR withdrawn_at IS NULL", name="withdrawn_unanswered"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("care_request.id"), index=True)
    profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioner_profile.id", ondelete="CASCADE"), index=True
    )
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    asked_at: Mapped[datetime]
    bucket: Mapped[str]  # the matcher's group in which the practitioner stood when asked
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # and why
    held: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # taken back before an answer
    possible_from: Mapped[date | None]  # with "later"
    reason: Mapped[str] = mapped_column(default="")  # with "no": a slug of the short list

    request: Mapped[CareRequest] = relationship(back_populates="questions")
    profile: Mapped[PractitionerProfile] = relationship()
    asked_by: Mapped[User] = relationship()

    @property
    def waits(self) -> bool:
        """For an answer."""
        return self.answer is None and self.withdrawn_at is None

    @property
    def why(self) -> list[Reason]:
        return [Reason.from_json(one) for one in self.reasons]

    @property
    def accepted(self) -> bool:
        """From here on both may have each other's contact details."""
        return self.answer is Answer.YES and not self.gone

    @property
    def gone(self) -> bool:
        """Said yes and was shut out, or is counted on while no project leader answers for them."""
        counted_on = self.answer is not Answer.NO and self.withdrawn_at is None
        return self.reason == LEFT or (counted_on and not self.profile.member.approved)

    @property
    def circle(self) -> Audience:
        """How near the asking organisation has come to the practitioner."""
        return Audience.ACCEPTED if self.accepted else Audience.MEMBERS

    @property
    def email(self) -> str | None:
        """How to reach the practitioner: after the yes, and if that is how they want it."""
        shown = self.accepted and shows(self.profile, "email", Audience.ACCEPTED)
        return self.profile.member.email if shown else None


class Showing(Base):
    """A practitioner's card was shown with the answer to a request: once, however often opened.

    Nothing of who looked: it is there to see whether attention is fairly spread.
    """

    __tablename__ = "showing"

    request_id: Mapped[UUID] = mapped_column(
        ForeignKey("care_request.id", ondelete="CASCADE"), primary_key=True
    )
    profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioner_profile.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    shown_on: Mapped[date] = mapped_column(index=True)  # the first time
    region_slug: Mapped[str] = mapped_column(default="")  # of the request; "" is nowhere
