"""Exact scores, in float64, of a few rows that are known to fit."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.rivals.peer import masks_of
from benchmarks.rivals.question import YOUNG, Question, Wished, kilometres, nearness
from benchmarks.rivals.sql import SPAN, bits_of
from benchmarks.rivals.table import Table

Rows = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


class Exact:
    """Scores rows: the sum of what each criterion brings."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.masks = list(masks_of(table, SPAN))
        # The sets of funding that hold a token.
        self.paid: defaultdict[int, list[int]] = defaultdict(list)
        for number, tokens in enumerate(table.fundings):
            for token in tokens:
                self.paid[token].append(number)

    def scores(self, asked: Question, rows: Rows) -> Values:
        """Give the score of every row."""
        if not len(rows):
            return np.zeros(0)
        table, points, total = self.table, asked.points, np.zeros(len(rows))
        for wish in asked.wishes:
            total += wish.points * self._wish(wish, rows)
        if "nearness" in points:
            total += points["nearness"] * _nearness(asked, table, rows)
        if "room" in points:
            total += points["room"] * _room(table, rows)
        if "ages" in points:
            total += points["ages"] * _listed([_treats(table, rows, age) for age in asked.ages])
        for name in ("languages", "settings"):
            if name in points:
                total += points[name] * _of_mask(getattr(table, name)[rows], getattr(asked, name))
        if "funding" in points:
            total += points["funding"] * self._funding(asked, rows)
        return total

    def _wish(self, wish: Wished, rows: Rows) -> Values:
        worth = np.zeros(len(rows))
        for value, codes in reversed(wish.values):
            for place, mask in bits_of(codes).items():
                worth[(self.masks[place][rows] & mask) != 0] = value
        return worth

    def _funding(self, asked: Question, rows: Rows) -> Values:
        numbers = self.table.funding[rows]
        met = [self._holds(each.met, numbers) for each in asked.funding]
        unsure = self._holds([token for each in asked.funding for token in each.unsure], numbers)
        half = (numbers < 0) | (unsure & (np.sum(met, axis=0) == 0))
        return np.where(half, 0.5, _listed(met))

    def _holds(self, tokens: Sequence[int], numbers: Rows) -> npt.NDArray[np.bool_]:
        """Look up which sets hold a token; the unknown set (-1) is the last place."""
        sets = np.zeros(len(self.table.fundings) + 1, dtype=bool)
        for token in tokens:
            sets[self.paid.get(token, [])] = True
        return sets[numbers]


def within(asked: Question, table: Table, rows: Rows) -> npt.NDArray[np.bool_]:
    """Say who reaches a place, of those who share its region or might be near enough."""
    if asked.here < 0:
        return np.ones(len(rows), dtype=bool)
    km = kilometres()[asked.here, table.base[rows]]
    shared = (table.works[rows] & asked.region_mask) != 0
    online = (table.online[rows] == 1) & asked.online
    return np.asarray(shared | online | (km <= np.minimum(table.travel[rows], asked.max_km)))


def _nearness(asked: Question, table: Table, rows: Rows) -> Values:
    base, home = table.base[rows], table.home[rows]
    own = nearness()[asked.here, base] if asked.here >= 0 else np.where(base < 0, 0.5, 0.0)
    shared = (table.works[rows] & asked.region_mask) != 0
    if asked.here < 0:
        shared |= np.isin(home, asked.regions)
    online = (table.online[rows] == 1) & asked.online
    return np.asarray(np.maximum(np.maximum(own, 0.6 * shared), 0.5 * online))


def _room(table: Table, rows: Rows) -> Values:
    now = (table.room[rows] == 2) | (table.room_from[rows] <= 0)
    return 0.5 + np.where(now, 0.5, 0.3) * np.minimum(1.0, (90 + table.confirmed[rows]) / 60)


def _treats(table: Table, rows: Rows, age: int) -> npt.NDArray[Any]:
    column, bit = (table.young, age) if age < YOUNG else (table.old, age - YOUNG)
    return np.asarray(column[rows] >> bit & 1)


def _listed(met: Sequence[npt.NDArray[Any]]) -> Values:
    count = np.sum(met, axis=0)
    return np.where(count == 0, 0.0, 0.5 + 0.5 * count / len(met))


def _of_mask(masks: npt.NDArray[Any], bits: Sequence[int]) -> Values:
    return np.where(masks < 0, 0.5, _listed([masks >> bit & 1 for bit in bits]))
