"""Put a mail in the outbox, in the transaction of the change that it speaks of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from drakennet.database import db
from drakennet.mail.mails import Message
from drakennet.mail.models import OutboxMail


def queue(message: Message, *, now: datetime) -> OutboxMail:
    """Due at once; it exists only if the rest of the transaction does."""
    mail = OutboxMail(
        kind=message.kind,
        member_id=message.member_id,
        about_id=message.about_id,
        to_address=message.to,
        subject=message.subject,
        text=message.text,
        html=message.html,
        calendar=message.calendar.content if message.calendar else None,
        calendar_method=message.calendar.method if message.calendar else None,
        unsubscribe_url=message.unsubscribe_url,
        created_at=now,
        next_try_at=now,
    )
    db.session.add(mail)
    db.session.flush()
    return mail


def take_back(member_id: UUID) -> None:
    """Let what is not sent yet of requests and sessions stay here: it is not theirs any more."""
    waits = OutboxMail.sent_at.is_(None) & OutboxMail.about_id.is_not(None)
    db.session.execute(delete(OutboxMail).where(OutboxMail.member_id == member_id, waits))


def try_again(mail: OutboxMail, *, now: datetime) -> None:
    """Take a dead letter out of the list: its attempts start anew."""
    mail.failed_at = None
    mail.attempts = 0
    mail.next_try_at = now
    db.session.flush()
