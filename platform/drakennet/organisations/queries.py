"""Questions about organisations."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from itsdangerous import BadSignature
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from drakenmatch.folding import key
from drakennet.accounts.models import WORKS_SOMEWHERE, RoleName, User
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation, WorkInvite
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality
from drakennet.signing import signer

INVITE = "work-invite"  # what is signed for this is no link elsewhere


def works_at(member: User, organisation_id: UUID) -> bool:
    statement = select(Membership.id).where(
        Membership.member_id == member.id,
        Membership.organisation_id == organisation_id,
        Membership.ended_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none() is not None


def current_memberships(member: User) -> Sequence[Membership]:
    """Where the member works now, the first joined first."""
    statement = _current().where(Membership.member_id == member.id)
    return db.session.scalars(statement.order_by(Membership.started_at, Membership.id)).all()


def names_work(member: User, places: Sequence[Membership]) -> bool:
    """Whether a project leader has to hear where the member works, or may hear it better."""
    works_somewhere = any(member.is_a(role) for role in WORKS_SOMEWHERE)
    return member.must_name_organisation or (member.waiting and works_somewhere and not places)


def colleagues_at(organisation_id: UUID) -> Sequence[Membership]:
    """Who works there now, by name."""
    statement = _current().where(Membership.organisation_id == organisation_id)
    return db.session.scalars(statement.join(Membership.member).order_by(User.name, User.id)).all()


def contacts_at(organisation_id: UUID) -> Sequence[User]:
    """Who may read the requests of an organisation, the one who is there longest first."""
    there = sorted(colleagues_at(organisation_id), key=lambda one: (one.started_at, one.id))
    members = [one.member for one in there if one.member.approved]
    return [one for one in members if one.is_a(RoleName.ORGANISATION_CONTACT)]


def contact_at(organisation_id: UUID, preferred: User) -> User | None:
    """Whom to write to at an organisation: who asked, or else the contact who is there longest."""
    contacts = contacts_at(organisation_id)
    return preferred if preferred in contacts else next(iter(contacts), None)


def _current() -> Select[Membership]:
    return (
        select(Membership)
        .where(Membership.ended_at.is_(None))
        .options(joinedload(Membership.member), joinedload(Membership.organisation))
    )


def manages(member: User, organisation_id: UUID) -> bool:
    return any(
        one.manages and one.organisation_id == organisation_id
        for one in current_memberships(member)
    )


def managers_for_update(organisation_id: UUID) -> Sequence[Membership]:
    """The managers as they are now; whoever else changes who manages, waits."""
    lock = select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()
    db.session.execute(lock).all()
    statement = (
        select(Membership)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
            Membership.manages,
        )
        .order_by(Membership.started_at, Membership.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).all()


def membership(membership_id: UUID) -> Membership | None:
    """One that has not ended."""
    return db.session.scalars(_current().where(Membership.id == membership_id)).one_or_none()


def organisation(organisation_id: UUID) -> Organisation | None:
    return db.session.get(Organisation, organisation_id)


def invite(invite_id: UUID) -> WorkInvite | None:
    return db.session.get(WorkInvite, invite_id)


def open_invites(organisation_id: UUID, *, now: datetime) -> Sequence[WorkInvite]:
    """What waits for an answer, the last first."""
    statement = select(WorkInvite).where(
        WorkInvite.organisation_id == organisation_id,
        WorkInvite.accepted_at.is_(None),
        WorkInvite.withdrawn_at.is_(None),
        WorkInvite.expires_at > now,
    )
    found = statement.order_by(WorkInvite.invited_at.desc(), WorkInvite.id)
    return [one for one in db.session.scalars(found) if is_open(one, now=now)]


def is_open(invite: WorkInvite, *, now: datetime) -> bool:
    """Whether it can be accepted: as long as it lasts, and who sent it still manages."""
    sender = invite.invited_by
    return invite.open_on(now) and sender.approved and manages(sender, invite.organisation_id)


def invite_token(invite: WorkInvite) -> str:
    return str(signer(INVITE).dumps(str(invite.id)))


def invite_by_token(token: str) -> WorkInvite | None:
    """The invitation of a link; None for a link that is not ours."""
    try:
        return invite(UUID(signer(INVITE).loads(token)))
    except (BadSignature, ValueError):
        return None


def organisation_named(name: str) -> Organisation | None:
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()


def organisations_in(region_slug: str) -> Sequence[Organisation]:
    """The organisations of a region, by name."""
    statement = (
        select(Organisation)
        .join(Organisation.municipality)
        .where(Municipality.region_slug == region_slug)
        .order_by(Organisation.name, Organisation.id)
    )
    return db.session.scalars(statement).all()


def organisations_like(name: str, *, most: int = 4) -> Sequence[Organisation]:
    """Which organisations may be meant: those known to be called so, else what looks like it.

    Only to choose from: nobody is put with an organisation because of a likeness.
    """
    every = db.session.scalars(select(Organisation).order_by(Organisation.name)).all()
    named = {one.name: one for one in every}
    return [named[each.name] for each in reference.other_names().suggest(name, named, most=most)]


def same_name(one: str, other: str) -> bool:
    """Apart from capitals, accents and signs."""
    return bool(key(one)) and key(one) == key(other)
