"""All open requests at once: the highest total, or the stable pairs, within everybody's places."""

import json
import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import (
    RULE,
    AgeRange,
    Assignment,
    InvalidValue,
    Language,
    Method,
    Person,
    Pool,
    Practitioner,
    Request,
    Room,
    Why,
    assign,
)
from drakenmatch.optimum import Edge, greedy, optimum
from tests.matching.examples import TODAY, pool_of, practitioner, rank, request
from tests.matching.worlds import pools, requests

CHILDREN, ADULTS = (AgeRange(0, 17),), (AgeRange(18, 80),)
CHILD = request(id="child", persons=(Person(age=6),))
MOTHER = request(id="mother", persons=(Person(age=34),))


def proposed(who: list[Practitioner], asked: list[Request], **how: Any) -> Assignment:
    return assign(pool_of(who), asked, today=TODAY, **how)


def pairs(found: Assignment) -> dict[str, str]:
    return {pair.request_id: pair.match.practitioner_id for pair in found.pairs}


def speaks(*codes: str) -> dict[str, Any]:
    return {"languages": frozenset(codes)}


# ---- What it is ----


def test_everybody_gets_who_fits_them() -> None:
    who = [practitioner(id="c", ages=CHILDREN), practitioner(id="a", ages=ADULTS)]
    found = proposed(who, [CHILD, MOTHER])
    assert pairs(found) == {"child": "c", "mother": "a"}
    assert (found.method, found.unassigned, found.load) == (Method.EXACT, (), {"c": 1, "a": 1})
    assert (found.gap, found.fallback, found.rule) == (0, False, RULE)
    scores = [pair.match.score for pair in found.pairs]
    assert found.total == pytest.approx(sum(scores), abs=1e-5)
    for pair in found.pairs:
        points = sum(reason.points for reason in pair.match.reasons)
        assert abs(points - pair.match.score) < 1e-9


ARABIC = request(id="arabic", languages=(Language(code="ar"),))
TIGRINYA = request(id="tigrinya", languages=(Language(code="ti"), Language(code="ar")))
BOTH = practitioner(id="both", max_open_requests=1, **speaks("ar", "ti"))
ONE = practitioner(id="one", max_open_requests=1, **speaks("ar"))
NONE = practitioner(id="none", max_open_requests=1, **speaks("nl"))


def test_exact_gives_way_where_that_brings_more_and_stable_does_not() -> None:
    """`both` is best for both requests; `one` knows the language of only the first."""
    who = [BOTH, replace(ONE, municipality="GM0397")]
    asked = [ARABIC, TIGRINYA]
    exact, stable = proposed(who, asked), proposed(who, asked, method="stable")
    assert pairs(exact) == {"arabic": "one", "tigrinya": "both"}
    # By request, also where the second one is served better.
    assert [pair.request_id for pair in exact.pairs] == ["arabic", "tigrinya"]
    assert exact.worst_off == "arabic"
    assert pairs(stable) == {"arabic": "both", "tigrinya": "one"}
    assert (stable.method, stable.fallback) == (Method.STABLE, False)
    assert stable.gap == pytest.approx(exact.total - stable.total, abs=1e-6)


def test_among_who_nearly_fits_stable_stays_stable() -> None:
    """As above, with room only a little later than was asked."""
    late: dict[str, Any] = {"room": Room.FROM, "room_from": TODAY.replace(month=12)}
    who = [replace(BOTH, **late), replace(ONE, municipality="GM0397", **late)]
    exact = proposed(who, [ARABIC, TIGRINYA], with_nearly=True)
    assert pairs(exact) == {"arabic": "one", "tigrinya": "both"}
    stable = proposed(who, [ARABIC, TIGRINYA], method="stable", with_nearly=True)
    assert pairs(stable) == {"arabic": "both", "tigrinya": "one"}


@pytest.mark.parametrize(
    ("asks", "caps"), [({}, {"both": 0}), ({"not_ids": frozenset({"both"})}, {})]
)
def test_who_may_not_be_asked_stands_in_nobodys_way(
    asks: dict[str, Any], caps: dict[str, int]
) -> None:
    """`both` would be listed first; a request that needs one then still gets `none`."""
    found = proposed([BOTH, NONE], [replace(TIGRINYA, **asks)], caps=caps)
    assert pairs(found) == {"tigrinya": "none"}


