import json
from contextlib import suppress
from dataclasses import Field, replace
from datetime import date
from typing import ClassVar, Protocol, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import (
    AgeRange,
    Colleague,
    Composition,
    Found,
    Gathering,
    Group,
    InvalidValue,
    Invitee,
    Kind,
    Language,
    Level,
    Match,
    Offer,
    Person,
    Practitioner,
    Ranking,
    Reading,
    Reason,
    Relaxation,
    Request,
    Room,
    Term,
    Vocabulary,
    Wish,
    compose_group,
    read_words,
)
from drakenmatch.why import Told
from tests.matching.examples import (
    ASKED,
    PLACES,
    TODAY,
    VOCABULARY,
    colleague,
    gathering,
    practitioner,
    rank,
)


class Readable(Protocol):
    """Every value of the library."""

    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self: ...


READERS: tuple[type[Readable], ...] = (
    Practitioner, Request, Wish, Person, Language, Group, Match, Reason, Ranking, Relaxation,
    Colleague, Gathering, Invitee, Composition, Found, Offer, Reading, Term,
)  # fmt: skip
FIELD_NAMES = sorted({name for reader in READERS for name in reader.__dataclass_fields__})
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["casus", "yes", "GM0392", "jeugdwet", "2026-11-21", "\ud800", "met"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(FIELD_NAMES) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(FIELD_NAMES), JSON, max_size=6)
FULL = practitioner(
    room=Room.FROM,
    room_from=date(2026, 12, 1),
    paused_until=date(2026, 1, 1),
    last_asked=date(2026, 11, 1),
    max_open_requests=0,
)


@given(raw=JSON | OBJECTS)
@settings(max_examples=150, deadline=None)
def test_bad_json_is_only_ever_an_invalid_value(raw: object) -> None:
    for reader in READERS:
        try:
            reader.from_json(raw)
        except InvalidValue as fault:
            assert fault.field  # noqa: PT017  that it may also be valid is the point
            assert fault.expectation  # noqa: PT017  the same


@given(name=st.sampled_from(FIELD_NAMES), raw=JSON)
@settings(max_examples=150, deadline=None)
def test_one_bad_field_is_only_ever_an_invalid_value(name: str, raw: object) -> None:
    whole = {"id": "x", "kind": "casus", "term": "emdr", "code": "ar", "any": [], "inviter": {}}
    for reader in READERS:
        known = {key: part for key, part in whole.items() if key in reader.__dataclass_fields__}
        with suppress(InvalidValue):
            reader.from_json({**known, name: raw})


@given(raw=st.dictionaries(st.sampled_from(["terms", "related", "ambiguous_texts"]), JSON))
@settings(max_examples=50, deadline=None)
def test_a_bad_vocabulary_is_only_ever_an_invalid_value(raw: dict[str, object]) -> None:
    for given_json in (raw, {"terms": list[object](), **raw}):
        with suppress(InvalidValue):
            Vocabulary.from_json(given_json)


