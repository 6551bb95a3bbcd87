"""What typed words mean: terms, languages, places, persons; and honestly what is left.

First ages and exact labels, synonyms and abbreviations, the longest first; then Dutch compounds;
then what is left is compared once with all labels (OSA distance: a swap of two letters is one
slip). A word of up to four letters is only ever exact, and what is not clearly ahead is offered.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from drakenmatch.ages import (
    AGES_OF,
    CHILDREN,
    OTHERS,
    PARENTS,
    PLURAL,
    ROLE_OF,
    age_of_term,
    ages_in,
    is_long_ago,
)
from drakenmatch.compounds import Compound, of_problem, taken_apart
from drakenmatch.folding import singular
from drakenmatch.labels import EXACT_UP_TO, Labels, Slugs, forms, labels_of
from drakenmatch.mentioned import Spoken, is_said, may_be, mentioned, with_ages
from drakenmatch.negation import NO, Negation
from drakenmatch.ordinary import FILLERS, ORDINARY
from drakenmatch.places import Places
from drakenmatch.reading import free_text
from drakenmatch.readings import Found, Offer, Reading
from drakenmatch.slips import Guess, begun_at, guesses
from drakenmatch.spots import (
    BEFORE_PLACE,
    LEFT_BEHIND,
    OUT_OF,
    Spot,
    postcode_at,
    sure_of_town,
    sure_of_village,
)
from drakenmatch.typed import Word, is_abbreviation, is_letter, typed_words
from drakenmatch.values import AgeRange
from drakenmatch.vocabulary import Vocabulary

_Kept: TypeAlias = dict[tuple[str, bool], dict[str, Found]]
LONGEST_PHRASE = 8
# "EMDR voor de kinderen": how many words may stand in a label that are not in it.
MOST_FILLERS = 2
MOST_PIECES = 3
SEVERAL = 2
JOINING = frozenset({"en", "of", "and", "or", "maar", "but", "wel"})
SKIPPED = FILLERS | JOINING | NO
SPOUSES, WHOSE = frozenset({"man", "vrouw"}), frozenset({"haar", "zijn", "hun", "mijn"})
SCHOOL_CLASSES = frozenset("12345678")


def read_words(text: str, vocabulary: Vocabulary, places: Places) -> Reading:
    """Say what typed words mean. Raises `InvalidValue` for text that is broken or far too long."""
    written = free_text(text, "text").strip()
    labels = labels_of(vocabulary, places)
    as_written = written.casefold() in labels.written
    return _Reader(labels, typed_words(written), as_written=as_written).reading()


class _Meant(NamedTuple):
    """What a row of words means: one thing, or when not `certain` one of several."""

    start: int
    stop: int
    slugs: Slugs
    certain: bool


class _Reader:
    """Reads one text, in passes from the surest to the least sure."""

    def __init__(self, labels: Labels, typed: list[Word], *, as_written: bool) -> None:
        self._labels = labels
        self._typed = typed
        self._forms = [forms(word.text) for word in typed]
        self._read = [False] * len(typed)
        self._meant: list[_Meant] = []
        self._spoken: list[Spoken] = []
        self._offers: dict[int, Offer] = {}
        self._as_written = as_written
        self._whole = as_written or self._is_one_label()

    def reading(self) -> Reading:
        """Make all passes, and give the whole in the order in which it was typed."""
        self._read_ages()
        self._read_labels()
        self._read_compounds(taken_apart)
        self._read_misspelt()
        self._read_compounds(of_problem)
        self._meant.sort()
        negation = Negation(self._typed, [(each.start, each.stop) for each in self._meant])
        self._speak(negation)
        return self._gathered(negation)

    def _is_one_label(self) -> bool:
        return len(self._typed) <= LONGEST_PHRASE and bool(self._labels.meanings(self._forms))

    def _read_ages(self) -> None:
        """Read ages first, because "moeder 34" is a person and not a term."""
        for aged in ages_in(self._typed):
            self._read[aged.start : aged.stop] = [True] * (aged.stop - aged.start)
            if aged.doubt:
                phrase = self._phrase(aged.start, aged.stop)
                self._offers[aged.start] = may_be(phrase, aged.persons)
            else:
                self._spoken += [Spoken(aged.start, person, aged=True) for person in aged.persons]

    def _read_labels(self) -> None:
        place = 0
        while place < len(self._typed):
            place += 1 if self._read[place] else self._longest(place)

    def _longest(self, start: int) -> int:
        """Take the longest label that starts here; gives how many words to go on from here."""
        first = self._forms[start]
        most = self._labels.starts.get(first.bare) or self._labels.starts.get(first.text)
        if most:
            for stop in range(self._furthest(start, most + MOST_FILLERS), start, -1):
                if not self._means_nothing(start, stop) and self._take(start, stop):
                    self._read[start:stop] = [True] * (stop - start)
                    return stop - start
        return self._written_apart(start) or self._take_postcode(start)

    def _furthest(self, start: int, words: int) -> int:
        """Give where a label of so many words that starts here ends at the latest."""
        stop, most = start + 1, min(len(self._typed), start + words)
        while stop < most and not self._read[stop]:
            stop += 1
        return stop

    def _means_nothing(self, start: int, stop: int) -> bool:
        """Say that a row of words is no label: one filler, or a thought ends inside.

        Unless the label itself holds a comma there: "Veilig, Sterk & Verder".
        """
        if self._as_written and stop - start == len(self._typed):
            return False
        if stop - start == 1:
            word = self._typed[start]
            return not word.capitals and (word.text in FILLERS or word.text in NO)
        row = self._typed[start:stop]
        if not any(word.ends for word in row[:-1]):
            # "1-1" is a day; "1 op 1" has a word in it.
            return all(word.text.isdigit() for word in row)
        return self._phrase(start, stop) not in self._labels.with_signs

    def _take(self, start: int, stop: int) -> bool:
        texts = [word.text for word in self._typed[start:stop]]
        phrase, labels = " ".join(texts), self._labels
        if phrase in labels.vocabulary.ambiguous:
            self._mean(start, stop, labels.vocabulary.ambiguous[phrase])
            return True
        if phrase in ORDINARY:
            slugs = labels.exact.get(phrase, ())
        else:
            slugs = labels.meanings(self._forms[start:stop]) or labels.squashed.get(phrase, ())
        one = len(texts) == 1 and not self._whole
        if one and (self._take_person(start, slugs) or self._is_somebody_else(start)):
            return True
        if not slugs:
            return self._take_place(start, stop, phrase)
        certain = len(slugs) == 1 and not self._is_everyday(start, phrase)
        certain = certain and not (stop - start == 1 and self._is_part(start))
        self._mean(start, stop, slugs, certain=certain)
        return True

    def _is_everyday(self, start: int, phrase: str) -> bool:
        """Say whether a label is an everyday word as well: on its own it is chosen."""
        if phrase in self._labels.abbreviations:
            small = not self._typed[start].capitals
            return small and (phrase in ORDINARY or len(phrase) == SEVERAL)
        return phrase in ORDINARY and not self._whole

    def _is_part(self, start: int) -> bool:
        """Say whether a word is only a part of an abbreviation that nobody knows: MBT-A."""
        places = {start - 1} if self._typed[start].joined else set()
        if self._typed[start + 1 : start + 2] and self._typed[start + 1].joined:
            places.add(start + 1)
        return any(is_letter(self._text(place)) for place in places)

    def _take_person(self, start: int, slugs: Slugs) -> bool:
        """Take somebody whose age is not said: "moeder spreekt Arabisch"."""
        role = ROLE_OF.get(self._typed[start].text)
        if role not in CHILDREN | PARENTS:
            return False
        if is_long_ago(self._typed, start, start + 1):
            return True
        # "Kinderen" without an age are those of a target group; one "kind" may have any age.
        known = slugs if role != "kind" or self._typed[start].text in self._labels.exact else ()
        ages = [ages for slug in known if (ages := self._ages(slug))]
        self._spoken.append(mentioned(start, role, ages[0] if ages else AGES_OF.get(role)))
        return True

    def _is_somebody_else(self, start: int) -> bool:
        """Say whether nobody to be helped is meant: "haar man", or the class "groep 8"."""
        word, before = self._text(start), self._text(start - 1)
        after = self._typed[start + 1].text if start + 1 < len(self._typed) else ""
        if word == "groep" and after in SCHOOL_CLASSES:
            self._read[start + 1] = True
            return True
        return word in SPOUSES and before in WHOSE

    def _ages(self, slug: str) -> AgeRange | None:
        term = self._labels.vocabulary.terms.get(slug)
        return age_of_term(term) if term else None

    def _mean(self, start: int, stop: int, slugs: Slugs, *, certain: bool = False) -> None:
        self._meant.append(_Meant(start, stop, slugs, certain))

    def _written_apart(self, start: int) -> int:
        """Take a label that was written in pieces: "trauma behandeling"."""
        for stop in range(self._furthest(start, MOST_PIECES), start + 1, -1):
            row = self._typed[start:stop]
            if any(word.text in FILLERS for word in row) or any(word.ends for word in row[:-1]):
                continue
            joined = "".join(word.text for word in row)
            slugs = self._labels.squashed.get(joined) or self._labels.squashed.get(singular(joined))
            if slugs and len(joined) > EXACT_UP_TO:
                self._mean(start, stop, slugs, certain=len(slugs) == 1)
                self._read[start:stop] = [True] * (stop - start)
                return stop - start
        return 0

    def _take_place(self, start: int, stop: int, phrase: str) -> bool:
        towns = self._labels.towns.get(phrase)
        codes = towns or self._labels.places.place_names().get(phrase)
        if not codes:
            return False
        alone = stop - start == len(self._typed)
        spot = Spot(phrase, self._named(start), self._has_capital(start), alone)
        sure = sure_of_town(spot) if towns else sure_of_village(spot)
        if sure is None:
            return False
        fled = self._text(start - 1) in OUT_OF and self._text(start - 2) in LEFT_BEHIND
        sure = sure and not fled
        self._mean(start, stop, codes, certain=sure and len(codes) == 1)
        return True

    def _named(self, start: int) -> bool:
        """Say whether a place is expected: after "in", or after another place and "of"."""
        if self._text(start - 1) in BEFORE_PLACE and not self._typed[start - 1].ends:
            return True
        joined = start - 1 if self._text(start - 1) in JOINING else start
        return any(
            each.stop == joined and each.slugs[0] not in self._labels.vocabulary.terms
            for each in self._meant[-1:]
        )

    def _has_capital(self, start: int) -> bool:
        return self._typed[start].initial or self._typed[start].capitals

    def _take_postcode(self, start: int) -> int:
        found = postcode_at(self._typed, start, self._labels.places)
        if found is None:
            return 1
        self._mean(start, found.stop, (found.code,), certain=found.certain)
        self._read[start : found.stop] = [True] * (found.stop - start)
        return found.stop - start

    def _phrase(self, start: int, stop: int) -> str:
        return " ".join(word.text for word in self._typed[start:stop])

    def _text(self, place: int) -> str:
        return self._typed[place].text if place >= 0 else ""

    def _left(self) -> Iterator[int]:
        """Give the words that nobody has read yet and that could mean something."""
        for place, word in enumerate(self._typed):
            if not self._read[place] and (word.capitals or word.text not in SKIPPED):
                yield place

    def _read_compounds(self, apart: Callable[[str, Labels], Compound | None]) -> None:
        for place in self._left():
            found = apart(self._text(place), self._labels)
            if found:
                self._mean(place, place + 1, found.slugs, certain=found.certain)
                self._read[place] = True

    def _read_misspelt(self) -> None:
        left = [place for place in self._left() if self._text(place) not in ORDINARY]
        if left:
            meant = {each.start: each.stop for each in self._meant}
            meant |= {each.start: each.start + 1 for each in self._spoken if not each.aged}
            found = guesses(self._typed, left, self._read, meant, self._labels)
            last = left[-1]
            place_too = not last or self._named(last) or self._has_capital(last)
            begun = begun_at(last, self._typed, self._labels, place_too=place_too)
            if begun and not any(each.certain and each.stop == begun.stop for each in found):
                found = [*(each for each in found if each.stop < begun.stop), begun]
            for guess in found:
                self._take_guess(guess)

    def _take_guess(self, guess: Guess) -> None:
        inside = range(guess.start, guess.stop)
        self._meant = [each for each in self._meant if each.start not in inside]
        self._spoken = [each for each in self._spoken if each.start not in inside]
        self._read[guess.start : guess.stop] = [True] * len(inside)
        certain = guess.certain
        if guess.slugs[0] not in self._labels.vocabulary.terms:
            certain = certain and (self._named(guess.start) or self._has_capital(guess.start))
        self._mean(guess.start, guess.stop, guess.slugs, certain=certain)

    def _speak(self, negation: Negation) -> None:
        """Leave out who is mentioned twice, and whom somebody said no to."""
        self._spoken.sort(key=lambda each: each.start)
        said = [each for each in self._spoken if each.aged]
        for each in self._spoken:
            if each.aged or is_said(each.person, said):
                continue
            if not negation.of(each.start, each.start + 1):
                said.append(each)
        said.sort(key=lambda each: each.start)
        several = {each.start for each in said if self._text(each.start) in PLURAL}
        others = any(word.text in OTHERS for word in self._typed)
        self._spoken = said if others else with_ages(said, several)

    def _gathered(self, negation: Negation) -> Reading:
        kept: _Kept = {}
        persons, offers = list(self._spoken), dict(self._offers)
        aged = {each.start for each in persons if each.aged}
        for each in self._meant:
            phrase = self._phrase(each.start, each.stop)
            found = [self._found(phrase, slug) for slug in each.slugs]
            ages = self._ages(each.slugs[0])
            if not each.certain:
                offers[each.start] = Offer(text=phrase, options=tuple(found))
            elif ages and each.stop in aged:
                continue  # "Oudere vrouw (81)" is one person.
            elif ages:
                said = mentioned(each.start, ROLE_OF.get(self._text(each.stop - 1)), ages)
                persons += [] if is_said(said.person, persons) else [said]
            else:
                kind = found[0].kind if each.slugs[0] in self._labels.vocabulary else "place"
                no = negation.of(each.start, each.stop)
                no = no or (kind == "language" and negation.hardly(each.start))
                kept.setdefault((kind, no), {}).setdefault(each.slugs[0], found[0])
        left = [self._typed[place] for place in self._left() if not is_letter(self._text(place))]
        return Reading(
            terms=_all(kept, "term", no=False),
            not_terms=_all(kept, "term", no=True),
            languages=_all(kept, "language", no=False),
            not_languages=_all(kept, "language", no=True),
            places=_all(kept, "place", no=False),
            not_places=_all(kept, "place", no=True),
            persons=tuple(each.person for each in sorted(persons, key=lambda each: each.start)),
            offers=_each_once(offers, {slug for found in kept.values() for slug in found}),
            leftovers=tuple(word.text for word in left),
            asked=tuple(word.text for word in left if is_abbreviation(word)),
        )

    def _found(self, phrase: str, slug: str) -> Found:
        term = self._labels.vocabulary.terms.get(slug)
        if term:
            kind = "language" if term.scheme == "taal" else "term"
        else:
            kind = "municipality" if slug in self._labels.places.municipalities else "region"
        return Found(text=phrase, slug=slug, kind=kind)


def _each_once(offers: Mapping[int, Offer], known: set[str]) -> tuple[Offer, ...]:
    """Give the offers in the order of the text; nothing is asked twice, or that is `known`."""
    asked: dict[tuple[str, ...], Offer] = {}
    for start in sorted(offers):
        slugs = tuple(option.slug for option in offers[start].options)
        if not known.issuperset(slugs):
            asked.setdefault(slugs, offers[start])
    return tuple(asked.values())


def _all(
    kept: dict[tuple[str, bool], dict[str, Found]], kind: str, *, no: bool
) -> tuple[Found, ...]:
    return tuple(kept.get((kind, no), {}).values())
