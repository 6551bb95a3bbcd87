"""The order of equals: public, another one every day, and the same for everybody who asks."""

from datetime import date
from hashlib import sha256

MASK = (1 << 64) - 1


def column(text: str) -> int:
    """Give the first 8 bytes of the SHA-256 of a text, kept beside each profile (a column)."""
    return int.from_bytes(sha256(text.encode()).digest()[:8])


def seed(today: date, subject: str) -> int:
    """Give the seed of one day and one request, or one gathering."""
    return column(f"{today.isoformat()}|{subject}")


def splitmix64(state: int) -> int:
    """Mix 64 bits. Source: Steele, Lea and Flood (2014), with Vigna's constants."""
    mixed = (state + 0x9E3779B97F4A7C15) & MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
    return mixed ^ (mixed >> 31)


def tie(key: int, day_seed: int) -> int:
    """Give the place of a profile among its equals; the lowest comes first."""
    return splitmix64(key ^ day_seed)


def band(score: float) -> int:
    """Give the half point in which a score lies: a smaller difference says nothing."""
    return int(2 * score + 1e-6)
