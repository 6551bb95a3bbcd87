"""The ranking over columns: the answer of `rank.rank`, but nobody is looked at one by one.

Gates first, as sets; a score only for a bucket that is shown; objects and reasons, by the readable
reference, only for the few that a reader sees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from drakenmatch.answers import Bucket, Loosening, Match, Ranking
from drakenmatch.asking import Asked
from drakenmatch.bits import Floats, Index, Rows, count, rows_of, unpacked
from drakenmatch.columns import ASPIRING, RANKED, Columns, day_number
from drakenmatch.criteria import Criterion
from drakenmatch.distances import Distances
from drakenmatch.explain import Explaining
from drakenmatch.gates import misses
from drakenmatch.order import band, minus_bands, seed, ties
from drakenmatch.rank import FEW, RULE, Limit, Shown, weights
from drakenmatch.relaxations import EXTRA_DAYS, EXTRA_KM, Step, gate_of, relaxations
from drakenmatch.scoring import points
from drakenmatch.sifting import Sifted
from drakenmatch.survey import Survey
from drakenmatch.values import Kind, Level

ADVISER_STEP = Level.INDEPENDENT.step


@dataclass(frozen=True)
class Engine:
    """One ranking of one moment."""

    asked: Asked
    survey: Survey
    sifted: Sifted
    bring: Mapping[Criterion, float]  # how many points each stated criterion can bring

    @classmethod
    def of(cls, columns: Columns, asked: Asked, distances: Distances) -> "Engine":
        """Lay a request over the columns."""
        survey = Survey(columns, asked, distances)
        return cls(asked, survey, Sifted.of(survey), weights(asked))

    @cached_property
    def explaining(self) -> Explaining:
        """What writes the reasons of the few."""
        return Explaining(self.bring, self.asked)

    def ranking(self, limit: Limit) -> Ranking:
        """Give the whole answer."""
        buckets = self.buckets()
        shown = self.shown(buckets, limit)
        return Ranking(
            fits=shown[Bucket.FITS],
            nearly=shown[Bucket.NEARLY],
            advice=shown[Bucket.ADVICE],
            counts={bucket.value: count(rows) for bucket, rows in buckets.items()},
            relaxations=relaxations(self.asked, self.adds),
            closed=self.sifted.closed(),
            considered=count(self.survey.all(*RANKED)),
            rule=RULE,
        )

    def buckets(self) -> Mapping[Bucket, Rows]:
        """Give the three buckets as sets."""
        sifted, tally = self.sifted, self.sifted.tally
        fits = sifted.fits()
        nearly = sifted.candidates & tally.near()
        if count(fits) + count(nearly) < FEW:
            nearly |= sifted.candidates & tally.wider()
        return {
            Bucket.FITS: fits,
            Bucket.NEARLY: nearly,
            Bucket.ADVICE: sifted.candidates & ~fits & ~nearly & self.advisers(),
        }

    def advisers(self) -> Rows:
        """Give everybody who can be asked for advice about one of the wishes."""
        able = (self.survey.holds(sought, ADVISER_STEP) for sought in self.asked.sought)
        willing = self.survey.all("kind", Kind.ADVICE) & ~self.survey.all(*ASPIRING)
        return reduce(or_, able, self.survey.none()) & willing

    def shown(self, buckets: Mapping[Bucket, Rows], limit: Limit) -> Mapping[Bucket, Shown]:
        """Explain what is shown; a bucket that the limit does not reach is not scored."""
        shown: dict[Bucket, Shown] = {}
        for bucket, rows in buckets.items():
            if isinstance(limit, int):
                most = limit - sum(map(len, shown.values()))
            else:
                most = limit.get(bucket, 0)
            best = self.best(bucket, rows, most)
            shown[bucket] = tuple([self.match(bucket, row) for row, _ in best])
        return shown

    def match(self, bucket: Bucket, row: int) -> Match:
        """Rebuild one profile, and let the reference say why."""
        entry = self.survey.columns.entry(row)
        missed = () if bucket is Bucket.FITS else misses(self.asked, self.sifted.gates, entry)
        score, reasons = self.explaining.explained(entry, missed)
        return Match(
            practitioner_id=entry.who.id,
            bucket=bucket,
            score=score,
            reasons=reasons,
            cooling_until=entry.who.cooling_until(self.asked.today),
        )

    # ---- Order ----

    def best(self, bucket: Bucket, found: Rows, most: int) -> list[tuple[int, float]]:
        """Give the first rows of what was found for a bucket, in their order, with their scores."""
        rows = rows_of(found) if most > 0 else NOBODY
        if len(rows) == 0:
            return []
        scores = points(self.survey, rows, self.bring, fitting=bucket is Bucket.FITS)
        place = self.place(bucket, rows, scores)
        first = _first(place, most)
        rows, scores, place = rows.take(first), scores.take(first), place.take(first)
        order = self.order(rows, place, most)
        return list(zip(rows.take(order).tolist(), scores.take(order).tolist(), strict=True))

    def place(self, bucket: Bucket, rows: Index, scores: Floats) -> NDArray[np.int32]:
        """Give one number for cost, band and training: the lowest comes first."""
        place, nearly = minus_bands(scores), bucket is Bucket.NEARLY
        if nearly or self.asked.request.kind is Kind.STRUCTURAL:  # elsewhere nobody is in training
            place *= 2
            place += unpacked(self.survey.all(*ASPIRING)).take(rows)
        if nearly:
            tally = self.sifted.tally
            for worth, digit in ((1, tally.ones), (2, tally.twos), (4, tally.fours)):
                place += worth * BEYOND_BANDS * unpacked(digit).take(rows)
        return place

    def order(self, rows: Index, place: NDArray[np.int32], most: int) -> Index:
        """Give the first by place, by the turn of the day, and by id for who share even that."""
        columns = self.survey.columns
        tied = ties(columns.key.take(rows), seed(self.asked.today, self.asked.request.id))
        order = _ordered(place, tied, most)
        turns = tied.take(order[: most + 1]).tolist()
        if len(set(turns)) < len(turns):
            by_id = np.argsort([columns.ids[row] for row in rows.tolist()])
            order = by_id[np.lexsort((tied[by_id], place[by_id]))]
        return order[:most]

    # ---- Relaxations ----

    def adds(self, step: Step) -> int:
        """Count exactly whom a loosening would bring: they miss this one gate only."""
        met = self.sifted.met.get(gate_of(step))
        if met is None:
            return 0
        waiting = self.sifted.candidates & self.sifted.tally.once & ~met
        return count(waiting & self.let_in(step)) if waiting.any() else 0

    def let_in(self, step: Step) -> Rows:
        """Give everybody whom the loosened gate lets in."""
        survey, asked = self.survey, self.asked
        match step.loosening:
            case Loosening.DROP_MUST:
                return ~survey.none()
            case Loosening.LOWER_LEVEL:
                sought = next(s for s in asked.sought if s.wish.term == step.subject)
                return survey.holds(sought, sought.wish.min_level.below.step)
            case Loosening.ADD_REGION:
                based = survey.none() if asked.here else survey.all("home", step.subject)
                return survey.all("region", step.subject) | based
            case Loosening.ACCEPT_ONLINE:
                return survey.all("online", True)
            case Loosening.MAX_KM:
                return self.farther()
            case Loosening.START_BY:
                day = max(day_number(asked.start + EXTRA_DAYS), survey.today)
                return survey.confirmed & survey.opened_by(day)

    def farther(self) -> Rows:
        """Give everybody who travels far enough when a little farther is good too."""
        if self.asked.here is None:
            return self.survey.none()
        return self.survey.travels((self.asked.request.max_km or 0) + EXTRA_KM)


# From so many times those who are shown, equals are not all put in order.
CROWD = 10
BEYOND_BANDS = 2 * (band(100) + 1)
NOBODY = np.zeros(0, np.intp)


def _first(place: NDArray[np.int32], most: int) -> Index:
    """Give where the lowest numbers stand, with all that equal the last of them."""
    if len(place) <= most:
        return np.arange(len(place))
    ordered = place.copy()
    ordered.partition(most - 1)
    found: Index = (place <= ordered[most - 1]).nonzero()[0]
    return found


def _ordered(place: NDArray[np.int32], tied: NDArray[np.uint64], most: int) -> Index:
    """Order what `_first` left; of a crowd only those whose turn may come, and one more."""
    if len(place) <= CROWD * most:
        return np.lexsort((tied, place))
    last = place.max()
    latest = np.partition(tied[place == last], most)[most]
    early = ((place < last) | (tied <= latest)).nonzero()[0]
    order: Index = early.take(np.lexsort((tied.take(early), place.take(early))))
    return order
