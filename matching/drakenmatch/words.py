"""What typed words mean: terms, languages, places, persons; and honestly what is left.

First exact labels, synonyms and abbreviations, the longest first; then the words that are left are
compared once with all single-word labels (OSA distance: a swap of two letters is one slip). A word
of up to four letters is only ever exact, and what is not clearly ahead is offered, not chosen.
"""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from drakenmatch.ages import age_of_term, ages_in
from drakenmatch.folding import singular_key
from drakenmatch.labels import (
    EXACT_UP_TO,
    FILLERS,
    Labels,
    Word,
    labels_of,
    typed_words,
    without_fillers,
)
from drakenmatch.places import Places
from drakenmatch.reading import free_text
from drakenmatch.readings import Found, Offer, Reading
from drakenmatch.values import Person
from drakenmatch.vocabulary import Vocabulary

LONGEST_PHRASE = 8
LABEL_WITH_COMMA = 3
MOST_OFFERED = 3
SEVERAL = 2
JOINING = frozenset({"en"})
NEGATIONS = frozenset({"geen", "niet", "zonder", "no", "not", "without"})
BEFORE_PLACE = frozenset({"in", "te", "uit", "bij", "rond", "omgeving", "nabij", "regio", "near"})
# "2026" is a postcode and a year: a year after these words, and perhaps one after those.
YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE_YEAR = (
    "begin eind medio half sinds vanaf voor na per start uiterlijk jaar kwartaal lente voorjaar "
    "zomer herfst najaar winter januari februari maart april mei juni juli augustus september "
    "oktober november december since before by spring summer autumn january february march may "
    "june july august october"
)
BEFORE_YEAR = frozenset(_BEFORE_YEAR.split())
BEFORE_EITHER = frozenset({"in", "en", "of", "and", "or"})
# Abbreviations that are also everyday words: chosen in capitals, else offered.
EVERYDAY = frozenset({"net", "act", "art", "eer", "stel", "drama", "verlies", "write", "caps"})


def read_words(text: str, vocabulary: Vocabulary, places: Places) -> Reading:
    """Say what typed words mean. Raises `InvalidValue` for text that is broken or far too long."""
    reader = _Reader(labels_of(vocabulary, places))
    reader.read(typed_words(free_text(text, "text")))
    return reader.reading()


class _Reader:
    """Reads from left to right, and gathers."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._found: dict[tuple[str, str, bool], Found] = {}
        self._persons: list[Person] = []
        self._offers: dict[str, Offer] = {}
        self._left: list[str] = []
        self._unread: list[tuple[str, bool]] = []

    def read(self, typed: list[Word]) -> None:
        """Read ages first, because "moeder 34" is a person and not a term."""
        start = 0
        for aged in ages_in([f"{word.text}{',' * word.ends}" for word in typed]):
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
        short = without_fillers(phrase)
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
        before = part[start - 1].text if start else ""
        is_year = YEAR.fullmatch(part[start].text) is not None and not has_letters
        if is_year and before in BEFORE_YEAR:
            return 0
        certain = not is_year or before not in BEFORE_EITHER
        self._choose(part[start].text, (municipality.code,), certain=certain, negated=False)
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
