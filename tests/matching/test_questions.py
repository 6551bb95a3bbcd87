"""A question worked out: what the words mean, what reads like them, and how heavily they weigh."""

from typing import Any

import pytest

from drakenmatch import Places, Vocabulary
from drakenmatch.questions import Labels, Question, bag, kin
from tests.matching.examples import HAARLEM, PLACES, VOCABULARY

NOWHERE = Places([], [])


def vocabulary(*labels: str, broader: dict[str, str] | None = None, **more: Any) -> Vocabulary:
    """Make terms whose slugs are their labels."""
    terms = [
        {
            "slug": label.lower().replace(" ", "-"), "scheme": "behandelmethode", "nl": label,
            "en": label, "broader": (broader or {}).get(label),
        }
        for label in labels
    ]  # fmt: skip
    return Vocabulary.from_json({"terms": terms, **more})


def question(asked: str, known: Vocabulary = VOCABULARY, places: Places = PLACES) -> Question:
    return Question.of(asked, known, places)


def test_single_signs_are_in_every_text() -> None:
    assert bag(["Een-op-een, I k", "op"]) == {"een": 2, "op": 2}


def test_the_most_alike_come_first() -> None:
    known = vocabulary("Iets heel anders", "Klankspelen", "Klankspel", "Klankveld")
    near = Labels(known).near("klankspel")
    assert list(near) == ["klankspel", "klankspelen", "klankveld"]
    assert near["klankspel"] == 0.9
    assert list(near.values()) == sorted(near.values(), reverse=True)


def test_of_many_that_read_the_same_the_first_64_count() -> None:
    terms = [
        {"slug": f"t{number}", "scheme": "x", "nl": label, "en": label}
        for number, label in enumerate(["Klankspel"] * 70 + ["Iets heel anders"] * 200)
    ]
    near = Labels(Vocabulary.from_json({"terms": terms})).near("klankspel")
    assert list(near) == [f"t{number}" for number in range(64)]


def test_a_place_and_what_lies_around_it() -> None:
    (town,) = question("Haarlem", vocabulary()).units
    assert town.worths == {HAARLEM: 1.0, "kennemerland": 0.5}
    (region,) = question("Kennemerland", vocabulary()).units
    around = dict.fromkeys(PLACES.neighbours("kennemerland"), 0.25)
    assert around
    assert region.worths == {"kennemerland": 1.0, **around}


def test_what_only_reads_alike_says_less_where_the_words_have_a_meaning() -> None:
    known = vocabulary("Klankspel", "Klankspeltuin", "Zee", "Duin", "Bries", "Regen", "Wolk")
    likely = Labels(known).near("klankspel")["klankspeltuin"]
    (meant,) = question("klankspel", known).units
    assert meant.worths["klankspel"] == 1
    assert meant.worths["klankspeltuin"] == pytest.approx(max(0.3, 0.6 * likely))
    (left,) = question("boklankspelen", known).units
    assert left.worths == Labels(known).near("boklankspelen")
    assert 0.25 < left.worths["klankspel"] < 0.9


def test_an_ambiguous_word_is_each_of_its_meanings_a_little_less() -> None:
    known = vocabulary(
        "Alfa", "Bravo", "Delta", "Wortel", broader={"Alfa": "wortel"},
        ambiguous_texts=[{"text": "xyz", "terms": ["bravo", "alfa"]}],
    )  # fmt: skip
    asked = question("xyz", known)
    assert [unit.text for unit in asked.units] == ["xyz"]
    assert asked.units[0].worths == {"bravo": 0.8, "alfa": 0.8, "wortel": 0.4}
    # Equals come by their slug.
    assert list(asked.whole) == ["alfa", "bravo", "wortel"]


def test_who_may_be_meant_is_no_meaning_of_a_question() -> None:
    asked = question("ouder 34, politie")
    assert [unit.text for unit in asked.units] == ["politie", "ouder", "34"]
    assert max(asked.units[0].worths.values()) == 0.8


def test_rare_words_weigh_more_and_all_of_them_1() -> None:
    known = vocabulary("Klank zacht", "Klank hard", "Klank luid")
    units = {unit.text: unit.weight for unit in question("hard vaag klank", known).units}
    assert sum(units.values()) == pytest.approx(1)
    assert units["vaag"] > units["hard"] > units["klank"] > 0


def test_the_whole_question_adds_up_what_its_units_mean() -> None:
    known = vocabulary(
        "Wortel", "Alfa", "Bravo", "Zomaar iets", broader={"Alfa": "wortel", "Bravo": "wortel"}
    )
    whole = question("alfa bravo", known).whole
    # Each half is one of both; both halves share their wider term.
    assert min(whole["alfa"], whole["bravo"]) >= (1 + 0.25) / 2
    assert whole["wortel"] == pytest.approx(0.5)
    assert list(whole.values()) == sorted(whole.values(), reverse=True)
    assert list(whole)[-1] == "wortel"


def test_the_whole_question_may_read_like_a_label_that_no_word_of_it_is() -> None:
    known = vocabulary("Zachte klankspelen", "Iets heel anders")
    slug = "zachte-klankspelen"
    whole = question("klankspel zacht", known).whole
    assert whole[slug] == Labels(known).near("klankspel zacht")[slug] > 0.6
    assert question("klankspel", known).words == ("klankspel",)
    assert question("klank en klank voor de klank", known).words == ("klank",)


def test_kin_shares_the_nearest_wider_term_and_reads_alike() -> None:
    known = vocabulary(
        "Aarde", "Zee", "Klankspel", "Bries", "Klankspelen", "Duin",
        broader={"Zee": "aarde", "Klankspel": "zee", "Bries": "zee", "Duin": "aarde"},
    )  # fmt: skip
    assert kin("klankspel", known) == {
        "klankspel": 1.0, "zee": 0.5, "aarde": 0.25, "bries": 0.25, "klankspelen": 0.3,
    }  # fmt: skip
