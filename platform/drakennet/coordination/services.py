"""The rules of the regional project leader: who becomes a member."""

from datetime import datetime

from flask_babel import gettext as _

from drakennet.accounts.models import RoleName, User
from drakennet.coordination import mails
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.mail import services as mail
from drakennet.organisations import services as organisations
from drakennet.organisations.models import Organisation


def approve(member: User, *, by: User, workplace: Organisation | None, now: datetime) -> None:
    """From now on the roles that were asked for work; an earlier "no" is taken back."""
    _hold(member, by)
    member.approved_at, member.approved_by_id = now, by.id
    member.rejected_at, member.rejection_reason = None, ""
    for grant in member.roles:
        if grant.name == RoleName.VEILIG_THUIS and grant.region_slug is None:
            grant.region_slug = member.municipality.region_slug
    if workplace is not None:
        organisations.join(member, workplace, now=now)
    db.session.flush()
    mail.queue(mails.approved(member), now=now)


def reject(member: User, *, by: User, reason: str, now: datetime) -> None:
    """The reason is for the person themselves, and says what they can do."""
    _hold(member, by)
    if member.rejected_at is not None:
        raise Refusal(_("Deze aanmelding is al afgewezen."))
    member.rejected_at, member.rejection_reason = now, reason
    db.session.flush()
    mail.queue(mails.rejected(member), now=now)


def _hold(member: User, by: User) -> None:
    """Of two who judge one person at the same moment, the second is told so."""
    if member.id == by.id:
        raise Refusal(_("U kunt uzelf niet beoordelen. Vraag het een andere projectleider."))
    db.session.refresh(member, with_for_update=True)
    if member.approved_at is not None:
        raise Refusal(_("Dit lid is al goedgekeurd. Er is niets veranderd."))
