"""The columns: what a ranking needs of every profile, packed so that a glance reads little.

Memory a profile, measured on the synthetic population: see decision 0006. A profile has a row; who
leaves gives its row to the last one, so that rows stay without holes.
"""

from array import array
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from drakenmatch.asking import Entry
from drakenmatch.bits import WORD, Facts, Holders
from drakenmatch.gates import is_full
from drakenmatch.places import Places
from drakenmatch.records import Codes, Records
from drakenmatch.values import OLDEST, AgeRange, Practitioner, Room
from drakenmatch.vocabulary import Vocabulary

Fact: TypeAlias = tuple[str, Hashable]
Days: TypeAlias = NDArray[np.int32]

RANKED: Fact = ("ranked", True)
ASPIRING: Fact = ("aspiring", True)
FULL: Fact = ("full", True)
PLACED: Fact = ("placed", True)
TRAVEL_UNKNOWN: Fact = ("travel", None)
# In the column of room: before every day, and after every day.
UNSTATED, ALWAYS, NEVER = 0, 1, 2**31 - 1
NO_TRAVEL, FARTHEST = -1, 32_000


class Columns:
    """All profiles of a pool, one row each, in arrays of shape (profiles,)."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self._vocabulary = vocabulary
        self._places = places
        self._records = Records()
        self._packed: list[bytes] = []
        self._base_of = {code: place for place, code in enumerate(places.municipalities)}
        self._organisations = Codes()
        self.ids: list[str] = []
        self.row_of: dict[str, int] = {}
        self.facts = Facts()
        self.terms: dict[str, Holders] = {}
        self.contracts: dict[str, Holders] = {}
        self._base = array("H")  # place in the list of municipalities; its length is unknown
        self._travel = array("h")  # km
        self._opens = array("i")  # days: from when there is room
        self._confirmed = array("i")
        self._paused = array("i")
        self._organisation = array("i")
        self._key = array("Q")
        self._arrays = (
            *(self._base, self._travel, self._opens, self._confirmed),
            *(self._paused, self._organisation, self._key),
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
        entry = Entry.of(who, self._vocabulary, self._places)
        row = self.row_of.get(who.id)
        if row is None:
            self._append(entry)
        else:
            self._replace(entry, row)

    def remove(self, name: str) -> None:
        """Take a profile out; the last one takes over its row."""
        row = self.row_of.pop(name, None)
        if row is None:
            return
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
        self._learn(entry, row)

    def _replace(self, entry: Entry, row: int) -> None:
        self._forget(self.entry(row), row)
        self._packed[row] = self._records.pack(entry.who)
        self._learn(entry, row)

    def _learn(self, entry: Entry, row: int) -> None:
        self.facts.add(facts_of(entry), row)
        for slug, held in entry.held.items():
            self._holders(self.terms, slug).put(row, held.step)
        for contract in contracts_of(entry.who):
            self._holders(self.contracts, contract).put(row, 0)
        self._write(entry, row)

    def _forget(self, entry: Entry, row: int) -> None:
        self.facts.discard(facts_of(entry), row)
        for slug in entry.held:
            self.terms[slug].discard(row)
        for contract in contracts_of(entry.who):
            self.contracts[contract].discard(row)

    def _write(self, entry: Entry, row: int) -> None:
        who, paused = entry.who, entry.who.paused_until
        base = self._base_of.get(entry.base or "", len(self._base_of))
        self._base[row] = base
        self._travel[row] = NO_TRAVEL if who.travel_km is None else min(who.travel_km, FARTHEST)
        self._opens[row] = _opens(who)
        self._confirmed[row] = who.room_confirmed.toordinal() if who.room_confirmed else UNSTATED
        self._paused[row] = paused.toordinal() if paused else UNSTATED
        self._organisation[row] = self._organisations[who.organisation]
        self._key[row] = entry.key

    @staticmethod
    def _holders(of: dict[str, Holders], slug: str) -> Holders:
        return of.setdefault(slug, Holders()) if slug not in of else of[slug]

    # ---- Reading ----

    def practitioner(self, row: int) -> Practitioner:
        """Rebuild the profile of a row."""
        return self._records.unpack(self.ids[row], self._packed[row])

    def entry(self, row: int) -> Entry:
        """Rebuild the profile of a row, worked out for comparing."""
        return Entry.of(self.practitioner(row), self._vocabulary, self._places)

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
        return np.frombuffer(self._opens, np.int32)

    @property
    def confirmed(self) -> Days:
        """On which day room was confirmed; 0 is never."""
        return np.frombuffer(self._confirmed, np.int32)

    @property
    def paused(self) -> Days:
        """Until which day somebody is away; 0 is not."""
        return np.frombuffer(self._paused, np.int32)

    @property
    def key(self) -> NDArray[np.uint64]:
        """The first 8 bytes of the SHA-256 of each id."""
        return np.frombuffer(self._key, np.uint64)

    def works_at(self, organisation: str) -> NDArray[np.bool_]:
        """Say of each profile whether it is of this organisation."""
        code = self._organisations.get(organisation, -1)
        return np.equal(np.frombuffer(self._organisation, np.int32), code, dtype=np.bool_)


def facts_of(entry: Entry) -> Iterator[Fact]:
    """List what holds for a profile: each fact one bit."""
    who = entry.who
    standing = (
        (RANKED, entry.ranked),
        (ASPIRING, entry.aspiring),
        (FULL, is_full(entry)),
        (PLACED, bool(who.regions) or entry.home is not None),
        (TRAVEL_UNKNOWN, who.travel_km is None),
    )
    yield from (fact for fact, holds in standing if holds)
    yield "online", who.online
    yield from _each("kind", who.kinds)
    yield from _each("region", who.regions)
    yield from _each("home", (entry.home,) if entry.home else ())
    yield from _listed("languages", who.languages)
    yield from _listed("settings", who.settings)
    if who.ages is not None:
        yield from years_of(entry.years)
    if who.funding is not None:
        yield "stated", "funding"
        yield from _each("route", {each.partition(":")[0] for each in who.funding})
        yield from _each("bare", (each for each in who.funding if ":" not in each))


def contracts_of(who: Practitioner) -> Iterator[str]:
    """List the funding that names a municipality: many of those, and each for few."""
    return (each for each in who.funding or () if ":" in each)


@lru_cache(maxsize=4096)
def years_of(ranges: tuple[AgeRange, ...]) -> tuple[Fact, ...]:
    """Give a fact for each year of age, and one that ages are stated at all."""
    years = {year for first, last in ranges for year in range(first, min(last, OLDEST) + 1)}
    return (("stated", "ages"), *_each("year", sorted(years)))


def _listed(name: str, values: frozenset[str] | None) -> Iterator[Fact]:
    if values is not None:
        yield "stated", name
        yield from _each(name, values)


def _each(name: str, values: Iterable[Hashable]) -> Iterator[Fact]:
    return ((name, value) for value in values)


def _opens(who: Practitioner) -> int:
    if who.room is Room.YES:
        return ALWAYS
    if who.room is Room.NO:
        return NEVER
    return who.room_from.toordinal() if who.room is Room.FROM and who.room_from else UNSTATED
