"""The mails about a lost second factor: each one function, each says why it comes."""

from itsdangerous import BadData

from drakennet.accounts.models import User
from drakennet.factors.models import FactorReset
from drakennet.mail.mails import Message, link_to, write_to
from drakennet.signing import signer

STOP = "stop a factor reset"  # what is signed for this is no link elsewhere


def reset_started(reset: FactorReset) -> Message:
    """To the member, with a link to stop it that needs no log-in."""
    member = reset.member
    return write_to(
        member,
        "factor_reset_started",
        about_id=reset.id,
        by=reset.started_by.name,
        link=link_to("factors.stop_reset", token=token_of(reset)),
    )


def reset_waits(reset: FactorReset, judge: User) -> Message:
    """To somebody who may agree; not whose it is, since mailboxes are read by others."""
    return write_to(
        judge,
        "factor_reset_waits",
        about_id=reset.id,
        link=link_to("factors.confirm_reset", reset_id=reset.id),
    )


def token_of(reset: FactorReset) -> str:
    return str(signer(STOP).dumps(str(reset.id)))


def reset_id_in(token: str) -> str | None:
    try:
        return str(signer(STOP).loads(token))
    except BadData:
        return None
