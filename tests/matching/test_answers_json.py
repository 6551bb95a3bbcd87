"""Every answer can be written and read by other systems: each field by its name and its bounds."""

import json
from dataclasses import MISSING, fields
from math import nan
from typing import Any

import pytest

from drakenmatch import (
    Group,
    InvalidValue,
    Language,
    Person,
    Practitioner,
    Reading,
    Request,
    Wish,
)
from drakenmatch.answers import Match, Ranking, Reason, Relaxation
from drakenmatch.assign import Assignment, Pair, Unassigned
from drakenmatch.changes import Change
from drakenmatch.combine import Combination, Need, Part
from drakenmatch.exposure import Count, Exposure, Gap, Spread
from drakenmatch.exposure import Person as Counted
from drakenmatch.gathering import Colleague, Composition, Gathering, Invitee
from drakenmatch.outlook import Help, Outlook
from drakenmatch.readings import Found, Offer
from drakenmatch.search import Hit, Matched
from drakenmatch.vocabulary import Term
from drakenmatch.why import Difference, Lower, Missed, Told, WhyNot

Raw = dict[str, Any]
MANY = 10_000_000
REASON: Raw = {
    "criterion": "expertise", "verdict": "met", "points": 8.0, "out_of": 10.0,
    "code": "nearness.unknown", "detail": "",
}  # fmt: skip
MATCH: Raw = {"practitioner_id": "p", "bucket": "fits", "score": 80.5, "reasons": [REASON]}
TOLD: Raw = {"code": "nearness.unknown", "detail": "Onbekend."}
NEED: Raw = {"criterion": "ages"}
GAP: Raw = {"people": 2, "shown_each": None, "others_each": 1.5}
PERSON: Raw = {"practitioner_id": "p", "shown": 3, "asked": 2, "accepted": 1, "newcomer": True}
SPREAD: Raw = {
    "region": "", "people": [PERSON], "shown": 3, "asked": 2, "accepted": 1, "gini": None,
    "top_people": 1, "top_share": None, "even_share": 0.5, "newcomers": GAP,
}  # fmt: skip
FOUND: Raw = {"text": "emdr", "slug": "emdr", "kind": "behandelmethode"}
# The least that must be given of each value.
LEAST: dict[type[Any], Raw] = {
    Reason: REASON,
    Match: MATCH,
    Relaxation: {"loosening": "drop-must", "criterion": "expertise", "adds": 3},
    Ranking: {
        "fits": [MATCH], "nearly": [], "advice": [], "counts": {"fits": 1}, "relaxations": [],
        "closed": {"cap": 1}, "considered": 4, "rule": "1",
    },
    Pair: {"request_id": "r", "match": MATCH},
    Unassigned: {"request_id": "r", "why": "nobody", "missing": 1, "fits": 0},
    Assignment: {
        "method": "exact", "pairs": [], "unassigned": [], "total": 0.5, "worst_off": None,
        "worst_score": None,
    },
    Change: {"asking": "start-by", "criterion": "room"},
    Need: NEED,
    Part: {"match": MATCH, "covers": [NEED]},
    Combination: {
        "parts": [], "uncovered": [NEED], "total": 0.5, "considered": 1, "exact": True, "rule": "1",
    },
    Count: {"practitioner_id": "p"},
    Counted: PERSON,
    Gap: GAP,
    Spread: SPREAD,
    Exposure: {"everywhere": SPREAD, "regions": [SPREAD], "small_regions": GAP},
    Colleague: {"id": "c"},
    Gathering: {"id": "g", "inviter": {"id": "c"}, "seats": 3},
    Invitee: {"colleague_id": "c", "seat": "seat", "score": 0.5, "reasons": []},
    Composition: {"invitees": [], "considered": 2},
    Help: {"fact": "room", "fits": 1, "higher": 2, "lower": 3, "scored": 4, "points": 0.5},
    Outlook: {"requests": 2, "counts": {"fits": 1}, "only_missed": {"room": 1}, "helps": []},
    Found: FOUND,
    Offer: {"text": "net", "options": [FOUND]},
    Reading: {},
    Matched: {"term": "emdr", "text": "emdr", "worth": 0.5},
    Hit: {"practitioner_id": "p", "score": 0.5},
    Term: {"slug": "a", "scheme": "taal", "nl": "A", "en": "A"},
    Told: TOLD,
    Missed: {"criterion": "room", "subject": "", "verdict": "unmet", "never_nearly": True},
    Difference: {"criterion": "room", "points": 1.0, "above": 2.0, "out_of": 3.0},
    Lower: {"than": "q", "because": TOLD, "differences": []},
    WhyNot: {
        "practitioner_id": "p", "bucket": None, "place": None, "of": None, "score": 0.5,
        "stands": TOLD, "closed": [], "missed": [], "reasons": [], "changes": None, "lower": None,
        "cooling_until": None, "rule": "1",
    },
}  # fmt: skip
ALL = [(kind, name) for kind in LEAST for name in (each.name for each in fields(kind))]


