"""Questions to the directory, with grades for terms, written by hand; and names with slips.

`data/quality_search.json` says for each question which terms answer it, 3 fully to 1 a little. A
profile gets the grade of the best term it holds. The rivals read the name, the short text and the
labels of each profile: the Dutch ones, and once more all labels and synonyms in both languages.
"""

import json
import random
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.judging.figures import ndcg
from benchmarks.judging.rivals import Search, searches
from benchmarks.wording.data import DATA
from benchmarks.wording.errors import half
from drakenmatch import Index, Places, Vocabulary

PROFILES = 300
SEED = 20261121
SHORTEST = 5
SCHEMES = frozenset({"behandelmethode", "problematiek", "instrument", "doelgroep"})
_FIRST = (
    "Aïcha Bas Carla Daan Elif Fenna Gijs Hanneke Ilse Jorrit Karim Lotte Mees Nora Omar Petra "
    "Quinten Roos Samira Teun Ursula Vera Wessel Yara Zeno"
)
_LAST = (
    "Aalbers Bouhali Corstens Doornbos Elzinga Feenstra Goossens Hoekstra Idema Jellema Koelewijn "
    "Lubbers Mertens Nauta Oosterhof Pranger Quist Reitsma Schuurman Terpstra Uiterwaal Veldhuis "
    "Wiersma Yilmaz Zandstra"
)
FIRST, LAST = _FIRST.split(), _LAST.split()
ABOUT = (
    "Ik werk rustig en duidelijk, en bel binnen een week terug.",
    "Samen kijken wij wat er nodig is om weer veilig te zijn.",
    "Al twintig jaar in de jeugdzorg, nu met een eigen praktijk.",
    "Humor en geduld horen bij mijn manier van werken.",
    "Ik werk graag buiten, ook in de avond.",
)


class Profile(NamedTuple):
    """Somebody invented."""

    id: str
    name: str
    terms: tuple[str, ...]
    about: str


class Asked(NamedTuple):
    """A question with the grade of each profile."""

    half: str
    text: str
    grades: Mapping[str, int]


def profiles(vocabulary: Vocabulary) -> list[Profile]:
    """Give the same invented people each time."""
    draw = random.Random(SEED)
    terms = sorted(term.slug for term in vocabulary.terms.values() if term.scheme in SCHEMES)
    names = draw.sample([f"{first} {last}" for first in FIRST for last in LAST], PROFILES)
    return [
        Profile(
            f"p{place:03}", name, tuple(draw.sample(terms, draw.randint(3, 7))), draw.choice(ABOUT)
        )
        for place, name in enumerate(names)
    ]


def tables(people: list[Profile]) -> Mapping[str, list[Asked]]:
    """Give the questions of each table; who has no answer in this pool is left out."""
    data = json.loads((DATA / "quality_search.json").read_text(encoding="utf-8"))
    graded = {kind: list(_graded(asked, people)) for kind, asked in data.items()}
    slips = [each._replace(text=_slip(each.text)) for each in graded["nl"]]
    named = [Asked(half(who.name), who.name, {who.id: 3}) for who in people[:80]]
    return {
        "Dutch questions": graded["nl"],
        "English questions, Dutch profiles": graded["en"],
        "words that no profile holds": graded["unheld"],
        "Dutch questions with slips": slips,
        "names": named,
        "names with a slip": [each._replace(text=_slip(each.text)) for each in named],
    }


def _graded(asked: list[Mapping[str, object]], people: list[Profile]) -> Iterator[Asked]:
    for each in asked:
        terms, text = each["terms"], str(each["text"])
        assert isinstance(terms, dict)
        grades = {who.id: max(terms.get(slug, 0) for slug in who.terms) for who in people}
        if any(grades.values()):
            yield Asked(half(text), text, {name: grade for name, grade in grades.items() if grade})


def _slip(text: str) -> str:
    """Swap, drop, double or change one letter in each longer word, the same each time."""
    return " ".join(_slipped(word) if len(word) >= SHORTEST else word for word in text.split())


def _slipped(word: str) -> str:
    draw = random.Random(word)
    at = draw.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    kinds = (
        before + after,
        before + letter * 2 + after,
        before + draw.choice("aeiounrst") + after,
        before + after[:1] + letter + after[1:],
    )
    return draw.choice(kinds)


def judged(
    vocabulary: Vocabulary, places: Places, people: list[Profile], asked: list[Asked]
) -> Mapping[str, list[float]]:
    """Give nDCG@10 of every question, for ours and for each rival."""
    index = Index(vocabulary, places)
    for who in people:
        index.put(who.id, who.terms, (who.name, who.about))
    ways: dict[str, Search] = {
        "drakenmatch": lambda text: [hit.practitioner_id for hit in index.search(text)]
    }
    for suffix, every in (("", False), (", all labels", True)):
        texts = {who.id: _told(who, vocabulary, every=every) for who in people}
        ways |= {f"{name}{suffix}": search for name, search in searches(texts).items()}
    return {
        name: [ndcg(search(each.text), each.grades) for each in asked]
        for name, search in ways.items()
    }


def _told(who: Profile, vocabulary: Vocabulary, *, every: bool) -> str:
    terms = [vocabulary.terms[slug] for slug in who.terms]
    labels = [(term.nl, term.en, *term.synonyms) if every else (term.nl,) for term in terms]
    return ". ".join([who.name, *(label for each in labels for label in each), who.about])
