"""The order of equals: public, another one every day, and the same for everybody who asks."""

from datetime import date
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

MASK = (1 << 64) - 1
# Source: Steele, Lea and Flood (2014), with Vigna's constants.
GOLDEN = 0x9E3779B97F4A7C15
MIXING = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT = 31
# The same as numbers of an array.
_GOLDEN, _LAST_SHIFT = np.uint64(GOLDEN), np.uint64(LAST_SHIFT)
_MIXING = tuple((np.uint64(shift), np.uint64(factor)) for shift, factor in MIXING)


def column(text: str) -> int:
    """Give the first 8 bytes of the SHA-256 of a text, kept beside each profile (a column)."""
    return int.from_bytes(sha256(text.encode()).digest()[:8])


def seed(today: date, subject: str) -> int:
    """Give the seed of one day and one request, or one gathering."""
    return column(f"{today.isoformat()}|{subject}")


def splitmix64(state: int) -> int:
    """Mix 64 bits, so that neighbours become strangers."""
    mixed = (state + GOLDEN) & MASK
    for shift, factor in MIXING:
        mixed = ((mixed ^ (mixed >> shift)) * factor) & MASK
    return mixed ^ (mixed >> LAST_SHIFT)


def ties(keys: NDArray[np.uint64], day_seed: int) -> NDArray[np.uint64]:
    """Give `tie` of many profiles at once, shape (profiles,)."""
    mixed = (keys ^ np.uint64(day_seed)) + _GOLDEN
    for shift, factor in _MIXING:
        mixed = (mixed ^ (mixed >> shift)) * factor
    return mixed ^ (mixed >> _LAST_SHIFT)


def tie(key: int, day_seed: int) -> int:
    """Give the place of a profile among its equals; the lowest comes first."""
    return splitmix64(key ^ day_seed)


def band(score: float) -> int:
    """Give the half point in which a score lies: a smaller difference says nothing."""
    return int(2 * score + 1e-6)


def minus_bands(scores: NDArray[np.float64]) -> NDArray[np.int32]:
    """Give minus `band` of many scores at once, shape (scores,): the highest band comes first."""
    return (scores * -2 - 1e-6).astype(np.int32)
