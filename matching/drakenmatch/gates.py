"""The gates. A closed gate shuts somebody out; an open one that is missed may still be "nearly"."""

from collections.abc import Callable, Iterator
from enum import IntEnum
from functools import partial
from typing import NamedTuple, TypeAlias

from drakenmatch.asking import Asked, Entry, Sought
from drakenmatch.values import Group, Kind, Language, Room, Route

NEARLY_KM = 90
TRAVEL_UNKNOWN_KM = 50
CONFIRMED_DAYS = 90
SAFETY_PHASE = "veiligheid"
# A municipality buys this care by contract; the other routes pay whoever may offer it.
BY_CONTRACT = frozenset({Route.JEUGDWET, Route.WMO})


class Passing(IntEnum):
    """How a gate is passed; SHUT is unmet, and never "nearly"."""

    MET = 0
    UNKNOWN = 1
    UNMET = 2
    SHUT = 3

    @property
    def cost(self) -> int:
        """2 for unmet, 1 for unknown."""
        return min(self, 2)


Test: TypeAlias = Callable[[Asked, Entry], Passing]


class Gate(NamedTuple):
    """An open gate: the criterion it belongs to, and which term or language it asks."""

    criterion: str
    subject: str
    test: Test


class Miss(NamedTuple):
    """A gate that is not met."""

    gate: Gate
    passing: Passing


def stands_apart(asked: Asked, entry: Entry) -> bool:
    """Say whether a closed gate shuts this profile out: kind, own choice, organisation, region.

    Being full or away are closed gates too, but those are counted: see `is_full`, `is_away`.
    """
    request, who = asked.request, entry.who
    return (
        request.kind not in who.kinds
        or who.id in request.not_ids
        or (request.organisation is not None and who.organisation == request.organisation)
        or not avoids_nothing(asked, entry)
    )


def avoids_nothing(asked: Asked, entry: Entry) -> bool:
    """Say that a profile certainly works outside the avoided regions."""
    avoided = asked.request.avoid_regions
    if not avoided:
        return True
    known = bool(entry.who.regions) or entry.home is not None
    return known and avoided.isdisjoint(entry.who.regions) and entry.home not in avoided


def is_away(asked: Asked, entry: Entry) -> bool:
    """Say whether the profile is paused, today included."""
    return entry.who.paused_until is not None and entry.who.paused_until >= asked.today


def is_full(entry: Entry) -> bool:
    """Say whether the profile has as many open requests as it wants."""
    return entry.who.open_requests >= entry.who.cap


def open_to_advice(asked: Asked, entry: Entry) -> bool:
    """Say whether somebody who does not fit can be asked for advice about one of the wishes."""
    return (
        Kind.ADVICE in entry.who.kinds
        and not entry.aspiring
        and any(sought.met_by(entry, step=1) for sought in asked.sought)
    )


def misses(asked: Asked, gates: tuple[Gate, ...], entry: Entry) -> tuple[Miss, ...]:
    """Give the open gates that this profile does not meet."""
    tested = ((gate, gate.test(asked, entry)) for gate in gates)
    return tuple(Miss(gate, passing) for gate, passing in tested if passing)


def open_gates(asked: Asked) -> tuple[Gate, ...]:
    """List the open gates of a request: what is not asked is no gate."""
    found = [ROLE]
    if asked.regions:
        found.append(REACH)
    if asked.request.kind is not Kind.ADVICE:
        found.append(ROOM)
    if asked.ages:
        found.append(AGES)
    return (*found, *_musts(asked))


def _musts(asked: Asked) -> Iterator[Gate]:
    request = asked.request
    for sought in asked.sought:
        if sought.wish.must:
            yield Gate("expertise", sought.wish.term, partial(term, sought))
    for language in request.languages:
        if language.must:
            yield Gate("languages", language.code, partial(speaks, language))
    if request.settings and request.settings.must and request.settings.any:
        yield Gate("settings", "", partial(works_in, request.settings))
    if request.funding and request.funding.must and request.funding.any:
        yield Gate("funding", "", partial(is_paid_by, request.funding))


def role(asked: Asked, entry: Entry) -> Passing:
    """Ask for a behandelaar; one in training is met for structural work only."""
    if not entry.aspiring or asked.request.kind is Kind.STRUCTURAL:
        return Passing.MET
    may_be_shown = asked.request.kind is Kind.CASE and asked.request.phase != SAFETY_PHASE
    return Passing.UNMET if may_be_shown else Passing.SHUT


