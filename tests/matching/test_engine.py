"""The columns give the same answer as the readable reference, one profile at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from drakenmatch import (
    AgeRange,
    Bucket,
    Group,
    Kind,
    Language,
    Level,
    Person,
    Practitioner,
    Ranking,
    Request,
    Room,
    Wish,
    columns,
    order,
)
from drakenmatch import rank as reference
from drakenmatch.asking import Asked, Entry
from drakenmatch.bits import FEW, Facts, Spots, count, packed, rows_of, unpacked
from drakenmatch.columns import day_number
from drakenmatch.criteria import WEIGHTS
from drakenmatch.engine import _first, _ordered
from drakenmatch.kept import Kept
from drakenmatch.rank import Limit
from drakenmatch.records import Records
from drakenmatch.scoring import PARTS
from tests.matching.examples import (
    AMSTERDAM,
    ASKED,
    HAARLEM,
    PLACES,
    TODAY,
    VOCABULARY,
    pool_of,
    practitioner,
    request,
)
from tests.matching.worlds import TIMES, TRIED, pools, practitioners, requests

MANY = settings(max_examples=150 * TIMES, deadline=None)
limits = st.integers(0, 20) | st.dictionaries(st.sampled_from(Bucket), st.integers(0, 5))


def by_reference(asked: Request, who: list[Practitioner], limit: Limit) -> Ranking:
    entries = [Entry.of(each, VOCABULARY, PLACES) for each in who]
    return reference.rank(Asked.of(asked, TODAY, VOCABULARY, PLACES), entries, limit)


@MANY
@given(asked=requests, who=pools, limit=limits)
def test_columns_answer_as_the_reference(
    asked: Request, who: list[Practitioner], limit: Limit
) -> None:
    TRIED["columns held against the rule"] += 1
    assert pool_of(who).rank(asked, today=TODAY, limit=limit) == by_reference(asked, who, limit)


@MANY
@given(asked=requests, who=pools, limit=st.integers(0, 5))
def test_the_best_are_the_first_of_fits(
    asked: Request, who: list[Practitioner], limit: int
) -> None:
    fits = by_reference(asked, who, 20).fits[:limit]
    best = pool_of(who).best(asked, today=TODAY, limit=limit)
    assert best == tuple((match.practitioner_id, match.score) for match in fits)


@MANY
@given(asked=requests, first=pools, later=pools, gone=st.sets(st.integers(0, 13)))
def test_what_is_put_replaced_or_removed_counts_at_once(
    asked: Request, first: list[Practitioner], later: list[Practitioner], gone: set[int]
) -> None:
    pool, known = pool_of(first), {who.id: who for who in first}
    for who in later:
        pool.put(who)
    known |= {who.id: who for who in later}
    for name in [who.id for place, who in enumerate(first) if place in gone]:
        pool.remove(name)
        del known[name]
    assert {who.id: who for who in pool} == known
    assert len(pool) == len(known)
    assert pool.rank(asked, today=TODAY) == by_reference(asked, list(known.values()), 20)


@MANY
@given(asked=requests, first=pools, later=pools, limit=limits)
def test_many_at_once_are_the_same_as_one_by_one(
    asked: Request, first: list[Practitioner], later: list[Practitioner], limit: Limit
) -> None:
    pool, other = pool_of(first), pool_of([*first, *later])
    pool.extend((who, ()) for who in later)
    assert {who.id: who for who in pool} == {who.id: who for who in other}
    assert len(pool) == len(other)
    assert pool.rank(asked, today=TODAY, limit=limit) == other.rank(asked, today=TODAY, limit=limit)


@MANY
@given(who=practitioners)
def test_a_profile_comes_back_as_it_was_put(who: Practitioner) -> None:
    pool = pool_of([replace(who, id="other"), who])
    assert pool.get(who.id) == who
    pool.remove("other")
    assert list(pool) == [who]


@pytest.mark.parametrize(
    "traits",
    [
        {"expertise": {"gone": Level.PRACTITIONER}, "regions": frozenset({"elsewhere"})},
        {"funding": frozenset({"jeugdwet:GM0392", "jeugdwet"}), "municipality": "GM9999"},
        {"ages": (AgeRange(6, 12), AgeRange(0, 5)), "languages": frozenset()},
        {"roles": frozenset({"behandelaar", "docent"}), "since": date(2020, 2, 29)},
        {"room_from": date(1900, 1, 1), "paused_until": date(2199, 12, 31)},
        {"last_asked": TODAY, "last_invited": TODAY, "open_requests": 10_000},
    ],
)
def test_any_value_comes_back(traits: dict[str, Any]) -> None:
    who = practitioner(**traits)
    assert pool_of([who]).get(who.id) == who


def test_more_values_than_two_bytes_can_number() -> None:
    records = Records()
    for number in range(2**16 + 1):
        records.pack(Practitioner(id="x", organisation=f"o{number}"))
    who = practitioner(organisation="one more")
    assert records.unpack("p", records.pack(who)) == who


# ---- Large worlds: sets grow, and become bits or stay lists ----


def crowd(number: int, seed: int = 1) -> list[Practitioner]:
    """Many of few kinds: every rare value has some, and every common one many."""
    draw = Random(seed)  # noqa: S311 - a world for a test
    regions, codes = sorted(PLACES.regions), sorted(PLACES.municipalities)
    return [
        practitioner(
            id=f"p{place}",
            municipality=draw.choice(codes),
            regions=frozenset(draw.sample(regions, draw.randint(0, 2))),
            expertise={
                slug: draw.choice(list(Level))
                for slug in draw.sample(["emdr", "emdr-kj", "nika", "trauma"], 2)
            },
            travel_km=draw.choice([None, 10, 40]),
            languages=frozenset({"nl", draw.choice(["ar", "ti", "ary"])}),
            funding=frozenset({f"jeugdwet:{draw.choice(codes)}", draw.choice(["zvw", "jeugdwet"])}),
            room_confirmed=TODAY - timedelta(days=draw.randint(0, 100)),
            organisation=f"o{draw.randint(0, 40)}",
        )
        for place in range(number)
    ]


CROWD = crowd(3000)


@pytest.mark.parametrize(
    "asks",
    [
        pytest.param({}, id="nearby"),
        pytest.param({"municipality": None}, id="the whole country"),
        pytest.param({"municipality": None, "regions": frozenset({"kennemerland"})}, id="a region"),
        pytest.param({"max_km": 30, "online_ok": True}, id="at most 30 km"),
        pytest.param({"organisation": "o3", "not_ids": frozenset({"p1", "x"})}, id="not these"),
        pytest.param({"wishes": (Wish(term="emdr"), Wish(term="nika", must=True))}, id="wishes"),
        pytest.param({"funding": Group(any=frozenset({"jeugdwet"}), must=True)}, id="a contract"),
        pytest.param({"municipality": None, "languages": (Language(code="ti"),)}, id="a language"),
    ],
)
def test_a_crowd_is_ranked_as_by_the_reference(asks: dict[str, Any]) -> None:
    pool, asked = pool_of(CROWD), request(**asks)
    assert pool.rank(asked, today=TODAY, limit=40) == by_reference(asked, CROWD, 40)
    for who in CROWD[::3]:
        pool.remove(who.id)
    left = [who for place, who in enumerate(CROWD) if place % 3]
    assert pool.rank(asked, today=TODAY, limit=40) == by_reference(asked, left, 40)


@pytest.mark.parametrize("number", [0, 1, 63, 64, 65, 129])
@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(request(kind=Kind.ADVICE, municipality=None), id="nothing"),
        pytest.param(request(wishes=(Wish(term="cgt"),)), id="what nobody holds"),
        pytest.param(
            request(organisation="o1", wishes=(Wish(term="emdr", must=True),)), id="a must"
        ),
    ],
)
def test_a_pool_of_any_size_is_ranked_until_nobody_is_left(asked: Request, number: int) -> None:
    who = [*CROWD[:number]]
    pool = pool_of(who)
    while who:
        assert pool.rank(asked, today=TODAY, limit=5) == by_reference(asked, who, 5)
        gone, who = who[: len(who) // 2 + 1], who[len(who) // 2 + 1 :]
        for each in gone:
            pool.remove(each.id)
    assert pool.rank(asked, today=TODAY, limit=5) == by_reference(asked, [], 5)


@pytest.mark.parametrize("at_once", [150, 5000])
def test_a_crowd_at_once_is_the_crowd(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "AT_ONCE", at_once)
    pool, again = pool_of([]), CROWD[100:200]
    pool.extend((who, ("a name",)) for who in [*CROWD[:200], *again, *CROWD[200:]])
    for who in CROWD[::3]:
        pool.remove(who.id)
    left = [who for place, who in enumerate(CROWD) if place % 3]
    assert pool.rank(request(), today=TODAY, limit=40) == by_reference(request(), left, 40)
    assert {hit.practitioner_id for hit in pool.search("name", limit=5)} <= {w.id for w in left}


@pytest.mark.parametrize("places", [(AMSTERDAM, HAARLEM), (HAARLEM, AMSTERDAM), (HAARLEM, None)])
@pytest.mark.parametrize("at_once", [1, 2, 10])
def test_of_one_who_comes_twice_the_last_stays(
    places: tuple[str, str | None], at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the two would stand in another order by where they live."""
    monkeypatch.setattr(columns, "AT_ONCE", at_once)
    twice = [practitioner(municipality=place) for place in places]
    pool = pool_of([])
    pool.extend((who, ()) for who in [twice[0], practitioner(id="other"), twice[1]])
    assert len(pool) == 2
    assert pool.get("p") == twice[1]


