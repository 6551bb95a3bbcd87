"""The mails about an account: each one function, each says why it comes."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as lazy
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.mail.mails import Message, link_to, write_to

NEW_ADDRESS_WITHIN = 24 * 3600  # seconds


class Notice(StrEnum):
    """What a member hears of, since it should not happen without them."""

    NEW_DEVICE = auto()
    PASSWORD = auto()
    DETAILS = auto()
    ADDRESS_ASKED = auto()
    ADDRESS = auto()
    FACTOR_ADDED = auto()
    FACTOR_REMOVED = auto()
    NEW_CODES = auto()
    CODE_USED = auto()
    FACTORS_RESET = auto()


SENTENCES: Mapping[Notice, Any] = {
    Notice.NEW_DEVICE: lazy("Er is ingelogd op een apparaat waarop u dat nog niet eerder deed."),
    Notice.PASSWORD: lazy("Er is een nieuw wachtwoord gekozen voor uw account."),
    Notice.DETAILS: lazy("Uw naam of de plaats waar u werkt is gewijzigd."),
    Notice.ADDRESS_ASKED: lazy(
        "Er is gevraagd om een ander e-mailadres voor uw account. Tot dat is bevestigd, "
        "verandert er niets."
    ),
    Notice.ADDRESS: lazy("Uw account heeft een ander e-mailadres gekregen."),
    Notice.FACTOR_ADDED: lazy("Er is een tweede stap bij het inloggen toegevoegd."),
    Notice.FACTOR_REMOVED: lazy("Er is een tweede stap bij het inloggen weggehaald."),
    Notice.NEW_CODES: lazy("Er zijn nieuwe herstelcodes gemaakt. De oude werken niet meer."),
    Notice.CODE_USED: lazy("Er is ingelogd met een van uw herstelcodes."),
    Notice.FACTORS_RESET: lazy(
        "Twee mensen hebben uw tweede stap bij het inloggen weggehaald, omdat u daarom vroeg. "
        "Stel bij uw volgende keer inloggen een nieuwe in."
    ),
}


class Signer(TimestampSigner):
    """Links in mails age by our clock."""

    def get_timestamp(self) -> int:
        return int(clock.now().timestamp())


# ---- Becoming and staying a member ----


def confirm_address(member: User) -> Message:
    token = generate_confirmation_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return write_to(member, "confirm_address", link=link_to("accounts.confirm", token=token))


def address_known(member: User) -> Message:
    """Somebody signed up with an address that already has an account."""
    return write_to(
        member, "address_known", link=_reset_link(member), log_in=link_to("accounts.log_in")
    )


def reset_password(member: User) -> Message:
    return write_to(member, "reset_password", link=_reset_link(member))


def new_member(judge: User, *, waiting: int) -> Message:
    """For a coordinator: how many wait; not who they are, since mailboxes are read by others."""
    return write_to(judge, "new_member", link=link_to("coordination.region"), waiting=waiting)


def new_address(member: User, email: str) -> Message:
    """To the address that a member wants to have from now on."""
    token = _new_addresses().dumps([str(member.id), email, member.fs_uniquifier])
    link = link_to("accounts.confirm_new_address", token=str(token))
    return write_to(member, "new_address", to=email, link=link)


def address_in(token: str, member: User) -> str | None:
    """The address of such a link, when it is this member's and nothing has changed since."""
    try:
        whose, email, uniquifier = _new_addresses().loads(token, max_age=NEW_ADDRESS_WITHIN)
    except (BadData, ValueError, TypeError):
        return None
    same = (whose, uniquifier) == (str(member.id), member.fs_uniquifier)
    return str(email) if same else None


# ---- What happened to an account ----


def changed(
    member: User, notice: Notice, *, now: datetime, device: str = "", to: str | None = None
) -> Message:
    """One mail for all of these: what happened, when, and what to do when it was not you."""
    return write_to(
        member,
        "account_changed",
        to=to or member.email,
        sentence=SENTENCES[notice],
        device=device,
        moment=now,
        link=link_to("accounts.forgot"),
    )


def _reset_link(member: User) -> str:
    token = generate_reset_password_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return link_to("accounts.reset", token=token)


def _new_addresses() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="new address", signer=Signer)
