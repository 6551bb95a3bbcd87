"""The parts of reading words: typed words, slips, compounds, noes, places."""

from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from drakenmatch import AgeRange, Person, Vocabulary, read_words
from drakenmatch.mentioned import Spoken, is_said, mentioned
from drakenmatch.near import Near, letters
from drakenmatch.slips import chosen, offered
from drakenmatch.spots import Postcode, Spot, postcode_at, sure_of_town, sure_of_village
from drakenmatch.typed import Word, typed_words
from tests.matching.examples import PLACES, VOCABULARY

# A page of ten thousand letters is nobody's question; it only must not hold up the others.
LONGEST_SECONDS = 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" - ", []),
        ("EMDR", [Word("emdr", capitals=True)]),
        ("Emdr", [Word("emdr")]),
        ("een Emdr", [Word("een"), Word("emdr", initial=True)]),
        ("Ik. Nu", [Word("ik", ends=True), Word("nu")]),
        ("Ik, Nu", [Word("ik", ends=True), Word("nu", initial=True)]),
        ("Ik ! Nu", [Word("ik", ends=True), Word("nu")]),
        ("ik - nu", [Word("ik", ends=True), Word("nu")]),
        ("ik\nnu", [Word("ik", ends=True), Word("nu")]),
        ("ik (nu) dan", [Word("ik"), Word("nu", ends=True), Word("dan")]),
        ("ik,nu", [Word("ik", ends=True), Word("nu")]),
        ("ik.Nu", [Word("ik", ends=True), Word("nu")]),
        ("2,5", [Word("2")]),
        (
            "2,5 of 3,5,8",
            [Word("2"), Word("of"), Word("3", ends=True), Word("5", ends=True), Word("8")],
        ),
        ("7,10,5", [Word("7", ends=True), Word("10", ends=True), Word("5")]),
        ("t/m", [Word("t"), Word("m", joined=True)]),
        ("a – b", [Word("a", ends=True), Word("b")]),
        ("4–12", [Word("4"), Word("12", joined=True)]),
        ("ACEs nu", [Word("aces", capitals=True), Word("nu")]),
        ("ik -(nu", [Word("ik", ends=True), Word("nu")]),
        ("ik -) nu", [Word("ik", ends=True), Word("nu")]),
        ("ik ev., Dan", [Word("ik"), Word("ev", ends=True), Word("dan", initial=True)]),
        ("- Emdr Nu", [Word("emdr"), Word("nu", initial=True)]),
        ("MBT NU", [Word("mbt"), Word("nu")]),
        ("NU BIJ ONS", [Word("nu"), Word("bij"), Word("ons")]),
        ("Fryslân", [Word("fryslan")]),
    ],
)
def test_typed_words(text: str, expected: list[Word]) -> None:
    found = typed_words(text)
    if "(" in text:
        expected = [expected[0]._replace(ends=True), *expected[1:]]
    if text == "een Emdr" or "Nu" not in text:
        assert found == expected
    else:
        assert found == expected, found


@pytest.mark.parametrize(
    ("length", "is_chosen", "is_offered", "is_offered_alone"),
    [
        (1, 0, 0, 0),
        (4, 0, 0, 0),
        (5, 1, 1, 1),
        (6, 1, 1, 2),
        (9, 1, 1, 2),
        (10, 2, 2, 2),
        (11, 2, 2, 2),
        (12, 2, 3, 3),
        (30, 2, 3, 3),
    ],
)
def test_how_many_slips(
    length: int, is_chosen: int, is_offered: int, is_offered_alone: int
) -> None:
    assert chosen(length) == is_chosen
    assert offered(length, alone=False) == is_offered
    assert offered(length, alone=True) == is_offered_alone


WORDS = st.text("abcde é2", max_size=9)


