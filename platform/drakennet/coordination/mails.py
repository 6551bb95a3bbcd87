"""The mails about an approval: each one function, each says why it comes."""

from datetime import datetime

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, link_to, write_to


def approved(member: User) -> Message:
    return write_to(member, "approved", link=link_to("accounts.log_in"))


def rejected(member: User) -> Message:
    link = link_to("accounts.ask_again")
    return write_to(member, "rejected", reason=member.rejection_reason, link=link)


def nearly_a_year(member: User, *, until: datetime) -> Message:
    return write_to(member, "nearly_a_year", until=until, link=link_to("accounts.account"))
