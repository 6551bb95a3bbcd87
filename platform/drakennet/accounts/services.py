"""The rules of accounts."""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import session
from flask_login import login_user, logout_user
from sqlalchemy import select, update

from drakennet import clock
from drakennet.accounts.models import LoginSession, User
from drakennet.database import db, recording

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
_SEEN_EVERY = timedelta(minutes=1)
_KEY = "login_key"


def begin_session(member: User, *, device: str, now: datetime) -> None:
    """Log in. What the visitor's cookie held before is dropped, so none can be planted."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    key = secrets.token_urlsafe(32)
    session[_KEY] = key
    db.session.add(
        LoginSession(
            member_id=member.id,
            key_hash=key_hash(key),
            created_at=now,
            last_seen_at=now,
            device=device[:200],
        )
    )
    login_user(member)


def end_session(*, now: datetime) -> None:
    """Log out: the key dies on the server, so a copy of the cookie is worthless."""
    _end(LoginSession.key_hash == key_hash(session.get(_KEY, "")), now)
    logout_user()
    session.clear()


def end_all_sessions(member: User, *, now: datetime) -> None:
    """After a new password, a changed role or a block."""
    _end(LoginSession.member_id == member.id, now)


def _end(which: object, now: datetime) -> None:
    statement = update(LoginSession).where(which, LoginSession.ended_at.is_(None))  # type: ignore[arg-type] # a column expression
    db.session.execute(statement.values(ended_at=now))


def member_of_session(uniquifier: str) -> User | None:
    """Flask-Login asks at every request: whose live log-in is this?"""
    now = clock.now()
    statement = (
        select(LoginSession)
        .join(LoginSession.member)
        .where(
            LoginSession.key_hash == key_hash(session.get(_KEY, "")),
            LoginSession.ended_at.is_(None),
            LoginSession.last_seen_at > now - IDLE,
            LoginSession.created_at > now - ABSOLUTE,
            User.fs_uniquifier == uniquifier,
        )
    )
    login = db.session.scalars(statement).one_or_none()
    if login is None or not login.member.active:
        return None
    if login.last_seen_at < now - _SEEN_EVERY:
        _note_seen(login, now)
    return login.member


def _note_seen(login: LoginSession, now: datetime) -> None:
    with recording() as own:
        own.execute(
            update(LoginSession).where(LoginSession.id == login.id).values(last_seen_at=now)
        )


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