@given(texts=st.lists(WORDS, max_size=12), typed=WORDS, slips=st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_near_is_exactly_what_is_within_reach(texts: list[str], typed: str, slips: int) -> None:
    expected = {
        (OSA.distance(typed, text), text) for text in texts if OSA.distance(typed, text) <= slips
    }
    (found,) = Near(texts).find([typed], [slips])
    assert set(found) == expected
    assert len(found) == len(expected)


def test_near_keeps_each_typed_text_apart() -> None:
    found = Near(["trauma", "drama", "rouw"]).find(["tramua", "", "rouwt"], [1, 0, 1])
    assert found == [[(1, "trauma")], [], [(1, "rouw")]]
    assert Near([]).find(["x"], [3]) == [[]]


def test_letters_fit_in_64_bits() -> None:
    assert letters("") == 0
    assert letters("aaa") == letters("aa") != letters("a")
    assert letters("1") == letters("é")
    assert np.uint64(letters("abcdefghijklmnopqrstuvwxyz1" * 2)).bit_count() == 54


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("online is geen optie", [], ["online"]),
        ("online kan niet", [], ["online"]),
        ("online kan niet meer", [], ["online"]),
        ("online, niet", ["online"], []),
        ("emdr helpt niet", ["emdr"], []),
        ("emdr is niet gestart", ["emdr"], []),
        ("geen emdr of mbt", [], ["emdr", "mbt"]),
        ("geen emdr en mbt", ["mbt"], ["emdr"]),
        ("geen emdr mbt", ["mbt"], ["emdr"]),
        ("geen emdr maar mbt", ["mbt"], ["emdr"]),
        ("niet alleen emdr", ["emdr"], []),
        ("nog geen emdr gehad", ["emdr"], []),
        ("niet eerder emdr", ["emdr"], []),
        ("in plaats van emdr graag mbt", ["mbt"], ["emdr"]),
        ("een plaats met emdr", ["emdr"], []),
        ("geen ervaring met emdr", ["emdr"], []),
        ("geen, emdr", ["emdr"], []),
        ("behalve emdr", [], ["emdr"]),
        ("without emdr", [], ["emdr"]),
        ("niet wel emdr", ["emdr"], []),
        ("IPV emdr", ["emdr"], []),
        ("ipv emdr", [], ["emdr"]),
        ("instead of emdr", [], ["emdr"]),
        ("plaats voor emdr", ["emdr"], []),
        ("niet mbt of emdr nika", ["nika"], ["mbt", "emdr"]),
        ("niet nog emdr", ["emdr"], []),
        ("geen emdr nog", [], ["emdr"]),
        ("emdr, online kan niet", ["emdr"], ["online"]),
        ("online is, mag niet", ["online"], []),
        ("online is not", [], ["online"]),
        ("cliënt weigert emdr", [], ["emdr"]),
        ("zonder emdr kan niet", ["emdr"], []),
        ("niet zonder emdr", ["emdr"], []),
        ("emdr kan hier niet", [], ["emdr"]),
    ],
)
def test_noes(text: str, wanted: list[str], unwanted: list[str]) -> None:
    found = read_words(text, VOCABULARY, PLACES)
    assert [each.slug for each in found.terms if each.slug != "partnergeweld"] == wanted
    assert [each.slug for each in found.not_terms] == unwanted
    assert [each.slug for each in found.unwanted] == unwanted


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("spreekt slecht Nederlands", False),
        ("slecht Nederlands", False),
        ("erg slecht Nederlands", False),
        ("goed Nederlands", True),
        ("spreekt niet zo goed Nederlands", False),
        ("spreekt niet goed Nederlands", False),
        ("spreekt nog geen Nederlands", False),
        ("spreekt goed Nederlands", True),
        ("slaapt slecht, Nederlands", True),
        ("Nederlands", True),
    ],
)
def test_a_language_that_is_hardly_spoken_is_not_known(text: str, *, known: bool) -> None:
    found = read_words(text, VOCABULARY, PLACES)
    assert [each.slug for each in found.languages] == ["nl"] * known
    assert [each.slug for each in found.not_languages] == ["nl"] * (not known)


def test_a_language_or_person_that_is_not_there_is_no_wish() -> None:
    found = read_words("moeder spreekt geen Nederlands, geen kinderen", VOCABULARY, PLACES)
    assert found.languages == ()
    assert [each.slug for each in found.not_languages] == ["nl"]
    assert found.unwanted == found.not_languages
    assert found.persons == (Person(role="moeder"),)


@pytest.mark.parametrize(
    ("name", "typed", "town", "village"),
    [
        ("haarlem", "", True, None),
        ("haarlem", "alone", True, False),
        ("haarlem", "named", True, True),
        ("haarlem", "capital", True, False),
        ("haarlem", "named capital", True, True),
        ("echten", "named", True, True),
        ("balen", "named", True, False),
        ("lies", "capital", True, None),
        ("lies", "alone", True, None),
        ("lieze", "alone", True, False),
        ("lies", "named capital", True, True),
        ("ter apel", "capital", True, True),
        ("ter apel", "", True, None),
        ("best", "", None, None),
        ("best", "alone", None, None),
        ("best", "named", False, None),
        ("best", "capital", False, None),
        ("best", "named capital", True, True),
    ],
)
def test_which_places_are_sure(
    name: str, typed: str, town: bool | None, village: bool | None
) -> None:
    spot = Spot(name, *(how in typed.split() for how in ("named", "capital", "alone")))
    assert (sure_of_town(spot), sure_of_village(spot)) == (town, village)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2011", Postcode(1, "GM0392", certain=True)),
        ("2011 lw", Postcode(2, "GM0392", certain=True)),
        ("2011lw", Postcode(1, "GM0392", certain=True)),
        ("2011, lw", Postcode(1, "GM0392", certain=True)),
        ("2011 in", Postcode(1, "GM0392", certain=True)),
        ("2011 euro", None),
        ("0000", None),
        ("emdr", None),
    ],
)
def test_postcodes(text: str, expected: Postcode | None) -> None:
    assert postcode_at(typed_words(text), 0, PLACES) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [("na", None), ("in", False), ("of", False), ("emdr", True)],
)
def test_a_number_that_may_be_a_year(before: str, expected: bool | None) -> None:
    found = postcode_at(typed_words(f"{before} 2026"), 1, PLACES)
    assert (found.certain if found else None) is expected


