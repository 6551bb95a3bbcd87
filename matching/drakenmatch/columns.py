"""The columns: what a ranking needs of every profile, packed so that a glance reads little.

Memory a profile, measured on the synthetic population: see decision 0006. A profile has a row; who
leaves gives its row to the last one, so that rows stay without holes.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain, compress
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from drakenmatch import order
from drakenmatch.asking import Entry, Worth
from drakenmatch.bits import WORD, Facts
from drakenmatch.gates import is_full
from drakenmatch.kept import Kept
from drakenmatch.places import Places
from drakenmatch.records import Records
from drakenmatch.values import OLDEST, AgeRange, Practitioner, Room
from drakenmatch.vocabulary import Vocabulary

Fact: TypeAlias = tuple[Hashable, ...]
# The name of a field and what was stated in it: one fact, or a set of which each part is a fact.
Statement: TypeAlias = tuple[str, Any]
Days: TypeAlias = NDArray[np.uint16]

RANKED: Fact = ("ranked", True)
ASPIRING: Fact = ("aspiring", True)
FULL: Fact = ("full", True)
PLACED: Fact = ("placed", True)
TRAVEL_UNKNOWN: Fact = ("travel", None)
STANDING = (RANKED, ASPIRING, FULL, PLACED, TRAVEL_UNKNOWN)
# Days are counted from 2000, in two bytes; a day before that or after 2177 is read as the nearest.
# The first has the number 100, so that no confirmation at all is always more than 90 days ago.
FIRST_DAY, LAST_DAY = 100, 65_000
EPOCH = date(2000, 1, 1).toordinal() - FIRST_DAY
# How many new profiles are taken in together.
AT_ONCE = 10_000
# What a day may be besides: not stated, and in the column of room now and never.
UNSTATED, ALWAYS, NEVER = 0, 1, 65_535
NO_TRAVEL, FARTHEST = -1, 32_000
DECADE = 10


def day_number(day: date | None) -> int:
    """Give the number of a day, 0 for none."""
    return UNSTATED if day is None else min(max(day.toordinal() - EPOCH, FIRST_DAY), LAST_DAY)


class Columns:
    """All profiles of a pool, one row each, in arrays of shape (profiles,)."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self._worth = Worth(vocabulary)
        self._places = places
        self._records = Records()
        self._packed: list[bytes] = []
        self._base_of = {code: place for place, code in enumerate(places.municipalities)}
        self.ids: list[str] = []
        self.row_of: dict[str, int] = {}
        self.facts = Facts()
        self.kept = Kept()
        self._base = array("H")  # place in the list of municipalities; its length is unknown
        self._travel = array("h")  # km
        self._opens = array("H")  # days: from when there is room
        self._confirmed = array("H")
        self._paused = array("H")
        self._key = array("Q")
        self._arrays = (
            *(self._base, self._travel, self._opens, self._confirmed),
            *(self._paused, self._key),
        )

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def words(self) -> int:
        """How many words a set of these profiles has."""
        return -(-len(self.ids) // WORD)

    # ---- Changing ----

    def put(self, who: Practitioner) -> None:
        """Add a profile, or replace the one of the same id."""
        self.kept.forget()
        entry = self._worked_out(who)
        row = self.row_of.get(who.id)
        if row is None:
            self.facts.add(facts_of(entry), len(self))
            self._append(entry)
        else:
            self._replace(entry, row)

    def _worked_out(self, who: Practitioner) -> Entry:
        return Entry.weighed(who, self._worth, self._places, order.column(who.id))

    def extend(self, everybody: Iterable[Practitioner]) -> None:
        """Add or replace many profiles, some thousands at a time; of the same id the last stays."""
        self.kept.forget()
        batch: dict[str, Practitioner] = {}
        try:
            for who in everybody:
                batch[who.id] = who
                if len(batch) == AT_ONCE:
                    self._take_in(batch)
        finally:
            self._take_in(batch)

    def _take_in(self, batch: dict[str, Practitioner]) -> None:
        """Add a batch, neighbours beside each other, and write down their facts together.

        Who is asked together then stands together: less memory is read.
        """
        some = sorted(batch.values(), key=self._where)
        batch.clear()
        waiting: defaultdict[Statement, list[int]] = defaultdict(list)
        for who in some:
            if who.id in self.row_of:
                self.put(who)
                continue
            entry = self._worked_out(who)
            for statement in statements(entry):
                waiting[statement].append(len(self))
            self._append(entry)
        self._learn_all(waiting)

    def _where(self, who: Practitioner) -> tuple[str, str]:
        base = self._places.municipality(who.municipality)
        return (base.region, base.code) if base else (min(who.regions, default=""), "")

    def _learn_all(self, waiting: dict[Statement, list[int]]) -> None:
        """Write down who stated what."""
        stated: defaultdict[Fact, list[NDArray[np.intp]]] = defaultdict(list)
        for statement, rows in waiting.items():
            found = np.array(rows, np.intp)
            for fact in meant(statement):
                stated[fact].append(found)
        for fact, parts in stated.items():
            self.facts.add_all(fact, np.concatenate(parts))
        waiting.clear()

    def remove(self, name: str) -> None:
        """Take a profile out; the last one takes over its row."""
        row = self.row_of.pop(name, None)
        if row is None:
            return
        self.kept.forget()
        self._forget(self.entry(row), row)
        last = len(self.ids) - 1
        if row < last:
            moved = self.entry(last)
            self._forget(moved, last)
            self._learn(moved, row)
            self.ids[row] = moved.who.id
            self.row_of[moved.who.id] = row
            self._packed[row] = self._packed[last]
        for column in (*self._arrays, self.ids, self._packed):
            column.pop()

    def _append(self, entry: Entry) -> None:
        row = len(self.ids)
        self.row_of[entry.who.id] = row
        self.ids.append(entry.who.id)
        self._packed.append(self._records.pack(entry.who))
        for column in self._arrays:
            column.append(0)
        self._write(entry, row)

    def _replace(self, entry: Entry, row: int) -> None:
        self._forget(self.entry(row), row)
        self._packed[row] = self._records.pack(entry.who)
        self._learn(entry, row)

    def _learn(self, entry: Entry, row: int) -> None:
        self.facts.add(facts_of(entry), row)
        self._write(entry, row)

    def _forget(self, entry: Entry, row: int) -> None:
        self.facts.discard(facts_of(entry), row)

    def _write(self, entry: Entry, row: int) -> None:
        who = entry.who
        self._base[row] = self._base_of.get(entry.base or "", len(self._base_of))
        self._travel[row] = NO_TRAVEL if who.travel_km is None else min(who.travel_km, FARTHEST)
        self._opens[row] = _opens(who)
        self._confirmed[row] = _confirmed(who)
        self._paused[row] = day_number(who.paused_until)
        self._key[row] = entry.key

    # ---- Reading ----

    def practitioner(self, row: int) -> Practitioner:
        """Rebuild the profile of a row."""
        return self._records.unpack(self.ids[row], self._packed[row])

    def entry(self, row: int) -> Entry:
        """Rebuild the profile of a row, worked out for comparing."""
        return Entry.weighed(self.practitioner(row), self._worth, self._places, self._key[row])

    @property
    def base(self) -> NDArray[np.uint16]:
        """The place of the base in the list of municipalities; the length of it is unknown."""
        return np.frombuffer(self._base, np.uint16)

    @property
    def travel(self) -> NDArray[np.int16]:
        """How many km somebody travels; -1 is unknown."""
        return np.frombuffer(self._travel, np.int16)

    @property
    def opens(self) -> Days:
        """From which day there is room: 0 is unknown, 1 now, the highest number never."""
        return np.frombuffer(self._opens, np.uint16)

    @property
    def confirmed(self) -> Days:
        """On which day room was confirmed; 0 is never, also where nothing is stated."""
        return np.frombuffer(self._confirmed, np.uint16)

    @property
    def paused(self) -> Days:
        """Until which day somebody is away; 0 is not."""
        return np.frombuffer(self._paused, np.uint16)

    @property
    def key(self) -> NDArray[np.uint64]:
        """The first 8 bytes of the SHA-256 of each id."""
        return np.frombuffer(self._key, np.uint64)


def facts_of(entry: Entry) -> Iterator[Fact]:
    """List what holds for a profile: each fact one bit."""
    return chain.from_iterable(map(meant, statements(entry)))


def statements(entry: Entry) -> Iterator[Statement]:
    """List what a profile states, a set as one statement: many state the same."""
    who = entry.who
    yield "standing", _standing(entry)
    yield "one", ("organisation", who.organisation)
    yield "one", ("online", who.online)
    yield "one", ("room", _room(who))
    yield "kind", who.kinds
    yield "region", who.regions
    if entry.home:
        yield "one", ("home", entry.home)
    for slug, held in entry.held.items():
        yield "one", ("term", slug, held.step)
    if who.languages is not None:
        yield "languages", who.languages
    if who.settings is not None:
        yield "settings", who.settings
    if who.ages is not None:
        yield "ages", entry.years
    if who.funding is not None:
        yield "funding", who.funding


def _standing(entry: Entry) -> tuple[Fact, ...]:
    holds = (
        *(entry.ranked, entry.aspiring, is_full(entry)),
        bool(entry.who.regions) or entry.home is not None,
        entry.who.travel_km is None,
    )
    return tuple(compress(STANDING, holds))


@lru_cache(maxsize=1024)
def meant(statement: Statement) -> tuple[Fact, ...]:
    """Give the facts of a statement."""
    name, stated = statement
    match name:
        case "one":
            return (stated,)
        case "standing":
            return tuple(stated)
        case "kind" | "region":
            return tuple(_each(name, stated))
        case "ages":
            return years_of(stated)
        case "funding":
            routes = {each.partition(":")[0] for each in stated}
            return ("stated", name), *_each("route", routes), *_each(name, stated)
        case _:
            return ("stated", name), *_each(name, stated)


def years_of(ranges: tuple[AgeRange, ...]) -> tuple[Fact, ...]:
    """Give a fact for each whole decade of age, and for each year of the others."""
    years = {year for first, last in ranges for year in range(first, min(last, OLDEST) + 1)}
    found: list[Fact] = [("stated", "ages")]
    for decade in range(OLDEST // DECADE + 1):
        within = [year for year in years_in(decade) if year in years]
        whole = len(within) == DECADE
        found += [("decade", decade)] if whole else _each("year", within)
    return tuple(found)


def years_in(decade: int) -> range:
    """Give the ten years of age of a decade: 20 to 29 are those of the second."""
    return range(decade * DECADE, (decade + 1) * DECADE)


def _each(name: str, values: Iterable[Hashable]) -> Iterator[Fact]:
    return ((name, value) for value in values)


def _room(who: Practitioner) -> Room | None:
    """Give what was stated about room; a `from` without a date says nothing."""
    return None if who.room is Room.FROM and who.room_from is None else who.room


def _confirmed(who: Practitioner) -> int:
    return UNSTATED if _room(who) is None else day_number(who.room_confirmed)


def _opens(who: Practitioner) -> int:
    if who.room is Room.FROM:
        return day_number(who.room_from)
    return ALWAYS if who.room is Room.YES else NEVER if who.room is Room.NO else UNSTATED
