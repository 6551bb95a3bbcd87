"""All open requests at once against all practitioners: whom to ask for which, within their places.

Two methods. `exact` is the highest total of scores that the places allow (an assignment problem;
SciPy solves it: the extra `assign`). `stable` takes the best pair again and again: then no request
and practitioner who are not a pair would both do better together (Gale and Shapley, 1962; with
one score for both sides it is the only such matching). Neither asks anybody anything.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, Self

from drakenmatch.answers import MOST, Match
from drakenmatch.optimum import Edge, can_optimise, greedy, optimum
from drakenmatch.pool import Pool
from drakenmatch.rank import RULE
from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Value,
    flag,
    list_of,
    mapping_of,
    number,
    one_of,
    optional,
    text,
    whole,
)
from drakenmatch.request import Request
from drakenmatch.shortlist import UNITS, Listed, explained, nearly, shortlist


class Method(StrEnum):
    """How the pairs were chosen."""

    EXACT = "exact"
    STABLE = "stable"


class Why(StrEnum):
    """Why a request got nobody, or not all that it needs."""

    NOBODY = "nobody"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Value):
    """A request and a practitioner, with the reasons that are the score."""

    request_id: str
    match: Match

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a pair; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            request_id=fields.need("request_id", text),
            match=fields.need("match", Match.from_json),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unassigned(Value):
    """A request that still misses so many; `fits` counts who fit it, all of them taken."""

    request_id: str
    why: Why
    missing: int
    fits: int

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read it; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            request_id=fields.need("request_id", text),
            why=fields.need("why", one_of(Why)),
            missing=fields.need("missing", whole(1, MOST)),
            fits=fields.need("fits", whole(0, MOST)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Value):
    """The proposal. `pairs` and `unassigned` by request id, of one request the best score first.

    `total` is the sum of the scores; `worst_off` the served request with the lowest one,
    `worst_score`. `load`: how many requests each practitioner would get, nobody with none. `gap`:
    how many points the total lies below the highest possible; None where that is not known. It is
    counted over those who fit, also when those who nearly fit may fill what is left. `fallback`:
    exact was asked, but SciPy is not installed, so it is stable.
    """

    method: Method
    pairs: tuple[Pair, ...]
    unassigned: tuple[Unassigned, ...]
    total: float
    worst_off: str | None
    worst_score: float | None
    load: Mapping[str, int] = field(default_factory=dict)
    gap: float | None = None
    fallback: bool = False
    rule: str = RULE

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read an assignment; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            method=fields.need("method", one_of(Method)),
            pairs=fields.need("pairs", list_of(Pair.from_json)),
            unassigned=fields.need("unassigned", list_of(Unassigned.from_json)),
            total=fields.need("total", number),
            worst_off=fields.need("worst_off", optional(text)),
            worst_score=fields.need("worst_score", optional(number)),
            load=fields.get("load", mapping_of(whole(1, MOST)), {}),
            gap=fields.get("gap", optional(number), None),
            fallback=fields.get("fallback", flag, default=False),
            rule=fields.get("rule", text, RULE),
        )


def assign(
    pool: Pool,
    requests: Iterable[Request],
    *,
    today: date,
    caps: Mapping[str, int] | None = None,
    needed: Mapping[str, int] | None = None,
    method: str = Method.EXACT,
    with_nearly: bool = False,
) -> Assignment:
    """Propose a practitioner for every request, all at once.

    `today` is an Amsterdam date. Everybody gets at most the places that are left to them: their
    own cap less their open requests, and what `caps` says of their id, if that is less. `needed`
    says how many different practitioners a request needs, else one. Only who fits is proposed; who
    nearly fits may fill what is left after that, with `with_nearly`. Raises `InvalidValue` as
    `Pool.rank` does, and for an id that stands twice, a negative cap, or needing none.
    """
    by_id, way = _by_id(requests), one_of(Method)(str(method), "method")
    wanted = {name: whole(1, MOST)((needed or {}).get(name, 1), f"needed.{name}") for name in by_id}
    work = _Work(pool, by_id, wanted, mapping_of(whole(0, MOST))(caps or {}, "caps"), today)
    pairs, gap = work.choose(shortlist, way)
    if with_nearly:
        pairs += work.choose(nearly, way)[0]
    explained_ = _explained(pool, by_id, pairs, today)
    worst = min(((pair.match.score, pair.request_id) for pair in explained_), default=None)
    return Assignment(
        method=way if can_optimise() else Method.STABLE,
        pairs=explained_,
        unassigned=tuple(work.unassigned()),
        total=sum(each.units for each in pairs) / UNITS,
        worst_off=worst[1] if worst else None,
        worst_score=worst[0] if worst else None,
        load=dict(sorted(work.load.items())),
        gap=None if gap is None else gap / UNITS,
        fallback=way is Method.EXACT and not can_optimise(),
    )


def _by_id(requests: Iterable[Request]) -> dict[str, Request]:
    """Put the requests in the order of their ids, so that the order of the input means nothing."""
    found: dict[str, Request] = {}
    for place, request in enumerate(requests):
        if request.id in found:
            raise InvalidValue(f"requests[{place}].id", "each only once")
        found[request.id] = request
    return dict(sorted(found.items()))


class Listing(Protocol):
    """Who may be proposed for a request, the best first."""

    def __call__(
        self, pool: Pool, request: Request, *, today: date, most: int
    ) -> Sequence[Listed]: ...


@dataclass(slots=True)
class _Work:
    """What is still wanted, and which places are still free, while the pairs are chosen."""

    pool: Pool
    requests: Mapping[str, Request]
    wanted: dict[str, int]
    caps: Mapping[str, int]
    today: date
    fits: Counter[str] = field(default_factory=Counter)
    load: Counter[str] = field(default_factory=Counter)

    def choose(self, listing: Listing, way: Method) -> tuple[list[Edge], int | None]:
        """Choose pairs out of these lists; and how many units that is below the highest total."""
        edges = list(self._edges(listing))
        places = {name: self._free(name) for name in {each.practitioner for each in edges}}
        best = optimum(edges, self.wanted, places) if can_optimise() else None
        chosen = best
        if chosen is None or way is Method.STABLE:
            chosen = greedy(edges, self.wanted, places)
        for each in chosen:
            self.wanted[each.request] -= 1
            self.load[each.practitioner] += 1
        return chosen, None if best is None else _total(best) - _total(chosen)

    def _edges(self, listing: Listing) -> Iterator[Edge]:
        """List who fits what is still wanted. Nobody needs more than can be taken by the others."""
        most = sum(self.wanted.values())
        for name, request in self.requests.items():
            if not self.wanted[name]:
                continue
            asked = replace(request, not_ids=request.not_ids | self._closed)
            listed = listing(self.pool, asked, today=self.today, most=most)
            self.fits[name] += len(listed)
            for each in listed:
                yield Edge(each.less, each.turn, name, each.practitioner_id)

    @property
    def _closed(self) -> frozenset[str]:
        """Who has no place any more."""
        named = {*self.caps, *self.load}
        return frozenset(name for name in named if not self._free(name))

    def _free(self, name: str) -> int:
        """Count the places of somebody; who left the pool meanwhile has none."""
        who = self.pool.get(name)
        if who is None:
            return 0
        free = max(0, who.cap - who.open_requests)
        return min(free, self.caps.get(name, free)) - self.load[name]

    def unassigned(self) -> Iterator[Unassigned]:
        """List the requests that miss somebody still."""
        for name, missing in self.wanted.items():
            if missing:
                fits = self.fits[name]
                why = Why.TAKEN if fits else Why.NOBODY
                yield Unassigned(request_id=name, why=why, missing=missing, fits=fits)


def _total(edges: Iterable[Edge]) -> int:
    return sum(each.units for each in edges)


def _explained(
    pool: Pool, requests: Mapping[str, Request], edges: Iterable[Edge], today: date
) -> tuple[Pair, ...]:
    """Add the reasons; by request, the best score first."""
    found = []
    for each in sorted(edges, key=lambda edge: (edge.request, edge)):
        why = explained(pool, requests[each.request], [each.practitioner], today=today)
        found += [Pair(request_id=each.request, match=match) for match in why.values()]
    return tuple(found)
