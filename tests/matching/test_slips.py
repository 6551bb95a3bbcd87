"""Which rows of words are compared with the labels, and which of what is near is guessed."""

from collections.abc import Mapping

import pytest

from drakenmatch import Places, Vocabulary, read_words
from drakenmatch.near import Near
from drakenmatch.slips import MOST_WINDOWS, _windows
from drakenmatch.typed import typed_words
from tests.matching.examples import PLACES


def rows(text: str, left: str, *, read: str = "", meant: Mapping[int, int] | None = None) -> str:
    """Write the rows around the words that are `left`, with a bar between two."""
    typed = typed_words(text)
    places = [at for at, word in enumerate(typed) if word.text in left.split()]
    was_read = [word.text in read.split() for word in typed]
    found = _windows(typed, places, was_read, meant or {})
    assert all(row.text == "".join(w.text for w in typed[row.start : row.stop]) for row in found)
    return "|".join(" ".join(w.text for w in typed[row.start : row.stop]) for row in found)


_WORDS = ("mobiel", "roffel", "mobiel", "roffel", "mobiel", "roffel", "klaank")
GROWING = "|".join(" ".join(_WORDS[-many:]) for many in range(1, 8))


@pytest.mark.parametrize(
    ("text", "left", "read", "expected"),
    [
        ("klaank", "klaank", "", "klaank"),
        ("klaank speel", "klaank", "", "klaank|klaank speel"),
        ("zacht klaank", "klaank", "", "klaank|zacht klaank"),
        ("klaank roffel", "klaank roffel", "", "klaank|roffel|klaank roffel"),
        # No sign and no person with an age stands inside a row.
        ("zacht, klaank speel", "klaank", "", "klaank|klaank speel"),
        ("zacht klaank, speel", "klaank", "", "klaank|zacht klaank"),
        ("zacht klaank speel", "klaank", "zacht", "klaank|klaank speel"),
        ("zacht klaank speel", "klaank", "speel", "klaank|zacht klaank"),
        # A short word, an ordinary one and a filler are no row, nor does a row begin with one.
        ("klan", "klan", "", ""),
        ("lopen klaank", "klaank lopen", "", "klaank|lopen klaank"),
        ("klaank voor", "klaank", "", "klaank|klaank voor"),
        # The whole text is one, whatever it begins with.
        (
            "voor mobiel roffel mobiel roffel mobiel roffel klaank",
            "klaank",
            "",
            f"{GROWING}|voor mobiel roffel mobiel roffel mobiel roffel klaank",
        ),
        ("zo, klaank voor de speel", "klaank", "", "klaank|klaank voor de speel"),
        # A number is no slip of the pen, but may stand beside one.
        ("12abc klaank", "12abc klaank", "", "klaank|12abc klaank"),
        ("mobiel 12abc", "12abc", "", "mobiel 12abc"),
        ("zang " * 7 + "9klaank", "9klaank", "", "zang " * 7 + "9klaank"),
        ("zang " * 8 + "9klaank", "9klaank", "", ""),
        ("zang klan", "klan", "", "zang klan"),
    ],
)
def test_the_rows_around_what_is_left(text: str, left: str, read: str, expected: str) -> None:
    assert rows(text, left, read=read) == expected


def test_a_row_holds_a_meaning_that_was_read_but_no_other_read_word() -> None:
    assert rows("zacht emdr klaank", "klaank", read="zacht emdr", meant={1: 2}) == (
        "klaank|emdr klaank"
    )


@pytest.mark.parametrize(
    ("before", "after", "widest"),
    [(0, 7, 8), (3, 4, 8), (7, 0, 8), (0, 8, 4), (4, 4, 4), (8, 0, 4), (20, 20, 4)],
)
def test_in_a_long_text_a_row_has_four_words(before: int, after: int, widest: int) -> None:
    beside = "mobiel"
    text = f"{f'{beside} ' * before}klaank{f' {beside}' * after}"
    found = rows(text, "klaank").split("|")
    widths = {len(row.split()) for row in found}
    assert widths == set(range(1, widest + 1))
    assert all("klaank" in row.split() for row in found)
    # Every row of at most so many words around the word, each once.
    assert len(found) == sum(
        before - start < widest and stop - start <= widest
        for start in range(before + 1)
        for stop in range(before + 1, before + after + 2)
    )


