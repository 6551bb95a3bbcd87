"""The gates over all profiles at once, as sets; `gates` says the same of one profile.

Counting stays exact for any number of gates: a cost is kept in four bits a profile, and who misses
exactly one gate in two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from drakenmatch.bits import Rows
from drakenmatch.columns import ASPIRING, FULL, PLACED, RANKED
from drakenmatch.gates import SAFETY_PHASE, Gate, open_gates
from drakenmatch.survey import Survey
from drakenmatch.values import Kind

GateKey = tuple[str, str]


class Missed(NamedTuple):
    """Who does not meet one open gate: unknown, unmet, and unmet but never "nearly"."""

    unknown: Rows
    unmet: Rows
    shut: Rows

    @property
    def rows(self) -> Rows:
        """Everybody who does not meet it."""
        return self.unknown | self.unmet | self.shut


def candidates(survey: Survey) -> Rows:
    """Give everybody whom no closed gate shuts out, but for being away or full."""
    request, columns = survey.asked.request, survey.columns
    found = survey.all(*RANKED) & survey.all("kind", request.kind)
    if request.organisation is not None:
        found &= ~survey.packed(columns.works_at(request.organisation))
    if request.avoid_regions:
        avoided = request.avoid_regions
        found &= survey.all(*PLACED)
        found &= ~(survey.any_of("region", avoided) | survey.any_of("home", avoided))
    if request.not_ids:
        rows = [columns.row_of[each] for each in request.not_ids if each in columns.row_of]
        refused = np.zeros(len(columns), np.bool_)
        refused[rows] = True
        found &= ~survey.packed(refused)
    return found


def role(survey: Survey, _: Gate) -> Missed:
    """As `gates.role`."""
    request, none = survey.asked.request, survey.none()
    if request.kind is Kind.STRUCTURAL:
        return Missed(none, none, none)
    aspiring = survey.all(*ASPIRING)
    if request.kind is Kind.CASE and request.phase != SAFETY_PHASE:
        return Missed(none, aspiring, none)
    return Missed(none, none, aspiring)


def reach(survey: Survey, _: Gate) -> Missed:
    """As `gates.reach`."""
    request, met, nearby = survey.asked.request, survey.in_region(), survey.around()
    unknown = survey.none()
    if request.online_ok:
        met |= survey.all("online", True)
        unknown |= survey.all("online", None)
    if survey.asked.here is not None:
        travel = survey.travels(request.max_km)
        met |= travel.met
        unknown |= travel.unknown
        nearby |= travel.nearby
    unknown &= ~met
    missed = ~met & ~unknown
    return Missed(unknown, missed & nearby, missed & ~nearby)


def room(survey: Survey, _: Gate) -> Missed:
    """As `gates.room`."""
    confirmed, never = survey.confirmed(), survey.never()
    met = confirmed & survey.open_by(last_day(survey))
    shut = confirmed & never
    known = confirmed & ~survey.packed(survey.columns.opens == 0)
    return Missed(~known, known & ~met & ~shut, shut)


def last_day(survey: Survey, later: int = 0) -> int:
    """Give the day (an ordinal) on which work must start, today at the earliest."""
    return max(survey.asked.start.toordinal() + later, survey.asked.today.toordinal())


def ages(survey: Survey, _: Gate) -> Missed:
    """As `gates.ages`."""
    join = np.bitwise_and if survey.asked.request.ages_all else np.bitwise_or
    covered = reduce(join, (survey.covers(age) for age in survey.asked.ages))
    return _of_list(survey, "ages", covered)


def expertise(survey: Survey, gate: Gate) -> Missed:
    """As `gates.term`: not named is unmet."""
    sought = next(each for each in survey.asked.sought if each.wish.term == gate.subject)
    return Missed(survey.none(), ~survey.holds(sought, sought.wish.min_level.step), survey.none())


def languages(survey: Survey, gate: Gate) -> Missed:
    """As `gates.speaks`."""
    return _of_list(survey, "languages", survey.all("languages", gate.subject))


def settings(survey: Survey, _: Gate) -> Missed:
    """As `gates.works_in`."""
    group = survey.asked.request.settings
    return _of_list(survey, "settings", survey.any_of("settings", group.any if group else ()))


def funding(survey: Survey, _: Gate) -> Missed:
    """As `gates.is_paid_by`: the best of the routes counts."""
    group = survey.asked.request.funding
    routes = sorted(group.any) if group else []
    met = reduce(np.bitwise_or, map(survey.paid_through, routes), survey.none())
    perhaps = survey.perhaps_through(routes) & ~met
    unknown, unmet, shut = _of_list(survey, "funding", met | perhaps)
    return Missed(unknown | perhaps, unmet, shut)


def _of_list(survey: Survey, name: str, met: Rows) -> Missed:
    stated = survey.all("stated", name)
    return Missed(~stated, stated & ~met, survey.none())


SETS: Mapping[str, Callable[[Survey, Gate], Missed]] = {
    "role": role,
    "reach": reach,
    "room": room,
    "ages": ages,
    "expertise": expertise,
    "languages": languages,
    "settings": settings,
    "funding": funding,
}


@dataclass(slots=True)
class Tally:
    """Adds up over the gates, for all profiles at once: the cost, and how many are missed.

    `ones`, `twos`, `fours` are the binary digits of the cost; `more` is 8 and above.
    """

    ones: Rows
    twos: Rows
    fours: Rows
    more: Rows
    shut: Rows
    missed: Rows
    several: Rows

    @classmethod
    def of(cls, survey: Survey, gates: Mapping[GateKey, Missed]) -> "Tally":
        """Add up these gates."""
        tally = cls(*(survey.none() for _ in cls.__slots__))
        for each in gates.values():
            tally._add(each)
        return tally

    def _add(self, gate: Missed) -> None:
        carry = self.ones & gate.unknown
        self.ones ^= gate.unknown
        # The gates of a cost of 2 are no gates of a cost of 1: one of both, or the carry alone.
        two = gate.unmet | gate.shut
        self._add_two(carry)
        self._add_two(two)
        rows = gate.unknown | two
        self.several |= self.missed & rows
        self.missed |= rows
        self.shut |= gate.shut

    def _add_two(self, rows: Rows) -> None:
        carry = self.twos & rows
        self.twos ^= rows
        self.more |= self.fours & carry
        self.fours ^= carry

    @property
    def once(self) -> Rows:
        """Everybody who misses exactly one gate."""
        return self.missed & ~self.several

    def near(self) -> Rows:
        """Give everybody with a cost of 1 or 2 who may be "nearly"."""
        low = ~self.more & ~self.fours & ~(self.ones & self.twos)
        return self.missed & ~self.shut & low

    def wider(self) -> Rows:
        """Give everybody with a cost of 3 or 4 who may be "nearly"."""
        three = ~self.fours & self.ones & self.twos
        four = self.fours & ~self.ones & ~self.twos
        return self.missed & ~self.shut & ~self.more & (three | four)


@dataclass(frozen=True, slots=True)
class Sifted:
    """What the gates leave: sets of profiles."""

    gates: Mapping[GateKey, Missed]
    tally: Tally
    candidates: Rows
    fits: Rows
    full: Rows
    away: Rows

    @classmethod
    def of(cls, survey: Survey) -> "Sifted":
        """Lay all gates over all profiles."""
        gates = {
            (gate.criterion, gate.subject): SETS[gate.criterion](survey, gate)
            for gate in open_gates(survey.asked)
        }
        tally = Tally.of(survey, gates)
        apart, away, full = candidates(survey), survey.away(), survey.all(*FULL)
        would_fit = apart & ~tally.missed
        free = ~away & ~full
        return cls(
            gates=gates,
            tally=tally,
            candidates=apart & free,
            fits=would_fit & free,
            full=would_fit & ~away & full,
            away=would_fit & away,
        )
