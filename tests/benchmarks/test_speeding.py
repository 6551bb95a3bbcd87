"""What a speed table says: the sums, the ratios, and when a promise is kept."""

import itertools
from collections.abc import Callable

import pytest
from benchmarks.country.mix import Place, nothing_stated, requests
from benchmarks.rivals.question import Question, question
from benchmarks.speeding.bounds import FIRST, WHOLE, Bound, of_floor, of_mix
from benchmarks.speeding.clock import COLD, WARM, Asked, Task, Times, floor_bytes, measure


def times(**seconds: list[float]) -> Times:
    made = Times()
    made.places = [Place.REGION, Place.NATIONWIDE]
    for name, listed in seconds.items():
        for heat in (COLD, WARM):
            made.of[name, heat] = dict(enumerate(listed))
    return made


def noting(name: str, calls: list[str]) -> Callable[[Question], None]:
    return lambda _: calls.append(name)


def test_a_summary_is_in_milliseconds() -> None:
    found = times(a=[0.001, 0.003]).summary("a", COLD)
    assert found.calls == 2 and found.median == found.mean == pytest.approx(2)
    assert found.p99 == pytest.approx(2.98)


def test_a_summary_of_one_kind_of_place() -> None:
    assert times(a=[0.001, 0.003]).summary("a", COLD, Place.NATIONWIDE).mean == pytest.approx(3)


def test_a_ratio_is_over_the_requests_that_both_got() -> None:
    """Whoever is slow gets fewer requests, and is compared over those."""
    made = times(ours=[0.001, 0.9], slow=[0.010])
    assert made.ratio("slow", "ours", COLD) == pytest.approx(10)


def test_every_task_is_asked_cold_and_warm_up_to_its_most() -> None:
    ticks = itertools.count()
    calls: list[str] = []
    asked = [Asked(each.place, question(each.request)) for each in requests(3)]
    tasks = [
        Task(name, noting(name, calls), lambda: float(next(ticks)), most)
        for name, most in (("all", 9), ("some", 2))
    ]
    made = measure(tasks, asked)
    assert [calls.count(name) for name in ("all", "some")] == [6, 4]
    assert set(made.of["some", WARM]) == {0, 1}
    assert set(made.of["all", COLD].values()) == {1.0}


def test_the_order_of_the_peers_changes() -> None:
    firsts: list[str] = []
    asked = [Asked(each.place, question(each.request)) for each in requests(12)]
    tasks = [Task(name, noting(name, firsts), lambda: 0.0, 99) for name in "ab"]
    measure(tasks, asked)
    assert {firsts[number] for number in range(0, len(firsts), 4)} == {"a", "b"}


@pytest.mark.parametrize(
    ("measured", "least", "passes"),
    [(2.0, False, True), (2.1, False, False), (2.0, True, True), (1.9, True, False)],
)
def test_a_bound_passes_when_it_is_kept(measured: float, least: bool, passes: bool) -> None:
    bound = Bound("what", measured, 2.0, "ms", least)
    assert bound.passes is passes
    assert ("**fail**" in bound.line) is not passes


def test_faster_than_others_is_a_bound_only_when_they_ran() -> None:
    made = times(**{FIRST: [0.001, 0.001], WHOLE: [0.002, 0.002], "tantivy": [0.004, 0.004]})
    named = {bound.what: bound for bound in of_mix(made, orm_mean=400)}
    assert named["tantivy / first 20, cold"].measured == pytest.approx(4)
    assert "PostgreSQL, GIN / first 20, cold" not in named
    assert not named["ORM of 10,000 / first 20, warm"].passes


def test_the_floor_grows_with_what_is_asked() -> None:
    nothing = floor_bytes(question(nothing_stated(1)), 1000)
    assert nothing == 1000 * (8 + 2 + 4)
    asked = question(requests(40)[1].request)
    assert floor_bytes(asked, 1000) > nothing


def test_the_floor_is_what_memory_needs() -> None:
    """Ten megabytes at one gigabyte a second are ten milliseconds; 300 are thirty times that."""
    (bound,) = of_floor(times(**{FIRST: [0.1, 0.3]}), read=1e7, speed=1e9)
    assert bound.measured == pytest.approx(30) and bound.passes
