"""Search: who has to do with these words, for a person who reads the list.

The words are read first (`read_words`), so that synonyms, abbreviations, both languages and wider
and narrower terms are known. What is left is compared by pieces of words with every label, and
with the free texts by pieces and by whole words. Each hit says which terms matched, and with what.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import RLock
from typing import NamedTuple, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from drakenmatch.asking import BROADER_STEP, RELATED
from drakenmatch.bags import Bags, Scores
from drakenmatch.folding import words
from drakenmatch.ngrams import counted
from drakenmatch.ordinary import FILLERS
from drakenmatch.places import Places
from drakenmatch.reading import Fields, InvalidValue, Value, free_text, list_of, number, text
from drakenmatch.readings import Reading
from drakenmatch.vocabulary import Vocabulary
from drakenmatch.words import read_words

# A term that only reads like the question never equals one that is meant by it.
MOST_ALIKE = 0.9
ALIKE = 0.25
# Of words whose meaning is known, what only reads alike counts for this much.
KNOWN = 0.6
MOST_TERMS = 64
SIDEWAYS = BROADER_STEP * BROADER_STEP
# An ambiguous word is each of its meanings, a little less.
OFFERED = 0.8
NEXT, NEXT_WORTH = 3, 0.1
WORD_SHARE, PIECE_SHARE = 0.8, 1.2
# Terms that the best hits hold besides speak for others, if nobody holds what is asked.
ECHO, ECHO_FROM = 0.3, 20
MOST_MATCHED = 4
CLEAN_FROM = 1_000
# A text that answers less than this of a question (of 2 in all), answers nothing.
LOWEST = 0.1
NOBODY = array("q")

Worths: TypeAlias = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched(Value):
    """A term that a hit holds, the words it answers, and how well: 1 is meant by them."""

    term: str
    text: str
    worth: float

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read what matched; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            term=fields.need("term", text),
            text=fields.need("text", text),
            worth=fields.need("worth", number),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit(Value):
    """Somebody (or something) found: the higher the score the better, within one search only.

    `matched` are the terms, the best first; `words` the asked words that stand in the free texts.
    """

    practitioner_id: str
    score: float
    matched: tuple[Matched, ...] = ()
    words: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a hit; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            practitioner_id=fields.need("practitioner_id", text),
            score=fields.need("score", number),
            matched=fields.get("matched", list_of(Matched.from_json), ()),
            words=fields.get("words", list_of(text), ()),
        )


class _Unit(NamedTuple):
    """Words that belong together, what they mean, and how heavily they weigh."""

    text: str
    worths: Worths
    weight: float


class _Document(NamedTuple):
    terms: tuple[str, ...]
    texts: tuple[str, ...]


class Index:
    """Documents by id: what they hold of a vocabulary, and free texts. Threads may share it.

    It works for any vocabulary of the shape of taxonomy.json, also of thousands of terms, and for
    documents without any term. Put only texts in that everybody who searches may read.
    """

    def __init__(self, vocabulary: Vocabulary, places: Places | None = None) -> None:
        self.vocabulary = vocabulary
        self.places = places or Places((), ())
        self._labels = _labels_of(_Same(vocabulary))
        self._lock = RLock()
        self._empty()

    def _empty(self) -> None:
        self._ids: list[str] = []
        self._alive = bytearray()
        self._rows: dict[str, int] = {}
        self._documents: dict[str, _Document] = {}
        self._holders: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        self._words, self._pieces = Bags(), Bags()

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def put(self, name: str, terms: Iterable[str] = (), texts: Iterable[str] = ()) -> None:
        """Add a document, or replace the one of the same id.

        `terms` are slugs: of terms and languages, and regions and municipalities where they work.
        """
        document = _Document(tuple(dict.fromkeys(terms)), tuple(texts))
        with self._lock:
            self.remove(name)
            row = len(self._ids)
            self._ids.append(name)
            self._alive.append(True)
            self._rows[name] = row
            self._documents[name] = document
            for slug in document.terms:
                self._holders[slug].append(row)
            if document.texts:
                self._words.put(row, _bag(document.texts))
                self._pieces.put(row, counted(document.texts))

    def remove(self, name: str) -> None:
        """Take a document out; one that is not there is out already."""
        with self._lock:
            row = self._rows.pop(name, None)
            if row is None:
                return
            del self._documents[name]
            self._alive[row] = False
            self._words.drop(row)
            self._pieces.drop(row)
            if len(self._ids) > max(CLEAN_FROM, 2 * len(self._rows)):
                self._clean()

    def _clean(self) -> None:
        """Begin anew, without the rows that nobody uses any more."""
        kept = self._documents
        self._empty()
        for name, document in kept.items():
            self.put(name, document.terms, document.texts)

    def search(self, asked: str, limit: int = 20) -> tuple[Hit, ...]:
        """Give the documents that have most to do with these words, the best first.

        Equal ones come by their id. Raises `InvalidValue` for a broken or far too long text.
        """
        if limit < 0:
            raise InvalidValue("limit", "a whole number from 0")
        reading = read_words(free_text(asked, "text"), self.vocabulary, self.places)
        question = _Question.of(asked, reading, self._labels, self.vocabulary, self.places)
        with self._lock:
            scores = self._scores(question)
            return tuple(
                self._hit(question, row, float(scores[row])) for row in self._best(scores, limit)
            )

    def _best(self, scores: Scores, limit: int) -> list[int]:
        found = np.flatnonzero(scores > 0)
        if 0 < limit < len(found):
            bar = np.partition(scores[found], -limit)[-limit]
            found = found[scores[found] >= bar]
        rows: list[int] = found.tolist()
        return sorted(rows, key=lambda row: (-scores[row], self._ids[row]))[:limit]

    def _scores(self, question: "_Question") -> Scores:
        size = len(self._ids)
        alive = np.frombuffer(self._alive, dtype=np.bool_)
        by_terms = alive * (self._whole(question) + self._by_unit(question)) / 2
        by_terms += self._echo(by_terms)
        texts = WORD_SHARE * self._words.shares(question.words, size)
        texts += PIECE_SHARE * self._pieces.shares(question.pieces, size)
        texts = np.where(texts < LOWEST, 0.0, texts)
        # Whole decimals, so that the order of adding up decides nothing.
        scores: Scores = (alive * (by_terms + texts)).round(9)
        return scores

    def _whole(self, question: "_Question") -> Scores:
        """Give the best term that a document holds, and a tenth of the next three."""
        scores = np.zeros(len(self._ids))
        seen = np.zeros(len(self._ids), dtype=np.int8)
        for slug, worth in question.whole.items():
            rows = self._held(slug)
            scores[rows] += (
                worth * np.where(seen[rows] == 0, 1.0, NEXT_WORTH) * (seen[rows] <= NEXT)
            )
            seen[rows] += seen[rows] <= NEXT
        return scores

    def _by_unit(self, question: "_Question") -> Scores:
        """Give how much of the question, word by word, is answered by any term that is held."""
        scores = np.zeros(len(self._ids))
        for unit in question.units:
            best = np.zeros(len(self._ids))
            for slug, worth in unit.worths.items():
                rows = self._held(slug)
                best[rows] = np.maximum(best[rows], worth)
            scores += unit.weight * best
        return scores

    def _held(self, slug: str) -> NDArray[np.int64]:
        return np.frombuffer(self._holders.get(slug, NOBODY), dtype=np.int64)

    def _echo(self, scores: Scores) -> Scores:
        """Score who holds what the best hold besides: they often do much the same work.

        It matters as far as nobody holds what is asked.
        """
        highest, alive = float(scores.max(initial=0.0)), np.frombuffer(self._alive, dtype=np.bool_)
        held: defaultdict[str, float] = defaultdict(float)
        for row in self._best(scores.round(9), ECHO_FROM):
            for slug in self._documents[self._ids[row]].terms:
                held[slug] += float(scores[row])
        echo: Scores = np.zeros(len(self._ids))
        for slug, weight in sorted(held.items()):
            rows = self._held(slug)
            rows = rows[alive[rows]]
            echo[rows] += weight * math.log((1 + len(self._rows)) / len(rows))
        return ECHO * max(0.0, 1 - highest) * highest * echo / (echo.max(initial=0.0) or 1.0)

    def _hit(self, question: "_Question", row: int, score: float) -> Hit:
        name = self._ids[row]
        document = self._documents[name]
        answers = [
            Matched(term=slug, text=unit.text, worth=round(unit.worths[slug], 3))
            for unit in question.units
            for slug in document.terms
            if unit.worths.get(slug, 0.0) >= ALIKE
        ]
        answers.sort(key=lambda each: (-each.worth, each.term))
        stands = {word for told in document.texts for word in words(told)}
        return Hit(
            practitioner_id=name,
            score=score,
            matched=tuple(answers[:MOST_MATCHED]),
            words=tuple(word for word in question.words if word in stands),
        )


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of all terms, in both languages, to compare a question with."""

    vocabulary: Vocabulary
    slugs: list[str] = field(default_factory=list)
    pieces: Bags = field(default_factory=Bags)
    words: Bags = field(default_factory=Bags)

    def __post_init__(self) -> None:
        for row, (slug, term) in enumerate(self.vocabulary.terms.items()):
            labels = (term.nl, term.en, *term.synonyms)
            self.slugs.append(slug)
            self.pieces.put(row, counted(labels))
            self.words.put(row, _bag(labels))

    def near(self, told: str) -> Worths:
        """Give the terms that read like a text, the most alike first."""
        shares = self.pieces.shares(counted([told]), len(self.slugs))
        best = np.argsort(-shares, kind="stable")[:MOST_TERMS]
        return {
            self.slugs[row]: min(MOST_ALIKE, float(shares[row]))
            for row in best
            if shares[row] >= ALIKE
        }


