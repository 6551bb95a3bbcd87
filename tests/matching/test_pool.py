"""Who is in a pool, and what it answers to a request that states next to nothing."""

import pytest

from drakenmatch import Kind, Request
from tests.matching.examples import TODAY, pool_of, practitioner, request


def test_a_pool_knows_who_is_in_it() -> None:
    pool = pool_of([practitioner(id="a"), practitioner(id="b")])
    assert "a" in pool and "c" not in pool
    assert len(pool) == 2
    pool.remove("nobody")
    pool.remove("a")
    assert "a" not in pool
    assert (len(pool), pool.get("a"), pool.get("b")) == (1, None, practitioner(id="b"))


def test_twenty_are_shown_unless_another_number_is_asked() -> None:
    pool = pool_of([practitioner(id=f"p{number:02}") for number in range(25)])
    assert len(pool.rank(request(), today=TODAY).matches) == 20
    assert len(pool.best(request(), today=TODAY)) == 20
    assert len(pool.search("EMDR kinderen")) == 20
    assert len(pool.search("EMDR kinderen", limit=22)) == 22
    assert [each.practitioner_id for each in pool.search("Haarlem", limit=1)] == ["p00"]


def test_who_left_is_found_no_more() -> None:
    pool = pool_of([practitioner(id="a"), practitioner(id="b")])
    assert len(pool.search("EMDR kinderen")) == 2
    pool.remove("a")
    assert [each.practitioner_id for each in pool.search("EMDR kinderen")] == ["b"]


@pytest.mark.parametrize(
    "asked",
    [
        request(kind=Kind.ADVICE, municipality=None),
        request(municipality=None),
        request(kind=Kind.ADVICE),
        request(municipality=None, max_km=10),
    ],
)
def test_the_best_of_a_bare_request_are_the_first_that_fit(asked: Request) -> None:
    pool = pool_of([practitioner(id=f"p{number}") for number in range(4)])
    fits = [(each.practitioner_id, each.score) for each in pool.rank(asked, today=TODAY).fits]
    assert len(fits) == 4
    assert [(name, score) for name, score in pool.best(asked, today=TODAY)] == fits
