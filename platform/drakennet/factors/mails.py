"""The mails about a lost second factor: each one function, each says why it comes."""

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from drakennet.accounts.models import User
from drakennet.factors.models import FactorReset
from drakennet.mail.mails import Message, link_to, write_to


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
    return str(_serializer().dumps(str(reset.id)))


def reset_id_in(token: str) -> str | None:
    try:
        return str(_serializer().loads(token))
    except BadData:
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="stop a factor reset")
