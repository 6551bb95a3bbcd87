"""A request as any database would be asked it: the slugs resolved to the numbers of the table.

Every peer gets the same question, worked out once per request; the time that takes is theirs.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np

from benchmarks.country.drawing import Column
from benchmarks.country.facts import ROUTES, TODAY, facts
from benchmarks.population import KINDS, organisation
from benchmarks.rivals.oracle import BOUGHT, SHOWN, WEIGHTS, kin
from benchmarks.rivals.table import ANY_WAY, STEPS, YOUNG, code_worth, contract, places
from drakenmatch import Kind, Level, Request, Wish

FAR = 1e9
BELOW = 0.5
LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Wished:
    """One wish: its part of the points, and the codes that bring each value, the best first."""

    points: float
    values: tuple[tuple[float, tuple[int, ...]], ...]
    must: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Paid:
    """One asked route: the tokens that meet it, and those that leave it unknown."""

    met: tuple[int, ...]
    unsure: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A resolved request; `points` says what each stated criterion can bring, of 100."""

    request: Request
    seed: int
    kind: int
    structural: bool
    advice: bool
    by: int
    regions: tuple[int, ...]
    here: int
    max_km: float
    online: bool
    avoid: int
    organisation: int
    wishes: tuple[Wished, ...]
    ages: tuple[int, ...]
    ages_needed: int
    languages: tuple[int, ...]
    languages_must: int
    settings: tuple[int, ...]
    settings_must: bool
    funding: tuple[Paid, ...]
    funding_must: bool
    points: dict[str, float]

    @property
    def region_mask(self) -> int:
        """Give the regions as bits."""
        return sum(1 << number for number in self.regions)


def question(request: Request) -> Question:
    """Resolve a request of the mix (whose ages are single years)."""
    known = facts()
    base = known.places.municipality(request.municipality)
    regions = request.regions | ({base.region} if base else frozenset())
    ages = tuple(each.years.first for each in request.persons if each.years)
    points = _points(request, anywhere=not regions, ages=bool(ages))
    languages = {each.code: known.languages.index(each.code) for each in request.languages}
    settings, funding = request.settings, request.funding
    return Question(
        request=request,
        seed=int.from_bytes(sha256(f"{TODAY.isoformat()}|{request.id}".encode()).digest()[:8]),
        kind=1 << KINDS.index(request.kind),
        structural=request.kind is Kind.STRUCTURAL,
        advice=request.kind is Kind.ADVICE,
        by=max(0, (request.start_by - TODAY).days) if request.start_by else 0,
        regions=tuple(sorted(known.regions.index(slug) for slug in regions)),
        here=places()[base.code] if base else -1,
        max_km=FAR if request.max_km is None else float(request.max_km),
        online=request.online_ok,
        avoid=sum(1 << known.regions.index(slug) for slug in request.avoid_regions),
        organisation=_organisations().get(request.organisation or "", -2),
        wishes=tuple(_wished(wish, request, points) for wish in request.wishes),
        ages=ages,
        ages_needed=len(ages) if request.ages_all else min(1, len(ages)),
        languages=tuple(languages.values()),
        languages_must=sum(1 << languages[each.code] for each in request.languages if each.must),
        settings=tuple(known.settings.index(slug) for slug in (settings.any if settings else ())),
        settings_must=bool(settings and settings.must and settings.any),
        funding=tuple(_paid(route, request) for route in (funding.any if funding else ())),
        funding_must=bool(funding and funding.must and funding.any),
        points=points,
    )


def _points(request: Request, *, anywhere: bool, ages: bool) -> dict[str, float]:
    stated = {
        "expertise": request.wishes,
        "nearness": not anywhere,
        "room": request.kind is not Kind.ADVICE,
        "ages": ages,
        "languages": request.languages,
        "settings": request.settings and request.settings.any,
        "funding": request.funding and request.funding.any,
    }
    weights = {name: WEIGHTS[name] for name, is_stated in stated.items() if is_stated}
    return {name: 100 * weight / sum(weights.values()) for name, weight in weights.items()}


def _wished(wish: Wish, request: Request, points: dict[str, float]) -> Wished:
    """Turn kin into codes: every level of every kindred term, by what it brings."""
    numbers = _term_numbers()
    least = LEVELS.index(wish.min_level)
    values: defaultdict[float, list[int]] = defaultdict(list)
    must: list[int] = []
    for slug, near in kin(wish, request).items():
        if slug not in numbers:
            continue
        for step in range(STEPS):
            code = numbers[slug] * STEPS + step
            value = float(code_worth()[code]) * near
            values[value if step >= least else value * BELOW].append(code)
            if near == 1.0 and step >= least:
                must.append(code)
    share = wish.weight / sum(each.weight for each in request.wishes)
    ordered = sorted(values.items(), reverse=True)
    return Wished(
        points["expertise"] * share,
        tuple((value, tuple(sorted(codes))) for value, codes in ordered),
        tuple(sorted(must)) if wish.must else None,
    )


@cache
def _term_numbers() -> dict[str, int]:
    return {slug: number for number, slug in enumerate(facts().terms)}


@cache
def _organisations() -> dict[str, int]:
    return {organisation(number): number for number in range(4000)}


def _paid(route: str, request: Request) -> Paid:
    number = ROUTES.index(route)
    payer = request.funding_municipality or request.municipality
    if payer is None or route not in BOUGHT:
        return Paid((ANY_WAY + number,), ())
    return Paid((contract(number, payer),), (number,))


@cache
def kilometres() -> Column:
    """Give the distance between all municipalities; unknown places (-1) are infinitely far."""
    known = facts()
    listed = [
        [known.places.km(one.code, other.code) for other in known.municipalities]
        for one in known.municipalities
    ]
    matrix = np.full((len(listed), len(listed) + 1), np.inf)
    matrix[:, :-1] = listed
    return matrix


@cache
def nearness() -> Column:
    """Give what each distance brings; an unknown place is .5."""
    worth = np.maximum(0, np.rint(20 * (1 - kilometres() / 60))) / 20
    worth[:, -1] = 0.5
    return worth


def mixed(keys: Column, seed: int) -> Column:
    """Mix the keys of equals into the order of the day."""
    with np.errstate(over="ignore"):
        state = (keys ^ np.uint64(seed)) + np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(state ^ (state >> np.uint64(31)))


def first(asked: Question, keys: Column, scores: Column, aspiring: Column) -> Column:
    """Give the places of the first twenty: band, who treats, tie. (Ties never tie here.)"""
    bands = np.floor(2 * scores + 1e-6)
    # Two numbers in one: what is in training comes after the others of its band.
    places = 2 * bands - aspiring
    if len(places) > SHOWN:
        bar = np.partition(places, -SHOWN)[-SHOWN]
        kept = np.flatnonzero(places >= bar)
    else:
        kept = np.arange(len(places))
    order = np.lexsort((mixed(keys[kept], asked.seed), -places[kept]))
    return kept[order[:SHOWN]]


__all__ = ["YOUNG", "Paid", "Question", "Wished", "first", "kilometres", "nearness", "question"]
