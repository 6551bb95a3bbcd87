"""What the guard promises, on lines of our own: half for making the rules, half to count."""

import re

import pytest

from benchmarks import guard as bench
from drakennet.privacy.guard import Kind, is_bsn

EVERY = bench.lines()
HALVES = {
    "dev": [line for line in EVERY if not line.is_test],
    "test": [line for line in EVERY if line.is_test],
}
OUR_KINDS = [kind for kind in Kind if kind is not Kind.BSN]


def test_set_is_large_and_has_every_kind() -> None:
    assert len(EVERY) >= 500
    kinds = [kind for line in EVERY for kind, _words in line.pieces]
    assert {*kinds} == {*Kind}
    assert sum(not line.pieces for line in EVERY) > 200
    assert min(len(half) for half in HALVES.values()) > 200


def test_each_text_stands_once_and_holds_its_pieces() -> None:
    assert len({line.text for line in EVERY}) == len(EVERY)
    for line in EVERY:
        assert all(words in line.text for _kind, words in line.pieces)


def test_nothing_is_said_to_be_clean_that_holds_a_bsn() -> None:
    """The eleven-test is the definition, so the labels can be checked by it."""
    for line in EVERY:
        if line.pieces or line.about == "numbers":
            continue
        assert not [each for each in re.findall(r"(?<!\d)\d{9}(?!\d)", line.text) if is_bsn(each)]


@pytest.mark.parametrize("half", HALVES)
def test_every_bsn_is_refused_and_nothing_else(half: str) -> None:
    result = bench.measure(HALVES[half])
    assert result.pieces[Kind.BSN].count(True) > 20
    assert result.bsns_through() == 0
    assert result.refused == 0


@pytest.mark.parametrize("half", HALVES)
def test_the_other_pieces_are_marked(half: str) -> None:
    result = bench.measure(HALVES[half])
    assert result.marked() >= bench.LEAST_MARKED


@pytest.mark.parametrize("half", HALVES)
def test_clean_texts_are_left_alone(half: str) -> None:
    result = bench.measure(HALVES[half])
    assert result.warned() <= bench.MOST_WARNED


@pytest.mark.parametrize("kind", OUR_KINDS)
def test_no_kind_is_left_behind(kind: Kind) -> None:
    seen = bench.measure(EVERY).pieces[kind]
    assert sum(seen) / len(seen) >= 0.9


def test_long_text_is_read_in_time() -> None:
    """Twice the promise: this machine may be busy. `python3 dev.py bench guard` measures it."""
    took = [bench.milliseconds(text) for text in bench.long_texts(EVERY)]
    assert sorted(took)[len(took) // 2] < 2 * bench.MOST_MS
