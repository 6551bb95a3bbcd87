"""What typed words mean, in the ways people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import AgeRange, InvalidValue, Person, Places, Reading, Vocabulary, read_words
from drakenmatch.ages import age_of_term
from drakenmatch.folding import fold, key, singular, singular_key
from tests.matching.examples import PLACES, VOCABULARY


def read(text: str) -> Reading:
    return read_words(text, VOCABULARY, PLACES)


def terms(text: str) -> list[str]:
    return [each.slug for each in read(text).terms]


def offers(text: str) -> dict[str, list[str]]:
    return {each.text: [one.slug for one in each.options] for each in read(text).offers}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EMDR", ["emdr"]),
        ("emdr", ["emdr"]),
        ("EMDR voor kinderen", ["emdr-kj"]),
        ("EMDR K&J", ["emdr-kj"]),
        ("Eye Movement Desensitization and Reprocessing", ["emdr"]),
        ("traumagerichte cognitieve gedragstherapie", ["tf-cgt"]),
        ("TF-CGT", ["tf-cgt"]),
        ("tfcgt", ["tf-cgt"]),
        ("cgt", ["cgt"]),
        ("dgt", ["dgt"]),
        ("C-PTSS", ["complexe-ptss"]),
        ("NET voor kinderen", ["kidnet"]),
        ("MDA++", ["mda-plus-plus"]),
        ("plegers", ["pleger"]),
        ("gezinnen", ["gezin"]),
        ("suïcidaliteit en zelfbeschadiging", ["suicidaliteit"]),
        ("suicide", ["suicidaliteit"]),
        ("ouderenmishandeling", ["ouderenmishandeling"]),
        ("oudermishandeling", ["oudermishandeling"]),
        ("traumabehandlng", ["traumabehandeling"]),
        ("traumabehandeilng", ["traumabehandeling"]),
        ("emdr, nika", ["emdr", "nika"]),
        ("emdr emdr", ["emdr"]),
        ("Arabisch", []),
        ("behandeling", []),
        ("emrd", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_label_does_not_run_across_a_comma() -> None:
    assert terms("emdr, kinderen") == ["emdr"]
    assert terms("emdr (kinderen)") == ["emdr"]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("IPT", {"ipt": ["interpersoonlijke-psychotherapie", "ipt-thuishulp"]}),
        ("politie", {"politie": ["veteraan-beroeps", "justitie-politie"]}),
        ("PT", {"pt": ["psychotherapeut", "pt"]}),
        ("aan huis", {"aan huis": ["ambulant", "aan-huis"]}),
        ("het is net gebeurd", {"net": ["net"]}),
    ],
)
def test_what_is_ambiguous_is_offered(text: str, options: dict[str, list[str]]) -> None:
    assert offers(text) == options
    assert terms(text) == []


def test_who_may_be_meant_is_offered() -> None:
    found = read("EMDR, ouder 34, politie en ouder 34")
    assert found.persons == ()
    assert [(each.text, [one.text for one in each.options]) for each in found.offers] == [
        ("ouder 34", ["ouder van 34", "34 jaar en ouder"]),
        ("politie", ["politie", "politie"]),
    ]
    assert [(one.slug, one.kind) for one in found.offers[0].options] == [
        ("ouder-34", "person"),
        ("34-64", "person"),
    ]
    assert found.leftovers == ()
    assert read("ouder dan 34").persons == (Person(age=AgeRange(34, 64)),)


def test_a_word_in_capitals_is_the_abbreviation() -> None:
    assert terms("NET voor vluchtelingen") == ["net", "vluchteling"]


def test_a_slip_that_could_be_two_things_is_offered() -> None:
    listed = [
        {"slug": slug, "scheme": "problematiek", "nl": slug, "en": slug}
        for slug in ("stalken", "stalten", "staffen")
    ]
    found = read_words("stalxen", Vocabulary.from_json({"terms": listed}), PLACES)
    assert [[one.slug for one in each.options] for each in found.offers] == [["stalken", "stalten"]]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("kind van 6", [("kind", 6)]),
        ("moeder 34", [("moeder", 34)]),
        ("6 jaar", [(None, 6)]),
        ("een meisje van 6 jaar en haar moeder (34)", [("dochter", 6), ("moeder", 34)]),
        ("6-jarig meisje", [("dochter", 6)]),
        ("kinderen van 6 en 9", [("kind", 6), ("kind", 9)]),
        ("kinderen van 6 en 9 jaar", [("kind", 6), ("kind", 9)]),
        ("4-12 jaar", [(None, AgeRange(4, 12))]),
        ("kind van 4 tot 8 jaar", [("kind", AgeRange(4, 8))]),
        ("tussen 8 en 4 jaar", [(None, AgeRange(4, 8))]),
        ("4 tot en met 8 jaar", [(None, AgeRange(4, 8))]),
        ("baby van 8 maanden", [("baby", 0)]),
        ("Kind 4-12", [("kind", AgeRange(4, 12))]),
        ("kinderen", [("kind", AgeRange(4, 12))]),
        ("volwassenen", [(None, AgeRange(18, 64))]),
        ("65+", [(None, AgeRange(65, 80))]),
        ("moeder 34, 2011 LW", [("moeder", 34)]),
        ("zoon 12, dochter 8", [("zoon", 12), ("dochter", 8)]),
        ("6 years old", [(None, 6)]),
        (
            "EMDR voor een kind van 6 jaar, moeder spreekt Arabisch",
            [("kind", 6), ("moeder", None)],
        ),
        ("6 jaar, moeder spreekt Arabisch", [(None, 6), ("moeder", None)]),
        ("moeder spreekt Arabisch", [("moeder", None)]),
        ("6 jaar. Moeder 34", [(None, 6), ("moeder", 34)]),
        ("kind (6 jaar) moeder (34)", [("kind", 6), ("moeder", 34)]),
        ("kind van 6 en moeder van 34", [("kind", 6), ("moeder", 34)]),
        ("kind van 6, 34 jaar moeder", [("kind", 6), ("moeder", 34)]),
        ("moeder, 34 jaar", [("moeder", 34)]),
        ("moeder, 6 jaar oude dochter", [("moeder", None), ("dochter", 6)]),
        ("zoon van 4, 6 jaar", [("zoon", 4), ("zoon", 6)]),
        ("kinderen van 6, 9 en 12 jaar", [("kind", 6), ("kind", 9), ("kind", 12)]),
        ("kinderen, 6, 9", [("kind", 6), ("kind", 9)]),
        ("kind 6, 2011", [("kind", 6)]),
        ("300 jaar", []),
    ],
)
def test_ages_become_persons(
    text: str, persons: list[tuple[str | None, int | AgeRange | None]]
) -> None:
    assert read(text).persons == tuple(Person(role=role, age=age) for role, age in persons)
    assert "kind-4-12" not in terms(text)


def test_only_target_groups_are_ages() -> None:
    assert age_of_term(VOCABULARY.terms["kind-0-4"]) == AgeRange(0, 4)
    assert age_of_term(VOCABULARY.terms["jongvolwassene-18-23"]) == AgeRange(18, 23)
    assert age_of_term(VOCABULARY.terms["slachtoffer"]) is None
    assert age_of_term(VOCABULARY.terms["pcl-5"]) is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Haarlem", ["GM0392"]),
        ("in haarlm", ["GM0392"]),
        ("2011", ["GM0392"]),
        ("2011 LW", ["GM0392"]),
        ("1911 ab", ["GM0450"]),
        ("den bosch", ["GM0796"]),
        ("'s-Gravenhage", ["GM0518"]),
        ("Gooi en Vechtstreek", ["gooi-en-vechtstreek"]),
        ("in Santpoort-Noord", ["GM0453"]),
        ("EMDR, 2026", ["GM0392"]),
        ("in 2026 LW", ["GM0392"]),
        ("vanaf 2026", []),
        ("1 maart 2026", []),
        ("1 maart 2026, 2011", ["GM0392"]),
        ("een", []),
        ("een huis", []),
        ("9", []),
    ],
)
def test_places(text: str, slugs: list[str]) -> None:
    assert [each.slug for each in read(text).places] == slugs


def test_the_letters_of_a_postcode_are_not_left_over() -> None:
    assert read("2011 LW").leftovers == ()
    assert read("2011 emdr").terms[0].slug == "emdr"


def test_a_number_that_is_a_postcode_or_a_year_is_offered() -> None:
    assert offers("emdr in 2026") == {"2026": ["GM0392"]}
    assert read("start 1 maart 2026").leftovers == ("1", "maart", "2026")


def test_a_place_name_in_two_municipalities_is_offered_with_both() -> None:
    name, codes = next(
        (name, codes)
        for name, codes in PLACES.place_names().items()
        if len(codes) == 2 and len(name) > 6 and " " not in name
    )
    assert offers(f"in {name}") == {name: list(codes)}


def test_a_village_without_a_word_before_it_is_offered() -> None:
    assert read("Lies").offers == ()
    assert [each.slug for each in read("in Lies").places] == ["GM0093"]
    assert offers("emdr Kudelstaart") == {"kudelstaart": ["GM0358"]}
    # Two words with a capital are no accident.
    assert [each.slug for each in read("emdr Santpoort-Noord").places] == ["GM0453"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Arabisch", ["ar"]),
        ("spreekt Arabisch en Turks", ["ar", "tr"]),
        ("Arabische", ["ar"]),
        ("Marokkaans-Arabisch", ["ary"]),
        ("Arabic", ["ar"]),
    ],
)
def test_languages(text: str, slugs: list[str]) -> None:
    assert [each.slug for each in read(text).languages] == slugs


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("geen groepstherapie", [], ["groep"]),
        ("geen groepstherapie maar systeemtherapie", ["systeemtherapie"], ["groep"]),
        ("emdr, liever niet in een groepstherapie", ["emdr"], ["groep"]),
        ("geen idee, emdr", ["emdr"], []),
        ("zonder traumabehandlng", [], ["traumabehandeling"]),
    ],
)
def test_negation(text: str, wanted: list[str], unwanted: list[str]) -> None:
    found = read(text)
    assert [each.slug for each in found.terms] == wanted
    assert [each.slug for each in found.not_terms] == unwanted


def test_a_place_that_is_not_wanted_is_no_wish() -> None:
    found = read("niet in Haarlem")
    assert found.places == ()
    assert [each.slug for each in found.not_places] == ["GM0392"]


def test_what_means_nothing_is_left_over() -> None:
    assert read("Kind 4-12, een in Een").leftovers == ()
    assert read("zxqw emdr blabla").leftovers == ("zxqw", "blabla")
    assert read("ik zoek graag iets voor een").leftovers == ("iets",)
    assert read("") == Reading()


def test_without_any_label_everything_is_left_over() -> None:
    nothing = Vocabulary.from_json({"terms": []}), Places([], [])
    assert read_words("emdr in Haarlem", *nothing).leftovers == ("emdr", "haarlem")


def test_the_sentence_of_the_contract() -> None:
    found = read("emdr voor kindren in Haarlm")
    assert [each.slug for each in found.terms] == ["emdr"]
    assert [each.slug for each in found.places] == ["GM0392"]
    assert found.persons == (Person(age=AgeRange(4, 12)),)
    assert (found.offers, found.leftovers) == ((), ())


def test_every_label_reads_as_its_own_term_or_is_offered() -> None:
    for term in VOCABULARY.terms.values():
        if term.scheme == "taal" or age_of_term(term):
            continue
        found = read(term.nl)
        offered = [one.slug for each in found.offers for one in each.options]
        assert term.slug in [each.slug for each in found.terms] + offered, term.nl


@pytest.mark.parametrize("text", ["a" * 20_001, "\ud800"])
def test_text_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        read(text)
    assert caught.value.field == "text"


@given(text=st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("behandelaar", "behandelaren"),
        ("behandelaar", "behandelaars"),
        ("pleger", "plegers"),
        ("gezin", "gezinnen"),
        ("training", "trainingen"),
    ],
)
def test_plurals_fold(one: str, other: str) -> None:
    assert singular(one) == singular(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ouder", "oudere"), ("ouderen", "kinderen"), ("net", "nets"), ("stress", "stres")],
)
def test_other_words_do_not_fold(one: str, other: str) -> None:
    assert singular(one) != singular(other)


def test_folding() -> None:
    assert fold("'s-GRAVENHAGE") == "s-gravenhage"
    assert fold("Fryslân") == "fryslan"
    assert key("EMDR K&J (2.0)") == "emdr k&j 2 0"
    assert singular_key("Plegers en Gezinnen") == "pleger en gezin"
