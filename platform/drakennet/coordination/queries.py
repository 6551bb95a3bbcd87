"""Questions of the regional project leader: who waits, who is there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select

from drakennet.accounts.models import RoleGrant, RoleName, User
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation
from drakennet.practitioners.models import ColleagueProfile, PractitionerProfile
from drakennet.practitioners.queries import findable_per_region
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality, Region

RECENTLY = timedelta(days=30)
KNOWN = and_(User.confirmed_at.is_not(None), User.blocked_at.is_(None))
APPROVED = and_(KNOWN, User.approved_at.is_not(None), User.rejected_at.is_(None))
WAITING = and_(KNOWN, User.approved_at.is_(None), User.rejected_at.is_(None))


@dataclass(frozen=True, slots=True)
class Colleague:
    """A line in the register of aandachtsfunctionarissen."""

    name: str
    organisations: str
    verbindingsofficier_since: date | None


def regions_of(member: User, *, today: date) -> Sequence[Region]:
    """The regions that the member looks after; an administrator all, by name."""
    every = reference.regions(today=today)
    if member.is_a(RoleName.ADMINISTRATOR):
        return every
    return [region for region in every if member.coordinates(region.slug)]


def member(member_id: UUID) -> User | None:
    """Somebody whose address is confirmed; the others are no business of a coordinator."""
    return db.session.scalars(select(User).where(User.id == member_id, KNOWN)).one_or_none()


def waiting(regions: Collection[Region]) -> Sequence[User]:
    """Who waits in these regions, the longest first."""
    statement = _in(regions).where(WAITING).order_by(User.confirmed_at, User.id)
    return db.session.scalars(statement).all()


def rejected(regions: Collection[Region], *, now: datetime) -> Sequence[User]:
    """Who was turned down not long ago, the last first; that can be undone."""
    lately = _in(regions).where(KNOWN, User.rejected_at > now - RECENTLY)
    return db.session.scalars(lately.order_by(User.rejected_at.desc(), User.id)).all()


def days_waiting(someone: User, *, today: date) -> int:
    """In days of the calendar, as people count."""
    since = someone.confirmed_at or someone.created_at
    return (today - since.astimezone(AMSTERDAM).date()).days


def register(region: Region) -> Sequence[Colleague]:
    """The aandachtsfunctionarissen of a region, by name."""
    statement = (
        select(User.id, User.name, ColleagueProfile.verbindingsofficier_since, Organisation.name)
        .join(User.municipality)
        .join(ColleagueProfile, ColleagueProfile.member_id == User.id, isouter=True)
        .join(
            Membership,
            and_(Membership.member_id == User.id, Membership.ended_at.is_(None)),
            isouter=True,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id, isouter=True)
        .where(Municipality.region_slug == region.slug, APPROVED)
        .where(_has(RoleName.AANDACHTSFUNCTIONARIS))
        .order_by(User.name, User.id, Organisation.name)
    )
    found: dict[UUID, tuple[str, date | None, list[str]]] = {}
    for member_id, name, since, organisation in db.session.execute(statement):
        organisations = found.setdefault(member_id, (name, since, []))[2]
        organisations += [organisation] if organisation else []
    return [Colleague(name, ", ".join(places), since) for name, since, places in found.values()]


def practitioner_counts(region: Region) -> Mapping[str, int]:
    """How many are approved, made a profile, and can be found for work in this region."""
    practitioners = (
        select(func.count(User.id.distinct()), func.count(PractitionerProfile.id.distinct()))
        .select_from(User)
        .join(User.municipality)
        .join(PractitionerProfile, PractitionerProfile.member_id == User.id, isouter=True)
        .where(Municipality.region_slug == region.slug, APPROVED, _has(RoleName.PRACTITIONER))
    )
    approved, with_profile = db.session.execute(practitioners).one()
    findable = findable_per_region().get(region.slug, 0)
    return {"approved": approved, "with_profile": with_profile, "findable": findable}


def _in(regions: Collection[Region]) -> Select[User]:
    slugs = [region.slug for region in regions]
    return select(User).join(User.municipality).where(Municipality.region_slug.in_(slugs))


def _has(role: RoleName) -> ColumnElement[bool]:
    return User.roles.any(RoleGrant.name == role)
