"""Ours and what somebody would otherwise take, all with the same question and answer."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz, process

from drakenmatch import Person, Places, Reading, Vocabulary, read_words
from drakenmatch.ages import age_of_term
from drakenmatch.folding import key

Answer = tuple[str, str]
WIDEST = 4
ALIKE = 90
SHORTEST = 3


class Said(NamedTuple):
    """What was read: what was chosen, and per doubt what was offered, the first one first."""

    chosen: frozenset[Answer]
    offered: tuple[tuple[str, ...], ...] = ()

    @property
    def first(self) -> frozenset[str]:
        """What stands first: chosen, or the first of what was offered."""
        return frozenset(slug for _, slug in self.chosen) | {each[0] for each in self.offered}


class Reader(Protocol):
    """Reads a text."""

    def __call__(self, text: str) -> Said: ...


def ours(vocabulary: Vocabulary, places: Places) -> Reader:
    """Read with drakenmatch."""

    def read(text: str) -> Said:
        return said(read_words(text, vocabulary, places))

    return read


def said(reading: Reading) -> Said:
    """Write a reading as pairs: what kind of thing, and which."""
    fields = ("terms", "not_terms", "languages", "not_languages", "places", "not_places")
    found = {(name, each.slug) for name in fields for each in getattr(reading, name)}
    found |= {("persons", person_text(each)) for each in reading.persons}
    offered = tuple(tuple(one.slug for one in each.options) for each in reading.offers)
    return Said(frozenset(found), offered)


def person_text(person: Person) -> str:
    """Write somebody as "kind 6" or "moeder"."""
    years = person.years
    ages = "" if years is None else f" {years.first}-{years.last}"
    return f"{person.role or '?'}{ages}"


def by_windows(
    vocabulary: Vocabulary, places: Places, best: Callable[[str, list[str]], str | None]
) -> Reader:
    """Read every row of up to four words by its best label, the longest first."""
    known = dict(_names(vocabulary, places))
    names = list(known)

    def read(text: str) -> Said:
        words, at, found = key(text).split(), 0, set[Answer]()
        while at < len(words):
            for stop in range(min(len(words), at + WIDEST), at, -1):
                window = " ".join(words[at:stop])
                name = window if window in known else best(window, names)
                if name is not None:
                    found.update(known[name])
                    at = stop
                    break
            else:
                at += 1
        return Said(frozenset(found))

    return read


def exact_only(_window: str, _names: list[str]) -> str | None:
    """Nothing but the label itself will do."""
    return None


def wratio(window: str, names: list[str]) -> str | None:
    """Take the best by rapidfuzz's WRatio."""
    return _alike(window, names, fuzz.WRatio)


def token_set(window: str, names: list[str]) -> str | None:
    """Take the best by rapidfuzz's token_set_ratio."""
    return _alike(window, names, fuzz.token_set_ratio)


def _alike(window: str, names: list[str], scorer: Callable[..., float]) -> str | None:
    if len(window) < SHORTEST:
        return None
    found = process.extractOne(window, names, scorer=scorer, score_cutoff=ALIKE)
    return found[0] if found else None


def _names(vocabulary: Vocabulary, places: Places) -> Iterator[tuple[str, list[Answer]]]:
    known: dict[str, dict[Answer, None]] = {}
    for name, answer in (*_terms(vocabulary), *_places(places)):
        known.setdefault(key(name), {})[answer] = None
    for name, answers in known.items():
        yield name, list(answers)


def _terms(vocabulary: Vocabulary) -> Iterator[tuple[str, Answer]]:
    for term in vocabulary.terms.values():
        ages = age_of_term(term)
        kind = "persons" if ages else "languages" if term.scheme == "taal" else "terms"
        for label in (term.nl, term.en, *term.synonyms):
            yield label, (kind, term.slug)


def _places(places: Places) -> Iterable[tuple[str, Answer]]:
    for name, codes in places.place_names().items():
        yield name, ("places", codes[0])
    for region in places.regions.values():
        yield region.name, ("places", region.slug)
