"""Under which words a label is found: its parts, its short forms, and its forms without spaces."""

from typing import Any

import pytest

from drakenmatch import Places, Vocabulary
from drakenmatch.labels import Labels, Same, forms, labels_of, without_fillers
from drakenmatch.places import Municipality, Region

NOWHERE = Places([], [])


def indexed(*labels: str | tuple[str, ...], places: Places = NOWHERE) -> Labels:
    """Index terms a, b, ...: each of one label, or of a label, an English one and synonyms."""
    terms: list[dict[str, Any]] = []
    for slug, label in zip("abcdefgh", labels, strict=False):
        nl, *more = [label] if isinstance(label, str) else label
        en, *synonyms = more or [nl]
        terms.append({"slug": slug, "scheme": "x", "nl": nl, "en": en, "synonyms": synonyms})
    return labels_of(Vocabulary.from_json({"terms": terms}), places)


@pytest.mark.parametrize(
    ("label", "found", "not_found"),
    [
        ("Slaapstoornis en nachtmerries", {"slaapstoornis", "nachtmerries"}, set()),
        ("Angst en paniek", {"paniek"}, {"angst"}),
        ("Klassen- en schoolstress", {"schoolstress"}, {"klassen"}),
        ("Nare dromen en paniek", {"paniek"}, {"nare dromen"}),
        ("Verlies en paniek", {"paniek"}, {"verlies"}),
        ("Paniekjes (heel kort) en angsten", {"paniekjes"}, set()),
        ("Paniekjes (vroeg en langdurig)", {"paniekjes"}, {"langdurig"}),
        ("Groep 4-12 jaar", {"groep 4-12", "groep 4 12"}, {"jaar"}),
        ("Klankspel (kort) (lang)", {"klankspel"}, {"klankspel kort"}),
        ("Pleger / direct betrokkene", {"pleger", "direct betrokkene"}, set()),
        ("LHBTIQ+", {"lhbtiq+", "lhbtiq"}, {""}),
        ("Paniek en schoolstress (heel kort)", {"schoolstress"}, {"kort"}),
        ("Mensen met een beperking (LVB)", {"beperking", "mensen beperking"}, {"lvb"}),
        ("People with dementia", {"dementia"}, set()),
        ("TF-CGT", {"tf cgt", "tfcgt"}, {"tf"}),
        ("Hulp voor de kinderen", {"hulp kinderen"}, {"hulp voor de kinderen"}),
    ],
)
def test_a_label_is_found_under_its_parts(label: str, found: set[str], not_found: set[str]) -> None:
    exact = indexed(label).exact
    assert {name for name in found if exact.get(name.replace("-", " ")) != ("a",)} == set()
    assert not_found & exact.keys() == set()


def test_a_part_of_two_labels_says_too_little() -> None:
    exact = indexed("Slaapgebrek en nachtmerries", "Spanning en nachtmerries").exact
    assert "nachtmerries" not in exact
    assert exact["slaapgebrek"] == ("a",)
    # Whose own name it is, has it alone.
    assert indexed("Nachtmerries", "Spanning en nachtmerries").exact["nachtmerries"] == ("a",)


def test_what_is_called_the_same_is_found_together() -> None:
    assert indexed("Klankspel", "Klankspel").exact["klankspel"] == ("a", "b")


def test_a_word_is_first_looked_for_as_it_stands() -> None:
    labels = indexed("Spelgroep", "Spelgroepen", "Nerveuze kinderen")
    assert labels.meanings([forms("spelgroep")]) == ("a",)
    assert labels.meanings([forms("spelgroepen")]) == ("b",)
    assert labels.meanings([forms("nerveus"), forms("kind")]) == ("c",)
    assert labels.meanings([forms("nerveus"), forms("voor"), forms("kind")]) == ("c",)
    assert labels.meanings([forms("nerveus"), forms("zes"), forms("kind")]) == ()
    assert indexed("Spelgroepen").meanings([forms("spelgroep")]) == ("a",)


@pytest.mark.parametrize("labels", [("Klank", "Klank op recept"), ("Klank op recept", "Klank")])
def test_a_first_word_says_how_long_the_label_may_be(labels: tuple[str, ...]) -> None:
    starts = indexed(*labels, "Zachte hand").starts
    assert (starts["klank"], starts["zacht"], starts["moeder"]) == (2, 2, 1)
    assert indexed("Klank en spel").starts["klank"] == 3


def test_a_label_is_found_without_its_spaces() -> None:
    squashed = indexed("Trauma behandeling", "Trauma behandelingen").squashed
    assert squashed["traumabehandeling"] == ("a",)
    assert indexed("Nare dromen").squashed["naredrom"] == ("a",)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("EMDR",), {"emdr"}),
        (("ImRs",), {"imrs"}),
        (("Emdr",), set()),
        (("ABCDEFGH",), {"abcdefgh"}),
        (("ABCDEFGHI",), set()),
        (("A BC",), set()),
        (("TF-CGT",), {"tf cgt", "tfcgt"}),
        # Whoever writes a label small as well, has it as a word.
        (("Net", "NET"), set()),
        (("NET", "Net"), set()),
    ],
)
def test_an_abbreviation_is_only_written_with_capitals(
    labels: tuple[str, ...], expected: set[str]
) -> None:
    assert indexed(labels).abbreviations == expected


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("emdr voor de kinderen", "emdr kinderen"),
        ("hulp thuis buiten kinderen", "hulp thuis buiten kinderen"),
        ("aan de huis", "aan huis"),
        ("aan huis", "aan huis"),
        ("een op een", "een op een"),
        ("de", "de"),
    ],
)
def test_fillers_inside_are_left_out(words: str, kept: str) -> None:
    fillers = frozenset({"voor", "de", "aan", "een", "op"})
    assert " ".join(without_fillers(tuple(words.split()), fillers)) == kept


def place(code: str, name: str, *aliases: str) -> Municipality:
    return Municipality(
        code=code, name=name, region="r", vt_region="r", lat=52, lon=5, aliases=aliases
    )


def test_towns_go_before_regions_and_need_no_spaces() -> None:
    towns = indexed(
        places=Places(
            [place("GM0001", "Hooge Berg", "De Berg"), place("GM0002", "Dal")],
            [
                Region(slug="r", name="Dal", aliases=("Dal en Berg",)),
                Region(slug="s", name="Kust", aliases=("Strand",)),
                Region(slug="t", name="Zee", aliases=("Strand",)),
            ],
        )
    ).towns
    assert towns["hooge berg"] == towns["hoogeberg"] == towns["de berg"] == ("GM0001",)
    assert towns["dal"] == ("GM0002",)
    assert (towns["dal en berg"], towns["dalenberg"]) == (("r",), ("r",))
    assert (towns["r"], towns["kust"]) == (("r",), ("s",))
    assert "strand" not in towns


def test_labels_are_indexed_once_for_the_same_facts_and_not_for_equal_ones() -> None:
    one, other = Vocabulary({}), Vocabulary({})
    assert one == other
    assert labels_of(one, NOWHERE) is labels_of(one, NOWHERE)
    assert labels_of(other, NOWHERE) is not labels_of(one, NOWHERE)
    assert labels_of(one, Places([], [])) is not labels_of(one, NOWHERE)
    assert Same(one) == Same(one) != Same(other)
    assert Same(one) != (one,)
    assert hash(Same(one)) != hash(Same(other))