@pytest.mark.parametrize(
    "value",
    [
        FULL,
        Practitioner(id="empty"),
        ASKED,
        Request(id="empty", kind=Kind.ADVICE),
        Person(age=AgeRange(4, 12)),
        rank(ASKED, FULL, practitioner(id="q", expertise={}), practitioner(id="z", room=None)),
        colleague("c", paused_until=TODAY),
        replace(gathering(), present=(colleague("b"),)),
        compose_group([colleague("a"), colleague("b")], gathering(), today=TODAY),
        read_words("EMDR, IPT, kind van 6 in Haarlem, Arabisch, zxqwv", VOCABULARY, PLACES),
        VOCABULARY.terms["emdr-kj"],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_written_reads_back_the_same(value: Practitioner) -> None:
    written: object = json.loads(json.dumps(value.to_json(), allow_nan=False))
    assert type(value).from_json(written) == value


def test_json_has_the_names_of_the_contract() -> None:
    written = FULL.to_json()
    assert written["room_from"] == "2026-12-01"
    assert written["ages"] == [[0, 64]]
    assert written["kinds"] == ["advies", "casus", "structureel"]
    assert written["expertise"] == {"emdr-kj": "zelfstandig"}
    assert ASKED.to_json()["funding"] == {"any": ["jeugdwet"], "must": False}


@pytest.mark.parametrize(
    ("raw", "field", "expectation"),
    [
        ({}, "id", "this field must be given"),
        ({"id": " "}, "id", "a text that is not empty"),
        ({"id": 1}, "id", "a text of at most"),
        ({"id": "\ud800"}, "id", "without broken characters"),
        ({"id": "x" * 20_001}, "id", "a text of at most 20000"),
        ({"id": "x", "travelkm": 3}, "travelkm", "one of the fields"),
        ({"id": "x", "travel_km": True}, "travel_km", "a whole number from 0 to 1000"),
        ({"id": "x", "travel_km": 3.0}, "travel_km", "a whole number"),
        ({"id": "x", "travel_km": -1}, "travel_km", "a whole number"),
        ({"id": "x", "municipality": "0392"}, "municipality", "GM0392"),
        ({"id": "x", "online": "yes"}, "online", "true or false"),
        ({"id": "x", "expertise": {"emdr": "goed"}}, "expertise.emdr", "in-opleiding"),
        ({"id": "x", "expertise": []}, "expertise", "an object"),
        ({"id": "x", "ages": [[0, 5], [9, 3]]}, "ages[1]", "[from, to]"),
        ({"id": "x", "ages": [[0, 5, 6]]}, "ages[0]", "[from, to]"),
        ({"id": "x", "ages": [[0, 500]]}, "ages[0][1]", "from 0 to 120"),
        ({"id": "x", "funding": ["pgb"]}, "funding[0]", "jeugdwet, wmo"),
        ({"id": "x", "funding": [""]}, "funding[0]", "a text that is not empty"),
        ({"id": "x", "funding": ["jeugdwet:Haarlem"]}, "funding[0]", "GM0392"),
        ({"id": "x", "kinds": ["behandeling"]}, "kinds[0]", "casus"),
        ({"id": "x", "room_from": "20261121"}, "room_from", "2026-11-21"),
        ({"id": "x", "room_from": "2026-02-30"}, "room_from", "2026-11-21"),
        ({"id": "x", "room_from": "9999-01-01"}, "room_from", "between 1900 and 2199"),
        ({"id": "x", "regions": "kennemerland"}, "regions", "a list"),
        ([], "value", "an object"),
    ],
)
def test_a_fault_says_where_and_what_is_expected(raw: object, field: str, expectation: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Practitioner.from_json(raw)
    assert caught.value.field == field
    assert expectation in caught.value.expectation
    assert str(caught.value) == f"{field}: {caught.value.expectation}"


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"kind": "intervisie"}, "kind"),
        ({"wishes": [{"term": "emdr"}, {"term": "emdr"}]}, "wishes[1].term"),
        ({"wishes": [{"term": "emdr"}], "not_wishes": ["emdr"]}, "wishes[0].term"),
        ({"wishes": [{"term": "emdr", "weight": 4}]}, "wishes[0].weight"),
        ({"languages": [{"code": "ar"}, {"code": "ar"}]}, "languages[1].code"),
        ({"persons": [{"role": "moeder", "age": "34"}]}, "persons[0].age"),
        ({"funding": {"any": ["jeugdwet:GM0392"]}}, "funding.any[0]"),
        ({"funding": {"must": True}}, "funding.any"),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(extra: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Request.from_json({"id": "r", "kind": "casus", **extra})
    assert caught.value.field == field
    with pytest.raises(InvalidValue) as nested:
        Request.from_json({"id": "r", "kind": "casus", **extra}, "requests[3]")
    assert nested.value.field == f"requests[3].{field}"


def test_a_set_may_be_handed_over_as_a_set() -> None:
    assert Practitioner.from_json({"id": "x", "regions": {"b", "a"}}).regions == {"a", "b"}


def test_null_for_a_level_is_every_level() -> None:
    assert Wish.from_json({"term": "emdr", "min_level": None}).min_level is Level.TRAINING


def test_a_fault_never_repeats_the_value() -> None:
    with pytest.raises(InvalidValue) as caught:
        Practitioner.from_json({"id": "x", "municipality": "123456782"})
    assert "123456782" not in str(caught.value)


def test_a_reason_has_a_code_that_can_be_said() -> None:
    raw = {"criterion": "room", "verdict": "met", "points": 1, "out_of": 1, "detail": "x"}
    with pytest.raises(InvalidValue, match=r"^code: a code of the table of sentences$"):
        Reason.from_json({**raw, "code": "gone"})
    with pytest.raises(InvalidValue, match=r"^code: a code of the table of sentences$"):
        Told.from_json({"code": "gone", "detail": "x"})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, True, "1"])
def test_a_score_is_a_finite_number(value: object) -> None:
    with pytest.raises(InvalidValue, match=r"points: a number"):
        Reason.from_json({"criterion": "room", "verdict": "met", "points": value})
