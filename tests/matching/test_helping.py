"""What brings somebody higher: only what they can truthfully say, the largest gain first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from drakenmatch import (
    AgeRange,
    Group,
    InvalidValue,
    Kind,
    Language,
    Level,
    Person,
    Practitioner,
    Request,
    Room,
    Wish,
)
from drakenmatch.asking import Asked
from drakenmatch.helping import what_would_help
from drakenmatch.outlook import Fact, Help, Outlook
from drakenmatch.stating import trials
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    ASKED,
    HAARLEM,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VOCABULARY,
    pool_of,
    practitioner,
    request,
)

ALL_KINDS = frozenset({Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE})
# Five regions: nothing is left to add without a coordinator.
FIVE = frozenset({"kennemerland", "amsterdam-amstelland", "friesland", "achterhoek", "drenthe"})


def outlook(who: Practitioner, *asked: Request, others: Sequence[Practitioner] = ()) -> Outlook:
    return what_would_help(pool_of(others), who, asked, today=TODAY)


def facts(who: Practitioner, *asked: Request) -> list[tuple[str, str]]:
    return [(each.fact.value, each.subject) for each in outlook(who, *asked).helps]


@pytest.mark.parametrize(
    ("asks", "traits", "fact", "told"),
    [
        pytest.param(
            {},
            {"room_confirmed": TODAY - timedelta(91)},
            Fact.CONFIRM_ROOM,
            "Bevestig dat u plek hebt.",
            id="room not confirmed",
        ),
        pytest.param(
            {},
            {"room": Room.FROM, "room_from": TODAY, "room_confirmed": None},
            Fact.CONFIRM_ROOM,
            "Bevestig dat u plek hebt.",
            id="room from a day",
        ),
        pytest.param(
            {},
            {"room": None},
            Fact.ROOM,
            "Zeg of u plek hebt. Dit geldt als u nu plek hebt.",
            id="room unknown",
        ),
        pytest.param(
            {},
            {"room": None, "room_confirmed": None},
            Fact.ROOM,
            "Zeg of u plek hebt. Dit geldt als u nu plek hebt.",
            id="room never stated",
        ),
        pytest.param(
            {"persons": (Person(age=6),)},
            {"ages": None},
            Fact.AGES,
            "Zeg welke leeftijden u behandelt.",
            id="ages",
        ),
        pytest.param(
            {"languages": (Language(code="ti", must=True),)},
            {"languages": None},
            Fact.LANGUAGES,
            "Zeg welke talen u spreekt.",
            id="languages",
        ),
        pytest.param(
            {"settings": Group(any=frozenset({"csg"}), must=True)},
            {"settings": None},
            Fact.SETTINGS,
            "Zeg waar en hoe u werkt.",
            id="settings",
        ),
        pytest.param(
            {},
            {"travel_km": None, "municipality": AMSTERDAM, "regions": FIVE - {"kennemerland"}},
            Fact.TRAVEL,
            "Zeg hoe ver u reist. Dit geldt vanaf 50 km.",
            id="travel",
        ),
        pytest.param(
            {"online_ok": True},
            {"online": None, "municipality": LEEUWARDEN, "regions": frozenset({"friesland"})},
            Fact.ONLINE,
            "Zeg of u online werkt. Dit geldt als u dat doet.",
            id="online",
        ),
        pytest.param(
            {"funding": Group(any=frozenset({"jeugdwet"}), must=True)},
            {"funding": None},
            Fact.FUNDING,
            "Zeg hoe uw werk betaald kan worden.",
            id="funding",
        ),
        pytest.param(
            {"funding": Group(any=frozenset({"jeugdwet"}), must=True)},
            {"funding": frozenset({"jeugdwet"})},
            Fact.CONTRACTS,
            "Zeg met welke gemeenten u een contract hebt.",
            id="contract",
        ),
        pytest.param(
            {},
            {"municipality": ALKMAAR, "travel_km": 5, "regions": frozenset()},
            Fact.REGION,
            "Werkt u ook in Kennemerland? Zet die regio erbij.",
            id="a region next door",
        ),
        pytest.param(
            {"municipality": None, "regions": frozenset({"friesland"})},
            {"municipality": LEEUWARDEN, "online": True, "regions": frozenset({"drenthe"})},
            None,
            "",
            id="the base counts as its region already",
        ),
        pytest.param(
            {"kind": Kind.STRUCTURAL},
            {"kinds": frozenset({Kind.CASE})},
            Fact.KIND,
            "Mag men u ook vragen voor structureel werk? Kruis dat dan aan.",
            id="a kind",
        ),
    ],
)
def test_each_fact(
    asks: dict[str, Any], traits: dict[str, Any], fact: Fact | None, told: str
) -> None:
    found = outlook(practitioner(**traits), request(**asks)).helps
    assert [(each.fact, each.detail, each.fits) for each in found][:1] == (
        [(fact, told, 1)] if fact else []
    )
    assert all(each.detail == each.sentence() != each.sentence("en") for each in found)


@pytest.mark.parametrize(
    ("asks", "traits"),
    [
        pytest.param({}, {}, id="all is well"),
        pytest.param({}, {"room": Room.NO, "room_confirmed": None}, id="a no stays a no"),
        pytest.param({}, {"room": Room.NO}, id="nor is it confirmed"),
        pytest.param({"wishes": (Wish(term="nika", must=True),)}, {}, id="never more expertise"),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj", must=True, min_level=Level.SUPERVISOR),)},
            {},
            id="nor a higher level",
        ),
        pytest.param(
            {"persons": (Person(age=6),)}, {"ages": (AgeRange(20, 30),)}, id="nor other ages"
        ),
        pytest.param({"languages": (Language(code="ti", must=True),)}, {}, id="nor a language"),
        pytest.param(
            {"funding": Group(any=frozenset({"jeugdwet"}), must=True)},
            {"funding": frozenset({"zvw"})},
            id="nor a route",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN}, {}, id="nor a region far from where somebody works"
        ),
        pytest.param({}, {"open_requests": 3}, id="being full passes"),
        pytest.param({}, {"paused_until": TODAY}, id="and so does being away"),
        pytest.param({}, {"max_open_requests": 0}, id="or wanting no requests"),
        pytest.param(
            {"municipality": AMSTERDAM},
            {
                "municipality": None,
                "regions": frozenset(
                    {"kennemerland", "friesland", "achterhoek", "drenthe", "twente"}
                ),
            },
            id="five regions are enough",
        ),
    ],
)
def test_what_is_never_suggested(asks: dict[str, Any], traits: dict[str, Any]) -> None:
    assert facts(practitioner(**traits), request(**asks)) == []


def test_a_full_practice_is_judged_as_if_there_were_room_for_a_request() -> None:
    full = practitioner(open_requests=3, paused_until=TODAY, last_asked=TODAY)
    for most in (None, 0, 1):
        found = outlook(replace(full, max_open_requests=most), request())
        assert found.counts == {"fits": 1, "nearly": 0, "advice": 0}


def test_the_largest_gain_comes_first_and_at_most_five() -> None:
    silent = practitioner(
        ages=None, languages=None, settings=None, funding=None, room=None, kinds={Kind.CASE}
    )
    asked = [
        request(id="a", languages=(Language(code="ti"),)),
        request(id="b", languages=(Language(code="ti"),), persons=(Person(age=6),)),
        replace(ASKED, id="c"),
        request(id="d", kind=Kind.ADVICE),
    ]
    found = outlook(silent, *asked)
    assert len(found.helps) == 5
    order = [(each.fits, each.higher, each.points) for each in found.helps]
    assert order == sorted(order, reverse=True)
    assert [each.fact for each in found.helps][:2] == [Fact.ROOM, Fact.KIND]


def test_of_equal_gains_a_region_comes_before_a_kind() -> None:
    """Heiloo is as near as a shared region, so the region brings no points either."""
    who = practitioner(
        municipality="GM0399",
        regions=frozenset(),
        travel_km=5,
        kinds=frozenset({Kind.CASE, Kind.STRUCTURAL}),
    )
    asked = [request(id="a"), request(id="b", municipality="GM0399", kind=Kind.ADVICE)]
    found = outlook(who, *asked).helps
    assert [(each.fact, each.subject) for each in found] == [
        (Fact.REGION, "kennemerland"),
        (Fact.KIND, "advies"),
    ]
    assert {(each.fits, each.higher, each.points) for each in found} == {(1, 1, 0)}


def test_gains_are_counted_over_all_requests() -> None:
    who = practitioner(languages=None)
    must = request(id="a", languages=(Language(code="ti", must=True),))
    wish = request(id="b", languages=(Language(code="ar"),))
    # Who is shut out gains nothing by more points.
    closed = replace(wish, id="d", organisation="praktijk")
    (helps,) = outlook(who, must, wish, request(id="c"), closed).helps
    assert (helps.fits, helps.higher, helps.lower, helps.scored) == (1, 1, 0, 1)
    # Of 45 points in each 5 are for the language, and the half of it was there already.
    assert helps.points == pytest.approx(2 * 50 / 45 * 100 / 20)


def test_what_brings_only_points_counts_too() -> None:
    who = practitioner(room_confirmed=TODAY - timedelta(60))
    (helps,) = outlook(who, request()).helps
    assert (helps.fact, helps.fits, helps.higher, helps.scored) == (Fact.CONFIRM_ROOM, 0, 0, 1)
    assert helps.points == pytest.approx(12.5)


def test_a_small_gain_counts_as_well() -> None:
    who = practitioner(room_confirmed=TODAY - timedelta(31))
    (helps,) = outlook(who, request()).helps
    assert helps.scored == 1
    assert helps.points == pytest.approx(50 * 0.5 / 60)


def test_from_no_list_to_advice_is_higher() -> None:
    who = practitioner(room=Room.NO, kinds=frozenset({Kind.CASE, Kind.STRUCTURAL}))
    (helps,) = outlook(who, request(wishes=(Wish(term="emdr-kj"),))).helps
    assert (helps.subject, helps.fits, helps.higher, helps.scored) == ("advies", 0, 1, 0)


def test_from_advice_to_nearly_is_higher() -> None:
    others = [practitioner(id=f"o{each}", languages=frozenset({"ti"})) for each in range(5)]
    who = practitioner(room_confirmed=TODAY - timedelta(91))
    asked = request(wishes=(Wish(term="emdr-kj"),), languages=(Language(code="ti", must=True),))
    found = outlook(who, asked, others=others)
    assert found.counts == {"fits": 0, "nearly": 0, "advice": 1}
    (helps,) = found.helps
    assert (helps.fact, helps.fits, helps.higher, helps.scored) == (Fact.CONFIRM_ROOM, 0, 1, 0)


def test_a_better_group_goes_before_points() -> None:
    """The region brings three requests from no list to nearly, the languages two, with points."""
    amsterdam = {"municipality": None, "regions": frozenset({"amsterdam-amstelland"})}
    settings = frozenset({"csg"})
    others = [
        practitioner(id=f"o{each}", **amsterdam, languages=frozenset({"ti"}), settings=settings)
        for each in range(5)
    ]
    there = request(municipality=None, regions=frozenset({"amsterdam-amstelland"}))
    spoken = replace(there, languages=(Language(code="ti", must=True),))
    asked = [
        replace(spoken, id="a"),
        replace(spoken, id="b"),
        replace(there, id="c", settings=Group(any=settings, must=True)),
        request(id="d", municipality=None, regions=frozenset({"kennemerland"})),
    ]
    asked[-1] = replace(asked[-1], languages=(Language(code="ti"),))
    who = practitioner(
        municipality=None, languages=None, settings=None, kinds=frozenset({Kind.CASE})
    )
    found = outlook(who, *asked, others=others)
    assert found.counts == {"fits": 1, "nearly": 0, "advice": 0}
    order = [(each.fact, each.fits, each.higher) for each in found.helps]
    assert order[:3] == [(Fact.REGION, 0, 3), (Fact.LANGUAGES, 0, 2), (Fact.SETTINGS, 0, 1)]
    assert found.helps[0].points < found.helps[1].points


def test_what_would_lower_is_counted_as_well() -> None:
    """Another region may be one that a request avoids."""
    who = practitioner(municipality=None)
    avoiding = request(id="a", avoid_regions=frozenset({"amsterdam-amstelland"}))
    asking = request(id="b", municipality=AMSTERDAM)
    (helps,) = outlook(who, asking, avoiding).helps
    assert (helps.subject, helps.fits, helps.higher, helps.lower) == (
        "amsterdam-amstelland",
        0,
        1,
        1,
    )
    # The list that one would leave, takes no points along.
    assert helps.points == pytest.approx(5)


def test_what_alone_stood_in_the_way() -> None:
    who = practitioner(languages=frozenset({"nl"}))
    tigrinya = Language(code="ti", must=True)
    found = outlook(
        who,
        request(id="a", languages=(tigrinya,)),
        request(id="b", languages=(tigrinya,)),
        request(id="c", languages=(tigrinya,), wishes=(Wish(term="nika", must=True),)),
        request(id="d", wishes=(Wish(term="nika", must=True),)),
        request(id="e", wishes=(Wish(term="nika", must=True),), organisation="praktijk"),
    )
    assert dict(found.only_missed) == {"languages": 2, "expertise": 1}
    assert list(found.only_missed) == ["languages", "expertise"]
    assert found.requests == 5


@pytest.mark.parametrize(("others", "nearly"), [(4, 1), (5, 0)])
def test_others_decide_how_wide_nearly_is(others: int, nearly: int) -> None:
    spoken = frozenset({"ti", "fr"})
    people = [practitioner(id=f"o{each}", languages=spoken) for each in range(others)]
    asked = request(languages=(Language(code="ti", must=True), Language(code="fr", must=True)))
    who = practitioner(kinds=frozenset({Kind.CASE}))
    assert outlook(who, asked, others=people).counts["nearly"] == nearly
    # Who is in the pool already is no company of their own.
    for known in (who, replace(who, languages=spoken)):
        assert outlook(who, asked, others=[*people, known]).counts["nearly"] == nearly


def test_without_requests_nothing_is_known() -> None:
    found = outlook(practitioner(ages=None))
    assert (found.requests, found.helps, dict(found.only_missed)) == (0, (), {})


def test_contracts_are_asked_for_municipal_care_only() -> None:
    """Where no municipality buys the care, the route is enough."""
    asked = request(funding=Group(any=frozenset({"zvw"}), must=True))
    assert facts(practitioner(funding=frozenset({"zvw"})), asked) == []
    (helps,) = outlook(practitioner(funding=None), asked).helps
    assert (helps.fact, helps.fits) == (Fact.FUNDING, 1)
    nowhere = request(municipality=None, funding=Group(any=frozenset({"wmo"}), must=True))
    (helps,) = outlook(practitioner(funding=None), nowhere).helps
    assert (helps.fact, helps.fits) == (Fact.FUNDING, 1)


def test_a_contract_is_tried_only_where_a_municipality_buys_the_care() -> None:
    bought = request(funding=Group(any=frozenset({"jeugdwet", "zvw"})))
    nowhere = request(municipality=None, funding=Group(any=frozenset({"wmo"})))
    asked = [Asked.of(each, TODAY, VOCABULARY, PLACES) for each in (bought, nowhere)]
    tried = trials(practitioner(funding=None), asked, PLACES, TODAY)
    (funding,) = [each.who.funding for each in tried if each.fact is Fact.FUNDING]
    assert funding == frozenset({"jeugdwet:GM0392", "zvw", "wmo"})


def test_a_request_for_what_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^regions"):
        outlook(practitioner(), request(regions=frozenset({"bestaat-niet"})))


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"requests": -1}, "requests"),
        ({"counts": {"fits": -1}}, "counts.fits"),
        ({"only_missed": {"room": "x"}}, "only_missed.room"),
        ({"helps": [{"fact": "x"}]}, r"helps\[0\].fact"),
        ({"iets": 1}, "iets"),
    ],
)
def test_a_spoilt_outlook_is_refused(spoilt: dict[str, Any], field: str) -> None:
    found = outlook(practitioner(room=None), request()).to_json()
    with pytest.raises(InvalidValue, match=f"^{field}:"):
        Outlook.from_json({**found, **spoilt})


@pytest.mark.parametrize(
    ("name", "value"),
    [("higher", -1), ("lower", -1), ("scored", -1), ("points", "x"), ("fits", 0.5)],
)
def test_a_spoilt_help_is_refused(name: str, value: object) -> None:
    helps = Help(fact=Fact.ROOM, fits=-1, higher=0, lower=2, scored=0, points=-1.5)
    assert Help.from_json(helps.to_json()) == helps
    with pytest.raises(InvalidValue, match=f"^{name}:"):
        Help.from_json({**helps.to_json(), name: value})


def test_the_base_is_one_of_the_own_regions() -> None:
    """Who lives in Haarlem and lists nothing can add Kennemerland itself."""
    who = practitioner(regions=frozenset(), travel_km=0)
    nearby = request(municipality="GM0453")
    assert ("region", "kennemerland") in facts(who, nearby)
    assert who.municipality == HAARLEM
    assert who.kinds == ALL_KINDS
