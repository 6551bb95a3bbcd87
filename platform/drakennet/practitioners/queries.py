"""Questions about profiles, and the pool from which this process ranks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from drakenmatch import Match, Request, Wish
from drakenmatch.pool import Pool
from drakenmatch.values import CAP_WHEN_UNSTATED, AgeRange, Kind, Level, Practitioner, Room
from drakennet.accounts.models import RoleName, User
from drakennet.accounts.queries import APPROVED, has_role
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.extensions import language
from drakennet.organisations.models import Membership
from drakennet.practitioners.models import (
    ColleagueProfile,
    PractitionerProfile,
    ProfileExpertise,
    ProfileRegion,
)
from drakennet.practitioners.pool import KeptPool
from drakennet.practitioners.visibility import Audience, audience, shows
from drakennet.practitioners.wording import ROOM_KINDS, room_text
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality

# ---- Who can be found ----


def findable_ids() -> Select[UUID]:
    """The profiles that others may know of: approved, not blocked, own choice to be found."""
    return select(PractitionerProfile.id).join(PractitionerProfile.member).where(_is_findable())


def _is_findable() -> ColumnElement[bool]:
    """The one condition under which somebody is shown, counted or ranked."""
    return and_(
        PractitionerProfile.findable,
        APPROVED,
        has_role(RoleName.PRACTITIONER),
    )


def findable_per_region() -> Mapping[str, int]:
    """How many findable practitioners work in each region; a region with nobody is absent."""
    statement = (
        select(ProfileRegion.region_slug, func.count())
        .where(ProfileRegion.profile_id.in_(findable_ids()))
        .group_by(ProfileRegion.region_slug)
        .order_by(ProfileRegion.region_slug)
    )
    return dict(db.session.execute(statement).all())


def profiles_by_id(ids: Iterable[str | UUID]) -> dict[str, PractitionerProfile]:
    """The findable ones of the shown few, by the matcher's id, with all that a card shows."""
    wanted = [UUID(str(each)) for each in ids]
    statement = (
        select(PractitionerProfile)
        .where(PractitionerProfile.id.in_(wanted), PractitionerProfile.id.in_(findable_ids()))
        .options(
            joinedload(PractitionerProfile.member),
            joinedload(PractitionerProfile.municipality),
            selectinload(PractitionerProfile.regions).joinedload(ProfileRegion.region),
            selectinload(PractitionerProfile.expertise),
        )
        .order_by(PractitionerProfile.id)
    )
    return {str(profile.id): profile for profile in db.session.scalars(statement)}


def public_names(region_slug: str) -> Sequence[PractitionerProfile]:
    """The findable practitioners of a region who chose to be named to everybody, by name."""
    statement = (
        select(PractitionerProfile)
        .join(PractitionerProfile.regions)
        .join(PractitionerProfile.member)
        .where(
            ProfileRegion.region_slug == region_slug,
            PractitionerProfile.visibility["name"].as_string() == Audience.PUBLIC.name.lower(),
            PractitionerProfile.id.in_(findable_ids()),
        )
        .order_by(User.name, PractitionerProfile.id)
    )
    return db.session.scalars(statement).all()


def profile_of(member: User, *, to_change: bool = False) -> PractitionerProfile | None:
    """The member's own profile; `to_change` keeps others from changing it meanwhile."""
    statement = select(PractitionerProfile).where(PractitionerProfile.member_id == member.id)
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def colleague_of(member: User, *, to_change: bool = False) -> ColleagueProfile | None:
    """What the member said for intervision; `to_change` as above."""
    statement = select(ColleagueProfile).where(ColleagueProfile.member_id == member.id)
    if to_change:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(statement).one_or_none()


def colleagues_around(member: User) -> Sequence[User]:
    """The other aandachtsfunctionarissen of the own and neighbouring regions who agreed to this."""
    region = member.municipality.region
    agreed = select(ColleagueProfile.member_id).where(ColleagueProfile.agreed_at.is_not(None))
    statement = (
        select(User)
        .join(User.municipality)
        .where(
            APPROVED,
            User.id != member.id,
            User.id.in_(agreed),
            Municipality.region_slug.in_([region.slug, *region.neighbours]),
            has_role(RoleName.AANDACHTSFUNCTIONARIS),
        )
        .order_by(User.name, User.id)
    )
    return db.session.scalars(statement).all()


# ---- What is missing ----


