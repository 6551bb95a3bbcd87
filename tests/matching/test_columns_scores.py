"""The columns score, order and gate as the rule explains, in small worlds without any chance."""

from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import (
    AgeRange,
    Bucket,
    Group,
    Kind,
    Language,
    Level,
    Person,
    Practitioner,
    Ranking,
    Request,
    Room,
    Wish,
)
from drakenmatch import rank as reference
from drakenmatch.asking import Asked, Entry
from drakenmatch.rank import Limit
from tests.matching.examples import (
    AMSTERDAM,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VOCABULARY,
    ids,
    pool_of,
    practitioner,
    rank,
    request,
)

# What one practitioner states otherwise than the usual one.
TRAITS: dict[str, dict[str, Any]] = {
    "usual": {},
    "far and online": {
        "municipality": LEEUWARDEN,
        "regions": frozenset({"friesland"}),
        "online": True,
    },
    "far, perhaps online": {"municipality": LEEUWARDEN, "regions": frozenset(), "online": None},
    "near, other region": {"municipality": AMSTERDAM, "regions": frozenset()},
    "base unknown": {"municipality": None},
    "no place at all": {"municipality": None, "regions": frozenset()},
    "travel unknown": {"regions": frozenset(), "travel_km": None},
    "room later": {"room": Room.FROM, "room_from": TODAY + timedelta(days=10)},
    "room long ago": {"room_confirmed": TODAY - timedelta(days=60)},
    "room unknown, confirmed": {"room": None},
    "no room": {"room": Room.NO},
    "room stale": {"room_confirmed": TODAY - timedelta(days=91)},
    "both terms": {"expertise": {"emdr": Level.TRAINING, "emdr-kj": Level.SUPERVISOR}},
    "other term": {"expertise": {"nika": Level.PRACTITIONER}},
    "no term": {"expertise": {}},
    "children": {"ages": (AgeRange(0, 12),)},
    "ages unknown": {"ages": None},
    "languages unknown": {"languages": None},
    "another language": {"languages": frozenset({"nl", "ti"})},
    "both languages": {"languages": frozenset({"ar", "ti"})},
    "both settings": {"settings": frozenset({"vrouwenopvang", "csg"})},
    "no setting": {"settings": frozenset()},
    "settings unknown": {"settings": None},
    "bare route": {"funding": frozenset({"jeugdwet"})},
    "another route": {"funding": frozenset({"zvw"})},
    "both routes": {"funding": frozenset({"zvw", "jeugdwet:GM0392"})},
    "funding unknown": {"funding": None},
    "asked today": {"last_asked": TODAY},
    "full": {"open_requests": 3},
    "away": {"paused_until": TODAY},
    "away and full": {"paused_until": TODAY, "open_requests": 3},
    "only cases": {"kinds": frozenset({Kind.CASE})},
    "in training": {"roles": frozenset({"aankomend-behandelaar"})},
    "in training, no term": {"roles": frozenset({"aankomend-behandelaar"}), "expertise": {}},
}
EVERYBODY = [practitioner(id=name, **traits) for name, traits in TRAITS.items()]
POOL = pool_of(EVERYBODY)
REGION: dict[str, Any] = {"municipality": None, "regions": frozenset({"kennemerland"})}
TWO = (Person(age=6), Person(age=34))


def group(*slugs: str, must: bool = True) -> Group:
    return Group(any=frozenset(slugs), must=must)


ASKING = [
    pytest.param({}, id="nothing more"),
    pytest.param({"online_ok": True}, id="online is good too"),
    pytest.param({"online_ok": True, "max_km": 10}, id="nearby or online"),
    pytest.param({"max_km": 10}, id="nearby"),
    pytest.param(REGION, id="a region"),
    pytest.param({**REGION, "online_ok": True}, id="a region or online"),
    pytest.param({"wishes": (Wish(term="emdr"), Wish(term="nika", weight=3))}, id="two wishes"),
    pytest.param({"wishes": (Wish(term="emdr-kj", must=True),)}, id="a must"),
    pytest.param({"persons": TWO[:1]}, id="a child"),
    pytest.param({"persons": TWO}, id="a child or its mother"),
    pytest.param({"persons": TWO, "ages_all": True}, id="a child and its mother"),
    pytest.param({"languages": (Language(code="ar"),)}, id="a language if possible"),
    pytest.param({"languages": (Language(code="ar", must=True),)}, id="a language"),
    pytest.param(
        {"languages": (Language(code="ar", must=True), Language(code="ti"))},
        id="a language and another if possible",
    ),
    pytest.param({"settings": group("vrouwenopvang", must=False)}, id="a setting if possible"),
    pytest.param({"settings": group("vrouwenopvang")}, id="a setting"),
    pytest.param({"settings": group("vrouwenopvang", "csg")}, id="one of two settings"),
    pytest.param({"settings": group("vrouwenopvang", "csg", must=False)}, id="both settings"),
    pytest.param({"funding": group("jeugdwet", must=False)}, id="a route if possible"),
    pytest.param({"funding": group("jeugdwet")}, id="a route"),
    pytest.param({"funding": group("jeugdwet", "zvw")}, id="one of two routes"),
    pytest.param({"funding": group("jeugdwet", "zvw", must=False)}, id="both routes"),
    pytest.param({"funding": group("zvw")}, id="a route without contracts"),
    pytest.param({**REGION, "funding": group("jeugdwet")}, id="a route in a region"),
    pytest.param({"start_by": TODAY + timedelta(days=20)}, id="later"),
    pytest.param({"start_by": TODAY - timedelta(days=20)}, id="past already"),
    pytest.param({"kind": Kind.STRUCTURAL}, id="structural"),
    pytest.param({"kind": Kind.ADVICE, "wishes": (Wish(term="emdr-kj"),)}, id="advice"),
    pytest.param({"phase": "veiligheid"}, id="the safety phase"),
    pytest.param({"avoid_regions": frozenset({"friesland"})}, id="not there"),
    pytest.param({"not_ids": frozenset({"usual", "somebody else"})}, id="not this one"),
]


