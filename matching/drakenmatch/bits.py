"""Sets of profiles: one bit a profile, 64 in a word, so that one step says something of 64.

A set is an array of uint64 words; profile `row` is bit `row % 64` of word `row // 64`.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.uint64]
Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.uint8 | np.uint16]
Floats: TypeAlias = NDArray[np.float64]
Index: TypeAlias = NDArray[np.intp]
WORD, BYTE = 64, 8
MOST_BYTE = 255
BIT = np.array([1, 2, 4, 8, 16, 32, 64, 128], np.uint8)
# A fact of fewer than one in 128 is kept as a list of rows, which then is 4 times smaller.
FEW, SHARE = 64, 128
NOBODY = array("i")
# Above one row in 16, opening the whole set is quicker than testing bit by bit.
SPARSE = 16
# From one row in so many words a whole mask is quicker than setting bit by bit.
MASKED = 4
# With anybody in more than one word in 2, opening all of them is quicker than picking.
DENSE = 2


def count(rows: Rows) -> int:
    """Count the profiles of a set."""
    return int(np.bitwise_count(rows).sum(dtype=np.int64))


def rows_of(rows: Rows) -> Index:
    """List the profiles of a set, ascending; of a small set only words with anybody are opened."""
    words = rows.nonzero()[0]
    if len(words) * DENSE > len(rows):
        return unpacked(rows).nonzero()[0]
    places = unpacked(rows[words]).nonzero()[0]
    found: Index = (words[places >> 6] << 6) + (places & (WORD - 1))
    return found


def unpacked(rows: Rows) -> Mask:
    """Give one true or false a profile, shape (64 x words,)."""
    return np.unpackbits(rows.view(np.uint8), bitorder="little").view(np.bool_)


def packed(mask: Mask, words: int) -> Rows:
    """Make a set of one true or false a profile; what lies beyond the mask is out."""
    bits = np.packbits(mask, bitorder="little")
    if len(bits) < words * BYTE:
        bits = np.concatenate((bits, np.zeros(words * BYTE - len(bits), np.uint8)))
    return bits.view(np.uint64)


class Spots:
    """Some rows, ready to be looked up in sets."""

    def __init__(self, rows: Index, words: int) -> None:
        self.rows = rows
        self._few = len(rows) * SPARSE < words * WORD
        self._byte = rows >> 3
        self._bit = BIT.take(rows & 7)

    def number(self, sets: Sequence[Rows]) -> Numbers:
        """Count for each row in how many of these sets (one at least) it is, shape (rows,)."""
        if self._few:
            return _sum(map(self._held, sets), len(sets))
        return _sum(map(unpacked, sets), len(sets)).take(self.rows)

    def _held(self, rows: Rows) -> Mask:
        held: Mask = (rows.view(np.uint8).take(self._byte) & self._bit) != 0
        return held


def zeros(size: int, most: int) -> Numbers:
    """Give zeros that may become any number up to `most`, shape (size,)."""
    return np.zeros(size, np.uint8 if most <= MOST_BYTE else np.uint16)


def _sum(masks: Iterator[Mask], many: int) -> Numbers:
    """Add up so many masks, each made just before it is added."""
    found: Numbers = next(masks).view(np.uint8)
    if many > MOST_BYTE:
        found = found.astype(np.uint16)
    for each in masks:
        np.add(found, each.view(np.uint8), out=found)
    return found


class Facts:
    """For each fact the set of profiles for whom it holds.

    Many: one bit a profile, grown only when somebody beyond its end has the fact. Few: their rows,
    ascending. So no single change is dear, and thousands of rare facts take little. What is given
    may be the stored set itself: nobody changes it in place.
    """

    def __init__(self) -> None:
        self._many: dict[Hashable, Rows] = {}
        self._bytes: dict[Hashable, memoryview] = {}  # the same memory, for changing one profile
        self._few: dict[Hashable, array[int]] = {}

    def add(self, facts: Iterable[Hashable], row: int) -> None:
        """Say that these facts hold for a profile."""
        place, bit, many = row >> 3, 1 << (row & 7), self._bytes.get
        for fact in facts:
            stored = many(fact)
            if stored is None:
                self._add_to_few(fact, row)
                continue
            if place >= len(stored):
                stored = self._grown(fact, place)
            stored[place] |= bit

    def add_all(self, fact: Hashable, rows: Index) -> None:
        """Say that a fact holds for many profiles, for whom it did not hold yet."""
        known = self._many.get(fact)
        if known is None:
            listed = np.sort(np.concatenate((self._few.pop(fact, NOBODY), rows)))
            if len(listed) < FEW or len(listed) * SHARE <= listed[-1]:
                self._few[fact] = array("i", listed.tolist())
            else:
                self._keep(fact, _scattered([listed], _room(listed[-1] >> 3)))
            return
        last = int(rows.max()) >> 3
        if last >= len(self._bytes[fact]):
            self._grown(fact, last)
        known = self._many[fact]
        known |= _scattered([rows], len(known))

    def discard(self, facts: Iterable[Hashable], row: int) -> None:
        """Say that these facts, which did hold, hold no longer."""
        place, bit = row >> 3, 1 << (row & 7)
        for fact in facts:
            stored = self._bytes.get(fact)
            if stored is None:
                rows = self._few[fact]
                del rows[bisect_left(rows, row)]
            else:
                stored[place] &= ~bit

    def of(self, fact: Hashable, words: int) -> Rows:
        """Give the set of those for whom a fact holds. Nobody changes what is given."""
        stored = self._many.get(fact)
        if stored is not None and len(stored) >= words:
            return stored[:words]
        return self.any_of((fact,), words)

    def any_of(self, facts: Iterable[Hashable], words: int) -> Rows:
        """Give the set of those for whom at least one of these facts holds."""
        many, few = self._stored(facts)
        if few:
            many.append(_scattered(few, words))
        return _together(many, words)

    def mark(self, number: int, facts: Iterable[Hashable], places: Numbers) -> bool:
        """Write a number at everybody for whom one of these facts holds.

        `places` has the shape (64 x words,). Low numbers come first, so that the highest stays.
        Gives whether any of the facts ever held for anybody.
        """
        many, few = self._stored(facts)
        if many:
            held = unpacked(_together(many, len(places) // WORD)).view(np.uint8)
            np.maximum(places, held * places.dtype.type(number), out=places)
        for rows in few:
            places[np.asarray(rows)] = number
        return bool(many or few)

    def _stored(self, facts: Iterable[Hashable]) -> tuple[list[Rows], list["array[int]"]]:
        """Give what is stored about facts: sets and lists; nothing about who never held."""
        many, few = [], []
        for fact in facts:
            stored = self._many.get(fact)
            if stored is not None:
                many.append(stored)
            elif fact in self._few:
                few.append(self._few[fact])
        return many, few

    def without(self, fact: Hashable, rows: Rows) -> Rows:
        """Give a set without those for whom a fact holds."""
        few = self._few.get(fact)
        if few is None or len(few) > FEW:
            return rows & ~self.of(fact, len(rows))
        left = rows.copy()
        held = left.view(np.uint8).data
        for row in few:  # of so few it takes longer to make a set
            held[row >> 3] &= ~(1 << (row & 7))
        return left

    def every(self, facts: Iterable[Hashable], words: int) -> Rows:
        """Give the set of those for whom all of these facts hold."""
        return reduce(np.bitwise_and, (self.of(fact, words) for fact in facts))

    def _add_to_few(self, fact: Hashable, row: int) -> None:
        rows = self._few.get(fact)
        if rows is None:
            rows = self._few[fact] = array("i")
        rows.insert(bisect_left(rows, row), row)
        if len(rows) >= FEW and len(rows) * SHARE > rows[-1]:
            self._keep(fact, _scattered([self._few.pop(fact)], _room(rows[-1] >> 3)))

    def _grown(self, fact: Hashable, place: int) -> memoryview:
        grown, stored = np.zeros(_room(place), np.uint64), self._many[fact]
        grown[: len(stored)] = stored
        return self._keep(fact, grown)

    def _keep(self, fact: Hashable, rows: Rows) -> memoryview:
        self._many[fact] = rows
        self._bytes[fact] = rows.view(np.uint8).data
        return self._bytes[fact]


def _room(place: int) -> int:
    """Give how many words hold this byte, rounded up to a power of two."""
    return 1 << (int(place) // BYTE).bit_length()


def _together(sets: Sequence[Rows], words: int) -> Rows:
    """Join sets; each may be longer or shorter than `words`."""
    if len(sets) == 1 and len(sets[0]) >= words:
        return sets[0][:words]
    found = np.zeros(words, np.uint64)
    for each in sets:
        part = found[: len(each)]
        np.bitwise_or(part, each[:words], out=part)
    return found


def _scattered(lists: Sequence[Sequence[int] | Index], words: int) -> Rows:
    """Make a set of listed rows: bit by bit, or where that are many by way of a whole mask."""
    rows = np.concatenate([np.asarray(each, np.intp) for each in lists])
    if len(rows) > words // MASKED:
        mask = np.zeros(words * WORD, np.bool_)
        mask[rows] = True
        return np.packbits(mask, bitorder="little").view(np.uint64)
    found = np.zeros(words * BYTE, np.uint8)
    np.bitwise_or.at(found, rows >> 3, BIT.take(rows & 7))
    return found.view(np.uint64)
