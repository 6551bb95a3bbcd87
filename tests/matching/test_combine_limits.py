"""How much a combination looks at: few looks, and when it is stopped it says so."""

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
)

# The package gives the function of this name.
MODULE = import_module("drakenmatch.combine")


def test_a_search_that_is_stopped_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_STEPS", 1)
    child, mother = practitioner(id="c", ages=CHILDREN), practitioner(id="m", ages=ADULTS)
    found = combined(TWO, child, mother, practitioner(id="n", ages=(AgeRange(30, 40),)))
    assert (len(found.parts), found.uncovered, found.exact) == (2, (), False)


def test_stopped_it_takes_who_covers_most_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_STEPS", 0)
    asked = request(languages=tuple(Language(code=code, must=True) for code in ("ti", "ar", "fr")))
    spoken = {"ti": ("ti",), "nl": ("nl",), "fr": ("fr",)}
    near = [practitioner(id=name, languages=frozenset(codes)) for name, codes in spoken.items()]
    far = practitioner(id="both", languages=frozenset({"ti", "ar"}), municipality=UITGEEST)
    found = combined(asked, *near, far)
    assert (names(found), found.uncovered, found.exact) == (["fr", "both"], (), False)


AGES = ((AgeRange(0, 11),), (AgeRange(12, 17),), (AgeRange(18, 45),), (AgeRange(46, 99),))
SPOKEN = ("ti", "ar", "fr", "nl")


@pytest.mark.parametrize(("number", "looks"), [(20, 139), (40, 503)])
def test_a_household_takes_few_looks(
    number: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who covers the rarest need comes first, and what can win no more is left."""
    monkeypatch.setattr(MODULE, "MOST_STEPS", looks)
    asked = request(
        persons=(CHILD, MOTHER, replace(FATHER, age=50), Person(role="kind", age=14)),
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


def test_more_who_fit_than_are_looked_at_is_not_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_CANDIDATES", 2)
    who = [practitioner(id=name) for name in "ab"]
    assert not combined(request(), *who).exact
    assert combined(request(), who[0]).exact
