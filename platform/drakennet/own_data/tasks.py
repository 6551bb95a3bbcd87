"""Retention is a clock, not a promise: once a night each rule lets go of what is too old."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as lazy
from sqlalchemy import delete, func, or_, select

from drakennet.accounts.models import LoginSession, User
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.mail.services import queue
from drakennet.own_data import mails, services
from drakennet.own_data.models import RetentionRun, SleepingAccount
from drakennet.privacy.models import GuardConfirmation
from drakennet.requests.models import CareRequest

ANSWER_WITHIN = timedelta(days=30)


class Rule(NamedTuple):
    """What is let go after how long; `apply` does it and answers with how many."""

    name: str
    what: Any
    after: timedelta
    apply: Callable[[datetime, timedelta], int]


def tick(now: datetime) -> int:
    """Once a day of the calendar; answers with how much was let go."""
    today = now.astimezone(AMSTERDAM).date()
    last = db.session.scalar(select(func.max(RetentionRun.ran_at)))
    if last is not None and last.astimezone(AMSTERDAM).date() >= today:
        return 0
    did = {rule.name: rule.apply(now, rule.after) for rule in RETENTION}
    db.session.add(RetentionRun(ran_at=now, did=did))
    db.session.flush()
    return sum(did.values())


def _free_text(now: datetime, after: timedelta) -> int:
    """The name that the organisation gave the request, and the sentence it typed."""
    old = select(CareRequest).where(CareRequest.closed_at <= now - after)
    emptied = 0
    for request in db.session.scalars(old.order_by(CareRequest.id)):
        if request.label or request.criteria.get("text"):
            request.label = ""
            request.criteria = {**request.criteria, "text": ""}
            emptied += 1
    return emptied


def _log_ins(now: datetime, after: timedelta) -> int:
    ended = LoginSession.ended_at <= now - after
    unseen = LoginSession.last_seen_at <= now - after
    return _number(delete(LoginSession).where(ended | unseen).returning(LoginSession.id))


def _confirmations(now: datetime, after: timedelta) -> int:
    old = delete(GuardConfirmation).where(GuardConfirmation.confirmed_at <= now - after)
    return _number(old.returning(GuardConfirmation.id))


def _unconfirmed(now: datetime, after: timedelta) -> int:
    """Who never said that the address was theirs: no row of anybody else points at them."""
    never = User.confirmed_at.is_(None) & User.erased_at.is_(None) & User.blocked_at.is_(None)
    too_old = delete(User).where(never, User.created_at <= now - after)
    return _number(too_old.returning(User.id))


def _unused(now: datetime, after: timedelta) -> int:
    """Ask twice, a month apart, and a month later erase. Whoever logs in meanwhile stays."""
    _awake(now, after)
    erased = 0
    for sleeper in db.session.scalars(select(SleepingAccount).order_by(SleepingAccount.member_id)):
        if sleeper.second_asked_at is None:
            if sleeper.first_asked_at <= now - ANSWER_WITHIN:
                sleeper.second_asked_at = now
                queue(mails.unused_account(sleeper.member, last=True), now=now)
        elif sleeper.second_asked_at <= now - ANSWER_WITHIN:
            services.erase(sleeper.member, now=now)
            erased += 1
    _fall_asleep(now, after)
    return erased


def _awake(now: datetime, after: timedelta) -> None:
    seen = select(LoginSession.member_id).where(LoginSession.last_seen_at > now - after)
    db.session.execute(delete(SleepingAccount).where(SleepingAccount.member_id.in_(seen)))


def _fall_asleep(now: datetime, after: timedelta) -> None:
    """Who was approved lately is known to be there, logged in or not."""
    used = select(LoginSession.member_id).where(LoginSession.last_seen_at > now - after)
    asked = select(SleepingAccount.member_id)
    statement = select(User).where(
        User.confirmed_at <= now - after,
        or_(User.approved_at.is_(None), User.approved_at <= now - after),
        User.blocked_at.is_(None),
        User.id.not_in(used),
        User.id.not_in(asked),
    )
    for member in db.session.scalars(statement.order_by(User.id)):
        db.session.add(SleepingAccount(member_id=member.id, first_asked_at=now))
        queue(mails.unused_account(member, last=False), now=now)


def _number(statement: Any) -> int:
    return len(db.session.execute(statement).all())


RETENTION = (
    Rule(
        "free_text",
        lazy("De naam en de zin die u bij een aanvraag typte, na het sluiten"),
        timedelta(days=90),
        _free_text,
    ),
    Rule(
        "unused",
        lazy("Een account dat niemand gebruikt; wij vragen het eerst twee keer"),
        timedelta(days=730),
        _unused,
    ),
    Rule("log_ins", lazy("Waar en wanneer u was ingelogd"), timedelta(days=760), _log_ins),
    Rule(
        "confirmations",
        lazy("Waarom u een gemarkeerde tekst liet staan"),
        timedelta(days=90),
        _confirmations,
    ),
    Rule(
        "unconfirmed",
        lazy("Een aanmelding waarvan het e-mailadres nooit is bevestigd"),
        timedelta(days=30),
        _unconfirmed,
    ),
)
# What other features let go of by their own clock, told on the same page.
ELSEWHERE = (
    (lazy("Wie hoe te bereiken was en wie dat bekeek"), timedelta(days=5 * 365)),
    (lazy("De tekst van verstuurde mails"), timedelta(days=30)),
    (lazy("Wiens kaart u zag"), timedelta(days=1)),
)
