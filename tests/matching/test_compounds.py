"""A compound is a label and a head; what the head says of its own decides how sure it is."""

import pytest

from drakenmatch import Places, Vocabulary
from drakenmatch.compounds import Compound, of_problem, taken_apart
from drakenmatch.labels import labels_of
from drakenmatch.ordinary import ORDINARY
from tests.matching.examples import PLACES, VOCABULARY

LABELS = labels_of(VOCABULARY, PLACES)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rouwproblematiek", Compound(("traumatische-rouw",), certain=True)),
        ("schulddienst", None),
        ("hechtingstherapieen", Compound(("gehechtheidsinterventie",), certain=True)),
        ("schematherapietraining", Compound(("schematherapie",), certain=True)),
        ("arabischtalige", Compound(("ar",), certain=True)),
        ("traumatalige", None),
        ("emdrsessies", Compound(("emdr",), certain=True)),
        ("therapeut", None),
        ("huisarts", None),
        # Who gives a treatment, and other words for it; other help is a question.
        ("traumatherapeut", Compound(("traumabehandeling",), certain=True)),
        ("plegertraject", Compound(("plegerbehandeling",), certain=True)),
        ("relatiebegeleiding", Compound(("relatietherapie",), certain=False)),
        ("ouderbegeleiding", Compound(("oudertraining", "ouder"), certain=False)),
        ("relatieproblemen", Compound(("relatietherapie", "partners"), certain=False)),
        ("gezinsproblemen", Compound(("gezin",), certain=True)),
        # Of three letters it may be anything.
        ("netsessies", None),
        ("mbtsessies", None),
        # An everyday word is a label only before a problem.
        ("schuldproblematiek", Compound(("schulden-huisvesting",), certain=True)),
        ("schuldbegeleiding", None),
    ],
)
def test_a_compound_is_taken_apart(word: str, expected: Compound | None) -> None:
    assert taken_apart(word, LABELS) == expected


def test_an_everyday_word_is_no_compound() -> None:
    assert [word for word in sorted(ORDINARY) if taken_apart(word, LABELS)] == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("oorlogstrauma", Compound(("trauma",), certain=False)),
        ("drugsverslaafd", Compound(("verslaving",), certain=True)),
        ("alcoholverslaafd", Compound(("verslaving",), certain=True)),
        # Too many other things end so; half a label says too little; an everyday word is itself.
        ("partnermishandeling", None),
        ("overeenstemming", None),
        ("onmacht", None),
        ("trauma", None),
        ("sessietherapie", None),
    ],
)
def test_a_compound_may_end_with_a_problem(word: str, expected: Compound | None) -> None:
    assert of_problem(word, LABELS) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("klankproblemen", Compound(("klank",), certain=True)),
        ("klankeproblemen", Compound(("klank",), certain=True)),
        ("klankenproblemen", Compound(("klank",), certain=True)),
        ("klankxproblemen", None),
        ("harteproblemen", Compound(("hart",), certain=True)),
        ("hartenproblemen", Compound(("hart",), certain=True)),
        # Before "-talig" only a language counts, whatever else is written like it.
        ("fabelstalig", Compound(("fabel",), certain=True)),
        ("klanktalig", None),
        # Two meanings, or another kind of term: offered.
        ("zangproblemen", Compound(("zang", "zingen"), certain=False)),
        ("klanktherapie", Compound(("klank",), certain=False)),
    ],
)
def test_letters_may_stand_between(word: str, expected: Compound | None) -> None:
    terms = [
        {"slug": slug, "scheme": scheme, "nl": label, "en": label}
        for slug, scheme, label in (
            ("klank", "problematiek", "Klank"),
            ("hart", "problematiek", "Hart"),
            ("fabels", "problematiek", "Fabels"),
            ("fabel", "taal", "Fabel"),
            ("zang", "problematiek", "Zang"),
            ("zingen", "problematiek", "Zang"),
        )
    ]
    labels = labels_of(Vocabulary.from_json({"terms": terms}), Places([], []))
    assert taken_apart(word, labels) == expected
