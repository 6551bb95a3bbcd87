"""A question worked out: what its words mean, what reads like them, and how heavily each weighs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from drakenmatch.bags import Bags
from drakenmatch.folding import words
from drakenmatch.labels import Same
from drakenmatch.mentioned import PERSON
from drakenmatch.ngrams import counted
from drakenmatch.ordinary import FILLERS
from drakenmatch.places import Places
from drakenmatch.readings import Reading
from drakenmatch.vocabulary import BROADER_STEP, RELATED, Vocabulary
from drakenmatch.words import JOINING, read_words

# A term that only reads like the question never equals one that is meant by it.
MOST_ALIKE = 0.9
ALIKE = 0.25
# Of words whose meaning is known, what only reads alike counts for this much.
KNOWN = 0.6
MOST_TERMS = 64
# Who reads a list wants the thing itself first; in the ranking a narrower term counts fully.
NARROWER = 0.9
SIDEWAYS = BROADER_STEP * BROADER_STEP
# An ambiguous word is each of its meanings, a little less.
OFFERED = 0.8

Worths: TypeAlias = Mapping[str, float]


class Unit(NamedTuple):
    """Words that belong together, what they mean, and how heavily they weigh."""

    text: str
    worths: Worths
    weight: float


@dataclass(frozen=True, slots=True)
class Labels:
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
            self.words.put(row, bag(labels))

    def near(self, told: str) -> Worths:
        """Give the terms that read like a text, the most alike first."""
        shares = self.pieces.shares(counted([told]), len(self.slugs))
        best = np.argsort(-shares, kind="stable")[:MOST_TERMS]
        return {
            self.slugs[row]: min(MOST_ALIKE, float(shares[row]))
            for row in best
            if shares[row] >= ALIKE
        }


def compared_labels(vocabulary: Vocabulary) -> Labels:
    """Index the labels to compare with, once for each vocabulary."""
    return _compared(Same(vocabulary))


@lru_cache(maxsize=4)
def _compared(same: Same[Vocabulary]) -> Labels:
    return Labels(same.facts)


@dataclass(frozen=True, slots=True)
class Question:
    """A question worked out: its units with their terms, the whole of it, and its words."""

    units: tuple[Unit, ...]
    whole: Worths
    words: tuple[str, ...]

    @classmethod
    def of(cls, asked: str, vocabulary: Vocabulary, places: Places) -> "Question":
        """Work a text out; raises `InvalidValue` for one that is broken or far too long."""
        reading, labels = read_words(asked, vocabulary, places), compared_labels(vocabulary)
        unwanted = {
            word
            for found in (*reading.not_terms, *reading.not_languages, *reading.not_places)
            for word in found.text.split()
        }
        told = [word for word in words(asked) if word not in unwanted | FILLERS | JOINING]
        meant = list(_meanings(reading, vocabulary, places))
        read = {word for unit, _ in meant for word in unit.split()}
        left: list[tuple[str, Worths]] = [
            (word, {}) for word in dict.fromkeys(told) if word not in read
        ]
        units = [
            Unit(unit, _with_likely(worths, labels.near(unit)), _weight(unit, labels.words))
            for unit, worths in (*meant, *left)
        ]
        total = sum(unit.weight for unit in units)
        units = [unit._replace(weight=unit.weight / total) for unit in units]
        summed: defaultdict[str, float] = defaultdict(float)
        for unit in units:
            for slug, worth in unit.worths.items():
                summed[slug] += unit.weight * worth
        whole = _merged(summed, labels.near(" ".join(told)))
        return cls(tuple(units), _descending(whole), tuple(dict.fromkeys(told)))


def _meanings(
    reading: Reading, vocabulary: Vocabulary, places: Places
) -> Iterator[tuple[str, Worths]]:
    """Give what the words were found to mean, with whatever has to do with that."""
    for found in (*reading.terms, *reading.languages):
        yield found.text, kin(found.slug, vocabulary)
    for found in reading.places:
        yield found.text, _around(found.slug, places)
    for offer in reading.offers:
        if offer.options[0].kind == PERSON:
            continue
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
    for inner in vocabulary.narrower(slug):
        worths |= dict.fromkeys(vocabulary.related_to(inner), SIDEWAYS)
    for other in vocabulary.related_to(slug):
        worths |= dict.fromkeys(vocabulary.narrower(other) | {other}, RELATED)
    worths |= {wider: BROADER_STEP**far for wider, far in above.items()}
    return worths | dict.fromkeys(vocabulary.narrower(slug), NARROWER) | {slug: 1.0}


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


def bag(texts: Collection[str]) -> Counter[str]:
    """Count the words; single signs are in every text."""
    return Counter(word for told in texts for word in words(told) if len(word) > 1)
