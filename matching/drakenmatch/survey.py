"""One request laid over all profiles of one moment: each question answers with a set of profiles.

What is asked of everybody at once is a handful of operations on 64 profiles each; only the terms
of the wishes and the days are looked up a profile at a time.
"""

from collections.abc import Hashable, Iterable
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from drakenmatch.asking import Asked, Sought
from drakenmatch.bits import WORD, Mask, Rows, Steps, packed
from drakenmatch.columns import ALWAYS, NEVER, TRAVEL_UNKNOWN, Columns, Fact
from drakenmatch.distances import Distances
from drakenmatch.gates import BY_CONTRACT, CONFIRMED_DAYS, NEARLY_KM, TRAVEL_UNKNOWN_KM
from drakenmatch.values import AgeRange


class Travel(NamedTuple):
    """Who certainly travels far enough, perhaps does, and has a base nearby at all."""

    met: Rows
    unknown: Rows
    nearby: Rows


class Survey:
    """Sets of profiles for one request. Nothing here is kept after the ranking."""

    def __init__(self, columns: Columns, asked: Asked, distances: Distances) -> None:
        self.columns = columns
        self.asked = asked
        self.words = columns.words
        self.distances = distances
        self._steps: dict[str, Steps] = {}
        self._km: NDArray[np.int16] | None = None

    def none(self) -> Rows:
        """Give the empty set."""
        return np.zeros(self.words, np.uint64)

    def all(self, *fact: Hashable) -> Rows:
        """Give everybody for whom a fact holds, such as `all("kind", Kind.CASE)`."""
        return self.columns.facts.rows(fact, self.words)

    def any_of(self, name: str, values: Iterable[Hashable]) -> Rows:
        """Give everybody for whom one of these values holds."""
        return reduce(np.bitwise_or, (self.all(name, value) for value in values), self.none())

    def packed(self, mask: Mask) -> Rows:
        """Make a set of one true or false a profile."""
        return packed(mask, self.words)

    def without(self, fact: Fact) -> Rows:
        """Give everybody for whom a fact does not hold (and bits beyond the last profile)."""
        return ~self.all(*fact)

    # ---- Days ----

    def open_by(self, last: int) -> Rows:
        """Give everybody who stated room from this day (an ordinal) or earlier."""
        opens = self.columns.opens
        return self.packed((opens >= ALWAYS) & (opens <= last))

    def never(self) -> Rows:
        """Give everybody who stated that there is no room."""
        return self.packed(self.columns.opens == NEVER)

    def confirmed(self) -> Rows:
        """Give everybody whose statement about room is at most 90 days old, and not of later."""
        age = np.int32(self.asked.today.toordinal()) - self.columns.confirmed
        return self.packed((age >= 0) & (age <= CONFIRMED_DAYS))

    def away(self) -> Rows:
        """Give everybody who is paused, today included."""
        return self.packed(self.columns.paused >= self.asked.today.toordinal())

    # ---- Places ----

    def in_region(self) -> Rows:
        """As `gates.in_region`: a shared region, or a base in one when no distance is asked."""
        listed = self.any_of("region", self.asked.regions)
        if self.asked.here is None:
            listed |= self.any_of("home", self.asked.regions)
        return listed

    def around(self) -> Rows:
        """Give everybody who works or is based in a neighbouring region."""
        around = self.asked.around
        return self.any_of("region", around) | self.any_of("home", around)

    def km(self) -> NDArray[np.int16]:
        """Give whole km, rounded up, from the asked municipality, shape (profiles,)."""
        if self._km is None:
            row = self.distances.rounded_up(self.asked.here or "")
            self._km = row.take(self.columns.base, mode="clip")
        return self._km

    def travels(self, max_km: int | None) -> Travel:
        """As the reference compares the distance with both limits."""
        km = self.km()
        met, near = km <= self.columns.travel, km <= TRAVEL_UNKNOWN_KM
        if max_km is not None:
            within = km <= max_km
            met, near = met & within, near & within
        unknown = self.packed(near) & self.all(*TRAVEL_UNKNOWN)
        return Travel(self.packed(met), unknown, self.packed(km <= NEARLY_KM))

    # ---- What somebody can do ----

    def steps(self, sought: Sought) -> Steps:
        """Give the highest step + 1 at which the term or a narrower one is held, 0 for not held.

        Shape (64 x words,).
        """
        term = sought.wish.term
        if term not in self._steps:
            found = np.zeros(self.words * WORD, np.uint8)
            for slug, near in sought.relatedness.items():
                if near == 1.0 and slug in self.columns.terms:
                    rows, steps = self.columns.terms[slug].columns()
                    found[rows] = np.maximum(found[rows], steps + np.uint8(1))
            self._steps[term] = found
        return self._steps[term]

    def holds(self, sought: Sought, step: int) -> Rows:
        """As `Sought.met_by`: who holds the term or a narrower one at this step or above."""
        return self.packed(self.steps(sought) > step)

    def covers(self, age: AgeRange) -> Rows:
        """Give everybody who treats each year of an age."""
        return self.every("year", range(age.first, age.last + 1))

    def every(self, name: str, values: Iterable[Hashable]) -> Rows:
        """Give everybody for whom all of these values hold."""
        return reduce(np.bitwise_and, (self.all(name, value) for value in values))

    def paid_through(self, route: str) -> Rows:
        """Give everybody who is certainly paid through a route."""
        payer = self.asked.request.contract_with
        if payer is None or route not in BY_CONTRACT:
            return self.all("route", route)
        found = np.zeros(self.words * WORD, np.bool_)
        holders = self.columns.contracts.get(f"{route}:{payer}")
        if holders:
            found[holders.columns()[0]] = True
        return self.packed(found)

    def perhaps_through(self, routes: Iterable[str]) -> Rows:
        """Give everybody whose contract is unknown for one of these routes (or known as well)."""
        if self.asked.request.contract_with is None:
            return self.none()
        return self.any_of("bare", [route for route in routes if route in BY_CONTRACT])
