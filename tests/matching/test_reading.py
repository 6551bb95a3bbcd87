"""What may stand in a file: each field by its own name, with its own bounds and its own default."""

import pickle
from collections.abc import Callable
from datetime import date
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
from drakenmatch.checking import practitioner_faults, request_faults
from drakenmatch.reading import (
    day,
    flag,
    free_text,
    json_value,
    list_of,
    mapping_of,
    number,
    one_of,
    optional,
    plain,
    set_of,
    text,
    whole,
)
from drakenmatch.values import age, age_range, contract, municipality_code
from tests.matching.examples import PLACES, TODAY, VOCABULARY

LEAST: dict[type[Any], dict[str, Any]] = {
    Practitioner: {"id": "x"},
    Request: {"id": "x", "kind": "casus"},
    Wish: {"term": "emdr"},
    Person: {},
    Language: {"code": "ar"},
    Group: {"any": ["vrouwenopvang"]},
}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (LEAST[Practitioner], Practitioner(id="x")),
        (LEAST[Request], Request(id="x", kind=Kind.CASE)),
        (LEAST[Wish], Wish(term="emdr")),
        (LEAST[Person], Person()),
        (LEAST[Language], Language(code="ar")),
        (LEAST[Group], Group(any=frozenset({"vrouwenopvang"}))),
    ],
)
def test_what_is_not_given_is_not_stated(raw: dict[str, object], value: Any) -> None:
    assert type(value).from_json(raw) == value


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind in LEAST for name in kind.__dataclass_fields__],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_every_field_is_read_under_its_own_name(kind: type[Any], name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        kind.from_json({**LEAST[kind], name: 0.5}, "line[3]")
    assert caught.value.field == f"line[3].{name}"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *((Practitioner, name) for name in (
            "organisation", "municipality", "travel_km", "online", "ages", "languages",
            "settings", "funding", "room", "room_from", "room_confirmed", "max_open_requests",
            "paused_until", "last_asked", "last_invited", "since",
        )),
        *((Request, name) for name in (
            "municipality", "max_km", "settings", "funding", "funding_municipality", "start_by",
            "phase", "organisation",
        )),
        (Person, "role"),
        (Person, "age"),
    ],
)  # fmt: skip
def test_null_is_unknown(kind: type[Any], name: str) -> None:
    assert getattr(kind.from_json({**LEAST[kind], name: None}), name) is None


@pytest.mark.parametrize(
    ("kind", "name", "low", "high"),
    [
        (Practitioner, "travel_km", 0, 1000),
        (Practitioner, "open_requests", 0, 10_000),
        (Practitioner, "max_open_requests", 0, 10_000),
        (Request, "max_km", 0, 1000),
        (Wish, "weight", 1, 3),
        (Person, "age", 0, 120),
    ],
)
def test_a_number_has_bounds_that_belong_to_it(
    kind: type[Any], name: str, low: int, high: int
) -> None:
    for bound in (low, high):
        assert getattr(kind.from_json({**LEAST[kind], name: bound}), name) == bound
    for outside in (low - 1, high + 1):
        with pytest.raises(InvalidValue) as caught:
            kind.from_json({**LEAST[kind], name: outside})
        assert caught.value.expectation == f"a whole number from {low} to {high}"


ROUTES = "jeugdwet, wmo, zvw, wlz, opvang, particulier"
DATE = "a date written as 2026-11-21"


