"""The mail to somebody who has not logged in for two years."""

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, link_to, write_to


def unused_account(member: User, *, last: bool) -> Message:
    """`last`: this is the second time we ask, and the account goes after it."""
    return write_to(
        member,
        "unused_account",
        last=last,
        link=link_to("accounts.log_in"),
    )
