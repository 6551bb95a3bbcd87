"""What each criterion finds, to the letter: its code, its facts and its verdict."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import AgeRange, Group, Language, Person, Room, Verdict
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import WEIGHTS
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    HAARLEM,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VOCABULARY,
    practitioner,
    request,
)

MET, PARTLY, UNMET, UNKNOWN = Verdict.MET, Verdict.PARTLY, Verdict.UNMET, Verdict.UNKNOWN
BY_NAME = {criterion.__name__: criterion for criterion in WEIGHTS}
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
        ("nearness", {}, {"municipality": LEEUWARDEN, **NO_PLACE}, "nearness.km", UNMET,
         {"km": 117}),
        ("nearness", REGION, {"municipality": AMSTERDAM, **NO_PLACE}, "nearness.elsewhere", UNMET,
         {}),
        ("nearness", REGION, {}, "nearness.region", MET, {"regions": ["kennemerland"]}),
        ("nearness", {}, {"municipality": None, **NO_PLACE}, "nearness.unknown", UNKNOWN, {}),
        ("nearness", {"online_ok": True},
         {"municipality": LEEUWARDEN, **NO_PLACE, "online": True}, "nearness.online", PARTLY, {}),
        ("room", {}, {}, "room.yes", MET, CONFIRMED),
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
