"""The oracle and the matcher were written apart from the same rule: they must say the same."""

import pytest
from benchmarks.country.facts import TODAY, facts
from benchmarks.country.mix import requests
from benchmarks.population import country
from benchmarks.rivals.oracle import Oracle, first_bytes, listed, mixed

from drakenmatch import Bucket, Pool

PROFILES, REQUESTS = 200, 60
PEOPLE = list(country(PROFILES))


@pytest.fixture(scope="module")
def pool() -> Pool:
    filled = Pool(facts().vocabulary, facts().places)
    for who in PEOPLE:
        filled.put(who)
    return filled


@pytest.mark.parametrize("number", range(REQUESTS))
def test_oracle_and_matcher_agree(pool: Pool, number: int) -> None:
    request = requests(REQUESTS)[number].request
    ranked = pool.rank(request, today=TODAY, limit={Bucket.FITS: PROFILES}).fits
    expected = Oracle(request, TODAY).answers(PEOPLE)
    assert [match.practitioner_id for match in ranked] == [each.id for each in expected]
    assert [match.score for match in ranked] == pytest.approx(
        [each.score for each in expected], abs=1e-9
    )


def test_the_comparison_is_about_something() -> None:
    found = [len(Oracle(each.request, TODAY).answers(PEOPLE)) for each in requests(REQUESTS)]
    assert sum(found) > 200
    assert sum(map(bool, found)) > REQUESTS / 3


@pytest.mark.parametrize(
    ("met", "asked", "value"), [(0, 2, 0), (1, 2, 0.75), (2, 2, 1), (1, 4, 0.625)]
)
def test_a_list_is_valued(met: int, asked: int, value: float) -> None:
    assert listed(met, asked) == value


def test_ties_are_the_published_ones() -> None:
    """The first outputs of splitmix64 from seed 0, and the start of a known SHA-256."""
    assert mixed(0) == 0xE220A8397B1DCDAF
    assert first_bytes("") == 0xE3B0C44298FC1C14
