"""Draws a block of practitioners as columns, all at once; no value is made here.

Unknown is -1 in a column of numbers, and `UNKNOWN_SET` in a column of bit sets. Days count from
`TODAY`, and `NEVER` stands for a day that was not given.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.country.facts import ROUTES, busyness, craft_shares, facts, term_chances
from drakenmatch.values import OLDEST

Column = npt.NDArray[Any]
Columns = dict[str, Column]
Rng = np.random.Generator

BLOCK = 10_000
NEVER = -32768
UNKNOWN_SET = np.uint64(1 << 63)
MOST_TERMS = 25
ORGANISATIONS = 4_000
TRAVEL = np.array([0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 100, 150, 200])
TRAVEL_CHANCES = np.array([2, 5, 10, 12, 15, 12, 16, 9, 7, 5, 3, 2, 1, 1]) / 100
SPOKEN = {"en": 0.7, "de": 0.2, "fr": 0.07, "es": 0.04, "tr": 0.03, "ar": 0.03, "ary": 0.025}
RARELY_SPOKEN = 0.006
CONTRACTED = ("jeugdwet", "wmo")
# How many municipalities a contract covers: the own one, half the region, or all of it.
OWN, HALF, WHOLE = 0, 1, 2


def draw(seed: int, number: int) -> Columns:
    """Draw block `number`: always the same `BLOCK` people, however many are asked for."""
    rng = np.random.default_rng((seed, number))
    columns: Columns = {
        "id_high": rng.integers(0, 1 << 63, BLOCK, dtype=np.uint64),
        "id_low": rng.integers(0, 1 << 63, BLOCK, dtype=np.uint64),
        "craft": rng.choice(len(craft_shares()), BLOCK, p=craft_shares()).astype(np.uint8),
        "aspiring": rng.random(BLOCK) < 0.08,
        "organisation": _unless(rng, 0.15, _skewed(rng, ORGANISATIONS)).astype(np.int16),
    }
    for part in (_places, _expertise, _ages, _sets, _funding, _room, _load):
        columns |= part(rng, columns)
    return columns


def _unless(rng: Rng, chance: float, values: Column, unknown: int | np.uint64 = -1) -> Column:
    """Blank out a share of the answers."""
    answers: Column = np.where(rng.random(len(values)) < chance, unknown, values)
    return answers


def _skewed(rng: Rng, most: int) -> Column:
    """Few large organisations, many small ones."""
    return (most * rng.random(BLOCK) ** 2.5).astype(np.int64)


@cache
def home_regions() -> Column:
    """The region of every municipality, as a number."""
    known = facts()
    return np.array([known.regions.index(each.region) for each in known.municipalities])


@cache
def _neighbours() -> Column:
    """The neighbouring regions of every region, as a matrix of truths."""
    known = facts()
    return np.array(
        [
            [other in known.places.neighbours(slug) for other in known.regions]
            for slug in known.regions
        ]
    )


def _places(rng: Rng, _: Columns) -> Columns:
    base = rng.choice(len(busyness()), BLOCK, p=busyness())
    home = home_regions()[base]
    count = len(facts().regions)
    works = _neighbours()[home] & (rng.random((BLOCK, count)) < 0.13)
    works |= (rng.random(BLOCK) < 0.04)[:, None] & (rng.random((BLOCK, count)) < 0.06)
    works[np.arange(BLOCK), home] = rng.random(BLOCK) < 0.93
    works &= works.cumsum(axis=1) <= 5
    return {
        "municipality": _unless(rng, 0.04, base).astype(np.int16),
        "regions": _bits(works).astype(np.uint32),
        "travel_km": _unless(rng, 0.18, rng.choice(TRAVEL, BLOCK, p=TRAVEL_CHANCES)).astype(
            np.int16
        ),
        "online": _unless(rng, 0.25, rng.random(BLOCK) < 0.4).astype(np.int8),
    }


def _bits(truths: Column) -> Column:
    powers = np.uint64(1) << np.arange(truths.shape[1], dtype=np.uint64)
    bits: Column = (truths * powers).sum(axis=1, dtype=np.uint64)
    return bits


def _expertise(rng: Rng, columns: Columns) -> Columns:
    """Some say a little and some a lot; at most 25 terms, each with a level."""
    talkative = rng.lognormal(0, 0.45, BLOCK)[:, None]
    luck = rng.random((BLOCK, len(facts().terms)), dtype=np.float32)
    named = luck < np.minimum(0.97, term_chances()[columns["craft"]] * talkative)
    named &= named.cumsum(axis=1) <= MOST_TERMS
    _, terms = np.nonzero(named)
    levels = rng.choice(4, len(terms), p=(0.14, 0.6, 0.18, 0.08))
    levels = np.where(_with_ladder()[terms], levels, 1)
    return {
        "term_counts": named.sum(axis=1).astype(np.int64),
        "terms": terms.astype(np.uint8),
        "levels": levels.astype(np.uint8),
    }


@cache
def _with_ladder() -> Column:
    known = facts()
    return np.array([known.vocabulary.has_ladder(slug) for slug in known.terms])


@cache
def age_choices() -> tuple[tuple[tuple[tuple[int, int], ...], ...], ...]:
    """The ages that a trade treats: as the trade says, or a little more or less, or everybody."""
    shifts = ((0, 0), (0, 0), (1, 0), (-1, 2), (2, -1), (-2, 0), (0, 5))
    choices = []
    for craft in facts().crafts:
        varied = [
            tuple((max(0, first + low), min(OLDEST, last + high)) for first, last in ranges)
            for ranges in craft.ages
            for low, high in shifts
        ]
        choices.append((*varied, ((0, OLDEST),)))
    return tuple(choices)


def _ages(rng: Rng, columns: Columns) -> Columns:
    """The place of somebody's ages in `age_choices` of the own trade."""
    many = np.array([len(choices) for choices in age_choices()])[columns["craft"]]
    return {"ages": _unless(rng, 0.07, (rng.random(BLOCK) * many).astype(np.int64)).astype(np.int8)}


