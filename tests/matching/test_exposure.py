"""How attention is spread: a report over counts, and the turns of equals."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drakenmatch import InvalidValue, Kind, Practitioner
from drakenmatch.exposure import Count, Exposure, Gap, Spread, exposure, gini
from tests.matching.examples import ALKMAAR, PLACES, TODAY, pool_of, practitioner, request

HERE = "kennemerland"


def report(people: list[Practitioner], *counts: Count) -> Exposure:
    return exposure(counts, people, places=PLACES, today=TODAY)


def here(people: list[Practitioner], *shown: int) -> Spread:
    counts = [
        Count(practitioner_id=who.id, region=HERE, shown=often)
        for who, often in zip(people, shown, strict=True)
    ]
    return report(people, *counts).region(HERE)


def several(number: int, **traits: Any) -> list[Practitioner]:
    return [practitioner(id=f"p{each:02}", **traits) for each in range(number)]


# ---- Gini ----


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([5, 5, 5, 5], 0),
        ([0, 0, 0, 9], 1),
        ([0, 9], 1),
        ([1, 3], 0.5),
        ([1, 2, 3], 1 / 3),
        ([3, 1, 2], 1 / 3),
        ([], None),
        ([4], None),
        ([0, 0], None),
    ],
)
def test_gini(numbers: list[int], expected: float | None) -> None:
    found = gini(numbers)
    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-12))


@given(numbers=st.lists(st.integers(0, 1000), min_size=2, max_size=30))
def test_gini_is_half_the_mean_difference(numbers: list[int]) -> None:
    """By definition: of all pairs the mean difference, over twice the mean."""
    total = sum(numbers)
    if not total:
        assert gini(numbers) is None
        return
    gaps = sum(abs(one - other) for one in numbers for other in numbers)
    found = gini(numbers)
    assert found == pytest.approx(gaps / (2 * total * (len(numbers) - 1)))
    assert -1e-12 <= (found or 0) <= 1 + 1e-12
    assert gini([10 * each for each in numbers]) == pytest.approx(found)


# ---- The report ----


def test_the_sums_are_added_up_per_person() -> None:
    first, second = several(2)
    found = report(
        [second, first],
        Count(practitioner_id="p00", region=HERE, shown=2, asked=1),
        Count(practitioner_id="p00", region=HERE, shown=3, accepted=1),
        Count(practitioner_id="p00", region="friesland", shown=7, asked=4, accepted=2),
        Count(practitioner_id="p01", region=HERE, shown=1),
        Count(practitioner_id="p01", shown=4),
        Count(practitioner_id="left", region=HERE, shown=100),
    )
    people = found.region(HERE).people
    assert [(each.practitioner_id, each.shown, each.asked, each.accepted) for each in people] == [
        ("p00", 5, 1, 1),
        ("p01", 1, 0, 0),
    ]
    spread = found.region(HERE)
    assert (spread.shown, spread.asked, spread.accepted) == (6, 1, 1)
    everywhere = found.everywhere
    assert (everywhere.region, everywhere.shown, everywhere.asked, everywhere.accepted) == (
        "",
        17,
        5,
        3,
    )
    assert [each.shown for each in everywhere.people] == [12, 5]


def test_who_belongs_to_a_region() -> None:
    listed = practitioner(id="listed", municipality=None, regions=frozenset({HERE}))
    based = practitioner(id="based", municipality="GM0392", regions=frozenset({"friesland"}))
    seen = practitioner(id="seen", municipality=None, regions=frozenset({"friesland"}))
    other = practitioner(id="other", municipality=ALKMAAR, regions=frozenset({"friesland"}))
    found = report(
        [listed, based, seen, other], Count(practitioner_id="seen", region=HERE, shown=1)
    )
    assert [each.practitioner_id for each in found.region(HERE).people] == [
        "based",
        "listed",
        "seen",
    ]


def test_every_region_is_in_the_report_by_name() -> None:
    found = report([])
    assert [each.region for each in found.regions] == sorted(PLACES.regions)
    empty = found.region("drenthe")
    assert (empty.people, empty.gini, empty.top_people, empty.top_share, empty.even_share) == (
        (),
        None,
        0,
        None,
        None,
    )
    with pytest.raises(InvalidValue, match=r"^region: a region of the report$"):
        found.region("bestaat-niet")


def test_nobody_shown_counts_as_none_shown() -> None:
    found = here(several(3), 0, 0, 6)
    assert found.gini == pytest.approx(1)
    assert here(several(3), 2, 2, 2).gini == pytest.approx(0)


@pytest.mark.parametrize(
    ("number", "top", "even"), [(1, 1, 1), (9, 1, 1 / 9), (10, 1, 0.1), (11, 2, 2 / 11)]
)
def test_the_top_tenth_is_at_least_one(number: int, top: int, even: float) -> None:
    found = here(several(number), *range(1, number + 1))
    assert found.top_people == top
    assert found.even_share == pytest.approx(even)
    most = sum(range(number + 1 - top, number + 1))
    assert found.top_share == pytest.approx(most / sum(range(number + 1)))


@pytest.mark.parametrize(
    ("since", "new"),
    [
        (None, False),
        (TODAY, True),
        (TODAY - timedelta(89), True),
        (TODAY - timedelta(90), False),
    ],
)
def test_a_newcomer_is_here_for_less_than_ninety_days(since: Any, new: bool) -> None:
    (person,) = report([practitioner(since=since)]).everywhere.people
    assert person.newcomer is new


def test_the_gap_of_newcomers() -> None:
    people = several(4)
    people[0] = replace(people[0], since=TODAY)
    gap = here(people, 3, 6, 6, 6).newcomers
    assert gap == Gap(people=1, shown_each=3, others_each=6)
    assert gap.ratio == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("shown_each", "others_each"), [(None, 2.0), (2.0, None), (2.0, 0.0), (None, None)]
)
def test_a_gap_with_nobody_has_no_ratio(
    shown_each: float | None, others_each: float | None
) -> None:
    assert Gap(people=0, shown_each=shown_each, others_each=others_each).ratio is None


def test_newcomers_without_others() -> None:
    assert here(several(2, since=TODAY), 1, 3).newcomers == Gap(
        people=2, shown_each=2, others_each=None
    )


def test_small_regions_are_compared_with_the_others() -> None:
    far = {"municipality": None, "regions": frozenset({"friesland"})}
    small = [practitioner(id=f"f{each}", **far) for each in range(4)]
    large = several(5, municipality=None)
    counts = [Count(practitioner_id=who.id, region="friesland", shown=1) for who in small]
    counts += [Count(practitioner_id=who.id, region=HERE, shown=4) for who in large]
    found = report([*small, *large], *counts)
    assert (found.region("friesland").small, found.region(HERE).small) == (True, False)
    assert found.small_regions == Gap(people=4, shown_each=1, others_each=4)


def test_a_report_survives_json() -> None:
    people = several(3, since=TODAY)
    found = report(people, Count(practitioner_id="p00", region=HERE, shown=2))
    assert Exposure.from_json(found.to_json()) == found
    count = Count(practitioner_id="p", region=HERE, shown=1, asked=2, accepted=3)
    assert Count.from_json(count.to_json()) == count
    assert Count.from_json({"practitioner_id": "p"}) == Count(practitioner_id="p")


@pytest.mark.parametrize("name", ["shown", "asked", "accepted"])
@pytest.mark.parametrize("often", [-1, 1.5, True])
def test_a_spoilt_count_is_refused(name: str, often: object) -> None:
    with pytest.raises(InvalidValue, match=f"^{name}:"):
        Count.from_json({"practitioner_id": "p", name: often})


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"shown": -1}, "shown"),
        ({"asked": -1}, "asked"),
        ({"accepted": -1}, "accepted"),
        ({"top_people": -1}, "top_people"),
        ({"newcomers": {"people": -1}}, "newcomers.people"),
        ({"people": [{"practitioner_id": "p", "shown": -1}]}, r"people\[0\].shown"),
    ],
)
def test_a_spoilt_report_is_refused(spoilt: dict[str, Any], field: str) -> None:
    found = here(several(2), 1, 2).to_json()
    with pytest.raises(InvalidValue, match=f"^{field}:"):
        Spread.from_json({**found, **spoilt})


# ---- Equals take turns ----


@pytest.mark.parametrize("equals", [2, 5])
def test_over_a_hundred_days_equals_share_the_first_place(equals: int) -> None:
    """Of 10 requests on each of 100 days everybody is first in turn, give or take 15 percent."""
    pool, first = pool_of(several(equals)), Counter[str]()
    for day in range(100):
        for number in range(10):
            asked = request(id=f"r{number}", kind=Kind.ADVICE)
            (top,) = pool.rank(asked, today=TODAY + timedelta(day), limit=1).fits
            first[top.practitioner_id] += 1
    fair = 1000 / equals
    assert len(first) == equals
    assert all(abs(often - fair) < 0.15 * fair for often in first.values()), first


def test_one_request_turns_every_day() -> None:
    pool, asked = pool_of(several(5)), request(kind=Kind.ADVICE)  # which asks for no room
    days = [TODAY + timedelta(day) for day in range(100)]
    first = [pool.rank(asked, today=day, limit=1).fits[0].practitioner_id for day in days]
    again = pool_of(reversed(several(5)))
    assert first == [again.rank(asked, today=day, limit=1).fits[0].practitioner_id for day in days]
    # Each of five is first on about twenty of a hundred days, and nobody long on end.
    assert all(10 <= often <= 30 for often in Counter(first).values())
    assert sum(one != other for one, other in pairwise(first)) > 60


def test_full_and_just_asked() -> None:
    """Who is full is not shown; who was just asked keeps the place, but cannot be asked."""
    full, asked = practitioner(id="full", open_requests=3), practitioner(id="a", last_asked=TODAY)
    ranking = pool_of([full, asked]).rank(request(), today=TODAY)
    (match,) = ranking.fits
    assert (match.practitioner_id, match.cooling_until) == ("a", TODAY + timedelta(3))
    assert ranking.closed["cap"] == 1
