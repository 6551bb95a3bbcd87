"""Figures for graded lists, each with the margin that chance alone would give."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

RESAMPLES = 1000
SEED = 20261121
DEPTH = 10


class Interval(NamedTuple):
    """A mean, and between which means 95 of 100 resamples lie."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} ({self.low:.3f}-{self.high:.3f})"


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """Value the first of a list: 1 is the best order there is, a grade g is worth 2^g - 1."""
    got = _gain([grades.get(name, 0) for name in order[:depth]])
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return got / best if best else 1.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def success(order: Sequence[str], grades: Mapping[str, int], depth: int = 3) -> float:
    """Say whether one of the best people is among the first."""
    best = max(grades.values())
    return float(any(grades.get(name, 0) == best for name in order[:depth]))


def interval(values: Sequence[float]) -> Interval:
    """Give the mean with its interval (percentile bootstrap, always the same draws)."""
    given = np.array(values)
    draws = np.random.default_rng(SEED).integers(0, len(given), (RESAMPLES, len(given)))
    low, high = np.percentile(given[draws].mean(axis=1), [2.5, 97.5])
    return Interval(float(given.mean()), float(low), float(high))
