"""The rules of the regional project leader: who becomes a member."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask_babel import gettext as _

from drakennet.accounts import services as accounts
from drakennet.accounts.models import RoleName, User
from drakennet.accounts.services import rights_changed
from drakennet.coordination import mails, queries
from drakennet.coordination.models import Check, Looked
from drakennet.database import db, hold
from drakennet.errors import Refusal
from drakennet.intervision import leaving as intervision
from drakennet.mail import services as mail
from drakennet.organisations import services as organisations
from drakennet.organisations.models import Organisation
from drakennet.requests import leaving as requests

LASTS = timedelta(days=365)
ASKED_BEFORE = timedelta(days=30)


class LookedAt(NamedTuple):
    """One thing that was looked at: how, and for a register which one and the number."""

    looked: Looked
    on: date
    register: str = ""
    number: str = ""


def approve(
    member: User,
    *,
    by: User,
    workplace: Organisation | None,
    seen: Iterable[LookedAt],
    now: datetime,
) -> None:
    """From now on the roles that were asked for work; an earlier "no" is taken back."""
    _hold_newcomer(member, by)
    _write_down(member, by, seen, now)
    member.approved_at, member.approved_by_id = now, by.id
    member.asked_again_at = member.rejected_at = None
    member.rejection_reason = ""
    for grant in member.roles:
        if grant.name == RoleName.VEILIG_THUIS and grant.region_slug is None:
            grant.region_slug = member.municipality.region_slug
    if workplace is not None:
        organisations.join(member, workplace, now=now)
    db.session.flush()
    mail.queue(mails.approved(member), now=now)


def renew(member: User, *, by: User, seen: Iterable[LookedAt], now: datetime) -> None:
    """Looked at again: good for another year."""
    _hold(member, by)
    if not member.approved:
        raise Refusal(_("Dit lid is nu niet goedgekeurd. Er is niets veranderd."))
    _write_down(member, by, seen, now)
    member.approved_at, member.approved_by_id = now, by.id
    member.renewal_asked_at = None
    db.session.flush()


def _write_down(member: User, by: User, seen: Iterable[LookedAt], now: datetime) -> None:
    db.session.add_all(
        Check(
            member_id=member.id,
            looked=one.looked,
            register=one.register,
            number=one.number,
            seen_on=one.on,
            by_id=by.id,
            made_at=now,
        )
        for one in seen
    )


def ask_to_renew(*, now: datetime) -> int:
    """A month before the year is over, tell the member; the project leader sees it in the list."""
    due = queries.approved_before(now - LASTS + ASKED_BEFORE, asked=False)
    for member in due:
        member.renewal_asked_at = now
        mail.queue(mails.nearly_a_year(member, until=now + ASKED_BEFORE), now=now)
    return len(due)


def let_lapse(*, now: datetime) -> int:
    """A month after the reminder nobody had looked: the member waits again, and is not found."""
    lapsed = [
        member
        for member in queries.approved_before(now - LASTS, asked=True)
        if member.renewal_asked_at and member.renewal_asked_at <= now - ASKED_BEFORE
    ]
    for member in lapsed:
        member.renewal_asked_at = None
        accounts.wait_again(member, now=now)
        rights_changed(member, now=now)
        accounts.tell_judges(member, now=now)
    return len(lapsed)


def block(member: User, *, by: User, now: datetime) -> None:
    """Out at once, everywhere, and found by nobody; what was open is settled for the others.

    What was written here is not mended when they are let in again: others went on without them.
    """
    if member.id == by.id:
        raise Refusal(_("U kunt uzelf niet blokkeren. Vraag het een andere projectleider."))
    accounts.block(member, now=now)
    requests.settle(member, now=now)
    intervision.settle(member, now=now)
    mail.take_back(member.id)


def reject(member: User, *, by: User, reason: str, now: datetime) -> None:
    """The reason is for the person themselves, and says what they can do."""
    _hold_newcomer(member, by)
    if member.rejected_at is not None:
        raise Refusal(
            _("Deze aanmelding is al afgewezen. Toch goedkeuren kan op de pagina van dit lid.")
        )
    member.rejected_at, member.rejection_reason = now, reason
    db.session.flush()
    mail.queue(mails.rejected(member), now=now)


def _hold(member: User, by: User) -> None:
    """Whoever else judges or renames this person waits; the name that was read is judged."""
    if member.id == by.id:
        raise Refusal(_("U kunt uzelf niet beoordelen. Vraag het een andere projectleider."))
    name = member.name
    hold(member)
    if member.name != name:
        raise Refusal(_("Dit lid heeft intussen een andere naam. Kijk nog eens wie het is."))


def _hold_newcomer(member: User, by: User) -> None:
    """Of two who judge one person at the same moment, the second is told so."""
    _hold(member, by)
    if member.approved_at is not None:
        raise Refusal(_("Dit lid is al goedgekeurd. Er is niets veranderd."))
