"""What words mean in a small vocabulary, where each rule stands alone."""

import pytest

from drakenmatch import Person, Places, Reading, Vocabulary, read_words
from drakenmatch.places import Municipality, Region
from drakenmatch.values import AgeRange
from tests.matching.examples import PLACES

NOWHERE = Places([], [])


def read(typed: str, *labels: str, scheme: str = "x", places: Places = NOWHERE) -> Reading:
    """Read with terms whose slugs are their labels."""
    terms = [
        {"slug": label.lower().replace(" ", "-"), "scheme": scheme, "nl": label, "en": label}
        for label in labels
    ]
    return read_words(typed, Vocabulary.from_json({"terms": terms}), places)


def role(name: str) -> Person:
    return Person(role=name)


def told(typed: str, *labels: str) -> list[str]:
    """Give what was chosen, and between brackets what was offered."""
    found = read(typed, *labels)
    offered = [f"({one.slug})" for each in found.offers for one in each.options]
    return [each.slug for each in found.terms] + offered


@pytest.mark.parametrize(
    ("typed", "labels", "expected"),
    [
        ("kind van 6 zang", ("Zang",), ["zang"]),
        # A filler is no label, an abbreviation in capitals is.
        ("zang zo", ("Zang", "ZO"), ["zang"]),
        ("zang ZO", ("Zang", "ZO"), ["zang", "zo"]),
        # A label ends with a thought, and holds no sign that is not its own.
        ("zang 3, klank", ("Zang 3", "Klank"), ["zang-3", "klank"]),
        ("ab cd, klank", ("Ab cd", "Klank"), ["ab-cd", "klank"]),
        ("zang, 3 klank", ("Zang 3", "Klank"), ["klank"]),
        ("klank hart, 4 handen klank", ("Hart, 4 handen", "Klank"), ["klank", "hart,-4-handen"]),
        # Without its spaces, if a label begins so.
        ("nu abcd", ("Ab cd", "Abcd zang"), ["ab-cd"]),
        ("nu abcd", ("Ab cd", "Zang"), []),
        ("x zang", ("Zang",), ["zang"]),
        ("x-zang", ("Zang",), ["(zang)"]),
        ("zang-x", ("Zang",), ["(zang)"]),
        ("zang x", ("Zang",), ["zang"]),
        ("zang-xy", ("Zang",), ["zang"]),
        ("hart-ab zang x", ("Zang",), ["zang"]),
        # A label in at most three pieces, without a filler or the end of a thought inside.
        ("hart klank2", ("Hartklank2",), ["hartklank2"]),
        ("ha rt klank2", ("Hartklank2",), ["hartklank2"]),
        ("ha rt kla nk2", ("Hartklank2",), []),
        ("hart klank2, zang", ("Hartklank2", "Zang"), ["hartklank2", "zang"]),
        ("ha rt klank2, zang", ("Hartklank2", "Zang"), ["hartklank2", "zang"]),
        ("hart klank2 de", ("Hartklank2",), ["hartklank2"]),
        ("hart klank2 zang zang", ("Hartklank2", "Zang"), ["hartklank2", "zang"]),
        (
            "zang hart klank2 abcd zang",
            ("Zang", "Hartklank2", "Abcd"),
            ["zang", "hartklank2", "abcd"],
        ),
        ("hart, klank2", ("Hartklank2",), []),
        # "En" belongs to what follows.
        ("wolk hartek en wolk", ("Hartekoen", "Wolk"), ["wolk"]),
        ("ha rt, klank2", ("Hartklank2",), []),
        ("ha, rt klank2", ("Hartklank2",), []),
        ("hart de klank2", ("Hartdeklank2",), []),
        ("hart spellen", ("Hartspel",), ["hartspel"]),
        ("ab cd", ("Abcd",), []),
        ("ab cde", ("Abcde",), ["abcde"]),
        ("ha rtklank2", ("Hartklank2", "Har tklank2"), ["(hartklank2)", "(har-tklank2)"]),
    ],
)
def test_what_is_read(typed: str, labels: tuple[str, ...], expected: list[str]) -> None:
    assert told(typed, *labels) == expected


