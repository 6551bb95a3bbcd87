"""Search: who has to do with these words, for a person who reads the list.

The words are read first (`read_words`), so that synonyms, abbreviations, both languages and wider
and narrower terms are known. What is left is compared by pieces of words with every label, and
with the free texts by pieces and by whole words. Each hit says which terms matched, and with what.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import RLock
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from drakenmatch.bags import Bags, Scores
from drakenmatch.folding import words
from drakenmatch.ngrams import counted
from drakenmatch.places import Places
from drakenmatch.questions import ALIKE, Question, Unit, bag
from drakenmatch.reading import Fields, InvalidValue, Value, list_of, number, text
from drakenmatch.vocabulary import Vocabulary

NEXT, NEXT_WORTH = 3, 0.1
WORD_SHARE, PIECE_SHARE = 0.8, 1.2
# Terms that the best hits hold besides speak for others, if nobody holds what is asked.
ECHO, ECHO_FROM = 0.3, 20
MOST_MATCHED = 4
CLEAN_FROM = 1_000
# A text that answers less than this of a question (of 2 in all), answers nothing.
LOWEST = 0.1
NOBODY = array("q")


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
                self._words.put(row, bag(document.texts))
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
        question = Question.of(asked, self.vocabulary, self.places)
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

    def _scores(self, question: Question) -> Scores:
        size = len(self._ids)
        alive = np.frombuffer(self._alive, dtype=np.bool_)
        answers = [self._answers(unit) for unit in question.units]
        by_unit: Scores = np.zeros(size)
        for unit, answer in zip(question.units, answers, strict=True):
            by_unit += unit.weight * answer
        by_terms = alive * (self._whole(question) + by_unit) / 2
        by_terms += self._echo(by_terms)
        texts = self._texts(question, answers)
        # Whole decimals, so that the order of adding up decides nothing.
        scores: Scores = (alive * (by_terms + texts)).round(9)
        return scores

    def _whole(self, question: Question) -> Scores:
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

    def _answers(self, unit: Unit) -> Scores:
        """Give how well these words are answered by any term that is held."""
        best = np.zeros(len(self._ids))
        for slug, worth in unit.worths.items():
            rows = self._held(slug)
            best[rows] = np.maximum(best[rows], worth)
        return best

    def _texts(self, question: Question, answers: list[Scores]) -> Scores:
        """Give how much of the question stands in the texts, as far as no term has said it."""
        scores = np.zeros(len(self._ids))
        for share, bags, parts in (
            (WORD_SHARE, self._words, [bag([unit.text]) for unit in question.units]),
            (PIECE_SHARE, self._pieces, [counted([unit.text]) for unit in question.units]),
        ):
            total = math.fsum(map(bags.mass, parts))
            for asked, answer in zip(parts, answers, strict=True):
                weight = share * bags.mass(asked) / (total or 1.0)
                scores += weight * (1 - answer) * bags.shares(asked, len(self._ids))
        return np.where(scores < LOWEST, 0.0, scores)

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

    def _hit(self, question: Question, row: int, score: float) -> Hit:
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
