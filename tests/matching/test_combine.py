"""Several practitioners for one household: the fewest, then the best."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import (
    RULE,
    AgeRange,
    Combination,
    Group,
    InvalidValue,
    Kind,
    Language,
    Level,
    Need,
    Person,
    Practitioner,
    Request,
    Room,
    Wish,
    combine,
    needs_of,
)
from drakenmatch.asking import Asked, Entry
from drakenmatch.combine import undivided
from drakenmatch.rank import rank as reference
from tests.matching.examples import (
    PLACES,
    TODAY,
    UITGEEST,
    VOCABULARY,
    ids,
    pool_of,
    practitioner,
    rank,
    request,
)
from tests.matching.worlds import pools, requests

CHILD, MOTHER, FATHER = (
    Person(role="getuige", age=6),
    Person(role="moeder", age=34),
    Person(role="pleger", age=40),
)
CHILDREN, ADULTS = (AgeRange(0, 17),), (AgeRange(18, 80),)
TWO = request(persons=(CHILD, MOTHER))


def combined(asked: Request, *who: Practitioner) -> Combination:
    return combine(pool_of(who), asked, today=TODAY)


def names(found: Combination) -> list[str]:
    return [part.match.practitioner_id for part in found.parts]


def told(needs: Iterable[Need]) -> list[str]:
    return [need.subject for need in needs]


# ---- What it is ----


def test_two_together_cover_a_household_that_nobody_covers_alone() -> None:
    child = practitioner(id="child", ages=CHILDREN)
    mother = practitioner(id="mother", ages=ADULTS)
    found = combined(TWO, child, mother, practitioner(id="also", ages=ADULTS, travel_km=1))
    assert set(names(found)) == {"child", "mother"} or set(names(found)) == {"child", "also"}
    by_name = {part.match.practitioner_id: told(part.covers) for part in found.parts}
    assert by_name["child"] == ["getuige"]
    assert (found.uncovered, found.considered, found.exact, found.rule) == ((), 3, True, RULE)


def test_who_can_do_it_alone_does_it_alone() -> None:
    better = practitioner(id="better", ages=CHILDREN)
    alone = practitioner(id="alone", ages=(*CHILDREN, *ADULTS))
    found = combined(TWO, better, practitioner(id="mother", ages=ADULTS), alone)
    assert names(found) == ["alone"]
    assert found.parts[0].covers == (
        Need(criterion="ages", subject="getuige", person=0),
        Need(criterion="ages", subject="moeder", person=1),
    )


def test_of_as_many_the_best_total() -> None:
    asked = replace(TWO, languages=(Language(code="ti"),))
    worse = practitioner(id="a-worse", ages=ADULTS)
    best = practitioner(id="best", ages=ADULTS, languages=frozenset({"ti"}))
    child = practitioner(id="child", ages=CHILDREN)
    found = combined(asked, worse, child, best)
    assert names(found) == ["best", "child"]
    assert found.total == pytest.approx(sum(part.match.score for part in found.parts), abs=1e-5)
    assert combined(asked, best, child, worse) == found


def test_equals_turn_by_the_day() -> None:
    who = [practitioner(id="child", ages=CHILDREN)]
    who += [practitioner(id=f"m{number}", ages=ADULTS) for number in range(6)]
    chosen = {
        tuple(sorted(names(combine(pool_of(who), replace(TWO, id=f"r{day}"), today=TODAY))))
        for day in range(12)
    }
    assert len(chosen) > 2


def test_of_equal_totals_the_one_whose_turn_it_is() -> None:
    """Two pairs speak all four languages; whoever has the turn is in the one that is chosen."""
    pairs = {"x": ("ti", "ar"), "y": ("fr", "en"), "z": ("ti", "fr"), "w": ("ar", "en")}
    asked = request(
        languages=tuple(Language(code=code, must=True) for code in ("ti", "ar", "fr", "en"))
    )
    who = [practitioner(id=name, languages=frozenset(codes)) for name, codes in pairs.items()]
    turns = set()
    for number in range(16):
        today = replace(asked, id=f"r{number}")
        first, *_ = ids(rank(waived(today), *who).fits)
        assert set(names(combined(today, *who))) == ({*"xy"} if first in "xy" else {*"zw"})
        turns.add(first)
    assert turns == {*"wxyz"}


def test_who_is_far_down_the_list_is_not_overlooked() -> None:
    better = [practitioner(id=f"c{number}", ages=CHILDREN) for number in range(25)]
    better += [practitioner(id=f"m{number}", ages=ADULTS) for number in range(25)]
    last = practitioner(id="last", ages=(*CHILDREN, *ADULTS), municipality=UITGEEST)
    assert names(combined(TWO, *better, last)) == ["last"]


def test_musts_are_divided_too() -> None:
    asked = request(
        wishes=(Wish(term="emdr-kj", must=True), Wish(term="nika", must=True), Wish(term="ptss")),
        languages=(Language(code="ti", must=True), Language(code="en")),
    )
    emdr = practitioner(id="emdr", languages=frozenset({"ti"}))
    nika = practitioner(id="nika", expertise={"nika": Level.INDEPENDENT})
    found = combined(asked, emdr, nika)
    covers = {part.match.practitioner_id: told(part.covers) for part in found.parts}
    assert covers == {"emdr": ["emdr-kj", "ti"], "nika": ["nika"]}
    criteria = {need.criterion for part in found.parts for need in part.covers}
    assert criteria == {"expertise", "languages"}


@pytest.mark.parametrize(
    ("level", "covers"),
    [(Level.TRAINING, False), (Level.INDEPENDENT, True), (Level.SUPERVISOR, True)],
)
def test_a_must_is_covered_at_its_level_only(level: Level, covers: bool) -> None:
    asked = request(wishes=(Wish(term="emdr-kj", must=True, min_level=Level.INDEPENDENT),))
    found = combined(asked, practitioner(expertise={"emdr-kj": level}))
    assert told(found.uncovered) == ([] if covers else ["emdr-kj"])


def test_a_narrower_term_covers_unless_it_is_unwanted() -> None:
    asked = request(wishes=(Wish(term="emdr", must=True),))
    who = practitioner(expertise={"emdr-kj": Level.INDEPENDENT})
    assert combined(asked, who).uncovered == ()
    unwanted = replace(asked, not_wishes=frozenset({"emdr-kj"}))
    assert told(combined(unwanted, who).uncovered) == ["emdr"]
    by_name = replace(asked, wishes=(*asked.wishes, Wish(term="emdr-kj")))
    above = replace(by_name, not_wishes=frozenset({"traumabehandeling"}))
    assert combined(above, who).uncovered == ()


def test_what_cannot_be_divided_everybody_meets() -> None:
    asked = replace(TWO, funding=Group(any=frozenset({"zvw"}), must=True))
    paid = {"funding": frozenset({"zvw"})}
    child = practitioner(id="child", ages=CHILDREN, **paid)
    found = combined(asked, child, practitioner(id="mother", ages=ADULTS))
    assert (names(found), told(found.uncovered)) == (["child"], ["moeder"])
    full = practitioner(id="mother", ages=ADULTS, room=Room.NO, **paid)
    assert told(combined(asked, child, full).uncovered) == ["moeder"]


def test_who_treats_nobody_of_the_household_is_no_part() -> None:
    asked = request(persons=(CHILD,), wishes=(Wish(term="nika", must=True),))
    nika = practitioner(id="nika", ages=ADULTS, expertise={"nika": Level.INDEPENDENT})
    found = combined(asked, practitioner(id="child", ages=CHILDREN), nika)
    assert (names(found), told(found.uncovered)) == (["child"], ["nika"])


def test_all_ages_asked_of_one_are_divided_over_several() -> None:
    child, mother = practitioner(id="c", ages=CHILDREN), practitioner(id="m", ages=ADULTS)
    assert combined(replace(TWO, ages_all=True), child, mother).uncovered == ()


def test_what_must_be_covered_is_listed_persons_first() -> None:
    asked = replace(
        TWO,
        wishes=(Wish(term="emdr", must=True), Wish(term="nika")),
        languages=(Language(code="ti", must=True), Language(code="ar")),
    )
    assert told(needs_of(asked)) == ["getuige", "moeder", "emdr", "ti"]
    assert needs_of(asked) == combined(asked).uncovered


def test_what_everybody_must_meet_is_the_request_without_what_can_be_divided() -> None:
    asked = replace(
        TWO,
        ages_all=True,
        wishes=(Wish(term="emdr", must=True), Wish(term="nika")),
        languages=(Language(code="ti", must=True), Language(code="ar")),
    )
    assert undivided(asked) == waived(asked)


def test_nobody_is_an_answer() -> None:
    found = combined(TWO)
    assert (found.parts, told(found.uncovered)) == ((), ["getuige", "moeder"])
    assert (found.total, found.considered, found.exact) == (0, 0, True)


def test_without_persons_and_musts_the_best_one_is_enough() -> None:
    asked = request(languages=(Language(code="ti"),))
    best = practitioner(id="best", languages=frozenset({"ti"}))
    found = combined(asked, practitioner(id="a"), best)
    assert (names(found), found.parts[0].covers) == (["best"], ())


def test_a_person_without_age_or_role_is_treated_by_anybody_who_fits() -> None:
    asked = request(persons=(Person(),))
    found = combined(asked, practitioner(ages=None))
    assert found.parts[0].covers == (Need(criterion="ages", subject="", person=0),)


def test_unknown_ages_cover_nobody() -> None:
    found = combined(TWO, practitioner(id="c", ages=CHILDREN), practitioner(id="m", ages=None))
    assert told(found.uncovered) == ["moeder"]


def test_a_request_that_names_what_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidValue, match="regions"):
        combined(request(regions=frozenset({"atlantis"})))


# ---- Victim and perpetrator ----

EVERYBODY = practitioner(id="all", ages=(AgeRange(0, 80),))


def test_the_same_one_for_victim_and_perpetrator_only_if_that_is_allowed() -> None:
    asked = request(persons=(CHILD, FATHER))
    found = combined(asked, EVERYBODY, replace(EVERYBODY, id="other"))
    assert sorted(names(found)) == ["all", "other"]
    assert sorted(told(part.covers)[0] for part in found.parts) == ["getuige", "pleger"]
    allowed = combined(replace(asked, same_practitioner_ok=True), EVERYBODY)
    assert told(allowed.parts[0].covers) == ["getuige", "pleger"]


def test_when_one_must_choose_a_side_the_other_stays_uncovered() -> None:
    asked = request(persons=(CHILD, MOTHER, FATHER))
    found = combined(asked, EVERYBODY)
    assert (names(found), told(found.uncovered)) == (["all"], ["pleger"])


def test_two_perpetrators_may_share_one() -> None:
    asked = request(persons=(FATHER, replace(FATHER, age=50)))
    assert names(combined(asked, EVERYBODY)) == ["all"]


def test_on_either_side_a_must_is_covered() -> None:
    asked = request(persons=(CHILD, FATHER), wishes=(Wish(term="nika", must=True),))
    nika = practitioner(id="nika", ages=ADULTS, expertise={"nika": Level.INDEPENDENT})
    found = combined(asked, practitioner(id="child", ages=CHILDREN), nika)
    assert found.uncovered == ()
    assert len(found.parts) == 2


# ---- Against every set there is ----


def waived(asked: Request) -> Request:
    """What everybody must meet: without the musts that can be divided."""
    return replace(
        asked,
        wishes=tuple(replace(each, must=False) for each in asked.wishes),
        languages=tuple(replace(each, must=False) for each in asked.languages),
        ages_all=False,
    )


def one_by_one(asked: Request) -> list[Request]:
    """Each need as a request of its own."""
    alone = waived(asked)
    needs = [replace(alone, persons=(person,), ages_all=True) for person in asked.persons]
    for wish in asked.wishes:
        if wish.must:
            others = tuple(replace(w, must=False) for w in asked.wishes if w != wish)
            needs.append(replace(alone, wishes=(wish, *others)))
    needs += [replace(alone, languages=(spoken,)) for spoken in asked.languages if spoken.must]
    return needs


def who_fit(asked: Request, who: list[Practitioner]) -> dict[str, float]:
    """Who fits, with the score, by the readable form of the rule."""
    entries = [Entry.of(each, VOCABULARY, PLACES) for each in who]
    ranking = reference(Asked.of(asked, TODAY, VOCABULARY, PLACES), entries, 1000)
    return {match.practitioner_id: match.score for match in ranking.fits}


def brute(asked: Request, who: list[Practitioner]) -> tuple[int, int, float]:
    """How many needs stay open, with how many, and the best total; of all sets and sides."""
    scores = who_fit(waived(asked), who)
    needs = [who_fit(each, who) for each in one_by_one(asked)]
    persons = set(range(len(asked.persons)))
    those = {place for place in persons if asked.persons[place].role == "pleger"}
    sides = [set[int]()] if asked.same_practitioner_ok else [persons - those, those]
    best = (len(needs) + bool(scores), 0, 0.0)
    for size in range(1, min(len(scores), max(1, len(needs))) + 1):
        for chosen in combinations(scores, size):
            total = -sum(scores[name] for name in chosen)
            for taken in product(sides, repeat=size):
                done = {
                    place
                    for place, able in enumerate(needs)
                    for name, side in zip(chosen, taken, strict=True)
                    if name in able and place not in side
                }
                best = min(best, (len(needs) - len(done), size, total))
    return best[0], best[1], -best[2]


households = st.lists(
    st.builds(
        Person,
        role=st.sampled_from(["pleger", "pleger", "moeder", "getuige", None]),
        age=st.none() | st.integers(0, 40),
    ),
    max_size=4,
).map(tuple)


@given(
    who=pools.map(lambda found: [replace(each, paused_until=None) for each in found[:7]]),
    asked=requests,
    persons=households,
    allowed=st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_no_smaller_or_better_combination_exists(
    who: list[Practitioner], asked: Request, persons: tuple[Person, ...], allowed: bool
) -> None:
    asked = replace(asked, persons=persons, same_practitioner_ok=allowed)
    found = combined(asked, *who)
    left, size, total = brute(asked, who)
    assert (len(found.uncovered), len(found.parts)) == (left, size)
    assert found.total == pytest.approx(total, abs=1e-4)
    assert Combination.from_json(found.to_json()) == found
    assert combined(asked, *reversed(who)) == found


TERMS = ("emdr", "emdr-kj", "nika", "trauma", "ptss", "cgt")


@given(
    who=st.lists(
        st.builds(
            practitioner,
            id=st.integers(0, 10**6).map(str),
            expertise=st.dictionaries(st.sampled_from(TERMS), st.sampled_from(Level), max_size=3),
            ages=st.sampled_from([None, CHILDREN, ADULTS, (AgeRange(0, 80),)]),
            languages=st.frozensets(st.sampled_from(["nl", "ar", "ti"]), max_size=2),
        ),
        max_size=8,
        unique_by=lambda each: each.id,
    ),
    terms=st.sets(st.sampled_from(TERMS), min_size=1, max_size=4),
    persons=households,
)
@settings(max_examples=100, deadline=None)
def test_many_who_fit_and_many_musts(
    who: list[Practitioner], terms: set[str], persons: tuple[Person, ...]
) -> None:
    asked = request(
        wishes=tuple(Wish(term=term, must=True) for term in sorted(terms)),
        languages=(Language(code="ti", must=True),),
        persons=persons,
    )
    found = combined(asked, *who)
    left, size, total = brute(asked, who)
    assert (len(found.uncovered), len(found.parts)) == (left, size)
    assert found.total == pytest.approx(total, abs=1e-4)


def test_advice_is_combined_without_room() -> None:
    asked = replace(TWO, kind=Kind.ADVICE)
    child = practitioner(id="child", ages=CHILDREN, room=Room.NO)
    assert names(combined(asked, child)) == ["child"]
