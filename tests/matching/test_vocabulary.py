import json
from pathlib import Path

import pytest

from drakenmatch import InvalidValue, Term, Vocabulary
from tests.matching.examples import VOCABULARY


def term(
    slug: str, broader: str | None = None, scheme: str = "behandelmethode"
) -> dict[str, object]:
    return {"slug": slug, "scheme": scheme, "nl": slug, "en": slug, "broader": broader}


def test_reads_every_term_with_both_labels() -> None:
    assert len(VOCABULARY.terms) == 274
    assert "emdr-kj" in VOCABULARY
    assert VOCABULARY.label("emdr-kj") == "EMDR bij kinderen en jongeren"
    assert VOCABULARY.label("emdr-kj", "en") == "EMDR with children and adolescents"
    assert VOCABULARY.label("gone") == "gone"
    assert VOCABULARY.version == "2026-11-21"


def test_knows_what_is_broader_and_how_far() -> None:
    assert dict(VOCABULARY.ancestors("emdr-kj")) == {"emdr": 1, "traumabehandeling": 2}
    assert VOCABULARY.ancestors("emdr-kj").get("emdr-kj") is None
    assert VOCABULARY.ancestors("gone") == {}


def test_knows_what_is_narrower() -> None:
    assert VOCABULARY.is_narrower("emdr-kj", than="traumabehandeling")
    assert not VOCABULARY.is_narrower("traumabehandeling", than="emdr-kj")
    assert not VOCABULARY.is_narrower("emdr", than="emdr")
    assert "kidnet" in VOCABULARY.narrower("net")
    assert VOCABULARY.narrower("kidnet") == frozenset()


def test_kin_counts_in_one_way_each() -> None:
    known = Vocabulary.from_json(
        {
            "terms": [
                term("aarde"), term("zee", "aarde"), term("klankspel", "zee"),
                term("golf", "klankspel"), term("klankspelen"), term("bries"), term("kust"),
                *(term(f"iets-{number}") for number in range(4)),
            ],
            "related": [["klankspel", "bries"]],
        }
    )  # fmt: skip
    ways = {
        "klankspel": (1.0, "narrower"), "golf": (1.0, "narrower"), "bries": (0.5, "related"),
        "zee": (0.5, "broader"), "aarde": (0.25, "broader"), "klankspelen": (0.3, "look-alike"),
    }  # fmt: skip
    kin = known.kin("klankspel")
    assert {slug: (kin.worth[slug], kin.how[slug]) for slug in kin.worth} == ways
    assert kin.same == {"klankspel", "golf"}
    assert kin.left_out == frozenset()
    assert known.kin("klankspel") is kin
    # For a must, reading alike counts for nothing.
    must = known.kin("klankspel", must=True)
    assert must.worth == {slug: worth for slug, (worth, _) in ways.items() if worth != 0.3}
    assert known.kin("klankspel", must=True) is must is not kin
    less = kin.without(frozenset({"golf", "zee", "kust"}))
    assert less.worth.keys() == kin.worth.keys() - {"golf", "zee"}
    assert less.how == kin.how
    assert less.same == {"klankspel"}
    assert less.left_out == {"golf", "zee"}


def test_a_ladder_exists_for_methods_and_instruments_only() -> None:
    assert VOCABULARY.has_ladder("emdr")
    assert VOCABULARY.has_ladder("sdq")
    assert not VOCABULARY.has_ladder("trauma")
    assert not VOCABULARY.has_ladder("gone")


def test_ambiguous_texts_lead_to_slugs() -> None:
    assert VOCABULARY.ambiguous["ipt"] == ("interpersoonlijke-psychotherapie", "ipt-thuishulp")


def test_related_pairs_go_both_ways() -> None:
    vocabulary = Vocabulary.from_json({"terms": [term("a"), term("b")], "related": [["a", "b"]]})
    assert vocabulary.related_to("a") == {"b"}
    assert vocabulary.related_to("b") == {"a"}
    assert VOCABULARY.related_to("emdr") == {"ptss"}
    assert VOCABULARY.related_to("pmt") == frozenset()


def test_a_term_is_read_with_all_that_is_said_of_it() -> None:
    raw = {
        "slug": "a", "scheme": "taal", "nl": "Een", "en": "One", "synonyms": ["Eentje"],
        "broader": "b", "evidence": ["", "A report."],
    }  # fmt: skip
    read = Term.from_json(raw)
    assert read == Term(
        slug="a", scheme="taal", nl="Een", en="One", synonyms=("Eentje",), broader="b",
        evidence=("", "A report."),
    )  # fmt: skip
    assert read.to_json() == raw
    assert [read.label(language) for language in ("nl", "en", "fr")] == ["Een", "One", "Een"]
    assert Term.from_json({**raw, "broader": None}).broader is None


