"""Each gate by itself: who is in which bucket, and why."""

from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import (
    AgeRange,
    Group,
    Kind,
    Language,
    Level,
    Person,
    Places,
    Reason,
    Room,
    Verdict,
    Wish,
)
from drakenmatch.asking import Asked, Entry
from drakenmatch.gates import Passing, reach
from drakenmatch.rank import rank as reference
from drakenmatch.reading import Json
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    ASKED,
    HAARLEM,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VELSEN,
    VOCABULARY,
    bucket,
    practitioner,
    rank,
    reason,
    request,
)

BERGEN = "GM0373"
NOWHERE: dict[str, Any] = {"municipality": None, "regions": frozenset()}
ADVICE_ONLY = frozenset({Kind.ADVICE})


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_who_meets_everything_fits() -> None:
    assert bucket(ASKED, practitioner()) == "fits"


@pytest.mark.parametrize(
    ("traits", "asks"),
    [
        pytest.param({"kinds": ADVICE_ONLY}, {}, id="does not want to be asked for this"),
        pytest.param({}, {"not_ids": frozenset({"p"})}, id="is not to be asked"),
        pytest.param({}, {"organisation": "praktijk"}, id="works for the asking organisation"),
        pytest.param({"paused_until": TODAY}, {}, id="is away, today included"),
        pytest.param({"open_requests": 3}, {}, id="has three open requests and states no cap"),
        pytest.param({"open_requests": 0, "max_open_requests": 0}, {}, id="wants none"),
        pytest.param({}, {"avoid_regions": frozenset({"kennemerland"})}, id="works there"),
        pytest.param(
            {"regions": frozenset({"kennemerland", "friesland"})},
            {"avoid_regions": frozenset({"friesland"})},
            id="works there too",
        ),
        pytest.param(
            {"municipality": AMSTERDAM},
            {"avoid_regions": frozenset({"amsterdam-amstelland"})},
            id="is based there",
        ),
        pytest.param(
            {**NOWHERE, "online": True},
            {"avoid_regions": frozenset({"friesland"}), "online_ok": True},
            id="may work there, for all we know",
        ),
        pytest.param({"roles": frozenset({"verbindingsofficier"})}, {}, id="does not treat"),
    ],
)
def test_a_closed_gate_leaves_no_bucket(traits: dict[str, Any], asks: dict[str, Any]) -> None:
    wishes = (Wish(term="emdr-kj"),)
    assert bucket(request(wishes=wishes, **asks), practitioner(**traits)) == ""


@pytest.mark.parametrize(
    ("traits", "asks"),
    [
        pytest.param({"paused_until": in_days(-1)}, {}, id="is back today"),
        pytest.param({"open_requests": 2}, {}, id="has room for a third"),
        pytest.param({"organisation": None}, {"organisation": "x"}, id="organisation unknown"),
        pytest.param(
            {"municipality": None},
            {"avoid_regions": frozenset({"friesland"})},
            id="lists only other regions",
        ),
    ],
)
def test_a_closed_gate_is_open(traits: dict[str, Any], asks: dict[str, Any]) -> None:
    assert bucket(request(**asks), practitioner(**traits)) == "fits"


def test_who_is_full_or_away_is_counted_when_they_would_fit() -> None:
    found = rank(
        ASKED,
        practitioner(id="full", open_requests=3),
        practitioner(id="away", paused_until=TODAY),
        practitioner(id="both", paused_until=TODAY, open_requests=3),
        practitioner(id="full-and-elsewhere", open_requests=3, room=Room.NO),
        practitioner(id="no-practitioner", roles=frozenset()),
    )
    assert found.closed == {"cap": 1, "pause": 2}
    assert found.matches == ()
    assert found.considered == 4


ASPIRING = practitioner(roles=frozenset({"aankomend-behandelaar"}))


