"""A whole country of practitioners, invented and always the same: columns first, values lazily.

`country(100_000)` begins with the same people as `country(1_000)`: sizes can be compared. Nobody
in it exists. The trades are those of the demonstration, the places and terms the project's own.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np

from benchmarks.country.drawing import (
    BLOCK,
    HALF,
    NEVER,
    OWN,
    UNKNOWN_SET,
    Column,
    Columns,
    age_choices,
    draw,
)
from benchmarks.country.facts import LEVELS, ROUTES, TODAY, Facts, facts
from drakenmatch import AgeRange, Kind, Level, Practitioner, Role, Room
from drakenmatch.reading import Json

SEED = 20261121
KINDS = (Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE, Kind.INTERVISION)
ROOMS = {-1: None, 0: Room.NO, 1: Room.FROM, 2: Room.YES}
ROLES = {False: frozenset({Role.TREATS.value}), True: frozenset({Role.ASPIRES.value})}


@dataclass(frozen=True)
class Country:
    """Practitioners as columns; `practitioner(row)` makes one value when it is asked for.

    `terms` and `levels` hold the expertise of everybody in one row after another: those of `row`
    stand at `starts[row]:starts[row + 1]`. The codes of every column are explained in `drawing`.
    """

    columns: Columns
    starts: Column
    known: Facts

    def __len__(self) -> int:
        return len(self.columns["craft"])

    def __iter__(self) -> Iterator[Practitioner]:
        for first in range(0, len(self), BLOCK):
            yield from self._values(first, min(first + BLOCK, len(self)))

    def rows(self) -> Iterator[dict[str, Json]]:
        """Give everybody as plain data, in the names of the values."""
        return (who.to_json() for who in self)

    @cached_property
    def ids(self) -> list[str]:
        """The id of every row."""
        return list(self._ids(slice(0, len(self))))

    def practitioner(self, row: int) -> Practitioner:
        """Make the value of a row."""
        return next(self._values(row, row + 1))

    def _values(self, first: int, last: int) -> Iterator[Practitioner]:
        """Make the values of some rows; numbers leave the columns many at once, which is quick."""
        rows = slice(first, last)
        named = {name: self.columns[name][rows].tolist() for name in self._of_rows}
        listed = zip(*named.values(), self._ids(rows), self._expertise(rows), strict=True)
        for *numbers, slug, expertise in listed:
            at = dict(zip(named, numbers, strict=True))
            yield _practitioner(slug, expertise, at, self.known)

    def _ids(self, rows: slice) -> Iterator[str]:
        """Give ids: 122 bits of chance, written as the site writes them."""
        high, low = self.columns["id_high"][rows], self.columns["id_low"][rows]
        for first, second in zip(high.tolist(), low.tolist(), strict=True):
            yield str(UUID(int=first << 64 | second, version=4))

    def _expertise(self, rows: slice) -> Iterator[dict[str, Level]]:
        """Give the terms of each row with their level."""
        starts = self.starts[rows.start : rows.stop + 1].tolist()
        span = slice(starts[0], starts[-1])
        mentions = [
            (self.known.terms[term], LEVELS[level])
            for term, level in zip(
                self.columns["terms"][span].tolist(),
                self.columns["levels"][span].tolist(),
                strict=True,
            )
        ]
        for first, last in pairwise(starts):
            yield dict(mentions[first - starts[0] : last - starts[0]])

    @property
    def _of_rows(self) -> list[str]:
        others = {"id_high", "id_low", "term_counts", "terms", "levels"}
        return [name for name in self.columns if name not in others]


def _practitioner(
    slug: str, expertise: dict[str, Level], at: dict[str, Any], known: Facts
) -> Practitioner:
    base = at["municipality"]
    return Practitioner(
        id=slug,
        organisation=None if at["organisation"] < 0 else organisation(at["organisation"]),
        roles=ROLES[at["aspiring"]],
        municipality=None if base < 0 else known.municipalities[base].code,
        regions=_slugs("regions", at["regions"]) or frozenset(),
        travel_km=None if at["travel_km"] < 0 else at["travel_km"],
        online=None if at["online"] < 0 else bool(at["online"]),
        expertise=expertise,
        ages=None if at["ages"] < 0 else _ages(at["craft"], at["ages"]),
        languages=_slugs("languages", at["languages"]),
        settings=_slugs("settings", at["settings"]),
        funding=funding(at["routes"], at["contracts"], at["scope"], base),
        room=ROOMS[at["room"]],
        room_from=_day(at["room_from"]),
        room_confirmed=_day(at["room_confirmed"]),
        kinds=_kinds(at["kinds"]),
        open_requests=at["open_requests"],
        max_open_requests=None if at["max_open"] < 0 else at["max_open"],
        paused_until=_day(at["paused_until"]),
        last_asked=_day(at["last_asked"]),
        last_invited=_day(at["last_invited"]),
        since=_day(at["since"]),
    )


def country(size: int, seed: int = SEED) -> Country:
    """Invent the first `size` people."""
    return _joined([draw(seed, number) for number in range(-(-size // BLOCK))], size)


def people(size: int, seed: int = SEED) -> Iterator[Practitioner]:
    """Give the same people one by one; no more than a block of them is ever in memory."""
    for first in range(0, size, BLOCK):
        yield from _joined([draw(seed, first // BLOCK)], min(BLOCK, size - first))


def _joined(blocks: list[Columns], size: int) -> Country:
    joined = {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}
    starts = np.concatenate([[0], joined["term_counts"].cumsum()])[: size + 1]
    mentions = ("terms", "levels")
    columns = {
        name: column[: starts[-1]] if name in mentions else column[:size]
        for name, column in joined.items()
    }
    return Country(columns=columns, starts=starts, known=facts())


@cache
def organisation(number: int) -> str:
    """Give the id of an organisation."""
    high, low = np.random.default_rng((SEED, 0, number)).integers(0, 1 << 63, 2)
    return str(UUID(int=int(high) << 64 | int(low), version=4))


@lru_cache(maxsize=4096)
def funding(routes: int, contracts: int, scope: int, base: int) -> frozenset[str] | None:
    """Write the routes, and a contract with each municipality that its scope covers."""
    if routes == UNKNOWN_SET:
        return None
    bare = {route for bit, route in enumerate(ROUTES) if routes >> bit & 1}
    bought = [route for bit, route in enumerate(ROUTES) if contracts >> bit & 1]
    return frozenset(
        bare | {f"{route}:{code}" for route in bought for code in covered(scope, base)}
    )


@cache
def covered(scope: int, base: int) -> tuple[str, ...]:
    """Give the municipalities that contracts of this scope are with, the base always one."""
    known = facts()
    own = known.municipalities[base]
    around = [each.code for each in known.municipalities if each.region == own.region]
    if scope == OWN:
        return (own.code,)
    return tuple({own.code, *around[:: 2 if scope == HALF else 1]})


@lru_cache(maxsize=4096)
def _slugs(name: str, bits: int) -> frozenset[str] | None:
    """Give the slugs of a bit set; shared, because the same sets come back again and again."""
    if bits == UNKNOWN_SET:
        return None
    slugs: tuple[str, ...] = getattr(facts(), name)
    return frozenset(slug for bit, slug in enumerate(slugs) if bits >> bit & 1)


@cache
def _kinds(bits: int) -> frozenset[Kind]:
    return frozenset(kind for bit, kind in enumerate(KINDS) if bits >> bit & 1)


@cache
def _ages(craft: int, choice: int) -> tuple[AgeRange, ...]:
    return tuple(AgeRange(*each) for each in age_choices()[craft][choice])


@cache
def _day(number: int) -> date | None:
    return None if number == NEVER else TODAY + timedelta(days=number)


def main() -> None:
    """Print the first people as JSON lines, such as `python -m drakenmatch rank --pool` reads."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for row in country(size).rows():
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
