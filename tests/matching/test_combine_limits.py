"""What a combination leaves out: whom it need not look at, and whom nobody can cover."""

from dataclasses import replace
from importlib import import_module

import pytest

from drakenmatch import AgeRange, Language, Level, Person, Wish
from tests.matching.examples import (
    HAARLEM,
    HEEMSTEDE,
    UITGEEST,
    VELSEN,
    practitioner,
    request,
)
from tests.matching.test_combine import (
    ADULTS,
    CHILD,
    CHILDREN,
    FATHER,
    MOTHER,
    TWO,
    combined,
    names,
    told,
)

# The package gives the function of this name.
MODULE = import_module("drakenmatch.combine")
BEVERWIJK = "GM0375"


def test_a_search_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_STEPS", 1)
    child, mother = practitioner(id="c", ages=CHILDREN), practitioner(id="m", ages=ADULTS)
    found = combined(TWO, child, mother, practitioner(id="n", ages=(AgeRange(30, 40),)))
    assert (len(found.parts), found.uncovered, found.exact) == (2, (), False)


@pytest.mark.parametrize(("one", "two"), [(HAARLEM, UITGEEST), (UITGEEST, HAARLEM)])
def test_stopped_it_takes_who_covers_most_again_and_again(
    one: str, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether those who speak one language live nearer than who speaks two, or farther."""
    monkeypatch.setattr(MODULE, "MOST_STEPS", 0)
    asked = request(languages=tuple(Language(code=code, must=True) for code in ("ti", "ar", "fr")))
    spoken = {"ti": ("ti",), "nl": ("nl",), "fr": ("fr",), "both": ("ti", "ar")}
    who = [
        practitioner(
            id=name, languages=frozenset(codes), municipality=two if name == "both" else one
        )
        for name, codes in spoken.items()
    ]
    found = combined(asked, *who)
    assert ({*names(found)}, found.uncovered, found.exact) == ({"fr", "both"}, (), False)
    scores = [part.match.score for part in found.parts]
    assert scores == sorted(scores, reverse=True)


AGES = ((AgeRange(0, 11),), (AgeRange(12, 17),), (AgeRange(18, 45),), (AgeRange(46, 99),))
SPOKEN = ("ti", "ar", "fr", "nl")


@pytest.mark.parametrize(
    ("number", "oldest", "looks"),
    [(20, FATHER, 139), (40, FATHER, 503), (40, MOTHER, 325)],
)
def test_a_household_takes_few_looks(
    number: int, oldest: Person, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who covers the rarest need comes first, and what can win no more is left."""
    monkeypatch.setattr(MODULE, "MOST_STEPS", looks)
    asked = request(
        persons=(CHILD, MOTHER, replace(oldest, age=50), Person(role="kind", age=14)),
        wishes=(Wish(term="emdr", must=True), Wish(term="nika", must=True)),
        languages=(Language(code="ti", must=True), Language(code="ar", must=True)),
    )
    who = [
        practitioner(
            id=f"p{each:02}",
            municipality=(HAARLEM, HEEMSTEDE, VELSEN)[each % 3],
            ages=AGES[each % 4],
            languages=frozenset({SPOKEN[each // 4 % 4]}),
            expertise={("emdr", "nika", "ptss")[each // 16 % 3]: Level.INDEPENDENT},
        )
        for each in range(number)
    ]
    found = combined(asked, *who)
    assert (len(found.parts), found.uncovered, found.exact) == (4, (), True)


def test_who_scores_best_may_be_second_to_somebody_else() -> None:
    """`near` is best, and only beside `far` of use, who comes after one that is closer."""
    spoken = {"near": ("fr",), "close": ("ti",), "other": ("ar", "fr"), "far": ("ti", "ar")}
    bases = {"near": HAARLEM, "close": VELSEN, "other": BEVERWIJK, "far": UITGEEST}
    asked = request(languages=tuple(Language(code=code, must=True) for code in ("ti", "ar", "fr")))
    who = [
        practitioner(id=name, municipality=bases[name], languages=frozenset(spoken[name]))
        for name in bases
    ]
    assert names(combined(asked, *who)) == ["near", "far"]


# ---- Only one can treat victim and perpetrator ----

AUNT = Person(role="tante", age=70)


def test_without_one_person_the_rest_is_covered_by_the_fewest() -> None:
    """`big` covers more than either of two who together cover all but one."""
    codes = ("ti", "ar", "fr", "en", "pl", "tr")
    asked = request(
        persons=(MOTHER, CHILD, FATHER),
        languages=tuple(Language(code=code, must=True) for code in codes),
    )
    mothers = (AgeRange(30, 36),)
    who = [
        practitioner(
            id="both", ages=(AgeRange(0, 17), AgeRange(38, 60)), languages=frozenset(codes[:3])
        ),
        practitioner(id="rest", ages=mothers, languages=frozenset(codes[3:])),
        practitioner(id="big", ages=mothers, languages=frozenset(codes[1:5])),
    ]
    found = combined(asked, *who)
    assert {*names(found)} == {"both", "rest"}
    assert (len(found.uncovered), found.exact) == (1, True)


def test_of_the_persons_to_leave_out_the_one_that_brings_the_best_total() -> None:
    """Without the child the mother needs `worse`; without the perpetrator the aunt has `better`."""
    asked = request(
        persons=(CHILD, FATHER, MOTHER, AUNT), languages=(Language(code="ti", must=True),)
    )
    ti, aunts = frozenset({"ti"}), (AgeRange(70, 70),)
    who = [
        practitioner(id="all", ages=(AgeRange(0, 80),)),
        practitioner(
            id="worse", ages=(AgeRange(30, 36), *aunts), languages=ti, municipality=UITGEEST
        ),
        practitioner(id="better", ages=aunts, languages=ti),
    ]
    found = combined(asked, *who)
    assert {*names(found)} == {"all", "better"}
    assert told(found.uncovered) == ["pleger"]


def test_more_who_fit_than_are_looked_at_is_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_CANDIDATES", 2)
    who = [practitioner(id=name) for name in "ab"]
    assert not combined(request(), *who).exact
    assert combined(request(), who[0]).exact
