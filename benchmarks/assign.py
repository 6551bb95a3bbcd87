"""All open requests at once: exact, stable, and first come first served, on the same pairs.

`python3 dev.py bench assign [--small]` prints one table. The places are those that everybody
stated, or one each; CPU is of this one thread, the ranking of every request apart.
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import process_time
from typing import TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from benchmarks.country.facts import TODAY, facts
from benchmarks.country.mix import requests
from benchmarks.population import country
from drakenmatch import Pool, Request, assign
from drakenmatch.optimum import Edge, greedy, optimum
from drakenmatch.shortlist import UNITS, shortlist

SIZES = ((100, 1_000), (1_000, 10_000))
Places: TypeAlias = Mapping[str, int]
Way: TypeAlias = Callable[[Sequence[Edge], Places, Places], Iterable[Edge]]


def first_come(edges: Sequence[Edge], wanted: Places, places: Mapping[str, int]) -> Iterable[Edge]:
    """Let every request in turn take the best who is free: what happens without a proposal."""
    free, served = dict(places), set[str]()
    for each in sorted(edges, key=lambda edge: (edge.request, edge)):
        if each.request not in served and free[each.practitioner] and wanted[each.request]:
            served.add(each.request)
            free[each.practitioner] -= 1
            yield each


def highs(edges: Sequence[Edge], wanted: Places, places: Places) -> Iterable[Edge]:
    """Solve it as a program of whole numbers, as one would who knows no assignment problem."""
    rows = {name: number for number, name in enumerate([*wanted, *places])}
    ends = [[rows[each.request], rows[each.practitioner]] for each in edges]
    table = csr_matrix(
        (np.ones(2 * len(edges)), (np.ravel(ends), np.repeat(np.arange(len(edges)), 2))),
        shape=(len(rows), len(edges)),
    )
    found = milp(
        [-each.units / UNITS for each in edges],
        constraints=LinearConstraint(table, ub=[*wanted.values(), *places.values()]),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(edges)),
    )
    return [
        each for each, taken in zip(edges, found.x, strict=True) if taken > 0.5
    ]  # but for rounding, 0 or 1


WAYS: Mapping[str, Way] = {
    "exact (ours)": optimum,
    "exact (HiGHS milp)": highs,
    "stable (ours)": greedy,
    "first come": first_come,
}


@dataclass(frozen=True)
class World:
    """Requests, practitioners, and who fits whom."""

    pool: Pool
    asked: list[Request]
    edges: list[Edge]
    ranking: float

    @classmethod
    def of(cls, asked: int, practitioners: int) -> "World":
        """Rank every request once."""
        known = facts()
        pool = Pool(known.vocabulary, known.places)
        for who in country(practitioners):
            pool.put(who)
        open_ = [asking.request for asking in requests(asked)]
        before = process_time()
        edges = [
            Edge(listed.less, listed.turn, each.id, listed.practitioner_id)
            for each in open_
            for listed in shortlist(pool, each, today=TODAY, most=asked)
        ]
        return cls(pool, open_, edges, process_time() - before)

    def places(self, *, scarce: bool) -> dict[str, int]:
        """Count everybody's places: those that they stated, or at most one."""
        names = {each.practitioner for each in self.edges}
        people = [who for name in sorted(names) if (who := self.pool.get(name))]
        free = {who.id: max(0, who.cap - who.open_requests) for who in people}
        return {name: min(1, number) if scarce else number for name, number in free.items()}


def lines(world: World, practitioners: int, *, scarce: bool) -> Iterable[list[str]]:
    """Give a row for every way."""
    places, wanted = (
        world.places(scarce=scarce),
        dict.fromkeys((each.id for each in world.asked), 1),
    )
    found, cpu = {}, {}
    for name, way in WAYS.items():
        before = process_time()
        found[name] = list(way(world.edges, wanted, places))
        cpu[name] = process_time() - before
    best = sum(each.units for each in found["exact (ours)"])
    for name, pairs in found.items():
        total = sum(each.units for each in pairs)
        yield [
            f"{len(world.asked):,} x {practitioners:,}",
            "one each" if scarce else "as stated",
            name,
            f"{len(pairs):,}",
            f"{total / UNITS:,.1f}",
            f"{100 * (1 - total / best):.2f} %",
            f"{min(each.units for each in pairs) / UNITS:.1f}",
            f"{1000 * cpu[name]:,.0f} ms",
        ]


def main(arguments: list[str]) -> int:
    """Print the table, and how long the whole answer takes."""
    parser = argparse.ArgumentParser(prog="bench assign", description=__doc__)
    parser.add_argument("--small", action="store_true", help="100 x 1,000 only")
    sizes = SIZES[:1] if parser.parse_args(arguments).small else SIZES
    print("| requests | places | method | served | total | below exact | worst-off | CPU |")
    print("|---|---|---|--:|--:|--:|--:|--:|")
    told = []
    for asked, practitioners in sizes:
        world = World.of(asked, practitioners)
        for scarce in (False, True):
            for row in lines(world, practitioners, scarce=scarce):
                print(f"| {' | '.join(row)} |", flush=True)
        before = process_time()
        assign(world.pool, world.asked, today=TODAY)
        told.append(
            f"{asked:,} x {practitioners:,}: {len(world.edges):,} pairs fit; ranking every request "
            f"{world.ranking:.2f} s CPU; the whole of `assign`, with reasons, "
            f"{process_time() - before:.2f} s CPU."
        )
    print("\n" + "\n".join(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
