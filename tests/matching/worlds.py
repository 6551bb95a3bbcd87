"""Random worlds for the laws: practitioners and requests of every kind, made from few facts."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from hypothesis import strategies as st

from drakenmatch import (
    AgeRange,
    Group,
    Kind,
    Language,
    Level,
    Person,
    Practitioner,
    Request,
    Room,
    Route,
    Wish,
)
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    HAARLEM,
    HEEMSTEDE,
    LEEUWARDEN,
    TODAY,
    UITGEEST,
)

# `dev.py bench laws` tries every law so many times as often, and reads what was tried.
TIMES = int(os.environ.get("DRAKENNET_LAWS", "1"))
TRIED: Counter[str] = Counter()

TERMS = ("emdr", "emdr-kj", "traumabehandeling", "nika", "trauma", "ptss", "cgt")
BASES = (HAARLEM, HEEMSTEDE, AMSTERDAM, ALKMAAR, LEEUWARDEN, UITGEEST)
REGIONS = ("kennemerland", "amsterdam-amstelland", "noord-holland-noord", "friesland")
CODES = ("nl", "ar", "ary", "ti")
SETTINGS = ("vrouwenopvang", "crisisopvang", "ambulant")
FUNDING = ("jeugdwet", "jeugdwet:GM0392", "jeugdwet:GM0363", "zvw", "zvw:GM0392")

days = st.integers(-100, 100).map(lambda number: TODAY + timedelta(days=number))
kinds = st.sampled_from([Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE])
T = TypeVar("T")
ranges = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(
    lambda ends: AgeRange(min(ends), max(ends))
)


def some(of: Sequence[str], most: int = 3) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of), max_size=most)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


practitioners = st.builds(
    Practitioner,
    id=st.integers(0, 10**6).map(lambda number: f"p{number}"),
    organisation=maybe(st.sampled_from(["a", "b"])),
    roles=st.sampled_from(
        [frozenset({"behandelaar"})] * 3 + [frozenset({"aankomend-behandelaar"})]
    ),
    municipality=maybe(st.sampled_from(BASES)),
    regions=some(REGIONS),
    travel_km=maybe(st.sampled_from([0, 10, 30, 60, 200])),
    online=st.sampled_from([None, True, False]),
    expertise=st.dictionaries(st.sampled_from(TERMS), st.sampled_from(Level), max_size=4),
    ages=maybe(st.lists(ranges, max_size=3).map(tuple)),
    languages=maybe(some(CODES)),
    settings=maybe(some(SETTINGS)),
    funding=maybe(some(FUNDING)),
    room=maybe(st.sampled_from([Room.YES, Room.YES, Room.FROM, Room.NO])),
    room_from=maybe(days),
    room_confirmed=maybe(days.map(lambda day: min(day, TODAY))),
    kinds=st.frozensets(kinds, min_size=2),
    open_requests=st.integers(0, 3),
    max_open_requests=maybe(st.integers(0, 4)),
    paused_until=st.sampled_from([None] * 8 + [TODAY]),
    last_asked=maybe(days.map(lambda day: min(day, TODAY))),
)
pools = st.lists(practitioners, max_size=14, unique_by=lambda who: who.id)

wishes = st.builds(
    Wish,
    term=st.sampled_from(TERMS),
    must=st.booleans(),
    weight=st.integers(1, 3),
    min_level=st.sampled_from(Level),
)
languages = st.builds(Language, code=st.sampled_from(CODES), must=st.booleans())
ages = maybe(st.integers(0, 40) | ranges)


def groups(of: Sequence[str]) -> st.SearchStrategy[Group | None]:
    return maybe(st.builds(Group, any=some(of), must=st.booleans()))


requests = st.builds(
    Request,
    id=st.sampled_from(["r", "s", "t"]),
    kind=kinds,
    regions=some(REGIONS, 1),
    municipality=maybe(st.sampled_from(BASES[:4])),
    avoid_regions=st.sampled_from([frozenset[str]()] * 4 + [frozenset({"friesland"})]),
    max_km=maybe(st.sampled_from([5, 20, 60])),
    online_ok=st.booleans(),
    wishes=st.lists(wishes, max_size=3, unique_by=lambda wish: wish.term).map(tuple),
    persons=st.lists(st.builds(Person, age=ages), max_size=2).map(tuple),
    ages_all=st.booleans(),
    languages=st.lists(languages, max_size=2, unique_by=lambda asked: asked.code).map(tuple),
    settings=groups(SETTINGS),
    funding=groups([Route.JEUGDWET, Route.ZVW]),
    funding_municipality=maybe(st.sampled_from(BASES[:3])),
    start_by=maybe(days),
    phase=st.sampled_from([None, "veiligheid"]),
    organisation=maybe(st.just("a")),
)
