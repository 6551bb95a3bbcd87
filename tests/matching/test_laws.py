"""What must hold in every world, tried on random ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from drakenmatch import (
    AgeRange,
    Bucket,
    Kind,
    Level,
    Loosening,
    Match,
    Practitioner,
    Relaxation,
    Request,
    Room,
    Verdict,
    relaxed,
)
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import WEIGHTS, Criterion
from tests.matching.examples import PLACES, TODAY, VOCABULARY, pool_of, rank
from tests.matching.worlds import REGIONS, TIMES, TRIED, pools, practitioners, requests

MANY = settings(max_examples=70 * TIMES, deadline=None)
FOUND = settings(max_examples=5000, deadline=None, phases=[Phase.generate])
PLACE_OF = {Bucket.FITS: 3, Bucket.NEARLY: 2, Bucket.ADVICE: 1}


@MANY
@given(asked=requests, who=pools)
def test_reasons_add_up_to_the_score(asked: Request, who: list[Practitioner]) -> None:
    for match in rank(asked, *who).matches:
        TRIED["sums of reasons"] += 1
        assert abs(sum(each.points for each in match.reasons) - match.score) < 1e-9
        assert all(0 <= each.points <= each.out_of + 1e-12 for each in match.reasons)
        assert all(each.detail == each.sentence("nl") for each in match.reasons)
        if match.reasons and any(each.out_of for each in match.reasons):
            assert abs(sum(each.out_of for each in match.reasons) - 100) < 1e-9


@MANY
@given(asked=requests, who=pools, seed=st.randoms(use_true_random=False))
def test_the_order_of_input_means_nothing(
    asked: Request, who: list[Practitioner], seed: Random
) -> None:
    shuffled = list(who)
    seed.shuffle(shuffled)
    TRIED["orders of input"] += 1
    assert rank(asked, *shuffled) == rank(asked, *who)


@MANY
@given(asked=requests, who=pools)
def test_no_closed_gate_is_ever_passed(asked: Request, who: list[Practitioner]) -> None:
    known = {each.id: each for each in who}
    TRIED["requests at the closed gates"] += 1
    for match in rank(asked, *who).matches:
        found = known[match.practitioner_id]
        assert asked.kind in found.kinds
        assert found.open_requests < found.cap
        assert found.paused_until is None or found.paused_until < TODAY
        assert asked.organisation is None or found.organisation != asked.organisation
        home = PLACES.region_of(found.municipality)
        assert not asked.avoid_regions & {*found.regions, home}
        assert not asked.avoid_regions or found.regions or home
        if match.bucket is Bucket.ADVICE:
            assert Kind.ADVICE in found.kinds


@MANY
@given(asked=requests, who=pools)
def test_the_counts_are_the_lengths(asked: Request, who: list[Practitioner]) -> None:
    found = rank(asked, *who)
    shown = {"fits": found.fits, "nearly": found.nearly, "advice": found.advice}
    assert found.counts == {name: len(matches) for name, matches in shown.items()}
    assert len({match.practitioner_id for match in found.matches}) == len(found.matches)
    assert not any(
        reason.verdict in {Verdict.UNKNOWN, Verdict.UNMET} and reason.out_of == 0
        for match in found.fits
        for reason in match.reasons
    )
    assert all(
        match.reasons[0].verdict in {Verdict.UNMET, Verdict.UNKNOWN} for match in found.nearly
    )


@MANY
@given(asked=requests, who=pools)
def test_every_relaxation_is_what_ranking_again_gives(
    asked: Request, who: list[Practitioner]
) -> None:
    pool = pool_of(who)
    found = pool.rank(asked, today=TODAY)
    assert len(found.relaxations) <= 5
    for each in found.relaxations:
        TRIED["relaxations ranked again"] += 1
        again = pool.rank(relaxed(asked, each, today=TODAY), today=TODAY)
        assert again.counts["fits"] - found.counts["fits"] == each.adds > 0
        if each.loosening is Loosening.ADD_REGION:
            assert each.subject not in asked.avoid_regions
    adds = [each.adds for each in found.relaxations]
    assert adds == sorted(adds, reverse=True)


def all_relaxations(asked: Request) -> Iterator[Relaxation]:
    """List every loosening of the contract, without asking the library which there are."""
    for wish in asked.wishes:
        if wish.must:
            yield _loose(Loosening.DROP_MUST, "expertise", wish.term)
            yield _loose(Loosening.LOWER_LEVEL, "expertise", wish.term)
    for language in asked.languages:
        if language.must:
            yield _loose(Loosening.DROP_MUST, "languages", language.code)
    yield _loose(Loosening.DROP_MUST, "settings")
    yield _loose(Loosening.DROP_MUST, "funding")
    home = PLACES.region_of(asked.municipality)
    here = asked.regions | ({home} if home else set())
    for region in frozenset().union(*map(PLACES.neighbours, here)) - here - asked.avoid_regions:
        yield _loose(Loosening.ADD_REGION, "reach", region)
    yield _loose(Loosening.ACCEPT_ONLINE, "reach")
    if asked.max_km is not None:
        yield _loose(Loosening.MAX_KM, "reach")
    yield _loose(Loosening.START_BY, "room")


def _loose(loosening: Loosening, criterion: str, subject: str = "") -> Relaxation:
    return Relaxation(loosening=loosening, criterion=criterion, subject=subject, adds=0)


@MANY
@given(asked=requests, who=pools)
def test_no_relaxation_is_forgotten(asked: Request, who: list[Practitioner]) -> None:
    pool = pool_of(who)
    found = pool.rank(asked, today=TODAY)
    brought = [
        pool.rank(relaxed(asked, each, today=TODAY), today=TODAY, limit=0).counts["fits"]
        - found.counts["fits"]
        for each in all_relaxations(asked)
    ]
    assert max([0, *brought]) == max([0, *(each.adds for each in found.relaxations)])


def improvements(asked: Request, who: Practitioner) -> Iterator[Practitioner]:
    """Give every profile that is better in one thing that the law names."""
    for wish in asked.wishes:
        held = who.expertise.get(wish.term)
        higher = [level for level in Level if held is None or level.step > held.step]
        for level in higher:
            yield replace(who, expertise={**who.expertise, wish.term: level})
    yield from _more_room(who)
    yield from _closer(asked, who)
    if who.online is not True:
        yield replace(who, online=True)
    if who.travel_km is not None:
        yield replace(who, travel_km=who.travel_km + 15)
    for region in sorted({*REGIONS} - asked.avoid_regions):
        yield replace(who, regions=who.regions | {region})
    yield from _longer_lists(asked, who)


def _more_room(who: Practitioner) -> Iterator[Practitioner]:
    if who.room is Room.NO:
        yield replace(who, room=Room.FROM, room_from=TODAY + timedelta(days=30))
    if who.room is not None:
        yield replace(who, room=Room.YES)
    if who.room is Room.YES:
        yield replace(who, room_confirmed=TODAY)
    if who.room is Room.FROM and who.room_from is not None:
        yield replace(who, room_from=who.room_from - timedelta(days=9))


def _closer(asked: Request, who: Practitioner) -> Iterator[Practitioner]:
    home = PLACES.region_of(asked.municipality)
    if asked.municipality and who.municipality and home not in asked.avoid_regions:
        yield replace(who, municipality=asked.municipality)


def _longer_lists(asked: Request, who: Practitioner) -> Iterator[Practitioner]:
    if who.ages is not None:
        for person in asked.persons:
            if person.years:
                yield replace(who, ages=(*who.ages, AgeRange(*person.years)))
    if who.languages is not None:
        for language in asked.languages:
            yield replace(who, languages=who.languages | {language.code})
    if who.settings is not None and asked.settings:
        for slug in asked.settings.any:
            yield replace(who, settings=who.settings | {slug})
    if who.funding is not None and asked.funding:
        for route in asked.funding.any:
            payer = asked.contract_with
            yield replace(who, funding=who.funding | {route})
            yield replace(who, funding=who.funding | ({f"{route}:{payer}"} if payer else set()))


def place(asked: Request, who: Practitioner, others: list[Practitioner]) -> tuple[int, float]:
    match = found(asked, who, others)
    return (PLACE_OF[match.bucket], match.score) if match else (0, 0.0)


def found(asked: Request, who: Practitioner, others: list[Practitioner]) -> Match | None:
    ranking = rank(asked, who, *(other for other in others if other.id != who.id))
    return next((each for each in ranking.matches if each.practitioner_id == who.id), None)


@settings(max_examples=100 * TIMES, deadline=None)
@given(asked=requests, who=practitioners, others=pools)
def test_better_is_never_punished(
    asked: Request, who: Practitioner, others: list[Practitioner]
) -> None:
    bucket, score = place(asked, who, others)
    for better in improvements(asked, who):
        TRIED["improvements"] += 1
        new_bucket, new_score = place(asked, better, others)
        assert new_bucket >= bucket, (who, better)
        # Out of every bucket there is no score to compare with.
        assert not bucket or new_score >= score - 1e-9, (who, better)


# What somebody says by whom a criterion is met, unsaid again.
UNSAID: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "expertise": [{"expertise": {}}],
    "nearness": [{"municipality": None, "regions": frozenset(), "online": None}],
    "room": [{"room": None}, {"room_confirmed": None}],
    "ages": [{"ages": None}],
    "languages": [{"languages": None}],
    "settings": [{"settings": None}],
    "funding": [{"funding": None}],
}


def without(match: Match, who: Practitioner) -> Iterator[Practitioner]:
    """Give the profile without the only fact behind a reason that is met or partly met."""
    for reason in match.reasons:
        if reason.verdict in {Verdict.MET, Verdict.PARTLY} and reason.out_of:
            for unsaid in UNSAID[reason.criterion]:
                poorer = replace(who, **unsaid)
                # A "no" is behind no good answer, and unsaying it may raise.
                yield replace(poorer, online=False) if who.online is False else poorer


@settings(max_examples=100 * TIMES, deadline=None)
@given(asked=requests, who=practitioners, others=pools)
def test_silence_never_beats_a_good_answer(
    asked: Request, who: Practitioner, others: list[Practitioner]
) -> None:
    match = found(asked, who, others)
    if match is None:
        return
    bucket, score = place(asked, who, others)
    for poorer in without(match, who):
        TRIED["facts unsaid"] += 1
        new_bucket, new_score = place(asked, poorer, others)
        assert new_bucket <= bucket, (who, poorer)
        assert not new_bucket or new_score <= score + 1e-9, (who, poorer)


@pytest.mark.parametrize("criterion", WEIGHTS, ids=lambda criterion: criterion.__name__)
def test_the_laws_try_every_criterion(criterion: Criterion) -> None:
    """A criterion that is in no random world, or in no improvement, would keep every law."""

    def worth(asked: Request, who: Practitioner) -> float:
        entry = Entry.of(who, VOCABULARY, PLACES)
        findings = criterion(Asked.of(asked, TODAY, VOCABULARY, PLACES), entry)
        return sum(finding.value * finding.share for finding in findings)

    def is_lifted(world: tuple[Request, Practitioner]) -> bool:
        asked, who = world
        return any(worth(asked, better) > worth(asked, who) for better in improvements(asked, who))

    find(st.tuples(requests, practitioners), is_lifted, settings=FOUND)
    assert criterion.__name__ in UNSAID
