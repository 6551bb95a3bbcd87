"""The rules of organisations."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from drakennet.accounts.models import WORKS_SOMEWHERE, RoleName, User
from drakennet.accounts.services import rights_changed, tell_judges, wait_again
from drakennet.attempts import may_mail
from drakennet.database import db, hold
from drakennet.errors import Refusal
from drakennet.mail import services as mail
from drakennet.organisations import mails, queries
from drakennet.organisations.models import Membership, Organisation, WorkInvite
from drakennet.organisations.queries import works_at

INVITE_LASTS = timedelta(days=14)
LAST_MANAGER = lazy(
    "Er moet iemand zijn die de organisatie beheert. Wijs eerst een andere beheerder aan."
)


def make(name: str, *, type_slug: str, municipality_code: str, now: datetime) -> Organisation:
    """A new organisation. Forms ask whether the name is free; another may be just ahead."""
    organisation = Organisation(
        name=name, type_slug=type_slug, municipality_code=municipality_code, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError as clash:
        raise Refusal(_("Een organisatie met deze naam bestaat al. Kies die.")) from clash
    return organisation


def join(member: User, organisation: Organisation, *, now: datetime) -> None:
    """Works there from now on; who already does, stays."""
    if works_at(member, organisation.id):
        return
    first = not queries.managers_for_update(organisation.id)
    link = Membership(
        member_id=member.id,
        organisation_id=organisation.id,
        started_at=now,
        manages=first and member.is_a(RoleName.ORGANISATION_CONTACT),
    )
    db.session.add(link)
    db.session.flush()


# ---- Who works where ----


def invite(organisation: Organisation, email: str, *, by: User, now: datetime) -> None:
    """Mail a link. Whether the address has an account, only its own mailbox learns."""
    made = WorkInvite(
        organisation_id=organisation.id,
        organisation=organisation,
        email=email.lower(),
        invited_by_id=by.id,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITE_LASTS,
    )
    db.session.add(made)
    db.session.flush()
    if may_mail(made.email, now=now):
        mail.queue(mails.work_invite(made), now=now)


def accept(invite: WorkInvite, member: User, *, now: datetime) -> None:
    """Work there from now on. The organisation vouches: nobody has to be judged again."""
    statement = (
        update(WorkInvite)
        .where(
            WorkInvite.id == invite.id,
            WorkInvite.accepted_at.is_(None),
            WorkInvite.withdrawn_at.is_(None),
            WorkInvite.expires_at > now,
        )
        .values(accepted_at=now)
        .returning(WorkInvite.id)
    )
    fits = member.email == invite.email and queries.is_open(invite, now=now)
    if not fits or db.session.execute(statement).one_or_none() is None:
        raise Refusal(_("Deze uitnodiging geldt niet meer. Vraag uw collega om een nieuwe."))
    join(member, invite.organisation, now=now)
    if member.must_name_organisation:
        name_new(member, invite.organisation.name, now=now)


def withdraw(invite: WorkInvite, *, now: datetime) -> None:
    """Take it back; who accepted it just now works there, and stays."""
    hold(invite)
    if invite.accepted_at is not None:
        raise Refusal(_("Deze uitnodiging is al aangenomen. Uw collega staat nu in de lijst."))
    invite.withdrawn_at = invite.withdrawn_at or now
    db.session.flush()


def appoint(membership: Membership) -> None:
    """One more who manages; two are better than one."""
    _managers(membership)
    membership.manages = True
    db.session.flush()


def step_down(membership: Membership) -> None:
    managers = _managers(membership)
    if [one.id for one in managers] == [membership.id]:
        raise Refusal(LAST_MANAGER)
    membership.manages = False
    db.session.flush()


def end(membership: Membership, *, by: User, now: datetime) -> None:
    """Stop working there: the rights are gone at the next request, the own profile stays.

    Who does something for an organisation is judged anew. Where they work now is what is left,
    or what they name themselves (`name_new`).
    """
    managers = _managers(membership)
    colleagues = queries.colleagues_at(membership.organisation_id)
    if [one.id for one in managers] == [membership.id] and len(colleagues) > 1:
        raise Refusal(LAST_MANAGER)
    membership.ended_at, membership.manages = now, False
    member = membership.member
    if any(member.is_a(role) for role in WORKS_SOMEWHERE):
        wait_again(member, now=now)
        left = queries.current_memberships(member)
        member.claimed_organisation = left[0].organisation.name if left else ""
    db.session.flush()
    if member.waiting and member.claimed_organisation:
        tell_judges(member, now=now)
    if by.id != member.id:
        rights_changed(member, now=now)


def _managers(membership: Membership) -> Sequence[Membership]:
    """The managers of the place, held; not for who meanwhile works there no more."""
    managers = queries.managers_for_update(membership.organisation_id)
    db.session.refresh(membership)
    if membership.ended_at is not None:
        raise Refusal(_("Dit lid werkt hier niet meer. Er is niets veranderd."))
    return managers


def name_new(member: User, name: str, *, now: datetime) -> None:
    """Say where one works now, so that a project leader can judge; who names it first, asks.

    Naming it otherwise later only mends the words: nobody gets another mail, or another turn.
    """
    hold(member)
    if not member.waiting:
        raise Refusal(_("U wacht niet meer op de projectleider. Er is niets veranderd."))
    asks = member.must_name_organisation
    member.claimed_organisation = name
    if asks:
        member.asked_again_at = now
        db.session.flush()
        tell_judges(member, now=now)
