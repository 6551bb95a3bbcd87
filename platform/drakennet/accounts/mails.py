"""The mails about an account: each one function, each says why it comes."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for
from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token

from drakennet.accounts.models import User
from drakennet.config import Settings
from drakennet.mail.mails import Message, compose


def confirm_address(member: User) -> Message:
    token = generate_confirmation_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return _to(member, "confirm_address", link=_link("accounts.confirm", token=token))


def address_known(member: User) -> Message:
    """Somebody signed up with an address that already has an account."""
    return _to(member, "address_known", link=_reset_link(member), log_in=_link("accounts.log_in"))


def reset_password(member: User) -> Message:
    return _to(member, "reset_password", link=_reset_link(member))


def new_member(judge: User, *, waiting: int) -> Message:
    """For a coordinator: how many wait; not who they are, since mailboxes are read by others."""
    return _to(judge, "new_member", link=_link("coordination.region"), waiting=waiting)


def _reset_link(member: User) -> str:
    token = generate_reset_password_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return _link("accounts.reset", token=token)


def _to(member: User, kind: str, **words: Any) -> Message:
    return compose(
        kind,
        to=member.email,
        language=member.language,
        member_id=member.id,
        name=member.name,
        **words,
    )


def _link(endpoint: str, **values: Any) -> str:
    """The configured address of the site; never the Host header, that anyone may write."""
    settings: Settings = current_app.extensions["settings"]
    path = urlsplit(url_for(endpoint, **values)).path
    return f"{settings.base_url}{path}"
