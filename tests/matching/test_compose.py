"""Who is asked for intervision."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import Colleague, Composition, Gathering, Seat, Verdict, compose_group
from drakenmatch.compose import GROUP_WEIGHTS
from tests.matching.examples import INVITER, TODAY, colleague, gathering

NEXT = frozenset({"amsterdam-amstelland"})
FAR = frozenset({"friesland"})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def compose(asked: Gathering, *who: Colleague) -> Composition:
    return compose_group(who, asked, today=TODAY)


def ids(found: Composition) -> list[str]:
    return [each.colleague_id for each in found.invitees]


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        pytest.param({"agreed": False}, "agreed", id="did not agree"),
        pytest.param({"paused_until": TODAY}, "paused", id="paused, today included"),
        pytest.param({"last_invited": ago(13)}, "recently-asked", id="asked in the last 14 days"),
        pytest.param({"invitations_this_month": 2}, "cap", id="two this month, no cap stated"),
        pytest.param({"cap": 0}, "cap", id="wants none"),
        pytest.param({"organisation": "eigen"}, "organisation", id="the inviter's organisation"),
        pytest.param({"cannot": frozenset({"ma", "di"})}, "moment", id="absent at every moment"),
    ],
)
def test_who_is_never_asked(known: dict[str, Any], rule: str) -> None:
    asked = replace(gathering(), moments=frozenset({"ma", "di"}))
    found = compose(asked, colleague("c", **known))
    assert ids(found) == []
    assert found.closed == {rule: 1}


@pytest.mark.parametrize(
    "known",
    [
        {"paused_until": ago(1)},
        {"last_invited": ago(14)},
        {"last_invited": ago(3), "last_accepted": True},
        {"invitations_this_month": 3, "cap": 4},
        {"organisation": None},
        {"cannot": frozenset({"ma"})},
    ],
)
def test_who_may_be_asked(known: dict[str, Any]) -> None:
    asked = replace(gathering(), moments=frozenset({"ma", "di"}))
    assert ids(compose(asked, colleague("c", **known))) == ["c"]


def test_niet_met_works_both_ways_and_stays_private() -> None:
    avoiding = colleague("avoiding", avoids=frozenset({"inviter"}))
    found = compose(gathering(), avoiding)
    assert (ids(found), found.closed) == ([], {})
    asked = replace(gathering(), inviter=replace(INVITER, avoids=frozenset({"c"})))
    assert ids(compose(asked, colleague("c"))) == []


def test_niet_met_also_counts_between_the_invited() -> None:
    one = colleague("one", avoids=frozenset({"two"}), expertise=frozenset({"stalking"}))
    asked = replace(gathering(), theme="stalking")
    assert ids(compose(asked, one, colleague("two"))) == ["one"]


def test_at_most_one_of_an_organisation_the_spare_included() -> None:
    same = [colleague(f"c{number}", organisation="zelfde") for number in range(5)]
    assert len(ids(compose(gathering(), *same))) == 1
    alone = [colleague(f"c{number}", organisation=None) for number in range(3)]
    assert len(ids(compose(gathering(), *alone))) == 3


def test_as_many_as_there_are_seats_and_one_spare_last() -> None:
    found = compose(gathering(3), *(colleague(f"c{number}") for number in range(9)))
    assert [each.seat for each in found.invitees] == [Seat.SEAT] * 3 + [Seat.SPARE]
    assert found.considered == 9
    assert ids(compose(gathering(0), colleague("c"))) == []


def test_who_is_there_already_is_not_asked_again() -> None:
    there = colleague("there", organisation="daar")
    asked = replace(gathering(), present=(there,), not_ids=frozenset({"declined"}))
    found = compose(
        asked,
        there,
        colleague("declined"),
        colleague("same", organisation="daar"),
        colleague("own", organisation="eigen"),
        colleague("new"),
    )
    assert ids(found) == ["new"]
    assert found.closed == {"organisation": 2}


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        pytest.param({}, {"regions": NEXT}, id="the same region"),
        pytest.param({"regions": NEXT}, {"regions": FAR}, id="a neighbouring region"),
        pytest.param({"regions": FAR}, {"regions": FAR, "online": False}, id="online"),
        pytest.param({}, {"disciplines": frozenset({"af"})}, id="another discipline"),
        pytest.param({}, {"disciplines": frozenset()}, id="a known discipline"),
        pytest.param({}, {"sector": "opvang"}, id="another sector"),
        pytest.param({"sector": None}, {"sector": "opvang"}, id="unknown is no no"),
        pytest.param({"expertise": frozenset({"stalking"})}, {}, id="the theme"),
        pytest.param({}, {"invitations_this_month": 1}, id="asked least"),
        pytest.param({}, {"last_invited": ago(20)}, id="asked longer ago"),
        pytest.param({}, {"met": frozenset({"inviter"})}, id="who never met"),
    ],
)
def test_better_beats_worse(better: dict[str, Any], worse: dict[str, Any]) -> None:
    asked = replace(gathering(), theme="stalking")
    found = compose(asked, colleague("worse", **worse), colleague("better", **better))
    assert ids(found) == ["better", "worse"]


THERE = colleague(
    "there", organisation="daar", disciplines=frozenset({"arts"}), sector="zorg", met=frozenset()
)
AT_HOME = {"regions": FAR, "online": False}


@pytest.mark.parametrize(
    ("wished", "known", "code", "verdict", "points"),
    [
        ("region", {}, "same-region", "met", 30),
        ("region", {"regions": NEXT}, "next-region", "partly", 18),
        ("region", {"regions": FAR}, "online", "partly", 9),
        ("region", {"regions": FAR, "online": True}, "online", "partly", 9),
        ("region", AT_HOME, "elsewhere", "unmet", 0),
        ("theme", {"expertise": frozenset({"stalking"})}, "theme", "met", 20),
        ("theme", {}, "no-theme", "unmet", 0),
        ("discipline", {}, "other-discipline", "met", 15),
        ("discipline", {"disciplines": frozenset({"af"})}, "same-discipline", "unmet", 0),
        ("discipline", {"disciplines": frozenset({"arts"})}, "same-discipline", "unmet", 0),
        ("discipline", {"disciplines": frozenset({"af", "arts"})}, "same-discipline", "unmet", 0),
        ("discipline", {"disciplines": frozenset({"af", "jurist"})}, "other-discipline", "met", 15),
        ("discipline", {"disciplines": frozenset()}, "discipline-unknown", "unknown", 7.5),
        ("sector", {}, "other-sector", "met", 15),
        ("sector", {"sector": "opvang"}, "same-sector", "unmet", 0),
        ("sector", {"sector": "zorg"}, "same-sector", "unmet", 0),
        ("sector", {"sector": None}, "sector-unknown", "unknown", 7.5),
        ("turn", {}, "not-asked-this-month", "met", 10),
        ("turn", {"last_invited": ago(180)}, "not-asked-this-month", "met", 10),
        ("turn", {"last_invited": ago(45)}, "not-asked-this-month", "met", 7.5),
        ("turn", {"last_invited": ago(-45), "last_accepted": True}, "not-asked-this-month", "met",
         5),
        ("turn", {"invitations_this_month": 1}, "asked-this-month", "partly", 7.5),
        ("acquaintance", {}, "new-faces", "met", 10),
        ("acquaintance", {"met": frozenset({"there"})}, "some-known", "partly", 5),
        ("acquaintance", {"met": frozenset({"there", "inviter"})}, "all-known", "unmet", 0),
    ],
)  # fmt: skip
def test_a_wish_says_what_it_finds(
    *, wished: str, known: dict[str, Any], code: str, verdict: str, points: float
) -> None:
    asked = replace(gathering(), theme="stalking", present=(THERE,))
    (invitee,) = compose(asked, colleague("c", **known)).invitees
    found = {each.criterion: each for each in invitee.reasons}
    assert [*found] == [each.__name__ for each in GROUP_WEIGHTS]
    told = found[wished]
    assert (told.code, told.verdict) == (f"group.{code}", verdict)
    assert told.points == pytest.approx(points)
    weights = {each.__name__: weight for each, weight in GROUP_WEIGHTS.items()}
    assert told.out_of == pytest.approx(weights[wished])


def test_who_works_online_is_of_no_use_to_a_group_that_does_not() -> None:
    asked = replace(gathering(), online=False)
    (invitee,) = compose(asked, colleague("c", regions=FAR, online=True)).invitees
    assert invitee.reasons[0].code == "group.elsewhere"


def test_the_group_differs_and_not_only_from_the_inviter() -> None:
    police = {"disciplines": frozenset({"politie"}), "sector": "keten"}
    twins = [colleague("one", **police), colleague("two", **police)]
    other = colleague("other", disciplines=frozenset({"arts"}), sector="zorg", regions=NEXT)
    assert "other" in ids(compose(gathering(2), *twins, other))[:2]


@pytest.mark.parametrize(
    ("known", "asked", "seats"),
    [
        ({}, True, [Seat.VEILIG_THUIS, Seat.SEAT, Seat.SEAT, Seat.SPARE]),
        ({}, False, [Seat.SEAT, Seat.SEAT, Seat.SEAT, Seat.SPARE]),
        ({"agreed": False}, True, [Seat.SEAT, Seat.SEAT, Seat.SEAT, Seat.SPARE]),
        ({"regions": NEXT}, True, [Seat.SEAT, Seat.SEAT, Seat.SEAT, Seat.SPARE]),
    ],
)
def test_veilig_thuis_has_one_seat_if_asked_and_opened(
    known: dict[str, Any], asked: bool, seats: list[Seat]
) -> None:
    contacts = [colleague(f"vt{number}", veilig_thuis=True, **known) for number in range(2)]
    others = [colleague(f"c{number}") for number in range(6)]
    found = compose(gathering(3, veilig_thuis=asked), *contacts, *others)
    assert [each.seat for each in found.invitees] == seats
    assert sum(name.startswith("vt") for name in ids(found)) == seats.count(Seat.VEILIG_THUIS)


def test_veilig_thuis_at_the_table_takes_the_one_seat() -> None:
    there = colleague("there", veilig_thuis=True)
    asked = replace(gathering(3, veilig_thuis=True), present=(there,))
    assert ids(compose(asked, colleague("vt", veilig_thuis=True))) == []


def test_of_two_veilig_thuis_contacts_the_better_one_and_equals_in_turn() -> None:
    contacts = [colleague(f"vt{number}", veilig_thuis=True) for number in range(6)]
    asked = replace(gathering(1, veilig_thuis=True), theme="stalking")
    turns = {ids(compose(replace(asked, id=f"g{number}"), *contacts))[0] for number in range(12)}
    assert len(turns) > 2
    better = replace(contacts[0], id="better", expertise=frozenset({"stalking"}))
    for number in range(12):
        found = compose(replace(asked, id=f"g{number}"), *contacts, better)
        assert ids(found)[0] == "better"


def test_equals_rotate_by_day_and_not_by_order() -> None:
    who = [colleague(f"c{number}") for number in range(9)]
    today = ids(compose(gathering(), *who))
    assert today == ids(compose(gathering(), *reversed(who)))
    days = {
        tuple(ids(compose_group(who, gathering(), today=TODAY + timedelta(days=day))))
        for day in range(6)
    }
    assert len(days) > 1


def test_reasons_are_the_score_and_speak_to_both() -> None:
    asked = replace(gathering(), theme="stalking")
    (invitee,) = compose(asked, colleague("c", expertise=frozenset({"stalking"}))).invitees
    assert invitee.score == pytest.approx(100)
    assert [each.detail for each in invitee.reasons] == [
        "Werkt in uw regio.",
        "Heeft ervaring met het thema.",
        "Brengt een andere discipline mee.",
        "Komt uit een andere sector.",
        "Is deze maand nog niet gevraagd.",
        "Zat nog niet met deze groep aan tafel.",
    ]
    assert invitee.reasons[0].sentence("en") == "Works in your region."
    assert invitee.why_you()[:2] == ("u werkt in dezelfde regio", "u hebt ervaring met het thema")
    assert invitee.why_you("en")[0] == "you work in the same region"


@given(
    who=st.lists(
        st.builds(
            colleague,
            st.sampled_from([f"c{number}" for number in range(12)]),
            organisation=st.sampled_from([None, "a", "b", "c", "eigen"]),
            regions=st.sampled_from([frozenset({"kennemerland"}), NEXT, FAR, frozenset()]),
            disciplines=st.frozensets(st.sampled_from(["af", "arts"])),
            sector=st.sampled_from([None, "opvang", "zorg"]),
            agreed=st.booleans(),
            last_invited=st.none() | st.integers(-5, 200).map(ago),
            invitations_this_month=st.integers(0, 3),
            avoids=st.frozensets(st.sampled_from([f"c{number}" for number in range(12)])),
            met=st.frozensets(st.sampled_from(["inviter", "c1", "c2", "c3"])),
            veilig_thuis=st.booleans(),
        ),
        max_size=12,
    ),
    seats=st.integers(0, 6),
    veilig_thuis=st.booleans(),
    theme=st.sampled_from([None, "stalking"]),
)
@settings(max_examples=100, deadline=None)
def test_no_hard_rule_is_ever_broken(
    who: list[Colleague], seats: int, veilig_thuis: bool, theme: str | None
) -> None:
    known = {each.id: each for each in who}
    asked = replace(gathering(seats, veilig_thuis=veilig_thuis), theme=theme)
    found = compose(asked, *who)
    chosen = [known[name] for name in ids(found)]
    organisations = [each.organisation for each in (INVITER, *chosen) if each.organisation]
    assert len(organisations) == len(set(organisations))
    assert all(each.agreed for each in chosen)
    assert not any(one.id in other.avoids for one in chosen for other in chosen if one != other)
    assert len(chosen) <= seats + 1
    assert sum(each.veilig_thuis for each in chosen) <= int(veilig_thuis)
    for each in found.invitees:
        assert abs(sum(reason.points for reason in each.reasons) - each.score) < 1e-9
        told = [reason for reason in each.reasons if reason.verdict in {"met", "partly"}]
        assert len(each.why_you()) == len(each.why_you("en")) == len(told)


def test_every_wish_has_a_dutch_first_line() -> None:
    assert sum(GROUP_WEIGHTS.values()) == 100
    assert all((wished.__doc__ or "").endswith(".") for wished in GROUP_WEIGHTS)


def test_knowing_the_whole_group_is_said() -> None:
    (invitee,) = compose(gathering(), colleague("c", met=frozenset({"inviter"}))).invitees
    assert invitee.reasons[-1].verdict is Verdict.UNMET
    two = replace(gathering(), present=(colleague("there"),))
    (invitee,) = compose(two, colleague("c", met=frozenset({"inviter"}))).invitees
    assert invitee.reasons[-1].code == "group.some-known"