def test_neighbours_stand_beside_each_other() -> None:
    pool, homes = pool_of([]), (AMSTERDAM, HAARLEM, None)
    pool.extend(
        (practitioner(id=str(number), municipality=homes[number % 3]), ()) for number in range(30)
    )
    assert len(list(groupby(pool, key=attrgetter("municipality")))) == len(homes)


def test_nobody_waits_when_reading_ends_early() -> None:
    def broken() -> Iterator[tuple[Practitioner, tuple[str, ...]]]:
        yield practitioner(), ()
        raise ConnectionError

    pool = pool_of([])
    with pytest.raises(ConnectionError):
        pool.extend(broken())
    assert pool.rank(request(), today=TODAY).counts["fits"] == 1


# ---- What is kept ----


def test_what_is_kept_is_made_once_until_somebody_changes() -> None:
    kept, made = Kept(most=20), [0]

    def make() -> NDArray[np.uint8]:
        made[0] += 1
        return np.zeros(10, np.uint8)

    assert kept.of("one", make) is kept.of("one", make)
    kept.of("two", make)
    assert (made[0], len(kept)) == (2, 2)
    kept.of("three", make)  # too much: the others go
    assert (made[0], len(kept)) == (3, 1)
    kept.forget()
    kept.of("one", make)
    kept.of("two", make)
    assert len(kept) == 2