@pytest.mark.parametrize(
    ("kind", "phase", "expected"),
    [
        (Kind.STRUCTURAL, None, "fits"),
        (Kind.CASE, None, "nearly"),
        (Kind.CASE, "herstel", "nearly"),
        (Kind.CASE, "veiligheid", ""),
        (Kind.ADVICE, None, ""),
    ],
)
def test_one_in_training_is_for_structural_work(
    kind: Kind, phase: str | None, expected: str
) -> None:
    asked = request(kind=kind, phase=phase, wishes=(Wish(term="emdr-kj"),))
    assert bucket(asked, ASPIRING) == expected


def test_one_in_training_is_never_shown_silently() -> None:
    (match,) = rank(request(kind=Kind.STRUCTURAL), ASPIRING).fits
    assert match.reasons[0] == of_no_weight("role", Verdict.MET, "role.structural")
    (match,) = rank(request(), ASPIRING).nearly
    assert match.reasons[0] == of_no_weight("role", Verdict.UNMET, "role.in-training")


def test_both_roles_is_a_practitioner() -> None:
    both = practitioner(roles=frozenset({"behandelaar", "aankomend-behandelaar"}))
    assert bucket(request(), both) == "fits"


@pytest.mark.parametrize(
    ("traits", "asks", "expected"),
    [
        pytest.param({}, {}, "fits", id="the same region"),
        pytest.param(
            {"municipality": None, "regions": frozenset({"kennemerland"})}, {}, "fits",
            id="the region of the municipality is added",
        ),
        pytest.param(
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 20}, {}, "fits",
            id="travels far enough",
        ),
        pytest.param(
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 20}, {"max_km": 10},
            "nearly", id="you ask for less far",
        ),
        pytest.param(
            {"municipality": AMSTERDAM, "regions": frozenset(), "travel_km": 5}, {}, "nearly",
            id="travels less far, within 90 km",
        ),
        pytest.param(
            {"municipality": VELSEN, "regions": frozenset(), "travel_km": 2}, {}, "nearly",
            id="a base in the region is not the whole region",
        ),
        pytest.param(
            {"municipality": ALKMAAR, "regions": frozenset(), "travel_km": None}, {}, "nearly",
            id="travel unknown up to 50 km",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN, "regions": frozenset(), "travel_km": 5}, {}, "",
            id="far away",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN, "regions": frozenset(), "online": True},
            {"online_ok": True}, "fits", id="online",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN, "regions": frozenset(), "online": None},
            {"online_ok": True}, "nearly", id="online unknown",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN, "regions": frozenset(), "online": True}, {}, "",
            id="online not accepted",
        ),
        pytest.param(
            {"municipality": None, "regions": frozenset({"amsterdam-amstelland"})}, {}, "nearly",
            id="a neighbouring region",
        ),
        pytest.param(
            {"municipality": None, "regions": frozenset({"friesland"})}, {}, "",
            id="another region",
        ),
        pytest.param(NOWHERE, {}, "", id="nothing known"),
        pytest.param(
            {**NOWHERE, "travel_km": None}, {"municipality": None}, "fits", id="no place asked",
        ),
        pytest.param(
            {"regions": frozenset()},
            {"municipality": None, "regions": frozenset({"kennemerland"})}, "fits",
            id="based in the asked region",
        ),
        pytest.param(
            {"municipality": AMSTERDAM, "regions": frozenset()},
            {"municipality": None, "regions": frozenset({"kennemerland"})}, "nearly",
            id="based in a region beside it",
        ),
    ],
)  # fmt: skip
def test_reach(traits: dict[str, Any], asks: dict[str, Any], expected: str) -> None:
    assert bucket(request(**asks), practitioner(**traits)) == expected


class Apart(Places):
    """Every two municipalities lie this far apart."""

    apart = 0.0

    def km(self, one: str, other: str) -> float | None:  # noqa: ARG002 - all the same here
        return self.apart


