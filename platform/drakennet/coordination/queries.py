"""Questions of the regional project leader: who waits, who is there."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from drakenmatch import Assignment, Method, assign
from drakennet.accounts.models import RoleName, User
from drakennet.accounts.queries import ACTIVE, APPROVED, WAITING, has_role
from drakennet.clock import AMSTERDAM
from drakennet.coordination.models import Check
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation
from drakennet.practitioners.models import ColleagueProfile, PractitionerProfile
from drakennet.practitioners.queries import (
    findable_per_region,
    fresh_pool,
    name_for,
    profiles_by_id,
)
from drakennet.practitioners.visibility import Audience
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality, Region
from drakennet.requests.models import Answer, CareRequest, Question
from drakennet.requests.queries import outdated, searched

RECENTLY = timedelta(days=30)
MOST_DIVIDED = 100  # requests at once: with more the page would keep people waiting


@dataclass(frozen=True, slots=True)
class Colleague:
    """A line in the register of aandachtsfunctionarissen."""

    member_id: UUID
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
    return db.session.scalars(select(User).where(User.id == member_id, ACTIVE)).one_or_none()


def waiting(regions: Collection[Region]) -> Sequence[User]:
    """Who waits in these regions, the longest first."""
    since = func.coalesce(User.asked_again_at, User.confirmed_at)
    statement = _in(regions).where(WAITING).order_by(since, User.id)
    return db.session.scalars(statement).all()


def rejected(regions: Collection[Region], *, now: datetime) -> Sequence[User]:
    """Who was turned down not long ago, the last first; that can be undone."""
    lately = _in(regions).where(ACTIVE, User.rejected_at > now - RECENTLY)
    return db.session.scalars(lately.order_by(User.rejected_at.desc(), User.id)).all()


def blocked_member(member_id: UUID) -> User | None:
    """Somebody who was blocked, and may be let in again."""
    is_blocked = User.blocked_at.is_not(None) & User.erased_at.is_(None)
    return db.session.scalars(select(User).where(User.id == member_id, is_blocked)).one_or_none()


def blocked(regions: Collection[Region]) -> Sequence[User]:
    """Who is blocked in these regions, the last first."""
    out = _in(regions).where(User.blocked_at.is_not(None), User.erased_at.is_(None))
    return db.session.scalars(out.order_by(User.blocked_at.desc(), User.id)).all()


def checks_of(someone: User) -> Sequence[Check]:
    """What was looked at, the last first."""
    statement = (
        select(Check)
        .where(Check.member_id == someone.id)
        .options(joinedload(Check.by))
        .order_by(Check.made_at.desc(), Check.id)
    )
    return db.session.scalars(statement).all()


def to_renew(regions: Collection[Region]) -> Sequence[User]:
    """Whose approval is nearly a year old, the oldest first."""
    statement = _in(regions).where(APPROVED, User.renewal_asked_at.is_not(None))
    return db.session.scalars(statement.order_by(User.approved_at, User.id)).all()


def approved_before(moment: datetime, *, asked: bool) -> Sequence[User]:
    """Members approved then or earlier, who were or were not told that the year is nearly over.

    Whoever judges one of them now goes first, and whoever comes later waits.
    """
    told = User.renewal_asked_at.is_not(None) if asked else User.renewal_asked_at.is_(None)
    appointed = has_role(RoleName.COORDINATOR, RoleName.ADMINISTRATOR)
    statement = select(User).where(APPROVED, User.approved_at <= moment, told, ~appointed)
    in_order = statement.order_by(User.approved_at, User.id).with_for_update(skip_locked=True)
    return db.session.scalars(in_order.execution_options(populate_existing=True)).all()


def days_waiting(someone: User, *, today: date) -> int:
    """In days of the calendar, as people count."""
    since = someone.waiting_since or someone.created_at
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
        .where(has_role(RoleName.AANDACHTSFUNCTIONARIS))
        .order_by(User.name, User.id, Organisation.name)
    )
    found: dict[UUID, tuple[str, date | None, list[str]]] = {}
    for member_id, name, since, organisation in db.session.execute(statement):
        organisations = found.setdefault(member_id, (name, since, []))[2]
        organisations += [organisation] if organisation else []
    return [
        Colleague(member_id, name, ", ".join(places), since)
        for member_id, (name, since, places) in found.items()
    ]


def practitioner_counts(region: Region) -> Mapping[str, int]:
    """How many are approved, made a profile, and can be found for work in this region."""
    practitioners = (
        select(func.count(User.id.distinct()), func.count(PractitionerProfile.id.distinct()))
        .select_from(User)
        .join(User.municipality)
        .join(PractitionerProfile, PractitionerProfile.member_id == User.id, isouter=True)
        .where(Municipality.region_slug == region.slug, APPROVED, has_role(RoleName.PRACTITIONER))
    )
    approved, with_profile = db.session.execute(practitioners).one()
    findable = findable_per_region().get(region.slug, 0)
    return {"approved": approved, "with_profile": with_profile, "findable": findable}


# ---- Whom to ask for the open requests ----


@dataclass(frozen=True, slots=True)
class Proposed:
    """A request and whom to ask for it; a project leader learns nothing of what is asked."""

    request: CareRequest
    days: int  # since it was made
    name: str = ""
    score: float = 0.0
    cooling_until: date | None = None
    fits: int = 0  # without a name: how many fit, all of them given to others


@dataclass(frozen=True, slots=True)
class Division:
    """The open requests of a region, each with a practitioner as far as there are places."""

    found: Assignment
    other: Assignment  # by the other method
    proposed: Sequence[Proposed]
    without: Sequence[Proposed]
    load: Sequence[tuple[str, int]]  # who is proposed more than once, the most first
    more: bool  # than are divided at once


def division(region: Region, method: Method, *, now: datetime) -> Division:
    """Divide the open requests of a region; nobody is asked anything."""
    today = now.astimezone(AMSTERDAM).date()
    every = open_requests(region)
    requests = {str(one.id): one for one in every[:MOST_DIVIDED] if not outdated(one)}
    asked, pool = [searched(one) for one in requests.values()], fresh_pool()
    found = {way: assign(pool, asked, today=today, method=way) for way in Method}
    chosen = found[method]
    days = {key: (today - _day(one.created_at)).days for key, one in requests.items()}
    pairs = sorted(chosen.pairs, key=lambda pair: -days[pair.request_id])
    names = _names(region, [pair.match.practitioner_id for pair in pairs])
    return Division(
        found=chosen,
        other=next(one for way, one in found.items() if way is not method),
        proposed=[
            Proposed(
                requests[pair.request_id],
                days[pair.request_id],
                name=names[pair.match.practitioner_id],
                score=pair.match.score,
                cooling_until=pair.match.cooling_until,
            )
            for pair in pairs
        ],
        without=[
            Proposed(requests[one.request_id], days[one.request_id], fits=one.fits)
            for one in sorted(chosen.unassigned, key=lambda one: -days[one.request_id])
        ],
        load=sorted(
            ((names[key], number) for key, number in chosen.load.items() if number > 1),
            key=lambda one: (-one[1], one[0]),
        ),
        more=len(every) > MOST_DIVIDED,
    )


def open_requests(region: Region) -> Sequence[CareRequest]:
    """Of the organisations of a region, not closed and without a yes; the oldest first."""
    accepted = CareRequest.questions.any(Question.answer == Answer.YES)
    statement = (
        select(CareRequest)
        .join(CareRequest.organisation)
        .join(Municipality, Municipality.code == Organisation.municipality_code)
        .where(Municipality.region_slug == region.slug, CareRequest.closed_at.is_(None), ~accepted)
        .options(joinedload(CareRequest.organisation), selectinload(CareRequest.questions))
        .order_by(CareRequest.created_at, CareRequest.id)
        .limit(MOST_DIVIDED + 1)
    )
    return db.session.scalars(statement).all()


def _names(region: Region, ids: Collection[str]) -> Mapping[str, str]:
    """Whom the project leader knows by name: who works in the region; others by their region."""
    profiles = profiles_by_id(ids)
    return _told_apart({key: _name(region, profiles.get(key)) for key in ids})


def _told_apart(names: Mapping[str, str]) -> Mapping[str, str]:
    """Number those who are called the same, in the order in which they are given."""
    often, seen = Counter(names.values()), Counter[str]()
    told = dict(names)
    for key, name in names.items():
        if often[name] > 1:
            seen[name] += 1
            told[key] = f"{name} ({seen[name]})"
    return told


def _name(region: Region, profile: PractitionerProfile | None) -> str:
    works_in = {each.region_slug: each.region.name for each in profile.regions} if profile else {}
    if profile and region.slug in works_in:
        return name_for(profile, Audience.MEMBERS)
    if works_in:
        return str(_("Behandelaar uit %(region)s", region=min(works_in.values())))
    return str(_("Behandelaar buiten deze regio"))


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _in(regions: Collection[Region]) -> Select[User]:
    slugs = [region.slug for region in regions]
    return select(User).join(User.municipality).where(Municipality.region_slug.in_(slugs))
