"""The rules of accounts."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import uuid4

from flask import current_app, session
from flask_login import login_user, logout_user
from flask_security import Totp, hash_password, verify_password
from flask_security.confirmable import confirm_email_token_status
from flask_security.recoverable import reset_password_token_status
from passlib.exc import UsedTokenError  # type: ignore[import-untyped] # no stubs
from passlib.totp import TotpMatch  # type: ignore[import-untyped] # no stubs
from sqlalchemy import ColumnElement, CursorResult, or_, update
from sqlalchemy.exc import IntegrityError

from drakennet import clock
from drakennet.accounts import mails, queries
from drakennet.accounts.models import LoginSession, RoleGrant, RoleName, User
from drakennet.attempts import note, too_often
from drakennet.database import db, recording
from drakennet.mail import services as mail

UNUSABLE = "unusable"  # where a password would stand: nobody logs in with it
CODE_WITHIN = timedelta(minutes=5)
CLOCKS_DIFFER = 30  # seconds that a telephone may be early or late
_SEEN_EVERY = timedelta(minutes=1)
_KEY = "login_key"
_PENDING = "second_factor"
_SETTING_UP = "totp_secret"
_SIGNED_UP = "signed_up"


# ---- Becoming a member ----


@dataclass(frozen=True, kw_only=True)
class SignUp:
    """What somebody fills in to become a member."""

    name: str
    email: str
    password: str
    roles: Collection[RoleName]
    municipality_code: str
    claimed_organisation: str = ""
    language: str = "nl"


def sign_up(wish: SignUp, *, now: datetime) -> None:
    """Mail the address. The same work and the same answer, whether it is known or not."""
    hashed = hash_password(wish.password)
    member = queries.member_by_email(wish.email)
    known = member is not None and member.confirmed_at is not None
    if member is None:
        member = _new(wish, hashed, now)
    elif not known:
        _replace(member, wish, hashed, now)
    if _mailable(member, now):
        mail.queue((mails.address_known if known else mails.confirm_address)(member), now=now)
    session[_SIGNED_UP] = uuid4().hex if known else member.fs_uniquifier


def signed_up_here(member: User) -> bool:
    """Who confirms elsewhere, gives the password: a stranger may have signed up this address."""
    return bool(session.get(_SIGNED_UP) == member.fs_uniquifier)


def _new(wish: SignUp, hashed: str, now: datetime) -> User:
    """Two who sign up one address at the same moment become one member."""
    member = User(email=wish.email.lower(), created_at=now)
    _fill(member, wish, hashed, now)
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        member = queries.member_by_email(wish.email)  # type: ignore[assignment] # it is what clashed
    return member


def _replace(member: User, wish: SignUp, hashed: str, now: datetime) -> None:
    """Nobody confirmed the address yet, so the first to type it owns nothing.

    The new uniquifier makes the links of earlier mails worthless: otherwise somebody could sign
    up with another's address, and that other would confirm the account of a stranger.
    """
    member.roles.clear()
    db.session.flush()
    _fill(member, wish, hashed, now)
    db.session.flush()


def _fill(member: User, wish: SignUp, hashed: str, now: datetime) -> None:
    member.name, member.password, member.language = wish.name, hashed, wish.language
    member.municipality_code = wish.municipality_code
    member.claimed_organisation = wish.claimed_organisation
    member.fs_uniquifier = uuid4().hex
    member.roles = [RoleGrant(name=role, granted_at=now) for role in dict.fromkeys(wish.roles)]


def member_to_confirm(token: str) -> User | None:
    """The member of a link in a mail; none when it is wrong, too old or replaced."""
    expired, invalid, member = confirm_email_token_status(token)  # type: ignore[no-untyped-call] # Flask-Security's
    return None if expired or invalid else member


def confirm(member: User, *, now: datetime) -> None:
    """The address is theirs; from now on they wait for their coordinator, who hears of it."""
    if member.confirmed_at is not None:
        return
    member.confirmed_at = now
    db.session.flush()
    _tell_judges(member, now)


def _tell_judges(member: User, now: datetime) -> None:
    region = member.municipality.region_slug
    waiting = queries.waiting_in(region)
    for judge in queries.judges_of(region):
        mail.queue(mails.new_member(judge, waiting=waiting), now=now)


# ---- Passwords ----


def recognise(email: str, password: str, *, network: str, now: datetime) -> User | None:
    """Whose password this is; an unknown address costs the same work as a wrong password.

    Who has the password but never confirmed the address, gets that mail again.
    """
    member = queries.member_by_email(email)
    usable = member is not None and member.password != UNUSABLE
    right = verify_password(password, member.password if member and usable else _nobodys())
    if member is not None and usable and right:
        if member.active:
            return member
        if member.blocked_at is None and _mailable(member, now):
            mail.queue(mails.confirm_address(member), now=now)
    note("password", email, network, now=now)
    note("network", network, now=now)
    return None


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return str(hash_password(secrets.token_urlsafe(32)))


def has_password(member: User, password: str) -> bool:
    """Ask a member who is logged in for the password once more."""
    return member.password != UNUSABLE and bool(verify_password(password, member.password))


def _mailable(member: User, now: datetime) -> bool:
    """A mailbox is no target: a few mails an hour, whoever asks for them."""
    if too_often("mail", member.email, now=now):
        return False
    note("mail", member.email, now=now)
    return True


def forget(email: str, *, now: datetime) -> None:
    """Mail a link for a new password, if there is somebody to mail it to."""
    member = queries.member_by_email(email)
    stand_in = User(email=email, name="", password=UNUSABLE, fs_uniquifier="", language="nl")
    message = mails.reset_password(member or stand_in)  # the same work for an unknown address
    if member is not None and member.blocked_at is None and _mailable(member, now):
        mail.queue(message, now=now)


def member_to_reset(token: str) -> User | None:
    """The member of a link in a mail. A new password gives a new uniquifier: the link is dead."""
    expired, invalid, member = reset_password_token_status(token)  # type: ignore[no-untyped-call] # as above
    return None if expired or invalid or member is None or member.blocked_at else member


def reset_password(member: User, password: str, *, now: datetime) -> None:
    """Whoever reads the mailbox owns the address: the link confirms it too."""
    set_password(member, password, now=now)
    confirm(member, now=now)


def set_password(member: User, password: str, *, now: datetime) -> None:
    """Every log-in ends, since whoever knew the old password may be in."""
    member.password = hash_password(password)
    member.fs_uniquifier = uuid4().hex
    end_all_sessions(member, now=now)
    db.session.flush()


def change(
    member: User, *, name: str, municipality_code: str, language: str, now: datetime
) -> None:
    """A coordinator approved a name: with another one the member waits again."""
    waits_again = member.approved and name != member.name
    if waits_again:
        member.approved_at = member.approved_by_id = None
    member.name, member.language = name, language
    member.municipality_code = municipality_code
    db.session.flush()
    db.session.refresh(member, ["municipality"])
    if waits_again:
        _tell_judges(member, now)


# ---- Second factor ----


class OneTimeCodes(Totp):
    """Codes from an app on the telephone. The last one is remembered, so each works once."""

    def __init__(self) -> None:
        config = current_app.config
        super().__init__(config["SECURITY_TOTP_SECRETS"], config["SECURITY_TOTP_ISSUER"])
        self._totp = self._totp.using(now=lambda: clock.now().timestamp())

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override] # ours
        return user.totp_last_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override] # ours
        """Of two who use one code at the same moment, one is refused."""
        last = User.totp_last_counter
        fresh = update(User).where(User.id == user.id, or_(last.is_(None), last < tmatch.counter))
        result = db.session.execute(fresh.values(totp_last_counter=tmatch.counter))
        if isinstance(result, CursorResult) and result.rowcount != 1:
            raise UsedTokenError


def await_code(member: User, *, back: str | None, now: datetime) -> None:
    """The password was right; the log-in begins with the code."""
    session.clear()
    session[_PENDING] = [member.fs_uniquifier, back, now.timestamp()]


def awaits_code(*, now: datetime) -> tuple[User | None, str | None]:
    """Who still has to give a code, and where they were going."""
    uniquifier, back, began = session.get(_PENDING, ("", None, 0))
    if began < (now - CODE_WITHIN).timestamp():
        return None, None
    member = queries.member_by_uniquifier(uniquifier)
    return (member if member is not None and member.active else None), back


def has_code(member: User, code: str, *, now: datetime) -> bool:
    """Judge a code of the member's own app."""
    secret = member.totp_secret or ""
    right = bool(OneTimeCodes().verify_totp(code, secret, member, CLOCKS_DIFFER))
    if not right:
        note("code", str(member.id), now=now)
    return right


