"""The columns give the same answer as the readable reference, one profile at a time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import Bucket, Practitioner, Ranking, Request
from drakenmatch import rank as reference
from drakenmatch.asking import Asked, Entry
from drakenmatch.rank import Limit
from tests.matching.examples import PLACES, TODAY, VOCABULARY, pool_of
from tests.matching.worlds import pools, requests

MANY = settings(max_examples=300, deadline=None)


def by_reference(asked: Request, who: list[Practitioner], limit: Limit) -> Ranking:
    entries = [Entry.of(each, VOCABULARY, PLACES) for each in who]
    return reference.rank(Asked.of(asked, TODAY, VOCABULARY, PLACES), entries, limit)


@MANY
@given(
    asked=requests,
    who=pools,
    limit=st.integers(0, 20) | st.dictionaries(st.sampled_from(Bucket), st.integers(0, 5)),
)
def test_columns_answer_as_the_reference(
    asked: Request, who: list[Practitioner], limit: Limit
) -> None:
    assert pool_of(who).rank(asked, today=TODAY, limit=limit) == by_reference(asked, who, limit)


@MANY
@given(asked=requests, who=pools, limit=st.integers(0, 5))
def test_the_best_are_the_first_of_fits(
    asked: Request, who: list[Practitioner], limit: int
) -> None:
    fits = by_reference(asked, who, 20).fits[:limit]
    best = pool_of(who).best(asked, today=TODAY, limit=limit)
    assert best == tuple((match.practitioner_id, match.score) for match in fits)
