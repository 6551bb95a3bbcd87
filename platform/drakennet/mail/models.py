"""The outbox: the table is the queue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from drakennet.database import Base, WithId


class OutboxMail(WithId, Base):
    """A mail, written in the transaction of the change that it speaks of."""

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint("sent_at IS NULL OR failed_at IS NULL", name="sent_or_failed"),
        Index(
            "ix_outbox_mail_due",
            "next_try_at",
            "id",
            sqlite_where=text("next_try_at IS NOT NULL"),
            postgresql_where=text("next_try_at IS NOT NULL"),
        ),
    )

    kind: Mapped[str]  # the folder under templates/mail
    member_id: Mapped[UUID | None] = mapped_column(index=True)  # no foreign key: may outlive them
    about_id: Mapped[UUID | None] = mapped_column(index=True)  # the request, session, invitation
    to_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    calendar: Mapped[str | None]  # an iCalendar file
    calendar_method: Mapped[str | None]  # REQUEST or CANCEL
    unsubscribe_url: Mapped[str | None]
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]  # None: sent, or given up
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]  # given up: the dead-letter list
    last_error: Mapped[str] = mapped_column(default="")

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a mailbox can drop the second copy."""
        return f"<{self.id}@drakennet>"
