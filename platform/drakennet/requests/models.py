"""What an organisation asks, and whom it asked."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import PractitionerProfile


class Answer(StrEnum):
    YES = "yes"
    LATER = "later"
    NO = "no"


class CareRequest(WithId, Base):
    """An aanvraag: never a client. What is asked is a drakenmatch `Request`, kept as its JSON."""

    __tablename__ = "care_request"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    label: Mapped[str]  # the organisation's own short word for it; guarded as all free text
    criteria: Mapped[dict[str, Any]]  # drakenmatch.Request.to_json()
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


class Question(WithId, Base):
    """One practitioner asked about one request; the mail's link answers it."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("request_id", "profile_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_its_time"),
        CheckConstraint("answer = 'later' OR possible_from IS NULL", name="later_has_a_date"),
    )

    request_id: Mapped[UUID] = mapped_column(ForeignKey("care_request.id"), index=True)
    profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioner_profile.id", ondelete="CASCADE"), index=True
    )
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("member.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None]
    answered_at: Mapped[datetime | None]
    possible_from: Mapped[date | None]  # with "later"
    reason: Mapped[str] = mapped_column(default="")  # with "no": a slug of the short list
    note: Mapped[str] = mapped_column(default="")

    request: Mapped[CareRequest] = relationship(back_populates="questions")
    profile: Mapped[PractitionerProfile] = relationship()
    asked_by: Mapped[User] = relationship()
