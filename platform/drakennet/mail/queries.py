"""Questions about the outbox."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from drakennet.database import db
from drakennet.mail.models import OutboxMail

PAGE = 50


def dead_letters() -> Sequence[OutboxMail]:
    """Given up, the newest first."""
    statement = (
        select(OutboxMail)
        .where(OutboxMail.failed_at.is_not(None))
        .order_by(OutboxMail.failed_at.desc(), OutboxMail.id)
    )
    return db.session.scalars(statement).all()


def failed_about(about_id: UUID) -> Sequence[OutboxMail]:
    """What did not arrive about one thing, for the person who sent it."""
    statement = (
        select(OutboxMail)
        .where(OutboxMail.about_id == about_id, OutboxMail.failed_at.is_not(None))
        .order_by(OutboxMail.failed_at.desc(), OutboxMail.id)
    )
    return db.session.scalars(statement).all()