def missing(profile: PractitionerProfile, *, today: date) -> tuple[list[str], int]:
    """The names of the questions without an answer, and how many questions there are."""
    answers = {
        "regions": profile.regions,
        "expertise": profile.expertise,
        "kinds": profile.kinds,
        "room": profile.room_on(today).stated,
        "professions": profile.professions,
        "municipality": profile.municipality_code,
        "about": profile.about,
    }
    unknown = ("travel_km", "online", "ages", "languages", "settings", "funding")
    gaps = [name for name, answer in answers.items() if not answer]
    gaps += [name for name in unknown if getattr(profile, name) is None]
    return gaps, len(answers) + len(unknown)


def hindrances(profile: PractitionerProfile, *, today: date) -> list[str]:
    """Why organisations do not find or ask this practitioner now; codes, the gravest first."""
    member = profile.member
    holds = {
        "waiting": not member.approved,
        "hidden": not profile.findable,
        "paused": profile.paused_until is not None and profile.paused_until >= today,
        "nothing": not profile.kinds or profile.max_open_requests == 0,
        "nowhere": not profile.regions and profile.municipality_code is None,
        "full": profile.open_requests >= cap_of(profile),
        "no-room": profile.room_on(today).stated == "no",
    }
    return [code for code, holds_now in holds.items() if holds_now]


def cap_of(profile: PractitionerProfile) -> int:
    cap = profile.max_open_requests
    return CAP_WHEN_UNSTATED if cap is None else cap


def as_searchers_see(profile: PractitionerProfile, *, today: date) -> Match | None:
    """How the profile comes out of a request for just what it offers; None without room."""
    (value,) = _values({profile.id})
    kind = Kind.STRUCTURAL  # the one that both roles are open to
    willing = replace(value, kinds=frozenset({kind}), open_requests=0, paused_until=None)
    pool = Pool(reference.vocabulary(), reference.places())
    pool.put(willing)
    request = Request(
        id=f"voorbeeld-{profile.id}",
        kind=kind,
        regions=value.regions,
        wishes=tuple(Wish(term=slug) for slug in sorted(value.expertise)),
    )
    ranking = pool.rank(request, today=today)
    return next(iter([*ranking.fits, *ranking.nearly]), None)


# ---- What a card shows ----


@dataclass(frozen=True)
class Card:
    """What searchers see of a practitioner beside the reasons; never how to reach them."""

    profile_id: UUID
    name: str
    profession: str
    place: str
    terms: Sequence[str]
    room_text: str
    room_kind: str
    room_confirmed: date | None
    about: str
    languages: Sequence[str] = ()
    url: str | None = None


def cards(ids: Iterable[str | UUID], *, today: date) -> dict[str, Card]:
    """The cards of the shown few, by the matcher's id; who may not be found has none."""
    return {key: card(profile, today=today) for key, profile in profiles_by_id(ids).items()}


def card(profile: PractitionerProfile, *, today: date, to: Audience = Audience.MEMBERS) -> Card:
    """What people in one circle see, field by field as the practitioner chose."""
    label = partial(reference.vocabulary().label, language=language())
    room = profile.room_on(today)
    return Card(
        profile_id=profile.id,
        name=name_for(profile, to),
        profession=", ".join(label(slug) for slug in profile.professions or [profile.role]),
        place=_place(profile, to),
        terms=[label(each.term_slug) for each in profile.expertise],
        room_text=room_text(room),
        room_kind=ROOM_KINDS.get(room.stated, "neutral") if room.fresh else "neutral",
        room_confirmed=room.confirmed,
        about=profile.about if shows(profile, "about", to) else "",
        languages=[label(code) for code in profile.languages or ()],
    )


def name_for(profile: PractitionerProfile, to: Audience) -> str:
    """The name, or what stands for it until the yes."""
    if shows(profile, "name", to):
        return profile.member.name
    return str(_("Behandelaar (naam volgt na een ja)"))


def _place(profile: PractitionerProfile, to: Audience) -> str:
    """The base, then the regions other than its own."""
    base = profile.municipality if shows(profile, "place", to) else None
    regions = [each.region.name for each in profile.regions]
    return ", ".join([base.name, *regions] if base else regions)


# ---- The pool ----


def fresh_pool() -> Pool:
    """The pool to rank from now, with every change that was saved before this call."""
    kept: KeptPool = current_app.extensions["pool"]
    return kept.fresh(lambda: (reference.vocabulary(), reference.places()), _for_the_pool)


def _for_the_pool(ids: Collection[UUID] | None) -> Iterator[tuple[Practitioner, Sequence[str]]]:
    texts = _texts(ids)
    for practitioner in matchable(ids):
        yield practitioner, texts.get(practitioner.id, ())