def test_a_place_is_given_once() -> None:
    found = proposed([ONE], [ARABIC, TIGRINYA])
    assert pairs(found) == {"arabic": "one"}
    (left,) = found.unassigned
    assert (left.request_id, left.why, left.missing, left.fits) == ("tigrinya", Why.TAKEN, 1, 1)


def test_for_whom_nobody_fits_is_told_apart() -> None:
    (left,) = proposed([practitioner(ages=ADULTS)], [CHILD]).unassigned
    assert (left.why, left.missing, left.fits) == (Why.NOBODY, 1, 0)


@pytest.mark.parametrize(
    ("load", "caps", "served"),
    [
        ({}, {}, 3),
        ({"open_requests": 1}, {}, 2),
        ({"max_open_requests": 5, "open_requests": 1}, {}, 4),
        ({}, {"p": 2}, 2),
        ({}, {"p": 9}, 3),
        ({}, {"p": 0}, 0),
        ({}, {"somebody else": 0}, 3),
    ],
)
@pytest.mark.parametrize("method", Method)
def test_nobody_gets_more_than_their_places(
    load: dict[str, Any], caps: dict[str, int], served: int, method: Method
) -> None:
    asked = [request(id=f"r{number}") for number in range(6)]
    found = proposed([practitioner(**load)], asked, caps=caps, method=method)
    assert len(found.pairs) == served
    assert found.load == ({"p": served} if served else {})
    assert len(found.unassigned) == 6 - served


def test_the_worst_off_is_the_lowest_score_that_was_served() -> None:
    found = proposed([BOTH, NONE], [ARABIC, TIGRINYA])
    scores = {pair.request_id: pair.match.score for pair in found.pairs}
    assert len(scores) == 2
    assert found.worst_off == min(scores, key=lambda name: scores[name])
    assert found.worst_score == min(scores.values())


def test_without_requests_there_is_nothing_to_divide() -> None:
    found = proposed([ONE], [])
    assert (found.pairs, found.unassigned, found.total, found.gap) == ((), (), 0, 0)
    assert (found.worst_off, found.worst_score) == (None, None)


@pytest.mark.parametrize("method", Method)
def test_who_needs_two_gets_two_different_ones(method: Method) -> None:
    asked = [ARABIC, TIGRINYA]
    found = proposed([BOTH, ONE, NONE], asked, needed={"arabic": 2}, method=method)
    names = [pair.match.practitioner_id for pair in found.pairs if pair.request_id == "arabic"]
    assert len({*names}) == 2
    assert found.unassigned == ()
    (left,) = proposed([practitioner()], [ARABIC], needed={"arabic": 3}, method=method).unassigned
    assert (left.missing, left.fits) == (2, 1)


def test_who_nearly_fits_is_counted_where_they_may_fill_what_is_left() -> None:
    near = practitioner(id="near", room=Room.FROM, room_from=TODAY.replace(month=12))
    who, needed = [practitioner(), near], {"arabic": 3}
    for with_nearly, missing, fits in ((False, 2, 1), (True, 1, 2)):
        (left,) = proposed(who, [ARABIC], needed=needed, with_nearly=with_nearly).unassigned
        assert (left.missing, left.fits) == (missing, fits)


@pytest.mark.parametrize("method", Method)
def test_who_nearly_fits_only_fills_what_is_left_when_that_is_said(method: Method) -> None:
    late = {"room": Room.FROM, "room_from": TODAY.replace(month=12), "max_open_requests": 1}
    near = practitioner(id="near", **late, **speaks("ar", "ti"))
    asked = [ARABIC, TIGRINYA]
    without = proposed([ONE, near], asked, method=method)
    assert pairs(without) == {"arabic": "one"}
    found = proposed([ONE, near], asked, with_nearly=True, method=method)
    assert pairs(found) == {"arabic": "one", "tigrinya": "near"}
    assert [pair.match.bucket.value for pair in found.pairs] == ["fits", "nearly"]
    assert found.total > without.total
    assert found.unassigned == ()


def test_a_place_that_was_given_to_who_fits_is_not_given_again() -> None:
    """`near` fits one request and nearly fits the other, and has one place."""
    late = {"room": Room.FROM, "room_from": TODAY.replace(month=12), "max_open_requests": 1}
    fits = replace(CHILD, id="fits", start_by=TODAY.replace(year=2027))
    found = proposed([practitioner(**late)], [CHILD, fits], with_nearly=True)
    assert pairs(found) == {"fits": "p"}
    two = proposed(
        [practitioner(**late | {"max_open_requests": 2})], [CHILD, fits], with_nearly=True
    )
    assert pairs(two) == {"child": "p", "fits": "p"}


