"""The mails about an approval: each one function, each says why it comes."""

from datetime import datetime
from typing import Any

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, compose, link_to


def approved(member: User) -> Message:
    return _to(member, "approved", link=link_to("accounts.log_in"))


def rejected(member: User) -> Message:
    return _to(member, "rejected", reason=member.rejection_reason)


def nearly_a_year(member: User, *, until: datetime) -> Message:
    return _to(member, "nearly_a_year", until=until, link=link_to("accounts.account"))


def _to(member: User, kind: str, **words: Any) -> Message:
    return compose(
        kind,
        to=member.email,
        language=member.language,
        member_id=member.id,
        name=member.name,
        **words,
    )
