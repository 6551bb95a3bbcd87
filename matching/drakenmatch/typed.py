"""Typed text as words: folded, with what their spelling and the signs between them told."""

import re
from typing import NamedTuple

from drakenmatch.folding import words

# A sign that ends a thought, also when no space follows it; "i.o." stays whole.
ENDS = ",;:!?()."
SENTENCE = "!?."
_SPLIT = re.compile(r"[;!?()]|[,:](?!\d)|(?<=\d),(?=\d)|\.(?=[A-Z][a-z])|\n")
# "2,5 jaar" is two; but "3,5,8" are three.
_HALF = re.compile(r"(?<=\d)(?<!,\d)(?<!,\d\d),5(?![\d,])")
SHORT = re.compile(r"(?=.*[a-z])[a-z0-9]{2,8}")
CONSONANTS = re.compile(r"[b-df-hj-np-tv-xz]+")
_HYPHENS = str.maketrans(dict.fromkeys("–—‑−", "-"))


class Word(NamedTuple):
    """One folded word, and how it was typed."""

    text: str
    capitals: bool = False
    """With two capitals or more, in a text that is not all capitals: an abbreviation."""
    initial: bool = False
    """With a capital, and not as the first word of a sentence: a name."""
    ends: bool = False
    """A thought ends with it."""
    joined: bool = False
    """Written to the word before it with a hyphen, a slash or a full stop."""


def typed_words(text: str) -> list[Word]:
    """Fold the words; a label never runs across a sign that ends a thought."""
    spaced = _SPLIT.sub(_spaced, _HALF.sub("", text.translate(_HYPHENS)))
    # In a text that is all capitals, capitals say nothing; one short word is an abbreviation.
    shouted = text.isupper() and len(text.split()) > 1
    typed: list[Word] = []
    ended = True
    for chunk in spaced.split():
        found = words(chunk)
        if not found:
            if typed and (chunk[0] in ENDS or chunk == "-"):
                typed[-1] = typed[-1]._replace(ends=True)
                ended = ended or chunk[-1] in SENTENCE
            continue
        capitals = not shouted and sum(map(str.isupper, chunk)) > 1
        initial = not shouted and not ended and chunk[:1].isupper()
        ends = chunk[-1] in ENDS
        for place, word in enumerate(found):
            last = ends and place == len(found) - 1
            typed.append(Word(word, capitals, initial, last, place > 0))
        ended = chunk[-1] in SENTENCE
    return typed


def _spaced(match: re.Match[str]) -> str:
    """Put a space round a sign, and one that ends a thought in the place of a new line."""
    return " . " if match[0] == "\n" else f" {match[0]} " if match[0] in "()" else match[0] + " "


def is_letter(word: str) -> bool:
    """Say whether this is one letter."""
    return len(word) == 1 and word.isalpha()


def is_abbreviation(word: Word) -> bool:
    """Say whether this looks like an abbreviation: in capitals, or without any vowel."""
    short = SHORT.fullmatch(word.text) is not None
    return short and (word.capitals or CONSONANTS.fullmatch(word.text) is not None)