class _Same(NamedTuple):
    """A vocabulary compared by identity, so that its labels are indexed once."""

    vocabulary: Vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.vocabulary is other.vocabulary


@lru_cache(maxsize=4)
def _labels_of(same: _Same) -> _Labels:
    return _Labels(same.vocabulary)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question worked out: its units with their terms, the whole of it, its words and pieces."""

    units: tuple[_Unit, ...]
    whole: Worths
    words: Counter[str]
    pieces: Counter[str]

    @classmethod
    def of(
        cls, asked: str, reading: Reading, labels: _Labels, vocabulary: Vocabulary, places: Places
    ) -> "_Question":
        unwanted = {
            word
            for found in (*reading.not_terms, *reading.not_languages, *reading.not_places)
            for word in found.text.split()
        }
        told = [word for word in words(asked) if word not in unwanted | FILLERS]
        meant = list(_meanings(reading, vocabulary, places))
        read = {word for unit, _ in meant for word in unit.split()}
        left: list[tuple[str, Worths]] = [
            (word, {}) for word in dict.fromkeys(told) if word not in read
        ]
        units = [
            _Unit(unit, _with_likely(worths, labels.near(unit)), _weight(unit, labels.words))
            for unit, worths in (*meant, *left)
        ]
        total = sum(unit.weight for unit in units)
        units = [unit._replace(weight=unit.weight / total) for unit in units]
        summed: defaultdict[str, float] = defaultdict(float)
        for unit in units:
            for slug, worth in unit.worths.items():
                summed[slug] += unit.weight * worth
        whole = _merged(summed, labels.near(" ".join(told)))
        return cls(tuple(units), _descending(whole), _bag([" ".join(told)]), counted(told))


def _meanings(
    reading: Reading, vocabulary: Vocabulary, places: Places
) -> Iterator[tuple[str, Worths]]:
    """Give what the words were found to mean, with whatever has to do with that."""
    for found in (*reading.terms, *reading.languages):
        yield found.text, kin(found.slug, vocabulary)
    for found in reading.places:
        yield found.text, _around(found.slug, places)
    for offer in reading.offers:
        meanings: dict[str, float] = {}
        for option in offer.options:
            near = {**kin(option.slug, vocabulary), **_around(option.slug, places)}
            meanings = dict(
                _merged(meanings, {slug: OFFERED * each for slug, each in near.items()})
            )
        yield offer.text, meanings


def kin(slug: str, vocabulary: Vocabulary) -> Worths:
    """Weigh what has to do with a term: as in the ranking, and also what shares its wider term."""
    worths = dict(vocabulary.look_alikes(slug))
    above = vocabulary.ancestors(slug)
    if above:
        nearest = min(above, key=lambda wider: above[wider])
        worths |= dict.fromkeys(vocabulary.narrower(nearest), SIDEWAYS)
    for each in (slug, *vocabulary.narrower(slug)):
        for other in vocabulary.related_to(each):
            worths |= dict.fromkeys(vocabulary.narrower(other) | {other}, RELATED)
    worths |= {wider: BROADER_STEP**far for wider, far in above.items()}
    return worths | dict.fromkeys(vocabulary.narrower(slug) | {slug}, 1.0)


def _around(slug: str, places: Places) -> Worths:
    """Give a place and what lies around it: a municipality its region, a region its neighbours."""
    municipality = places.municipality(slug)
    if municipality:
        return {slug: 1.0, municipality.region: RELATED}
    return {**dict.fromkeys(places.neighbours(slug), SIDEWAYS), slug: 1.0}


def _with_likely(meant: Worths, alike: Worths) -> Worths:
    """Add what reads alike; where the words have a meaning, that says less."""
    damping = KNOWN if meant else 1.0
    return _merged(meant, {slug: damping * worth for slug, worth in alike.items()})


def _merged(one: Worths, other: Worths) -> Worths:
    return {slug: max(one.get(slug, 0.0), other.get(slug, 0.0)) for slug in {**one, **other}}


def _descending(worths: Worths) -> Worths:
    return dict(sorted(worths.items(), key=lambda each: (-each[1], each[0])))


def _weight(unit: str, known: Bags) -> float:
    return sum(known.rarity(word) for word in unit.split())


def _bag(texts: Collection[str]) -> Counter[str]:
    """Count the words; single signs are in every text."""
    return Counter(word for told in texts for word in words(told) if len(word) > 1)
