"""What typed words mean: terms, languages, places, persons; and honestly what is left.

First exact labels, synonyms and abbreviations, the longest first; then the words that are left are
compared once with all single-word labels (OSA distance: a swap of two letters is one slip). A word
of up to four letters is only ever exact, and what is not clearly ahead is offered, not chosen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from drakenmatch.ages import age_of_term, ages_in
from drakenmatch.folding import key, singular_key, words
from drakenmatch.places import Places
from drakenmatch.reading import free_text
from drakenmatch.readings import Found, Offer, Reading
from drakenmatch.values import Person
from drakenmatch.vocabulary import Term, Vocabulary

LONGEST_PHRASE = 8
LABEL_WITH_COMMA = 3
MOST_OFFERED = 3
EXACT_UP_TO = 4
SEVERAL = 2
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
JOINING = frozenset({"en"})
NEGATIONS = frozenset({"geen", "niet", "zonder", "no", "not", "without"})
BEFORE_PLACE = frozenset({"in", "te", "uit", "bij", "rond", "omgeving", "nabij", "regio", "near"})
# Abbreviations that are also everyday words: chosen in capitals, else offered.
EVERYDAY = frozenset({"net", "act", "art", "eer", "stel", "drama", "verlies", "write", "caps"})


def read_words(text: str, vocabulary: Vocabulary, places: Places) -> Reading:
    """Say what typed words mean. Raises `InvalidValue` for text that is broken or far too long."""
    reader = _Reader(_labels(_Facts(vocabulary, places)))
    reader.read(_typed(free_text(text, "text")))
    return reader.reading()


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
class _Labels:
    """Every folded label with its meanings."""

    vocabulary: Vocabulary
    places: Places
    exact: Mapping[str, tuple[str, ...]]
    loose: Mapping[str, tuple[str, ...]]
    towns: frozenset[str]
    single: tuple[str, ...]


@lru_cache(maxsize=4)
def _labels(facts: _Facts) -> _Labels:
    exact: defaultdict[str, dict[str, None]] = defaultdict(dict)
    loose: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for term in facts.vocabulary.terms.values():
        for label in _variants(term):
            exact[_without_fillers(key(label))][term.slug] = None
            loose[_without_fillers(singular_key(label))][term.slug] = None
    towns = frozenset(
        key(name)
        for each in facts.places.municipalities.values()
        for name in (each.name, *each.aliases)
    )
    single = {name for name in (*exact, *towns) if len(name) > EXACT_UP_TO and " " not in name}
    return _Labels(
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


def _without_fillers(folded: str) -> str:
    """Leave out fillers inside: "EMDR voor kinderen"; not at the ends: "aan huis" is no "huis"."""
    first, *inside = folded.split() or [""]
    kept = [word for word in inside[:-1] if word not in FILLERS]
    short = [first, *kept, *inside[-1:]]
    # Of "een-op-een" nothing would be left that tells it from "een in een".
    return folded if FILLERS.issuperset(short) else " ".join(short)


def _typed(text: str) -> list[Word]:
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


class _Reader:
    """Reads from left to right, and gathers."""

    def __init__(self, labels: _Labels) -> None:
        self._labels = labels
        self._found: dict[tuple[str, str, bool], Found] = {}
        self._persons: list[Person] = []
        self._offers: dict[str, Offer] = {}
        self._left: list[str] = []
        self._unread: list[tuple[str, bool]] = []

    def read(self, typed: list[Word]) -> None:
        """Read ages first, because "moeder 34" is a person and not a term."""
        start = 0
        for aged in ages_in([word.text for word in typed]):
            self._read_labels(typed[start : aged.start])
            self._persons += aged.persons
            start = aged.stop
        self._read_labels(typed[start:])

    def reading(self) -> Reading:
        """Compare what is left with all labels at once, and give the whole."""
        self._read_misspelt()
        found = self._found.items()
        return Reading(
            terms=tuple(each for (kind, _, no), each in found if kind == "term" and not no),
            not_terms=tuple(each for (kind, _, no), each in found if kind == "term" and no),
            languages=tuple(each for (kind, _, _), each in found if kind == "language"),
            places=tuple(
                each for (kind, _, _), each in found if kind in {"municipality", "region"}
            ),
            persons=tuple(self._persons),
            offers=tuple(self._offers.values()),
            leftovers=tuple(self._left),
        )

    def _read_labels(self, part: list[Word]) -> None:
        place, negated = 0, False
        while place < len(part):
            word = part[place]
            step = self._longest(part, place, negated=negated)
            if word.text in NEGATIONS:
                negated = True
            elif step or word.text in JOINING:
                negated = False
            elif word.text not in FILLERS:
                self._unread.append((word.text, negated))
            place += step or 1
            negated = negated and not part[place - 1].ends

    def _longest(self, part: list[Word], start: int, *, negated: bool) -> int:
        """Take the longest label that starts here; gives how many words it has, 0 for none."""
        for stop in range(min(len(part), start + LONGEST_PHRASE), start, -1):
            if not _means_nothing(part[start:stop]) and self._take(
                part, start, stop, negated=negated
            ):
                return stop - start
        return self._postcode(part, start)

    def _take(self, part: list[Word], start: int, stop: int, *, negated: bool) -> bool:
        phrase = " ".join(word.text for word in part[start:stop])
        short = _without_fillers(phrase)
        labels = self._labels
        if phrase in labels.vocabulary.ambiguous:
            self._offer(phrase, labels.vocabulary.ambiguous[phrase])
            return True
        slugs = labels.exact.get(short) or labels.loose.get(singular_key(short))
        if slugs:
            certain = len(slugs) == 1 and (phrase not in EVERYDAY or part[start].capitals)
            self._choose(phrase, slugs, certain=certain, negated=negated)
            return True
        named = start > 0 and part[start - 1].text in BEFORE_PLACE
        return self._take_place(phrase, after_preposition=named, negated=negated)

    def _take_place(self, phrase: str, *, after_preposition: bool, negated: bool) -> bool:
        region = self._labels.places.region_named(phrase)
        codes = self._labels.places.place_names().get(phrase, ())
        if not codes and not region:
            return False
        if not codes and region:
            codes = (region.slug,)
        # Een, Ee and Nes are villages: without "in" before it a village is hardly ever meant.
        village = phrase not in self._labels.towns and region is None
        if village and not after_preposition:
            if len(phrase) <= EXACT_UP_TO:
                return False
            self._offer(phrase, codes)
        else:
            self._choose(phrase, codes, certain=len(codes) == 1, negated=negated)
        return True

    def _postcode(self, part: list[Word], start: int) -> int:
        municipality = self._labels.places.at_postcode(part[start].text)
        if municipality is None:
            return 0
        letters = part[start + 1 : start + 2]
        has_letters = bool(letters) and _are_letters(letters[0])
        self._choose(part[start].text, (municipality.code,), certain=True, negated=False)
        return SEVERAL if has_letters else 1

    def _choose(self, phrase: str, slugs: Iterable[str], *, certain: bool, negated: bool) -> None:
        slugs = tuple(slugs)
        if not certain:
            self._offer(phrase, slugs)
            return
        found = self._meaning(phrase, slugs[0])
        ages = self._ages(slugs[0])
        if ages:
            self._persons.append(ages)
        elif negated and found.kind != "term":
            # "Niet in Haarlem" is no wish for Haarlem; what it is, the reader must say.
            self._left.append(phrase)
        else:
            self._found.setdefault((found.kind, found.slug, negated), found)

    def _ages(self, slug: str) -> Person | None:
        term = self._labels.vocabulary.terms.get(slug)
        ages = age_of_term(term) if term else None
        return Person(age=ages) if ages else None

    def _offer(self, phrase: str, slugs: Iterable[str]) -> None:
        options = tuple(self._meaning(phrase, slug) for slug in slugs)
        self._offers.setdefault(phrase, Offer(text=phrase, options=options))

    def _meaning(self, phrase: str, slug: str) -> Found:
        term = self._labels.vocabulary.terms.get(slug)
        if term:
            kind = "language" if term.scheme == "taal" else "term"
        else:
            kind = "municipality" if slug in self._labels.places.municipalities else "region"
        return Found(text=phrase, slug=slug, kind=kind)

    def _read_misspelt(self) -> None:
        if not self._unread:
            return
        unread = [word for word, _ in self._unread]
        far = cdist(unread, self._labels.single, scorer=OSA.distance)
        for (word, negated), distances in zip(self._unread, far.tolist(), strict=True):
            near = self._nearest(word, distances) if _bar(word) else []
            if near:
                certain = len(near) == 1 or near[0][0] < near[1][0]
                slugs = [slug for _, slug in near[: 1 if certain else MOST_OFFERED]]
                self._choose(word, slugs, certain=certain, negated=negated)
            else:
                self._left.append(word)

    def _nearest(self, word: str, distances: list[int]) -> list[tuple[int, str]]:
        """Give each meaning within the bar with its distance, the nearest first."""
        near: dict[str, int] = {}
        for label, distance in zip(self._labels.single, distances, strict=True):
            bar = _bar(word)
            terms = self._labels.exact.get(label, ())
            # A place needs a higher bar, and villages are never guessed.
            slugs = terms or self._labels.places.place_names().get(label, ())
            if distance <= (bar if terms else min(bar, 1)):
                for slug in slugs:
                    near[slug] = min(distance, near.get(slug, distance))
        return sorted((distance, slug) for slug, distance in near.items())


def _means_nothing(phrase: list[Word]) -> bool:
    """Say that a row of words is no label: one filler, or two words with a comma between.

    Only longer labels hold a comma themselves: "Veilig, Sterk & Verder".
    """
    if len(phrase) == 1:
        return phrase[0].text in FILLERS and not phrase[0].capitals
    return len(phrase) < LABEL_WITH_COMMA and any(word.ends for word in phrase[:-1])


def _are_letters(word: Word) -> bool:
    return len(word.text) == SEVERAL and word.text.isalpha() and word.text not in FILLERS


def _bar(word: str) -> int:
    """Give how many slips a word of this length may have; 0 is exact only."""
    if len(word) <= EXACT_UP_TO or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2  # noqa: PLR2004  the threshold by length itself
