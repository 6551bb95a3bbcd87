"""Labelled requests: small pools with a grade for everybody, written by hand.

`data/quality_ranking.json` says what a professional would answer, from product.md and the field's
guidelines (`source`, a key of the vocabulary's sources). The matcher had no part in it.
"""

import json
import random
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from benchmarks.judging.figures import ndcg, success
from benchmarks.judging.rivals import searches
from benchmarks.wording.data import DATA
from benchmarks.wording.errors import half
from drakenmatch import Places, Pool, Practitioner, Request, Vocabulary

SHUFFLES = 20


class Case(NamedTuple):
    """A request, the people with their grades, and who may never be shown as fitting."""

    half: str
    text: str
    request: Request
    people: tuple[Practitioner, ...]
    grades: Mapping[str, int]
    never: frozenset[str]


class Judged(NamedTuple):
    """What one way to answer a case is worth."""

    ndcg: float
    success: float
    violations: int


def cases() -> tuple[date, list[Case]]:
    """Read the cases, and the day on which they are asked."""
    data = json.loads((DATA / "quality_ranking.json").read_text(encoding="utf-8"))
    return date.fromisoformat(data["today"]), [_case(raw, data["usual"]) for raw in data["cases"]]


def _case(raw: Mapping[str, Any], usual: Mapping[str, Any]) -> Case:
    people, grades, never = [], {}, set()
    for place, each in enumerate(raw["pool"]):
        # The id decides between equals, so it says nothing of the grade.
        name = sha256(f"{raw['id']}|{place}".encode()).hexdigest()[:8]
        people.append(Practitioner.from_json({"id": name, **usual, **each["is"]}))
        grades[name] = each["grade"]
        never |= {name} if each.get("never") else set()
    people.sort(key=lambda who: who.id)
    request = Request.from_json({"id": raw["id"], **raw["request"]})
    return Case(half(raw["id"]), raw["text"], request, tuple(people), grades, frozenset(never))


def ours(case: Case, today: date, vocabulary: Vocabulary, places: Places) -> Judged:
    """Rank the case; a violation is somebody shown as fitting, or nearly, who never may be."""
    pool = Pool(vocabulary, places)
    for who in case.people:
        pool.put(who)
    ranking = pool.rank(case.request, today=today, limit=len(case.people))
    order = [match.practitioner_id for match in ranking.matches]
    close = [match.practitioner_id for match in (*ranking.fits, *ranking.nearly)]
    return _judged(case, order, close)


def rivals(case: Case, vocabulary: Vocabulary, places: Places) -> Mapping[str, Judged]:
    """Answer the case by comparing texts, and by filtering as a table with buttons would."""
    texts = {who.id: told(who, vocabulary, places) for who in case.people}
    by_text = {
        name: _judged(case, order := search(case.text), order)
        for name, search in searches(texts).items()
    }
    return {**by_text, "SQL filter": _filtered(case)}


def _filtered(case: Case) -> Judged:
    """Keep who names a wished term, works there and has room, in any order: the mean of many."""
    asked = {wish.term for wish in case.request.wishes}
    fits = [who.id for who in case.people if asked & who.expertise.keys() and who.room == "yes"]
    draw, judged = random.Random(case.request.id), []
    for _ in range(SHUFFLES):
        order = draw.sample(fits, len(fits))
        judged.append(_judged(case, order, order))
    means = [sum(values) / SHUFFLES for values in zip(*judged, strict=True)]
    return Judged(means[0], means[1], round(means[2]))


def _judged(case: Case, order: list[str], close: list[str]) -> Judged:
    return Judged(
        ndcg(order, case.grades), success(order, case.grades), len(case.never.intersection(close))
    )


def told(who: Practitioner, vocabulary: Vocabulary, places: Places) -> str:
    """Write a profile as a text, as a directory of documents would hold it."""
    base = places.municipality(who.municipality)
    regions = [places.region(slug) for slug in sorted(who.regions)]
    slugs = [*who.expertise, *sorted(who.languages or ()), *sorted(who.settings or ())]
    parts = [vocabulary.label(slug) for slug in slugs]
    parts += [each.name for each in (base, *regions) if each]
    parts += [f"{ages.first}-{ages.last} jaar" for ages in who.ages or ()]
    parts += [route.partition(":")[0] for route in sorted(who.funding or ())]
    return ". ".join(parts)
