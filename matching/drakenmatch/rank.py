"""The ranking: gates, buckets, score, order. The same input gives the same answer.

This is the rule in its readable form, one profile at a time. The pool ranks over columns (see
`engine`), and tests hold both to the same answer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import compress, islice
from typing import NamedTuple

from drakenmatch.answers import Bucket, Match, Ranking
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import WEIGHTS, Criterion, stated
from drakenmatch.explain import explained, points
from drakenmatch.gates import (
    Miss,
    Passing,
    is_away,
    is_full,
    misses,
    open_gates,
    open_to_advice,
    stands_apart,
)
from drakenmatch.order import band, seed, tie
from drakenmatch.relaxations import counting, relaxations

RULE = "2"
NEARLY_COST = 2
WIDER_COST = 4
FEW = 5

Limit = int | Mapping[Bucket, int]
Shown = tuple[Match, ...]


class Candidate(NamedTuple):
    """Somebody who passes the closed gates, with the open gates that are missed."""

    entry: Entry
    missed: tuple[Miss, ...]

    @property
    def cost(self) -> int:
        """2 for every unmet gate, 1 for every unknown one."""
        return sum(miss.passing.cost for miss in self.missed)

    @property
    def may_be_nearly(self) -> bool:
        """Whether no missed gate is one that is never "nearly"."""
        return all(miss.passing is not Passing.SHUT for miss in self.missed)


def rank(asked: Asked, entries: Iterable[Entry], limit: Limit) -> Ranking:
    """Rank profiles for a request worked out by `Asked.of`.

    A number as `limit` counts all buckets together; a mapping limits every bucket by itself.
    """
    considered = [entry for entry in entries if entry.ranked]
    candidates, closed = _sift(asked, considered)
    buckets = _buckets(asked, candidates)
    shown = _shown(asked, buckets, limit)
    return Ranking(
        fits=shown[Bucket.FITS],
        nearly=shown[Bucket.NEARLY],
        advice=shown[Bucket.ADVICE],
        counts={bucket.value: len(found) for bucket, found in buckets.items()},
        relaxations=relaxations(asked, counting(asked, candidates)),
        closed={"cap": closed["cap"], "pause": closed["pause"]},
        considered=len(considered),
        rule=RULE,
    )


def weights(asked: Asked) -> Mapping[Criterion, float]:
    """Give how many of the 100 points each criterion that the request states can bring."""
    return _shared_out(stated(asked), tuple(WEIGHTS.values()))


@lru_cache
def _shared_out(asks: tuple[bool, ...], table: tuple[float, ...]) -> Mapping[Criterion, float]:
    """Share 100 points out by the table of weights, given too because a test changes it."""
    total = sum(compress(table, asks))
    asked = compress(zip(WEIGHTS, table, strict=True), asks)
    return {criterion: 100 * weight / total for criterion, weight in asked}


def _sift(asked: Asked, entries: Iterable[Entry]) -> tuple[list[Candidate], Counter[str]]:
    """Keep who passes the closed gates; count who would have fitted but is full or away."""
    gates = open_gates(asked)
    candidates, closed = [], Counter[str]()
    for entry in entries:
        if stands_apart(asked, entry):
            continue
        missed = misses(asked, gates, entry)
        away = is_away(asked, entry)
        if not away and not is_full(entry):
            candidates.append(Candidate(entry, missed))
        elif not missed:
            closed["pause" if away else "cap"] += 1
    return candidates, closed


def _buckets(asked: Asked, candidates: Iterable[Candidate]) -> Mapping[Bucket, list[Candidate]]:
    fits: list[Candidate] = []
    near: list[Candidate] = []
    wider: list[Candidate] = []
    rest: list[Candidate] = []
    for candidate in candidates:
        if not candidate.missed:
            fits.append(candidate)
        elif not candidate.may_be_nearly or candidate.cost > WIDER_COST:
            rest.append(candidate)
        else:
            (near if candidate.cost <= NEARLY_COST else wider).append(candidate)
    few = len(fits) + len(near) < FEW
    rest += [] if few else wider
    advice = [each for each in rest if open_to_advice(asked, each.entry)]
    return {
        Bucket.FITS: fits,
        Bucket.NEARLY: near + wider if few else near,
        Bucket.ADVICE: advice,
    }


def _shown(
    asked: Asked, buckets: Mapping[Bucket, list[Candidate]], limit: Limit
) -> Mapping[Bucket, tuple[Match, ...]]:
    """Order and explain what is shown; a bucket that the limit does not reach is not scored."""
    bring = weights(asked)
    shown: dict[Bucket, tuple[Match, ...]] = {}
    for bucket, candidates in buckets.items():
        if isinstance(limit, int):
            most = limit - sum(map(len, shown.values()))
        else:
            most = limit.get(bucket, 0)
        ordered = _ordered(asked, bucket, bring, candidates) if most else iter(())
        shown[bucket] = tuple(
            _match(asked, bucket, bring, candidate) for candidate in islice(ordered, most)
        )
    return shown


def _ordered(
    asked: Asked, bucket: Bucket, bring: Mapping[Criterion, float], candidates: list[Candidate]
) -> Iterator[Candidate]:
    day_seed = seed(asked.today, asked.request.id)

    def place(candidate: Candidate) -> tuple[int, int, bool, int, str]:
        entry = candidate.entry
        cost = candidate.cost if bucket is Bucket.NEARLY else 0
        score_band = band(points(bring, asked, entry))
        return cost, -score_band, entry.aspiring, tie(entry.key, day_seed), entry.who.id

    return iter(sorted(candidates, key=place))


def _match(
    asked: Asked, bucket: Bucket, bring: Mapping[Criterion, float], candidate: Candidate
) -> Match:
    entry = candidate.entry
    score, why = explained(bring, asked, entry, candidate.missed)
    return Match(
        practitioner_id=entry.who.id,
        bucket=bucket,
        score=score,
        reasons=why,
        cooling_until=entry.who.cooling_until(asked.today),
    )
