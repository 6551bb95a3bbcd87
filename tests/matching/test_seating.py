"""The columns of a composition: what they add up to, and the bounds that leave groups out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import combinations
from random import Random

import numpy as np
import pytest

from drakenmatch import Colleague, compose_group
from drakenmatch.compose import GROUP_WEIGHTS, acquaintance, discipline, sector
from drakenmatch.seating import (
    SEATED,
    Columns,
    Points,
    Table,
    Weights,
    _reach,
    _repeated,
    _Search,
    _sums_of_the_rest,
    _with_each,
)
from tests.matching.examples import TODAY, colleague, gathering
from tests.matching.test_compose import NEXT, ago
from tests.matching.test_compose_best import around

WEIGHTS = Weights(*(float(GROUP_WEIGHTS[each]) for each in (discipline, sector, acquaintance)))
HERE = frozenset({"kennemerland"})


def country(number: int, seed: int) -> list[Colleague]:
    """Colleagues who differ little, know some of each other, and avoid a few."""
    random = Random(seed)  # noqa: S311 - the same colleagues every time
    names = [f"c{each:02}" for each in range(number)]

    def some(most: int) -> frozenset[str]:
        return frozenset(random.choices(names, k=random.randint(0, most)))

    return [
        colleague(
            name,
            regions=random.choice((HERE, NEXT)),
            sector=random.choice(["opvang", "zorg", "politie", None]),
            disciplines=frozenset(random.sample(["af", "arts", "politie"], random.randint(0, 2))),
            last_invited=ago(random.randint(14, 80)),
            met=some(6),
            avoids=some(2),
            organisation=random.choice([None, "a", "b", "c", "d"]),
        )
        for name in names
    ]


# ---- What somebody adds ----


def columns(people: Sequence[Colleague]) -> Columns:
    turn = np.arange(len(people), dtype=np.uint64)
    return Columns.of(people, own=[0] * len(people), turn=turn)


def by_the_rule(people: Sequence[Colleague], there: Sequence[Colleague]) -> list[float]:
    """What each adds by what differs, by the readable rule."""
    group = around(replace(gathering(), present=tuple(there)))
    parts = zip((discipline, sector, acquaintance), WEIGHTS, strict=True)
    wishes = list(parts)
    return [sum(weight * wished(group, who).value for wished, weight in wishes) for who in people]


@pytest.mark.parametrize("seed", range(4))
def test_the_columns_add_up_to_what_the_rule_says(seed: int) -> None:
    people = country(12, seed)
    there = colleague(
        "there", disciplines=frozenset({"arts"}), sector=None, met=frozenset({"c00", "c03"})
    )
    people[1] = replace(people[1], met=people[1].met | {"there", "inviter"})
    people[3] = replace(people[3], met=people[3].met | {"there"})
    everybody = np.arange(len(people))
    table = Table.of(
        columns(people), WEIGHTS, around(replace(gathering(), present=(there,))).members
    )
    seated = [there]
    for row in (5, 0, 7):
        assert table.size == len(seated) + 1
        found = table.points(everybody)
        assert found.all.tolist() == pytest.approx(by_the_rule(people, seated))
        assert found.all.dtype == np.float64
        table = table.add(row)
        seated.append(people[row])
        assert table.free.tolist() == [_may_sit(each, seated[1:]) for each in people]


def _may_sit(who: Colleague, seated: Sequence[Colleague]) -> bool:
    return not any(
        who.id == each.id
        or (who.organisation is not None and who.organisation == each.organisation)
        or who.id in each.avoids
        or each.id in who.avoids
        for each in seated
    )


# ---- The bounds ----


@pytest.mark.parametrize("many", range(8))
def test_the_sums_of_the_rest(many: int) -> None:
    values = [5.0, 1.0, 4.0, 2.0, 2.0, 3.0]
    assert _sums_of_the_rest(values, many) == [
        sum(sorted(values[place:], reverse=True)[:many]) for place in range(1, 7)
    ]


@pytest.mark.parametrize("many", range(8))
def test_each_with_the_largest_of_the_others(many: int) -> None:
    every, others = [9.0, 1.0, 7.0, 4.0, 4.0], [5.0, 1.0, 6.0, 4.0, 4.0]
    expected = []
    for place, own in enumerate(every):
        rest = sorted(others[:place] + others[place + 1 :], reverse=True)[:many]
        expected.append(own + sum(rest) + SEATED * (1 + len(rest)))
    assert _with_each(np.array(every), np.array(others), many).tolist() == expected


def test_of_every_kind_all_but_the_best_are_repeated() -> None:
    repeated = _repeated(np.array([0, 0, 1, 1, 2]), np.array([1.0, 3.0, 5.0, 2.0, 4.0]))
    assert repeated.dtype == np.bool_
    assert repeated.tolist() == [True, False, False, True, False]
    # Of equals the first, so that a group is the same on every machine.
    among_equals = _repeated(np.zeros(300, dtype=np.int64), np.array([0.0, 1.0] * 150))
    assert np.flatnonzero(~among_equals).tolist() == [1]


@pytest.mark.parametrize(
    ("left", "reach"), [(1, [12, 12, 8]), (2, [20, 24, 20]), (3, [24, 24, 24])]
)
def test_a_discipline_and_a_sector_are_new_only_once(left: int, reach: list[float]) -> None:
    """Beside the first, the second brings nothing new; beside the second, the first might."""
    people = [
        colleague("a", disciplines=frozenset({"arts"}), sector="zorg"),
        colleague("b", disciplines=frozenset({"arts"}), sector="zorg"),
        colleague("c", disciplines=frozenset({"jurist"}), sector="politie"),
    ]
    new = np.array([4.0, 4.0, 4.0])
    most = Points(
        own=np.array([3.0, 3.0, 0.0]), discipline=new, sector=new, strangers=np.array([1.0, 1, 0])
    )
    found = _reach(columns(people), np.arange(3), most, left)
    assert (found - SEATED * left).tolist() == reach


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("left", [1, 2, 3, 4])
def test_no_group_goes_beyond_what_is_held_possible(seed: int, left: int) -> None:
    people = country(8, seed)
    rows = np.arange(8)
    table = Table.of(columns(people), WEIGHTS, around(gathering()).members)
    points = table.points(rows)
    most = points._replace(strangers=np.full(8, WEIGHTS.acquaintance))
    reach = _reach(table.columns, rows, most, left)
    for some in combinations(range(8), left):
        total, beside = 0.0, table
        for row in some:
            total += float(beside.points(np.array([row])).all[0]) + SEATED
            beside = beside.add(row)
        assert all(total <= reach[row] + 1e-9 for row in some)


@pytest.mark.parametrize(
    ("number", "seats", "seed", "looks"),
    [(12, 3, 8, 8), (16, 4, 1, 26), (16, 4, 3, 28), (24, 5, 1, 84), (24, 5, 2, 45)],
)
def test_few_looks_are_needed(
    *, number: int, seats: int, seed: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as the bounds leave: a looser one takes more, and a tighter one would miss groups."""
    searches = []

    class Watched(_Search):
        def start(self, table: Table, rows: Iterable[int]) -> None:
            searches.append(self)
            super().start(table, rows)

    monkeypatch.setattr(import_module("drakenmatch.seating"), "_Search", Watched)
    compose_group(country(number, seed), gathering(seats), today=TODAY)
    assert [each.looks for each in searches] == [looks]


@pytest.mark.parametrize("seed", range(6))
def test_stopped_early_the_best_there_is_stays_within_what_is_told(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = country(16, seed)
    best = compose_group(people, gathering(4), today=TODAY)
    assert best.most == pytest.approx(best.total + 0.5)
    for looks in range(1, 12):
        monkeypatch.setattr(import_module("drakenmatch.seating"), "MOST_LOOKS", looks)
        found = compose_group(people, gathering(4), today=TODAY)
        assert found.total <= best.total + 0.5
        assert best.total <= found.most + 1e-9
        assert len(found.invitees) == len(best.invitees)


def test_of_all_that_was_not_looked_at_the_most_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only of the first group that was left: here a later one could be more."""
    monkeypatch.setattr(import_module("drakenmatch.seating"), "MOST_LOOKS", 6)
    found = compose_group(country(12, 41), gathering(3), today=TODAY)
    assert found.most == pytest.approx(253.5416667)
