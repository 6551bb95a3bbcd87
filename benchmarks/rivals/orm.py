"""Loading through the ORM: the project's own models, in the way a first version would.

All profiles with their regions and expertise, two more queries for each thousand (`selectinload`),
then the reference: one profile at a time. Without any web around it, and from a database in
memory, so this is the least that it costs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, insert, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.pool import StaticPool

from benchmarks.country.facts import TODAY
from benchmarks.population import Country
from benchmarks.rivals.oracle import Oracle
from benchmarks.rivals.peer import InProcess
from benchmarks.rivals.question import Question
from drakenmatch import AgeRange, Kind, Level, Practitioner, Room
from drakennet.database import Base
from drakennet.practitioners.models import PractitionerProfile, ProfileExpertise, ProfileRegion

THEN = datetime(2026, 1, 1, tzinfo=UTC)


class Orm(InProcess):
    """A session on a database in memory."""

    name = "ORM load"

    def __init__(self, session: Session) -> None:
        self.session = session

    def best(self, asked: Question) -> list[str]:
        """Load everybody and score them one by one."""
        answers = Oracle(asked.request, TODAY).answers(map(_value, self.load()))
        return [each.id for each in answers[:20]]

    def load(self) -> list[PractitionerProfile]:
        """Load everybody anew, as each web request would."""
        self.session.expunge_all()
        both = (PractitionerProfile.regions, PractitionerProfile.expertise)
        statement = select(PractitionerProfile).options(*map(selectinload, both))
        return list(self.session.scalars(statement))


@contextmanager
def opened(country: Country) -> Iterator[Orm]:
    """Fill a database."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        _fill(session, country)
        yield Orm(session)
    engine.dispose()


def _fill(session: Session, country: Country) -> None:
    people = list(country)
    session.execute(insert(PractitionerProfile), [_row(who) for who in people])
    session.execute(
        insert(ProfileRegion),
        [
            {"profile_id": UUID(who.id), "region_slug": slug}
            for who in people
            for slug in sorted(who.regions)
        ],
    )
    session.execute(
        insert(ProfileExpertise),
        [
            {"profile_id": UUID(who.id), "term_slug": slug, "level": level.value}
            for who in people
            for slug, level in who.expertise.items()
        ],
    )
    session.commit()


def _row(who: Practitioner) -> dict[str, Any]:
    """Write a profile. The organisation stands elsewhere on the site; here it rides along."""
    names = ("travel_km", "online", "room_from", "room_confirmed", "open_requests")
    more = ("max_open_requests", "paused_until", "last_asked")
    return {
        "id": UUID(who.id),
        "member_id": UUID(who.id),
        "role": next(iter(who.roles)),
        "professions": [],
        "municipality_code": who.municipality,
        "ages": None if who.ages is None else [list(each) for each in who.ages],
        "room": who.room.value if who.room else None,
        "kinds": sorted(who.kinds),
        "about": who.organisation or "",
        "findable": True,
        "created_at": THEN,
        "updated_at": THEN,
        "version": 1,
        **{
            name: None if (stated := getattr(who, name)) is None else sorted(stated)
            for name in ("languages", "settings", "funding")
        },
        **{name: getattr(who, name) for name in (*names, *more)},
    }


def _value(profile: PractitionerProfile) -> Practitioner:
    return Practitioner(
        id=str(profile.id),
        organisation=profile.about or None,
        roles=frozenset({profile.role}),
        municipality=profile.municipality_code,
        regions=frozenset(each.region_slug for each in profile.regions),
        travel_km=profile.travel_km,
        online=profile.online,
        expertise={each.term_slug: Level(each.level) for each in profile.expertise},
        ages=None if profile.ages is None else tuple(AgeRange(*each) for each in profile.ages),
        languages=None if profile.languages is None else frozenset(profile.languages),
        settings=None if profile.settings is None else frozenset(profile.settings),
        funding=None if profile.funding is None else frozenset(profile.funding),
        room=Room(profile.room) if profile.room else None,
        room_from=profile.room_from,
        room_confirmed=profile.room_confirmed,
        kinds=frozenset(map(Kind, profile.kinds)),
        open_requests=profile.open_requests,
        max_open_requests=profile.max_open_requests,
        paused_until=profile.paused_until,
    )