def by_reference(asked: Request, limit: Limit = 100, today: date = TODAY) -> Ranking:
    entries = [Entry.of(each, VOCABULARY, PLACES) for each in EVERYBODY]
    return reference.rank(Asked.of(asked, today, VOCABULARY, PLACES), entries, limit)


@pytest.mark.parametrize("asks", ASKING)
def test_who_fits_scores_what_is_explained(asks: dict[str, Any]) -> None:
    asked = request(**asks)
    explained = tuple((each.practitioner_id, each.score) for each in by_reference(asked).fits)
    assert POOL.best(asked, today=TODAY, limit=100) == explained


@pytest.mark.parametrize("asks", ASKING)
def test_everybody_stands_where_the_rule_says(asks: dict[str, Any]) -> None:
    asked = request(**asks)
    for limit in (100, {Bucket.NEARLY: 3}, {Bucket.FITS: 1, Bucket.ADVICE: 1}):
        assert POOL.rank(asked, today=TODAY, limit=limit) == by_reference(asked, limit)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param({}, {"kind": Kind.ADVICE}, id="another kind"),
        pytest.param({}, {"start_by": TODAY + timedelta(days=20)}, id="another day"),
        pytest.param({}, {"municipality": LEEUWARDEN}, id="another place"),
        pytest.param({"max_km": 5}, {"max_km": 30}, id="farther"),
        pytest.param(REGION, {**REGION, "regions": frozenset({"friesland"})}, id="a region"),
        pytest.param(REGION, {"regions": frozenset({"kennemerland"})}, id="a region, then a place"),
        pytest.param(
            {"avoid_regions": frozenset({"friesland"})},
            {"avoid_regions": frozenset({"kennemerland"})},
            id="not in another region",
        ),
        pytest.param({"persons": TWO[:1]}, {"persons": TWO[1:]}, id="another age"),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj", must=True),)},
            {"wishes": (Wish(term="nika", must=True),)},
            id="another term",
        ),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj", must=True),)},
            {"wishes": (Wish(term="emdr-kj", must=True, min_level=Level.SUPERVISOR),)},
            id="another level",
        ),
    ],
)
def test_what_was_asked_before_changes_nothing(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    pool = pool_of(EVERYBODY)
    for asks in (first, second, first):
        asked = request(**asks)
        assert pool.rank(asked, today=TODAY, limit=100) == by_reference(asked)


@pytest.mark.parametrize("start", [None, TODAY + timedelta(days=100)])
def test_a_pool_of_yesterday_answers_of_today(start: date | None) -> None:
    asked, counts = request(start_by=start), []
    for days in (0, 1, 10, 90, 91, 0):
        today = TODAY + timedelta(days=days)
        expected = by_reference(asked, today=today)
        scored = tuple((each.practitioner_id, each.score) for each in expected.fits)
        assert POOL.best(asked, today=today, limit=100) == scored
        assert POOL.rank(asked, today=today, limit=100) == expected
        counts.append(expected.counts["fits"])
    assert counts[0] < counts[1]
    assert counts[3] > counts[4] == 0


def test_who_is_in_time_later_comes_later_also_where_all_are_too_late() -> None:
    late = [
        practitioner(id=f"{days} days", room=Room.FROM, room_from=TODAY + timedelta(days=days))
        for days in (5, 15, 25, 35, 45, 55)
    ]
    found = rank(request(), *reversed(late)).nearly
    assert ids(found) == [each.id for each in late]


def test_an_adviser_with_room_comes_before_one_without() -> None:
    """Who costs too much for a case may still advise, and room still weighs."""
    asked = request(
        wishes=(Wish(term="emdr-kj"),),
        languages=(Language(code="ti", must=True),),
        settings=group("csg"),
        funding=group("zvw"),
    )
    stated: list[tuple[str, Room | None]] = [("yes", Room.YES), ("unknown", None), ("no", Room.NO)]
    who: list[Practitioner] = [
        practitioner(id=f"{name} {number}", room=room) for name, room in stated for number in (1, 2)
    ]
    found = rank(asked, *reversed(who)).matches
    assert {each.bucket for each in found} == {Bucket.ADVICE}
    assert [name.split()[0] for name in ids(found)] == ["yes"] * 2 + ["unknown"] * 2 + ["no"] * 2
