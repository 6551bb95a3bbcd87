"""Every label of a vocabulary and a map, under each form in which somebody may type it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from drakenmatch.ages import ROLE_OF
from drakenmatch.folding import key, singular, uninflected
from drakenmatch.near import Near
from drakenmatch.ordinary import FILLERS, ORDINARY
from drakenmatch.places import Places
from drakenmatch.vocabulary import Term, Vocabulary

EXACT_UP_TO = 4
LONGEST_ABBREVIATION = 8
# The parts of "Slaapproblemen en nachtmerries" count on their own, but no shorter ones.
SHORTEST_PART = 6
_PARTS = re.compile(r"(?:,| / | en | and | & )\s*")
SIGN = re.compile(r"[,:;!?]")
DIGIT = re.compile(r"\d")
PLUS = re.compile(r"(?<=[a-zA-Z])\++$")
PEOPLE = re.compile(r"^(?:mensen met|people with)(?: een| an?)? ", re.IGNORECASE)
Slugs = tuple[str, ...]
F = TypeVar("F")
W = TypeVar("W")


@dataclass(frozen=True, slots=True, eq=False)
class Same(Generic[F]):
    """A vocabulary or places compared by identity, so that what they hold is indexed once."""

    facts: F

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.facts is other.facts


class Forms(NamedTuple):
    """One folded word, in its singular form, and without the -e of an adjective."""

    text: str
    one: str
    bare: str


def forms(word: str) -> Forms:
    """Give the forms of a folded word in which it is looked for."""
    return Forms(word, singular(word), uninflected(word))


FORMS_OF_FILLERS = frozenset(map(forms, FILLERS))


@dataclass(frozen=True, slots=True)
class Labels:
    """Every folded label with its meanings."""

    vocabulary: Vocabulary
    places: Places
    written: frozenset[str]
    """As they are in the vocabulary, signs and all, in small letters."""
    with_signs: frozenset[str]
    """Those with a sign inside that ends a thought: "Veilig, Sterk & Verder"."""
    exact: Mapping[str, Slugs]
    loose: Mapping[str, Slugs]
    """With every word in its singular form, or without the -e of an adjective."""
    squashed: Mapping[str, Slugs]
    """Without spaces: "trauma behandeling" is "traumabehandeling", and the reverse."""
    abbreviations: frozenset[str]
    towns: Mapping[str, Slugs]
    """Municipalities and regions by all their names, also without spaces; the other places are
    villages."""
    starts: Mapping[str, int]
    """The first word of every label and place, with how many words it has at most."""
    near: Near
    """Everything of five letters and more that may be meant by a misspelt word."""
    in_order: Sequence[str]
    """The same from a to z, for a word that is not finished yet."""

    def meanings(self, row: Sequence[Forms]) -> Slugs:
        """Give what a row of words means, fillers inside left out; () for nothing."""
        kept = without_fillers(tuple(row), FORMS_OF_FILLERS)
        for place in range(3):
            slugs = (self.loose if place else self.exact).get(
                " ".join(each[place] for each in kept)
            )
            if slugs:
                return slugs
        return ()

    def begun_with(self, text: str) -> Iterator[str]:
        """Give the names that begin so, without their spaces."""
        for at in range(bisect_left(self.in_order, text), len(self.in_order)):
            if not self.in_order[at].startswith(text):
                return
            yield self.in_order[at]


def labels_of(vocabulary: Vocabulary, places: Places) -> Labels:
    """Index all labels, once for each vocabulary and places."""
    return _indexed(Same(vocabulary), Same(places))


@lru_cache(maxsize=4)
def _indexed(known: Same[Vocabulary], around: Same[Places]) -> Labels:
    vocabulary, places = known.facts, around.facts
    terms = vocabulary.terms.values()
    written = [(label, term.slug) for term in terms for label in _names(term)]
    exact = _merged(
        ((_short(form), slug) for label, slug in written for form in _forms(label)),
        [
            *((_short(form), slug) for label, slug in written for form in _shorter(label)),
            *_alone((_short(part), term.slug) for term in terms for part in _parts(term)),
        ],
    )
    listed = [(label, slug) for label, slugs in exact.items() for slug in slugs]
    loose = _merged(
        ((_each(singular, label), slug) for label, slug in listed),
        ((_each(uninflected, label), slug) for label, slug in listed),
    )
    full = [(key(label), slug) for label, slug in written] + listed
    squashed = _merged(
        ((label.replace(" ", ""), slug) for label, slug in full),
        ((singular(label.replace(" ", "")), slug) for label, slug in full),
    )
    towns = _towns(places)
    names = [*exact, *places.place_names(), *towns, *vocabulary.ambiguous]
    near = {name.replace(" ", "") for name in (*(label for label, _ in full), *towns)}
    near = {name for name in near if len(name) > EXACT_UP_TO and not DIGIT.search(name)}
    return Labels(
        vocabulary,
        places,
        frozenset(label.casefold() for label, _ in written),
        frozenset(key(label) for label, _ in written if SIGN.search(label)),
        exact,
        loose,
        squashed,
        _abbreviations(written),
        towns,
        _starts([*names, *ROLE_OF]),
        Near(near),
        sorted(near),
    )


def _starts(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        first = uninflected(name.partition(" ")[0])
        found[first] = max(found.get(first, 1), name.count(" ") + 1)
    return found


def _towns(places: Places) -> dict[str, Slugs]:
    """Give municipalities by name; what only a region is called is added."""
    codes = places.place_names()
    own = [
        (key(name), code)
        for each in places.municipalities.values()
        for name in (each.name, *each.aliases)
        for code in codes[key(name)]
    ]
    regions = [
        (key(name), each.slug)
        for each in places.regions.values()
        for name in (each.slug, each.name, *each.aliases)
    ]
    found = _merged(own, _alone(regions))
    return {name.replace(" ", ""): slugs for name, slugs in found.items()} | found


def _names(term: Term) -> tuple[str, ...]:
    return term.nl, term.en, *term.synonyms


def _forms(label: str) -> Iterator[str]:
    """Give the ways to write one label."""
    yield label
    yield label.replace("-", "")


def _shorter(label: str) -> Iterator[str]:
    """Give what is meant by it too, if nothing else is called so.

    "Pleger / direct betrokkene", "EMDR (kort)", "LHBTIQ+" and "Mensen met LVB" say it twice.
    """
    yield label.removesuffix(" jaar")
    yield label.partition(" (")[0]
    yield from label.split(" / ")
    yield PLUS.sub("", label)
    yield PEOPLE.sub("", label.partition(" (")[0])


def _parts(term: Term) -> Iterator[str]:
    """Give the parts of a label such as "Slaapproblemen en nachtmerries" that say enough alone."""
    for label in (term.nl, term.en):
        bare = re.sub(r"\(.*?\)", "", label)
        for part in _PARTS.split(bare):
            folded = key(part)
            is_whole = " " not in folded and not part.strip().endswith("-")
            if is_whole and len(folded) >= SHORTEST_PART and folded not in ORDINARY:
                yield part


def _alone(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep only what one term has: a part that is in several labels says too little."""
    listed = list(pairs)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name, slug in listed:
        owners[name].add(slug)
    return [(name, slug) for name, slug in listed if len(owners[name]) == 1]


