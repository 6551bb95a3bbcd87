"""Typed words made comparable, and every label under the form in which it can be found."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from drakenmatch.folding import key, singular_key, words
from drakenmatch.places import Places
from drakenmatch.vocabulary import Term, Vocabulary

EXACT_UP_TO = 4
# Words that carry no meaning of their own here; "en" stays, it stands inside labels.
_FILLERS = (
    "a aan al als an and beginnen ben bij bijvoorbeeld dan dat de deze die dit door een er "
    "for gezocht graag haar had heb hebben heeft hem het hij hulp hun ik in is jaar jarige "
    "kan kunnen liefst liever maar me mee met mijn na naar near nodig nog of om omgeving "
    "onze ook op over per regio samen snel speaks spreekt spreken sprekend sprekende start "
    "starten te the to tot tussen uit van vanaf voor waar wat we wel who wie wij wil willen "
    "with word wordt ze zij zijn zo zoek zoeken zoekt"
)
FILLERS = frozenset(_FILLERS.split())


class Word(NamedTuple):
    """One folded word, whether it was typed in capitals, and whether a thought ends with it."""

    text: str
    capitals: bool
    ends: bool


class _Facts(NamedTuple):
    """What the labels come from; compared by identity, so that they are indexed once."""

    vocabulary: Vocabulary
    places: Places

    def __hash__(self) -> int:
        return hash((id(self.vocabulary), id(self.places)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Facts)
            and self.vocabulary is other.vocabulary
            and self.places is other.places
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """Every folded label with its meanings."""

    vocabulary: Vocabulary
    places: Places
    exact: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, tuple[str, ...]]
    towns: frozenset[str]
    single: tuple[str, ...]


def labels_of(vocabulary: Vocabulary, places: Places) -> Labels:
    """Index all labels, once for each vocabulary and places."""
    return _indexed(_Facts(vocabulary, places))


@lru_cache(maxsize=4)
def _indexed(facts: _Facts) -> Labels:
    exact: defaultdict[str, dict[str, None]] = defaultdict(dict)
    loose: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for term in facts.vocabulary.terms.values():
        for label in _variants(term):
            exact[without_fillers(key(label))][term.slug] = None
            loose[without_fillers(singular_key(label))][term.slug] = None
    towns = frozenset(
        key(name)
        for each in facts.places.municipalities.values()
        for name in (each.name, *each.aliases)
    )
    single = {name for name in (*exact, *towns) if len(name) > EXACT_UP_TO and " " not in name}
    return Labels(
        facts.vocabulary,
        facts.places,
        {name: tuple(slugs) for name, slugs in exact.items()},
        {name: tuple(slugs) for name, slugs in loose.items()},
        towns,
        tuple(sorted(single)),
    )


def _variants(term: Term) -> Iterator[str]:
    """Give all ways to write a term: "Pleger / direct betrokkene", "EMDR (kort)" are several."""
    for label in (term.nl, term.en, *term.synonyms):
        yield label
        yield label.replace("-", "")
        yield label.removesuffix(" jaar")
        yield label.partition("(")[0]
        yield from label.split(" / ")


def without_fillers(folded: str) -> str:
    """Leave out fillers inside: "EMDR voor kinderen"; not at the ends: "aan huis" is no "huis"."""
    first, *inside = folded.split() or [""]
    kept = [word for word in inside[:-1] if word not in FILLERS]
    short = [first, *kept, *inside[-1:]]
    # Of "een-op-een" nothing would be left that tells it from "een in een".
    return folded if FILLERS.issuperset(short) else " ".join(short)


def typed_words(text: str) -> list[Word]:
    """Fold the words; a label never runs across punctuation that ends a thought."""
    typed: list[Word] = []
    for chunk in text.split():
        if chunk.startswith("(") and typed:
            typed[-1] = typed[-1]._replace(ends=True)
        # A single letter in capitals is just the start of a sentence.
        capitals = chunk.isupper() and len(chunk) > 1
        typed += [Word(word, capitals, ends=False) for word in words(chunk)]
        if chunk.endswith((",", ";", ":", "!", "?", ".", ")")) and typed:
            typed[-1] = typed[-1]._replace(ends=True)
    return typed