def named(each: object) -> str:
    return getattr(each, "__name__", str(each))


@pytest.mark.parametrize("kind", LEAST, ids=named)
def test_the_least_is_enough_and_the_rest_is_as_when_not_stated(kind: type[Any]) -> None:
    value = kind.from_json(LEAST[kind])
    for each in fields(kind):
        if each.name not in LEAST[kind]:
            made = each.default_factory
            usual = each.default if made is MISSING else made()
            assert getattr(value, each.name) == usual
    written = json.loads(json.dumps(value.to_json()))
    assert kind.from_json(written) == value
    for name in set(LEAST[kind]) - {"detail"}:
        said = LEAST[kind][name]
        if not isinstance(said, list | dict):
            assert written[name] == said


@pytest.mark.parametrize(("kind", "name"), ALL, ids=named)
def test_a_fault_is_found_in_the_field_that_has_it(kind: type[Any], name: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        kind.from_json({**LEAST[kind], name: nan}, "line[3]")
    assert caught.value.field == f"line[3].{name}"


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in LEAST for name in LEAST[kind]], ids=named
)
def test_what_must_be_given_is_missed(kind: type[Any], name: str) -> None:
    less = {key: said for key, said in LEAST[kind].items() if key != name}
    with pytest.raises(InvalidValue) as caught:
        kind.from_json(less, "line[3]")
    assert str(caught.value) == f"line[3].{name}: this field must be given"


@pytest.mark.parametrize(("within", "field"), [("", "unknown"), ("line[3]", "line[3].unknown")])
@pytest.mark.parametrize(
    "kind",
    [*LEAST, Practitioner, Request, Wish, Person, Language, Group],
    ids=named,
)
def test_a_field_that_nobody_knows_is_a_fault(kind: type[Any], within: str, field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        kind.from_json({**LEAST.get(kind, {}), "unknown": 1}, *filter(None, [within]))
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("kind", "name", "low", "high"),
    [
        (Relaxation, "adds", 0, MANY),
        (Ranking, "considered", 0, MANY),
        (Unassigned, "missing", 1, MANY),
        (Unassigned, "fits", 0, MANY),
        (Need, "person", 0, MANY),
        (Combination, "considered", 0, MANY),
        (Count, "shown", 0, MANY),
        (Counted, "shown", 0, MANY),
        (Gap, "people", 0, MANY),
        (Spread, "top_people", 0, MANY),
        (Colleague, "invitations_this_month", 0, MANY),
        (Colleague, "cap", 0, MANY),
        (Gathering, "seats", 0, 20),
        (Composition, "considered", 0, MANY),
        (Help, "fits", -MANY, MANY),
        (Help, "higher", 0, MANY),
        (Help, "lower", 0, MANY),
        (Help, "scored", 0, MANY),
        (Outlook, "requests", 0, MANY),
        (WhyNot, "place", 1, MANY),
        (WhyNot, "of", 1, MANY),
    ],
    ids=named,
)
def test_a_count_has_its_bounds(kind: type[Any], name: str, low: int, high: int) -> None:
    for bound in (low, high):
        assert getattr(kind.from_json({**LEAST[kind], name: bound}), name) == bound
    for outside in (low - 1, high + 1):
        with pytest.raises(InvalidValue):
            kind.from_json({**LEAST[kind], name: outside})


@pytest.mark.parametrize(
    ("kind", "name", "low"),
    [
        (Ranking, "counts", 0),
        (Ranking, "closed", 0),
        (Assignment, "load", 1),
        (Composition, "closed", 0),
        (Outlook, "counts", 0),
        (Outlook, "only_missed", 0),
    ],
    ids=named,
)
def test_each_count_of_a_list_has_its_bounds(kind: type[Any], name: str, low: int) -> None:
    for bound in (low, MANY):
        assert getattr(kind.from_json({**LEAST[kind], name: {"a": bound}}), name) == {"a": bound}
    for outside in (low - 1, MANY + 1):
        with pytest.raises(InvalidValue) as caught:
            kind.from_json({**LEAST[kind], name: {"a": outside}})
        assert caught.value.field == f"{name}.a"