def aged(role: str | None, age: int) -> Spoken:
    return Spoken(0, Person(role=role, age=age), aged=True)


@pytest.mark.parametrize(
    ("role", "said", "expected"),
    [
        ("kind", [aged("dochter", 6)], True),
        ("dochter", [aged("kind", 6)], True),
        ("kind", [aged("moeder", 30)], False),
        ("kind", [mentioned(0, "kind", None)], True),
        ("kind", [mentioned(0, "baby", None)], False),
        ("baby", [aged("kind", 6)], False),
        ("baby", [aged("baby", 0)], True),
        ("ouder", [aged("moeder", 30)], True),
        ("ouder", [aged("kind", 6)], False),
        ("vader", [aged("moeder", 30)], False),
        ("moeder", [mentioned(0, "moeder", None)], True),
    ],
)
def test_who_was_mentioned_already(role: str, said: list[Spoken], *, expected: bool) -> None:
    assert is_said(Person(role=role), said) is expected


def test_ages_without_a_role_are_compared_by_age() -> None:
    assert is_said(Person(age=AgeRange(4, 12)), [mentioned(0, "kind", AgeRange(4, 12))])
    assert not is_said(Person(age=AgeRange(4, 12)), [mentioned(0, "kind", AgeRange(0, 4))])


def small(*labels: str) -> Vocabulary:
    terms = [
        {"slug": label.lower().replace(" ", "-"), "scheme": "x", "nl": label, "en": label}
        for label in labels
    ]
    return Vocabulary.from_json({"terms": terms})


@pytest.mark.parametrize(
    ("label", "typed", "how"),
    [
        ("Vrijwaring", "vrijwarinng", "chosen"),
        ("Vrijwaring", "vrijwarinngg", "chosen"),
        ("Vrijwaring", "vrijwarinnggg", "offered"),
        ("Vrijwaring", "vrijwaxxxx", "left"),
        ("Zorgel", "zorgle", "chosen"),
        ("Zorgel", "zorggle", "offered"),
        ("Zorge", "zroge", "chosen"),
        ("Zorge", "zrogex", "offered"),
        ("Zorg", "zrog", "left"),
        ("Boerenkamp zuid", "boerenkampzuid", "chosen"),
        ("Boerenkamp zuid", "boeren kamp zuid", "chosen"),
        ("Boerenkampzuid", "boeren kampzuit", "chosen"),
        ("LHBTI", "LHBTX", "offered"),
        ("LHBTI", "lhbtx", "offered"),
        ("Kwebbelen", "KWEBBLEN", "chosen"),
        ("Zuidveld 2000", "zuidveld 2001", "left"),
    ],
)
def test_a_slip_is_chosen_offered_or_left(label: str, typed: str, how: str) -> None:
    found = read_words(typed, small(label, "iets anders"), PLACES)
    told = "chosen" if found.terms else "offered" if found.offers else "left"
    assert told == how


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("systeemth", ["systeemtherapeut", "systeemtherapie"]),
        ("emdr dissoc", ["dissociatie"]),
        ("haarl", ["GM0392", "kennemerland", "GM0394"]),
        ("emdr in haarl", ["GM0392", "kennemerland", "GM0394"]),
        ("emdr Amsterd", ["GM0363", "amsterdam-amstelland"]),
        # Of a place only where one is expected; nothing of what is no last word, or may be much.
        ("emdr amsterd", []),
        ("dissoc emdr", []),
        ("dissoc.", []),
        ("wij zoeken voor moeder dissoc", []),
        ("diss", []),
        ("psych", []),
        # A slip that is chosen goes first.
        ("dissociati", []),
    ],
)
def test_a_word_that_is_not_finished_is_offered(text: str, options: list[str]) -> None:
    found = read_words(text, VOCABULARY, PLACES)
    assert [one.slug for each in found.offers for one in each.options] == options


