"""The gates over all profiles at once, as sets; `gates` says the same of one profile.

Counting stays exact for any number of gates: a cost is kept in four bits a profile, and who misses
exactly one gate in two.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np

from drakenmatch.bits import Rows, count
from drakenmatch.columns import ASPIRING, PLACED, RANKED, TRAVEL_UNKNOWN, day_number
from drakenmatch.gates import NEARLY_KM, SAFETY_PHASE, TRAVEL_UNKNOWN_KM, Gate, open_gates
from drakenmatch.survey import Survey, facts
from drakenmatch.values import Kind, Room

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
        found &= ~survey.all("organisation", request.organisation)
    if request.avoid_regions:
        avoided = request.avoid_regions
        found &= survey.all(*PLACED)
        found &= ~survey.in_any(avoided)
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
    met, unknown, nearby = survey.in_region, survey.none(), survey.around
    if survey.asked.request.online_ok:
        met = met | survey.all("online", True)
        unknown = survey.all("online", None)
    if survey.asked.here is not None:
        max_km = survey.asked.request.max_km
        near = TRAVEL_UNKNOWN_KM if max_km is None else min(max_km, TRAVEL_UNKNOWN_KM)
        met = met | survey.travels(max_km)
        unknown = unknown | (survey.all(*TRAVEL_UNKNOWN) & survey.within(near))
        nearby = nearby | survey.within(NEARLY_KM)
    unknown = unknown & ~met
    missed = ~(met | unknown)
    return Missed(unknown, missed & nearby, missed & ~nearby)


def room(survey: Survey, _: Gate) -> Missed:
    """As `gates.room`."""
    last = last_day(survey)
    made = survey.columns.kept.of(("room", survey.today, last), lambda: _room(survey, last))
    return Missed(*made)


def _room(survey: Survey, last: int) -> tuple[Rows, Rows, Rows]:
    met = survey.confirmed & survey.opened_by(last)
    known = survey.confirmed & ~survey.all("room", None)
    shut = known & survey.all("room", Room.NO)
    return ~known, known & ~met & ~shut, shut


def last_day(survey: Survey, later: int = 0) -> int:
    """Give the day (its number) on which work must start, today at the earliest."""
    start = survey.asked.start + timedelta(days=later)
    return day_number(max(start, survey.asked.today))


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
    offered = survey.any_of(*facts("settings", group.any if group else ()))
    return _of_list(survey, "settings", offered)


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


@dataclass(frozen=True)
class Sifted:
    """What the gates leave: sets of profiles."""

    survey: Survey
    gates: Mapping[GateKey, Missed]
    apart: Rows
    free: Rows
    missed: Rows

    @classmethod
    def of(cls, survey: Survey) -> "Sifted":
        """Lay all gates over all profiles."""
        gates = {
            (gate.criterion, gate.subject): SETS[gate.criterion](survey, gate)
            for gate in open_gates(survey.asked)
        }
        missed = reduce(np.bitwise_or, (each.rows for each in gates.values()))
        return cls(survey, gates, candidates(survey), survey.free(), missed)

    @cached_property
    def candidates(self) -> Rows:
        """Everybody whom no closed gate shuts out."""
        return self.apart & self.free

    @cached_property
    def fits(self) -> Rows:
        """Everybody who misses nothing."""
        return self.candidates & ~self.missed

    @cached_property
    def tally(self) -> "Tally":
        """The cost of everybody."""
        return Tally.of(self.survey, self.gates)

    def closed(self) -> Mapping[str, int]:
        """Count who would fit but is full (`cap`) or away (`pause`)."""
        shut_out = self.apart & ~self.missed & ~self.free
        away = shut_out & self.survey.away()
        return {"cap": count(shut_out) - count(away), "pause": count(away)}
