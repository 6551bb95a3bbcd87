"""Questions about the outbox."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from drakennet.database import db
from drakennet.mail.models import OutboxMail

PAGE = 40
LAST_PAGE = 10_000


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


def mail(mail_id: UUID) -> OutboxMail | None:
    return db.session.get(OutboxMail, mail_id)


def mailbox(address: str, *, page: int) -> Sequence[OutboxMail]:
    """One page of all mails, or of those to one address, the newest first."""
    statement = _to(select(OutboxMail), address)
    ordered = statement.order_by(OutboxMail.created_at.desc(), OutboxMail.id)
    return db.session.scalars(ordered.limit(PAGE).offset(PAGE * (page - 1))).all()


def mailbox_pages(address: str) -> int:
    """How many pages that makes."""
    number = db.session.scalar(_to(select(func.count(OutboxMail.id)), address)) or 0
    return -(-number // PAGE)


def addresses() -> Sequence[str]:
    """Everyone to whom a mail was written, in the order of the alphabet."""
    statement = select(OutboxMail.to_address).distinct().order_by(OutboxMail.to_address)
    return db.session.scalars(statement).all()


def _to(statement: Select[Any], address: str) -> Select[Any]:
    return statement.where(OutboxMail.to_address == address) if address else statement
