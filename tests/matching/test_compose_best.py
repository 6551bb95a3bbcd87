"""The group that is proposed is the best there is, to the half point; or it says how far off."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import Colleague, Composition, Gathering, Seat, compose_group
from drakenmatch.compose import GROUP_WEIGHTS, _Group
from drakenmatch.order import column, seed, tie
from tests.matching.examples import INVITER, TODAY, colleague, gathering
from tests.matching.test_compose import FAR, NEXT, ago, compose, ids

HALF = 0.5


def apart(one: Colleague, other: Colleague) -> bool:
    same = one.organisation is not None and one.organisation == other.organisation
    return same or one.id in other.avoids or other.id in one.avoids


def points(group: _Group, who: Colleague) -> float:
    """What somebody adds, by the readable rule."""
    found = {wished: each for wished in GROUP_WEIGHTS if (each := wished(group, who))}
    total = sum(GROUP_WEIGHTS[wished] for wished in found)
    return sum(100 * GROUP_WEIGHTS[wished] * each.value / total for wished, each in found.items())


def around(asked: Gathering) -> _Group:
    group = _Group(asked, TODAY)
    for who in (asked.inviter, *asked.present):
        group.add(who)
    return group


def added_up(asked: Gathering, people: Sequence[Colleague]) -> float:
    """A group is added up in the order of what each adds to those who are there already."""
    alone, day = around(asked), seed(TODAY, asked.id)
    group, total = around(asked), 0.0
    for who in sorted(
        people,
        key=lambda each: (-round(points(alone, each), 9), tie(column(each.id), day), each.id),
    ):
        total += points(group, who)
        group.add(who)
    return total


def brute(asked: Gathering, who: Sequence[Colleague]) -> tuple[int, float]:
    """The most seats that can be filled, and the highest total of so many."""
    free = [each for each in who if not any(apart(each, other) for other in around(asked).members)]
    best = (0, 0.0)
    for size in range(1, asked.seats + 1):
        for some in combinations(free, size):
            if not any(apart(*pair) for pair in combinations(some, 2)):
                best = max(best, (size, added_up(asked, some)))
    return best


def seats(found: Composition) -> list[float]:
    return [each.score for each in found.invitees if each.seat is Seat.SEAT]


NAMES = [f"c{number}" for number in range(8)]
worlds = st.lists(
    st.builds(
        colleague,
        st.sampled_from(NAMES),
        organisation=st.sampled_from([None, None, "a", "b", "c", "eigen"]),
        regions=st.sampled_from([frozenset({"kennemerland"}), NEXT, FAR]),
        disciplines=st.frozensets(st.sampled_from(["af", "arts", "politie"]), max_size=2),
        sector=st.sampled_from([None, "opvang", "zorg", "politie"]),
        expertise=st.frozensets(st.just("stalking")),
        last_invited=st.none() | st.integers(14, 100).map(ago),
        avoids=st.frozensets(st.sampled_from(NAMES), max_size=2),
        met=st.frozensets(st.sampled_from(["inviter", "there", *NAMES]), max_size=3),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(
    who=worlds,
    number=st.integers(1, 4),
    present=st.booleans(),
    theme=st.sampled_from([None, "stalking"]),
)
@settings(max_examples=200, deadline=None)
def test_no_group_is_more_than_half_a_point_better(
    who: list[Colleague], number: int, present: bool, theme: str | None
) -> None:
    asked = replace(gathering(number), theme=theme)
    if present:
        there = colleague("there", disciplines=frozenset({"arts"}), sector="zorg")
        asked = replace(asked, present=(there,))
    found = compose(asked, *who)
    size, total = brute(asked, who)
    assert len(seats(found)) == size
    assert found.total == pytest.approx(sum(seats(found)), abs=1e-6)
    assert total - HALF - 1e-6 <= found.total <= total + 1e-6
    assert found.most == pytest.approx(found.total + (HALF if who and found.invitees else 0))
    assert Composition.from_json(found.to_json()) == found
    assert compose(asked, *reversed(who)) == found


def test_not_the_best_first_but_the_best_together() -> None:
    """`all` is the best colleague, but takes the discipline and the sector of both others."""
    police, doctor = frozenset({"politie"}), frozenset({"arts"})
    everything = colleague("all", disciplines=police, sector="zorg")
    one = colleague("one", disciplines=police, sector="keten", last_invited=ago(70))
    two = colleague("two", disciplines=doctor, sector="zorg", last_invited=ago(70))
    found = compose(gathering(2), everything, one, two)
    assert set(ids(found)[:2]) == {"one", "two"}
    assert ids(found)[2] == "all"


def test_a_full_table_comes_before_a_better_half_empty_one() -> None:
    best = colleague("best", avoids=frozenset({"one", "two"}))
    far = {"regions": FAR, "online": False, "disciplines": frozenset({"af"}), "sector": "opvang"}
    found = compose(gathering(2), best, colleague("one", **far), colleague("two", **far))
    assert set(ids(found)) == {"one", "two"}


def test_a_smaller_difference_than_half_a_point_says_nothing() -> None:
    """One day longer ago is a twentieth of a point: whose turn it is decides."""
    who = [colleague(f"c{number}", last_invited=ago(60 + number % 2)) for number in range(8)]
    chosen = {ids(compose(replace(gathering(1), id=f"g{number}"), *who))[0] for number in range(12)}
    assert len(chosen) > 3


def test_stopped_early_it_says_how_far_off_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("drakenmatch.seating"), "MOST_LOOKS", 1)
    police, doctor = frozenset({"politie"}), frozenset({"arts"})
    everything = colleague("all", disciplines=police, sector="zorg")
    one = colleague("one", disciplines=police, sector="keten", last_invited=ago(70))
    two = colleague("two", disciplines=doctor, sector="zorg", last_invited=ago(70))
    asked = gathering(2)
    found = compose(asked, everything, one, two)
    assert found.most >= brute(asked, [everything, one, two])[1]
    assert found.most - found.total > HALF
    # It is then the group that was found seat by seat: the best first, and then one of the others.
    assert "all" in ids(found)[:2]
    assert len(seats(found)) == 2


def test_of_nobody_there_is_no_group() -> None:
    found = compose(gathering(3))
    assert (found.invitees, found.considered) == ((), 0)
    assert (found.total, found.most) == (0.0, 0.0)


def test_with_the_one_seat_for_veilig_thuis_there_is_still_a_spare() -> None:
    found = compose(
        gathering(1, veilig_thuis=True), colleague("vt", veilig_thuis=True), colleague("c")
    )
    assert [(each.colleague_id, each.seat) for each in found.invitees] == [
        ("vt", Seat.VEILIG_THUIS),
        ("c", Seat.SPARE),
    ]
    assert (found.total, found.most) == (0, HALF)


def test_the_spare_differs_from_the_group_too() -> None:
    police = {"disciplines": frozenset({"politie"}), "sector": "keten"}
    who = [colleague(f"p{number}", **police) for number in range(3)]
    other = colleague("z", disciplines=frozenset({"arts"}), sector="zorg", last_invited=ago(40))
    found = compose(gathering(1), *who, other)
    assert found.invitees[-1].colleague_id == "z"


def test_a_country_is_composed_from() -> None:
    """Five thousand: the bound holds, and nothing takes more looks than were allowed."""
    sectors = ["opvang", "zorg", "politie", "onderwijs", None]
    crafts = ["af", "arts", "politie", "pedagoog", "jurist"]
    who = [
        colleague(
            f"c{number}",
            regions=(frozenset({"kennemerland"}), NEXT, FAR)[number % 3],
            sector=sectors[number % 5],
            disciplines=frozenset({crafts[number % 7 % 5]}),
            last_invited=ago(14 + number % 90),
        )
        for number in range(5000)
    ]
    found = compose_group(who, gathering(5), today=TODAY)
    assert len(seats(found)) == 5
    assert found.considered == 5000
    assert found.total <= found.most <= 500 + HALF
    assert INVITER.id not in ids(found)
