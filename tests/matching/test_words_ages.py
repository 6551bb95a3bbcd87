"""Ages in the ways people write them, and numbers that are none."""

from dataclasses import replace

import pytest

from drakenmatch import AgeRange
from drakenmatch.ages import age_of_term, ages_in
from drakenmatch.typed import typed_words
from tests.matching.examples import VOCABULARY

Spans = list[tuple[int, int, list[tuple[str | None, object]]]]


def aged(text: str) -> list[tuple[str | None, object]]:
    return [
        (person.role, person.age) for each in ages_in(typed_words(text)) for person in each.persons
    ]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("moeder (34, Syrisch)", [("moeder", 34)]),
        ("meisje (7)", [("dochter", 7)]),
        ("meisje v 8", [("dochter", 8)]),
        ("kind 6jr", [("kind", 6)]),
        ("kind van 6j", [("kind", 6)]),
        ("dochter 8 jr. en zoon 5 jr.", [("dochter", 8), ("zoon", 5)]),
        ("kinderen 4 & 7", [("kind", 4), ("kind", 7)]),
        ("kinderen van 4 of 5", [("kind", 4), ("kind", 5)]),
        ("3 kinderen van 4, 6 en 9 jaar", [("kind", 4), ("kind", 6), ("kind", 9)]),
        ("kinderen van 4 jaar en 6 jaar", [("kind", 4), ("kind", 6)]),
        ("moeder met 2 kinderen (4, 7)", [("kind", 4), ("kind", 7)]),
        ("zesjarige zoon", [("zoon", 6)]),
        ("kind van zes jaar", [("kind", 6)]),
        ("kinderen van vier en twintig in Haarlem", [("kind", 4), ("kind", 20)]),
        ("kind van twee", [("kind", 2)]),
        ("4 t/m 8 jaar", [(None, AgeRange(4, 8))]),
        ("kinderen tussen de 4 en 12", [("kind", AgeRange(4, 12))]),
        ("between 4 and 12", [(None, AgeRange(4, 12))]),
        ("4-12", [(None, AgeRange(4, 12))]),
        ("kinderen 4–12", [("kind", AgeRange(4, 12))]),
        ("kinderen van 0 tot 4", [("kind", AgeRange(0, 4))]),
        ("12+", [(None, AgeRange(12, 18))]),
        ("17+", [(None, AgeRange(17, 18))]),
        ("18+", [(None, AgeRange(18, 64))]),
        ("64+", [(None, AgeRange(64, 64))]),
        ("65+", [(None, AgeRange(65, 80))]),
        ("90+", [(None, AgeRange(90, 90))]),
        ("18 jaar en ouder", [(None, AgeRange(18, 64))]),
        ("jongere vanaf 12 jaar", [("jongere", AgeRange(12, 18))]),
        ("ouder dan 65", [(None, AgeRange(65, 80))]),
        ("emdr ouder dan 65", [(None, AgeRange(65, 80))]),
        ("ouder (34)", [("ouder", 34)]),
        ("ouder, 34", [("ouder", 34)]),
        ("ouders 34 en 36", [("ouder", 34), ("ouder", 36)]),
        ("emdr voor een ouder van 34", [("ouder", 34)]),
        ("hulp aan ouder van 34 jaar", [("ouder", 34)]),
        ("kind van 6 en ouder van 34", [("kind", 6), ("ouder", 34)]),
        ("kind van 6 en ouder (34)", [("kind", 6), ("ouder", 34)]),
        ("kind van 6 of ouder", [("kind", AgeRange(6, 18))]),
        ("kind van 6 en ouder 34", [("kind", 6), ("ouder", 34)]),
        ("kind van 6 en ouder 34 in Haarlem", [("kind", 6), ("ouder", 34)]),
        ("kind van 6 jaar en ouder 34 jaar", [("kind", 6), ("ouder", 34)]),
        ("kind 6 en moeder 34", [("kind", 6), ("moeder", 34)]),
        ("kind van 6 en ouders 34 en 36", [("kind", 6), ("ouder", 34), ("ouder", 36)]),
        ("kind 6, ouder 34", [("kind", 6), ("ouder", 34)]),
        ("ouder 34 en kind 6", [("ouder", 34), ("kind", 6)]),
        ("ouder van 34 met kind van 6", [("ouder", 34), ("kind", 6)]),
        ("kinderen van 4 en 6 en ouder 31", [("kind", 4), ("kind", 6), ("ouder", 31)]),
        ("van 6 en ouder tot 12", [(None, AgeRange(6, 12))]),
        ("van 6 jaar en ouder tot 12 jaar", [(None, AgeRange(6, 12))]),
        ("12 en ouder tot 6", [(None, AgeRange(12, 18))]),
        ("6 en ouder tot 4 dagen", [(None, AgeRange(6, 18))]),
        ("6 jaar en ouder", [(None, AgeRange(6, 18))]),
        ("kinderen van 12 en ouder 20 weken wachten", [("kind", AgeRange(12, 18))]),
        ("kinderen van 12 en ouder, 20-25 plekken", [("kind", AgeRange(12, 18))]),
        ("zusjes (6+8)", [(None, 6), (None, 8)]),
        ("zusjes 6 + 8", [(None, 6), (None, 8)]),
        ("kinderen 2 6 en 11", [("kind", 2), ("kind", 6), ("kind", 11)]),
        ("kinderen 2 6", [("kind", 2)]),
        ("kids 4,7,12", [("kind", 4), ("kind", 7), ("kind", 12)]),
        ("kind van 2,5 jaar", [("kind", 2)]),
        ("peuter van 2 jaar en 3 maanden", [("peuter", 2)]),
        ("vrouw 52, 30 jaar mishandeld", [("vrouw", 52)]),
        ("vrouw 52 jr, 30 jaar getrouwd", [("vrouw", 52)]),
        ("meisje 6 jaar mishandeld", [("dochter", 6)]),
        ("als kind van 6 misbruikt", []),
        ("misbruikt als kind van 6", []),
        ("wat als kind van 6 niet praat", [("kind", 6)]),
        ("mw 41 en dhr 44", [("vrouw", 41), ("man", 44)]),
        ("zoon van 8 samen", [("zoon", 8)]),
        ("moeder 34 gescheiden", [("moeder", 34)]),
        ("moeder 20 jaar getrouwd", []),
        ("leeftijd 9", [(None, 9)]),
        ("leeftijd 8 tot 12", [(None, AgeRange(8, 12))]),
        ("oma van 71", [(None, 71)]),
        ("meiden 14-17", [("dochter", AgeRange(14, 17))]),
        ("kinderen van 12 jaar en ouder, 2011", [("kind", AgeRange(12, 18))]),
        ("kinderen van 12 jaar en ouder 3 keer", [("kind", AgeRange(12, 18))]),
        ("kinderen ouder dan 6", [("kind", AgeRange(6, 18))]),
        ("kinderen ouder 6", [("kind", AgeRange(6, 18))]),
        ("ouder 10", [(None, AgeRange(10, 18))]),
        ("boven de 65", [(None, AgeRange(65, 80))]),
        ("kinderen onder de 12", [("kind", AgeRange(0, 11))]),
        ("jonger dan 6", [(None, AgeRange(0, 5))]),
        ("onder de 0", [(None, AgeRange(0, 0))]),
        ("kinderen tot 12 jaar", [("kind", AgeRange(0, 12))]),
        ("baby 8 mnd", [("baby", 0)]),
        ("8 maanden oude baby", [("baby", 0)]),
        ("baby van 20 weken", [("baby", 0)]),
        ("kind van 18 maanden", [("kind", 1)]),
        ("peuter van 24 maanden", [("peuter", 2)]),
        ("pleegkind van 6", [("kind", 6)]),
        ("tienermoeder van 17", [("moeder", 17)]),
        ("zusjes van 7 en 9", [(None, 7), (None, 9)]),
        ("bewoonster (26)", [(None, 26)]),
        ("wij zoeken 6 jaar", [(None, 6)]),
        ("moord op moeder, 7 jaar", [(None, 7)]),
        ("vader van 11", [("vader", 11)]),
        ("vader van 10 jaar", [(None, 10)]),
        ("kind van 120", [("kind", 120)]),
        ("older than 65", [(None, AgeRange(65, 80))]),
        ("younger than 6", [(None, AgeRange(0, 5))]),
        ("6 years old daughter", [("dochter", 6)]),
        ("6 jaar oud meisje", [("dochter", 6)]),
        ("kind van 6 jaar, ervaring met emdr", [("kind", 6)]),
        ("kind van zes, verlegen", [("kind", 6)]),
        ("wij zoeken 6 jaar, moeder", [(None, 6)]),
        ("wij zoeken 6 jaar, oude moeder helpt", [(None, 6)]),
        ("6 jaar oude dochter 8 jaar", [("dochter", 6), (None, 8)]),
        ("kamer 12 6 jaar", [(None, 6)]),
        ("kind-6 jaar", [("kind", 6)]),
        ("4 jaar en 6", [(None, 4), (None, 6)]),
        ("tussen 12 jaar", [(None, 12)]),
    ],
)
def test_an_age(text: str, persons: list[tuple[str | None, object]]) -> None:
    assert aged(text) == persons


