"""Sets of profiles: one bit a profile for what many share, a list of rows for what few have.

A set is an array of uint64 words; profile `row` is bit `row % 64` of word `row // 64`. Each fact
grows on its own and only when a profile beyond its end has it, so no single change is dear.
"""

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[np.uint64]
Mask: TypeAlias = NDArray[np.bool_]
Steps: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float64]
Index: TypeAlias = NDArray[np.intp]
WORD = 64
BYTES = WORD // 8


def count(rows: Rows) -> int:
    """Count the profiles of a set."""
    return int(np.bitwise_count(rows).sum())


def rows_of(rows: Rows) -> Index:
    """List the profiles of a set, ascending."""
    return unpacked(rows).nonzero()[0]


def unpacked(rows: Rows) -> Mask:
    """Give one true or false a profile, shape (64 x words,)."""
    return np.unpackbits(rows.view(np.uint8), bitorder="little").view(np.bool_)


def packed(mask: Mask, words: int) -> Rows:
    """Make a set of one true or false a profile; what lies beyond the mask is out."""
    bytes_ = np.packbits(mask, bitorder="little")
    whole = np.zeros(words * BYTES, np.uint8)
    whole[: len(bytes_)] = bytes_
    return whole.view(np.uint64)


class Facts:
    """For each fact the set of profiles it holds for."""

    def __init__(self) -> None:
        self._bits: dict[Hashable, bytearray] = {}

    def add(self, facts: Iterable[Hashable], row: int) -> None:
        """Say that these facts hold for a profile."""
        place, bit = row >> 3, 1 << (row & 7)
        for fact in facts:
            bits = self._bits.get(fact)
            if bits is None:
                bits = self._bits[fact] = bytearray()
            if place >= len(bits):
                bits.extend(bytes((place // BYTES + 1) * BYTES - len(bits)))
            bits[place] |= bit

    def discard(self, facts: Iterable[Hashable], row: int) -> None:
        """Say that these facts, which did hold, hold no longer."""
        place, others = row >> 3, ~(1 << (row & 7)) & 0xFF
        for fact in facts:
            self._bits[fact][place] &= others

    def rows(self, fact: Hashable, words: int) -> Rows:
        """Give a fresh set of the profiles for which a fact holds."""
        found = np.zeros(words, np.uint64)
        bits = self._bits.get(fact)
        if bits:
            stored = np.frombuffer(bits, np.uint64)[:words]
            found[: len(stored)] = stored
        return found


class Holders:
    """Who holds one thing, and how far: rows in ascending order, with a step beside each."""

    __slots__ = ("rows", "steps")

    def __init__(self) -> None:
        self.rows = array("i")
        self.steps = bytearray()

    def put(self, row: int, step: int) -> None:
        """Let a profile hold it at this step."""
        place = bisect_left(self.rows, row)
        if place < len(self.rows) and self.rows[place] == row:
            self.steps[place] = step
        else:
            self.rows.insert(place, row)
            self.steps.insert(place, step)

    def discard(self, row: int) -> None:
        """Let a profile, which did hold it, hold it no longer."""
        place = bisect_left(self.rows, row)
        del self.rows[place]
        del self.steps[place]

    def columns(self) -> tuple[NDArray[np.int32], Steps]:
        """Give rows and steps, each of shape (holders,)."""
        return np.frombuffer(self.rows, np.int32), np.frombuffer(self.steps, np.uint8)
