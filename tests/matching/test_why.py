"""Why not this practitioner? Where they stand, what is in the way, what to ask differently."""

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest

from drakenmatch import (
    AgeRange,
    Bucket,
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
from drakenmatch.asking import Asked, Entry
from drakenmatch.changes import Asking, Change, changed
from drakenmatch.standing import closed_by
from drakenmatch.why import WhyNot, why_not
from tests.matching.examples import (
    ALKMAAR,
    AMSTERDAM,
    ASKED,
    HAARLEM,
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

ASPIRING = frozenset({"aankomend-behandelaar"})
TWO = (Language(code="ti", must=True), Language(code="fr", must=True))


def why(asked: Request, *who: Practitioner, than: str | None = None) -> WhyNot:
    """Ask about the first of these."""
    return why_not(pool_of(who), asked, who[0].id, today=TODAY, than=than)


def several(number: int) -> list[Practitioner]:
    return [practitioner(id=f"other{each}") for each in range(number)]


# ---- Where ----


@pytest.mark.parametrize(
    ("asks", "traits", "others", "stands"),
    [
        pytest.param({}, {}, 0, "Past: plaats 1 van 1.", id="fits"),
        pytest.param({}, {"room": None}, 2, "Past bijna: plaats 1 van 1.", id="nearly"),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj"),)},
            {"room": Room.NO},
            0,
            "Kan nu niet behandelen, wel advies geven: plaats 1 van 1.",
            id="advice",
        ),
        pytest.param(
            {"languages": TWO},
            {"room": None},
            0,
            "Staat niet in de lijst, ook niet bij bijna: te veel past niet of is onbekend.",
            id="too much",
        ),
        pytest.param(
            {},
            {"room": Room.NO},
            0,
            "Staat niet in de lijst: hierop kan niemand bijna passen.",
            id="never nearly",
        ),
        pytest.param(
            {}, {"kinds": frozenset()}, 0, "Staat bij deze aanvraag niet in de lijst.", id="closed"
        ),
    ],
)
def test_where_somebody_stands(
    asks: dict[str, Any], traits: dict[str, Any], others: int, stands: str
) -> None:
    answer = why(request(**asks), practitioner(**traits), *several(others))
    assert answer.stands.detail == stands


def _speakers(number: int) -> list[Practitioner]:
    spoken = frozenset({"ti", "fr"})
    return [replace(each, languages=spoken) for each in several(number)]


@pytest.mark.parametrize(("others", "bucket"), [(4, Bucket.NEARLY), (5, None)])
def test_with_few_others_more_is_nearly(others: int, bucket: Bucket | None) -> None:
    """Two languages missed cost 4, which is "nearly" only where fewer than five others are."""
    asked = request(languages=TWO)
    answer = why(asked, practitioner(), *_speakers(others))
    assert answer.bucket is bucket


def test_who_is_not_to_be_asked_is_no_company() -> None:
    asked = request(languages=TWO, not_ids=frozenset({"other0"}))
    assert why(asked, practitioner(), *_speakers(5)).bucket is Bucket.NEARLY


def test_who_nearly_fits_is_company_too() -> None:
    asked = request(languages=TWO)
    one = [replace(each, languages=frozenset({"ti"})) for each in several(5)]
    wider = [practitioner(id=f"w{each}") for each in range(9)]
    assert why(asked, practitioner(), *one, *wider).bucket is None
    assert why(asked, practitioner(), *one[:4], *wider).bucket is Bucket.NEARLY


def test_place_and_score_are_those_of_the_ranking() -> None:
    people = [practitioner(id=f"p{number}", travel_km=30 + number) for number in range(60)]
    people += [practitioner(id=f"q{number}", languages=frozenset()) for number in range(5)]
    ranking = rank(ASKED, *people)
    pool = pool_of(people)
    for place, match in list(enumerate(ranking.fits, start=1))[::7]:
        answer = why_not(pool, ASKED, match.practitioner_id, today=TODAY)
        assert (answer.bucket, answer.place, answer.of) == (Bucket.FITS, place, 65)
        assert (answer.score, answer.reasons) == (match.score, match.reasons)


def test_a_place_far_down_is_counted_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who nearly fits is looked for among the first few, and only then among all."""
    monkeypatch.setattr(import_module("drakenmatch.why"), "FIRST_LOOK", 2)
    people = [practitioner(id=f"p{number}", room=None) for number in range(6)]
    order, pool = ids(rank(request(), *people).nearly), pool_of(people)
    for place, name in enumerate(order, start=1):
        answer = why_not(pool, request(), name, today=TODAY)
        assert (answer.bucket, answer.place, answer.of) == (Bucket.NEARLY, place, 6)


def test_of_somebody_on_no_list_no_place_is_told() -> None:
    answer = why(request(), practitioner(room=Room.NO))
    assert (answer.bucket, answer.place, answer.of, answer.lower) == (None, None, None, None)
    assert answer.score == pytest.approx(sum(each.points for each in answer.reasons))


def test_the_cooling_off_is_told_as_on_the_card() -> None:
    assert why(request(), practitioner(last_asked=TODAY)).cooling_until == TODAY + timedelta(3)
    assert why(request(), practitioner()).cooling_until is None


# ---- Closed gates ----

AMSTEL = frozenset({"amsterdam-amstelland"})
NOT_TAKING = "Neemt nu geen aanvragen aan."


@pytest.mark.parametrize(
    ("asks", "traits", "told"),
    [
        ({}, {"roles": frozenset({"tolk"})}, "Behandelt zelf niet."),
        ({}, {"kinds": frozenset({Kind.ADVICE})}, "Wil niet worden gevraagd voor een casus."),
        (
            {"kind": Kind.STRUCTURAL},
            {"kinds": frozenset({Kind.CASE})},
            "Wil niet worden gevraagd voor structureel werk.",
        ),
        (
            {"kind": Kind.ADVICE},
            {"kinds": frozenset({Kind.CASE})},
            "Wil niet worden gevraagd voor advies.",
        ),
        (
            {"not_ids": frozenset({"p"})},
            {},
            "U wilt deze behandelaar niet vragen bij deze aanvraag.",
        ),
        ({"organisation": "praktijk"}, {}, "Werkt bij uw eigen organisatie."),
        (
            {"avoid_regions": AMSTEL},
            {"regions": AMSTEL},
            "Werkt in een regio die u wilt vermijden.",
        ),
        (
            {"avoid_regions": AMSTEL},
            {"regions": AMSTEL, "municipality": None},
            "Werkt in een regio die u wilt vermijden.",
        ),
        (
            {"avoid_regions": AMSTEL},
            {"regions": frozenset(), "municipality": AMSTERDAM},
            "Werkt in een regio die u wilt vermijden.",
        ),
        (
            {"avoid_regions": AMSTEL},
            {"regions": frozenset(), "municipality": None},
            "U wilt een regio vermijden, en onbekend is waar deze behandelaar werkt.",
        ),
        ({}, {"paused_until": TODAY}, NOT_TAKING),
        ({}, {"open_requests": 3}, NOT_TAKING),
        ({}, {"max_open_requests": 0}, NOT_TAKING),
        ({}, {"max_open_requests": 0, "paused_until": TODAY}, NOT_TAKING),
    ],
)
def test_a_closed_gate_is_told(asks: dict[str, Any], traits: dict[str, Any], told: str) -> None:
    answer = why(request(**asks), practitioner(**traits))
    assert [each.detail for each in answer.closed] == [told]
    assert (answer.bucket, answer.changes) == (None, None)
    assert answer.stands.code == "stands.closed"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.CASE, "a case"),
        (Kind.STRUCTURAL, "structural work"),
        (Kind.ADVICE, "advice"),
    ],
)
def test_a_kind_is_told_in_english_too(kind: Kind, told: str) -> None:
    (closed,) = why(request(kind=kind), practitioner(kinds=frozenset({Kind.INTERVISION}))).closed
    assert closed.sentence("en") == f"Does not want to be asked for {told}."


def test_all_closed_gates_are_told() -> None:
    answer = why(request(organisation="praktijk"), practitioner(kinds=frozenset(), open_requests=9))
    assert [each.code for each in answer.closed] == [
        "closed.kind",
        "closed.own-organisation",
        "closed.not-taking",
    ]


def test_full_and_away_read_the_same() -> None:
    """Which of the two it is, is theirs to tell."""
    full = why(request(), practitioner(open_requests=3), *several(2))
    away = why(request(), practitioner(paused_until=TODAY), *several(2))
    assert full == away


def test_only_a_kind_is_told_with_facts() -> None:
    asked = Asked.of(request(not_ids=frozenset({"p"})), TODAY, VOCABULARY, PLACES)
    entry = Entry.of(practitioner(kinds=frozenset()), VOCABULARY, PLACES)
    assert closed_by(asked, entry) == [
        ("closed.kind", {"kind": {"nl": "een casus", "en": "a case"}}),
        ("closed.excluded", {}),
    ]


@pytest.mark.parametrize(
    "traits",
    [{"organisation": None}, {"paused_until": TODAY - timedelta(1)}, {"open_requests": 2}],
)
def test_an_open_gate_shuts_nobody_out(traits: dict[str, Any]) -> None:
    assert why(request(), practitioner(**traits)).closed == ()


# ---- What is missed, and what to ask differently ----


def _far(**traits: Any) -> dict[str, Any]:
    return {"regions": frozenset(), **traits}


@pytest.mark.parametrize(
    ("asks", "traits", "told"),
    [
        pytest.param(
            {},
            {"room": Room.FROM, "room_from": date(2027, 1, 5)},
            ["Start uiterlijk op 5 januari 2027."],
            id="later",
        ),
        pytest.param(
            {"max_km": 5},
            _far(municipality=AMSTERDAM),
            ["Tot 18 km afstand."],
            id="further",
        ),
        pytest.param(
            {},
            _far(municipality=LEEUWARDEN, online=True),
            ["Ook online."],
            id="online",
        ),
        pytest.param(
            {"max_km": 5},
            _far(municipality=AMSTERDAM, travel_km=10, online=True),
            ["Ook online."],
            id="further would not do",
        ),
        pytest.param(
            {"municipality": LEEUWARDEN},
            {"municipality": None, "regions": frozenset({"amsterdam-amstelland", "drenthe"})},
            ["Met Drenthe erbij."],
            id="a region next door before another",
        ),
        pytest.param(
            {"municipality": None, "regions": frozenset({"kennemerland"})},
            _far(municipality=AMSTERDAM),
            ["Met Amsterdam-Amstelland erbij."],
            id="the region of the base",
        ),
        pytest.param(
            {"persons": (Person(age=6), Person(age=70)), "ages_all": True},
            {},
            ["Voor ten minste één van de personen, en niet voor iedereen."],
            id="not everybody",
        ),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj", must=True, min_level=Level.SUPERVISOR),)},
            {},
            ["Voor EMDR bij kinderen en jongeren ook zelfstandig."],
            id="two steps lower",
        ),
        pytest.param(
            {"wishes": (Wish(term="emdr", must=True, min_level=Level.SUPERVISOR),)},
            {"expertise": {"emdr-kj": Level.TRAINING, "emdr": Level.PRACTITIONER}},
            ["Voor EMDR ook practitioner."],
            id="the highest that is held",
        ),
        pytest.param(
            {"wishes": (Wish(term="nika", must=True),)},
            {},
            ["NIKA niet verplicht."],
            id="not named",
        ),
        pytest.param(
            {"languages": (Language(code="ti", must=True),)},
            {"languages": None},
            ["Tigrinya niet verplicht."],
            id="language unknown",
        ),
        pytest.param(
            {"settings": Group(any=frozenset({"csg"}), must=True)},
            {},
            ["De setting niet verplicht."],
            id="setting",
        ),
        pytest.param(
            {"funding": Group(any=frozenset({"zvw"}), must=True)},
            {},
            ["De betaling niet verplicht."],
            id="funding",
        ),
        pytest.param(
            {"wishes": (Wish(term="nika", must=True),)},
            {"room": Room.FROM, "room_from": date(2027, 1, 5)},
            ["Start uiterlijk op 5 januari 2027.", "NIKA niet verplicht."],
            id="two gates",
        ),
        pytest.param({}, {}, [], id="fits already"),
    ],
)
def test_the_mildest_changes(asks: dict[str, Any], traits: dict[str, Any], told: list[str]) -> None:
    asked, who = request(**asks), practitioner(**traits)
    answer = why(asked, who)
    assert answer.changes is not None
    assert [each.detail for each in answer.changes] == told
    assert [each.detail for each in answer.changes] == [each.sentence() for each in answer.changes]
    # One change for each gate that is missed.
    gates = [each.criterion for each in answer.missed]
    assert [each.criterion for each in answer.changes] == gates
    assert ids(rank(changed(asked, answer.changes), who).fits) == ["p"]


SUPERVISED = tuple(Wish(term=term, min_level=Level.SUPERVISOR) for term in ("emdr", "nika"))


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        (Change(asking=Asking.START_BY, criterion="room", value="2027-01-05"),
         {"start_by": date(2027, 1, 5)}),
        (Change(asking=Asking.MAX_KM, criterion="reach", value=18), {"max_km": 18}),
        (Change(asking=Asking.ANY_AGE, criterion="ages"), {"ages_all": False}),
        (Change(asking=Asking.LOWER_LEVEL, criterion="expertise", subject="emdr",
                value="zelfstandig"),
         {"wishes": (replace(SUPERVISED[0], min_level=Level.INDEPENDENT), SUPERVISED[1])}),
    ],
    ids=lambda each: each.asking if isinstance(each, Change) else "",
)  # fmt: skip
def test_a_change_asks_nothing_else_differently(change: Change, asks: dict[str, Any]) -> None:
    asked = request(max_km=5, ages_all=True, wishes=SUPERVISED)
    assert changed(asked, [change]) == replace(asked, **asks)


@pytest.mark.parametrize(
    ("asks", "traits"),
    [
        pytest.param({}, {"room": Room.NO}, id="no room"),
        pytest.param({}, {"room": None}, id="room unknown"),
        pytest.param({}, {"room_confirmed": TODAY - timedelta(91)}, id="room not confirmed"),
        pytest.param({}, {"room": Room.FROM, "room_from": None}, id="room without a day"),
        pytest.param({}, {"roles": ASPIRING}, id="in training"),
        pytest.param({"persons": (Person(age=6),)}, {"ages": None}, id="ages unknown"),
        pytest.param(
            {"persons": (Person(age=6),), "ages_all": True},
            {"ages": (AgeRange(20, 30),)},
            id="nobody of this age",
        ),
        pytest.param({}, _far(municipality=None), id="works nowhere known"),
        pytest.param(
            {"wishes": (Wish(term="nika", must=True),)}, {"room": Room.NO}, id="one of two"
        ),
    ],
)
def test_what_no_change_brings(asks: dict[str, Any], traits: dict[str, Any]) -> None:
    assert why(request(**asks), practitioner(**traits)).changes is None


def test_no_unknown_region_is_named() -> None:
    """A profile may still list a region that is no longer there; a request may not."""
    who = practitioner(municipality=None, regions=frozenset({"bestaat-niet"}))
    assert why(request(), who).changes is None


@pytest.mark.parametrize(
    ("traits", "criterion", "verdict", "never"),
    [
        ({"room": None}, "room", "unknown", False),
        ({"room": Room.NO}, "room", "unmet", True),
        ({"room": Room.FROM, "room_from": date(2027, 1, 5)}, "room", "unmet", False),
        (
            {"municipality": ALKMAAR, "regions": frozenset(), "travel_km": 5},
            "reach",
            "unmet",
            False,
        ),
        ({"municipality": LEEUWARDEN, "regions": frozenset()}, "reach", "unmet", True),
        ({"roles": ASPIRING}, "role", "unmet", False),
        ({"ages": None}, "ages", "unknown", False),
        ({"settings": frozenset()}, "settings", "unmet", False),
        ({"funding": None}, "funding", "unknown", False),
    ],
)
def test_the_missed_gates(
    traits: dict[str, Any], criterion: str, verdict: str, never: bool
) -> None:
    asked = request(
        persons=(Person(age=6),),
        settings=Group(any=frozenset({"vrouwenopvang"}), must=True),
        funding=Group(any=frozenset({"jeugdwet"}), must=True),
    )
    (missed,) = why(asked, practitioner(**traits)).missed
    assert missed.subject == ""
    assert (missed.criterion, missed.verdict, missed.never_nearly) == (criterion, verdict, never)


# ---- Lower than another ----


@pytest.mark.parametrize(
    ("asks", "traits", "other", "told", "differences"),
    [
        pytest.param({}, {"room": None}, {}, "lower.bucket", [("room", 25, 50)], id="group"),
        pytest.param(
            {"wishes": (Wish(term="nika", must=True),)},
            {},
            {"expertise": {"nika": Level.PRACTITIONER}, "room": None},
            "lower.cost",
            [("expertise", 0, 50), ("room", 25, 12.5)],
            id="misses more",
        ),
        pytest.param(
            {"languages": (Language(code="ti"),)},
            {},
            {"languages": frozenset({"ti"})},
            "lower.score",
            [("languages", 0, 100 / 9)],
            id="points",
        ),
        pytest.param(
            {"kind": Kind.STRUCTURAL}, {"roles": ASPIRING}, {}, "lower.training", [], id="training"
        ),
        pytest.param({}, {}, {"id": "a"}, "lower.turn", [], id="turn"),
        pytest.param(
            {"wishes": (Wish(term="emdr-kj"),), "languages": (Language(code="ti", must=True),)},
            {"room": Room.NO, "languages": frozenset({"ti"})},
            {"room": Room.NO, "expertise": {"emdr-kj": Level.SUPERVISOR}},
            "lower.score",
            [("expertise", 3200 / 85, 4000 / 85), ("languages", 500 / 85, 0)],
            id="advice, whatever is missed",
        ),
    ],
)
def test_why_lower(
    asks: dict[str, Any],
    traits: dict[str, Any],
    other: dict[str, Any],
    told: str,
    differences: list[tuple[str, float, float]],
) -> None:
    who, above = practitioner(**traits), practitioner(**{"id": "o", **other})
    if told == "lower.turn":  # whoever has the turn today
        first, last = ids(rank(request(**asks), who, above).fits)
        who, above = replace(who, id=last), replace(above, id=first)
    lower = why(request(**asks), who, above, than=above.id).lower
    assert lower is not None
    assert (lower.than, lower.because.code) == (above.id, told)
    found: list[Any] = [(each.criterion, each.points, each.above) for each in lower.differences]
    assert found == [(name, pytest.approx(mine), pytest.approx(o)) for name, mine, o in differences]


def test_of_itself_the_one_just_above_is_compared() -> None:
    people = [practitioner(id=f"p{number}") for number in range(5)]
    order = ids(rank(request(), *people).fits)
    pool = pool_of(people)
    third = why_not(pool, request(), order[2], today=TODAY).lower
    assert third is not None
    assert third.than == order[1]
    assert why_not(pool, request(), order[0], today=TODAY).lower is None
    # Somebody below says nothing about why one is not higher.
    assert why_not(pool, request(), order[2], today=TODAY, than=order[3]).lower is None
    assert why_not(pool, request(), order[2], today=TODAY, than=order[2]).lower is None


def test_the_differences_sum_to_the_difference_of_the_scores() -> None:
    who = practitioner(languages=None, room_confirmed=TODAY - timedelta(60))
    above = practitioner(id="o")
    lower, scores = why(ASKED, who, above, than="o").lower, rank(ASKED, who, above).fits
    assert lower is not None
    gaps = [each.points - each.above for each in lower.differences]
    assert gaps == sorted(gaps)
    assert sum(gaps) == pytest.approx(scores[1].score - scores[0].score)
    assert {each.criterion: each.out_of for each in lower.differences} == {
        "room": 20,
        "languages": 5,
    }


def test_nobody_is_compared_with_who_is_not_on_the_list() -> None:
    assert (
        why(request(), practitioner(), practitioner(id="o", room=Room.NO), than="o").lower is None
    )


# ---- Values and faults ----


@pytest.mark.parametrize(
    ("practitioner_id", "than", "field"), [("x", None, "practitioner_id"), ("p", "x", "than")]
)
def test_somebody_unknown_is_refused(practitioner_id: str, than: str | None, field: str) -> None:
    pool = pool_of([practitioner()])
    with pytest.raises(InvalidValue, match=f"^{field}: somebody in the pool$"):
        why_not(pool, request(), practitioner_id, today=TODAY, than=than)


def test_a_request_for_what_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidValue, match="regions"):
        why(request(regions=frozenset({"bestaat-niet"})), practitioner())


@pytest.mark.parametrize(
    "who",
    [
        practitioner(room=Room.FROM, room_from=date(2027, 1, 5), last_asked=TODAY),
        practitioner(kinds=frozenset()),
        practitioner(languages=None),
    ],
    ids=["changes", "closed", "lower"],
)
def test_an_answer_survives_json(who: Practitioner) -> None:
    answer = why(ASKED, who, practitioner(id="o"))
    assert WhyNot.from_json(answer.to_json()) == answer


@pytest.mark.parametrize(
    ("spoilt", "field"),
    [
        ({"place": 0}, "place"),
        ({"of": -1}, "of"),
        ({"bucket": "past"}, "bucket"),
        ({"stands": {"code": "x", "detail": ""}}, "stands.code"),
        ({"missed": [{}]}, r"missed\[0\].criterion"),
        ({"changes": [{"asking": "x"}]}, r"changes\[0\].asking"),
        ({"lower": {"than": "o"}}, "lower.because"),
        ({"naam": "x"}, "naam"),
    ],
)
def test_a_spoilt_answer_is_refused(spoilt: dict[str, Any], field: str) -> None:
    answer = why(ASKED, practitioner(languages=None), practitioner(id="o"))
    with pytest.raises(InvalidValue, match=f"^{field}:"):
        WhyNot.from_json({**answer.to_json(), **spoilt})


def test_both_languages() -> None:
    answer = why(request(wishes=(Wish(term="nika", must=True),)), practitioner(), *several(1))
    assert answer.stands.sentence("en").startswith("Nearly fits: place ")
    assert answer.changes is not None
    assert answer.changes[0].sentence("en") == "NIKA attachment intervention not required."
    high = (Wish(term="emdr-kj", must=True, min_level=Level.SUPERVISOR),)
    lower = why(request(wishes=high), practitioner()).changes
    assert lower is not None
    assert lower[0].sentence("en").endswith(" also independent.")


def test_a_change_is_a_value_of_its_own() -> None:
    change = Change(asking=Asking.ADD_REGION, criterion="reach", subject="friesland")
    assert Change.from_json(change.to_json()) == change
    assert changed(request(), [change]).regions == {"friesland"}
    bare = Change(asking=Asking.ACCEPT_ONLINE, criterion="reach")
    assert Change.from_json({"asking": "accept-online", "criterion": "reach"}) == bare
    assert (bare.subject, bare.value, bare.detail, bare.facts) == ("", None, "", {})
    assert changed(request(), []).municipality == HAARLEM
