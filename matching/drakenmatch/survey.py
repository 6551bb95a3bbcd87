"""One request laid over all profiles of one moment: each question answers with a set of profiles.

What is asked of everybody at once is a handful of operations on 64 profiles each; only the terms
of the wishes and the days are looked up a profile at a time.
"""

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from drakenmatch.asking import HELD, Asked, Sought
from drakenmatch.bits import Mask, Rows, packed
from drakenmatch.columns import DECADE, FULL, RANKED, Columns, Fact, day_number, years_in
from drakenmatch.distances import Distances
from drakenmatch.gates import BY_CONTRACT, CONFIRMED_DAYS
from drakenmatch.values import AgeRange, Kind, Room

# How many numbers `days_known` has: 0 to 90 days, and one for all that is older.
LATER = CONFIRMED_DAYS + 2


class Survey:
    """Sets of profiles for one request; what others will ask for too is kept."""

    def __init__(self, columns: Columns, asked: Asked, distances: Distances) -> None:
        self.columns = columns
        self.asked = asked
        self.words = columns.words
        # What others will ask for too; it is made again when anybody has changed.
        self.kept = columns.kept.of
        self.distances = distances
        self.today = day_number(asked.today)
        # The day on which work must start, today at the earliest.
        self.last = max(day_number(asked.start), self.today)

    def none(self) -> Rows:
        """Give the empty set."""
        return np.zeros(self.words, np.uint64)

    def all(self, *fact: Hashable) -> Rows:
        """Give everybody for whom a fact holds, such as `all("kind", Kind.CASE)`."""
        return self.columns.facts.of(fact, self.words)

    def asking(self, kind: Kind) -> Rows:
        """Give everybody who treats and wants to be asked for this kind of request."""
        return self.kept(("asking", kind), lambda: self.all(*RANKED) & self.all("kind", kind))

    def any_of(self, *facts: Fact) -> Rows:
        """Give everybody for whom one of these facts holds."""
        return self.columns.facts.any_of(facts, self.words)

    def without(self, found: Rows, *fact: Hashable) -> Rows:
        """Give a set without those for whom a fact holds."""
        return self.columns.facts.without(fact, found)

    def packed(self, mask: Mask) -> Rows:
        """Make a set of one true or false a profile."""
        return packed(mask, self.words)

    # ---- Days ----

    def opened_by(self, last: int) -> Rows:
        """Give everybody with room on a day (its number), by what they stated."""
        return self.kept(
            ("opened", last),
            lambda: (
                self.all("room", Room.YES)
                | (self.all("room", Room.FROM) & self.packed(self.columns.opens <= last))
            ),
        )

    @property
    def confirmed(self) -> Rows:
        """Everybody whose statement about room is at most 90 days old, and not of later."""
        return self.kept(
            ("confirmed", self.today), lambda: self.packed(self.days_ago() <= CONFIRMED_DAYS)
        )

    def days_ago(self) -> NDArray[np.uint16]:
        """Give how many days ago room was confirmed: very many for a day to come, and for none."""
        return np.uint16(self.today) - self.columns.confirmed  # unsigned, so never below 0

    @property
    def days_known(self) -> NDArray[np.uint8]:
        """The same, but one more than the last day that counts for all that is older."""
        return self.kept(
            ("days known", self.today),
            lambda: np.minimum(self.days_ago(), CONFIRMED_DAYS + 1).astype(np.uint8),
        )

    @property
    def room_known(self) -> NDArray[np.uint8]:
        """The same, and for who has no room yet today `LATER` more."""
        return self.kept(
            ("room known", self.today),
            lambda: self.days_known + np.uint8(LATER) * (self.columns.opens > self.today),
        )

    def away(self) -> Rows:
        """Give everybody who is paused, today included."""
        return self.kept(
            ("away", self.today), lambda: self.packed(self.columns.paused >= self.today)
        )

    def free(self) -> Rows:
        """Give everybody who is neither paused nor full."""
        return self.kept(("free", self.today), lambda: ~(self.away() | self.all(*FULL)))

    # ---- Places ----

    @property
    def in_region(self) -> Rows:
        """As `gates.in_region`: a shared region, or a base in one when no distance is asked."""
        regions = self.asked.regions
        homes = regions if self.asked.here is None else frozenset()
        return self.kept(
            ("region", regions, homes),
            lambda: self.any_of(*facts("region", regions), *facts("home", homes)),
        )

    @property
    def around(self) -> Rows:
        """Everybody who works or is based in a neighbouring region."""
        return self.in_any(self.asked.around)

    def in_any(self, regions: frozenset[str]) -> Rows:
        """Give everybody who works or is based in one of these regions."""
        return self.kept(
            ("region", regions, regions),
            lambda: self.any_of(*facts("region", regions), *facts("home", regions)),
        )

    @cached_property
    def km(self) -> NDArray[np.int16]:
        """Whole km, rounded up, from the asked municipality, shape (profiles,)."""
        row = self.distances.rounded_up(self.asked.here or "")
        # Every place is in the row: "wrap" is only the quickest way to look there.
        return row.take(self.columns.base.astype(np.intp), mode="wrap")

    def travels(self, max_km: int | None) -> Rows:
        """Give everybody who certainly travels far enough, when that is not too far either."""
        met = self.kept(
            ("travels", self.asked.here), lambda: self.packed(self.km <= self.columns.travel)
        )
        return met if max_km is None else met & self.within(max_km)

    def within(self, km: int) -> Rows:
        """Give everybody with a base at most so far away."""
        return self.kept(("within", self.asked.here, km), lambda: self.packed(self.km <= km))

    # ---- What somebody can do ----

    def holds(self, sought: Sought, step: int) -> Rows:
        """As `Sought.met_by`: who holds the term or a narrower one at this step or above."""
        same = sought.kin.same
        return self.kept(
            ("holds", same, step),
            lambda: self.any_of(
                *(("term", slug, each.step) for slug in same for each in HELD if each.step >= step)
            ),
        )

    def covers(self, age: AgeRange) -> Rows:
        """Give everybody who treats each year of an age."""
        decades = range(age.first // DECADE, age.last // DECADE + 1)
        return self.kept(
            ("covers", age),
            lambda: reduce(np.bitwise_and, (self._covers(decade, age) for decade in decades)),
        )

    def _covers(self, decade: int, age: AgeRange) -> Rows:
        """Give everybody who treats what an age asks of one decade: the whole of it, or a part."""
        whole = self.all("decade", decade)
        asked = [year for year in years_in(decade) if age.first <= year <= age.last]
        if len(asked) == DECADE:
            return whole
        return whole | self.columns.facts.every(facts("year", asked), self.words)

    def paid_through(self, route: str) -> Rows:
        """Give everybody who is certainly paid through a route."""
        payer = self.asked.request.contract_with
        if payer is None or route not in BY_CONTRACT:
            return self.all("route", route)
        return self.all("funding", f"{route}:{payer}")

    def perhaps_through(self, routes: Iterable[str]) -> Rows:
        """Give everybody who names one of these routes without a contract, where one is needed."""
        if self.asked.request.contract_with is None:
            return self.none()
        return self.any_of(*facts("funding", [each for each in routes if each in BY_CONTRACT]))


def facts(name: str, values: Iterable[Hashable]) -> Iterator[Fact]:
    """Make a fact of each value."""
    return ((name, value) for value in values)