def test_equals_turn_by_the_day() -> None:
    who = [practitioner(id=f"p{number}") for number in range(5)]
    for method in Method:
        chosen = {
            pairs(proposed(who, [request(id=f"r{day}")], method=method))[f"r{day}"]
            for day in range(12)
        }
        assert len(chosen) > 2


def test_the_same_turn_as_the_list_of_a_single_request() -> None:
    who = [practitioner(id=f"p{number}") for number in range(40)]
    first = rank(request(id="r"), *who).fits[0].practitioner_id
    assert pairs(proposed(who, [request(id="r")], method="stable")) == {"r": first}


def test_it_is_written_as_json_and_read_again() -> None:
    for found in (proposed([BOTH], [ARABIC, CHILD, TIGRINYA]), proposed([], [CHILD])):
        assert Assignment.from_json(json.loads(json.dumps(found.to_json()))) == found


# ---- Without SciPy ----


def test_without_scipy_it_is_stable_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    found = proposed([ONE, BOTH], [ARABIC, TIGRINYA])
    assert (found.method, found.fallback, found.gap) == (Method.STABLE, True, None)
    assert pairs(found).keys() == {"arabic", "tigrinya"}
    stable = proposed([ONE, BOTH], [ARABIC, TIGRINYA], method="stable")
    assert (stable.fallback, stable.gap) == (False, None)


# ---- Bad input ----


@pytest.mark.parametrize(
    ("asked", "how", "fault"),
    [
        ([CHILD, CHILD], {}, "requests[1].id: each only once"),
        ([CHILD], {"caps": {"p": -1}}, "caps.p: a whole number from 0 to 10000000"),
        ([CHILD], {"needed": {"child": 0}}, "needed.child: a whole number from 1 to 10000000"),
        ([CHILD], {"method": "best"}, "method: one of exact, stable"),
        ([request(regions=frozenset({"atlantis"}))], {}, "regions: known regions"),
    ],
)
def test_bad_input_is_refused(asked: list[Request], how: dict[str, Any], fault: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        proposed([practitioner()], asked, **how)
    assert str(caught.value) == fault


@pytest.mark.parametrize("now", [None, practitioner(id="gone", open_requests=9)])
def test_who_leaves_or_fills_up_meanwhile_is_not_proposed(now: Practitioner | None) -> None:
    class Leaving(Pool):
        def get(self, practitioner_id: str) -> Practitioner | None:
            return now if practitioner_id == "gone" else super().get(practitioner_id)

    pool = pool_of([practitioner(id="stays", **speaks("nl"))])
    leaving = Leaving(pool.vocabulary, pool.places)
    for who in (*pool, practitioner(id="gone")):
        leaving.put(who)
    found = assign(leaving, [ARABIC, TIGRINYA], today=TODAY)
    assert pairs(found) == {"arabic": "stays", "tigrinya": "stays"}


# ---- Against every division there is ----

ids = st.sampled_from


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Edge], dict[str, int], dict[str, int]]:
    """Some requests and practitioners, who fits whom, and how many each wants."""
    wanted = draw(st.dictionaries(st.sampled_from("rst"), st.integers(0, 2), min_size=1))
    places = draw(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), min_size=1))
    every = [(one, other) for one in sorted(wanted) for other in sorted(places)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=9))
    scores = st.integers(0, 4).map(lambda number: number * 20_000_000) | st.integers(0, 10**8)
    turns = st.integers(0, 2**64 - 1)
    return [Edge(-draw(scores), draw(turns), *pair) for pair in chosen], wanted, places


def allowed(chosen: list[Edge], wanted: dict[str, int], places: dict[str, int]) -> bool:
    asked, taken = Counter(e.request for e in chosen), Counter(e.practitioner for e in chosen)
    return all(asked[name] <= wanted[name] for name in asked) and all(
        taken[name] <= places[name] for name in taken
    )


def total(chosen: list[Edge]) -> int:
    return sum(each.units for each in chosen)


