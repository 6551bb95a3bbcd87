"""The score of a hit is what its parts say: terms, the whole question, texts, and an echo."""

from math import log

import numpy as np
import pytest

from drakenmatch import Hit, Index, InvalidValue, Vocabulary
from drakenmatch.bags import Bags
from drakenmatch.ngrams import counted
from drakenmatch.questions import Question, bag
from drakenmatch.search import CLEAN_FROM

PARTS = ("alfa", "bravo", "citer", "delta", "egel")
TERMS = [
    {"slug": slug, "scheme": "x", "nl": slug, "en": slug, "broader": wider}
    for slug, wider in (("wortel", None), *((part, "wortel") for part in PARTS), ("fjord", None))
]
KNOWN = Vocabulary.from_json({"terms": TERMS})


def scores(asked: str, **held: list[str]) -> dict[str, float]:
    """Search among documents by name with their terms."""
    made = Index(KNOWN)
    for name, terms in held.items():
        made.put(name, terms)
    return {hit.practitioner_id: hit.score for hit in made.search(asked)}


def test_the_best_term_counts_and_a_tenth_of_the_next_three() -> None:
    found = scores("wortel", one=["alfa"], two=["alfa", "bravo"], four=[*PARTS[:4]], five=[*PARTS])
    # Half of it is how well the words are answered: a narrower term answers .9 of them.
    assert found == {
        name: pytest.approx((0.9 + 0.9 * (1 + 0.1 * more)) / 2)
        for name, more in (("one", 0), ("two", 1), ("four", 3), ("five", 3))
    }


def test_every_word_of_the_question_is_answered_by_its_weight() -> None:
    found = scores("alfa fjord", both=["alfa", "fjord"], one=["fjord"])
    question = Question.of("alfa fjord", KNOWN, Index(KNOWN).places)
    weights = {unit.text: unit.weight for unit in question.units}
    best, next_ = sorted((question.whole["alfa"], question.whole["fjord"]), reverse=True)
    whole = best + 0.1 * next_
    echo = 0.3 * (1 - (1 + whole) / 2) * (1 + whole) / 2
    assert found["both"] == pytest.approx((1 + whole) / 2 + max(0, echo))
    assert found["one"] >= (weights["fjord"] + question.whole["fjord"]) / 2
    assert found["both"] > found["one"]


def test_what_the_nearest_hold_besides_echoes_by_its_rarity() -> None:
    found = scores(
        "alfa",
        wider=["wortel", "fjord"],
        beside=["bravo", "fjord"],
        like=["fjord"],
        other=["egels"],
    )
    # A wider term is worth .5, what shares it .25; the highest leaves half of the room for echoes.
    held = {"wortel": 0.5 * log(5), "bravo": 0.25 * log(5), "fjord": 0.75 * log(5 / 3)}
    raw = {
        "wider": held["wortel"] + held["fjord"],
        "beside": held["bravo"] + held["fjord"],
        "like": held["fjord"],
    }
    room = 0.3 * 0.5 * 0.5
    own = {"wider": 0.5, "beside": 0.25, "like": 0.0}
    assert found == {
        name: pytest.approx(own[name] + room * raw[name] / raw["wider"], abs=1e-9) for name in own
    }
    assert [round(score, 9) for score in found.values()] == [*found.values()]


def test_an_echo_is_whole_for_who_has_most_of_it() -> None:
    found = scores("alfa", beside=["bravo", "fjord"], like=["fjord"], other=["egels"])
    room = 0.3 * 0.75 * 0.25
    assert found["beside"] == pytest.approx(0.25 + room)
    assert found["like"] == pytest.approx(room * log(2) / (log(4) + log(2)))


def test_a_text_answers_by_its_words_and_by_its_pieces() -> None:
    texts = {"both": "Klank en fluit", "one": "Klanken, klank", "none": "Iets anders"}
    made, words, pieces = Index(Vocabulary({})), Bags(), Bags()
    for row, (name, text) in enumerate(texts.items()):
        made.put(name, texts=[text])
        words.put(row, bag([text]))
        pieces.put(row, counted([text]))
    asked = ["klank fluit"]
    expected = 0.8 * words.shares(bag(asked), 3) + 1.2 * pieces.shares(counted(asked), 3)
    found = {hit.practitioner_id: hit.score for hit in made.search("klank fluit")}
    assert found == pytest.approx(dict(zip(["both", "one"], expected.tolist(), strict=False)))
    assert {hit.practitioner_id: hit.words for hit in made.search("fluit klank")} == {
        "both": ("fluit", "klank"),
        "one": ("klank",),
    }


def test_what_a_term_has_said_no_text_says_again() -> None:
    made = Index(KNOWN)
    made.put("term", ["alfa"])
    made.put("both", ["alfa"], ["Alfa"])
    assert [hit.score for hit in made.search("alfa")] == [1.0, 1.0]


def test_each_limit_gives_the_first_of_all() -> None:
    made = Index(Vocabulary({}))
    for place in range(40):
        often = place * 17 % 40
        made.put(f"d{place:02}", texts=["klank " * often + "ruis " * (40 - often)])
    whole = made.search("klank", limit=100)
    assert len(whole) > 30
    for limit in range(len(whole) + 1):
        assert made.search("klank", limit=limit) == whole[:limit]
    assert made.search("klank") == whole[:20]


def test_of_a_thousand_the_best_are_found_in_order() -> None:
    made = Index(KNOWN)
    for place in range(1000):
        made.put(f"d{place:03}")
    # Scores that go up and down, each twice.
    scores = np.array([place * 377 % 500 / 500 for place in range(1000)])
    whole = sorted(range(1000), key=lambda row: (-scores[row], row))
    for limit in (1, 2, 20, 200, 300, 400, 450, 998):
        assert made._best(scores, limit) == whole[:limit]
    assert made._best(scores, 1000) == [row for row in whole if scores[row]]


def test_a_worth_has_three_decimals() -> None:
    labels = ("Klankspel", "Klankspeltuin", "Zee", "Duin", "Bries", "Regen", "Wolk")
    terms = [{"slug": each, "scheme": "x", "nl": each, "en": each} for each in labels]
    made = Index(Vocabulary.from_json({"terms": terms}))
    made.put("a", ["Klankspeltuin"])
    (unit,) = Question.of("klankspel", made.vocabulary, made.places).units
    worth = unit.worths["Klankspeltuin"]
    assert made.search("klankspel")[0].matched[0].worth == round(worth, 3) != round(worth, 4)


def test_a_limit_is_a_whole_number() -> None:
    with pytest.raises(InvalidValue) as caught:
        Index(KNOWN).search("alfa", limit=-1)
    assert str(caught.value) == "limit: a whole number from 0"


def test_half_of_the_rows_may_be_out_of_use() -> None:
    made, many = Index(KNOWN), CLEAN_FROM // 2 + 100
    for _ in range(2):
        for place in range(many):
            made.put(f"d{place}")
            if len(made._ids) == 2 * many - 1:
                break
    assert (len(made), len(made._ids)) == (many, 2 * many - 1)
    made.put("d0")
    assert (len(made), len(made._ids)) == (many, many)


def test_the_words_of_a_hit_are_read() -> None:
    raw = {"practitioner_id": "a", "score": 0.5, "words": ["klank"]}
    assert Hit.from_json(raw) == Hit(practitioner_id="a", score=0.5, words=("klank",))