def secret_being_set_up() -> str:
    """Kept, encrypted, in the visitor's cookie until a code shows that the app has it."""
    if _SETTING_UP not in session:
        session[_SETTING_UP] = OneTimeCodes().generate_totp_secret()
    return str(session[_SETTING_UP])


def set_up(member: User) -> tuple[str, str]:
    """The secret to type into the app, and the address that the picture holds."""
    codes, secret = OneTimeCodes(), secret_being_set_up()
    return codes.get_totp_pretty_key(secret), codes.get_totp_uri(member.email, secret)


def turn_on_codes(member: User, code: str, *, now: datetime) -> bool:
    """From now on a log-in needs a code; nothing changes when this one is wrong."""
    secret = secret_being_set_up()
    member.totp_last_counter = None
    db.session.flush()
    if not OneTimeCodes().verify_totp(code, secret, member, CLOCKS_DIFFER):
        return False
    member.totp_secret, member.totp_confirmed_at = secret, now
    db.session.flush()
    session.pop(_SETTING_UP)
    return True


def turn_off_codes(member: User) -> None:
    member.totp_secret = member.totp_last_counter = member.totp_confirmed_at = None
    db.session.flush()


# ---- Log-ins ----


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
    _end(LoginSession.key_hash == own_key_hash(), now)
    logout_user()
    session.clear()


def end_login(login: LoginSession, *, now: datetime) -> None:
    """End one log-in, at this or at another device."""
    _end(LoginSession.id == login.id, now)


def end_other_sessions(member: User, *, now: datetime) -> None:
    """Stay here, and be out everywhere else."""
    others = LoginSession.key_hash != own_key_hash()
    _end((LoginSession.member_id == member.id) & others, now)


def end_all_sessions(member: User, *, now: datetime) -> None:
    """After a new password, a changed role or a block."""
    _end(LoginSession.member_id == member.id, now)


def _end(which: ColumnElement[bool], now: datetime) -> None:
    statement = update(LoginSession).where(which, LoginSession.ended_at.is_(None))
    db.session.execute(statement.values(ended_at=now))


def member_of_session(uniquifier: str) -> User | None:
    """Flask-Login asks at every request: whose live log-in is this?"""
    now = clock.now()
    login = queries.live_login(own_key_hash(), now=now)
    if login is None or login.member.fs_uniquifier != uniquifier or not login.member.active:
        return None
    if login.last_seen_at < now - _SEEN_EVERY:
        _note_seen(login, now)
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
