"""The rules of accounts."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import uuid4

from flask import request, session
from flask_babel import gettext as _
from flask_security import hash_password, verify_password
from flask_security.confirmable import confirm_email_token_status
from flask_security.recoverable import reset_password_token_status
from sqlalchemy.exc import IntegrityError

from drakennet import security_log
from drakennet.accounts import devices, mails, queries, sessions
from drakennet.accounts.mails import Notice
from drakennet.accounts.models import RoleGrant, RoleName, User
from drakennet.attempts import Attempt, may_mail, network_of, take
from drakennet.database import db, hold, let_go
from drakennet.errors import Refusal
from drakennet.mail import services as mail
from drakennet.security_log import Event

UNUSABLE = "unusable"  # where a password would stand: nobody logs in with it
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
    hashed = _hashed(wish.password)
    member = queries.member_by_email(wish.email, to_change=True)
    known = member is not None and member.confirmed_at is not None
    mailable = may_mail(wish.email, now=now)
    own = member is None or (mailable and not known)  # else the links in the mailbox stay right
    if member is None:
        member, own = _new(wish, hashed, now)
    elif own:
        _replace(member, wish, hashed, now)
    else:
        _pretend(wish, hashed, now)
    if mailable:
        mail.queue((mails.address_known if known else mails.confirm_address)(member), now=now)
    session[_SIGNED_UP] = member.fs_uniquifier if own else uuid4().hex


def signed_up_here(member: User) -> bool:
    """Who confirms elsewhere, gives the password: a stranger may have signed up this address."""
    return bool(session.get(_SIGNED_UP) == member.fs_uniquifier)


def _new(wish: SignUp, hashed: str, now: datetime) -> tuple[User, bool]:
    """Two who sign up one address at the same moment become one member: whoever was first."""
    member, own = User(email=wish.email.lower(), created_at=now), True
    _fill(member, wish, hashed, now)
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        member, own = queries.member_by_email(wish.email), False  # type: ignore[assignment] # it is what clashed
    return member, own


def _pretend(wish: SignUp, hashed: str, now: datetime) -> None:
    """Do for a known address what a new one costs, and throw it away."""
    with db.session.begin_nested() as work:
        nobody = User(email=f"{uuid4().hex}@niemand.invalid", created_at=now)
        _fill(nobody, wish, hashed, now)
        db.session.add(nobody)
        db.session.flush()
        work.rollback()


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
    _hold_unchanged(
        member,
        _("Er is intussen een nieuwere mail gestuurd. Gebruik de link uit de laatste mail."),
    )
    if member.confirmed_at is not None:
        return
    member.confirmed_at = now
    db.session.flush()
    tell_judges(member, now=now)


def wait_again(member: User, *, now: datetime) -> None:
    """What was known is no longer so: a project leader looks anew, and counts from now."""
    member.approved_at = member.approved_by_id = None
    member.asked_again_at = now


def ask_again(
    member: User, *, name: str, municipality_code: str, claimed_organisation: str, now: datetime
) -> None:
    """Who was turned down says what was missing; the reason stays, for who judges now."""
    hold(member)
    if member.rejected_at is None:
        raise Refusal(_("U hoeft niets opnieuw te vragen: uw aanmelding is niet afgewezen."))
    member.rejected_at = None
    wait_again(member, now=now)
    member.name, member.claimed_organisation = name, claimed_organisation
    member.municipality_code = municipality_code
    db.session.flush()
    db.session.refresh(member, ["municipality"])
    tell_judges(member, now=now)


def tell_judges(member: User, *, now: datetime) -> None:
    """Mail who approves members of the region that somebody waits."""
    region = member.municipality.region_slug
    waiting = queries.waiting_in(region)
    for judge in queries.judges_of(region, about=member):
        mail.queue(mails.new_member(judge, waiting=waiting), now=now)


# ---- Passwords ----


def may_guess(email: str, *, now: datetime) -> list[Attempt] | None:
    """Count a password before it is judged; None when there were too many.

    A device on which this account was logged in before is counted by itself. So a stranger, or a
    colleague in the same office, cannot keep anybody out.
    """
    if mark := devices.mark_of(email):
        return take(("password", email, mark), now=now)
    network = network_of(request.remote_addr)
    return take(("password", email, network), ("network", network), ("account", email), now=now)


def recognise(email: str, password: str, *, now: datetime) -> User | None:
    """Whose password this is; an unknown address costs the same work as a wrong password.

    Who has the password but never confirmed the address, gets that mail again.
    """
    nobodys = _nobodys()
    member = queries.member_by_email(email)
    usable = member is not None and member.password != UNUSABLE
    right = _is_password(password, member.password if member and usable else nobodys)
    if member is None or not usable or not right:
        security_log.note(Event.LOG_IN_FAILED, member=member.id if member else None)
        return None
    if member.active:
        return member
    if member.blocked_at is None and may_mail(member.email, now=now):
        mail.queue(mails.confirm_address(member), now=now)
        let_go()  # the form comes back refused, but the mail goes
    return None


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _hashed(secrets.token_urlsafe(32))


def has_password(member: User, password: str) -> bool:
    """Ask a member who is logged in for the password once more."""
    return member.password != UNUSABLE and _is_password(password, member.password)


def _is_password(password: str, stored: str) -> bool:
    let_go()
    return bool(verify_password(password, stored))


def _hashed(password: str) -> str:
    """Slow on purpose, so nobody waits for our transaction meanwhile."""
    let_go()
    return str(hash_password(password))


def forget(email: str, *, now: datetime) -> None:
    """Mail a link for a new password, if there is somebody to mail it to.

    For an unknown address the same is done, and then thrown away.
    """
    member = queries.member_by_email(email)
    stand_in = User(email=email, name="", password=UNUSABLE, fs_uniquifier="", language="nl")
    message = mails.reset_password(member or stand_in)
    if may_mail(email, now=now):
        with db.session.begin_nested() as work:
            mail.queue(message, now=now)
            if member is None or member.blocked_at is not None:
                work.rollback()


def member_to_reset(token: str) -> User | None:
    """The member of a link in a mail. A new password gives a new uniquifier: the link is dead."""
    expired, invalid, member = reset_password_token_status(token)  # type: ignore[no-untyped-call] # as above
    return None if expired or invalid or member is None or member.blocked_at else member


def reset_password(member: User, password: str, *, now: datetime) -> None:
    """Whoever reads the mailbox owns the address: the link confirms it, and we know this device."""
    set_password(member, password, now=now)
    devices.remember(member.email)
    confirm(member, now=now)


def set_password(member: User, password: str, *, now: datetime) -> None:
    """Every log-in ends, since whoever knew the old password may be in."""
    hashed = _hashed(password)  # lets go of everything: the link may be used once more meanwhile
    _hold_unchanged(
        member,
        _("Er is intussen al een ander wachtwoord of e-mailadres gekozen. Dit is niet bewaard."),
    )
    member.password = hashed
    member.fs_uniquifier = uuid4().hex
    sessions.end_all(member, now=now)
    db.session.flush()
    _tell(member, Notice.PASSWORD, now)


# ---- Who somebody is ----


def change(
    member: User, *, name: str, municipality_code: str, language: str, now: datetime
) -> None:
    """A coordinator approved a name: with another one the member waits again."""
    hold(member)
    waits_again = member.approved and name != member.name
    told = (name, municipality_code) != (member.name, member.municipality_code)
    if waits_again:
        wait_again(member, now=now)
    member.name, member.language = name, language
    member.municipality_code = municipality_code
    db.session.flush()
    db.session.refresh(member, ["municipality"])
    if told:
        _tell(member, Notice.DETAILS, now)
    if waits_again:
        tell_judges(member, now=now)


def ask_address(member: User, email: str, *, now: datetime) -> None:
    """Mail the new address; the old one hears of it. Nothing changes before the link is used.

    Whether the new address has an account already, only its own mailbox learns.
    """
    owner = queries.member_by_email(email)
    message = mails.address_known(owner) if owner else mails.new_address(member, email.lower())
    if owner is not member and may_mail(email, now=now):
        mail.queue(message, now=now)
    _tell(member, Notice.ADDRESS_ASKED, now)


def change_address(member: User, email: str, *, now: datetime) -> None:
    """From now on this is what the member logs in with. Both mailboxes hear of it."""
    old = member.email
    member.email, member.fs_uniquifier = email, uuid4().hex
    db.session.flush()
    for address in (old, email):
        mail.queue(mails.changed(member, Notice.ADDRESS, now=now, to=address), now=now)
    sessions.end_all(member, now=now)


def _hold_unchanged(member: User, sentence: str) -> None:
    """Hold the account; the link or the password by which somebody came must still be good."""
    before = member.fs_uniquifier
    hold(member)
    if member.fs_uniquifier != before:
        raise Refusal(sentence)


def _tell(member: User, notice: Notice, now: datetime) -> None:
    security_log.note(Event.ACCOUNT_CHANGED, member=member.id, what=str(notice))
    mail.queue(mails.changed(member, notice, now=now), now=now)


# ---- Given and taken away by others ----


def block(member: User, *, now: datetime) -> None:
    """Out at once, everywhere, and not in again."""
    member.blocked_at = now
    sessions.end_all(member, now=now)
    db.session.flush()


def unblock(member: User) -> None:
    member.blocked_at = None
    db.session.flush()


def give_role(
    member: User, role: RoleName, *, region_slug: str | None = None, now: datetime
) -> None:
    """Who had it already, keeps it."""
    held = {(grant.name, grant.region_slug) for grant in member.roles}
    if (role, region_slug) not in held:
        member.roles.append(RoleGrant(name=role, region_slug=region_slug, granted_at=now))
    rights_changed(member, now=now)


def take_role(member: User, role: RoleName, *, now: datetime) -> None:
    """In every region."""
    member.roles = [grant for grant in member.roles if grant.name != role]
    rights_changed(member, now=now)


def rights_changed(member: User, *, now: datetime) -> None:
    """A role, a workplace: what was open before is closed, and the member logs in anew."""
    security_log.note(Event.RIGHTS_CHANGED, member=member.id)
    sessions.end_all(member, now=now)
    db.session.flush()
