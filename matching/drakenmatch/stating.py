"""What somebody could truthfully state, each tried as a profile of its own.

Expertise and its levels are never among them, nor more room, a longer journey or fewer pauses than
somebody wants: only what is unknown or unconfirmed, and regions and kinds to consider. An unknown
list is tried as if it held all that these requests ask, so its gain is the most it can bring.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from drakenmatch.asking import Asked
from drakenmatch.gates import BY_CONTRACT, TRAVEL_UNKNOWN_KM
from drakenmatch.outlook import Fact
from drakenmatch.places import Places
from drakenmatch.values import AgeRange, Group, Kind, Practitioner, Room

MOST_REGIONS = 5
ASKABLE = (Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE)


class Trial(NamedTuple):
    """A fact, the region or kind it is about, and the profile that states it."""

    fact: Fact
    who: Practitioner
    subject: str = ""


def trials(me: Practitioner, asked: Sequence[Asked], places: Places, today: date) -> list[Trial]:
    """List what this practitioner could state, given what is asked for."""
    return [
        *_of_room(me, today),
        *_of_unknowns(me, asked),
        *_of_contracts(me, asked),
        *_of_regions(me, places),
        *_of_kinds(me),
    ]


def _of_room(me: Practitioner, today: date) -> Iterator[Trial]:
    """Only room that was stated is confirmed; a "no" stays a no."""
    if me.room is None:
        yield Trial(Fact.ROOM, replace(me, room=Room.YES, room_confirmed=today))
    elif me.room is not Room.NO:
        yield Trial(Fact.CONFIRM_ROOM, replace(me, room_confirmed=today))


def _of_unknowns(me: Practitioner, asked: Sequence[Asked]) -> Iterator[Trial]:
    if me.ages is None:
        yield Trial(Fact.AGES, replace(me, ages=_ages(asked)))
    if me.languages is None:
        yield Trial(Fact.LANGUAGES, replace(me, languages=_languages(asked)))
    if me.settings is None:
        yield Trial(Fact.SETTINGS, replace(me, settings=_settings(asked)))
    if me.travel_km is None:
        yield Trial(Fact.TRAVEL, replace(me, travel_km=TRAVEL_UNKNOWN_KM))
    if me.online is None:
        yield Trial(Fact.ONLINE, replace(me, online=True))
    if me.funding is None:
        yield Trial(Fact.FUNDING, replace(me, funding=_funding(asked)))


def _of_contracts(me: Practitioner, asked: Sequence[Asked]) -> Iterator[Trial]:
    """Take a route that somebody works with already, with the municipalities that ask for it."""
    if me.funding is not None:
        by_contract = {each for each in _funding(asked) if ":" in each}
        contracts = {each for each in by_contract if each.partition(":")[0] in me.funding}
        yield Trial(Fact.CONTRACTS, replace(me, funding=me.funding | contracts))


def _of_regions(me: Practitioner, places: Places) -> Iterator[Trial]:
    """Take regions at or next to where somebody works; more than five take consent."""
    base = places.municipality(me.municipality)
    own = me.regions | ({base.region} if base else set())
    around = own.union(*map(places.neighbours, own)) - me.regions
    for slug in sorted(around) if len(me.regions) < MOST_REGIONS else ():
        yield Trial(Fact.REGION, replace(me, regions=me.regions | {slug}), slug)


def _of_kinds(me: Practitioner) -> Iterator[Trial]:
    for kind in ASKABLE:
        if kind not in me.kinds:
            yield Trial(Fact.KIND, replace(me, kinds=me.kinds | {kind}), kind.value)


def _ages(asked: Sequence[Asked]) -> tuple[AgeRange, ...]:
    return tuple(sorted({age for each in asked for age in each.ages}))


def _languages(asked: Sequence[Asked]) -> frozenset[str]:
    return frozenset(spoken.code for each in asked for spoken in each.request.languages)


def _settings(asked: Sequence[Asked]) -> frozenset[str]:
    return frozenset(slug for each in asked for slug in _any(each.request.settings))


def _funding(asked: Sequence[Asked]) -> frozenset[str]:
    """Give the asked routes, where a municipality buys the care as the contract with it."""
    return frozenset(
        _paid_by(route, each.request.contract_with)
        for each in asked
        for route in _any(each.request.funding)
    )


def _paid_by(route: str, payer: str | None) -> str:
    return f"{route}:{payer}" if payer and route in BY_CONTRACT else route


def _any(group: Group | None) -> frozenset[str]:
    return group.any if group else frozenset()
