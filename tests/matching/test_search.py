"""Search: recall for a person who reads the list, and each hit says why it is there."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drakenmatch import Hit, Index, InvalidValue, Level, Practitioner, Vocabulary
from drakenmatch.__main__ import main
from drakenmatch.directory import Directory, held
from drakenmatch.questions import kin
from drakenmatch.search import CLEAN_FROM
from tests.matching.examples import (
    DATA,
    HAARLEM,
    LEEUWARDEN,
    PLACES,
    VOCABULARY,
    pool_of,
    practitioner,
)

PEOPLE = {
    "child": (["emdr-kj", "trauma", "kennemerland", "ar"], ["Fatima Bouzid", "Speelse aanpak."]),
    "adult": (["emdr", "ptss", "haaglanden"], ["Jan de Vries", "Veteranen en agenten."]),
    "bond": (["nika", "basic-trust", "kennemerland"], ["Karin Bakker", "Ouder en baby samen."]),
    "anger": (["borg", "agressie"], ["Piet Jansen", "Wie geweld gebruikte, leert stoppen."]),
    "music": (["muziektherapie"], ["Sanne Smit", "Klanken en trommels."]),
}


def index(people: Iterable[str] = PEOPLE) -> Index:
    made = Index(VOCABULARY, PLACES)
    for name in people:
        made.put(name, *PEOPLE[name])
    return made


def names(hits: Iterable[Hit]) -> list[str]:
    return [hit.practitioner_id for hit in hits]


# ---- What is found ----


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        pytest.param("muziektherapie", "music", id="a label"),
        pytest.param("music therapy", "music", id="the English label"),
        pytest.param("muziek", "music", id="a synonym"),
        pytest.param("vaktherapie", "music", id="a wider term"),
        pytest.param("gehechtheid", "bond", id="a related problem"),
        pytest.param("plegerbehandeling", "anger", id="a wider term that nobody holds"),
        pytest.param("daderhulp", "anger", id="a compound that no label holds"),
        pytest.param("muziektherapeut", "music", id="another ending"),
        pytest.param("musiektherapie", "music", id="a typing error"),
        pytest.param("Arabisch", "child", id="a language"),
        pytest.param("emdr in Haarlem", "child", id="a place in the region"),
        pytest.param("emdr in Den Haag", "adult", id="another place"),
        pytest.param("geen emdr maar nika", "bond", id="what is not wanted"),
        pytest.param("Fatima", "child", id="a name"),
        pytest.param("fatma bouzit", "child", id="a name with errors"),
        pytest.param("trommel", "music", id="a word of the free text"),
        pytest.param("veteraan", "adult", id="another form of such a word"),
    ],
)
def test_comes_first(asked: str, first: str) -> None:
    assert names(index().search(asked))[0] == first


def test_who_holds_more_of_the_question_comes_first() -> None:
    made = Index(VOCABULARY)
    made.put("one", ["emdr"])
    made.put("both", ["emdr", "nika"])
    made.put("neither", ["muziektherapie"])
    assert names(made.search("emdr nika"))[:2] == ["both", "one"]


def test_the_nearer_the_kin_the_higher() -> None:
    """Itself, then a related or wider term, then what shares the wider term."""
    made = Index(VOCABULARY)
    for slug in ("muziektherapie", "vaktherapie", "dramatherapie", "farmacotherapie"):
        made.put(slug, [slug])
    found = names(made.search("muziektherapie"))
    assert found[:3] == ["muziektherapie", "vaktherapie", "dramatherapie"]


def test_what_the_best_hold_besides_speaks_for_others() -> None:
    """Nobody holds what is asked; who does the same work as the nearest comes before a stranger."""
    made = Index(VOCABULARY)
    made.put("near", ["imaginaire-exposure", "krachtwerk"])
    made.put("like", ["krachtwerk"])
    made.put("strange", ["kindcheck"])
    near, like = made.search("narratieve exposure")
    assert (near.practitioner_id, like.practitioner_id) == ("near", "like")
    assert (near.matched[0].term, like.matched) == ("imaginaire-exposure", ())
    # Once somebody holds it, that alone decides.
    made.put("exact", ["net"])
    assert names(made.search("narratieve exposure")) == ["exact", "near"]


def test_nothing_asked_or_nobody_there_finds_nobody() -> None:
    assert index().search("") == ()
    assert index().search("de het een") == ()
    assert Index(VOCABULARY).search("emdr") == ()
    assert index().search("xq vz") == ()
    assert index().search("emdr", limit=0) == ()
    assert index().search("qqqq") == ()


def test_works_without_any_vocabulary() -> None:
    made = Index(Vocabulary({}))
    made.put("a", texts=["Behandeling van trauma bij kinderen"])
    made.put("b", texts=["Omgaan met geld"])
    assert names(made.search("traumabehandeling")) == ["a"]
    assert names(made.search("schulden en geld"))[0] == "b"


def test_an_ambiguous_word_is_each_of_its_meanings() -> None:
    made = Index(VOCABULARY)
    made.put("talk", ["interpersoonlijke-psychotherapie"])
    made.put("home", ["ipt-thuishulp"])
    made.put("other", ["kindcheck"])
    assert set(names(made.search("ipt"))[:2]) == {"talk", "home"}


def test_a_limit_shows_the_first_of_all() -> None:
    whole = index().search("therapie voor kinderen en ouders", limit=100)
    for limit in range(1, len(whole) + 1):
        assert index().search("therapie voor kinderen en ouders", limit=limit) == whole[:limit]


def test_equal_ones_come_by_their_name() -> None:
    made = Index(VOCABULARY)
    for name in ("c", "a", "b"):
        made.put(name, ["emdr"])
    hits = made.search("emdr", limit=2)
    assert names(hits) == ["a", "b"]
    assert hits[0].score == hits[1].score > 0


# ---- What a hit says ----


def test_a_hit_says_which_terms_matched_and_with_what() -> None:
    hit = index().search("traumabehandeling")[0]
    assert hit.matched[0].term in {"emdr", "emdr-kj"}
    assert hit.matched[0] == replace(hit.matched[0], text="traumabehandeling", worth=0.9)
    assert all(0.25 <= each.worth <= 1 for each in hit.matched)
    worths = [each.worth for each in hit.matched]
    assert worths == sorted(worths, reverse=True)


def test_a_hit_says_which_words_stand_in_the_texts() -> None:
    hit = index().search("Baby, ouder")[0]
    assert (hit.practitioner_id, set(hit.words)) == ("bond", {"baby", "ouder"})


def test_at_most_four_terms_are_told() -> None:
    made = Index(VOCABULARY)
    made.put("a", sorted(VOCABULARY.narrower("traumabehandeling")))
    assert len(made.search("traumabehandeling")[0].matched) == 4


def test_a_hit_is_written_and_read() -> None:
    for hit in index().search("emdr voor kinderen in Haarlem"):
        assert Hit.from_json(hit.to_json()) == hit


@pytest.mark.parametrize("raw", [{}, {"practitioner_id": "a"}, {"practitioner_id": "a", "x": 1}])
def test_a_broken_hit_is_refused(raw: object) -> None:
    with pytest.raises(InvalidValue):
        Hit.from_json(raw)


# ---- Put and remove ----


def test_a_change_is_visible_to_the_next_search() -> None:
    made = index()
    assert len(made) == 5 and "music" in made
    made.put("music", ["emdr"], ["Iets anders"])
    assert names(made.search("trommels")) == []
    assert "music" in names(made.search("emdr"))
    made.remove("music")
    made.remove("music")
    assert len(made) == 4 and "music" not in made
    assert "music" not in names(made.search("emdr", limit=100))


ACTS = st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(PEOPLE))), max_size=25)


@settings(max_examples=60, deadline=None)
@given(ACTS, st.sampled_from(["traumabehandeling kind", "Jan", "baby", "vaktherapie"]))
def test_the_way_to_a_state_does_not_matter(acts: list[tuple[bool, str]], asked: str) -> None:
    made, there = Index(VOCABULARY, PLACES), dict[str, None]()
    for comes, name in acts:
        if comes:
            made.put(name, *PEOPLE[name])
            there[name] = None
        else:
            made.remove(name)
            there.pop(name, None)
    assert made.search(asked) == index(sorted(there)).search(asked)


def test_rows_that_nobody_uses_are_cleaned_up() -> None:
    made = index()
    before = made.search("emdr baby")
    for _ in range(CLEAN_FROM + 20):
        made.put("child", *PEOPLE["child"])
    assert len(made._ids) < CLEAN_FROM
    assert made.search("emdr baby") == before


def test_broken_questions_are_refused() -> None:
    with pytest.raises(InvalidValue, match="limit"):
        index().search("emdr", limit=-1)
    with pytest.raises(InvalidValue, match="text"):
        index().search("\ud800")


# ---- Kin ----


def test_kin_weighs_as_the_ranking_does_but_the_thing_itself_comes_first() -> None:
    worths = kin("emdr", VOCABULARY)
    assert (worths["emdr"], worths["emdr-kj"]) == (1.0, 0.9)
    assert worths["traumabehandeling"] == worths["ptss"] == 0.5
    assert worths["net"] == worths["kidnet"] == 0.25
    assert "nika" not in worths
    # What a narrower term is related to, is further off than what the term itself is.
    assert kin("traumabehandeling", VOCABULARY)["hechtingsproblematiek"] == 0.25
    assert kin("hechtingsproblematiek", VOCABULARY)["basic-trust"] == 0.5
    assert kin("emdr-kj", VOCABULARY)["traumabehandeling"] == 0.25
    assert kin("emdr-kj", VOCABULARY)["emdr-vb"] == 0.25
    assert kin("gone", VOCABULARY) == {"gone": 1.0}


# ---- The pool's own search ----


def test_a_pool_is_searched_by_all_that_is_stated() -> None:
    here = practitioner(id="here", expertise={"nika": Level.INDEPENDENT})
    far = practitioner(
        id="far",
        expertise={"emdr": Level.INDEPENDENT},
        municipality=LEEUWARDEN,
        regions=frozenset({"friesland"}),
        languages=frozenset({"ti"}),
        settings=frozenset({"crisisopvang"}),
    )
    pool = pool_of([here])
    pool.put(far, texts=["Willem Visser"])
    for asked in ("emdr", "Leeuwarden", "Friesland", "Tigrinya", "crisisopvang", "visser"):
        assert names(pool.search(asked))[0] == "far", asked
    assert names(pool.search("nika"))[0] == "here"
    assert len(pool.search("emdr of nika", limit=1)) == 1


def test_a_pool_keeps_up_after_the_first_search() -> None:
    pool = pool_of([practitioner(id="a", municipality=HAARLEM)])
    assert pool.search("Visser") == ()
    pool.put(practitioner(id="b"), texts=["Willem Visser"])
    assert names(pool.search("Visser")) == ["b"]
    pool.put(practitioner(id="b"))
    assert pool.search("Visser") == ()
    pool.put(practitioner(id="b"), texts=["Willem Visser"])
    pool.remove("b")
    assert pool.search("Visser") == ()


def test_texts_that_were_replaced_before_the_first_search_are_gone() -> None:
    pool = pool_of([])
    for name in ("again", "back", "stays"):
        pool.put(practitioner(id=name), texts=["Willem Visser"])
    pool.put(practitioner(id="again"))
    pool.remove("back")
    pool.put(practitioner(id="back"))
    pool.put(practitioner(id="gone"))
    pool.remove("gone")
    assert names(pool.search("Visser")) == ["stays"]


def test_the_texts_of_who_left_are_not_kept() -> None:
    directory = Directory(VOCABULARY, PLACES)
    directory.put(practitioner(id="a"), ["Willem Visser"])
    directory.remove("a")
    assert directory._texts == {}


def test_somebody_is_found_by_all_that_they_state() -> None:
    assert held(Practitioner(id="x")) == []
    stated = practitioner(settings=frozenset({"vrouwenopvang", "ambulant"}))
    assert held(stated) == [
        "emdr-kj", HAARLEM, "ar", "nl", "ambulant", "vrouwenopvang", "kennemerland",
    ]  # fmt: skip


def test_the_command_line_searches_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps(practitioner(id=name).to_json()) for name in ("a", "b")]
    (tmp_path / "pool.jsonl").write_text("\n".join(lines))
    facts = [f"--vocabulary={DATA / 'taxonomy.json'}", f"--places={DATA}"]
    pool = f"--pool={tmp_path / 'pool.jsonl'}"
    assert main(["search", *facts, pool, "--limit=1", "emdr", "kind"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    hit = Hit.from_json(json.loads(line))
    assert (hit.practitioner_id, hit.matched[0].term) == ("a", "emdr-kj")
    (tmp_path / "pool.jsonl").write_text("{")
    assert main(["search", *facts, pool, "emdr"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{tmp_path / 'pool.jsonl'}:1: value")
    assert main(["search", "--vocabulary=nowhere", f"--places={DATA}", pool, "emdr"]) == 2
