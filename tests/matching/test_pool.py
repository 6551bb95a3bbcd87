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
