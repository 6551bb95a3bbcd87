"""Choosing pairs: the best one again and again, or the highest total that there can be.

The highest total is an assignment problem, solved by SciPy. Everybody is in it as often as there
are places. A request may also take a column of its own that stands for nobody, at no score, so
that every row finds a column.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

TURNS = 6  # bits of the public order that settle equal totals
Numbers = npt.NDArray[np.int64]


class Edge(NamedTuple):
    """A pair that may be chosen; the smallest comes first.

    `less` is the score in whole units, negative; `turn` (64 bits) the public order of equals.
    """

    less: int
    turn: int
    request: str
    practitioner: str

    @property
    def units(self) -> int:
        """The score in whole units."""
        return -self.less


def can_optimise() -> bool:
    """Say whether SciPy is installed."""
    return find_spec("scipy") is not None


def greedy(
    edges: Iterable[Edge], wanted: Mapping[str, int], places: Mapping[str, int]
) -> list[Edge]:
    """Take the best pair again and again; of equal pairs the one whose turn it is."""
    left, free, chosen = dict(wanted), dict(places), list[Edge]()
    for each in sorted(edges):
        if left[each.request] and free[each.practitioner]:
            left[each.request] -= 1
            free[each.practitioner] -= 1
            chosen.append(each)
    return chosen


def optimum(
    edges: Sequence[Edge], wanted: Mapping[str, int], places: Mapping[str, int]
) -> list[Edge]:
    """Choose the pairs with the highest total; of equal totals the one whose turns come first.

    `wanted`: how many practitioners each request takes at most, each another one. `places`: how
    many requests each practitioner takes at most. Raises `ImportError` without SciPy.
    """
    # Imported here, because the library works without SciPy too.
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    able = sorted(each for each in edges if wanted[each.request] and places[each.practitioner])
    if not able:
        return []
    network = _Network(able, wanted, places)
    rows, columns, costs = (np.concatenate(parts) for parts in zip(*network.arcs(), strict=True))
    table = csr_matrix((costs, (rows, columns)))
    return network.chosen(min_weight_full_bipartite_matching(table)[1])


Arcs = tuple[Numbers, Numbers, Numbers]  # row, column, cost


class _Network:
    """Rows that must all find a column: a request's places, and columns: a practitioner's places.

    Who needs several gets a row for each. So that these rows never take the same practitioner
    twice, each of their pairs has a column and a row of its own between them: the pair's row finds
    its column when the pair is not chosen, and else needs a place of the practitioner.
    """

    def __init__(
        self, edges: Sequence[Edge], wanted: Mapping[str, int], places: Mapping[str, int]
    ) -> None:
        self.edges = edges
        requests = sorted({each.request for each in edges})
        people = sorted({each.practitioner for each in edges})
        row = {name: number for number, name in enumerate(requests)}
        column = {name: number for number, name in enumerate(people)}
        self.request = np.array([row[each.request] for each in edges])
        self.person = np.array([column[each.practitioner] for each in edges])
        self.wants = np.array([wanted[name] for name in requests])
        # Nobody is taken more often than there are pairs with them.
        free = np.array([places[name] for name in people])
        self.copies = np.minimum(free, np.bincount(self.person))
        self.weights = _weights(edges, int(self.wants.sum()))
        self.several = np.flatnonzero(self.wants[self.request] > 1)
        self.first_row, self.first_copy = _starts(self.wants), _starts(self.copies)

    @property
    def _nobody(self) -> int:
        """The first of the columns that stand for nobody."""
        return int(self.copies.sum())

    @property
    def _between(self) -> int:
        """The first of the columns between a request that needs several and a practitioner."""
        return self._nobody + int(self.wants.sum())

    def arcs(self) -> Iterator[Arcs]:
        """Give what may be chosen. No cost is 0: that would be no arc."""
        top, rows = int(self.weights.max()) + 1, np.arange(self.wants.sum())
        yield rows, self._nobody + rows, np.full(len(rows), top)
        alone = np.flatnonzero(self.wants[self.request] == 1)
        yield self._to_copies(alone, self.first_row[self.request[alone]], top - self.weights[alone])
        middle = np.arange(len(self.several))
        yield self._to_copies(self.several, len(rows) + middle, np.ones_like(middle))
        yield len(rows) + middle, self._between + middle, np.ones_like(middle)
        starts, times = self.first_row[self.request], self.wants[self.request]
        pairs, offset = _spread(times[self.several])
        costs = (top - self.weights[self.several])[pairs]
        yield starts[self.several][pairs] + offset, self._between + pairs, costs

    def _to_copies(self, edges: Numbers, rows: Numbers, costs: Numbers) -> Arcs:
        """Lead each edge's row to every place of its practitioner."""
        people = self.person[edges]
        which, offset = _spread(self.copies[people])
        return rows[which], self.first_copy[people[which]] + offset, costs[which]

    def chosen(self, columns: Numbers) -> list[Edge]:
        """Read the pairs off the columns that the rows found, one each, from the first row on."""
        found = columns[: self.wants.sum()]
        wanting = np.repeat(np.arange(len(self.wants)), self.wants)
        owner = np.repeat(np.arange(len(self.copies)), self.copies)
        pairs = zip(self.request.tolist(), self.person.tolist(), strict=True)
        by_pair = {pair: edge for edge, pair in enumerate(pairs)}
        alone = found < self._nobody
        direct = zip(wanting[alone].tolist(), owner[found[alone]].tolist(), strict=True)
        several = self.several[found[found >= self._between] - self._between].tolist()
        return [self.edges[edge] for edge in sorted([*map(by_pair.__getitem__, direct), *several])]


def _weights(edges: Sequence[Edge], most: int) -> Numbers:
    """Give every pair its score, and far below it a little for an early turn."""
    shift = (most << TURNS).bit_length()
    late = np.array([each.turn >> 64 - TURNS for each in edges])
    weights: Numbers = (np.array([each.units for each in edges]) << shift) + (1 << TURNS) - late
    return weights


def _starts(counts: Numbers) -> Numbers:
    """Give where each begins, when so many of each stand in a row."""
    return np.cumsum(counts) - counts


def _spread(counts: Numbers) -> tuple[Numbers, Numbers]:
    """Repeat each number so often, and count within each: [2, 1] is [0, 0, 1] and [0, 1, 0]."""
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - _starts(counts)[which]
