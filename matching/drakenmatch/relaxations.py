"""What would asking a little less bring? Each loosening alone, counted exactly.

A loosening opens one gate a little and leaves the others as they are, so only those who miss that
very gate and no other can come in: they alone are tested again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

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


def relaxed(request: Request, relaxation: Relaxation, *, today: date) -> Request:
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


def relaxations(asked: Asked, adds: Callable[[Relaxation], int]) -> tuple[Relaxation, ...]:
    """List what brings anybody, the largest first, at most five; `adds` counts each exactly."""
    found = [replace(each, adds=number) for each in _possible(asked) if (number := adds(each))]
    shown = sorted(_mildest(found), key=_order)[:MOST_SHOWN]
    return tuple(_told(each, asked) for each in shown)


def counting(
    asked: Asked, candidates: Iterable[tuple[Entry, tuple[Miss, ...]]]
) -> Callable[[Relaxation], int]:
    """Count one profile at a time whom a loosening would bring.

    `candidates` are those who pass the closed gates, each with the open gates that it misses.
    """
    one_gate: defaultdict[GateKey, list[Entry]] = defaultdict(list)
    for entry, missed in candidates:
        if len(missed) == 1:
            one_gate[missed[0].gate.criterion, missed[0].gate.subject].append(entry)
    return partial(_added, asked, one_gate)


def _possible(asked: Asked) -> Iterator[Relaxation]:
    request = asked.request
    yield from _musts(request)
    if asked.regions:
        for slug in sorted(asked.around - request.avoid_regions):
            yield _loosen(Loosening.ADD_REGION, "reach", slug)
        if not request.online_ok:
            yield _loosen(Loosening.ACCEPT_ONLINE, "reach")
        if request.max_km is not None:
            yield _loosen(Loosening.MAX_KM, "reach", value=request.max_km + EXTRA_KM)
    if request.kind is not Kind.ADVICE:
        yield _loosen(Loosening.START_BY, "room", value=plain(asked.start + EXTRA_DAYS))


def _musts(request: Request) -> Iterator[Relaxation]:
    for wish in request.wishes:
        if wish.must:
            yield _loosen(Loosening.DROP_MUST, "expertise", wish.term)
            if wish.min_level is not wish.min_level.below:
                below = wish.min_level.below.value
                yield _loosen(Loosening.LOWER_LEVEL, "expertise", wish.term, below)
    for language in request.languages:
        if language.must:
            yield _loosen(Loosening.DROP_MUST, "languages", language.code)
    if request.settings and request.settings.must:
        yield _loosen(Loosening.DROP_MUST, "settings")
    if request.funding and request.funding.must:
        yield _loosen(Loosening.DROP_MUST, "funding")


def _loosen(
    loosening: Loosening, criterion: str, subject: str = "", value: Json = None
) -> Relaxation:
    return Relaxation(
        loosening=loosening, criterion=criterion, subject=subject, value=value, adds=0
    )


def _added(asked: Asked, one_gate: Mapping[GateKey, list[Entry]], relaxation: Relaxation) -> int:
    waiting = one_gate.get(gate_of(relaxation), [])
    if not waiting or relaxation.loosening is Loosening.DROP_MUST:
        return len(waiting)
    request = relaxed(asked.request, relaxation, today=asked.today)
    looser = Asked.of(request, asked.today, asked.vocabulary, asked.places)
    gate = _gate(open_gates(looser), gate_of(relaxation))
    return sum(not gate.test(looser, entry) for entry in waiting)


def gate_of(relaxation: Relaxation) -> GateKey:
    """Name the gate that a loosening opens a little."""
    subject = relaxation.subject if relaxation.criterion in {"expertise", "languages"} else ""
    return relaxation.criterion, subject


def _gate(gates: Iterable[Gate], wanted: GateKey) -> Gate:
    return next(gate for gate in gates if (gate.criterion, gate.subject) == wanted)


def _mildest(found: list[Relaxation]) -> Iterator[Relaxation]:
    """Leave out what brings no more than a milder loosening of the same gate.

    Two regions are equally mild, and bring other people: both stay.
    """
    for each in found:
        milder = (
            other
            for other in found
            if _same_gate(each, other)
            and other.adds == each.adds
            and STRENGTH[other.loosening] > STRENGTH[each.loosening]
        )
        if not any(milder):
            yield each


def _same_gate(one: Relaxation, other: Relaxation) -> bool:
    if one.criterion != other.criterion:
        return False
    return one.criterion == "reach" or one.subject == other.subject


def _order(relaxation: Relaxation) -> tuple[int, int, str, str]:
    """Put the largest first, of equal ones the mildest, and then by name."""
    strength = -STRENGTH[relaxation.loosening]
    return -relaxation.adds, strength, relaxation.criterion, relaxation.subject


def _told(relaxation: Relaxation, asked: Asked) -> Relaxation:
    """Add the sentence and its facts."""
    subject = relaxation.subject or relaxation.criterion
    facts: dict[str, Json] = {
        "subject": asked.labels[subject],
        "adds": relaxation.adds,
    }
    if relaxation.loosening is Loosening.START_BY:
        facts["value"] = {"date": relaxation.value}
    elif isinstance(relaxation.value, str):
        facts["value"] = asked.labels[relaxation.value]
    elif relaxation.value is not None:
        facts["value"] = relaxation.value
    told = sentence(f"relax.{relaxation.loosening}", facts)
    return replace(relaxation, facts=facts, detail=told)


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
