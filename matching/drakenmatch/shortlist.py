"""What the proposals for several share: who fits with which score, and why the chosen ones do.

Scores are counted in whole millionths of a point, so that a sum is the same in every order.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from drakenmatch.answers import Bucket, Match
from drakenmatch.order import column, seed, tie
from drakenmatch.pool import Pool
from drakenmatch.request import Request

UNITS = 1_000_000


class Listed(NamedTuple):
    """Somebody who fits: the smallest comes first. `less` is the score in units, negative."""

    less: int
    turn: int
    practitioner_id: str

    @property
    def units(self) -> int:
        """The score in millionths of a point."""
        return -self.less


def shortlist(
    pool: Pool, request: Request, *, today: date, most: int, buckets: Iterable[Bucket]
) -> list[Listed]:
    """List who is in these buckets, the best score first; equals in the public order of the day.

    At most `most` of each bucket. Raises `InvalidValue` as `Pool.rank` does.
    """
    ranking = pool.rank(request, today=today, limit=dict.fromkeys(buckets, most))
    day_seed = seed(today, request.id)
    found = [
        Listed(-units(match.score), tie(column(match.practitioner_id), day_seed), name)
        for match in ranking.matches
        if (name := match.practitioner_id)
    ]
    return sorted(found)


def units(score: float) -> int:
    """Count a score in millionths of a point."""
    return round(score * UNITS)


def explained(
    pool: Pool, request: Request, ids: Iterable[str], *, today: date
) -> Mapping[str, Match]:
    """Give the matches of these few, with their reasons, each as if alone in the pool."""
    found: dict[str, Match] = {}
    for name in ids:
        alone = Pool(pool.vocabulary, pool.places)
        if who := pool.get(name):
            alone.put(who)
        found.update((name, match) for match in alone.rank(request, today=today, limit=1).matches)
    return found
