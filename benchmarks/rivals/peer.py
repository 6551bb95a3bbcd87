"""What a peer is: something that holds the table and gives the first twenty of *past*."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.rivals.question import Question, mixed
from benchmarks.rivals.table import Table


class Peer(Protocol):
    """One peer, filled. `clock` reads the processor time of whatever does its work."""

    name: str

    def best(self, asked: Question) -> list[str]:
        """Give the ids of the first twenty."""

    def clock(self) -> float:
        """Read the processor time used so far, in seconds."""


Opens = Callable[[Table], AbstractContextManager[Peer]]


class InProcess:
    """A peer that works in this process; the time of all its threads counts."""

    def clock(self) -> float:
        """Read the processor time of this process."""
        return time.process_time()


def in_order(
    rows: npt.NDArray[np.int64],
    bands: npt.NDArray[np.float64],
    aspiring: npt.NDArray[np.int64],
    table: Table,
    asked: Question,
) -> list[str]:
    """Put equals in the order of the day; give the ids of the first twenty."""
    order = np.lexsort((mixed(table.keys[rows], asked.seed), aspiring, -bands))[:20]
    return [table.ids[row] for row in rows[order].tolist()]


def masks_of(table: Table, span: int) -> Iterator[npt.NDArray[np.int64]]:
    """Give the codes of everybody as columns of masks, `span` codes in each."""
    of_row = np.repeat(np.arange(len(table)), np.diff(table.starts))
    for first in range(0, int(table.codes.max()) + 1, span):
        inside = (table.codes >= first) & (table.codes < first + span)
        column = np.zeros(len(table), dtype=np.int64)
        np.bitwise_or.at(column, of_row[inside], np.int64(1) << (table.codes[inside] - first))
        yield column
