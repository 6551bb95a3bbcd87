"""Who comes first for one request among several: by the whole score, equals in the day's order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from drakenmatch import Bucket, Level, Room
from drakenmatch.order import column, seed, tie
from drakenmatch.shortlist import Listed, explained, nearly, shortlist
from tests.matching.examples import ASKED, TODAY, pool_of, practitioner

MANY = [practitioner(id=f"p{number}") for number in range(24)]
BEST = practitioner(id="best", expertise={"emdr-kj": Level.SUPERVISOR})
FULL = practitioner(id="full", room=Room.NO)
LESS = practitioner(id="less", languages=frozenset({"nl"}))
FAR = [practitioner(id=f"far{number}", travel_km=3, municipality="GM0453") for number in range(24)]
OTHER = practitioner(id="other", expertise={"emdr": Level.INDEPENDENT})
POOL = pool_of([*MANY, BEST, FULL, LESS, *FAR, OTHER])


def listed(most: int) -> list[str]:
    return [each.practitioner_id for each in shortlist(POOL, ASKED, today=TODAY, most=most)]


def test_the_best_score_comes_first_and_equals_by_turn() -> None:
    everybody = shortlist(POOL, ASKED, today=TODAY, most=100)
    ranking = POOL.rank(ASKED, today=TODAY, limit=100)
    scores = {each.practitioner_id: each.score for each in ranking.fits}
    assert {each.practitioner_id for each in everybody} == scores.keys()
    for each in everybody:
        assert each.units == -each.less == pytest.approx(scores[each.practitioner_id] * 1e6, abs=1)
    day = seed(TODAY, ASKED.id)
    by_score = sorted(scores, key=lambda name: (-round(scores[name] * 1e6), tie(column(name), day)))
    assert [each.practitioner_id for each in everybody] == by_score
    assert len(set(scores.values())) > 1


def test_whose_turn_it_is_decides_among_equals_of_the_last_one() -> None:
    everybody = listed(100)
    for most in range(len(everybody) + 1):
        assert listed(most) == everybody[:most]
    assert shortlist(pool_of([]), ASKED, today=TODAY, most=3) == []


def test_the_turn_is_that_of_the_day_and_of_the_request() -> None:
    equals = pool_of(MANY)
    today = [each.practitioner_id for each in shortlist(equals, ASKED, today=TODAY, most=12)]
    other = replace(ASKED, id="other")
    assert today != [
        each.practitioner_id for each in shortlist(equals, other, today=TODAY, most=12)
    ]
    fresh = pool_of([replace(who, room_confirmed=TODAY + timedelta(1)) for who in MANY])
    tomorrow = shortlist(fresh, ASKED, today=TODAY + timedelta(1), most=12)
    assert today != [each.practitioner_id for each in tomorrow]
    assert len(today) == 12


def test_who_nearly_fits_is_listed_apart() -> None:
    found = nearly(POOL, ASKED, today=TODAY, most=100)
    ranking = POOL.rank(ASKED, today=TODAY, limit=100)
    assert [each.practitioner_id for each in found] == [
        each.practitioner_id for each in ranking.nearly
    ]
    assert found
    assert found[0] == Listed(
        -round(ranking.nearly[0].score * 1e6), found[0].turn, ranking.nearly[0].practitioner_id
    )
    assert nearly(POOL, ASKED, today=TODAY, most=0) == []


def test_the_reasons_are_those_of_the_ranking() -> None:
    ranking = POOL.rank(ASKED, today=TODAY, limit=100)
    shown = {each.practitioner_id: each for each in ranking.matches if each.bucket != Bucket.ADVICE}
    assert {each.bucket for each in shown.values()} == {Bucket.FITS, Bucket.NEARLY}
    assert explained(POOL, ASKED, [*shown, "gone"], today=TODAY) == shown


def test_who_was_just_asked_is_told_apart() -> None:
    asked = pool_of([practitioner(id="a", last_asked=TODAY)])
    found = explained(asked, ASKED, ["a"], today=TODAY)
    assert found["a"].cooling_until == TODAY + timedelta(3)
