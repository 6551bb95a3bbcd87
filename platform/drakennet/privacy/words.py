"""A text as a row of words, and what the neighbours of a word say about it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from drakennet.privacy import beside
from drakennet.privacy.pieces import folded

DATA = Path(__file__).parent / "data"
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]{2,})?")
OPENING = re.compile(r"[\s:\"'“‘(]{0,4}")
LONGEST_GAP = 3  # as ", ("


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    word: str
    bare: str  # folded

    @property
    def titled(self) -> bool:
        """Whether it is written as a name is: EMDR and ToM are not."""
        return self.word[0].isupper() and not self.word.isupper() and self.word[1:].islower()

    @property
    def shouted(self) -> bool:
        return len(self.word) > 2 and self.word.isupper()  # noqa: PLR2004 - shorter ones are initials


@lru_cache(maxsize=4)
def listed(file: str) -> frozenset[str]:
    lines = (DATA / f"{file}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Row:
    """One text, word by word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            Token(match.start(), match.end(), match[0], folded(match[0]))
            for match in WORD.finditer(text)
        ]
        self.at = {token.start: number for number, token in enumerate(self.tokens)}
        self.first = listed("first_names")
        self.doubtful = listed("doubtful_names")
        self.surnames = listed("surnames")

    def _before(self, number: int) -> Token | None:
        return self.tokens[number - 1] if number else None

    def _ends_sentence(self, one: Token, other: Token) -> bool:
        return any(sign in ".!?\n" for sign in self.text[one.end : other.start])

    def _joined(self, before: Token, number: int, signs: str) -> bool:
        """Only a space stands between, and at most one of the signs; or an age in brackets."""
        between = self.text[before.end : self.tokens[number].start]
        bare = re.sub(r"\(?\s*\d{1,2}\s*\)?", "", between) if signs else between
        return len(bare) <= LONGEST_GAP and all(
            sign in signs or (sign.isspace() and sign != "\n") for sign in bare
        )

    def _adjacent(self, number: int) -> bool:
        between = self.text[self.tokens[number - 1].end : self.tokens[number].start]
        return between in {" ", "-", "\u00a0", "'", " '", ""}

    def _next(self, place: int) -> int | None:
        number = self.at.get(place)
        if number is not None:
            return number
        rest = OPENING.match(self.text, place)
        return self.at.get(rest.end()) if rest else None

    def _relation_before(self, number: int) -> Token | None:
        """Look past an age: "zoon van 6 jaar, Daan"."""
        for token in reversed(self.tokens[max(0, number - 4) : number]):
            if token.bare in beside.RELATIONS:
                return token
            if token.bare not in beside.AGE_WORDS:
                return None
        return None

    # ---- What bears somebody's name ----

    def _is_thing(self, number: int) -> bool:
        """A hospital, a foundation, a street, a training that bears somebody's name."""
        return (
            self._thing_before(number)
            or self._thing_after(number)
            or self._thing_close(self.tokens[number])
            or self._is_known_pair(number)
        )

    def _thing_before(self, number: int) -> bool:
        token, before = self.tokens[number], self._before(number)
        if before is None or self._ends_sentence(before, token):
            return False
        gap = self.text[before.end : token.start]
        if gap == "-":
            return not (before.titled and before.bare in self.first)
        if gap.isspace() and token.bare not in beside.INFIXES and before.bare in beside.ARTICLES:
            return True
        place = gap == " " and before.bare in beside.WHERE
        return place or before.bare in beside.THINGS_BEFORE or self._named_after(number)

    def _thing_after(self, number: int) -> bool:
        """Straight after the name, or after one more word of it."""
        words = [self.tokens[number]]
        for token in self.tokens[number + 1 : number + 3]:
            if not self.text[words[-1].end : token.start].isspace():
                return False
            if token.bare in beside.THINGS_AFTER or beside.STREET.search(token.bare):
                return True
            if not token.titled:
                return False
            words.append(token)
        return False

    def _thing_close(self, token: Token) -> bool:
        """A part of a longer word, or the month: "Emma-huis", "Jan 2026"."""
        rest = self.text[token.end : token.end + 2]
        if token.bare == "jan" and rest[1:].isdigit():
            return True
        return rest[:1] in {"-", "/"} and rest[1:].islower()

    def _named_after(self, number: int) -> bool:
        """The model of Judith Herman, opgeleid door Ellen ...: the maker of a method."""
        words = [token.bare for token in self.tokens[max(0, number - 3) : number]]
        return (
            len(words) > 1
            and words[-1] in {"van", "volgens", "naar", "door"}
            and bool(set(words[:-1]) & beside.MADE)
        )

    def _is_known_pair(self, number: int) -> bool:
        words = [token.bare for token in self.tokens[max(0, number - 2) : number + 3]]
        row = f" {' '.join(words)} "
        return any(f" {phrase} " in row for phrase in beside.phrases_with(self.tokens[number].bare))
