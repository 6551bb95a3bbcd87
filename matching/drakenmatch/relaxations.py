"""What would asking a little less bring? Each loosening alone, counted exactly.

A loosening opens one gate a little and leaves the others as they are, so only those who miss that
very gate and no other can come in: they alone are tested again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from drakenmatch.answers import Loosening, Relaxation
from drakenmatch.asking import Asked, Entry
from drakenmatch.gates import Gate, Miss, open_gates
from drakenmatch.reading import Json, plain
from drakenmatch.request import Request
from drakenmatch.sentences import sentence
from drakenmatch.values import Group, Kind, Level, Wish

MOST_SHOWN = 5
EXTRA_KM = 10
EXTRA_DAYS = timedelta(days=28)
STRENGTH = {loosening: place for place, loosening in enumerate(Loosening)}
GateKey = tuple[str, str]


class Step(NamedTuple):
    """One thing to ask less of, before anybody has counted what it brings."""

    loosening: Loosening
    criterion: str
    subject: str = ""
    value: Json = None


def relaxed(request: Request, relaxation: Relaxation | Step, *, today: date) -> Request:
    """Give the request that asks less in this one way; `today` counts when no start was asked."""
    match relaxation.loosening:
        case Loosening.DROP_MUST:
            return _without_must(request, relaxation.criterion, relaxation.subject)
        case Loosening.LOWER_LEVEL:
            return replace(request, wishes=_with_level(request.wishes, relaxation.subject))
        case Loosening.ADD_REGION:
            return replace(request, regions=request.regions | {relaxation.subject})
        case Loosening.ACCEPT_ONLINE:
            return replace(request, online_ok=True)
        case Loosening.MAX_KM:
            return replace(request, max_km=(request.max_km or 0) + EXTRA_KM)
        case Loosening.START_BY:
            return replace(request, start_by=(request.start_by or today) + EXTRA_DAYS)


def relaxations(asked: Asked, adds: Callable[[Step], int]) -> tuple[Relaxation, ...]:
    """List what brings anybody, the largest first, at most five; `adds` counts each exactly."""
    found = [(step, number) for step in _possible(asked) if (number := adds(step))]
    shown = sorted(_mildest(found), key=_order)[:MOST_SHOWN]
    return tuple([_told(step, number, asked) for step, number in shown])


def counting(
    asked: Asked, candidates: Iterable[tuple[Entry, tuple[Miss, ...]]]
) -> Callable[[Step], int]:
    """Count one profile at a time whom a loosening would bring.

    `candidates` are those who pass the closed gates, each with the open gates that it misses.
    """
    one_gate: defaultdict[GateKey, list[Entry]] = defaultdict(list)
    for entry, missed in candidates:
        if len(missed) == 1:
            one_gate[missed[0].gate.criterion, missed[0].gate.subject].append(entry)
    return partial(_added, asked, one_gate)


def _possible(asked: Asked) -> Iterator[Step]:
    request = asked.request
    yield from _musts(request)
    if asked.regions:
        for slug in sorted(asked.around - request.avoid_regions):
            yield Step(Loosening.ADD_REGION, "reach", slug)
        if not request.online_ok:
            yield Step(Loosening.ACCEPT_ONLINE, "reach")
        if request.max_km is not None:
            yield Step(Loosening.MAX_KM, "reach", value=request.max_km + EXTRA_KM)
    if request.kind is not Kind.ADVICE:
        yield Step(Loosening.START_BY, "room", value=plain(asked.start + EXTRA_DAYS))


def _musts(request: Request) -> Iterator[Step]:
    for wish in request.wishes:
        if wish.must:
            yield Step(Loosening.DROP_MUST, "expertise", wish.term)
            if wish.min_level is not wish.min_level.below:
                below = wish.min_level.below.value
                yield Step(Loosening.LOWER_LEVEL, "expertise", wish.term, below)
    for language in request.languages:
        if language.must:
            yield Step(Loosening.DROP_MUST, "languages", language.code)
    if request.settings and request.settings.must:
        yield Step(Loosening.DROP_MUST, "settings")
    if request.funding and request.funding.must:
        yield Step(Loosening.DROP_MUST, "funding")


def _added(asked: Asked, one_gate: Mapping[GateKey, list[Entry]], step: Step) -> int:
    waiting = one_gate.get(gate_of(step), [])
    if not waiting or step.loosening is Loosening.DROP_MUST:
        return len(waiting)
    request = relaxed(asked.request, step, today=asked.today)
    looser = Asked.of(request, asked.today, asked.vocabulary, asked.places)
    gate = _gate(open_gates(looser), gate_of(step))
    return sum(not gate.test(looser, entry) for entry in waiting)


def gate_of(step: Step) -> GateKey:
    """Name the gate that a loosening opens a little."""
    subject = step.subject if step.criterion in {"expertise", "languages"} else ""
    return step.criterion, subject


def _gate(gates: Iterable[Gate], wanted: GateKey) -> Gate:
    return next(gate for gate in gates if (gate.criterion, gate.subject) == wanted)


def _mildest(found: list[tuple[Step, int]]) -> Iterator[tuple[Step, int]]:
    """Leave out what brings no more than a milder loosening of the same gate.

    Two regions are equally mild, and bring other people: both stay.
    """
    for each, adds in found:
        milder = (
            other
            for other, as_many in found
            if as_many == adds
            and STRENGTH[other.loosening] > STRENGTH[each.loosening]
            and _same_gate(each, other)
        )
        if not any(milder):
            yield each, adds


def _same_gate(one: Step, other: Step) -> bool:
    if one.criterion != other.criterion:
        return False
    return one.criterion == "reach" or one.subject == other.subject


def _order(found: tuple[Step, int]) -> tuple[int, int, str, str]:
    """Put the largest first, of equal ones the mildest, and then by name."""
    step, adds = found
    return -adds, -STRENGTH[step.loosening], step.criterion, step.subject


def _told(step: Step, adds: int, asked: Asked) -> Relaxation:
    """Add what its sentence says."""
    loosening, criterion, subject, value = step
    facts: dict[str, Json] = {"subject": asked.labels[subject or criterion], "adds": adds}
    if loosening is Loosening.START_BY:
        facts["value"] = {"date": value}
    elif isinstance(value, str):
        facts["value"] = asked.labels[value]
    elif value is not None:
        facts["value"] = value
    return Relaxation(
        loosening=loosening,
        criterion=criterion,
        adds=adds,
        subject=subject,
        value=value,
        detail=sentence(f"relax.{loosening}", facts),
        facts=facts,
    )


def _without_must(request: Request, criterion: str, subject: str) -> Request:
    match criterion:
        case "expertise":
            wishes = [replace(w, must=False) if w.term == subject else w for w in request.wishes]
            return replace(request, wishes=tuple(wishes))
        case "languages":
            spoken = [replace(s, must=False) if s.code == subject else s for s in request.languages]
            return replace(request, languages=tuple(spoken))
        case "settings":
            return replace(request, settings=_optional(request.settings))
        case _:
            return replace(request, funding=_optional(request.funding))


def _optional(group: Group | None) -> Group | None:
    return replace(group, must=False) if group else None


def _with_level(wishes: tuple[Wish, ...], subject: str) -> tuple[Wish, ...]:
    return tuple(
        replace(wish, min_level=Level(wish.min_level.below)) if wish.term == subject else wish
        for wish in wishes
    )
