"""The mails about an account: each one function, each says why it comes."""

from typing import Any

from flask_security.confirmable import generate_confirmation_token
from flask_security.recoverable import generate_reset_password_token

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, compose, link_to


def confirm_address(member: User) -> Message:
    token = generate_confirmation_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return _to(member, "confirm_address", link=link_to("accounts.confirm", token=token))


def address_known(member: User) -> Message:
    """Somebody signed up with an address that already has an account."""
    return _to(member, "address_known", link=_reset_link(member), log_in=link_to("accounts.log_in"))


def reset_password(member: User) -> Message:
    return _to(member, "reset_password", link=_reset_link(member))


def new_member(judge: User, *, waiting: int) -> Message:
    """For a coordinator: how many wait; not who they are, since mailboxes are read by others."""
    return _to(judge, "new_member", link=link_to("coordination.region"), waiting=waiting)


def _reset_link(member: User) -> str:
    token = generate_reset_password_token(member)  # type: ignore[no-untyped-call] # Flask-Security's
    return link_to("accounts.reset", token=token)


def _to(member: User, kind: str, **words: Any) -> Message:
    return compose(
        kind,
        to=member.email,
        language=member.language,
        member_id=member.id,
        name=member.name,
        **words,
    )