def test_any_number_of_musts_is_counted_exactly() -> None:
    slugs = sorted(VOCABULARY.terms)[:70]
    asked = request(wishes=tuple(Wish(term=slug, must=True) for slug in slugs))
    held = dict.fromkeys(slugs, Level.SUPERVISOR)
    who = [
        practitioner(id=f"p{less}", expertise=dict(list(held.items())[less:]))
        for less in (0, 1, 2, 3, 5, 69)
    ]
    found = pool_of(who).rank(asked, today=TODAY)
    assert found == by_reference(asked, who, 20)
    assert found.counts["fits"] >= 1


def test_days_far_away_are_read_as_the_nearest() -> None:
    assert day_number(None) == 0
    assert day_number(date(1950, 1, 1)) == day_number(date(2000, 1, 1)) == 100
    assert day_number(date(2000, 1, 2)) == 101
    assert day_number(date(2199, 1, 1)) == 65_000
    who = practitioner(room=Room.FROM, room_from=date(1901, 1, 1), paused_until=date(1990, 1, 1))
    assert pool_of([who]).rank(ASKED, today=TODAY) == by_reference(ASKED, [who], 20)


# ---- One table of weights ----


def test_a_changed_weight_changes_both(monkeypatch: pytest.MonkeyPatch) -> None:
    criterion = next(iter(WEIGHTS))
    who = [practitioner(id="a"), practitioner(id="b", expertise={}, municipality=None)]
    asked = replace(ASKED, wishes=(Wish(term="emdr-kj"),))
    before = pool_of(who).best(asked, today=TODAY)
    monkeypatch.setitem(WEIGHTS, criterion, 80)
    after = pool_of(who).best(asked, today=TODAY)
    assert dict(after) != dict(before)
    assert after == tuple(
        (match.practitioner_id, match.score) for match in by_reference(asked, who, 9).fits
    )


def test_every_criterion_has_its_column() -> None:
    assert PARTS.keys() == WEIGHTS.keys()
    assert [part.__name__ for part in PARTS.values()] == [each.__name__ for each in WEIGHTS]


# ---- One moment ----


def test_a_ranking_sees_one_moment() -> None:
    pool = pool_of([practitioner(id=f"p{number}") for number in range(200)])

    def change(number: int) -> None:
        pool.put(practitioner(id=f"q{number}"))
        pool.remove(f"q{number}")

    def look(_: int) -> int:
        return pool.rank(request(), today=TODAY, limit=1).counts["fits"]

    with ThreadPoolExecutor(4) as threads:
        changes = [threads.submit(change, number) for number in range(100)]
        seen = set(threads.map(look, range(30)))
        for each in changes:
            each.result()
    assert seen <= set(range(200, 205))
    assert pool.rank(request(), today=TODAY).counts["fits"] == 200


