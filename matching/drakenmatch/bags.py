"""Bags of pieces or words, and how much of a question each of them answers (BM25).

Sparse by column: for every piece the rows that hold it and how often. A row that is dropped stays
in the columns until the next cleaning up, but counts for nothing any more.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

SATURATION = 1.2
LENGTH = 0.75
# In a large collection a piece that half of it holds says next to nothing, and costs most.
LARGE = 1_000

Scores: TypeAlias = NDArray[np.float64]


@dataclass(slots=True)
class _Column:
    """Which rows hold a piece, how often each, and how many of them are still there."""

    # The annotations are texts: only type checkers know arrays of something.
    rows: "array[int]" = field(default_factory=lambda: array("q"))
    counts: "array[float]" = field(default_factory=lambda: array("d"))
    held: int = 0


class Bags:
    """Rows of counted pieces. Rows are numbered from 0 by who puts them in, each once."""

    def __init__(self) -> None:
        self._columns: defaultdict[str, _Column] = defaultdict(_Column)
        self._pieces: dict[int, tuple[str, ...]] = {}
        self._lengths = array("d")

    def put(self, row: int, counts: Mapping[str, int]) -> None:
        """Fill a new row; rows before it that were never filled are empty."""
        self._lengths.extend([0.0] * (row + 1 - len(self._lengths)))
        self._lengths[row] = sum(counts.values())
        self._pieces[row] = tuple(counts)
        for piece, count in counts.items():
            column = self._columns[piece]
            column.rows.append(row)
            column.counts.append(count)
            column.held += 1

    def drop(self, row: int) -> None:
        """Take a row out; its score means nothing from here on."""
        for piece in self._pieces.pop(row, ()):
            self._columns[piece].held -= 1
        if row < len(self._lengths):
            self._lengths[row] = 0.0

    def rarity(self, piece: str) -> float:
        """Give the weight of a piece: the fewer rows hold it, the more it says."""
        column = self._columns.get(piece)
        held = column.held if column else 0
        return math.log(1 + (len(self._pieces) - held + 0.5) / (held + 0.5))

    def mass(self, asked: Mapping[str, int]) -> float:
        """Give the weight of all asked pieces together."""
        return math.fsum(count * self.rarity(piece) for piece, count in asked.items())

    def shares(self, asked: Mapping[str, int], rows: int) -> Scores:
        """Say for each of this many rows which share of the asked pieces it answers.

        About 1 is all of them; a row shorter than the mean may come above it.
        """
        scores = np.zeros(rows)
        total = self.mass(asked)
        if not self._pieces or not total:
            return scores
        lengths = np.zeros(rows)
        lengths[: len(self._lengths)] = self._lengths
        mean = sum(self._lengths) / len(self._pieces)
        damping = SATURATION * (1 - LENGTH + LENGTH * lengths / mean)
        for piece, count in sorted(asked.items()):
            column = self._columns.get(piece)
            if column and not self._is_everywhere(column):
                where = np.frombuffer(column.rows, dtype=np.int64)
                counts = np.frombuffer(column.counts)
                weight = count * self.rarity(piece)
                scores[where] += weight * counts / (counts + damping[where])
        return scores * ((1 + SATURATION) / total)

    def _is_everywhere(self, column: _Column) -> bool:
        return len(self._pieces) > LARGE and 2 * column.held > len(self._pieces)
