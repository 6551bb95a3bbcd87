"""The mail to somebody who has not logged in for two years."""

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, compose, link_to


def unused_account(member: User, *, last: bool) -> Message:
    """`last`: this is the second time we ask, and the account goes after it."""
    return compose(
        "unused_account",
        to=member.email,
        language=member.language,
        member_id=member.id,
        name=member.name,
        last=last,
        link=link_to("accounts.log_in"),
    )
