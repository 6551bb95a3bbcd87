"""What each criterion finds, to the letter: its code, its facts and its verdict."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import AgeRange, Group, Language, Level, Person, Room, Verdict, Wish
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import WEIGHTS, stated_from
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    HAARLEM,
    HEEMSTEDE,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VOCABULARY,
    practitioner,
    rank,
    request,
)

MET, PARTLY, UNMET, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.UNMET, Verdict.UNKNOWN
BY_NAME = {criterion.__name__: criterion for criterion in WEIGHTS}
# At .6, as near as a shared region counts, and at .5.
HEILOO, BERGEN = "GM0399", "GM0373"
NO_PLACE: dict[str, Any] = {"regions": frozenset()}
REGION: dict[str, Any] = {"municipality": None, "regions": frozenset({"kennemerland"})}
LATER = TODAY + timedelta(days=14)
CONFIRMED = {"confirmed": TODAY}
TWO_ROUTES = {"funding": Group(any=frozenset({"jeugdwet", "zvw"}))}
CHILD_AND_MOTHER = {"persons": (Person(age=6), Person(age=AgeRange(30, 40)))}


@pytest.mark.parametrize(
    ("name", "asks", "traits", "code", "verdict", "facts"),
    [
        ("nearness", {}, {}, "nearness.here", MET, {"municipality": HAARLEM}),
        ("nearness", {}, {"municipality": AMSTERDAM, **NO_PLACE}, "nearness.km", MET, {"km": 18}),
        ("nearness", {}, {"municipality": ALKMAAR, **NO_PLACE}, "nearness.km", PARTLY, {"km": 26}),
        ("nearness", {}, {"municipality": HEILOO, **NO_PLACE}, "nearness.km", MET, {"km": 25}),
        ("nearness", {}, {"municipality": HEILOO}, "nearness.km", MET, {"km": 25}),
        ("nearness", {}, {"municipality": BERGEN, **NO_PLACE}, "nearness.km", PARTLY, {"km": 31}),
        ("nearness", {}, {"municipality": LEEUWARDEN, **NO_PLACE}, "nearness.km", UNMET,
         {"km": 117}),
        ("nearness", REGION, {"municipality": AMSTERDAM, **NO_PLACE}, "nearness.elsewhere", UNMET,
         {}),
        ("nearness", REGION, {}, "nearness.region", MET, {"regions": ["kennemerland"]}),
        ("nearness", {}, {"municipality": None, **NO_PLACE}, "nearness.unknown", UNKNOWN, {}),
        ("nearness", {"online_ok": True},
         {"municipality": LEEUWARDEN, **NO_PLACE, "online": True}, "nearness.online", PARTLY, {}),
        ("room", {}, {}, "room.yes", MET, CONFIRMED),
        ("room", {}, {"room_from": LATER}, "room.yes", MET, CONFIRMED),
        ("room", {}, {"room": Room.NO}, "room.no", UNMET, CONFIRMED),
        ("room", {}, {"room": None}, "room.unknown", UNKNOWN, {}),
        ("room", {}, {"room": Room.FROM}, "room.unknown", UNKNOWN, {}),
        ("room", {}, {"room_confirmed": None}, "room.unconfirmed", UNKNOWN, {}),
        ("room", {}, {"room_confirmed": date(2026, 8, 1)}, "room.stale", UNKNOWN,
         {"confirmed": date(2026, 8, 1)}),
        ("room", {"start_by": LATER}, {"room": Room.FROM, "room_from": LATER}, "room.in-time", MET,
         {**CONFIRMED, "from": LATER}),
        ("room", {}, {"room": Room.FROM, "room_from": LATER}, "room.late", UNMET,
         {**CONFIRMED, "from": LATER}),
        ("room", {"start_by": LATER - timedelta(days=1)},
         {"room": Room.FROM, "room_from": LATER}, "room.late", UNMET,
         {**CONFIRMED, "from": LATER}),
        ("ages", CHILD_AND_MOTHER, {}, "ages.all", MET, {"met": ["6", "30-40"]}),
        ("ages", CHILD_AND_MOTHER, {"ages": (AgeRange(0, 12),)}, "ages.some", PARTLY,
         {"met": ["6"], "missing": ["30-40"]}),
        ("ages", CHILD_AND_MOTHER, {"ages": ()}, "ages.none", UNMET, {"missing": ["6", "30-40"]}),
        ("ages", CHILD_AND_MOTHER, {"ages": None}, "ages.unknown", UNKNOWN, {}),
        ("languages", {"languages": (Language(code="ti"), Language(code="ar"))}, {},
         "languages.some", PARTLY, {"met": ["ar"], "missing": ["ti"]}),
        ("languages", {"languages": (Language(code="ar"),)}, {"languages": None},
         "languages.unknown", UNKNOWN, {}),
        ("settings", {"settings": Group(any=frozenset({"vrouwenopvang"}))}, {}, "settings.all", MET,
         {"met": ["vrouwenopvang"]}),
        ("settings", {"settings": Group(any=frozenset({"csg"}))}, {"settings": None},
         "settings.unknown", UNKNOWN, {}),
        ("funding", TWO_ROUTES, {}, "funding.some", PARTLY,
         {"met": ["jeugdwet"], "missing": ["zvw"]}),
        ("funding", TWO_ROUTES, {"funding": frozenset({"zvw", "jeugdwet"})}, "funding.some", PARTLY,
         {"met": ["zvw"], "missing": ["jeugdwet"]}),
        ("funding", TWO_ROUTES, {"funding": frozenset({"jeugdwet"})}, "funding.contract-unknown",
         UNKNOWN, {"unsure": ["jeugdwet"], "municipality": HAARLEM}),
        ("funding", TWO_ROUTES, {"funding": frozenset({"wlz"})}, "funding.none", UNMET,
         {"missing": ["jeugdwet", "zvw"]}),
        ("funding", TWO_ROUTES, {"funding": None}, "funding.unknown", UNKNOWN, {}),
    ],
)  # fmt: skip
def test_a_criterion_says_what_it_finds(
    *,
    name: str,
    asks: dict[str, Any],
    traits: dict[str, Any],
    code: str,
    verdict: Verdict,
    facts: Mapping[str, object],
) -> None:
    asked = Asked.of(request(**asks), TODAY, VOCABULARY, PLACES)
    entry = Entry.of(practitioner(**traits), VOCABULARY, PLACES)
    (found,) = BY_NAME[name](asked, entry)
    assert (found.code, found.verdict, found.facts) == (code, verdict, facts)
    assert (found.share, found.subject) == (1.0, "")


@pytest.mark.parametrize(
    ("late", "value"),
    [(-14, 0.8), (0, 0.8), (1, 0.8 * 55 / 56), (28, 0.4), (56, 0), (80, 0)],
)
def test_later_room_is_worth_less_until_it_is_worth_nothing(late: int, value: float) -> None:
    assert stated_from(late) == pytest.approx(value)


SUPERVISOR, TRAINING = Level.SUPERVISOR, Level.TRAINING
INDEPENDENT = Level.INDEPENDENT


@pytest.mark.parametrize(
    ("wish", "held", "code", "verdict", "facts"),
    [
        ({}, {"net": INDEPENDENT}, "itself", MET, {"by": "net", "level": "zelfstandig"}),
        # Of equal ones the term itself is shown, also where another comes first in the alphabet.
        ({}, {"kidnet": INDEPENDENT, "net": INDEPENDENT}, "itself", MET,
         {"by": "net", "level": "zelfstandig"}),
        ({}, {"kidnet": SUPERVISOR, "net": INDEPENDENT}, "narrower", MET,
         {"by": "kidnet", "level": "supervisor"}),
        ({"min_level": INDEPENDENT}, {"net": INDEPENDENT}, "itself", MET,
         {"by": "net", "level": "zelfstandig"}),
        ({"min_level": SUPERVISOR}, {"net": INDEPENDENT}, "below", PARTLY,
         {"by": "net", "level": "zelfstandig", "min_level": "supervisor"}),
        ({}, {"traumabehandeling": INDEPENDENT}, "broader", PARTLY,
         {"by": "traumabehandeling", "level": "zelfstandig"}),
        ({}, {}, "none", UNMET, {}),
    ],
)  # fmt: skip
def test_a_wish_says_by_what_it_is_met(
    *,
    wish: dict[str, Any],
    held: dict[str, Level],
    code: str,
    verdict: Verdict,
    facts: Mapping[str, object],
) -> None:
    """Beside another wish that weighs three times as much."""
    wishes = (Wish(term="nika", weight=3), Wish(term="net", **wish))
    asked = Asked.of(request(wishes=wishes), TODAY, VOCABULARY, PLACES)
    entry = Entry.of(practitioner(expertise=held), VOCABULARY, PLACES)
    first, found = BY_NAME["expertise"](asked, entry)
    assert (first.share, found.share) == (0.75, 0.25)
    assert (found.code, found.verdict) == (f"expertise.{code}", verdict)
    assert found.facts == {"wish": "net", **facts}
    assert found.subject == "net"


@pytest.mark.parametrize(
    "asks",
    [
        {},
        {"online_ok": True},
        {"regions": frozenset({"amsterdam-amstelland"})},
        {"municipality": None, "regions": frozenset({"kennemerland", "friesland"})},
        {"municipality": None, "regions": frozenset({"friesland"}), "online_ok": True},
    ],
)
def test_in_a_list_everybody_is_told_what_they_are_told_alone(asks: dict[str, Any]) -> None:
    """What was found for one serves only who states the same."""
    asked = request(languages=(Language(code="nl"),), **asks)
    bases = (HAARLEM, HEEMSTEDE, AMSTERDAM, LEEUWARDEN, None)
    worked_in = (frozenset[str](), frozenset({"kennemerland"}), frozenset({"friesland"}))
    who = [
        practitioner(
            id=f"{base}-{place}-{online}", municipality=base, regions=regions, online=online
        )
        for base in bases
        for place, regions in enumerate(worked_in)
        for online in (True, False)
    ]
    together = {each.practitioner_id: each.reasons for each in rank(asked, *who).matches}
    assert len(together) > 6
    for each in who:
        if each.id in together:
            (alone,) = rank(asked, each).matches
            assert together[each.id] == alone.reasons