@pytest.mark.parametrize(
    ("reader", "raw", "field", "expectation"),
    [
        (text, " \n", "f", "a text that is not empty"),
        (text, None, "f", "a text of at most 20000 characters"),
        (free_text, "a" * 20_001, "f", "a text of at most 20000 characters"),
        (free_text, "\ud800", "f", "a text without broken characters"),
        (flag, 1, "f", "true or false"),
        (day, 20261121, "f", DATE),
        (day, "2026-11-1", "f", DATE),
        (day, "2026-13-01", "f", DATE),
        (day, "1899-12-31", "f", DATE + ", between 1900 and 2199"),
        (day, "2200-01-01", "f", DATE + ", between 1900 and 2199"),
        (number, "1", "f", "a number"),
        (number, 1e15, "f", "a number"),
        (number, -1e15, "f", "a number"),
        (one_of(Room), "maybe", "f", "one of yes, from, no"),
        (list_of(flag), "yes", "f", "a list"),
        (list_of(flag), [True, 1], "f[1]", "true or false"),
        (set_of(flag), {"a": 1}, "f", "a list"),
        (mapping_of(flag), [], "f", "an object"),
        (set_of(text), {"a", 1}, "f[0]", "a text of at most 20000 characters"),
        (mapping_of(flag), {"a": 1}, "f.a", "true or false"),
        (mapping_of(flag), {" ": True}, "f", "a text that is not empty"),
        (json_value, "\ud800", "f", "a text without broken characters"),
        (json_value, [[1], [1, 1e15]], "f[1][1]", "a number"),
        (json_value, {"a": [{" ": 1}]}, "f.a[0]", "a text that is not empty"),
        (json_value, {"a": {"b": 1e15}}, "f.a.b", "a number"),
        (json_value, {"a": {1}}, "f.a", "an object"),
        (lambda value, _: plain(value), [1e15], "value", "a number"),
        (optional(flag), 0, "f", "true or false"),
        (whole(2, 4), 2.0, "f", "a whole number from 2 to 4"),
        (municipality_code, "GM392", "f", "a municipality code such as GM0392"),
        (municipality_code, "gm0392", "f", "a municipality code such as GM0392"),
        (municipality_code, 392, "f", "a municipality code such as GM0392"),
        (age_range, [4], "f", "[from, to] in years, from not above to"),
        (age_range, [5, 4], "f", "[from, to] in years, from not above to"),
        (age, [4, 121], "f[1]", "a whole number from 0 to 120"),
        (contract, "pgb", "f", f"one of {ROUTES}"),
        (contract, "wmo:", "f", "a municipality code such as GM0392"),
        (contract, ":GM0392", "f", f"one of {ROUTES}"),
    ],
)
def test_a_fault_says_exactly_what_is_expected(
    reader: Callable[[object, str], object], raw: object, field: str, expectation: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        reader(raw, "f")
    assert (caught.value.field, caught.value.expectation) == (field, expectation)


@pytest.mark.parametrize(
    ("reader", "raw", "value"),
    [
        (day, "1900-01-01", date(1900, 1, 1)),
        (day, "2199-12-31", date(2199, 12, 31)),
        (number, 3, 3.0),
        (number, -0.5, -0.5),
        (whole(2, 4), 2, 2),
        (whole(2, 4), 4, 4),
        (age, [4, 4], AgeRange(4, 4)),
        (age, (0, 120), AgeRange(0, 120)),
        (contract, "wmo", "wmo"),
        (contract, "wmo:GM0392", "wmo:GM0392"),
        (free_text, "a" * 20_000, "a" * 20_000),
        (json_value, {"a": [None, True, "b", 0.5, {}]}, {"a": [None, True, "b", 0.5, {}]}),
        (json_value, ("a", 1), ["a", 1]),
        (set_of(text), ["b", "a", "b"], frozenset({"a", "b"})),
        (optional(flag), None, None),
        (optional(flag), False, False),
    ],
)
def test_what_is_written_well_is_taken(
    reader: Callable[[object, str], object], raw: object, value: object
) -> None:
    assert reader(raw, "f") == value


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InvalidValue) as caught:
        Language.from_json({"code": "ar", "taal": 1}, "languages[0]")
    assert caught.value.field == "languages[0].taal"
    assert caught.value.expectation == "one of the fields code, must"
    with pytest.raises(InvalidValue) as strange:
        Language.from_json({"a name with spaces": 1})
    assert strange.value.field == "'a name with spaces'"
    with pytest.raises(InvalidValue) as long:
        Language.from_json({"a long name " * 9: 1})
    assert long.value.field == "'a long name a long name a long name a l"
    with pytest.raises(InvalidValue) as missing:
        Language.from_json({}, "languages[0]")
    assert missing.value.field == "languages[0].code"
    assert missing.value.expectation == "this field must be given"


def test_a_set_of_anything_has_an_order() -> None:
    with pytest.raises(InvalidValue) as caught:
        Practitioner.from_json({"id": "x", "regions": {"a", 1}})
    assert caught.value.field == "regions[0]"


def test_a_fault_is_the_same_elsewhere() -> None:
    fault = InvalidValue("wishes", "a list").inside("lines[3]")
    sent = pickle.loads(pickle.dumps(fault))  # noqa: S301  our own
    assert (sent.field, sent.expectation) == ("lines[3].wishes", "a list")
    assert str(sent) == str(fault) == "lines[3].wishes: a list"
    assert fault.args == ("lines[3].wishes", "a list")


