"""Empty the outbox. The table is the queue; what a worker takes is dated forward, never removed.

A worker takes one mail in a transaction of its own, sends it, and notes the answer in another.
Killed in between, the mail comes up again when its loan ends: nothing is lost, and a second copy
is possible only between the answer of the mail server and our note, with the same Message-ID.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage

import structlog
from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from drakennet.config import Settings
from drakennet.database import db
from drakennet.mail.mails import as_email
from drakennet.mail.models import OutboxMail
from drakennet.mail.smtp import MailServer, NotNow, ServerAway, Undeliverable

DEMO_DOMAIN = "@example.nl"
RETRIES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60, 24 * 60)
)
LOAN = timedelta(minutes=10)
TICK_SECONDS = 120.0  # with the last conversation's time-outs still well within the loan
KEEP_BODIES = timedelta(days=30)

Deliver = Callable[[EmailMessage, str], None]
log = structlog.get_logger("drakennet.mail")


@dataclass(slots=True)
class Tally:
    """What one tick did."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0

    def __bool__(self) -> bool:
        return bool(self.sent or self.postponed or self.given_up)


def send_due(now: datetime) -> Tally:
    """Send what is due, the oldest first. Without a mail server all of it keeps waiting."""
    settings: Settings = current_app.extensions["settings"]
    tally = Tally()
    if settings.smtp_url is None and not settings.demo:
        return tally
    with _deliverer(settings) as deliver:
        for mail in _taken_in_turn(now):
            try:
                deliver(_email(mail, settings), mail.to_address)
            except Undeliverable as fault:
                _give_up(mail, now, str(fault), tally)
            except NotNow as fault:
                _postpone(mail, now, str(fault), tally)
            except ServerAway as fault:
                _postpone(mail, now, str(fault), tally)
                break
            else:
                _note(mail, sent_at=now, failed_at=None, next_try_at=None, last_error="")
                tally.sent += 1
    return tally


def forget_bodies(now: datetime) -> int:
    """What was sent a month ago stays as a line; its contents go. Give how many."""
    statement = (
        update(OutboxMail)
        .where(OutboxMail.sent_at < now - KEEP_BODIES, OutboxMail.text != "")
        .values(text="", html="", calendar=None)
    )
    with Session(db.engine) as session, session.begin():
        return len(session.execute(statement.returning(OutboxMail.id)).all())


@contextmanager
def _deliverer(settings: Settings) -> Iterator[Deliver]:
    """In the demonstration nothing ever leaves, whatever else is set."""
    if settings.demo or settings.smtp_url is None:
        yield _put_in_demo_mailbox
        return
    with MailServer(settings.smtp_url) as server:
        yield server.deliver


def _put_in_demo_mailbox(_message: EmailMessage, to: str) -> None:
    """The row itself is what the mailbox shows."""
    if not to.endswith(DEMO_DOMAIN):
        log.error("demo_address_refused", hint=f"a demonstration writes to {DEMO_DOMAIN} only")
        raise Undeliverable(f"The demonstration writes to addresses ending in {DEMO_DOMAIN} only.")


def _taken_in_turn(now: datetime) -> Iterator[OutboxMail]:
    until = time.monotonic() + TICK_SECONDS
    while time.monotonic() < until and (mail := _take_one(now)) is not None:
        yield mail


def _take_one(now: datetime) -> OutboxMail | None:
    """Borrow the mail that waits longest; another worker does not see it until the loan ends."""
    statement = (
        select(OutboxMail)
        .where(OutboxMail.next_try_at <= now)
        .order_by(OutboxMail.next_try_at, OutboxMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with Session(db.engine, expire_on_commit=False) as session, session.begin():
        mail = session.scalars(statement).one_or_none()
        if mail is not None:
            mail.next_try_at = now + LOAN
            mail.attempts += 1
        return mail


def _email(mail: OutboxMail, settings: Settings) -> EmailMessage:
    try:
        return as_email(mail, sender=settings.mail_from)
    except (ValueError, IndexError, MessageError) as fault:
        raise Undeliverable(f"{type(fault).__name__}: {fault}") from fault


def _postpone(mail: OutboxMail, now: datetime, why: str, tally: Tally) -> None:
    if mail.attempts > len(RETRIES):
        _give_up(mail, now, why, tally)
        return
    _note(mail, next_try_at=now + RETRIES[mail.attempts - 1], last_error=why)
    tally.postponed += 1


def _give_up(mail: OutboxMail, now: datetime, why: str, tally: Tally) -> None:
    """Into the dead letters, where the inviter and the administrator see it."""
    _note(mail, failed_at=now, next_try_at=None, last_error=why)
    log.error("mail_given_up", mail=str(mail.id), kind=mail.kind, attempts=mail.attempts)
    tally.given_up += 1


def _note(mail: OutboxMail, **values: datetime | str | None) -> None:
    """Write down what became of it, unless another worker already knows that it was sent."""
    if "last_error" in values:
        values["last_error"] = str(values["last_error"])[:500]
    statement = update(OutboxMail).where(OutboxMail.id == mail.id, OutboxMail.sent_at.is_(None))
    with Session(db.engine) as session, session.begin():
        session.execute(statement.values(**values))


def tick(now: datetime) -> int:
    """What the worker does for mail beside sending it."""
    return forget_bodies(now)
