"""Whom to ask for intervision: the members as the matcher takes them, and who it chooses."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload

from drakenmatch.compose import compose_group
from drakenmatch.gathering import Colleague, Gathering, Invitee
from drakennet.accounts.models import RoleName, User
from drakennet.accounts.queries import APPROVED
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.intervision import queries
from drakennet.intervision.models import (
    NO_THEME,
    OFFERS,
    Invitation,
    MomentAnswer,
    Person,
    Proposal,
    Proposed,
    Session,
)
from drakennet.organisations.models import Membership, Organisation
from drakennet.practitioners.models import ColleagueProfile
from drakennet.reference.models import Municipality

A_MONTH = timedelta(days=31)


class Plan(Protocol):
    """A session, or what is to become one."""

    @property
    def region_slug(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def with_veilig_thuis(self) -> bool: ...


def proposal(
    organiser: User,
    plan: Plan,
    number: int,
    *,
    now: datetime,
    present: Collection[UUID] = (),
    apart: Collection[UUID] = (),
    preferred: Collection[UUID] = (),
) -> Proposal:
    """Those preferred, then the best of the own region, of its neighbours, and of anywhere.

    `present` are in the group already; `apart` are left out.
    """
    today = now.astimezone(AMSTERDAM).date()
    here = people([organiser.id], now=now) + people(present, now=now)
    pool = [each for each in _agreed(now=now) if each.member_id not in {organiser.id, *apart}]
    gathering = _gathering(here[0], plan, number)
    circles: tuple[Callable[[Person], bool], ...] = (
        lambda who: who.member_id in preferred,
        lambda who: plan.region_slug in who.value.regions,
        lambda who: bool(who.value.regions & gathering.neighbours),
        lambda _who: True,
    )
    chosen: list[Proposed] = []
    for circle in circles:
        chosen += _best(filter(circle, pool), here, chosen, gathering, today=today)
    beside = replace(gathering, present=tuple(each.value for each in here[1:]))
    closed = compose_group([each.value for each in pool], beside, today=today).closed
    return Proposal(people=tuple(chosen), closed=closed)


def _gathering(inviter: Person, plan: Plan, number: int) -> Gathering:
    place = queries.region(plan.region_slug)
    return Gathering(
        id=inviter.value.id,  # equals turn by the day, not at every look
        inviter=replace(inviter.value, regions=frozenset({plan.region_slug})),
        seats=number,
        theme=None if plan.theme == NO_THEME else plan.theme,
        online=not plan.place,
        neighbours=frozenset(place.neighbours if place else ()),
        veilig_thuis=plan.with_veilig_thuis,
    )


def _best(
    circle: Iterable[Person],
    here: Sequence[Person],
    chosen: Sequence[Proposed],
    gathering: Gathering,
    *,
    today: date,
) -> list[Proposed]:
    """The best of a circle for what is left to ask; who has two employers counts at both."""
    group = [*here, *(one.person for one in chosen)]
    pool = {each.value.id: each for each in circle}
    found: list[Proposed] = []
    while left := gathering.seats - len(chosen) - len(found):
        taken = frozenset().union(*(each.organisations for each in group))
        pool = {key: each for key, each in pool.items() if not each.organisations & taken}
        beside = replace(gathering, seats=left, present=tuple(each.value for each in group[1:]))
        composed = compose_group([each.value for each in pool.values()], beside, today=today)
        fitting = _of_different_organisations(composed.invitees[:left], pool)
        if not fitting:
            break
        found += fitting
        group += [one.person for one in fitting]
    return found


def _of_different_organisations(
    invitees: Sequence[Invitee], pool: Mapping[str, Person]
) -> list[Proposed]:
    """All before the first who shares an organisation with an earlier one."""
    found, taken = list[Proposed](), frozenset[UUID]()
    for invitee in invitees:
        person = pool[invitee.colleague_id]
        if person.organisations & taken:
            break
        taken |= person.organisations
        found.append(Proposed(person, invitee))
    return found


def people(ids: Collection[UUID], *, now: datetime) -> list[Person]:
    """These members, whether or not they can be asked; by id."""
    return _described(select(User).where(User.id.in_(ids)), now)


def unchanged(person: Person, *, now: datetime) -> bool:
    """Nobody asked them in the meantime, nor can until this transaction ends."""
    profile = select(ColleagueProfile).where(ColleagueProfile.member_id == person.member_id)
    locked = profile.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    if db.session.scalars(locked).one_or_none() is None:
        return False
    return people([person.member_id], now=now) == [person]


def _agreed(*, now: datetime) -> list[Person]:
    """Approved members who agreed to be asked; the other rules are the matcher's."""
    agreed = exists().where(
        ColleagueProfile.member_id == User.id, ColleagueProfile.agreed_at.is_not(None)
    )
    return _described(select(User).where(APPROVED, queries.COMES, agreed), now)


