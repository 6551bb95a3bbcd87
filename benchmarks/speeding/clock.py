"""Measuring: peers in random order for every request, cold and warm calls apart."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

import numpy as np

from benchmarks.country.mix import Place
from benchmarks.rivals.question import Question

COLD, WARM = "cold", "warm"
CACHES = 64_000_000  # bytes; more than the caches of any processor this runs on


class Summary(NamedTuple):
    """Milliseconds of processor time."""

    calls: int
    median: float
    mean: float
    p99: float


class Task(NamedTuple):
    """One thing to measure: what does it, and the clock of whoever works."""

    name: str
    call: Callable[[Question], object]
    clock: Callable[[], float]
    most: int  # how many requests it gets: slow ones get fewer, in whole twenties


class Asked(NamedTuple):
    """A question of the mix, and where it looks."""

    place: Place
    question: Question


@dataclass
class Times:
    """Seconds by task, temperature and request."""

    of: dict[tuple[str, str], dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    places: list[Place] = field(default_factory=list)

    def summary(self, name: str, heat: str, place: Place | None = None) -> Summary:
        """Sum up; of one kind of place, or of the mix."""
        taken = [
            1000 * seconds
            for number, seconds in self.of[name, heat].items()
            if place is None or self.places[number] is place
        ]
        if not taken:
            return Summary(0, np.nan, np.nan, np.nan)
        return Summary(
            len(taken),
            float(np.median(taken)),
            float(np.mean(taken)),
            float(np.percentile(taken, 99)),
        )

    def ratio(self, name: str, ours: str, heat: str) -> float:
        """Compare the totals over the requests that both got."""
        theirs, own = self.of[name, heat], self.of[ours, heat]
        both = theirs.keys() & own.keys()
        total = sum(own[number] for number in both)
        return sum(theirs[number] for number in both) / total if total else float("nan")


def measure(tasks: Iterable[Task], asked: Iterable[Asked], seed: int = 1) -> Times:
    """Ask each request of each task: first cold, with the processor's caches flushed, then warm.

    In random order, because whoever comes second finds shared memory warm.
    """
    rng, times = Random(seed), Times()
    flush = np.zeros(CACHES // 8)
    listed = list(tasks)
    for number, (place, question) in enumerate(asked):
        times.places.append(place)
        for task in rng.sample(listed, len(listed)):
            if number >= task.most:
                continue
            flush += 1.0
            for heat in (COLD, WARM):
                before = task.clock()
                task.call(question)
                times.of[task.name, heat][number] = task.clock() - before
    return times


def bandwidth(clock: Callable[[], float], megabytes: int = 256) -> float:
    """Measure how many bytes a second one thread reads from memory: the best of five sums."""
    block = np.ones(megabytes * 1_000_000 // 8)
    taken = []
    for _ in range(5):
        before = clock()
        block.sum()
        taken.append(clock() - before)
    return float(block.nbytes / min(taken))


def floor_bytes(asked: Question, size: int) -> int:
    """Count the bytes that a score of everybody cannot do without, in columns as narrow as can be.

    One mask of 8 bytes for role, kinds, regions and load; 2 each for pause, organisation, and the
    two days of room; a mask of 16 for ages, 8 each for languages and settings, 2 for funding, and
    a byte for every term that has to do with a wish.
    """
    parts: Mapping[str, int] = {
        "mask": 8,
        "pause": 2,
        "organisation": 2 * (asked.organisation >= 0),
        "room": 4 * (not asked.advice),
        "base": 2 * bool(asked.regions),
        "ages": 16 * bool(asked.ages),
        "languages": 8 * bool(asked.languages),
        "settings": 8 * bool(asked.settings),
        "funding": 2 * bool(asked.funding),
        "terms": sum(_terms(wish.values) for wish in asked.wishes),
    }
    return size * sum(parts.values())


def _terms(values: Iterable[tuple[float, tuple[int, ...]]]) -> int:
    return len({code // 4 for _, codes in values for code in codes})
