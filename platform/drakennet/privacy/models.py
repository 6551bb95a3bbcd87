"""That somebody let a marked text stand, and why; never the text itself."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drakennet.database import Base, WithId
from drakennet.privacy.pieces import Kind


class Reason(StrEnum):
    """Why a marked text may stand; a closed list, since a reason in words would need the guard."""

    NO_PERSON = "no_person"
    COLLEAGUE = "colleague"
    MYSELF = "myself"
    NEEDED = "needed"


class GuardConfirmation(WithId, Base):
    __tablename__ = "guard_confirmation"

    member_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str]  # the form and its field
    kind: Mapped[Kind]
    reason: Mapped[Reason]
    confirmed_at: Mapped[datetime]