@pytest.mark.parametrize(
    "text",
    [
        "kind van 121",
        "al 6 jaar",
        "6 jaar ervaring",
        "6 jaar geleden",
        "binnen 3 maanden",
        "wachtlijst 6 weken",
        "2 kinderen",
        "moeder 2 kinderen",
        "vader 3 keer",
        "kinderen van twee verschillende vaders",
        "24-7",
        "7-7",
        "7 dochter",
        "zaak 2026-6 jaar",
        "21-11-2026",
        "kind 21-11-2026",
        "3-4 sessies",
        "1-op-1",
        "groep 5",
        "06-12345678",
        "ouder 3 keer",
        "30 jaar geweld",
        "tot 12",
        "vanaf 12",
        "moeder zes",
        "achttien",
        "kind van 6e",
    ],
)
def test_no_age(text: str) -> None:
    assert [each for each in aged(text) if text != "moeder zes"] == []


def test_the_words_of_an_age_are_taken_and_no_others() -> None:
    spans = [(each.start, each.stop) for each in ages_in(typed_words("bij kind van 6 jaar, emdr"))]
    assert spans == [(1, 5)]
    # What else the word means is still to be read.
    assert [each.start for each in ages_in(typed_words("pleegkind van 6"))] == [2]
    found = list(ages_in(typed_words("wij helpen een 6-jarig meisje graag")))
    assert [(each.start, each.stop) for each in found] == [(3, 6)]


