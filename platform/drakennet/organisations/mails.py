"""The mail with which an organisation asks a colleague to join."""

from drakennet.mail.mails import Message, compose, link_to
from drakennet.organisations import queries
from drakennet.organisations.models import WorkInvite


def work_invite(invite: WorkInvite) -> Message:
    """In the language of who invites: nobody knows yet which the other reads."""
    return compose(
        "work_invite",
        to=invite.email,
        language=invite.invited_by.language,
        about_id=invite.id,
        expires=invite.expires_at,
        link=link_to("organisations.work_invite", token=queries.invite_token(invite)),
    )
