"""The best group out of many colleagues: everybody as columns, branch and bound over the seats.

What a colleague adds depends on who is there: a discipline or sector counts once, and who knows
the others counts less. The rule itself, with its weights and reasons, stands in `compose`.

A group is added up in one fixed order: who adds most to those who are there already comes first. A
first group is found seat by seat; then every other one is tried that could be more than half a
point better. A smaller difference says nothing, here as in a ranking, and so equals take turns.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from drakenmatch.gathering import Colleague
from drakenmatch.order import minus_bands

HALF_A_POINT = 0.5
UNKNOWN = 0.5
# A full table comes before a good one: more than a score can be, and exact in a float.
SEATED = 1024.0
# After so many looks the best so far is given, and how far from the best it can be.
MOST_LOOKS = 120

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Turns = npt.NDArray[np.uint64]
H = TypeVar("H", bound=Hashable)


class Weights(NamedTuple):
    """The points that depend on who is there."""

    discipline: float
    sector: float
    acquaintance: float


class Group(NamedTuple):
    """Who was found, and who is next; no group adds up to more than `most`."""

    people: tuple[Colleague, ...]
    spare: Colleague | None
    total: float
    most: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Who may be asked, a row each. `own` are the points that do not depend on who else is there.

    `turn` is the public order of equals; `met` and `apart` give by row the others whom somebody
    sat with before, or may not sit with.
    """

    people: tuple[Colleague, ...]
    own: Floats
    turn: Turns
    discipline: Numbers
    disciplines: tuple[frozenset[str], ...]
    sector: Numbers
    sectors: tuple[str | None, ...]
    organisation: Numbers
    met: Mapping[int, list[int]]
    apart: Mapping[int, list[int]]

    @classmethod
    def of(cls, people: Sequence[Colleague], own: Sequence[float], turn: Turns) -> "Columns":
        """Write down these colleagues, in the order of their ids, with their points and turns."""
        discipline, disciplines = _coded([each.disciplines for each in people])
        sector, sectors = _coded([each.sector for each in people])
        names = [each.organisation or f"alone {each.id}" for each in people]
        return cls(
            people=tuple(people),
            own=np.array(own, dtype=float),
            turn=turn,
            discipline=discipline,
            disciplines=disciplines,
            sector=sector,
            sectors=sectors,
            organisation=_coded(names)[0],
            met=_both_ways(people, [each.met for each in people]),
            apart=_both_ways(people, [each.avoids for each in people]),
        )


@dataclass(frozen=True, slots=True)
class Table:
    """Who sits there, and what that means for everybody who may be asked."""

    columns: Columns
    weights: Weights
    size: int
    disciplines: frozenset[str]
    sectors: frozenset[str | None]
    known: Numbers
    free: Flags

    @classmethod
    def of(cls, columns: Columns, weights: Weights, there: Sequence[Colleague]) -> "Table":
        """Lay the table with those who are there already; nobody asked may not sit with them."""
        ids, named = {each.id for each in there}, frozenset().union(*(each.met for each in there))
        known = [
            sum(each.id in other.met or other.id in each.met for other in there)
            if each.id in named or not ids.isdisjoint(each.met)
            else 0
            for each in columns.people
        ]
        return cls(
            columns=columns,
            weights=weights,
            size=len(there),
            disciplines=frozenset().union(*(each.disciplines for each in there)),
            sectors=frozenset(each.sector for each in there),
            known=np.array(known, dtype=np.int64),
            free=np.ones(len(columns.people), dtype=bool),
        )

    def add(self, row: int) -> "Table":
        """Give the table with one more, and without whom nobody can sit beside any more."""
        columns, who = self.columns, self.columns.people[row]
        free = self.free & (columns.organisation != columns.organisation[row])
        free[columns.apart.get(row, [])] = False
        free[row] = False
        known = self.known.copy()
        known[columns.met.get(row, [])] += 1
        return replace(
            self,
            size=self.size + 1,
            disciplines=self.disciplines | who.disciplines,
            sectors=self.sectors | {who.sector},
            known=known,
            free=free,
        )

    def points(self, rows: Numbers) -> "Points":
        """Give the points that these would add."""
        columns, weights = self.columns, self.weights
        new = [bool(each - self.disciplines) for each in columns.disciplines]
        other = [each is not None and each not in self.sectors for each in columns.sectors]
        nothing = [not each for each in columns.disciplines]
        nowhere = [each is None for each in columns.sectors]
        discipline, sector = columns.discipline[rows], columns.sector[rows]
        unknown = (
            weights.discipline * np.array(nothing)[discipline]
            + weights.sector * np.array(nowhere)[sector]
        )
        return Points(
            own=columns.own[rows] + UNKNOWN * unknown,
            discipline=weights.discipline * np.array(new)[discipline],
            sector=weights.sector * np.array(other)[sector],
            strangers=weights.acquaintance * (1 - self.known[rows] / self.size),
        )


class Points(NamedTuple):
    """What each of some rows would add, part by part."""

    own: Floats
    discipline: Floats
    sector: Floats
    strangers: Floats

    @property
    def all(self) -> Floats:
        """The parts together."""
        return self.own + self.discipline + self.sector + self.strangers


def best_group(columns: Columns, weights: Weights, there: Sequence[Colleague], seats: int) -> Group:
    """Find the best group for these seats, beside those who are there."""
    if not columns.people:
        return Group((), None, 0.0, 0.0)
    table = Table.of(columns, weights, there)
    everybody = np.arange(len(columns.people))
    order = np.lexsort((columns.turn, -table.points(everybody).all.round(9)))
    search = _Search(seats, table.size + seats - 1)
    first = seat_by_seat(table, seats)
    search.start(table, order[np.isin(order, first)].tolist())
    search.extend(table, order, (), 0.0)
    for row in search.chosen:
        table = table.add(row)
    spare = seat_by_seat(table, 1)
    seated = SEATED * len(search.chosen)
    return Group(
        people=tuple(columns.people[row] for row in search.chosen),
        spare=columns.people[spare[0]] if spare else None,
        total=search.total - seated,
        most=max(search.total + HALF_A_POINT, search.open) - seated,
    )


