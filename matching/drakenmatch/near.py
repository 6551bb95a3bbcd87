"""Which of many texts are within a few slips of the pen of a typed one.

A slip is an insertion, a deletion, a substitution or a swap of two neighbours (OSA distance). Two
cheap bounds come first: the lengths, and which letters occur once and twice; only the few texts
that pass are compared, all of them by one call.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BITS = {letter: (1 << place, 1 << (place + 32)) for place, letter in enumerate(LETTERS)}
_OTHER = (1 << 26, 1 << 58)


class Near:
    """The texts, ready to be compared."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(sorted(set(texts), key=lambda text: (len(text), text)))
        self._lengths = [len(text) for text in self.texts]
        self._letters = np.array([letters(text) for text in self.texts], dtype=np.uint64)

    def find(self, typed: Sequence[str], slips: Sequence[int]) -> list[list[tuple[int, str]]]:
        """Give per typed text those within its number of slips, with their distance."""
        pairs = [
            (place, text)
            for place, (one, most) in enumerate(zip(typed, slips, strict=True))
            for text in self._possible(one, most)
        ]
        found: list[list[tuple[int, str]]] = [[] for _ in typed]
        if not pairs:
            return found
        one, other = [typed[place] for place, _ in pairs], [text for _, text in pairs]
        distances = cpdist(one, other, scorer=OSA.distance)
        for (place, text), distance in zip(pairs, distances.tolist(), strict=True):
            if distance <= slips[place]:
                found[place].append((distance, text))
        return found

    def _possible(self, typed: str, most: int) -> list[str]:
        first = bisect_left(self._lengths, len(typed) - most)
        last = bisect_left(self._lengths, len(typed) + most + 1)
        changed = np.bitwise_count(self._letters[first:last] ^ np.uint64(letters(typed)))
        return [self.texts[first + place] for place in np.flatnonzero(changed <= 2 * most).tolist()]


def letters(text: str) -> int:
    """Give a mask of which letters occur, and which twice. One slip changes at most two bits."""
    mask = 0
    for sign in text:
        once, twice = _BITS.get(sign, _OTHER)
        mask |= twice if mask & once else once
    return mask