def _merged(
    first: Iterable[tuple[str, str]], second: Iterable[tuple[str, str]]
) -> dict[str, Slugs]:
    """Gather slugs by name; what only the second knows is added, never mixed in."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, slug in first:
        found[name].setdefault(slug)
    more: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, slug in second:
        if name not in found:
            more[name].setdefault(slug)
    return {name: tuple(slugs) for name, slugs in {**more, **found}.items() if name}


def _each(change: Callable[[str], str], label: str) -> str:
    return " ".join(change(word) for word in label.split())


def _short(label: str) -> str:
    return " ".join(without_fillers(tuple(key(label).split()), FILLERS))


def without_fillers(words: tuple[W, ...], fillers: frozenset[W]) -> tuple[W, ...]:
    """Leave out fillers inside: "EMDR voor kinderen"; not at the ends: "aan huis" is no "huis"."""
    if len(words) < 3:  # noqa: PLR2004  there is no inside
        return words
    kept = (words[0], *(word for word in words[1:-1] if word not in fillers), words[-1])
    # Of "een-op-een" nothing would be left that tells it from "een in een".
    return words if fillers.issuperset(kept) else kept


def _abbreviations(written: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Give the labels that are only ever written with capitals inside: EMDR, ImRs."""
    found: dict[str, bool] = {}
    for label, _ in written:
        for form in _forms(label):
            capitals = sum(sign.isupper() for sign in form)
            short = len(form) <= LONGEST_ABBREVIATION and " " not in form
            folded = key(form)
            found[folded] = found.get(folded, True) and short and capitals > 1
    return frozenset(name for name, only in found.items() if only)
