"""The mail about somebody who looked at very many."""

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, link_to, write_to


def harvesting(judge: User) -> Message:
    return write_to(
        judge,
        "harvesting",
        link=link_to("coordination.region"),
    )
