"""What asking a little less brings, one loosening at a time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import (
    Group,
    Kind,
    Language,
    Level,
    Loosening,
    Relaxation,
    Request,
    Room,
    Wish,
    relaxed,
)
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    LEEUWARDEN,
    TODAY,
    practitioner,
    rank,
    request,
)

NHN, AMSTEL = frozenset({"noord-holland-noord"}), frozenset({"amsterdam-amstelland"})


def told(asked: Request, *who: dict[str, Any]) -> list[tuple[str, str, int]]:
    people = [practitioner(**{"id": f"p{number}", **traits}) for number, traits in enumerate(who)]
    found = rank(asked, *people).relaxations
    return [(each.loosening.value, each.subject, each.adds) for each in found]


@pytest.mark.parametrize(
    ("asks", "traits", "expected"),
    [
        ({"wishes": (Wish(term="nika", must=True),)}, {}, ("drop-must", "nika", 1)),
        (
            {"wishes": (Wish(term="emdr", must=True, min_level=Level.SUPERVISOR),)},
            {"expertise": {"emdr": Level.PRACTITIONER}},
            ("lower-level", "emdr", 1),
        ),
        (
            {"wishes": (Wish(term="emdr", must=True, min_level=Level.SUPERVISOR),)},
            {"expertise": {"emdr": Level.INDEPENDENT}},
            ("drop-must", "emdr", 1),
        ),
        ({"languages": (Language(code="ti", must=True),)}, {}, ("drop-must", "ti", 1)),
        ({"settings": Group(any=frozenset({"csg"}), must=True)}, {}, ("drop-must", "", 1)),
        ({"funding": Group(any=frozenset({"zvw"}), must=True)}, {}, ("drop-must", "", 1)),
        (
            {},
            {"municipality": None, "regions": AMSTEL},
            ("add-region", "amsterdam-amstelland", 1),
        ),
        (
            {"municipality": None, "regions": frozenset({"kennemerland"})},
            {"municipality": AMSTERDAM, "regions": frozenset()},
            ("add-region", "amsterdam-amstelland", 1),
        ),
        (
            {},
            {"municipality": LEEUWARDEN, "regions": frozenset(), "online": True},
            ("accept-online", "", 1),
        ),
        (
            {"max_km": 10},
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 40},
            ("max-km", "", 1),
        ),
        (
            {},
            {"room": Room.FROM, "room_from": TODAY + timedelta(days=28)},
            ("start-by", "", 1),
        ),
        (
            {"start_by": date(2026, 12, 1)},
            {"room": Room.FROM, "room_from": date(2026, 12, 29)},
            ("start-by", "", 1),
        ),
    ],
)
def test_each_loosening(
    asks: dict[str, Any], traits: dict[str, Any], expected: tuple[str, str, int]
) -> None:
    assert told(request(**asks), traits) == [expected]


@pytest.mark.parametrize(
    ("asks", "traits"),
    [
        pytest.param({}, {"room": Room.NO}, id="no room does not come in time"),
        pytest.param(
            {"avoid_regions": AMSTEL}, {"municipality": None, "regions": AMSTEL}, id="avoided"
        ),
        pytest.param(
            {"wishes": (Wish(term="nika", must=True),)}, {"room": None}, id="two gates missed"
        ),
        pytest.param({"kind": Kind.ADVICE}, {"room": None}, id="an adviser needs no room"),
        pytest.param({}, {"roles": frozenset({"aankomend-behandelaar"})}, id="never the role"),
        pytest.param({}, {"open_requests": 3}, id="never a closed gate"),
        pytest.param(
            {"settings": Group(any=frozenset(), must=True)}, {}, id="nothing asked of the setting"
        ),
        pytest.param(
            {"max_km": 5},
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 40},
            id="farther than ten km more",
        ),
        pytest.param(
            {"max_km": 0},
            {"municipality": "GM0534", "regions": frozenset(), "travel_km": 40},
            id="a hundred metres more than ten km more",
        ),
        pytest.param(
            {},
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 5},
            id="a base alone is not the whole region",
        ),
    ],
)
def test_what_no_loosening_brings(asks: dict[str, Any], traits: dict[str, Any]) -> None:
    assert told(request(**asks), traits) == []


def test_the_milder_of_two_equal_ones_stays() -> None:
    asked = request(wishes=(Wish(term="emdr", must=True, min_level=Level.SUPERVISOR),))
    near = {"expertise": {"emdr": Level.PRACTITIONER}}
    assert told(asked, near, near) == [("lower-level", "emdr", 2)]
    assert told(asked, near, near, {"expertise": {}}) == [
        ("drop-must", "emdr", 3),
        ("lower-level", "emdr", 2),
    ]


def test_two_regions_are_equally_mild() -> None:
    listed = {"municipality": None}
    assert told(request(), {**listed, "regions": NHN}, {**listed, "regions": AMSTEL}) == [
        ("add-region", "amsterdam-amstelland", 1),
        ("add-region", "noord-holland-noord", 1),
    ]
    both = {"municipality": ALKMAAR, "regions": NHN, "online": True, "travel_km": 0}
    assert told(request(), both) == [("accept-online", "", 1)]


def test_of_two_gates_that_bring_as_many_the_milder_comes_first() -> None:
    asked = request(languages=(Language(code="ti", must=True),))
    late = {"room": Room.FROM, "room_from": TODAY + timedelta(28), "languages": frozenset({"ti"})}
    assert told(asked, {}, late) == [("start-by", "", 1), ("drop-must", "ti", 1)]


def test_at_most_five_and_the_largest_first() -> None:
    terms = ("nika", "theraplay", "cgt", "dgt", "mbt", "eft")
    found = []
    for extra, term in enumerate(terms, start=1):
        lacking = {each: Level.INDEPENDENT for each in terms if each != term}
        found += [{"expertise": lacking}] * extra
    asked = request(wishes=tuple(Wish(term=term, must=True) for term in terms))
    assert [(subject, adds) for _, subject, adds in told(asked, *found)] == [
        ("eft", 6), ("mbt", 5), ("dgt", 4), ("cgt", 3), ("theraplay", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asks", "traits", "dutch", "english"),
    [
        (
            {},
            {"municipality": None, "regions": AMSTEL},
            "Met Amsterdam-Amstelland erbij: 1.",
            "With Amsterdam-Amstelland as well: 1.",
        ),
        (
            {},
            {"room": Room.FROM, "room_from": date(2026, 12, 1)},
            "Start uiterlijk op 19 december 2026: 1 erbij.",
            "Start on 19 December 2026 at the latest: 1 more.",
        ),
        (
            {"max_km": 10},
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 40},
            "Tot 20 km afstand: 1 erbij.",
            "Up to 20 km away: 1 more.",
        ),
        (
            {"wishes": (Wish(term="kidnet", must=True, min_level=Level.INDEPENDENT),)},
            {"expertise": {"kidnet": Level.TRAINING}},
            "Voor KIDNET ook in opleiding: 1 erbij.",
            "For KIDNET also in training: 1 more.",
        ),
        (
            {"funding": Group(any=frozenset({"zvw"}), must=True)},
            {},
            "De betaling niet verplicht: 1 erbij.",
            "The funding not required: 1 more.",
        ),
        (
            {"settings": Group(any=frozenset({"csg"}), must=True)},
            {},
            "De setting niet verplicht: 1 erbij.",
            "The setting not required: 1 more.",
        ),
    ],
)
def test_it_is_said_in_two_languages(
    asks: dict[str, Any], traits: dict[str, Any], dutch: str, english: str
) -> None:
    (only,) = rank(request(**asks), practitioner(**traits)).relaxations
    assert only.detail == only.sentence() == dutch
    assert only.sentence("en") == english


@pytest.mark.parametrize(
    ("loosening", "criterion", "subject", "asks"),
    [
        (Loosening.DROP_MUST, "expertise", "emdr", {"wishes": (Wish(term="emdr"),)}),
        (Loosening.DROP_MUST, "settings", "", {"settings": Group(any=frozenset({"csg"}))}),
        (Loosening.DROP_MUST, "funding", "", {"funding": Group(any=frozenset({"zvw"}))}),
        (Loosening.ADD_REGION, "reach", "friesland", {"regions": frozenset({"friesland"})}),
        (Loosening.ACCEPT_ONLINE, "reach", "", {"online_ok": True}),
        (Loosening.MAX_KM, "reach", "", {"max_km": 30}),
        (Loosening.START_BY, "room", "", {"start_by": date(2026, 12, 19)}),
    ],
)
def test_the_relaxed_request(
    loosening: Loosening, criterion: str, subject: str, asks: dict[str, Any]
) -> None:
    asked = request(
        wishes=(Wish(term="emdr", must=True),),
        settings=Group(any=frozenset({"csg"}), must=True),
        funding=Group(any=frozenset({"zvw"}), must=True),
        max_km=20,
    )
    loose = Relaxation(loosening=loosening, criterion=criterion, subject=subject, adds=1)
    assert relaxed(asked, loose, today=TODAY) == replace(asked, **asks)


@pytest.mark.parametrize(
    ("asks", "traits", "criterion", "value"),
    [
        ({}, {"municipality": None, "regions": AMSTEL}, "reach", None),
        ({}, {"room": Room.FROM, "room_from": date(2026, 12, 1)}, "room", "2026-12-19"),
        (
            {"max_km": 10},
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 40},
            "reach",
            20,
        ),
        (
            {"wishes": (Wish(term="kidnet", must=True, min_level=Level.INDEPENDENT),)},
            {"expertise": {"kidnet": Level.TRAINING}},
            "expertise",
            "in-opleiding",
        ),
        ({"languages": (Language(code="ti", must=True),)}, {}, "languages", None),
        ({"funding": Group(any=frozenset({"zvw"}), must=True)}, {}, "funding", None),
    ],
)
def test_a_loosening_names_its_criterion_and_what_is_then_asked(
    asks: dict[str, Any], traits: dict[str, Any], criterion: str, value: object
) -> None:
    (only,) = rank(request(**asks), practitioner(**traits)).relaxations
    assert (only.criterion, only.value, only.adds) == (criterion, value, 1)


def test_what_was_not_asked_needs_no_must() -> None:
    loose = Relaxation(loosening=Loosening.DROP_MUST, criterion="settings", adds=1)
    assert relaxed(request(), loose, today=TODAY) == request()


def test_gates_are_loosened_apart() -> None:
    asked = request(
        wishes=(Wish(term="emdr-kj", must=True),), languages=(Language(code="ti", must=True),)
    )
    assert sorted(told(asked, {"expertise": {}, "languages": frozenset({"ti"})}, {})) == [
        ("drop-must", "emdr-kj", 1),
        ("drop-must", "ti", 1),
    ]


def test_a_relaxed_request_changes_in_one_thing_only() -> None:
    asked = request(
        wishes=(Wish(term="emdr", must=True), Wish(term="nika", must=True)),
        languages=(Language(code="ar", must=True), Language(code="ti", must=True)),
    )
    loose = Relaxation(loosening=Loosening.DROP_MUST, criterion="languages", subject="ti", adds=1)
    changed = relaxed(asked, loose, today=TODAY)
    assert changed.languages == (Language(code="ar", must=True), Language(code="ti"))
    assert replace(changed, languages=asked.languages) == asked


def test_a_lower_level_is_asked_of_one_wish_only() -> None:
    supervised = tuple(
        Wish(term=term, must=True, min_level=Level.SUPERVISOR) for term in ("emdr", "nika")
    )
    loose = Relaxation(
        loosening=Loosening.LOWER_LEVEL, criterion="expertise", subject="nika", adds=1
    )
    changed = relaxed(request(wishes=supervised), loose, today=TODAY)
    assert changed.wishes == (supervised[0], replace(supervised[1], min_level=Level.PRACTITIONER))


def test_where_no_distance_was_asked_ten_kilometres_are() -> None:
    loose = Relaxation(loosening=Loosening.MAX_KM, criterion="reach", adds=1)
    assert relaxed(request(), loose, today=TODAY).max_km == 10


def test_the_other_musts_stay() -> None:
    wishes = (Wish(term="emdr", must=True), Wish(term="nika", must=True))
    loose = Relaxation(loosening=Loosening.DROP_MUST, criterion="expertise", subject="nika", adds=1)
    changed = relaxed(request(wishes=wishes), loose, today=TODAY)
    assert changed.wishes == (wishes[0], replace(wishes[1], must=False))
