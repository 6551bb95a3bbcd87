import json
from pathlib import Path

import pytest

from drakenmatch import InvalidValue, Vocabulary
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


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({}, "terms"),
        ([], "value"),
        ({"terms": [term("a"), term("a", scheme="taal")]}, "terms[1].slug"),
        ({"terms": [term("a", "gone")]}, "terms[0].broader"),
        ({"terms": [term("a", "b"), term("b", "a")]}, "terms.a.broader"),
        ({"terms": [term("a", "b"), term("b", "c"), term("c", "b")]}, "terms.a.broader"),
        ({"terms": [term("a")], "related": [["a", "a"]]}, "related[0]"),
        ({"terms": [term("a")], "related": [["a", "gone"]]}, "related[0]"),
        (
            {"terms": [term("a")], "ambiguous_texts": [{"text": "x", "terms": ["taal:a"]}]},
            "ambiguous_texts[0].terms",
        ),
    ],
)
def test_a_vocabulary_that_breaks_its_rules_is_refused(raw: object, field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Vocabulary.from_json(raw)
    assert caught.value.field == field


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{")
    with pytest.raises(InvalidValue, match="a JSON object"):
        Vocabulary.read(tmp_path / "no.json")
    (tmp_path / "wrong.json").write_text(json.dumps({"terms": 1}))
    with pytest.raises(InvalidValue, match="terms: a list"):
        Vocabulary.read(tmp_path / "wrong.json")