def test_nothing_is_asked_twice_or_that_is_known() -> None:
    found = read_words("verlies, drama, verlies", VOCABULARY, PLACES)
    assert [each.text for each in found.offers] == ["verlies", "drama"]
    assert read_words("rouw na verlies", VOCABULARY, PLACES).offers == ()


def test_two_that_are_as_near_are_both_offered_and_no_third() -> None:
    words = small("Kastelen", "Kasteren", "Kastenen", "Kastepan", "Kaspelen")
    (offer,) = read_words("kastexen", words, PLACES).offers
    assert {each.slug for each in offer.options} == {"kastelen", "kastenen", "kasteren"}


def test_an_abbreviation_is_offered_with_what_comes_next() -> None:
    words = small("KWXRTZ", "KWXRPP", "KWXQPP", "KWZZPA")
    (offer,) = read_words("kwxrta", words, PLACES).offers
    assert [each.slug for each in offer.options] == ["kwxrtz", "kwxrpp"]


def test_a_known_abbreviation_is_more_than_its_letters() -> None:
    found = read_words("wij doen XQT en bcd en 3RO en 1x", VOCABULARY, PLACES)
    assert found.asked == ("xqt", "bcd")
    assert set(found.asked) < set(found.leftovers)


@pytest.mark.parametrize(
    ("text", "field", "slugs"),
    [
        ("MBT-A", "terms", ["mbt-k"]),
        ("MBT-X", "terms", []),
        # A word beside a label is no slip in it.
        ("ivm huiselijk geweld", "terms", ["huiselijk-geweld"]),
        ("traumascreening aub", "terms", ["traumascreening"]),
        ("zwanger vd tweede", "terms", ["zwangere"]),
        # Correct words are no other ones.
        ("na de echtscheiding", "terms", []),
        ("zij heeft mutisme", "terms", []),
        ("groep 8", "terms", []),
        ("per 1-1", "terms", []),
        ("1-op-1", "terms", ["individueel"]),
        ("groep mannen", "terms", ["groep", "mannen"]),
        ("gevlucht uit Haarlem", "places", []),
        ("het leek beter te gaan", "places", []),
        ("in Leek", "places", ["GM1969"]),
        ("komt uit Haarlem", "places", ["GM0392"]),
        ("gevlucht in Haarlem", "places", ["GM0392"]),
        ("X-MBT", "terms", []),
        ("MBT/EMDR", "terms", ["mbt", "emdr"]),
        ("Veilig, Sterk & Verder", "terms", ["veilig-sterk-verder"]),
        ("Aandachtsfunctionaris (registered)", "terms", ["aandachtsfunctionaris-lvak"]),
        ("slaapproblemen", "terms", ["slaap-nachtmerries"]),
        ("Mensen met een licht verstandelijke beperking", "terms", ["lvb"]),
        ("dialectsche gedragstherapie", "terms", ["dgt"]),
        ("licht verstandlijke beperking", "terms", ["lvb"]),
        ("emdr verlies", "terms", ["emdr"]),
        ("verlies", "terms", ["traumatische-rouw"]),
        ("VO of MO", "terms", ["vrouwenopvang", "maatschappelijke-opvang"]),
        ("vo of mo", "terms", []),
        ("Hilversum of Huizen", "places", ["GM0402", "GM0406"]),
        ("emdr Ter Apel", "places", ["GM1950"]),
        ("Kennemerland of Haarlem", "places", ["kennemerland", "GM0392"]),
        ("in amstedam", "places", ["GM0363"]),
        ("in hertogenbosh", "places", ["GM0796"]),
        ("in hertogenbsh", "places", []),
    ],
)
def test_what_is_chosen(text: str, field: str, slugs: list[str]) -> None:
    found = read_words(text, VOCABULARY, PLACES)
    assert [each.slug for each in getattr(found, field)] == slugs


def test_every_listed_name_is_read_or_offered() -> None:
    for term in VOCABULARY.terms.values():
        for label in (term.nl, term.en, *term.synonyms):
            found = read_words(label, VOCABULARY, PLACES)
            options = [one.slug for each in found.offers for one in each.options]
            read = [each.slug for each in (*found.terms, *found.languages)]
            assert term.slug in read + options or found.persons, label


@pytest.mark.parametrize(
    "word", ["zqxwv ", "emdr of ", "geen emdr of ", "kind van 6 ", "12-", "a("]
)
def test_a_long_text_takes_no_more_than_its_share(word: str) -> None:
    text = word * (20_000 // len(word))
    start = process_time()
    read_words(text, VOCABULARY, PLACES)
    assert process_time() - start < LONGEST_SECONDS
