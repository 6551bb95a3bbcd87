"""Look-alikes: Dutch label likeness is a trap, so the list is guarded, printed and reviewed."""

from pathlib import Path
from typing import Any

import pytest

from drakenmatch import InvalidValue, Level, Verdict, Vocabulary, Wish
from drakenmatch.__main__ import main
from drakenmatch.likeness import Likeness
from drakenmatch.ngrams import counted, pieces
from tests.matching.examples import DATA, VOCABULARY, bucket, practitioner, reason, request

GOLDEN = Path(__file__).parent / "look_alikes.txt"
ALL = tuple(VOCABULARY.terms)


def term(slug: str, nl: str, scheme: str = "behandelmethode", **more: Any) -> dict[str, Any]:
    return {"slug": slug, "scheme": scheme, "nl": nl, "en": nl, **more}


def vocabulary(*terms: dict[str, Any], **more: Any) -> Vocabulary:
    # A third term, so that what the first two share is not what everybody shares.
    other = term("other", "iets heel anders")
    return Vocabulary.from_json({"terms": [*terms, other], **more})


TWINS = (term("a", "dansgroep"), term("b", "dansgroepen"))


# ---- The list ----


def test_the_list_is_reviewed(capsys: pytest.CaptureFixture[str]) -> None:
    """Look at the difference as a professional would, and then keep the new list.

    python -m drakenmatch related --vocabulary FILE > tests/matching/look_alikes.txt
    """
    assert main(["related", f"--vocabulary={DATA / 'taxonomy.json'}"]) == 0
    assert capsys.readouterr().out == GOLDEN.read_text(encoding="utf-8")


def test_a_vocabulary_that_cannot_be_read_prints_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["related", "--vocabulary=nowhere.json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nowhere.json: file: a file that can be read")


def group(*schemes: str) -> tuple[str, ...]:
    return tuple(slug for slug, each in VOCABULARY.terms.items() if each.scheme in schemes)


def naming(*words: str) -> tuple[str, ...]:
    return tuple(
        slug
        for slug, each in VOCABULARY.terms.items()
        if any(word in f"{each.nl} {' '.join(each.synonyms)}".casefold() for word in words)
    )


@pytest.mark.parametrize(
    ("ones", "others"),
    [
        pytest.param(naming("slachtoffer"), naming("pleger", "dader"), id="victims, perpetrators"),
        pytest.param(("kindermishandeling",), ("oudermishandeling",), id="children, parents"),
        pytest.param(("kindermishandeling",), ("ouderenmishandeling",), id="children, elderly"),
        pytest.param(("oudermishandeling",), ("ouderenmishandeling",), id="parents, elderly"),
        pytest.param(naming("mishandeling"), naming("behandeling"), id="abuse, treatment"),
        pytest.param(("cgt",), ("dgt",), id="cgt, dgt"),
        pytest.param(("groepsbehandeling-plegers",), ("partnergeweld",), id="group, violence"),
        pytest.param(group("doelgroep"), ALL, id="age groups and other target groups"),
        pytest.param(group("taal"), ALL, id="languages"),
        pytest.param(("slachtoffer",), ("mannen",), id="victims, men"),
    ],
)
def test_these_never_read_alike(ones: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert ones and others
    for one in ones:
        near = VOCABULARY.look_alikes(one)
        assert near.keys().isdisjoint(others), one
        assert all(one not in VOCABULARY.look_alikes(other) for other in others)


# ---- The rule ----


def test_at_most_three_tenths_both_ways() -> None:
    both = vocabulary(*TWINS)
    assert both.look_alikes("a") == {"b": 0.3}
    assert both.look_alikes("b") == {"a": 0.3}
    assert both.look_alikes("other") == {}
    assert both.look_alikes("gone") == {}


@pytest.mark.parametrize("scheme", ["behandelmethode", "problematiek", "instrument"])
def test_three_schemes_have_look_alikes(scheme: str) -> None:
    both = vocabulary(*({**each, "scheme": scheme} for each in TWINS))
    assert both.look_alikes("a") == {"b": 0.3}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"terms": {"b": {"broader": "a"}}}, id="broader"),
        pytest.param({"terms": {"a": {"broader": "b"}}}, id="narrower"),
        pytest.param({"related": [["b", "a"]]}, id="related"),
        pytest.param({"unrelated": [["a", "b"]]}, id="unrelated"),
        pytest.param({"terms": {"b": {"scheme": "problematiek"}}}, id="another scheme"),
        pytest.param({"terms": {"a": {"scheme": "taal"}, "b": {"scheme": "taal"}}}, id="no scheme"),
    ],
)
def test_what_is_linked_or_kept_apart_does_not_read_alike(changed: dict[str, Any]) -> None:
    terms = [{**each, **changed.get("terms", {}).get(each["slug"], {})} for each in TWINS]
    lists = {name: pairs for name, pairs in changed.items() if name != "terms"}
    both = vocabulary(*terms, **lists)
    assert both.look_alikes("a") == both.look_alikes("b") == {}


