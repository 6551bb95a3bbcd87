"""The gates over all profiles at once, as sets; `gates` says the same of one profile.

Counting stays exact for any number of gates: a cost is kept in four bits a profile, and who misses
exactly one gate in two.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple, TypeAlias

import numpy as np

from drakenmatch.bits import Rows, count
from drakenmatch.columns import ASPIRING, PLACED, TRAVEL_UNKNOWN
from drakenmatch.gates import NEARLY_KM, SAFETY_PHASE, TRAVEL_UNKNOWN_KM, Gate, open_gates
from drakenmatch.survey import Survey, facts
from drakenmatch.values import Kind, Room

GateKey = tuple[str, str]


Beyond: TypeAlias = tuple[Rows | None, Rows | None]


class Missed(NamedTuple):
    """Who does not meet one open gate: unknown, unmet, and of the unmet who is never "nearly".

    None is nobody.
    """

    unknown: Rows | None
    unmet: Rows
    shut: Rows | None


def acceptable(survey: Survey, found: Rows) -> Rows:
    """Leave out whom the request does not want to meet."""
    request, columns = survey.asked.request, survey.columns
    if request.organisation is not None:
        found = survey.without(found, "organisation", request.organisation)
    if request.avoid_regions:
        found = found & survey.all(*PLACED) & ~survey.in_any(request.avoid_regions)
    if request.not_ids:
        rows = [columns.row_of[each] for each in request.not_ids if each in columns.row_of]
        refused = np.zeros(len(columns), np.bool_)
        refused[rows] = True
        found = found & ~survey.packed(refused)
    return found


# ---- Who meets a gate ----

# What these gates ask hangs on the kind of request, the day and the day of the start alone, so
# that many requests ask the same.
READY = frozenset({"role", "room"})


def ready(survey: Survey, gates: Iterable[Gate]) -> Rows:
    """Give everybody who is asked, neither away nor full, and meets the gates of `READY`."""
    kind = survey.asked.request.kind
    return survey.kept(
        ("ready", kind, survey.today, survey.last),
        lambda: reduce(
            np.bitwise_and,
            [who_meets(survey, gate) for gate in gates if gate.criterion in READY],
            survey.asking(kind) & survey.free(),
        ),
    )


def who_meets(survey: Survey, gate: Gate) -> Rows:
    """Give everybody who meets a gate."""
    return MEETS[gate.criterion](survey, gate)


def role(survey: Survey, _: Gate) -> Rows:
    """As `gates.role`."""
    if survey.asked.request.kind is Kind.STRUCTURAL:
        return ~survey.none()
    return ~survey.all(*ASPIRING)


def reach(survey: Survey, _: Gate) -> Rows:
    """As `gates.reach`."""
    met = survey.in_region
    if survey.asked.request.online_ok:
        met = met | survey.all("online", True)
    if survey.asked.here is not None:
        met = met | survey.travels(survey.asked.request.max_km)
    return met


def room(survey: Survey, _: Gate) -> Rows:
    """As `gates.room`."""
    last = survey.last
    return survey.kept(
        ("room", survey.today, last), lambda: survey.confirmed & survey.opened_by(last)
    )


def ages(survey: Survey, _: Gate) -> Rows:
    """As `gates.ages`."""
    join = np.bitwise_and if survey.asked.request.ages_all else np.bitwise_or
    return reduce(join, map(survey.covers, survey.asked.ages))


def expertise(survey: Survey, gate: Gate) -> Rows:
    """As `gates.term`."""
    sought = next(each for each in survey.asked.sought if each.wish.term == gate.subject)
    return survey.holds(sought, sought.least)


def languages(survey: Survey, gate: Gate) -> Rows:
    """As `gates.speaks`."""
    return survey.all("languages", gate.subject)


def settings(survey: Survey, _: Gate) -> Rows:
    """As `gates.works_in`."""
    group = survey.asked.request.settings
    return survey.any_of(*facts("settings", group.any if group else ()))


def funding(survey: Survey, _: Gate) -> Rows:
    """As `gates.is_paid_by`: the best of the routes counts."""
    return reduce(np.bitwise_or, map(survey.paid_through, _routes(survey)))


MEETS: Mapping[str, Callable[[Survey, Gate], Rows]] = {
    "role": role,
    "reach": reach,
    "room": room,
    "ages": ages,
    "expertise": expertise,
    "languages": languages,
    "settings": settings,
    "funding": funding,
}

# ---- Of those who do not meet it: of whom it is unknown, and who is never "nearly" ----


def missed(survey: Survey, gate: Gate, met: Rows) -> Missed:
    """Tell who does not meet a gate, from who does."""
    unknown, shut = BEYOND.get(gate.criterion, _of_list)(survey, gate, met)
    return Missed(unknown, ~met if unknown is None else ~(met | unknown), shut)


def _beyond_role(survey: Survey, _: Gate, met: Rows) -> Beyond:
    request = survey.asked.request
    may_be_shown = request.kind is Kind.CASE and request.phase != SAFETY_PHASE
    return None, None if may_be_shown else ~met


def _beyond_reach(survey: Survey, _: Gate, met: Rows) -> Beyond:
    request, unknown, nearby = survey.asked.request, None, survey.around
    if request.online_ok:
        unknown = survey.all("online", None)
    if survey.asked.here is not None:
        near = (
            TRAVEL_UNKNOWN_KM if request.max_km is None else min(request.max_km, TRAVEL_UNKNOWN_KM)
        )
        untold = survey.all(*TRAVEL_UNKNOWN) & survey.within(near)
        unknown = untold if unknown is None else unknown | untold
        nearby = nearby | survey.within(NEARLY_KM)
    if unknown is None:
        return None, ~(met | nearby)
    unknown = unknown & ~met
    return unknown, ~(met | unknown | nearby)


def _beyond_room(survey: Survey, _: Gate, __: Rows) -> Beyond:
    # Who states nothing about room has confirmed nothing either: see `columns.confirmed`.
    return ~survey.confirmed, survey.confirmed & survey.all("room", Room.NO)


def _beyond_expertise(_: Survey, __: Gate, ___: Rows) -> Beyond:
    """Tell that a term which is not named is unmet."""
    return None, None


def _beyond_funding(survey: Survey, gate: Gate, met: Rows) -> Beyond:
    unknown = ~survey.all("stated", gate.criterion)
    return unknown | (survey.perhaps_through(_routes(survey)) & ~met), None


def _of_list(survey: Survey, gate: Gate, _: Rows) -> Beyond:
    return ~survey.all("stated", gate.criterion), None


BEYOND: Mapping[str, Callable[[Survey, Gate, Rows], Beyond]] = {
    "role": _beyond_role,
    "reach": _beyond_reach,
    "room": _beyond_room,
    "expertise": _beyond_expertise,
    "funding": _beyond_funding,
}


def _routes(survey: Survey) -> frozenset[str]:
    group = survey.asked.request.funding
    return group.any if group else frozenset()


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
    def of(cls, survey: Survey, gates: Iterable[Missed]) -> "Tally":
        """Add up these gates."""
        tally = cls(*(survey.none() for _ in cls.__slots__))
        for each in gates:
            tally._add(each)
        return tally

    def _add(self, gate: Missed) -> None:
        rows = gate.unmet
        if gate.unknown is not None:
            rows = rows | gate.unknown
            carry = self.ones & gate.unknown
            self.ones ^= gate.unknown
            self._add_two(carry)
        self._add_two(gate.unmet)
        self.several |= self.missed & rows
        self.missed |= rows
        if gate.shut is not None:
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
    """What the gates leave: sets of profiles.

    `met_as_asked` says of each open gate outside `READY` who meets it, `met` of all.
    """

    survey: Survey
    gates: tuple[Gate, ...]
    met_as_asked: Mapping[GateKey, Rows]

    @classmethod
    def of(cls, survey: Survey) -> "Sifted":
        """Lay the gates over all profiles."""
        gates = open_gates(survey.asked)
        rest = [gate for gate in gates if gate.criterion not in READY]
        return cls(survey, gates, {gate[:2]: who_meets(survey, gate) for gate in rest})

    def fits(self) -> Rows:
        """Give everybody who misses nothing."""
        met = reduce(np.bitwise_and, self.met_as_asked.values(), ready(self.survey, self.gates))
        return acceptable(self.survey, met)

    @cached_property
    def met(self) -> Mapping[GateKey, Rows]:
        """Of each open gate who meets it."""
        gates = [gate for gate in self.gates if gate.criterion in READY]
        return {**{gate[:2]: who_meets(self.survey, gate) for gate in gates}, **self.met_as_asked}

    @cached_property
    def apart(self) -> Rows:
        """Everybody whom no closed gate shuts out, but for being away or full."""
        return acceptable(self.survey, self.survey.asking(self.survey.asked.request.kind))

    @cached_property
    def candidates(self) -> Rows:
        """Everybody whom no closed gate shuts out."""
        return self.apart & self.survey.free()

    @cached_property
    def tally(self) -> Tally:
        """The cost of everybody."""
        survey, met = self.survey, self.met
        return Tally.of(survey, [missed(survey, gate, met[gate[:2]]) for gate in self.gates])

    def closed(self) -> Mapping[str, int]:
        """Count who would fit but is full (`cap`) or away (`pause`)."""
        meeting = reduce(np.bitwise_and, self.met.values())
        shut_out = self.apart & meeting & ~self.survey.free()
        away = shut_out & self.survey.away()
        return {"cap": count(shut_out) - count(away), "pause": count(away)}
