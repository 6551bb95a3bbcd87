"""The mails about an approval: each one function, each says why it comes."""

from typing import Any

from flask import current_app, url_for

from drakennet.accounts.models import User
from drakennet.config import Settings
from drakennet.mail.mails import Message, compose


def approved(member: User) -> Message:
    settings: Settings = current_app.extensions["settings"]
    return _to(member, "approved", link=f"{settings.base_url}{url_for('accounts.log_in')}")


def rejected(member: User) -> Message:
    return _to(member, "rejected", reason=member.rejection_reason)


def _to(member: User, kind: str, **words: Any) -> Message:
    return compose(
        kind,
        to=member.email,
        language=member.language,
        member_id=member.id,
        name=member.name,
        **words,
    )