def test_a_word_for_somebody_is_a_term_when_it_is_the_whole_text() -> None:
    assert told("vader", "Vaders") == ["vaders"]
    assert read("vader", "Vaders").persons == ()
    for typed in ("vader zang", "zang vaders", "moeder zang"):
        found = read(typed, "Zang")
        assert [each.slug for each in found.terms] == ["zang"]
        assert [each.role for each in found.persons] == [typed.replace("zang", "").strip(" s")]


@pytest.mark.parametrize(
    ("typed", "slugs", "left"),
    [
        # "In" says that a place follows, unless a thought ends there or before it begins.
        ("wolk, in Lies", ["GM0093"], ("wolk",)),
        ("in, Lies", [], ("lies",)),
        ("Lies wolk in", [], ("lies", "wolk")),
        # So does another place.
        ("Haarlem Lies", ["GM0392", "GM0093"], ()),
        ("Haarlem of Lies", ["GM0392", "GM0093"], ()),
        ("Haarlem en wolk Lies", ["GM0392"], ("wolk", "lies")),
        # A village in small letters is only offered when it is all there is.
        ("wolk kudelstaart wolk", [], ("wolk", "kudelstaart", "wolk")),
        ("kudelstaart", [], ()),
        ("wolk best", [], ("wolk", "best")),
        ("wolk wolk 2011 abcd", ["GM0392"], ("wolk", "wolk", "abcd")),
        ("wolk wolk 2011 LW wolk", ["GM0392"], ("wolk", "wolk", "wolk")),
    ],
)
def test_where(typed: str, slugs: list[str], left: tuple[str, ...]) -> None:
    found = read(typed, "Abcd", places=PLACES)
    assert [each.slug for each in found.places] == slugs
    assert found.leftovers == tuple(word for word in left if word != "abcd")
    assert len(found.offers) == (typed == "kudelstaart")
    assert [each.slug for each in found.terms] == ["abcd"] * ("abcd" in left)


def town(code: str, name: str) -> Municipality:
    return Municipality(code=code, name=name, region="r", vt_region="r", lat=52, lon=5)


TOWNS = Places(
    [town("GM0001", "Zangdorp"), town("GM0002", "Zangdorf"), town("GM0003", "Hartekamp")],
    [Region(slug="r", name="Rand")],
)


@pytest.mark.parametrize(
    ("typed", "chosen", "offered"),
    [
        ("in hartekanp", ["GM0003"], []),
        ("wolk Hartekanp", ["GM0003"], []),
        ("wolk hartekanp", [], ["GM0003"]),
        ("in Zangdorg", [], ["GM0002", "GM0001"]),
    ],
)
def test_a_misspelt_place_is_chosen_where_one_is_expected(
    typed: str, chosen: list[str], offered: list[str]
) -> None:
    # A term that is further off is not offered beside it.
    found = read(typed, "Wolk", "Hartelant", places=TOWNS)
    assert [each.slug for each in found.places] == chosen
    assert [one.slug for each in found.offers for one in each.options] == offered
    kinds = {each.kind for each in found.places}
    assert kinds <= {"municipality"}
    assert [each.kind for each in read("in Rand", places=TOWNS).places] == ["region"]


def test_a_person_may_be_a_part_of_a_misspelt_label() -> None:
    found = read("moeder klaankspel", "Moederklankspel")
    assert [each.slug for each in found.terms] == ["moederklankspel"]
    assert (found.persons, found.leftovers) == ((), ())


def test_who_is_mentioned_again_or_not_wanted_is_left_out() -> None:
    for typed, roles in (
        ("kind van 6, hulp voor het kind", ["kind"]),
        ("moeder wolk moeder", ["moeder"]),
        ("wolk moeder kan niet", []),
        ("geen moeder, vader", ["vader"]),
        ("vader en moeder", ["vader", "moeder"]),
    ):
        assert [each.role for each in read(typed, "Wolk").persons] == roles