@pytest.mark.parametrize(
    ("km", "travel_km", "max_km", "passing"),
    [
        (20, 20, None, Passing.MET),
        (20.1, 20, None, Passing.UNMET),
        (20, 30, 20, Passing.MET),
        (20.1, 30, 20, Passing.UNMET),
        (50, None, None, Passing.UNKNOWN),
        (50.1, None, None, Passing.UNMET),
        (90, 20, None, Passing.UNMET),
        (90.1, 20, None, Passing.SHUT),
    ],
)
def test_a_limit_is_still_within_reach(
    km: float, travel_km: int | None, max_km: int | None, passing: Passing
) -> None:
    places = Apart(PLACES.municipalities.values(), PLACES.regions.values())
    places.apart = km
    who = practitioner(municipality=LEEUWARDEN, regions=frozenset(), travel_km=travel_km)
    asked = Asked.of(request(max_km=max_km), TODAY, VOCABULARY, places)
    assert reach(asked, Entry.of(who, VOCABULARY, places)) is passing


@pytest.mark.parametrize(
    ("traits", "asks", "code", "verdict", "facts"),
    [
        ({"travel_km": 5}, {}, "too-far", Verdict.UNMET, {"km": 26, "travel_km": 5}),
        ({"travel_km": 40}, {"max_km": 10}, "above-your-limit", Verdict.UNMET,
         {"km": 26, "max_km": 10}),
        ({"travel_km": None}, {}, "travel-unknown", Verdict.UNKNOWN, {"km": 26}),
        ({"travel_km": None, "municipality": HAARLEM}, {}, "travel-unknown", Verdict.UNKNOWN,
         {"km": 0}),
        ({"travel_km": None, "online": None}, {}, "travel-unknown", Verdict.UNKNOWN, {"km": 26}),
        ({"travel_km": None}, {"online_ok": True}, "travel-unknown", Verdict.UNKNOWN, {"km": 26}),
        ({"travel_km": 5, "online": None}, {"online_ok": True}, "online-unknown",
         Verdict.UNKNOWN, {}),
        ({"travel_km": None, "municipality": BERGEN}, {}, "travel-unknown",
         Verdict.UNKNOWN, {"km": 31}),
        ({"travel_km": None, "municipality": "GM0400"}, {}, "far", Verdict.UNMET, {"km": 60}),
        ({"municipality": None, "regions": frozenset({"amsterdam-amstelland"})}, {},
         "elsewhere", Verdict.UNMET, {}),
        ({"municipality": AMSTERDAM, "regions": frozenset({"amsterdam-amstelland"})},
         {"municipality": None, "regions": frozenset({"kennemerland"})}, "elsewhere",
         Verdict.UNMET, {}),
        ({"municipality": AMSTERDAM},
         {"municipality": None, "regions": frozenset({"kennemerland"})}, "elsewhere",
         Verdict.UNMET, {}),
    ],
)  # fmt: skip
def test_reach_says_why_and_first(
    *,
    traits: dict[str, Any],
    asks: dict[str, Any],
    code: str,
    verdict: Verdict,
    facts: dict[str, Json],
) -> None:
    who = practitioner(**{"municipality": ALKMAAR, "regions": frozenset(), **traits})
    (match,) = rank(request(**asks), who).nearly
    assert match.reasons[0] == of_no_weight("reach", verdict, f"reach.{code}", facts)


def of_no_weight(
    criterion: str, verdict: Verdict, code: str, facts: dict[str, Json] | None = None
) -> Reason:
    """The reason of a gate that brings no points."""
    return Reason(
        criterion=criterion, verdict=verdict, points=0, out_of=0, code=code, facts=facts or {}
    )


def test_who_states_no_place_is_not_said_to_work_elsewhere() -> None:
    asked = request(wishes=(Wish(term="emdr-kj"),))
    (match,) = rank(asked, practitioner(**NOWHERE)).advice
    assert match.reasons[0] == of_no_weight("reach", Verdict.UNKNOWN, "reach.unknown")


