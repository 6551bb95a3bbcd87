"""How much of a question a row answers: BM25, over rows that come and go."""

import math

import pytest

from drakenmatch.bags import LARGE, Bags


def test_a_share_is_what_bm25_says() -> None:
    bags = Bags()
    bags.put(0, {"a": 1, "b": 1})
    bags.put(1, {"a": 1, "c": 3})
    # Mean length 3; a is in both rows, b in one, d in none.
    assert bags.rarity("a") == pytest.approx(math.log(1 + 0.5 / 2.5))
    assert bags.rarity("b") == pytest.approx(math.log(1 + 1.5 / 1.5))
    assert bags.rarity("d") == pytest.approx(math.log(1 + 2.5 / 0.5))
    total = 2 * bags.rarity("a") + bags.rarity("b")
    short, long = 1.2 * (0.25 + 0.75 * 2 / 3), 1.2 * (0.25 + 0.75 * 4 / 3)
    expected = [
        2.2 * (2 * bags.rarity("a") / (1 + short) + bags.rarity("b") / (1 + short)) / total,
        2.2 * (2 * bags.rarity("a") / (1 + long)) / total,
        0.0,
    ]
    assert bags.shares({"a": 2, "b": 1}, 3).tolist() == pytest.approx(expected)
    assert bags.shares({}, 2).tolist() == [0, 0]
    assert Bags().shares({"a": 1}, 2).tolist() == [0, 0]


def test_a_dropped_row_counts_for_nothing() -> None:
    bags, never = Bags(), Bags()
    bags.put(0, {"a": 1, "b": 2})
    bags.put(1, {"a": 5})
    bags.drop(1)
    bags.drop(1)
    bags.drop(7)
    never.put(0, {"a": 1, "b": 2})
    asked = {"a": 1, "b": 1}
    assert bags.shares(asked, 2)[0] == never.shares(asked, 2)[0] > 0
    assert bags.rarity("a") == never.rarity("a")


def test_in_a_large_collection_what_is_everywhere_is_passed_over() -> None:
    bags = Bags()
    for row in range(LARGE):
        bags.put(row, {"every": 1, **({"half": 1} if row % 2 else {})})
    assert bags.shares({"every": 1}, LARGE).max() > 0
    bags.put(LARGE, {"every": 1, "rare": 1})
    assert bags.shares({"every": 1}, LARGE + 1).max() == 0
    assert bags.shares({"half": 1}, LARGE + 1).max() > 0
    # Half of them is not more than half.
    bags.put(LARGE + 1, {"every": 1, "half": 1})
    assert bags.shares({"half": 1}, LARGE + 2).max() > 0
    bags.put(LARGE + 2, {"every": 1, "half": 1})
    assert bags.shares({"half": 1}, LARGE + 3).max() == 0


def test_what_stands_there_more_often_answers_more() -> None:
    bags = Bags()
    bags.put(0, {"a": 1, "b": 3})
    bags.put(1, {"a": 3, "b": 1})
    once, often = bags.shares({"a": 1}, 2).tolist()
    assert (once, often) == pytest.approx((2.2 / 2.2, 2.2 * 3 / 4.2))


def test_rows_that_were_never_filled_are_empty() -> None:
    late, first = Bags(), Bags()
    late.put(3, {"a": 1, "b": 2})
    late.put(4, {"a": 2})
    first.put(0, {"a": 1, "b": 2})
    first.put(1, {"a": 2})
    assert late.shares({"a": 1}, 5)[3:].tolist() == first.shares({"a": 1}, 2).tolist()
    assert late.shares({"a": 1}, 5)[:3].tolist() == [0, 0, 0]