@cache
def _setting_chances() -> Column:
    known = facts()
    chances = np.full((len(known.crafts), len(known.settings)), 0.04)
    for number, craft in enumerate(known.crafts):
        for slug in craft.settings:
            chances[number, known.settings.index(slug)] = 0.55
    return chances


def _sets(rng: Rng, columns: Columns) -> Columns:
    known = facts()
    chances = [SPOKEN.get(code, RARELY_SPOKEN) for code in known.languages]
    spoken = rng.random((BLOCK, len(chances))) < np.array(chances)
    spoken[:, known.languages.index("nl")] = True
    settings = rng.random((BLOCK, len(known.settings))) < _setting_chances()[columns["craft"]]
    kinds = rng.random((BLOCK, 4)) < np.array([0.9, 0.6, 0.45, 0.3])
    return {
        "languages": _unless(rng, 0.06, _bits(spoken), UNKNOWN_SET),
        "settings": _unless(rng, 0.1, _bits(settings), UNKNOWN_SET),
        "kinds": _bits(kinds).astype(np.uint8),
    }


@cache
def _route_chances() -> Column:
    chances = np.full((len(facts().crafts), len(ROUTES)), 0.06)
    for number, craft in enumerate(facts().crafts):
        for slug in craft.funding:
            chances[number, ROUTES.index(slug)] = 0.9
    return chances


def _funding(rng: Rng, columns: Columns) -> Columns:
    """Routes; of what a municipality buys half name the contracts, the others the bare route."""
    routes = rng.random((BLOCK, len(ROUTES))) < _route_chances()[columns["craft"]]
    bought = np.array([route in CONTRACTED for route in ROUTES])
    based = columns["municipality"] >= 0
    contracts = routes & bought & (rng.random(BLOCK) < 0.55)[:, None] & based[:, None]
    return {
        "routes": _unless(rng, 0.12, _bits(routes & ~contracts), UNKNOWN_SET),
        "contracts": _bits(contracts).astype(np.uint8),
        "scope": rng.choice([OWN, HALF, WHOLE], BLOCK, p=(0.2, 0.3, 0.5)).astype(np.uint8),
    }


def _room(rng: Rng, _: Columns) -> Columns:
    """Room -1 unknown, 0 no, 1 from, 2 yes; most were confirmed in the last weeks."""
    room = rng.choice([-1, 0, 1, 2], BLOCK, p=(0.08, 0.2, 0.24, 0.48))
    starts = rng.integers(-20, 120, BLOCK)
    ago = -np.minimum(400, rng.exponential(32, BLOCK)).astype(np.int64)
    return {
        "room": room.astype(np.int8),
        "room_from": np.where(room == 1, starts, NEVER).astype(np.int16),
        "room_confirmed": _unless(rng, 0.05, ago, NEVER).astype(np.int16),
    }


def _load(rng: Rng, _: Columns) -> Columns:
    def day(first: int, last: int, chance: float) -> Column:
        return _unless(rng, 1 - chance, rng.integers(first, last, BLOCK), NEVER).astype(np.int16)

    draws: dict[str, Callable[[], Column]] = {
        "open_requests": lambda: rng.poisson(0.9, BLOCK).astype(np.uint8),
        "max_open": lambda: _unless(rng, 0.6, rng.integers(0, 9, BLOCK)).astype(np.int8),
        "paused_until": lambda: day(-30, 40, 0.07),
        "last_asked": lambda: day(-20, 1, 0.15),
        "last_invited": lambda: day(-200, 1, 0.2),
        "since": lambda: day(-1800, 1, 1.0),
    }
    return {name: take() for name, take in draws.items()}
