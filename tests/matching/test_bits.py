"""Sets of profiles as bits say what plain sets say, however many hold and however they came."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from random import Random

import numpy as np
import pytest

from drakenmatch.bits import (
    FEW,
    Facts,
    Rows,
    Spots,
    count,
    packed,
    rows_of,
    unpacked,
    zeros,
)

WORDS = 40  # of 64 profiles
EVERYBODY = range(WORDS * 64)


def drawn(number: int, seed: int, most: int = len(EVERYBODY)) -> list[int]:
    """So many rows, in no order."""
    return Random(seed).sample(range(most), number)  # noqa: S311 - the same rows every time


def as_set(rows: Rows) -> set[int]:
    return set(rows_of(rows).tolist())


def as_bits(rows: Iterable[int], words: int = WORDS) -> Rows:
    mask = np.zeros(words * 64, np.bool_)
    mask[list(rows)] = True
    return packed(mask, words)


def marked(facts: Facts, fact: str) -> tuple[bool, set[int]]:
    """Whether anybody ever held a fact, and who is marked for it."""
    places = zeros(len(EVERYBODY), 1)
    known = facts.mark(1, [fact], places)
    return known, set(np.flatnonzero(places).tolist())


@pytest.mark.parametrize("number", [0, 1, 63, 64, 65, 700])
def test_a_set_is_counted_listed_and_opened(number: int) -> None:
    chosen = drawn(number, number)
    rows = as_bits(chosen)
    assert (len(rows), count(rows)) == (WORDS, number)
    assert rows_of(rows).tolist() == sorted(chosen)
    assert np.flatnonzero(unpacked(rows)).tolist() == sorted(chosen)


@pytest.mark.parametrize("length", [1, 8, 63, 64, 100, 128])
def test_who_lies_beyond_a_mask_is_out(length: int) -> None:
    found = packed(np.ones(length, np.bool_), 2)
    assert (len(found), count(found)) == (2, length)


@pytest.mark.parametrize("number", [1, 2, 3, 255, 256, 300])
@pytest.mark.parametrize("looked_up", [5, 400])
def test_in_how_many_sets_somebody_is(number: int, looked_up: int) -> None:
    """Also in more than a byte can count, and for few rows as for many."""
    sets = [drawn(50, seed) for seed in range(number - 1)]
    sets.append([*EVERYBODY])
    bits = [as_bits(each) for each in sets]
    rows = sorted(drawn(looked_up, 7))
    often = Counter(chain.from_iterable(sets))
    expected = [often[row] for row in EVERYBODY]
    spots = Spots(np.array(rows, np.intp), WORDS)
    assert spots.number(bits).tolist() == [expected[row] for row in rows]
    all_of_them = Spots(np.array(rows, np.intp), WORDS).number([as_bits(EVERYBODY)] * number)
    assert np.arange(number + 1).take(all_of_them).tolist() == [number] * looked_up


@pytest.mark.parametrize("number", [1, 19, 20, 63, 64, 65, 200, 1500])
@pytest.mark.parametrize("most", [70, 300, 2560])
@pytest.mark.parametrize("at_once", [False, True])
def test_facts_that_few_or_many_hold(number: int, most: int, at_once: bool) -> None:
    number = min(number, most)
    facts, rows = Facts(), drawn(number, number, most)
    assert marked(facts, "emdr") == (False, set())
    early, late = rows[: number // 2], rows[number // 2 :]
    if at_once:
        for some in (early, late):
            if some:
                facts.add_all("emdr", np.array(some, np.intp))
    else:
        for row in rows:
            facts.add(("emdr", "nika"), row)
            facts.discard(("nika",), row)
    assert marked(facts, "emdr") == (True, set(rows))
    for words in (WORDS, WORDS * 2):
        assert as_set(facts.of("emdr", words)) == set(rows)
        assert len(facts.of("emdr", words)) == words
    for row in early:
        facts.discard(("emdr",), row)
    assert as_set(facts.of("emdr", WORDS)) == set(late)
    for row in early:
        facts.add(("emdr",), row)
    assert as_set(facts.of("emdr", WORDS)) == set(rows)
    assert marked(facts, "emdr") == (True, set(rows))


@pytest.mark.parametrize("first", [1, 254, 300])
def test_the_highest_mark_stays(first: int) -> None:
    facts = Facts()
    held = [drawn(often, often) for often in (900, 4, 700, 30, 1)]
    for number, rows in enumerate(held):
        facts.add_all(number, np.array(rows, np.intp))
    places = zeros(len(EVERYBODY), first + len(held))
    for number in range(len(held)):
        assert facts.mark(first + number, [number, "nobody"], places)
    expected = dict.fromkeys(EVERYBODY, 0)
    for number, rows in enumerate(held):
        expected |= dict.fromkeys(rows, first + number)
    assert dict(enumerate(places.tolist())) == expected


@pytest.mark.parametrize("number", [0, 1, FEW, FEW + 1, 100, 900])
def test_who_is_left_without_those_who_hold(number: int) -> None:
    facts, everybody, words = Facts(), 20_000, 320
    some, held = drawn(3000, 1, everybody), drawn(number, 2, everybody)
    for row in (*held, *some[:3]):
        facts.add({"emdr"}, row)
    asked = as_bits(some, words)
    assert as_set(facts.without("emdr", asked)) == set(some[3:]) - set(held)
    assert as_set(facts.without("nobody", asked)) == as_set(asked) == set(some)


def test_one_more_beyond_the_end_is_not_lost() -> None:
    for at_once in (False, True):
        facts = Facts()
        facts.add_all("emdr", np.arange(100))
        for row in (128, 511, 512, 2500):
            if at_once:
                facts.add_all("emdr", np.array([row], np.intp))
            else:
                facts.add(("emdr",), row)
        assert as_set(facts.of("emdr", WORDS)) == {*range(100), 128, 511, 512, 2500}


def test_any_and_every() -> None:
    facts = Facts()
    held = {"many": drawn(900, 1), "more": drawn(800, 2), "few": drawn(9, 3), "rare": drawn(3, 4)}
    for fact, rows in held.items():
        facts.add_all(fact, np.array(rows, np.intp))
    for some in (["many"], ["few"], ["many", "few"], ["few", "rare"], ["many", "more"], [*held]):
        united = set[int]().union(*(held[each] for each in some))
        assert as_set(facts.any_of([*some, "never held"], WORDS)) == united
        shared = set(EVERYBODY).intersection(*(held[each] for each in some))
        assert as_set(facts.every(some, WORDS)) == shared
    assert as_set(facts.any_of(["never held"], WORDS)) == set()


def test_a_set_that_is_given_is_as_long_as_was_asked() -> None:
    facts = Facts()
    facts.add_all("emdr", np.arange(1000))
    for words in (1, 2, 15, 16, 17, 100):
        assert len(facts.of("emdr", words)) == words
        assert as_set(facts.of("emdr", words)) == set(range(min(1000, words * 64)))


@pytest.mark.parametrize(
    ("rows", "listed"),
    [
        ([*range(63)], True),
        ([*range(64)], False),
        # The last of them is the 128th of each, and one beyond.
        ([*range(63), 64 * 128 - 1], False),
        ([*range(63), 64 * 128], True),
        ([*range(64), 65 * 128], True),
    ],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_a_rare_fact_is_kept_as_a_list(rows: list[int], listed: bool, at_once: bool) -> None:
    """Fewer than 64, or at most one in 128 up to the last who holds it."""
    facts = Facts()
    if at_once:
        facts.add_all("emdr", np.array(rows, np.intp))
    else:
        for row in reversed(rows):
            facts.add(("emdr",), row)
    assert ("emdr" in facts._few) is listed
    assert ("emdr" in facts._many) is not listed
    words = rows[-1] // 64 + 1
    assert as_set(facts.of("emdr", words)) == set(rows)