# ---- Sets ----


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1000])
def test_a_set_holds_who_was_put_in(size: int) -> None:
    mask = np.random.default_rng(size).random(size) < 0.3
    words = -(-size // 64)
    rows = packed(mask, words)
    assert count(rows) == mask.sum()
    assert rows_of(rows).tolist() == mask.nonzero()[0].tolist()
    assert unpacked(rows)[:size].tolist() == mask.tolist()
    assert count(packed(mask, words + 2)) == mask.sum()


@pytest.mark.parametrize("number", [FEW - 1, FEW, FEW + 1, 300])
@pytest.mark.parametrize("apart", [1, 64, 129])
def test_few_become_many_and_stay_right(number: int, apart: int) -> None:
    facts, words = Facts(), number * apart // 64 + 1
    wanted = [place * apart for place in range(number)]
    for row in reversed(wanted):
        facts.add([("fact",)], row)
    assert rows_of(facts.any_of([("fact",)], words)).tolist() == wanted
    facts.discard([("fact",)], wanted[0])
    assert rows_of(facts.any_of([("fact",), ("other",)], words)).tolist() == wanted[1:]
    assert count(facts.any_of([("fact",)], words + 5)) == number - 1


@pytest.mark.parametrize("rows", [range(3), range(0, 640, 3)])
@pytest.mark.parametrize("many", [1, 3, 300])
def test_rows_are_counted_in_sets(rows: range, many: int) -> None:
    even = packed(np.arange(640) % 2 == 0, 10)
    spots = Spots(np.array(rows), 10)
    expected = [many * (row % 2 == 0) for row in rows]
    assert spots.number([even] * many).tolist() == expected


def test_ties_and_bands_of_many_are_those_of_one() -> None:
    keys = np.array([0, 1, 2**63, 2**64 - 1], np.uint64)
    day_seed = order.seed(TODAY, "r")
    assert order.ties(keys, day_seed).tolist() == [
        order.tie(key, day_seed) for key in keys.tolist()
    ]
    scores = np.array([0, 49.4999999, 49.5, 72.49999999, 100])
    assert order.minus_bands(scores).tolist() == [-order.band(score) for score in scores.tolist()]


def test_all_equals_of_the_last_one_are_kept() -> None:
    place = np.array([3, 1, 2, 2, 2, 5], np.int32)
    assert _first(place, 2).tolist() == [1, 2, 3, 4]
    assert _first(place, 6).tolist() == list(range(6))
    shuffled = np.random.default_rng(1).permutation(3000).astype(np.int32)
    for most in range(1, 3000):  # next to where it is parted, most are in order by chance
        assert np.array_equal(_first(shuffled, most), (shuffled < most).nonzero()[0])


@pytest.mark.parametrize("better", [0, 1, 4])
@pytest.mark.parametrize("equals", [3, 46, 47, 200])
def test_of_a_crowd_of_equals_the_first_are_found(better: int, equals: int) -> None:
    rng = np.random.default_rng(better * 1000 + equals)
    place = rng.permutation([7] * equals + [2] * better).astype(np.int32)
    # Few different turns: also the one at the border is shared.
    tied = rng.integers(0, max(2, equals // 3), len(place)).astype(np.uint64)
    everybody = np.lexsort((tied, place))
    found = _ordered(place, tied, 5)
    assert len(found) == len(set(found.tolist()))
    assert len(found) < 20 or equals < 200
    assert [*place[found[:6]]] == [*place[everybody[:6]]]
    assert [*tied[found[:6]]] == [*tied[everybody[:6]]]


def test_who_shares_even_the_turn_of_the_day_stands_by_id() -> None:
    """No two ids are known that do; the rule says what then, and so does the order."""
    pool = pool_of([practitioner(id=name) for name in "cabd"])
    for row in range(4):
        pool._columns._key[row] = 7
    for limit, first in ((1, "a"), (3, "abc"), (4, "abcd")):
        found = pool.best(request(), today=TODAY, limit=limit)
        assert [name for name, _ in found] == [*first]


def test_two_persons_of_one_age_are_two() -> None:
    asked = request(persons=(Person(age=6), Person(age=6), Person(age=70)), kind=Kind.STRUCTURAL)
    who = [practitioner(id="a"), practitioner(id="b", ages=None), practitioner(id="c", ages=())]
    assert pool_of(who).rank(asked, today=TODAY) == by_reference(asked, who, 20)