@pytest.mark.parametrize(
    ("extra", "field", "expectation"),
    [
        ({"kind": "intervisie"}, "kind", "casus, structureel or advies"),
        ({"wishes": [{"term": "a"}, {"term": "a"}]}, "wishes[1].term", "each only once"),
        (
            {"languages": [{"code": "a"}, {"code": "b"}, {"code": "a"}]},
            "languages[2].code",
            "each only once",
        ),
        (
            {"wishes": [{"term": "b"}, {"term": "a"}], "not_wishes": ["a"]},
            "wishes[1].term",
            "a term that is not in not_wishes",
        ),
    ],
)
def test_a_contradiction_is_named_with_its_place(
    extra: dict[str, object], field: str, expectation: str
) -> None:
    with pytest.raises(InvalidValue) as caught:
        Request.from_json({"id": "r", "kind": "casus", **extra})
    assert (caught.value.field, caught.value.expectation) == (field, expectation)


def test_levels_are_a_ladder() -> None:
    assert [level.step for level in Level] == [0, 1, 2, 3]
    assert [level.below for level in Level] == [Level.TRAINING, *list(Level)[:3]]


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        (None, None),
        (date(2026, 11, 21), date(2026, 11, 24)),
        (date(2026, 11, 19), date(2026, 11, 22)),
        (date(2026, 11, 18), None),
    ],
)
def test_three_days_of_rest_after_being_asked(asked: date | None, until: date | None) -> None:
    assert Practitioner(id="x", last_asked=asked).cooling_until(TODAY) == until


def test_three_open_requests_when_nothing_is_stated() -> None:
    assert Practitioner(id="x").cap == 3
    assert Practitioner(id="x", max_open_requests=0).cap == 0


TERMS = "terms of the vocabulary"
CODE = "the code of a known municipality"


@pytest.mark.parametrize(
    ("traits", "fault"),
    [
        ({"expertise": {"emdr": "zelfstandig", "gone": "zelfstandig"}}, f"expertise: {TERMS}"),
        ({"regions": ["kennemerland", "gone"]}, "regions: known regions"),
        ({"municipality": "GM0001"}, f"municipality: {CODE}"),
        ({"languages": ["ar", "xx"]}, "languages: languages of the vocabulary"),
        ({"languages": ["emdr"]}, "languages: languages of the vocabulary"),
        ({"settings": ["vrouwenopvang", "emdr"]}, "settings: settings of the vocabulary"),
        ({"room_confirmed": "2026-11-22"}, "room_confirmed: a date that is not in the future"),
        ({"room_confirmed": "2026-11-21"}, None),
        ({"expertise": {"emdr": "zelfstandig"}, "languages": ["ar"]}, None),
        ({"regions": ["kennemerland"], "municipality": "GM0392"}, None),
        ({"settings": ["vrouwenopvang"]}, None),
        ({"expertise": dict.fromkeys(VOCABULARY.terms, "zelfstandig")}, None),
        ({"regions": [*PLACES.regions]}, None),
    ],
)
def test_a_profile_names_only_what_exists(traits: dict[str, object], fault: str | None) -> None:
    who = Practitioner.from_json({"id": "x", **traits})
    found = practitioner_faults(who, VOCABULARY, PLACES, today=TODAY)
    assert [str(each) for each in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("asks", "fault"),
    [
        ({"wishes": [{"term": "emdr"}, {"term": "gone"}]}, f"wishes: {TERMS}"),
        ({"not_wishes": ["gone"]}, f"not_wishes: {TERMS}"),
        ({"regions": ["gone"]}, "regions: known regions"),
        ({"avoid_regions": ["gone"]}, "avoid_regions: known regions"),
        ({"municipality": "GM0001"}, f"municipality: {CODE}"),
        ({"funding_municipality": "GM0001"}, f"funding_municipality: {CODE}"),
        ({"languages": [{"code": "xx"}]}, "languages: languages of the vocabulary"),
        ({"settings": {"any": ["emdr"]}}, "settings.any: settings of the vocabulary"),
        (
            {"wishes": [{"term": "emdr"}], "not_wishes": ["emdr-kj"], "regions": ["kennemerland"]},
            None,
        ),
        ({"settings": {"any": ["vrouwenopvang"]}, "languages": [{"code": "ar"}]}, None),
        ({"municipality": "GM0392", "funding_municipality": "GM0453"}, None),
        ({"wishes": [{"term": each} for each in VOCABULARY.terms]}, None),
        ({"not_wishes": [*VOCABULARY.terms]}, None),
        ({"regions": [*PLACES.regions]}, None),
        ({"avoid_regions": [*PLACES.regions]}, None),
    ],
)
def test_a_request_names_only_what_exists(asks: dict[str, object], fault: str | None) -> None:
    request = Request.from_json({"id": "x", "kind": "casus", **asks})
    found = request_faults(request, VOCABULARY, PLACES)
    assert [str(each) for each in found] == ([fault] if fault else [])