def reach(asked: Asked, entry: Entry) -> Passing:
    """Ask for somebody who works there, can travel there, or can do it online."""
    online = entry.who.online if asked.request.online_ok else False
    if in_region(asked, entry) or online:
        return Passing.MET
    travels = _travels(asked, entry)
    if travels is not Passing.UNMET:
        return travels
    if online is None:
        return Passing.UNKNOWN
    return Passing.UNMET if _is_nearby(asked, entry) else Passing.SHUT


def in_region(asked: Asked, entry: Entry) -> bool:
    """Say whether a region is shared.

    A base in an asked region counts only when no distance can be measured: with a municipality
    asked, the travel distance that somebody stated decides.
    """
    if not asked.regions.isdisjoint(entry.who.regions):
        return True
    return asked.here is None and entry.home in asked.regions


def _travels(asked: Asked, entry: Entry) -> Passing:
    """Compare the distance with both limits.

    Without a base there is no distance, and the listed regions decide. Were it unknown, everybody
    who lists regions only would be "nearly" all over the country.
    """
    km, travel_km, max_km = asked.km(entry), entry.who.travel_km, asked.request.max_km
    if km is None or (max_km is not None and km > max_km):
        return Passing.UNMET
    if travel_km is None:
        return Passing.UNKNOWN if km <= TRAVEL_UNKNOWN_KM else Passing.UNMET
    return Passing.MET if km <= travel_km else Passing.UNMET


def _is_nearby(asked: Asked, entry: Entry) -> bool:
    km = asked.km(entry)
    return (
        (km is not None and km <= NEARLY_KM)
        or not asked.around.isdisjoint(entry.who.regions)
        or entry.home in asked.around
    )


def room(asked: Asked, entry: Entry) -> Passing:
    """Ask for room in time, confirmed at most 90 days ago; a confirmed no is never nearly."""
    if not is_confirmed(asked, entry) or entry.who.room is None:
        return Passing.UNKNOWN
    if entry.who.room is Room.NO:
        return Passing.SHUT
    if entry.who.room is Room.YES:
        return Passing.MET
    if entry.who.room_from is None:
        return Passing.UNKNOWN
    return Passing.MET if entry.who.room_from <= max(asked.start, asked.today) else Passing.UNMET


def is_confirmed(asked: Asked, entry: Entry) -> bool:
    """Say whether room was confirmed recently enough; a date in the future confirms nothing."""
    confirmed = entry.who.room_confirmed
    return confirmed is not None and 0 <= (asked.today - confirmed).days <= CONFIRMED_DAYS


def ages(asked: Asked, entry: Entry) -> Passing:
    """Ask for at least one of the persons, or for all of them."""
    if entry.who.ages is None:
        return Passing.UNKNOWN
    needed = len(asked.ages) if asked.request.ages_all else 1
    return Passing.MET if len(asked.covered(entry)) >= needed else Passing.UNMET


def term(sought: Sought, _: Asked, entry: Entry) -> Passing:
    """Ask for the term itself or a narrower one, at the asked level; not named is unmet."""
    met = sought.met_by(entry, sought.least)
    return Passing.MET if met else Passing.UNMET


def speaks(language: Language, _: Asked, entry: Entry) -> Passing:
    """Ask for one language."""
    if entry.who.languages is None:
        return Passing.UNKNOWN
    return Passing.MET if language.code in entry.who.languages else Passing.UNMET


def works_in(group: Group, _: Asked, entry: Entry) -> Passing:
    """Ask for any of the settings."""
    if entry.who.settings is None:
        return Passing.UNKNOWN
    return Passing.UNMET if group.any.isdisjoint(entry.who.settings) else Passing.MET


def is_paid_by(group: Group, asked: Asked, entry: Entry) -> Passing:
    """Ask for any of the funding routes; the best of them counts."""
    return min(is_paid_through(route, asked, entry) for route in group.any)


def is_paid_through(route: str, asked: Asked, entry: Entry) -> Passing:
    """Ask for one route: where a municipality buys the care its contract, else the route itself."""
    funding, payer = entry.who.funding, asked.request.contract_with
    if funding is None:
        return Passing.UNKNOWN
    if payer is None or route not in BY_CONTRACT:
        stated = any(each.partition(":")[0] == route for each in funding)
        return Passing.MET if stated else Passing.UNMET
    if f"{route}:{payer}" in funding:
        return Passing.MET
    return Passing.UNKNOWN if route in funding else Passing.UNMET


ROLE, REACH = Gate("role", "", role), Gate("reach", "", reach)
ROOM, AGES = Gate("room", "", room), Gate("ages", "", ages)