def matchable(ids: Collection[UUID] | None = None) -> Iterator[Practitioner]:
    """The findable profiles as the matcher takes them: all, or those of these ids."""
    return _values(ids, PractitionerProfile.id.in_(findable_ids()))


def _values(
    ids: Collection[UUID] | None, *conditions: ColumnElement[bool]
) -> Iterator[Practitioner]:
    """Read as rows, so that nothing an open session remembers can be older than the log."""
    table = PractitionerProfile.__table__
    one_of = PractitionerProfile.id.in_(ids) if ids is not None else true()
    statement = select(*table.c).where(one_of, *conditions)
    regions, expertise, organisations = _regions(ids), _expertise(ids), _organisations(ids)
    for row in db.session.execute(statement.order_by(PractitionerProfile.id)).all():
        yield _practitioner(
            row, regions[row.id], expertise[row.id], organisations.get(row.member_id)
        )


def _practitioner(
    row: Row[Any], regions: set[str], expertise: Mapping[str, str], organisation: UUID | None
) -> Practitioner:
    return Practitioner(
        id=str(row.id),
        organisation=str(organisation) if organisation else None,
        roles=frozenset({row.role}),
        # Shown to nobody, it is no distance either: three distances would give it away.
        municipality=row.municipality_code if audience(row.visibility, "place") else None,
        regions=frozenset(regions),
        travel_km=row.travel_km,
        online=row.online,
        expertise={slug: counting_level(level) for slug, level in expertise.items()},
        ages=None if row.ages is None else tuple(AgeRange(*each) for each in row.ages),
        languages=_stated(row.languages),
        settings=_stated(row.settings),
        funding=_stated(row.funding),
        room=Room(row.room) if row.room else None,
        room_from=row.room_from,
        room_confirmed=row.room_confirmed,
        kinds=frozenset(map(Kind, row.kinds)),
        open_requests=row.open_requests,
        max_open_requests=row.max_open_requests,
        paused_until=row.paused_until,
        last_asked=row.last_asked,
        since=row.created_at.astimezone(AMSTERDAM).date(),
    )


def _texts(ids: Collection[UUID] | None) -> Mapping[str, list[str]]:
    """What members may be found by in their own words: what the practitioner shows to members."""
    table = PractitionerProfile
    statement = select(table.id, table.visibility, table.about, User.name).join(table.member)
    if ids is not None:
        statement = statement.where(table.id.in_(ids))
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in db.session.execute(statement):
        shown = {"name": row.name, "about": row.about}
        for field_name, text in shown.items():
            if text and audience(row.visibility, field_name) >= Audience.MEMBERS:
                texts[str(row.id)].append(text)
    return texts


def counting_level(claimed: str) -> Level:
    """The level that counts: above `zelfstandig` only once a coordinator has seen the evidence.

    No page records that evidence yet, so nobody counts for more.
    """
    return min(Level(claimed), Level.INDEPENDENT, key=lambda level: level.step)


def _stated(answers: list[str] | None) -> frozenset[str] | None:
    """Keep unknown apart from none."""
    return None if answers is None else frozenset(answers)


def _regions(ids: Collection[UUID] | None) -> Mapping[UUID, set[str]]:
    regions: defaultdict[UUID, set[str]] = defaultdict(set)
    statement = select(ProfileRegion.profile_id, ProfileRegion.region_slug)
    if ids is not None:
        statement = statement.where(ProfileRegion.profile_id.in_(ids))
    for profile_id, slug in db.session.execute(statement):
        regions[profile_id].add(slug)
    return regions


def _expertise(ids: Collection[UUID] | None) -> Mapping[UUID, dict[str, str]]:
    expertise: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
    statement = select(
        ProfileExpertise.profile_id, ProfileExpertise.term_slug, ProfileExpertise.level
    )
    if ids is not None:
        statement = statement.where(ProfileExpertise.profile_id.in_(ids))
    for profile_id, slug, level in db.session.execute(statement):
        expertise[profile_id][slug] = level
    return expertise


def _organisations(ids: Collection[UUID] | None) -> Mapping[UUID, UUID]:
    """Where each member works now; of several, the one joined last."""
    statement = (
        select(Membership.member_id, Membership.organisation_id)
        .join(PractitionerProfile, PractitionerProfile.member_id == Membership.member_id)
        .where(Membership.ended_at.is_(None))
        .order_by(Membership.started_at, Membership.id.desc())
    )
    if ids is not None:
        statement = statement.where(PractitionerProfile.id.in_(ids))
    return dict(db.session.execute(statement).all())
