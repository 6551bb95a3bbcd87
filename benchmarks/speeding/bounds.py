"""The bounds that the matcher promises about speed, each a line that passes or fails."""

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.country.mix import Place
from benchmarks.speeding.clock import COLD, WARM, Times

FIRST, WHOLE, TYPED = "drakenmatch: first 20", "drakenmatch: whole answer", "drakenmatch: typed"
NOTHING = "drakenmatch: nothing stated"
FASTER_THAN = {"PostgreSQL, GIN": 15.0, "tantivy": 3.5}
THAN_ORM = 500.0


class Bound(NamedTuple):
    """One promise: at least, or at most, a number."""

    what: str
    measured: float
    limit: float
    unit: str
    least: bool = False

    @property
    def passes(self) -> bool:
        """Say whether it holds."""
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    @property
    def line(self) -> str:
        """Write the row of the table."""
        sign = "at least" if self.least else "at most"
        verdict = "pass" if self.passes else "**fail**"
        return (
            f"| {self.what} | {self.measured:.3g} {self.unit} "
            f"| {sign} {self.limit:g} {self.unit} | {verdict} |"
        )


def of_mix(times: Times, orm_mean: float) -> Iterator[Bound]:
    """Give what is promised about the mix at 100,000."""
    for heat in (COLD, WARM):
        for name, limit in FASTER_THAN.items():
            if times.of[name, heat]:
                ratio = times.ratio(name, FIRST, heat)
                yield Bound(f"{name} / first 20, {heat}", ratio, limit, "x", least=True)
        own = times.summary(FIRST, heat).mean
        if orm_mean:
            what = f"ORM of 10,000 / first 20, {heat}"
            yield Bound(what, orm_mean / own, THAN_ORM, "x", least=True)
    whole, typed = times.summary(WHOLE, COLD), times.summary(TYPED, COLD)
    yield Bound("whole answer, cold median", whole.median, 2, "ms")
    yield Bound("whole answer, cold p99", whole.p99, 8, "ms")
    yield Bound("reading typed words, more per call", typed.mean - whole.mean, 2, "ms")


def of_floor(times: Times, read: float, speed: float) -> Iterator[Bound]:
    """Give what is promised about requests that look at everybody: bytes, and bytes a second."""
    nationwide = times.summary(FIRST, COLD, Place.NATIONWIDE)
    floor_ms = 1000 * read / speed
    memory = f"{read / 1e6:.1f} MB at {speed / 1e9:.1f} GB/s: {floor_ms:.2f} ms"
    yield Bound(f"first 20 nationwide / memory ({memory})", nationwide.mean / floor_ms, 40, "x")