@pytest.mark.parametrize(
    ("room", "starts", "confirmed", "start_by", "expected"),
    [
        (Room.YES, None, 0, None, "fits"),
        (Room.YES, None, -90, None, "fits"),
        (Room.YES, None, -91, None, "nearly"),
        (Room.YES, None, None, None, "nearly"),
        (Room.YES, None, 1, None, "nearly"),
        (Room.FROM, 0, 0, None, "fits"),
        (Room.FROM, -5, 0, None, "fits"),
        (Room.FROM, 1, 0, None, "nearly"),
        (Room.FROM, 7, 0, 7, "fits"),
        (Room.FROM, 8, 0, 7, "nearly"),
        (Room.FROM, None, 0, None, "nearly"),
        (Room.NO, None, 0, None, "advice"),
        (Room.NO, None, -91, None, "nearly"),
        (None, None, 0, None, "nearly"),
    ],
)
def test_room(
    room: Room | None,
    starts: int | None,
    confirmed: int | None,
    start_by: int | None,
    expected: str,
) -> None:
    who = practitioner(
        room=room,
        room_from=None if starts is None else in_days(starts),
        room_confirmed=None if confirmed is None else in_days(confirmed),
    )
    asked = request(
        wishes=(Wish(term="emdr-kj"),), start_by=None if start_by is None else in_days(start_by)
    )
    assert bucket(asked, who) == expected


def test_room_is_not_asked_of_an_adviser() -> None:
    asked = request(kind=Kind.ADVICE, wishes=(Wish(term="emdr-kj"),))
    assert bucket(asked, practitioner(room=Room.NO)) == "fits"


@pytest.mark.parametrize(
    ("ages", "persons", "ages_all", "expected"),
    [
        (((4, 12),), (6, 34), False, "fits"),
        (((4, 12),), (6, 34), True, "nearly"),
        (((4, 12), (18, 64)), (6, 34), True, "fits"),
        (((13, 17),), (6, 34), False, "nearly"),
        ((), (6,), False, "nearly"),
        (None, (6,), False, "nearly"),
        (None, (None,), False, "fits"),
        (((0, 5), (6, 12)), ((4, 8),), False, "fits"),
        (((0, 5), (7, 12)), ((4, 8),), False, "nearly"),
        (((0, 64), (4, 8)), ((10, 20),), False, "fits"),
    ],
)
def test_ages(
    ages: tuple[tuple[int, int], ...] | None,
    persons: tuple[int | tuple[int, int] | None, ...],
    ages_all: bool,
    expected: str,
) -> None:
    who = practitioner(ages=None if ages is None else tuple(AgeRange(*each) for each in ages))
    people = [Person(age=AgeRange(*age) if isinstance(age, tuple) else age) for age in persons]
    assert bucket(request(persons=tuple(people), ages_all=ages_all), who) == expected


@pytest.mark.parametrize(
    ("expertise", "min_level", "expected"),
    [
        ({"emdr": Level.INDEPENDENT}, Level.INDEPENDENT, "fits"),
        ({"emdr-kj": Level.INDEPENDENT}, Level.INDEPENDENT, "fits"),
        ({"emdr": Level.TRAINING}, Level.INDEPENDENT, "nearly"),
        ({"emdr": Level.TRAINING}, Level.TRAINING, "fits"),
        ({"traumabehandeling": Level.SUPERVISOR}, Level.TRAINING, "nearly"),
        ({}, Level.TRAINING, "nearly"),
    ],
)
def test_a_must_is_met_by_itself_or_narrower(
    expertise: dict[str, Level], min_level: Level, expected: str
) -> None:
    asked = request(wishes=(Wish(term="emdr", must=True, min_level=min_level),))
    assert bucket(asked, practitioner(expertise=expertise)) == expected


def test_a_must_that_is_not_met_reads_as_unmet() -> None:
    asked = request(wishes=(Wish(term="emdr-kj", must=True),))
    found = reason(asked, practitioner(expertise={"emdr": Level.SUPERVISOR}), "expertise")
    assert found.verdict is Verdict.UNMET
    assert found.points > 0


