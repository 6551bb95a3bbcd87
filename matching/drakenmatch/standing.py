"""Where one practitioner stands in the answer to one request, by the rule's readable form."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from drakenmatch.answers import Bucket
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import Criterion
from drakenmatch.explain import points
from drakenmatch.gates import (
    Gate,
    Miss,
    Passing,
    avoids_nothing,
    is_away,
    is_full,
    misses,
    open_gates,
    open_to_advice,
)
from drakenmatch.order import band, seed, tie
from drakenmatch.pool import Pool
from drakenmatch.rank import FEW, NEARLY_COST, WIDER_COST, weights
from drakenmatch.reading import Json
from drakenmatch.request import Request
from drakenmatch.values import Kind

BUCKETS = tuple(Bucket)
# What a request can be of; the words are of this library, not of the vocabulary.
KIND_LABELS: Mapping[Kind, Json] = {
    Kind.CASE: {"nl": "een casus", "en": "a case"},
    Kind.STRUCTURAL: {"nl": "structureel werk", "en": "structural work"},
    Kind.ADVICE: {"nl": "advies", "en": "advice"},
}

Closed: TypeAlias = tuple[str, Mapping[str, Json]]
Place: TypeAlias = tuple[int, int, int, bool, int, str]


class Standing(NamedTuple):
    """The bucket (None: not on the list), the open gates that are missed, the score.

    `shut_out`: by a closed gate.
    """

    entry: Entry
    bucket: Bucket | None
    missed: tuple[Miss, ...]
    score: float
    shut_out: bool = False

    @property
    def cost(self) -> int:
        """2 for every unmet gate, 1 for every unknown one."""
        return cost_of(self.missed)


class Rule(NamedTuple):
    """What a request asks of everybody alike: its open gates, and the points of its criteria."""

    gates: tuple[Gate, ...]
    weights: Mapping[Criterion, float]

    @classmethod
    def of(cls, asked: Asked) -> "Rule":
        """Work out once what is the same for everybody."""
        return cls(open_gates(asked), weights(asked))


def cost_of(missed: tuple[Miss, ...]) -> int:
    """2 for every unmet gate, 1 for every unknown one."""
    return sum(miss.passing.cost for miss in missed)


def closed_by(asked: Asked, entry: Entry) -> list[Closed]:
    """List the closed gates that shut somebody out, as codes and facts of sentences.

    Whether somebody is away or full is theirs to tell: both are one and the same answer.
    """
    request, who = asked.request, entry.who
    shut: dict[str, bool] = {
        "closed.no-role": not entry.ranked,
        "closed.kind": request.kind not in who.kinds,
        "closed.excluded": who.id in request.not_ids,
        "closed.own-organisation": (
            request.organisation is not None and who.organisation == request.organisation
        ),
        _avoided(entry): not avoids_nothing(asked, entry),
        "closed.not-taking": is_away(asked, entry) or is_full(entry),
    }
    facts = {"closed.kind": {"kind": KIND_LABELS[request.kind]}}
    return [(code, facts.get(code, {})) for code, holds in shut.items() if holds]


def _avoided(entry: Entry) -> str:
    known = bool(entry.who.regions) or entry.home is not None
    return "closed.avoided" if known else "closed.avoided-unknown"


def stand(asked: Asked, rule: Rule, entry: Entry, others: Callable[[], int]) -> Standing:
    """Say where somebody stands.

    `others` counts who else fits or nearly fits (`company`): with few of them, more is "nearly".
    """
    missed = misses(asked, rule.gates, entry)
    score = points(rule.weights, asked, entry)
    if closed_by(asked, entry):
        return Standing(entry, None, missed, score, shut_out=True)
    return Standing(entry, _bucket(asked, entry, missed, others), missed, score)


def _bucket(
    asked: Asked, entry: Entry, missed: tuple[Miss, ...], others: Callable[[], int]
) -> Bucket | None:
    if not missed:
        return Bucket.FITS
    shut, cost = any(miss.passing is Passing.SHUT for miss in missed), cost_of(missed)
    near = cost <= NEARLY_COST or (cost <= WIDER_COST and not shut and others() < FEW)
    if near and not shut:
        return Bucket.NEARLY
    return Bucket.ADVICE if open_to_advice(asked, entry) else None


def company(pool: Pool, asked: Asked, practitioner_id: str) -> int:
    """Count the others who fit, or miss so little that they always nearly fit; from 5 as 5."""
    request = without(asked.request, practitioner_id)
    ranking = pool.rank(request, today=asked.today, limit={Bucket.NEARLY: FEW})
    gates = open_gates(asked)
    found = ranking.counts[Bucket.FITS]
    # "Nearly" is ordered by what is missed, so its first ones tell enough.
    for match in ranking.nearly:
        other = pool.get(match.practitioner_id)
        if other is not None:
            entry = Entry.of(other, pool.vocabulary, pool.places)
            found += cost_of(misses(asked, gates, entry)) <= NEARLY_COST
    return min(found, FEW)


def without(request: Request, practitioner_id: str) -> Request:
    """Give the request that asks everybody else."""
    return replace(request, not_ids=request.not_ids | {practitioner_id})


def place_of(asked: Asked, standing: Standing, bucket: Bucket) -> Place:
    """Give what decides the order; the lowest stands highest."""
    entry = standing.entry
    return (
        BUCKETS.index(bucket),
        standing.cost if bucket is Bucket.NEARLY else 0,
        -band(standing.score),
        entry.aspiring,
        tie(entry.key, seed(asked.today, asked.request.id)),
        entry.who.id,
    )