def _described(statement: Select[User], now: datetime) -> list[Person]:
    whole = statement.options(
        joinedload(User.municipality).joinedload(Municipality.region), selectinload(User.roles)
    )
    members = db.session.scalars(whole.order_by(User.id)).all()
    ids = [member.id for member in members]
    profiles, places = _profiles(ids), _organisations(ids)
    asked, met = _asked(ids, now=now), _met(ids)
    return [
        _person(
            member,
            profiles.get(member.id),
            places.get(member.id, []),
            asked.get(member.id, Asked(0, None, accepted=False)),
            met.get(member.id, frozenset()),
        )
        for member in members
    ]


class Asked(NamedTuple):
    """What a member was asked of late."""

    this_month: int
    last: date | None
    accepted: bool  # that last one


def _person(
    member: User,
    profile: ColleagueProfile | None,
    places: Sequence[Organisation],
    asked: Asked,
    met: frozenset[str],
) -> Person:
    served = {grant.region_slug for grant in member.roles if grant.name == RoleName.VEILIG_THUIS}
    own = member.municipality.region
    value = Colleague(
        id=str(member.id),
        organisation=str(places[0].id) if places else None,
        regions=frozenset(filter(None, served)) or frozenset({own.slug}),
        sector=places[0].type_slug if places else None,
        met=met,
        veilig_thuis=bool(served),
        invitations_this_month=asked.this_month,
    )
    return Person(
        value=_as_stated(value, profile, asked) if profile else value,
        member_id=member.id,
        name=member.name,
        region_name=own.name,
        organisations=frozenset(place.id for place in places),
    )


def _as_stated(value: Colleague, profile: ColleagueProfile, asked: Asked) -> Colleague:
    dates = [day for day in (profile.last_invited, asked.last) if day]
    last = max(dates, default=None)
    return replace(
        value,
        disciplines=frozenset(filter(None, [profile.discipline])),
        expertise=frozenset(profile.themes),
        agreed=profile.agreed_at is not None,
        paused_until=profile.paused_until,
        last_invited=last,
        last_accepted=asked.accepted and asked.last == last,
        cap=profile.max_per_month,
        avoids=frozenset(profile.not_with),
    )


def _profiles(ids: Collection[UUID]) -> dict[UUID, ColleagueProfile]:
    statement = select(ColleagueProfile).where(ColleagueProfile.member_id.in_(ids))
    return {profile.member_id: profile for profile in db.session.scalars(statement)}


def _organisations(ids: Collection[UUID]) -> dict[UUID, list[Organisation]]:
    """Where these members work now, the newest first."""
    statement = (
        select(Membership)
        .where(Membership.member_id.in_(ids), Membership.ended_at.is_(None))
        .options(joinedload(Membership.organisation).joinedload(Organisation.type))
        .order_by(Membership.started_at.desc(), Membership.id)
    )
    found: dict[UUID, list[Organisation]] = {}
    for membership in db.session.scalars(statement):
        found.setdefault(membership.member_id, []).append(membership.organisation)
    return found


def _asked(ids: Collection[UUID], *, now: datetime) -> dict[UUID, Asked]:
    """From the invitations of a month, the newest last."""
    today = now.astimezone(AMSTERDAM).date()
    offered = exists().where(
        MomentAnswer.invitation_id == Invitation.id, MomentAnswer.can.in_(OFFERS)
    )
    statement = select(Invitation.member_id, Invitation.asked_at, offered).where(
        Invitation.member_id.in_(ids), Invitation.asked_at > now - A_MONTH
    )
    found: dict[UUID, Asked] = {}
    rows = db.session.execute(statement.order_by(Invitation.asked_at, Invitation.id))
    for member_id, asked_at, accepted in rows:
        day = asked_at.astimezone(AMSTERDAM).date()
        this_month = (day.year, day.month) == (today.year, today.month)
        before = found[member_id].this_month if member_id in found else 0
        found[member_id] = Asked(before + this_month, day, accepted=accepted)
    return found


def _met(ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """With whom they had a seat in a planned session, by id."""
    seated = (
        select(Session.id, Session.organiser_id, Invitation.member_id)
        .join(Invitation.session)
        .where(
            Session.planned_at.is_not(None),
            Session.cancelled_at.is_(None),
            Invitation.seat_taken_at.is_not(None),
        )
    )
    groups: dict[UUID, set[UUID]] = {}
    for session_id, organiser_id, member_id in db.session.execute(seated):
        groups.setdefault(session_id, {organiser_id}).add(member_id)
    met: dict[UUID, frozenset[str]] = {}
    for group in groups.values():
        for one in group & set(ids):
            met[one] = met.get(one, frozenset()) | {str(other) for other in group - {one}}
    return met