def test_synonyms_and_english_labels_count() -> None:
    one = term("a", "dansgroep")
    other = {**term("b", "zanggroep", synonyms=["dansgroep"]), "en": "dansgroep"}
    assert vocabulary(one, {**other, "synonyms": [], "en": "zanggroep"}).look_alikes("a") == {}
    assert vocabulary(one, other).look_alikes("a") == {"b": 0.3}


def test_below_the_bar_nothing_is_alike() -> None:
    # Of two words one is shared, and the other is rarer: 1 / (1 + (1 + ln(3/2))^2) = .34.
    assert list(Likeness({"a": ["xxx yyy"], "b": ["xxx zzz"]}).near("a")) == []
    # One word is half of the other two: 1 / sqrt(1 + (1 + ln(3/2))^2) = .58.
    labels = {"a": ["xxx"], "b": ["xxx zzz"]}
    assert dict(Likeness(labels).near("a")) == pytest.approx({"b": 0.579739})
    assert dict(Likeness(labels).near("b")) == pytest.approx({"a": 0.579739})
    assert list(Likeness(labels).near("gone")) == []


def test_a_label_that_is_written_twice_counts_once() -> None:
    # "zzz" and "zzz xxx" are two labels, so zzz counts twice there; "xxx" and "Xxx" are one.
    twice = {"a": ["xxx", "Xxx", "Zzz"], "b": ["zzz", "zzz xxx"]}
    assert dict(Likeness(twice).near("a")) == pytest.approx({"b": 3 / (2**0.5 * 5**0.5)})


def test_a_word_is_cut_in_pieces_of_three_to_five() -> None:
    assert pieces("a") == (" a ",)
    assert pieces("net") == (" ne", "net", "et ", " net", "net ", " net ")
    assert max(map(len, pieces("traumabehandeling"))) == 5
    assert counted(["Net, nét"]) == dict.fromkeys(pieces("net"), 2)


@pytest.mark.parametrize(
    "raw",
    [["a", "gone"], ["a", "a"], {"terms": ["a"]}, {"terms": ["a", "b"], "why": "x"}, "ab"],
)
def test_pairs_that_break_their_rules_are_refused(raw: object) -> None:
    with pytest.raises(InvalidValue, match=r"unrelated\[0\]"):
        vocabulary(*TWINS, unrelated=[raw])


def test_a_pair_may_carry_its_evidence() -> None:
    pair = {"terms": ["a", "b"], "evidence": ["rj-km"]}
    assert vocabulary(*TWINS, related=[pair]).related_to("a") == {"b"}


# ---- In the ranking ----

WISHES_EXPOSURE = request(wishes=(Wish(term="emdr-kj"),))
READS_ALIKE = practitioner(expertise={"emdr-vb": Level.PRACTITIONER})


def test_a_look_alike_brings_a_little_and_says_so() -> None:
    told = reason(WISHES_EXPOSURE, READS_ALIKE, "expertise")
    assert told.verdict is Verdict.PARTLY
    assert told.points == pytest.approx(0.3 * told.out_of)
    assert told.detail == (
        "Biedt EMDR bij een verstandelijke beperking (practitioner); "
        "dat lijkt op: EMDR bij kinderen en jongeren."
    )


def test_a_look_alike_never_meets_a_must() -> None:
    must = request(wishes=(Wish(term="emdr-kj", must=True),))
    told = reason(must, READS_ALIKE, "expertise")
    assert told.verdict is Verdict.UNMET
    assert told.points == 0
    assert bucket(must, READS_ALIKE) == "nearly"
    assert bucket(must, practitioner(expertise={"emdr-kj": Level.PRACTITIONER})) == "fits"


def test_a_closer_kin_comes_before_a_look_alike() -> None:
    both = practitioner(expertise={"emdr-vb": Level.PRACTITIONER, "emdr": Level.PRACTITIONER})
    told = reason(WISHES_EXPOSURE, both, "expertise")
    assert told.points == pytest.approx(0.5 * told.out_of)


def test_what_nobody_wants_is_no_look_alike() -> None:
    without = request(wishes=(Wish(term="emdr-kj"),), not_wishes=("emdr-vb",))
    assert reason(without, READS_ALIKE, "expertise").verdict is Verdict.UNMET