def test_a_target_group_that_is_named_twice_is_there_once() -> None:
    terms = [
        {"slug": "o", "scheme": "doelgroep", "nl": "Oudere (65+)", "en": "Elderly (65+)",
         "synonyms": ["bejaarde", "grijsaard"]},
    ]  # fmt: skip
    known = Vocabulary.from_json({"terms": terms})
    found = read_words("wolk bejaarde, grijsaard wolk", known, NOWHERE)
    assert found.persons == (Person(age=AgeRange(65, 80)),)


@pytest.mark.parametrize(
    ("typed", "persons"),
    [
        ("kind wolk, 13 jaar", [Person(role="kind", age=13)]),
        ("moeder wolk, 34 jaar", [Person(role="moeder", age=34)]),
        ("moeder wolk, 13 jaar", [Person(role="moeder"), Person(age=13)]),
        ("kind wolk, 34 jaar", [role("kind"), Person(age=34)]),
        ("kind wolk, 13 jaar, wolk 9 jaar", [role("kind"), Person(age=13), Person(age=9)]),
        ("wolk 13 jaar, kind", [Person(age=13), Person(role="kind")]),
        ("meisjes wolk, 13 jaar", [Person(role="dochter"), Person(age=13)]),
        ("kind en zusje van 13 jaar", [Person(role="kind"), Person(age=13)]),
        ("kind, wolk 4-12 jaar", [Person(role="kind"), Person(age=AgeRange(4, 12))]),
        ("kinderen, wolk 4-12 jaar", [Person(role="kind", age=AgeRange(4, 12))]),
        ("ouders, wolk 18+", [Person(role="ouder", age=AgeRange(18, 64))]),
        ("kinderen, wolk 18+", [role("kind"), Person(age=AgeRange(18, 64))]),
        ("zoon en dochter wolk, 13 jaar", [*map(role, ("zoon", "dochter")), Person(age=13)]),
        ("misbruikt als kind", []),
        ("zelf als kind", []),
        ("als kind bij vader is", [Person(role="kind"), Person(role="vader")]),
    ],
)
def test_an_age_belongs_to_the_one_it_suits(typed: str, persons: list[Person]) -> None:
    assert list(read(typed, "Wolk").persons) == persons


def test_a_husband_is_nobody_to_be_helped() -> None:
    assert told("wolk door haar man", "Man", "Wolk") == ["wolk"]
    assert told("wolk voor man", "Man", "Wolk") == ["wolk", "(man)"]


def test_a_compound_is_not_left_over() -> None:
    found = read("wolk hartproblemen", "Hart", scheme="problematiek")
    assert ([each.slug for each in found.terms], found.leftovers) == (["hart"], ("wolk",))
    # Of another kind of term it is not sure.
    assert told("wolk hartproblemen", "Hart") == ["(hart)"]


def test_what_was_written_apart_is_read() -> None:
    assert read("hart klank2 wolk", "Hartklank2").leftovers == ("wolk",)


def test_children_have_the_ages_of_their_target_group() -> None:
    terms = [
        {"slug": "k", "scheme": "doelgroep", "nl": "Kind 4-12 jaar", "en": "Child",
         "synonyms": ["kinderen"]},
        {"slug": "p", "scheme": "doelgroep", "nl": "Peuter 2-4 jaar", "en": "Toddler",
         "synonyms": ["peuter"]},
        {"slug": "m", "scheme": "doelgroep", "nl": "Moeder", "en": "Mother"},
    ]  # fmt: skip
    known = Vocabulary.from_json({"terms": terms})
    for typed, person in (
        ("zang kinderen", Person(role="kind", age=AgeRange(4, 12))),
        # One child may have any age.
        ("zang kind", Person(role="kind")),
        ("zang kindje", Person(role="kind")),
        ("zang peuters", Person(role="peuter", age=AgeRange(2, 4))),
        ("zang moeder", Person(role="moeder")),
        ("zang baby", Person(role="baby", age=AgeRange(0, 1))),
        ("zang kleuter", Person(role="kleuter", age=AgeRange(4, 6))),
    ):
        assert read_words(typed, known, NOWHERE).persons == (person,)