def test_a_vocabulary_is_read_with_all_that_links_its_terms() -> None:
    raw = {
        "version": "3", "schemes": ["not about matching"],
        "terms": [term("a"), term("b", "a"), term("c", "b", scheme="taal")],
        "ambiguous_texts": [{"text": "Ab-C", "terms": ["behandelmethode:a", "taal:c", "b"]}],
        "related": [["a", "c"], {"terms": ["b", "c"], "evidence": ["A report."]}],
        "unrelated": [{"terms": ["a", "b"]}],
    }  # fmt: skip
    read = Vocabulary.from_json(raw)
    assert list(read.terms) == ["a", "b", "c"]
    assert read.version == "3"
    assert read.ambiguous == {"ab c": ("a", "c", "b")}
    assert read.related == {frozenset("ac"), frozenset("bc")}
    assert read.unrelated == {frozenset("ab")}
    assert read.related_to("c") == {"a", "b"}
    assert read.narrower("a") == {"b", "c"}
    assert read.narrower("b") == {"c"}
    assert [each.slug for each in read.in_scheme("behandelmethode")] == ["a", "b"]
    least = Vocabulary.from_json({"terms": []})
    assert (least.version, least.ambiguous, least.related) == ("", {}, frozenset())


TERM = term("a")
PAIR = "two different slugs of terms in this file"
REFERENCE = "scheme:slug of terms in this file"
TEXT = "a text of at most 20000 characters"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({}, "terms: this field must be given"),
        ([], "value: an object"),
        ({"terms": [[]]}, "terms[0]: an object"),
        ({"terms": [{**TERM, "nl": 1}]}, f"terms[0].nl: {TEXT}"),
        ({"terms": [{**TERM, "synonyms": [1]}]}, f"terms[0].synonyms[0]: {TEXT}"),
        ({"terms": [{**TERM, "broader": 1}]}, f"terms[0].broader: {TEXT}"),
        ({"terms": [{**TERM, "evidence": [1]}]}, f"terms[0].evidence[0]: {TEXT}"),
        ({"terms": [], "version": 1}, f"version: {TEXT}"),
        (
            {"terms": [TERM, term("a", scheme="taal")]},
            "terms[1].slug: a slug that no other term has",
        ),
        ({"terms": [term("a", "gone")]}, "terms[0].broader: the slug of a term in this file"),
        (
            {"terms": [term("a", "b"), term("b", "a")]},
            "terms.a.broader: a wider term, not a circle",
        ),
        (
            {"terms": [term("a", "b"), term("b", "c"), term("c", "b")]},
            "terms.a.broader: a wider term, not a circle",
        ),
        ({"terms": [term("a", "a")]}, "terms.a.broader: a wider term, not a circle"),
        ({"terms": [TERM], "related": [["a", "a"]]}, f"related[0]: {PAIR}"),
        ({"terms": [TERM], "related": [["a", "gone"]]}, f"related[0]: {PAIR}"),
        ({"terms": [TERM], "unrelated": [["a"]]}, f"unrelated[0]: {PAIR}"),
        ({"terms": [TERM], "unrelated": [{"terms": ["a", 1]}]}, f"unrelated[0].terms[1]: {TEXT}"),
        ({"terms": [TERM], "related": [["a", 1]]}, f"related[0][1]: {TEXT}"),
        ({"terms": [TERM], "related": [{}]}, "related[0].terms: this field must be given"),
        (
            {"terms": [TERM], "related": [{"terms": ["a", "a"], "why": ""}]},
            "related[0].why: one of the fields terms, evidence",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"text": "x", "terms": ["taal:a"]}]},
            f"ambiguous_texts[0].terms: {REFERENCE}",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"text": "x", "terms": ["a", "gone"]}]},
            f"ambiguous_texts[0].terms: {REFERENCE}",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"terms": ["a"]}]},
            "ambiguous_texts[0].text: this field must be given",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"text": "x", "terms": [1]}]},
            f"ambiguous_texts[0].terms[0]: {TEXT}",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"text": 1, "terms": []}]},
            f"ambiguous_texts[0].text: {TEXT}",
        ),
        (
            {"terms": [TERM], "ambiguous_texts": [{"texts": "x"}]},
            "ambiguous_texts[0].texts: one of the fields text, terms",
        ),
    ],
)
def test_a_vocabulary_that_breaks_its_rules_is_refused(raw: object, fault: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Vocabulary.from_json(raw)
    assert str(caught.value) == fault


def test_a_file_may_begin_with_a_mark_and_hold_accents(tmp_path: Path) -> None:
    path = tmp_path / "terms.json"
    path.write_text(json.dumps({"terms": [TERM], "version": "é"}), encoding="utf-8-sig")
    assert Vocabulary.read(path).version == Vocabulary.read(str(path)).version == "é"
    path.write_text('{"terms": [], "version": "é"}', encoding="utf-8-sig")
    assert Vocabulary.read(path).version == "é"


def test_a_file_without_end_is_no_object(tmp_path: Path) -> None:
    path = tmp_path / "terms.json"
    path.write_text("[" * 100_000)
    with pytest.raises(InvalidValue) as caught:
        Vocabulary.read(path)
    assert str(caught.value) == "value: a JSON object"
    assert isinstance(caught.value.__cause__, RecursionError)


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{")
    with pytest.raises(InvalidValue, match="a JSON object"):
        Vocabulary.read(tmp_path / "no.json")
    (tmp_path / "wrong.json").write_text(json.dumps({"terms": 1}))
    with pytest.raises(InvalidValue, match="terms: a list"):
        Vocabulary.read(tmp_path / "wrong.json")
