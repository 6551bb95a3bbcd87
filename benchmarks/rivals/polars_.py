"""Polars: a frame with masks, one lazy query of filters and a score, then the first by band.

Tried at 100,000 profiles: lists of codes with `list.set_intersection` (one wish alone cost more
than the whole request with masks), one eager filter after another (three times slower), the
streaming engine and no optimisations (no difference). Some milliseconds go to building the plan.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import and_, or_

import numpy as np
import polars as pl

from benchmarks.rivals.peer import InProcess, in_order, masks_of
from benchmarks.rivals.question import YOUNG, Question, kilometres, nearness
from benchmarks.rivals.sql import SPAN, bits_of
from benchmarks.rivals.table import Table

PLAIN = (
    *("kinds", "open", "cap", "aspiring", "paused", "organisation", "confirmed", "room_from"),
    *("room", "home", "base", "travel", "works", "online", "young", "old", "languages", "settings"),
    "funding",
)
WIDE = {"young", "old", "languages", "settings"}


class Polars(InProcess):
    """A frame in this process, with one thread."""

    name = "Polars"

    def __init__(self, frame: pl.DataFrame, table: Table) -> None:
        self.frame = frame
        self.table = table

    def best(self, asked: Question) -> list[str]:
        """Filter, score what is left, and keep the band of the twentieth."""
        gates = reduce(and_, _gates(asked, self.table))
        band = (2 * _score(asked, self.table) + 1e-6).floor()
        found = (
            self.frame.lazy().filter(gates).select("id", band.alias("band"), "aspiring").collect()
        )
        if len(found) > 20:
            bar = found["band"].top_k(20).min()
            found = found.filter(pl.col("band") >= bar)
        rows, bands, aspiring = (found[name].to_numpy() for name in found.columns)
        return in_order(rows, bands, aspiring, self.table, asked)


@contextmanager
def opened(table: Table) -> Iterator[Polars]:
    """Fill a frame; numbers as narrow as they are."""
    columns = {
        name: getattr(table, name).astype(np.int64 if name in WIDE else np.int32) for name in PLAIN
    }
    columns |= {f"c{number}": mask for number, mask in enumerate(masks_of(table, SPAN))}
    yield Polars(pl.DataFrame({"id": np.arange(len(table)), **columns}), table)


def _gates(asked: Question, table: Table) -> Iterator[pl.Expr]:
    col = pl.col
    yield (col("kinds") & asked.kind) != 0
    yield col("open") < col("cap")
    yield col("paused") < 0
    if not asked.structural:
        yield col("aspiring") == 0
    if asked.organisation >= 0:
        yield col("organisation") != asked.organisation
    if asked.avoid:
        avoided = [bit for bit in range(28) if asked.avoid >> bit & 1]
        yield ((col("works") & asked.avoid) == 0) & ~col("home").is_in(avoided)
        yield (col("works") != 0) | (col("home") >= 0)
    if not asked.advice:
        in_time = (col("room") == 1) & (col("room_from") <= asked.by)
        yield (col("confirmed") >= -90) & ((col("room") == 2) | in_time)
    if asked.regions:
        yield _reach(asked)
    yield from _musts(asked, table)


def _shared(asked: Question) -> pl.Expr:
    stated = (pl.col("works") & asked.region_mask) != 0
    return stated if asked.here >= 0 else stated | pl.col("home").is_in(asked.regions)


def _reach(asked: Question) -> pl.Expr:
    ways = [_shared(asked)]
    if asked.online:
        ways.append(pl.col("online") == 1)
    if asked.here >= 0:
        km = _looked_up(kilometres()[asked.here])
        ways.append((km <= pl.col("travel")) & (km <= asked.max_km))
    return reduce(or_, ways)


def _looked_up(line: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pl.Expr:
    """Give what belongs to the base; the unknown one stands last."""
    last = len(line) - 1
    place = pl.when(pl.col("base") < 0).then(last).otherwise(pl.col("base"))
    return pl.lit(pl.Series(line)).gather(place)


def _musts(asked: Question, table: Table) -> Iterator[pl.Expr]:
    if asked.ages:
        yield _covered(asked) >= asked.ages_needed
    if asked.languages_must:
        spoken = pl.col("languages")
        yield (spoken >= 0) & ((spoken & asked.languages_must) == asked.languages_must)
    if asked.settings_must:
        mask = sum(1 << bit for bit in asked.settings)
        yield (pl.col("settings") >= 0) & ((pl.col("settings") & mask) != 0)
    if asked.funding_must:
        yield reduce(or_, (_paid(each.met, table) for each in asked.funding))
    for wish in asked.wishes:
        if wish.must is not None:
            yield _holds(wish.must)


def _holds(codes: Sequence[int]) -> pl.Expr:
    tests = ((pl.col(f"c{place}") & mask) != 0 for place, mask in bits_of(codes).items())
    return reduce(or_, tests)


def _paid(tokens: Sequence[int], table: Table) -> pl.Expr:
    wanted = set(tokens)
    sets = np.array([not wanted.isdisjoint(each) for each in table.fundings] + [False])
    last = len(sets) - 1
    place = pl.when(pl.col("funding") < 0).then(last).otherwise(pl.col("funding"))
    return pl.lit(pl.Series(sets)).gather(place)


def _covered(asked: Question) -> pl.Expr:
    years = [
        (pl.col("young") // 2**age % 2 if age < YOUNG else pl.col("old") // 2 ** (age - YOUNG) % 2)
        for age in asked.ages
    ]
    return reduce(lambda one, other: one + other, years)


def _score(asked: Question, table: Table) -> pl.Expr:
    parts = [pl.lit(0.0)]
    for wish in asked.wishes:
        value = pl.lit(0.0)
        for worth, codes in reversed(wish.values):
            value = pl.when(_holds(codes)).then(worth).otherwise(value)
        parts.append(value * wish.points)
    values: dict[str, Callable[[], pl.Expr]] = {
        "nearness": lambda: _nearness(asked),
        "room": _room,
        "ages": lambda: _listed(_covered(asked), len(asked.ages)),
        "languages": lambda: _of_mask("languages", asked.languages),
        "settings": lambda: _of_mask("settings", asked.settings),
        "funding": lambda: _funding(asked, table),
    }
    parts += [values[name]() * points for name, points in asked.points.items() if name in values]
    return reduce(lambda one, other: one + other, parts)


def _nearness(asked: Question) -> pl.Expr:
    unknown = pl.when(pl.col("base") < 0).then(0.5).otherwise(0.0)
    ways = [_looked_up(nearness()[asked.here]) if asked.here >= 0 else unknown]
    ways.append(pl.when(_shared(asked)).then(0.6).otherwise(0.0))
    if asked.online:
        ways.append(pl.when(pl.col("online") == 1).then(0.5).otherwise(0.0))
    return pl.max_horizontal(ways)


def _room() -> pl.Expr:
    now = (pl.col("room") == 2) | (pl.col("room_from") <= 0)
    fresh = pl.min_horizontal(pl.lit(1.0), (90 + pl.col("confirmed")) / 60.0)
    return 0.5 + pl.when(now).then(0.5).otherwise(0.3) * fresh


def _of_mask(column: str, bits: Sequence[int]) -> pl.Expr:
    met = [((pl.col(column) & (1 << bit)) != 0).cast(pl.Int32) for bit in bits]
    value = _listed(reduce(lambda one, other: one + other, met), len(bits))
    return pl.when(pl.col(column) < 0).then(0.5).otherwise(value)


def _listed(met: pl.Expr, asked: int) -> pl.Expr:
    part = 0.5 + 0.5 * met / asked
    return pl.when(met == 0).then(0.0).when(met == asked).then(1.0).otherwise(part)


def _funding(asked: Question, table: Table) -> pl.Expr:
    met = [_paid(each.met, table).cast(pl.Int32) for each in asked.funding]
    count = reduce(lambda one, other: one + other, met)
    unsure = reduce(or_, (_paid(each.unsure, table) for each in asked.funding))
    half = (pl.col("funding") < 0) | ((count == 0) & unsure)
    return pl.when(half).then(0.5).otherwise(_listed(count, len(asked.funding)))