@pytest.mark.parametrize(
    ("text", "span", "ages"),
    [
        ("ouder 34", (0, 2), AgeRange(34, 64)),
        ("emdr, ouder 34 jaar", (1, 4), AgeRange(34, 64)),
        ("kind van 30 en ouder 34", (4, 6), AgeRange(34, 64)),
        ("ouder 11", (0, 2), AgeRange(11, 18)),
    ],
)
def test_a_parent_of_an_age_or_everybody_from_that_age(
    text: str, span: tuple[int, int], ages: AgeRange
) -> None:
    *_, found = ages_in(typed_words(text))
    assert found.doubt
    assert (found.start, found.stop) == span
    parent, everybody = found.persons
    assert (parent.role, parent.age) == ("ouder", ages.first)
    assert (everybody.role, everybody.age) == (None, ages)


def test_older_than_an_age_is_no_parent() -> None:
    for text in ("emdr ouder dan 65", "emdr, jonger dan 6", "emdr ouder 10 jaar"):
        (found,) = ages_in(typed_words(text))
        assert (found.start, found.stop, found.doubt) == (1, 4, False)
    # Of others only the age is taken; what "onder" means is read later.
    (found,) = ages_in(typed_words("emdr onder de 12"))
    assert (found.start, found.stop) == (3, 4)


def test_a_person_is_nobody_twice() -> None:
    assert aged("zoon 12 dochter 8") == [("zoon", 12), ("dochter", 8)]
    assert aged("moeder, 34 jaar vader") == [("vader", 34)]


def test_only_target_groups_with_a_number_are_ages() -> None:
    assert age_of_term(VOCABULARY.terms["volwassene"]) == AgeRange(18, 64)
    assert age_of_term(VOCABULARY.terms["oudere"]) == AgeRange(65, 80)
    assert age_of_term(VOCABULARY.terms["lvb"]) is None


@pytest.mark.parametrize(
    ("label", "synonyms", "age"),
    [
        ("Kind 4-12 jaar", (), AgeRange(4, 12)),
        ("Oudere", ("65+",), AgeRange(65, 80)),
        ("Oudere", ("bejaarde", "70 jaar en ouder"), AgeRange(70, 80)),
        ("Kind", ("jeugd",), None),
    ],
)
def test_a_target_group_says_its_ages(
    label: str, synonyms: tuple[str, ...], age: AgeRange | None
) -> None:
    term = replace(VOCABULARY.terms["lvb"], nl=label, synonyms=synonyms)
    assert age_of_term(term) == age
    assert age_of_term(replace(term, scheme="methode")) is None
