"""Every sentence can be said in both languages, with the same facts."""

import string

import pytest

from drakenmatch.sentences import SENTENCES, sentence, shown


def facts_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_show_the_same_facts(code: str) -> None:
    dutch, english = SENTENCES[code]["nl"], SENTENCES[code]["en"]
    assert facts_in(dutch) == facts_in(english)
    assert dutch != english
    # What an invitee reads follows "omdat", so it is no sentence of its own.
    assert dutch.endswith(".") is not code.startswith("you.")
    assert english.endswith(".") is not code.startswith("you.")


@pytest.mark.parametrize(
    ("fact", "dutch", "english"),
    [
        (3, "3", "3"),
        ("6", "6", "6"),
        ({"nl": "de Wmo", "en": "the Wmo"}, "de Wmo", "the Wmo"),
        ({"date": "2026-05-01"}, "1 mei 2026", "1 May 2026"),
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b", {"nl": "c", "en": "d"}], "a, b en c", "a, b and d"),
    ],
)
def test_facts(fact: object, dutch: str, english: str) -> None:
    assert shown(fact, "nl") == dutch  # type: ignore[arg-type]  # parametrize gives object
    assert shown(fact, "en") == english  # type: ignore[arg-type]  # the same


def test_another_language_is_read_as_dutch() -> None:
    assert sentence("nearness.online", {}, "fr") == "Kan online werken."
    assert sentence("nearness.online", {}) == "Kan online werken."
    assert sentence("nearness.online", {}, "en") == "Can work online."
