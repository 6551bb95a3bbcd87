"""Why-not and what-helps agree with ranking again, in random worlds."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations
from math import ceil

from hypothesis import given, settings

from drakenmatch import Bucket, Level, Practitioner, Request
from drakenmatch.asking import Asked, Entry
from drakenmatch.changes import Asking, Change, changed
from drakenmatch.gates import is_away, is_full, stands_apart
from drakenmatch.helping import what_would_help
from drakenmatch.outlook import Help, Outlook
from drakenmatch.reading import Json
from drakenmatch.standing import closed_by
from drakenmatch.why import WhyNot, why_not
from tests.matching.examples import PLACES, TODAY, VOCABULARY, ids, pool_of
from tests.matching.worlds import REGIONS, pools, practitioners, requests

MANY = settings(max_examples=40, deadline=None)


def about(asked: Request, who: Practitioner, others: list[Practitioner]) -> WhyNot:
    pool = pool_of([who, *(other for other in others if other.id != who.id)])
    return why_not(pool, asked, who.id, today=TODAY)


@MANY
@given(asked=requests, people=pools)
def test_bucket_place_score_and_reasons_are_those_of_the_ranking(
    asked: Request, people: list[Practitioner]
) -> None:
    pool = pool_of(people)
    ranking = pool.rank(asked, today=TODAY, limit=1000)
    shown = {match.practitioner_id: match for match in ranking.matches}
    for who in people:
        answer = why_not(pool, asked, who.id, today=TODAY)
        match = shown.get(who.id)
        assert answer.bucket == (match.bucket if match else None)
        if match is None:
            assert answer.place is None
            continue
        same = [each for each in ranking.matches if each.bucket is match.bucket]
        assert same[(answer.place or 0) - 1] is match
        assert answer.of == len(same)
        assert (answer.score, answer.reasons) == (match.score, match.reasons)
        assert (answer.lower is None) is (answer.place == 1)
        if answer.lower:
            assert answer.lower.than == ids(same)[(answer.place or 0) - 2]
            above = shown[answer.lower.than].score
            told = sum(each.points - each.above for each in answer.lower.differences)
            assert abs(told - (match.score - above)) < 1e-9


@MANY
@given(asked=requests, who=practitioners, others=pools)
def test_an_answer_survives_json(
    asked: Request, who: Practitioner, others: list[Practitioner]
) -> None:
    answer = about(asked, who, others)
    assert WhyNot.from_json(answer.to_json()) == answer
    outlook = what_would_help(pool_of(others), who, [asked], today=TODAY)
    assert Outlook.from_json(outlook.to_json()) == outlook


@MANY
@given(asked=requests, who=practitioners)
def test_the_closed_gates_are_those_of_the_rule(asked: Request, who: Practitioner) -> None:
    worked_out = Asked.of(asked, TODAY, VOCABULARY, PLACES)
    entry = Entry.of(who, VOCABULARY, PLACES)
    shut = stands_apart(worked_out, entry) or is_away(worked_out, entry) or is_full(entry)
    assert bool(closed_by(worked_out, entry)) is (shut or not entry.ranked)


def _change(asking: Asking, criterion: str, subject: str = "", value: Json = None) -> Change:
    return Change(asking=asking, criterion=criterion, subject=subject, value=value)


def single_changes(asked: Request, who: Practitioner) -> Iterator[Change]:
    """List everything that could be asked differently, without asking the library what helps."""
    for day in {who.room_from, TODAY} - {None}:
        assert isinstance(day, date)
        yield _change(Asking.START_BY, "room", value=day.isoformat())
    base, home = who.municipality, PLACES.region_of(who.municipality)
    if asked.max_km is not None and asked.municipality and base:
        yield _change(Asking.MAX_KM, "reach", value=ceil(PLACES.km(asked.municipality, base) or 0))
    yield _change(Asking.ACCEPT_ONLINE, "reach")
    for slug in sorted({*REGIONS, home or REGIONS[0]} - asked.avoid_regions):
        yield _change(Asking.ADD_REGION, "reach", slug)
    yield _change(Asking.ANY_AGE, "ages")
    for wish in asked.wishes:
        if wish.must:
            yield _change(Asking.DROP_MUST, "expertise", wish.term)
            for level in Level:
                yield _change(Asking.LOWER_LEVEL, "expertise", wish.term, level.value)
    for language in asked.languages:
        if language.must:
            yield _change(Asking.DROP_MUST, "languages", language.code)
    yield _change(Asking.DROP_MUST, "settings")
    yield _change(Asking.DROP_MUST, "funding")


@settings(max_examples=40, deadline=None)
@given(asked=requests, who=practitioners)
def test_the_changes_are_the_fewest_by_brute_force(asked: Request, who: Practitioner) -> None:
    if not asked.regions and asked.municipality is None:
        return  # with no place asked a change of place would only ask more
    alone = pool_of([who])

    def fits(*changes: Change) -> bool:
        again = alone.rank(changed(asked, changes), today=TODAY, limit=0)
        return again.counts["fits"] == 1

    found = why_not(alone, asked, who.id, today=TODAY).changes
    single = list(single_changes(asked, who))
    # A region asks more of nobody who is in reach already; one change for a gate is enough.
    for size in range(3):
        enough = any(fits(*some) for some in combinations(single, size))
        assert enough is (found is not None and len(found) <= size)
        if enough:
            break
    if found is not None:
        assert fits(*found)
        for left_out in found:
            rest = [each for each in found if each is not left_out]
            assert not fits(*rest)


# ---- What would help ----


def stated(who: Practitioner, helps: Help) -> Practitioner | None:
    """State a fact that needs no list, as a person would on the page."""
    match helps.fact.value:
        case "confirm-room":
            return replace(who, room_confirmed=TODAY)
        case "travel":
            return replace(who, travel_km=50)
        case "online":
            return replace(who, online=True)
        case "region":
            return replace(who, regions=who.regions | {helps.subject})
        case _:
            return None


@MANY
@given(asked=requests, second=requests, who=practitioners, others=pools)
def test_every_gain_is_what_ranking_again_gives(
    asked: Request, second: Request, who: Practitioner, others: list[Practitioner]
) -> None:
    me = replace(who, open_requests=0, max_open_requests=None, paused_until=None, last_asked=None)
    rest = [other for other in others if other.id != me.id]
    both = [asked, replace(second, id="second")]
    outlook = what_would_help(pool_of([*rest, who]), who, both, today=TODAY)
    now = [place(each, me, rest) for each in both]
    assert outlook.requests == 2
    assert outlook.counts == {
        bucket.value: sum(one == bucket for one, _ in now) for bucket in Bucket
    }
    for helps in outlook.helps:
        better = stated(me, helps)
        if better is None:
            continue
        then = [place(each, better, rest) for each in both]
        steps = [HEIGHT[new] - HEIGHT[old] for (old, _), (new, _) in zip(now, then, strict=True)]
        assert helps.higher == sum(step > 0 for step in steps)
        assert helps.lower == sum(step < 0 for step in steps)
        assert helps.fits == sum(new == "fits" for new, _ in then) - sum(
            old == "fits" for old, _ in now
        )


HEIGHT = {"": 0, "advice": 1, "nearly": 2, "fits": 3}


def place(asked: Request, who: Practitioner, others: list[Practitioner]) -> tuple[str, float]:
    ranking = pool_of([who, *others]).rank(asked, today=TODAY, limit=1000)
    mine = [each for each in ranking.matches if each.practitioner_id == who.id]
    return (mine[0].bucket.value, mine[0].score) if mine else ("", 0.0)


@MANY
@given(asked=requests, who=practitioners, others=pools)
def test_newcomers_and_the_popular_are_neutral(
    asked: Request, who: Practitioner, others: list[Practitioner]
) -> None:
    """Since when, how many open requests below the cap, and when last asked: no score changes."""
    rest = [other for other in others if other.id != who.id]
    here = place(asked, who, rest)
    for since in (None, TODAY, date(2021, 1, 1)):
        assert place(asked, replace(who, since=since), rest) == here
    for day in (None, TODAY):
        assert place(asked, replace(who, last_asked=day, last_invited=day), rest) == here
    fewer = range(min(who.open_requests, who.cap))
    assert all(place(asked, replace(who, open_requests=few), rest) == here for few in fewer) or (
        who.open_requests >= who.cap
    )
