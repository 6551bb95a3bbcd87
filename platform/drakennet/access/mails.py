"""The mail about somebody who looked at very many."""

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, compose, link_to


def harvesting(judge: User) -> Message:
    return compose(
        "harvesting",
        to=judge.email,
        language=judge.language,
        member_id=judge.id,
        name=judge.name,
        link=link_to("coordination.region"),
    )
