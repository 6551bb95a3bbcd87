"""The score and the order: primitives, should and should not, better beats worse."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from drakenmatch import (
    RULE,
    AgeRange,
    Bucket,
    Group,
    InvalidValue,
    Kind,
    Language,
    Level,
    Person,
    Places,
    Pool,
    Ranking,
    Room,
    Verdict,
    Vocabulary,
    Wish,
    practitioner_faults,
    published,
)
from drakenmatch.criteria import WEIGHTS
from drakenmatch.order import band, column, seed, splitmix64, tie
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    ASKED,
    HAARLEM,
    HEEMSTEDE,
    LEEUWARDEN,
    PLACES,
    TODAY,
    VOCABULARY,
    ids,
    pool_of,
    practitioner,
    rank,
    reason,
    request,
    value,
)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param({}, {"expertise": {"emdr-kj": Level.TRAINING}}, id="a higher level"),
        pytest.param({}, {"municipality": ALKMAAR}, id="nearer"),
        pytest.param({}, {"room": Room.FROM, "room_from": date(2026, 12, 1)}, id="room now"),
        pytest.param(
            {}, {"room_confirmed": TODAY - timedelta(days=60)}, id="confirmed more recently"
        ),
        pytest.param({}, {"room": None}, id="room rather than unknown"),
        pytest.param({}, {"ages": (AgeRange(0, 12),)}, id="ages of mother and child"),
        pytest.param({}, {"languages": frozenset({"nl"})}, id="the language"),
        pytest.param({}, {"languages": None}, id="the language rather than unknown"),
        pytest.param({"languages": None}, {"languages": frozenset({"nl"})}, id="unknown is no no"),
        pytest.param({}, {"settings": frozenset()}, id="the setting"),
        pytest.param({}, {"funding": frozenset({"jeugdwet"})}, id="the contract"),
        pytest.param(
            {"funding": frozenset({"jeugdwet"})}, {"funding": frozenset({"zvw"})}, id="the route"
        ),
        pytest.param({"travel_km": None}, {"room": Room.FROM}, id="a region is enough"),
        pytest.param({"id": "z"}, {"id": "a", "room": None}, id="whatever the id"),
    ],
)
def test_better_beats_worse(better: dict[str, Any], worse: dict[str, Any]) -> None:
    asked = request(
        wishes=ASKED.wishes,
        persons=ASKED.persons,
        languages=ASKED.languages,
        settings=ASKED.settings,
        funding=ASKED.funding,
        start_by=date(2026, 12, 31),
    )
    first = practitioner(**{"id": "first", **better})
    second = practitioner(**{"id": "second", **worse})
    assert ids(rank(asked, second, first).matches) == [first.id, second.id]


def test_fits_come_before_nearly_whatever_the_score() -> None:
    poor = practitioner(id="poor", languages=frozenset(), settings=frozenset(), funding=None)
    rich = practitioner(id="rich", room=None)
    found = rank(ASKED, rich, poor)
    assert ids(found.fits) == ["poor"]
    assert ids(found.nearly) == ["rich"]


def test_nearly_is_ordered_by_cost_first() -> None:
    cheap = practitioner(id="cheap", room=None, languages=frozenset(), settings=frozenset())
    dear = practitioner(id="dear", ages=(AgeRange(70, 80),))
    assert ids(rank(ASKED, dear, cheap).nearly) == ["cheap", "dear"]


def test_one_in_training_who_scores_a_band_more_comes_first() -> None:
    """A day less fresh is worth four tenths of a point."""
    aspiring = practitioner(id="aspiring", roles=frozenset({"aankomend-behandelaar"}))
    other = practitioner(id="other", room_confirmed=TODAY - timedelta(days=31))
    found = rank(request(kind=Kind.STRUCTURAL), aspiring, other).fits
    assert [each.practitioner_id for each in found] == ["aspiring", "other"]
    assert 0 < found[0].score - found[1].score < 0.5


def test_who_costs_less_comes_first_with_next_to_no_points() -> None:
    poor = practitioner(
        id="poor",
        expertise={},
        municipality=LEEUWARDEN,
        regions=frozenset(),
        travel_km=200,
        room=None,
    )
    rich = practitioner(
        id="rich",
        expertise={"emdr-kj": Level.SUPERVISOR},
        roles=frozenset({"aankomend-behandelaar"}),
    )
    found = rank(request(wishes=(Wish(term="emdr-kj"),)), rich, poor).nearly
    assert ids(found) == ["poor", "rich"]
    assert found[1].score - found[0].score > 80


def test_who_costs_less_comes_first_with_no_points_against_all() -> None:
    none = practitioner(
        id="none",
        expertise={},
        municipality=LEEUWARDEN,
        regions=frozenset(),
        travel_km=200,
        room=Room.FROM,
        room_from=TODAY + timedelta(days=100),
    )
    every = practitioner(
        id="every",
        expertise={"emdr-kj": Level.SUPERVISOR},
        roles=frozenset({"aankomend-behandelaar"}),
        regions=frozenset(),
        travel_km=None,
    )
    found = rank(request(wishes=(Wish(term="emdr-kj"),)), every, none).nearly
    assert [(each.practitioner_id, each.score) for each in found] == [("none", 0), ("every", 100)]


def test_who_misses_less_comes_before_who_scores_more() -> None:
    """One language and an unknown cost three, two languages four."""
    musts = tuple(Language(code=code, must=True) for code in ("ti", "fr"))
    asked = request(wishes=(Wish(term="emdr-kj"),), languages=musts)
    one = practitioner(id="one", languages=frozenset({"ti"}), room=None)
    two = practitioner(id="two", languages=frozenset(), expertise={"emdr-kj": Level.SUPERVISOR})
    found = rank(asked, one, two).nearly
    assert [each.practitioner_id for each in found] == ["one", "two"]
    assert found[0].score < found[1].score


def test_one_in_training_comes_after_others_of_the_same_band() -> None:
    asked = request(kind=Kind.STRUCTURAL)
    both = [
        practitioner(id=f"{role}-{number}", roles=frozenset({role}))
        for number in range(6)
        for role in ("aankomend-behandelaar", "behandelaar")
    ]
    roles = [each.rpartition("-")[0] for each in ids(rank(asked, *both).fits)]
    assert roles == ["behandelaar"] * 6 + ["aankomend-behandelaar"] * 6


@pytest.mark.parametrize(
    ("wished", "held", "expected"),
    [
        (Wish(term="emdr"), {"emdr": Level.SUPERVISOR}, 1.0),
        (Wish(term="emdr"), {"emdr": Level.PRACTITIONER}, 1.0),
        (Wish(term="emdr"), {"emdr": Level.INDEPENDENT}, 0.8),
        (Wish(term="emdr"), {"emdr": Level.TRAINING}, 0.5),
        (Wish(term="emdr"), {"emdr-kj": Level.INDEPENDENT}, 0.8),
        (Wish(term="emdr-kj"), {"emdr": Level.PRACTITIONER}, 0.5),
        (Wish(term="emdr-kj"), {"traumabehandeling": Level.PRACTITIONER}, 0.25),
        (Wish(term="emdr-kj"), {"emdr": Level.PRACTITIONER, "emdr-kj": Level.TRAINING}, 0.5),
        (Wish(term="emdr", min_level=Level.INDEPENDENT), {"emdr": Level.TRAINING}, 0.25),
        (Wish(term="emdr", min_level=Level.SUPERVISOR), {"emdr": Level.PRACTITIONER}, 0.5),
        (Wish(term="trauma"), {"trauma": Level.INDEPENDENT}, 1.0),
        (Wish(term="trauma"), {"ptss": Level.INDEPENDENT}, 1.0),
        (Wish(term="cgt"), {"dgt": Level.SUPERVISOR}, 0.0),
        (Wish(term="slachtoffer"), {"pleger": Level.INDEPENDENT}, 0.0),
        (Wish(term="kindermishandeling"), {"ouderenmishandeling": Level.INDEPENDENT}, 0.0),
        (Wish(term="emdr"), {}, 0.0),
    ],
)
def test_expertise(wished: Wish, held: dict[str, Level], expected: float) -> None:
    asked = request(wishes=(wished,))
    assert value(asked, practitioner(expertise=held), "expertise") == pytest.approx(expected)


def test_wishes_count_by_their_weight() -> None:
    asked = request(wishes=(Wish(term="emdr-kj", weight=3), Wish(term="nika")))
    who = practitioner(expertise={"emdr-kj": Level.PRACTITIONER})
    assert value(asked, who, "expertise") == pytest.approx(0.75)


def test_a_reviewed_pair_counts_half() -> None:
    terms = [
        {"slug": slug, "scheme": "problematiek", "nl": slug, "en": slug} for slug in ("a", "b")
    ]
    vocabulary = Vocabulary.from_json({"terms": terms, "related": [["a", "b"]]})
    pool = Pool(vocabulary, PLACES)
    pool.put(practitioner(expertise={"b": Level.INDEPENDENT}))
    (match,) = pool.rank(request(wishes=(Wish(term="a"),)), today=TODAY).fits
    assert match.reasons[0].code == "expertise.named-related"
    assert match.reasons[0].points == pytest.approx(match.reasons[0].out_of / 2)


@pytest.mark.parametrize(
    ("wished", "held", "code", "verdict"),
    [
        ("emdr", "emdr", "expertise.itself", Verdict.MET),
        ("emdr", "emdr-kj", "expertise.narrower", Verdict.MET),
        ("emdr-kj", "emdr", "expertise.broader", Verdict.PARTLY),
        ("emdr", "nika", "expertise.none", Verdict.UNMET),
        ("trauma", "trauma", "expertise.named-itself", Verdict.MET),
        ("trauma", "ptss", "expertise.named-narrower", Verdict.MET),
        ("ptss", "trauma", "expertise.named-broader", Verdict.PARTLY),
    ],
)
def test_expertise_says_how(wished: str, held: str, code: str, verdict: Verdict) -> None:
    asked = request(wishes=(Wish(term=wished),))
    found = reason(asked, practitioner(expertise={held: Level.INDEPENDENT}), "expertise")
    assert (found.code, found.verdict) == (code, verdict)


def test_below_the_asked_level_is_said() -> None:
    asked = request(wishes=(Wish(term="kidnet", min_level=Level.PRACTITIONER),))
    found = reason(asked, practitioner(expertise={"kidnet": Level.TRAINING}), "expertise")
    assert found.verdict is Verdict.PARTLY
    assert found.detail == "Biedt KIDNET (in opleiding); u vraagt ten minste practitioner."
    assert found.sentence("en") == "Offers KIDNET (in training); you ask for at least practitioner."


@pytest.mark.parametrize(
    ("traits", "asks", "expected", "verdict"),
    [
        ({}, {}, 1.0, Verdict.MET),
        ({"municipality": HEEMSTEDE}, {}, 0.9, Verdict.MET),
        ({"municipality": AMSTERDAM, "regions": frozenset()}, {}, 0.7, Verdict.MET),
        ({"municipality": ALKMAAR}, {}, 0.6, Verdict.MET),
        ({"municipality": ALKMAAR, "regions": frozenset()}, {}, 0.55, Verdict.PARTLY),
        ({"municipality": None}, {}, 0.6, Verdict.MET),
        ({"municipality": LEEUWARDEN, "regions": frozenset(), "online": True},
         {"online_ok": True}, 0.5, Verdict.PARTLY),
        ({"municipality": LEEUWARDEN, "regions": frozenset(), "online": None},
         {"online_ok": True}, 0.0, Verdict.UNMET),
        ({"municipality": None, "regions": frozenset({"amsterdam-amstelland"})}, {}, 0.5,
         Verdict.UNKNOWN),
        ({"municipality": AMSTERDAM, "regions": frozenset()},
         {"municipality": None, "regions": frozenset({"kennemerland"})}, 0.0, Verdict.UNMET),
        ({"regions": frozenset()},
         {"municipality": None, "regions": frozenset({"kennemerland"})}, 0.6, Verdict.MET),
        ({"municipality": "GM9999"}, {}, 0.6, Verdict.MET),
    ],
)  # fmt: skip
def test_nearness(
    traits: dict[str, Any], asks: dict[str, Any], expected: float, verdict: Verdict
) -> None:
    found = reason(request(**asks), practitioner(**traits), "nearness")
    assert found.points / found.out_of == pytest.approx(expected)
    assert found.verdict is verdict


@pytest.mark.parametrize(
    ("room", "starts", "confirmed", "expected"),
    [
        (Room.YES, None, 0, 1.0),
        (Room.YES, None, 30, 1.0),
        (Room.YES, None, 60, 0.75),
        (Room.YES, None, 90, 0.5),
        (Room.YES, None, 91, 0.5),
        (Room.FROM, 14, 0, 0.8),
        (Room.FROM, 14 + 28, 0, 0.4),
        (Room.FROM, 14 + 56, 0, 0.0),
        (Room.FROM, 14 + 99, 0, 0.0),
        (Room.FROM, 0, 0, 1.0),
        (Room.FROM, 14, 60, 0.65),
        (Room.FROM, None, 0, 0.5),
        (Room.NO, None, 91, 0.5),
        (None, None, 0, 0.5),
        (Room.YES, None, None, 0.5),
        (Room.YES, None, -1, 0.5),
    ],
)
def test_room(
    room: Room | None, starts: int | None, confirmed: int | None, expected: float
) -> None:
    who = practitioner(
        room=room,
        room_from=None if starts is None else TODAY + timedelta(days=starts),
        room_confirmed=None if confirmed is None else TODAY - timedelta(days=confirmed),
    )
    asked = request(start_by=TODAY + timedelta(days=14))
    assert value(asked, who, "room") == pytest.approx(expected)


def test_a_no_that_grows_old_is_worth_more() -> None:
    asked = request(kind=Kind.CASE, wishes=(Wish(term="emdr-kj"),))
    fresh = value(asked, practitioner(room=Room.NO), "room")
    older = value(
        asked, practitioner(room=Room.NO, room_confirmed=TODAY - timedelta(days=60)), "room"
    )
    assert fresh == 0
    assert older == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("criterion", "asks", "traits", "expected"),
    [
        ("ages", {"persons": (Person(age=6), Person(age=34))}, {"ages": (AgeRange(4, 12),)}, 0.75),
        ("ages", {"persons": (Person(age=6),)}, {"ages": None}, 0.5),
        ("ages", {"persons": (Person(age=6),)}, {"ages": ()}, 0.0),
        ("languages", {"languages": (Language(code="ar"), Language(code="ti"))},
         {"languages": frozenset({"ar"})}, 0.75),
        ("settings", {"settings": Group(any=frozenset({"csg", "mdck", "ambulant"}))},
         {"settings": frozenset({"csg"})}, 0.5 + 0.5 / 3),
        ("funding", {"funding": Group(any=frozenset({"jeugdwet", "zvw"}))},
         {"funding": frozenset({"jeugdwet:GM0392"})}, 0.75),
        ("funding", {"funding": Group(any=frozenset({"jeugdwet", "zvw"}))},
         {"funding": frozenset({"jeugdwet"})}, 0.5),
        ("funding", {"funding": Group(any=frozenset({"jeugdwet", "zvw"}))},
         {"funding": frozenset({"zvw"})}, 0.75),
        ("funding", {"funding": Group(any=frozenset({"jeugdwet"}))},
         {"funding": frozenset({"zvw"})}, 0.0),
    ],
)  # fmt: skip
def test_lists(
    criterion: str, asks: dict[str, Any], traits: dict[str, Any], expected: float
) -> None:
    assert value(request(**asks), practitioner(**traits), criterion) == pytest.approx(expected)


def test_what_is_not_stated_has_no_weight() -> None:
    (match,) = rank(request(), practitioner()).fits
    assert {each.criterion: each.out_of for each in match.reasons} == {"nearness": 50, "room": 50}


def test_a_request_that_states_nothing_ranks_everybody_equal() -> None:
    found = rank(request(kind=Kind.ADVICE, municipality=None), practitioner())
    assert (found.fits[0].score, found.fits[0].reasons) == (0, ())


def test_the_limit_is_the_total_and_the_counts_are_exact() -> None:
    fits = [practitioner(id=f"f{number}") for number in range(3)]
    nearly = [practitioner(id=f"n{number}", room=None) for number in range(3)]
    advice = [practitioner(id=f"a{number}", room=Room.NO) for number in range(3)]
    pool = pool_of([*advice, *nearly, *fits])

    def shown(limit: int | Mapping[Bucket, int]) -> tuple[int, int, int]:
        found = pool.rank(ASKED, today=TODAY, limit=limit)
        assert found.counts == {"fits": 3, "nearly": 3, "advice": 3}
        return len(found.fits), len(found.nearly), len(found.advice)

    assert shown(0) == (0, 0, 0)
    assert shown(2) == (2, 0, 0)
    assert shown(4) == (3, 1, 0)
    assert shown(7) == (3, 3, 1)
    assert shown(20) == (3, 3, 3)
    assert shown({Bucket.FITS: 3, Bucket.NEARLY: 1, Bucket.ADVICE: 2}) == (3, 1, 2)
    assert shown({Bucket.ADVICE: 9}) == (0, 0, 3)
    assert shown({}) == (0, 0, 0)


def test_a_change_is_visible_to_the_very_next_ranking() -> None:
    pool = pool_of([practitioner()])
    assert pool.rank(ASKED, today=TODAY).counts["fits"] == 1
    pool.put(practitioner(room=None))
    assert pool.rank(ASKED, today=TODAY).counts["nearly"] == 1
    pool.remove("p")
    pool.remove("p")
    assert pool.rank(ASKED, today=TODAY).considered == 0
    assert (len(pool), "p" in pool, pool.get("p"), list(pool)) == (0, False, None, [])
    pool.put(practitioner())
    assert (len(pool), "p" in pool, pool.get("p")) == (1, True, practitioner())


@pytest.mark.parametrize(
    ("asks", "field"),
    [
        ({"municipality": "GM9999"}, "municipality"),
        ({"funding_municipality": "GM9999"}, "funding_municipality"),
        ({"regions": frozenset({"nergens"})}, "regions"),
        ({"avoid_regions": frozenset({"nergens"})}, "avoid_regions"),
        ({"wishes": (Wish(term="nergens"),)}, "wishes"),
        ({"not_wishes": frozenset({"nergens"})}, "not_wishes"),
        ({"languages": (Language(code="zz"),)}, "languages"),
        ({"settings": Group(any=frozenset({"nergens"}))}, "settings.any"),
    ],
)
def test_a_request_that_names_what_does_not_exist_is_refused(
    asks: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        rank(request(**asks))
    assert caught.value.field == field


@pytest.mark.parametrize("limit", [-1, {Bucket.FITS: 5, Bucket.ADVICE: -1}])
def test_a_negative_limit_is_refused(limit: int | Mapping[Bucket, int]) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: a whole number from 0$"):
        pool_of([]).rank(request(), today=TODAY, limit=limit)


def test_a_profile_that_names_what_does_not_exist_is_taken_and_told() -> None:
    odd = practitioner(
        expertise={"gone": Level.INDEPENDENT},
        regions=frozenset({"gone"}),
        municipality="GM9999",
        languages=frozenset({"zz"}),
        settings=frozenset({"gone"}),
        room_confirmed=TODAY + timedelta(days=1),
    )
    faults = [each.field for each in practitioner_faults(odd, VOCABULARY, PLACES, today=TODAY)]
    assert faults == [
        "expertise", "regions", "municipality", "languages", "settings", "room_confirmed",
    ]  # fmt: skip
    assert rank(request(), odd).considered == 1
    assert not list(practitioner_faults(practitioner(), VOCABULARY, PLACES, today=TODAY))


def test_a_vocabulary_without_languages_cannot_judge_them() -> None:
    pool = Pool(Vocabulary.from_json({"terms": []}), Places([], []))
    asked = request(
        municipality=None,
        languages=(Language(code="zz"),),
        settings=Group(any=frozenset({"anything"})),
    )
    assert pool.rank(asked, today=TODAY).considered == 0


def test_equals_rotate_by_day_and_request_and_stay_put_within_it() -> None:
    pool = pool_of([practitioner(id=f"p{number}") for number in range(12)])
    today = ids(pool.rank(ASKED, today=TODAY).fits)
    tomorrow = ids(pool.rank(ASKED, today=TODAY + timedelta(days=1)).fits)
    other = ids(pool.rank(request(id="other"), today=TODAY).fits)
    assert today == ids(pool.rank(ASKED, today=TODAY).fits)
    assert sorted(today) == sorted(tomorrow) == sorted(other)
    assert len({tuple(today), tuple(tomorrow), tuple(other)}) == 3


def test_the_rotation_is_the_published_one() -> None:
    assert splitmix64(0) == 0xE220A8397B1DCDAF
    assert column("") == 0xE3B0C44298FC1C14
    assert seed(TODAY, "r") == column("2026-11-21|r")
    assert tie(5, 3) == splitmix64(6)


@pytest.mark.parametrize(
    ("score", "expected"), [(0, 0), (0.49, 0), (0.5, 1), (87.5 - 1e-9, 175), (100, 200)]
)
def test_a_band_is_half_a_point(score: float, expected: int) -> None:
    assert band(score) == expected


def test_the_rule_is_published_from_its_own_table() -> None:
    rows = {each.name: each for each in published()}
    assert {name: row.weight for name, row in rows.items()} == {
        "expertise": 40, "nearness": 20, "room": 20, "ages": 5, "languages": 5, "settings": 5,
        "funding": 5,
    }  # fmt: skip
    assert sum(WEIGHTS.values()) == 100
    assert all(row.nl.endswith(".") and row.en.endswith(".") for row in rows.values())
    assert rows["room"].nl.startswith("Plek:")
    assert rows["room"].en.startswith("Room:")
    assert rank(request()).rule == RULE == "2"


def example_pool() -> Ranking:
    """The mother and her child of 6 in Haarlem, and five practitioners around them."""
    found = PLACES.at_postcode("2011")
    assert found is not None
    asked = request(
        id="haarlem",
        municipality=found.code,
        wishes=(Wish(term="emdr-kj", must=True),),
        persons=(Person(role="getuige", age=6), Person(role="moeder", age=34)),
        languages=(Language(code="ar"),),
        funding=Group(any=frozenset({"jeugdwet"})),
    )
    return rank(
        asked,
        practitioner(id="fits-arabic"),
        practitioner(id="fits", languages=frozenset({"nl"})),
        practitioner(id="nearly-broader", expertise={"emdr": Level.PRACTITIONER}),
        practitioner(id="nearly-region", regions=frozenset(), municipality=AMSTERDAM, travel_km=10),
        practitioner(id="advice", municipality=LEEUWARDEN, regions=frozenset({"friesland"})),
        practitioner(id="nobody", expertise={}, room=Room.NO),
    )


def test_the_example_gives_three_groups_with_reasons_that_add_up() -> None:
    found = example_pool()
    assert ids(found.fits) == ["fits-arabic", "fits"]
    assert sorted(ids(found.nearly)) == ["nearly-broader", "nearly-region"]
    assert ids(found.advice) == ["advice"]
    for match in found.matches:
        assert abs(sum(each.points for each in match.reasons) - match.score) < 1e-9
        assert abs(sum(each.out_of for each in match.reasons) - 100) < 1e-9
    assert all(match.reasons[0].verdict is Verdict.UNMET for match in found.nearly)


def test_the_example_says_what_asking_less_would_bring() -> None:
    told = {each.detail for each in example_pool().relaxations}
    assert "EMDR bij kinderen en jongeren niet verplicht: 1 erbij." in told


def test_the_example_explains_in_two_languages() -> None:
    best = example_pool().fits[0]
    assert [each.detail for each in best.reasons] == [
        "Biedt EMDR bij kinderen en jongeren (zelfstandig).",
        "Werkt in Haarlem.",
        "Heeft plek (bevestigd op 21 november 2026).",
        "Behandelt deze leeftijd: 6 en 34.",
        "Spreekt Arabisch.",
        "Betaling kan via de Jeugdwet.",
    ]
    assert [each.sentence("en") for each in best.reasons][1:3] == [
        "Works in Haarlem.",
        "Has room (confirmed on 21 November 2026).",
    ]
    assert HAARLEM == "GM0392"
