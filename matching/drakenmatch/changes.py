"""What to ask differently, so that one practitioner fits: the fewest and mildest changes.

Every change opens one gate and leaves the others as they are. So the fewest that bring somebody
into `fits` are one for each gate that is missed, and for each gate the mildest that opens it. A
gate that no change opens (a confirmed "no room", an unknown age) makes the whole impossible.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from math import ceil
from typing import Self

from drakenmatch.answers import Loosening, Relaxation
from drakenmatch.asking import Asked, Entry, Sought
from drakenmatch.explain import labelled
from drakenmatch.gates import Gate, Miss, Passing, open_gates
from drakenmatch.reading import (
    Fields,
    Json,
    Value,
    free_text,
    json_value,
    mapping_of,
    one_of,
    plain,
    text,
)
from drakenmatch.relaxations import relaxed
from drakenmatch.request import Request
from drakenmatch.sentences import sentence
from drakenmatch.values import Level, Room


class Asking(StrEnum):
    """The ways to ask something else; on one gate the first that opens it is the mildest."""

    START_BY = "start-by"
    MAX_KM = "max-km"
    ACCEPT_ONLINE = "accept-online"
    ADD_REGION = "add-region"
    ANY_AGE = "any-age"
    LOWER_LEVEL = "lower-level"
    DROP_MUST = "drop-must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Value):
    """One thing to ask differently: for `subject` (term, language, region) ask `value`.

    `value` is a level, a number of km or a date; `changed(request, changes)` gives the request.
    """

    asking: Asking
    criterion: str
    subject: str = ""
    value: Json = None
    detail: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)

    def sentence(self, language: str = "nl") -> str:
        """Write the change in `nl` or `en`, such as "Tot 30 km afstand."."""
        return sentence(f"change.{self.asking}", self.facts, language)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a change; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            asking=fields.need("asking", one_of(Asking)),
            criterion=fields.need("criterion", text),
            subject=fields.get("subject", free_text, ""),
            value=fields.get("value", json_value, None),
            detail=fields.get("detail", free_text, ""),
            facts=fields.get("facts", mapping_of(json_value), {}),
        )


def changed(request: Request, changes: Iterable[Change]) -> Request:
    """Give the request that asks all of this differently."""
    for change in changes:
        request = _changed(request, change)
    return request


def changes_for(asked: Asked, entry: Entry, missed: tuple[Miss, ...]) -> tuple[Change, ...] | None:
    """Give the fewest and mildest changes that open all these gates; None if there are none."""
    found = [_mildest(asked, entry, miss.gate) for miss in missed]
    needed = tuple(_told(change, asked) for change in found if change is not None)
    return needed if len(needed) == len(missed) else None


def _mildest(asked: Asked, entry: Entry, gate: Gate) -> Change | None:
    possible = POSSIBLE.get(gate.criterion, _nothing)
    return next(
        (each for each in possible(asked, entry, gate) if _opens(asked, entry, gate, each)), None
    )


def _opens(asked: Asked, entry: Entry, gate: Gate, change: Change) -> bool:
    other = Asked.of(changed(asked.request, [change]), asked.today, asked.vocabulary, asked.places)
    left = [each for each in open_gates(other) if each[:2] == gate[:2]]
    return all(each.test(other, entry) is Passing.MET for each in left)


def _nothing(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:  # noqa: ARG001 - the signature of them all
    """A behandelaar is asked for or not: nothing lies between."""
    yield from ()


def _room(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:  # noqa: ARG001 - the signature of them all
    if entry.who.room is Room.FROM and entry.who.room_from is not None:
        yield Change(asking=Asking.START_BY, criterion="room", value=plain(entry.who.room_from))


def _reach(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:  # noqa: ARG001 - the signature of them all
    km = asked.km(entry)
    if km is not None and asked.request.max_km is not None:
        yield Change(asking=Asking.MAX_KM, criterion="reach", value=ceil(km))
    if not asked.request.online_ok:
        yield Change(asking=Asking.ACCEPT_ONLINE, criterion="reach")
    known = asked.places.regions.keys() & {*entry.who.regions, entry.home}
    for slug in sorted(known, key=lambda each: (each not in asked.around, each)):
        yield Change(asking=Asking.ADD_REGION, criterion="reach", subject=slug)


def _ages(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:  # noqa: ARG001 - the signature of them all
    if asked.request.ages_all:
        yield Change(asking=Asking.ANY_AGE, criterion="ages")


def _term(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:
    sought = next(each for each in asked.sought if each.wish.term == gate.subject)
    if (step := _highest(sought, entry)) is not None:
        level = tuple(Level)[step].value
        yield Change(
            asking=Asking.LOWER_LEVEL, criterion="expertise", subject=gate.subject, value=level
        )
    yield from _must(asked, entry, gate)


def _highest(sought: Sought, entry: Entry) -> int | None:
    steps = [held.step for slug, held in entry.held.items() if slug in sought.kin.same]
    return max(steps, default=None)


def _must(asked: Asked, entry: Entry, gate: Gate) -> Iterator[Change]:  # noqa: ARG001 - the signature of them all
    yield Change(asking=Asking.DROP_MUST, criterion=gate.criterion, subject=gate.subject)


POSSIBLE: Mapping[str, Callable[[Asked, Entry, Gate], Iterator[Change]]] = {
    "reach": _reach,
    "room": _room,
    "ages": _ages,
    "expertise": _term,
    "languages": _must,
    "settings": _must,
    "funding": _must,
}


def _changed(request: Request, change: Change) -> Request:
    match change.asking:
        case Asking.START_BY:
            return replace(request, start_by=date.fromisoformat(str(change.value)))
        case Asking.MAX_KM:
            return replace(request, max_km=int(str(change.value)))
        case Asking.ANY_AGE:
            return replace(request, ages_all=False)
        case Asking.LOWER_LEVEL:
            return _with_level(request, change.subject, Level(str(change.value)))
        case _:
            # The same loosening by the same name, which needs no day.
            loosening = Relaxation(
                loosening=Loosening(change.asking.value),
                criterion=change.criterion,
                subject=change.subject,
                adds=0,
            )
            return relaxed(request, loosening, today=date.min)


def _with_level(request: Request, term: str, level: Level) -> Request:
    wishes = (
        replace(wish, min_level=level) if wish.term == term else wish for wish in request.wishes
    )
    return replace(request, wishes=tuple(wishes))


def _told(change: Change, asked: Asked) -> Change:
    """Add the sentence and its facts."""
    subject = change.subject or change.criterion
    facts = {"subject": labelled(subject, asked.vocabulary, asked.places)}
    if change.asking is Asking.START_BY:
        facts["value"] = {"date": change.value}
    elif change.asking is Asking.LOWER_LEVEL:
        facts["value"] = labelled(str(change.value), asked.vocabulary, asked.places)
    else:
        facts["value"] = change.value
    return replace(change, facts=facts, detail=sentence(f"change.{change.asking}", facts))
