"""The rules of profiles: who changes what, and how every change reaches the pools.

Every process ranks from a pool in memory and reads, before it ranks, the log of changed profiles
(`pool_change`). What is saved through the session is noticed by itself, below; only an UPDATE
written out must say `changed`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import CursorResult, event, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.attributes import flag_modified

from drakenmatch.values import CAP_WHEN_UNSTATED, Kind, Level, Role
from drakennet.access.services import may_look
from drakennet.accounts.models import RoleGrant, User
from drakennet.database import db, in_turn
from drakennet.errors import Refusal
from drakennet.organisations.models import Membership
from drakennet.practitioners import queries
from drakennet.practitioners.models import (
    ColleagueProfile,
    PoolChange,
    PractitionerProfile,
    ProfileExpertise,
    ProfileRegion,
)
from drakennet.reference import queries as reference

_NOTED = "changed profiles"
LOG = 7_307_001  # under this lock rows are added to the log of changes


KINDS_AT_FIRST = {
    Role.TREATS: [Kind.CASE.value, Kind.STRUCTURAL.value, Kind.ADVICE.value],
    Role.ASPIRES: [Kind.STRUCTURAL.value],
}


# ---- What somebody says of themselves ----


def begin(
    member: User,
    *,
    role: str,
    regions: Iterable[str],
    expertise: Iterable[str],
    room: str,
    room_from: date | None,
    today: date,
    now: datetime,
) -> PractitionerProfile | None:
    """Make a usable profile from the first choices; None when there was one already."""
    profile = PractitionerProfile(
        member_id=member.id,
        role=role,
        municipality_code=member.municipality_code,
        kinds=KINDS_AT_FIRST[Role(role)],
        regions=[ProfileRegion(region_slug=slug) for slug in regions],
        expertise=[
            ProfileExpertise(term_slug=slug, level=presumed_level(role, slug)) for slug in expertise
        ],
        room=room,
        room_from=room_from,
        room_confirmed=today,
        created_at=now,
        updated_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(profile)
    except IntegrityError:  # pressed twice at the same instant
        return None
    return profile


def presumed_level(role: str, slug: str) -> Level:
    """How far somebody is in what was just chosen; only methods have a ladder."""
    aspires = role == Role.ASPIRES and reference.vocabulary().has_ladder(slug)
    return Level.TRAINING if aspires else Level.INDEPENDENT


def save(profile: PractitionerProfile, values: Mapping[str, Any], *, now: datetime) -> None:
    """Store what was stated: by column, `regions` a list, `expertise` a level by term."""
    plain = dict(values)
    regions, expertise = plain.pop("regions"), plain.pop("expertise")
    for name, value in plain.items():
        setattr(profile, name, value)
    profile.regions = [ProfileRegion(region_slug=slug) for slug in regions]
    profile.expertise = [
        ProfileExpertise(term_slug=slug, level=level) for slug, level in expertise.items()
    ]
    profile.updated_at = now
    flag_modified(profile, "updated_at")  # a list alone would leave the version as it was
    db.session.flush()


def state_room(
    profile: PractitionerProfile, room: str, room_from: date | None, *, today: date
) -> None:
    """Say and date whether there is room.

    It leaves the version alone, so that this one press makes no open form out of date.
    """
    _moved(
        profile.id,
        update(PractitionerProfile)
        .where(PractitionerProfile.id == profile.id)
        .values(room=room, room_from=room_from, room_confirmed=today),
    )


def still_true(profile: PractitionerProfile, *, today: date) -> None:
    """Confirm what was said; a date that has come has become a yes."""
    if profile.room is None:
        raise Refusal(_("U heeft nog niet gezegd of u plek heeft. Kies eerst ja of nee."))
    arrived = profile.room_from is not None and profile.room_from <= today
    room, room_from = ("yes", None) if arrived else (profile.room, profile.room_from)
    state_room(profile, room, room_from, today=today)


def save_colleague(member: User, values: Mapping[str, Any], *, agreed: bool, now: datetime) -> None:
    """Store what somebody says for intervision; the consent keeps the day it was given."""
    profile = queries.colleague_of(member) or ColleagueProfile(member_id=member.id)
    for name, value in values.items():
        setattr(profile, name, value)
    profile.agreed_at = (profile.agreed_at or now) if agreed else None
    db.session.add(profile)
    db.session.flush()


def choose_visibility(profile: PractitionerProfile, choices: Mapping[str, str]) -> None:
    """Store who sees what; it leaves the version alone, as a statement about room does."""
    own = PractitionerProfile.id == profile.id
    statement = update(PractitionerProfile).where(own).values(visibility=dict(choices))
    _moved(profile.id, statement)


# ---- Being seen ----


def open_cards(
    ids: Iterable[str], *, viewer: User, today: date, now: datetime
) -> tuple[dict[str, queries.Card], bool]:
    """The cards that the viewer may be shown now, by id, each counted as a look.

    The second is whether some were withheld, because the viewer looked at very many others.
    """
    profiles = queries.profiles_by_id(ids)
    allowed = may_look(viewer, [one.member_id for one in profiles.values()], now=now)
    cards = {
        key: queries.card(profile, today=today)
        for key, profile in profiles.items()
        if profile.member_id in allowed
    }
    return cards, len(cards) < len(profiles)


def open_names(
    member: User, own: ColleagueProfile | None, *, everybody: bool, now: datetime
) -> tuple[list[User], bool]:
    """The colleagues around whom the member may be shown now, each counted as a look.

    Who did not ask for everybody sees only whom they named before. The second is whether some
    were withheld.
    """
    named = set(own.not_with) if own else set()
    around = [one for one in queries.colleagues_around(member) if everybody or str(one.id) in named]
    allowed = may_look(member, [one.id for one in around], now=now)
    shown = [one for one in around if one.id in allowed]
    return shown, len(shown) < len(around)


# ---- Being asked ----


def hold(profile_id: UUID, *, today: date) -> bool:
    """Take one of the places for open requests; False when full, paused or no longer findable."""
    profile = PractitionerProfile
    cap = func.coalesce(profile.max_open_requests, CAP_WHEN_UNSTATED)
    statement = update(profile).where(
        profile.id == profile_id,
        profile.open_requests < cap,
        or_(profile.paused_until.is_(None), profile.paused_until < today),
        profile.id.in_(queries.findable_ids()),
    )
    return _moved(
        profile_id,
        statement.values(open_requests=profile.open_requests + 1, last_asked=today),
    )


def release(profile_id: UUID) -> bool:
    """Give a place back; False when there was none to give."""
    profile = PractitionerProfile
    statement = update(profile).where(profile.id == profile_id, profile.open_requests > 0)
    return _moved(profile_id, statement.values(open_requests=profile.open_requests - 1))


def answered(profile_id: UUID, last_asked: date | None) -> None:
    """Set since when the youngest unanswered question waits: None ends the cooling-off."""
    statement = update(PractitionerProfile).where(PractitionerProfile.id == profile_id)
    _moved(profile_id, statement.values(last_asked=last_asked))


def _moved(profile_id: UUID, statement: Any) -> bool:
    """Run a conditional update, that leaves `version` alone: the practitioner changed nothing."""
    result = db.session.execute(statement.execution_options(synchronize_session="fetch"))
    assert isinstance(result, CursorResult)
    if result.rowcount:
        changed(profile_id)
    return bool(result.rowcount)


# ---- The pools are told ----


def changed(profile_id: UUID) -> None:
    """Have every process read this profile again, once this transaction is kept."""
    db.session.connection()  # begins the transaction that keeps it or takes it back
    _noted(db.session()).add(profile_id)


def _noted(session: Session) -> set[UUID]:
    noted: set[UUID] = session.info.setdefault(_NOTED, set())
    return noted


def _profiles_of(session: Session, member_ids: Collection[UUID]) -> Collection[UUID]:
    statement = select(PractitionerProfile.id).where(PractitionerProfile.member_id.in_(member_ids))
    return session.scalars(statement).all() if member_ids else ()


def _notice_members(session: Session, *_more: object) -> None:
    """Approved, blocked, another role or organisation; before the flush, for it may delete."""
    touched = [*session.dirty, *session.deleted, *session.new]
    ids = {one.id for one in touched if isinstance(one, User)}
    ids |= {one.member_id for one in touched if isinstance(one, RoleGrant | Membership)}
    _noted(session).update(_profiles_of(session, ids - {None}))


def _notice_profiles(session: Session, *_more: object) -> None:
    """After the flush, for only then has a new profile its id."""
    for one in [*session.new, *session.dirty, *session.deleted]:
        if isinstance(one, PractitionerProfile):
            _noted(session).add(one.id)
        elif isinstance(one, ProfileRegion | ProfileExpertise):
            _noted(session).add(one.profile_id)


def _write_log(session: Session) -> None:
    """Append what changed, as the very last thing of the transaction.

    On PostgreSQL numbers are handed out before the commit, so a lower number could become visible
    after a higher one and be missed by who has read the higher. Hence the lock, until the commit:
    the order of the numbers is the order of the commits. It is taken last, so that nobody who
    holds it waits for anything else. On SQLite only one transaction writes at a time.
    """
    if session.in_nested_transaction():
        return
    session.flush()
    profile_ids = sorted(_noted(session))
    if not profile_ids:
        return
    in_turn(session, LOG)
    session.execute(insert(PoolChange), [{"profile_id": each} for each in profile_ids])
    _noted(session).clear()


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Drop what was noted with what was taken back."""
    if ended.parent is None:
        _noted(session).clear()


event.listen(db.session, "before_flush", _notice_members)
event.listen(db.session, "after_flush", _notice_profiles)
event.listen(db.session, "before_commit", _write_log)
event.listen(db.session, "after_soft_rollback", _forget)