def test_a_must_that_is_missed_beside_a_wish_that_is_met_reads_as_unmet() -> None:
    asked = request(languages=(Language(code="ti", must=True), Language(code="ar")))
    assert reason(asked, practitioner(), "languages").verdict is Verdict.UNMET


def test_without_a_ladder_the_stated_level_is_enough() -> None:
    asked = request(wishes=(Wish(term="trauma", must=True, min_level=Level.PRACTITIONER),))
    assert bucket(asked, practitioner(expertise={"trauma": Level.INDEPENDENT})) == "fits"
    assert bucket(asked, practitioner(expertise={"trauma": Level.TRAINING})) == "nearly"


def test_an_unwanted_term_is_no_match() -> None:
    asked = request(wishes=(Wish(term="emdr", must=True),), not_wishes=frozenset({"emdr-kj"}))
    assert bucket(asked, practitioner()) == "nearly"
    both = practitioner(expertise={"emdr-kj": Level.INDEPENDENT, "emdr-2": Level.INDEPENDENT})
    assert bucket(asked, both) == "fits"


def test_what_is_asked_by_name_is_not_unwanted() -> None:
    asked = request(
        wishes=(Wish(term="emdr-kj", must=True),), not_wishes=frozenset({"traumabehandeling"})
    )
    assert bucket(asked, practitioner()) == "fits"


@pytest.mark.parametrize(
    ("spoken", "musts", "expected"),
    [
        (frozenset({"ar"}), ("ar",), "fits"),
        (frozenset({"ary"}), ("ar",), "nearly"),
        (frozenset({"nl"}), ("ar", "ti"), ""),
        (frozenset({"ar"}), ("ar", "ti"), "nearly"),
        (None, ("ar", "ti"), "nearly"),
    ],
)
def test_languages_one_by_one(
    spoken: frozenset[str] | None, musts: tuple[str, ...], expected: str
) -> None:
    languages = tuple(Language(code=code, must=True) for code in musts)
    # Five who fit: then a cost of 4 is not shown for want of better.
    others = [practitioner(id=f"o{n}", languages=frozenset({"ar", "ti"})) for n in range(5)]
    found = rank(request(languages=languages), practitioner(languages=spoken), *others)
    buckets = {match.practitioner_id: match.bucket.value for match in found.matches}
    assert buckets.get("p", "") == expected


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (frozenset({"crisisopvang"}), "fits"),
        (frozenset({"ggz-volwassenen"}), "nearly"),
        (None, "nearly"),
    ],
)
def test_any_setting_suffices(settings: frozenset[str] | None, expected: str) -> None:
    group = Group(any=frozenset({"vrouwenopvang", "crisisopvang"}), must=True)
    found = rank(request(settings=group), practitioner(settings=settings))
    assert [match.bucket.value for match in found.matches] == [expected]


@pytest.mark.parametrize(
    ("funding", "asks", "verdict"),
    [
        ({"jeugdwet:GM0392"}, {}, Verdict.MET),
        ({"jeugdwet"}, {}, Verdict.UNKNOWN),
        ({"jeugdwet:GM0363"}, {}, Verdict.UNMET),
        ({"zvw"}, {}, Verdict.UNMET),
        (None, {}, Verdict.UNKNOWN),
        ({"jeugdwet:GM0363"}, {"funding_municipality": AMSTERDAM}, Verdict.MET),
        ({"jeugdwet"}, {"municipality": None}, Verdict.MET),
        ({"jeugdwet:GM0363"}, {"municipality": None}, Verdict.MET),
        ({"zvw"}, {"municipality": None}, Verdict.UNMET),
    ],
)
def test_funding(funding: set[str] | None, asks: dict[str, Any], verdict: Verdict) -> None:
    asked = request(funding=Group(any=frozenset({"jeugdwet"}), must=True), **asks)
    who = practitioner(funding=None if funding is None else frozenset(funding))
    assert reason(asked, who, "funding").verdict is verdict
    assert bucket(asked, who) == ("fits" if verdict is Verdict.MET else "nearly")