def test_a_thought_further_on_may_be_as_wide() -> None:
    assert "klaank mobiel mobiel mobiel mobiel" in rows(
        "mobiel mobiel mobiel mobiel, klaank mobiel mobiel mobiel mobiel", "klaank"
    )


def test_of_a_long_text_so_many_rows_are_compared_the_shortest_first() -> None:
    text = "klaank " * 200
    found = rows(text, "klaank").split("|")
    assert len(found) == MOST_WINDOWS
    assert found == ["klaank"] * MOST_WINDOWS


def test_only_what_can_be_near_is_compared() -> None:
    near = Near(["klank", "klunk", "klaanks", "klaankss", "klankenx", "xyzpqr"])
    assert near._possible("klaank", 1) == ["klank", "klaanks"]


def test_every_text_has_its_number_of_slips() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Near(["klank"]).find(["klaank", "zang"], [1])


def known(*labels: str) -> Vocabulary:
    terms = [
        {"slug": label.lower().replace(" ", "-"), "scheme": "x", "nl": label, "en": label}
        for label in labels
    ]
    return Vocabulary.from_json({"terms": terms})


def guessed(typed: str, *labels: str) -> list[str]:
    """Give what was chosen, and between brackets what was offered."""
    found = read_words(typed, known(*labels), Places([], []))
    offered = [f"({one.slug})" for each in found.offers for one in each.options]
    return [each.slug for each in found.terms] + offered


@pytest.mark.parametrize(
    ("typed", "labels", "expected"),
    [
        # Of what is as far, first what begins alike.
        ("kastelen", ("Aastelen", "Kastelem"), ["(kastelem)", "(aastelen)"]),
        # Of two rows, the one in which more letters agree: a slip costs four.
        ("klaank velmue", ("Klank", "Klankvelmuur"), ["klank"]),
        ("klaank velmuur", ("Klank", "Klankvelmuur"), ["klankvelmuur"]),
        # What was read stays read, beside a guess and as a part of one.
        ("zang klaank", ("Zang", "Klank"), ["zang", "klank"]),
        ("klaank zang", ("Zang", "Klank"), ["klank", "zang"]),
        ("zang klaankspel", ("Zang", "Zangklankspel"), ["zangklankspel"]),
        ("klaankspel zang", ("Zang", "Klankspelzang"), ["klankspelzang"]),
        ("zang klankspel", ("Zang", "Zandklankspel"), ["zang"]),
        # But no guess takes a part of it: nothing ends with "en", so "zang en" would be cut.
        ("klaankspel zang en, zo", ("Zang en", "Klankspelzangen"), ["zang-en"]),
        # An unknown abbreviation may be anything.
        ("beppe", ("Beppo",), ["beppo"]),
        ("BEPPE", ("Beppo",), ["(beppo)"]),
        ("zang BEPPE", ("Zang", "Beppo"), ["zang", "(beppo)"]),
        ("BEPPES", ("Beppos",), ["(beppos)"]),
        ("BEPPESS", ("Bepposs",), ["bepposs"]),
        ("zang BEPPE REEKS", ("Zang", "Bepporeeks"), ["zang", "bepporeeks"]),
    ],
)
def test_what_is_guessed(typed: str, labels: tuple[str, ...], expected: list[str]) -> None:
    assert guessed(typed, *labels) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [("in hilversun", True), ("in hilverrsun", False), ("in amerrsfoord", False)],
)
def test_a_place_may_have_one_slip(typed: str, *, found: bool) -> None:
    assert bool(read_words(typed, known("Zang"), PLACES).places) is found
