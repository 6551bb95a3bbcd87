"""What the proposals for several share: who fits with which score, and why the chosen ones do.

Scores are counted in whole millionths of a point, so that a sum is the same in every order.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from drakenmatch.answers import Bucket, Match
from drakenmatch.asking import Asked, Entry
from drakenmatch.explain import explained as reasons_of
from drakenmatch.gates import misses, open_gates
from drakenmatch.order import column, seed, tie
from drakenmatch.pool import Pool
from drakenmatch.rank import weights
from drakenmatch.request import Request

UNITS = 1_000_000
EVERYBODY = 10_000_000


class Listed(NamedTuple):
    """Somebody who fits: the smallest comes first. `less` is the score in units, negative."""

    less: int
    turn: int
    practitioner_id: str

    @property
    def units(self) -> int:
        """The score in millionths of a point."""
        return -self.less


def shortlist(pool: Pool, request: Request, *, today: date, most: int) -> list[Listed]:
    """List who is in *past*, the best score first; equals in the public order of the day.

    At most `most`. Raises `InvalidValue` as `Pool.rank` does.
    """
    found = pool.best(request, today=today, limit=EVERYBODY)
    return _listed(found, request, today, most)


def nearly(pool: Pool, request: Request, *, today: date, most: int) -> list[Listed]:
    """List who is in *bijna*, at most `most`, in the same order."""
    found = pool.rank(request, today=today, limit={Bucket.NEARLY: EVERYBODY}).nearly
    return _listed(((each.practitioner_id, each.score) for each in found), request, today, most)


def _listed(
    found: Iterable[tuple[str, float]], request: Request, today: date, most: int
) -> list[Listed]:
    """Put them in order, by the score itself: the half points of a ranking are too coarse here."""
    scored = sorted((-round(score * UNITS), name) for name, score in found)
    # Equals of the last one that is listed are looked at too: whose turn it is decides.
    last = scored[min(most, len(scored)) - 1][0] if scored else 0
    day_seed = seed(today, request.id)
    tied = [
        Listed(less, tie(column(name), day_seed), name) for less, name in scored if less <= last
    ]
    return sorted(tied)[:most]


def explained(
    pool: Pool, request: Request, ids: Iterable[str], *, today: date
) -> Mapping[str, Match]:
    """Give the matches of these few, who fit or nearly fit, with their reasons."""
    asked = Asked.of(request, today, pool.vocabulary, pool.places)
    bring, gates = weights(asked), open_gates(asked)
    known = [who for name in ids if (who := pool.get(name))]
    found: dict[str, Match] = {}
    for who in known:
        entry = Entry.of(who, pool.vocabulary, pool.places)
        missed = misses(asked, gates, entry)
        score, why = reasons_of(bring, asked, entry, missed)
        found[who.id] = Match(
            practitioner_id=who.id,
            bucket=Bucket.NEARLY if missed else Bucket.FITS,
            score=score,
            reasons=why,
            cooling_until=who.cooling_until(today),
        )
    return found
