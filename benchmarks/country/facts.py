"""The facts that the benchmarks stand on: the project's own vocabulary, places and trades."""

from datetime import date
from functools import cache
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from drakenmatch import Level, Municipality, Places, Route, Vocabulary

if TYPE_CHECKING:
    from drakennet.demo.generate.crafts import Craft

SITE = Path(__file__).parents[2] / "platform" / "drakennet"
DATA = SITE / "reference" / "data"
TODAY = date(2026, 11, 21)
EXPERTISE = ("behandelmethode", "problematiek", "instrument", "doelgroep")
# Groups of ages are no expertise: profiles and requests say years.
AGE_GROUPS = {
    *("kind-0-4", "kind-4-12", "jongere-12-18", "jongvolwassene-18-23", "volwassene", "oudere"),
}
LEVELS = tuple(Level)
ROUTES = tuple(route.value for route in Route)

Floats = npt.NDArray[np.float64]


class Facts(NamedTuple):
    """The vocabulary and places, and their slugs and codes in one order: the columns' numbers."""

    vocabulary: Vocabulary
    places: Places
    terms: tuple[str, ...]
    languages: tuple[str, ...]
    settings: tuple[str, ...]
    regions: tuple[str, ...]
    municipalities: tuple[Municipality, ...]
    crafts: tuple["Craft", ...]


@cache
def facts() -> Facts:
    """Read them once."""
    vocabulary = Vocabulary.read(DATA / "taxonomy.json")
    places = Places.read(DATA / "municipalities.csv", DATA / "regions.csv")

    def slugs(*schemes: str) -> tuple[str, ...]:
        return tuple(term.slug for name in schemes for term in vocabulary.in_scheme(name))

    return Facts(
        vocabulary=vocabulary,
        places=places,
        terms=tuple(slug for slug in slugs(*EXPERTISE) if slug not in AGE_GROUPS),
        languages=slugs("taal"),
        settings=slugs("werksetting", "werkvorm"),
        regions=tuple(places.regions),
        municipalities=tuple(places.municipalities.values()),
        # The file alone: with the whole site its memory would be measured too.
        crafts=run_path(str(SITE / "demo" / "generate" / "crafts.py"))["CRAFTS"],
    )


@cache
def busyness() -> Floats:
    """How likely a municipality is: a town has many postcodes in few places, the country few."""
    return _chances([_size(each) for each in facts().municipalities])


def _size(municipality: Municipality) -> float:
    postcodes = sum(last - first + 1 for first, last in municipality.postcodes) or 1
    return float(postcodes * (postcodes / max(1, len(municipality.places))) ** 0.7)


def _chances(weights: list[float]) -> Floats:
    total = sum(weights)
    return np.array([weight / total for weight in weights])


@cache
def craft_shares() -> Floats:
    """How likely a trade is."""
    return _chances([float(craft.share) for craft in facts().crafts])


@cache
def term_chances() -> Floats:
    """How likely somebody of a trade names a term: trades x terms, few terms make most mentions."""
    known = facts()
    place = {slug: number for number, slug in enumerate(known.terms)}
    rare = 0.06 / np.arange(1, len(known.terms) + 1) ** 0.5
    chances = np.tile(rare, (len(known.crafts), 1))
    for number, craft in enumerate(known.crafts):
        for rank, slug in enumerate(craft.more):
            chances[number, place[slug]] = 0.6 / (1 + 0.25 * rank)
        for slug in craft.core:
            chances[number, place[slug]] = 0.93
    return chances
