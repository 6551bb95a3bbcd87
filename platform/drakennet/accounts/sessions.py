"""Log-ins are rows: ended here, they are ended everywhere at the very next request."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from flask import abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from sqlalchemy import ColumnElement, update

from drakennet import clock
from drakennet.accounts import devices, mails, queries
from drakennet.accounts.models import LoginSession, User
from drakennet.accounts.wording import device_name
from drakennet.database import db, recording
from drakennet.mail import services as mail
from drakennet.permissions import View, current_member
from drakennet.security_log import Event, note

FACTOR_WITHIN = timedelta(minutes=5)
PROOF_LASTS = timedelta(minutes=10)
_SEEN_EVERY = timedelta(minutes=1)
_KEY = "login_key"
_PENDING = "second_factor"
_KEPT = ("language",)  # what a visitor chose stays; nothing else can be planted


# ---- In and out ----


def begin(member: User, *, now: datetime, second_factor: bool, tell: bool = True) -> None:
    """Log in. On a device that is not known yet, the member hears of it."""
    device = device_name(request.user_agent.string)
    if tell and not devices.mark_of(member.email) and queries.has_logged_in(member):
        mail.queue(mails.changed(member, mails.Notice.NEW_DEVICE, now=now, device=device), now=now)
    _start_anew()
    db.session.add(
        LoginSession(
            member_id=member.id,
            key_hash=_new_key(),
            created_at=now,
            last_seen_at=now,
            device=device[:200],
            network=devices.coarse_network(),
            second_factor_at=now if second_factor else None,
            proved_at=now,
        )
    )
    db.session.flush()
    devices.remember(member.email)
    login_user(member)
    note(Event.LOGGED_IN, member=member.id, second_factor=second_factor)


def end(*, now: datetime) -> None:
    """Log out: the key dies on the server, so a copy of the cookie is worthless."""
    note(Event.LOGGED_OUT, member=g.get("member_id"))
    _end(LoginSession.key_hash == own_key_hash(), now)
    logout_user()
    session.clear()


def end_one(login: LoginSession, *, now: datetime) -> None:
    """End one log-in, at this or at another device."""
    _end(LoginSession.id == login.id, now)
    note(Event.LOG_INS_ENDED, member=login.member_id)


def end_others(member: User, *, now: datetime) -> None:
    """Stay here, and be out everywhere else."""
    others = LoginSession.key_hash != own_key_hash()
    _end((LoginSession.member_id == member.id) & others, now)
    note(Event.LOG_INS_ENDED, member=member.id)


def end_all(member: User, *, now: datetime) -> None:
    """After a new password, a changed role or a block."""
    _end(LoginSession.member_id == member.id, now)
    note(Event.LOG_INS_ENDED, member=member.id)


def _end(which: ColumnElement[bool], now: datetime) -> None:
    statement = update(LoginSession).where(which, LoginSession.ended_at.is_(None))
    db.session.execute(statement.values(ended_at=now))


# ---- At every request ----


def member_of_session(uniquifier: str) -> User | None:
    """Flask-Login asks at every request: whose live log-in is this?"""
    now = clock.now()
    login = queries.live_login(own_key_hash(), now=now)
    if login is None or login.member.fs_uniquifier != uniquifier or not login.member.active:
        return None
    if login.last_seen_at < now - _SEEN_EVERY:
        _note_seen(login, now)
    g.login, g.member_id = login, login.member_id
    return login.member


def _note_seen(login: LoginSession, now: datetime) -> None:
    with recording() as own:
        own.execute(
            update(LoginSession).where(LoginSession.id == login.id).values(last_seen_at=now)
        )


def own_key_hash() -> str:
    return key_hash(session.get(_KEY, ""))


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


# ---- What was shown in this log-in ----


def me() -> User:
    """Who is signed in, on a page that is only for who is."""
    member: User | None = current_member()
    return member or abort(404)


def current() -> LoginSession | None:
    """The log-in of this request, once Flask-Login has asked for it."""
    login: LoginSession | None = g.get("login")
    return login


def has_shown_second_factor() -> bool:
    login = current()
    return login is not None and login.second_factor_at is not None


def has_proved(*, now: datetime) -> bool:
    """Lately, in this log-in: by logging in, or by what was asked again."""
    login = current()
    at = login.proved_at if login else None
    return at is not None and at > now - PROOF_LASTS


def prove(*, now: datetime, second_factor: bool) -> None:
    """The member was asked again. The log-in gets a new key, and its old one is worthless."""
    login = current()
    if login is None:
        return
    login.proved_at, login.key_hash = now, _new_key()
    if second_factor:
        login.second_factor_at = now
    db.session.flush()


def proved(view: View) -> Callable[..., ResponseReturnValue]:
    """Ask again before this page, when it was not asked in the last ten minutes."""

    @wraps(view)
    def checked(*things: object, **address: object) -> ResponseReturnValue:
        if has_proved(now=clock.now()):
            return view(*things, **address)
        own = "factors.index" if request.blueprint == "factors" else "accounts.account"
        back = request.path if request.method == "GET" else url_for(own)
        return redirect(url_for("factors.prove", next=back))

    return checked


# ---- Between the password and the second factor ----


def await_second_factor(member: User, *, back: str | None, now: datetime) -> None:
    """The password was right; the log-in begins when the second factor is shown."""
    _start_anew()
    session[_PENDING] = [member.fs_uniquifier, back, now.timestamp()]


def awaits_second_factor(*, now: datetime) -> tuple[User | None, str | None]:
    """Who still has to show it, and where they were going."""
    uniquifier, back, began = session.get(_PENDING, ("", None, 0))
    if began < (now - FACTOR_WITHIN).timestamp():
        return None, None
    member = queries.member_by_uniquifier(uniquifier)
    return (member if member is not None and member.active else None), back


def _start_anew() -> None:
    """Drop what the visitor's cookie held before, so that none can be planted."""
    kept = {name: session[name] for name in _KEPT if name in session}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)  # a form in this same answer needs a token of the new log-in


def _new_key() -> str:
    key = secrets.token_urlsafe(32)
    session[_KEY] = key
    return key_hash(key)