def test_any_funding_suffices() -> None:
    asked = request(funding=Group(any=frozenset({"jeugdwet", "zvw"}), must=True))
    assert bucket(asked, practitioner()) == "fits"
    assert bucket(asked, practitioner(funding=frozenset({"jeugdwet"}))) == "nearly"
    assert bucket(asked, practitioner(funding=frozenset({"zvw:GM0392"}))) == "fits"


@pytest.mark.parametrize(
    ("route", "verdict"),
    [
        pytest.param("jeugdwet", Verdict.UNKNOWN, id="a municipality's contract"),
        pytest.param("wmo", Verdict.UNKNOWN, id="a municipality's contract too"),
        pytest.param("zvw", Verdict.MET, id="the insurer pays anywhere"),
        pytest.param("wlz", Verdict.MET, id="the care office"),
        pytest.param("opvang", Verdict.MET, id="the shelter itself"),
        pytest.param("particulier", Verdict.MET, id="the client"),
    ],
)
def test_only_what_a_municipality_buys_needs_its_contract(route: str, verdict: Verdict) -> None:
    asked = request(municipality=HAARLEM, funding=Group(any=frozenset({route}), must=True))
    who = practitioner(funding=frozenset({route}))
    assert reason(asked, who, "funding").verdict is verdict


def test_an_empty_group_asks_nothing() -> None:
    empty = Group(any=frozenset(), must=True)
    found = rank(request(settings=empty, funding=empty), practitioner(settings=None, funding=None))
    assert [each.criterion for each in found.fits[0].reasons] == ["nearness", "room"]


def test_three_to_four_is_nearly_only_when_there_are_few() -> None:
    asked = request(
        municipality=HAARLEM,
        wishes=(Wish(term="emdr-kj", must=True), Wish(term="nika", must=True)),
    )
    poor = practitioner(id="poor", expertise={})
    near = [practitioner(id=f"n{number}") for number in range(5)]
    for number, nearly in ((0, 1), (4, 5), (5, 5)):
        who = [poor, *near[:number]]
        counts = {"fits": 0, "nearly": nearly, "advice": 0}
        assert rank(asked, *who).counts == counts
        worked_out = Asked.of(asked, TODAY, VOCABULARY, PLACES)
        entries = [Entry.of(each, VOCABULARY, PLACES) for each in who]
        assert reference(worked_out, entries, 10).counts == counts


def test_a_cost_above_four_is_not_nearly() -> None:
    asked = request(
        wishes=(Wish(term="emdr-kj", must=True), Wish(term="nika", must=True)),
        languages=(Language(code="ti", must=True),),
    )
    assert bucket(asked, practitioner(expertise={})) == ""


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({}, "advice"),
        ({"kinds": frozenset({Kind.CASE})}, ""),
        ({"expertise": {"emdr-kj": Level.TRAINING}}, ""),
        ({"expertise": {"emdr": Level.SUPERVISOR}}, ""),
        ({"expertise": {"nika": Level.SUPERVISOR}}, ""),
        ({"municipality": LEEUWARDEN, "regions": frozenset()}, "advice"),
        ({"roles": frozenset({"aankomend-behandelaar"})}, ""),
    ],
)
def test_who_cannot_start_may_advise(traits: dict[str, Any], expected: str) -> None:
    asked = request(wishes=(Wish(term="emdr-kj"),))
    assert bucket(asked, practitioner(**{"room": Room.NO, **traits})) == expected


def test_cooling_off_changes_neither_bucket_nor_score() -> None:
    cool, asked_before = practitioner(), practitioner(id="q", last_asked=in_days(-2))
    found = {match.practitioner_id: match for match in rank(ASKED, cool, asked_before).fits}
    assert found["q"].cooling_until == in_days(1)
    assert found["p"].cooling_until is None
    assert found["q"].score == found["p"].score
    assert rank(ASKED, practitioner(last_asked=in_days(-3))).fits[0].cooling_until is None