def seat_by_seat(table: Table, seats: int) -> list[int]:
    """Add whoever adds most, again and again; of equals, by the half point, whose turn it is."""
    chosen: list[int] = []
    while len(chosen) < seats and table.free.any():
        rows = np.flatnonzero(table.free)
        found = minus_bands(table.points(rows).all)
        best = rows[found == found.min()]
        chosen.append(int(best[table.columns.turn[best].argmin()]))
        table = table.add(chosen[-1])
    return chosen


@dataclass(slots=True)
class _Search:
    """Every group that could be more than half a point better than the best so far.

    `largest` is the table at which the last one sits down; `open` the most that a group can add up
    to which was not looked at.
    """

    seats: int
    largest: int
    chosen: tuple[int, ...] = ()
    total: float = 0.0
    looks: int = 0
    open: float = 0.0

    def start(self, table: Table, rows: Iterable[int]) -> None:
        """Begin with a group, added up in its order."""
        for row in rows:
            self.total += float(table.points(np.array([row])).all[0]) + SEATED
            self.chosen += (row,)
            table = table.add(row)

    def extend(self, table: Table, rows: Numbers, chosen: tuple[int, ...], total: float) -> None:
        """Try everybody of these rows, in their order, unless it cannot be better any more."""
        if total > self.total + HALF_A_POINT:
            self.chosen, self.total = chosen, total
        left, rows = self.seats - len(chosen), rows[table.free[rows]]
        if not left or not len(rows):
            return
        self.looks += 1
        points = table.points(rows)
        most = points._replace(
            strangers=table.weights.acquaintance * (1 - table.known[rows] / self.largest)
        )
        reach = total + _reach(table.columns, rows, most, left)
        promising = reach > self.total + HALF_A_POINT
        rows, now = rows[promising], points.all[promising].tolist()
        after = _sums_of_the_rest((most.all[promising] + SEATED).tolist(), left - 1)
        for place, (row, value, rest) in enumerate(zip(rows.tolist(), now, after, strict=True)):
            sum_ = total + value + SEATED
            if sum_ + rest <= self.total + HALF_A_POINT:
                continue
            if self.looks >= MOST_LOOKS:
                self.open = max(self.open, min(sum_ + rest, float(reach.max())))
                continue
            self.extend(table.add(row), rows[place + 1 :], (*chosen, row), sum_)


def _reach(columns: Columns, rows: Numbers, most: Points, left: int) -> Floats:
    """Give for each row the most that a group with it can add.

    A discipline, and a sector, is new only once: among the others only the best of each has it, and
    together they have no more than there are.
    """
    every, bare = most.all, most.own + most.strangers
    discipline, sector = columns.discipline[rows], columns.sector[rows]
    new = _times(discipline, most.discipline, left) + _times(sector, most.sector, left)
    reach = _with_each(bare, bare, left - 1) + new
    for bonus, kinds in ((most.discipline, discipline), (most.sector, sector)):
        once = every - bonus * _repeated(kinds, every)
        reach = np.minimum(reach, _with_each(every, once, left - 1))
    return reach


def _times(kinds: Numbers, bonus: Floats, most: int) -> float:
    """Add up a bonus that every kind brings once, so many times at most."""
    return float(bonus.max()) * min(most, len(np.unique(kinds[bonus > 0])))


def _with_each(every: Floats, others: Floats, many: int) -> Floats:
    """Add to each the largest so many of the others."""
    order = np.argsort(-others)
    within = order[:many]
    rest = np.full(len(every), np.cumsum([0.0, *(others[within] + SEATED)])[-1])
    # Who is among the largest makes room for the next.
    following = others[order[many]] + SEATED if many < len(order) else 0.0
    rest[within] += following - (others[within] + SEATED)
    result: Floats = every + SEATED + rest
    return result


def _repeated(kinds: Numbers, values: Floats) -> Flags:
    """Tell all but the best of every kind."""
    order = np.argsort(-values, kind="stable")
    found = np.ones(len(order), dtype=bool)
    found[order[np.unique(kinds[order], return_index=True)[1]]] = False
    return found


def _sums_of_the_rest(values: Sequence[float], many: int) -> list[float]:
    """Give for each place the sum of the largest so many of those after it."""
    heap: list[float] = []
    found, total = list[float](), 0.0
    for value in reversed(values):
        found.append(total)
        if len(heap) < many:
            heappush(heap, value)
            total += value
        elif many:
            total += value - heappushpop(heap, value)
    return found[::-1]


def _coded(values: Sequence[H]) -> tuple[Numbers, tuple[H, ...]]:
    """Number what is there, in the order of its first."""
    codes: dict[H, int] = {}
    found = [codes.setdefault(each, len(codes)) for each in values]
    return np.array(found, dtype=np.int64), tuple(codes)


def _both_ways(
    people: Sequence[Colleague], named: Sequence[frozenset[str]]
) -> Mapping[int, list[int]]:
    """Give by row whom somebody named, or was named by."""
    rows = {each.id: row for row, each in enumerate(people)}
    pairs = {(row, rows[name]) for row, names in enumerate(named) for name in names & rows.keys()}
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in sorted(pairs | {(other, one) for one, other in pairs}):
        found[one].append(other)
    return dict(found)