@given(networks())
@settings(max_examples=200, deadline=None)
def test_no_division_has_a_higher_total(
    network: tuple[list[Edge], dict[str, int], dict[str, int]],
) -> None:
    edges, wanted, places = network
    best = optimum(edges, wanted, places)
    every = (list(some) for size in range(10) for some in combinations(edges, size))
    highest = max(total(some) for some in every if allowed(some, wanted, places))
    assert allowed(best, wanted, places)
    assert len({*best}) == len(best)
    assert total(best) == highest
    assert optimum(edges[::-1], wanted, places) == best


@given(networks())
@settings(max_examples=200, deadline=None)
def test_of_the_stable_pairs_no_two_would_rather_have_each_other(
    network: tuple[list[Edge], dict[str, int], dict[str, int]],
) -> None:
    edges, wanted, places = network
    found = greedy(edges, wanted, places)
    assert allowed(found, wanted, places)
    assert greedy(edges[::-1], wanted, places) == found
    assert total(found) <= total(optimum(edges, wanted, places))
    for edge in edges:
        if edge in found:
            continue
        ours = [each.units for each in found if each.request == edge.request]
        theirs = [each.units for each in found if each.practitioner == edge.practitioner]
        full = len(ours) == wanted[edge.request] and min(ours, default=200) >= edge.units
        taken = len(theirs) == places[edge.practitioner] and min(theirs, default=200) >= edge.units
        assert full or taken or not wanted[edge.request] or not places[edge.practitioner]


def test_of_equal_totals_the_one_whose_turn_it_is() -> None:
    late, early = 2**64 - 1, 0
    edges = [Edge(-50, late, "r", "a"), Edge(-50, early, "r", "b")]
    for method in (optimum, greedy):
        assert method(edges, {"r": 1}, {"a": 1, "b": 1}) == [edges[1]]
    better = [Edge(-51, late, "r", "a"), Edge(-50, early, "r", "b")]
    assert optimum(better, {"r": 1}, {"a": 1, "b": 1}) == [better[0]]


def test_turns_are_told_apart_by_their_first_bits() -> None:
    sooner, later = 2 << 58, 3 << 58
    for first, second in ("ab", "ba"):
        edges = [Edge(-50, later, "r", first), Edge(-50, sooner, "r", second)]
        assert optimum(edges, {"r": 1}, {"a": 1, "b": 1}) == [edges[1]]


def test_who_scores_nothing_is_better_than_nobody() -> None:
    edges = [Edge(0, 2**64 - 1, "r", "a")]
    for method in (optimum, greedy):
        assert method(edges, {"r": 1}, {"a": 1}) == edges


def test_many_early_turns_never_outweigh_a_unit() -> None:
    """A hundred requests of which each has the early turn at the worse of two."""
    edges = [Edge(-51, 2**64 - 1, f"r{n:02}", f"a{n}") for n in range(100)]
    edges += [Edge(-50, 0, f"r{n:02}", f"b{n}") for n in range(100)]
    wanted = {edge.request: 1 for edge in edges}
    places = {edge.practitioner: 1 for edge in edges}
    assert all(edge.units == 51 for edge in optimum(edges, wanted, places))


@given(
    who=pools,
    asked=st.lists(requests, max_size=3, unique_by=lambda each: each.id),
    nearly=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_only_who_fits_is_proposed_and_only_within_the_places(
    who: list[Practitioner], asked: list[Request], nearly: bool
) -> None:
    exact = proposed(who, asked, with_nearly=nearly)
    assert exact == proposed(who[::-1], asked[::-1], with_nearly=nearly)
    known, by_id = {each.id: each for each in who}, {each.id: each for each in asked}
    for found in (exact, proposed(who, asked, with_nearly=nearly, method="stable")):
        for name, number in found.load.items():
            assert number <= known[name].cap - known[name].open_requests
        assert Counter(pair.match.practitioner_id for pair in found.pairs) == found.load
        for pair in found.pairs:
            answer = rank(by_id[pair.request_id], *who)
            among = answer.fits + answer.nearly if nearly else answer.fits
            assert pair.match in among
        served = {pair.request_id for pair in found.pairs}
        assert served.isdisjoint(left.request_id for left in found.unassigned)
        assert served | {left.request_id for left in found.unassigned} == by_id.keys()
    if not nearly:
        stable = proposed(who, asked, method="stable")
        assert stable.gap == pytest.approx(exact.total - stable.total, abs=1e-6)
        assert (stable.gap or 0) >= 0
