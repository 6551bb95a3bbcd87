"""Typing errors, generated: always the same ones, and split by a hash of what was meant."""

import hashlib
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from drakenmatch import Vocabulary
from drakenmatch.folding import key

SHORTEST = 5
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NEIGHBOURS = {
    letter: "".join(
        other
        for row, keys in enumerate(KEYBOARD)
        for place, other in enumerate(keys)
        if other != letter and abs(row - at_row) <= 1 and abs(place - at) <= 1
    )
    for at_row, row_keys in enumerate(KEYBOARD)
    for at, letter in enumerate(row_keys)
}


class Misspelt(NamedTuple):
    """What was typed, and all that it may have been meant to be."""

    typed: str
    slugs: frozenset[str]


def half(source: str) -> str:
    """Give the half a source belongs to: what is measured on `test` was never tuned on."""
    return "test" if hashlib.sha256(source.encode()).digest()[0] & 1 else "dev"


def labels(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Give all labels and synonyms as they are written, with the terms that have them."""
    found: dict[str, set[str]] = {}
    for term in vocabulary.terms.values():
        for label in (term.nl, term.en, *term.synonyms):
            found.setdefault(label, set()).add(term.slug)
            # What is always offered is offered with all its meanings.
            found[label].update(vocabulary.ambiguous.get(key(label), ()))
    return {label: frozenset(slugs) for label, slugs in found.items()}


def abbreviations(vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    """Give the labels that are written as an abbreviation: EMDR, C-PTSS, ImRs."""
    return {
        label: slugs
        for label, slugs in labels(vocabulary).items()
        if " " not in label and len(label) <= 8 and sum(sign.isupper() for sign in label) > 1
    }


def misspelt(
    vocabulary: Vocabulary, slips: int, *, each: int = 2
) -> Iterator[tuple[str, Misspelt]]:
    """Give the half, and a label with so many random slips, `each` times a label.

    A slip is an insertion, deletion, substitution (half of them by a key beside it) or a swap.
    What has up to four letters, before or after it, is left out: that is never read but exactly.
    """
    meant: dict[str, set[str]] = {}
    for label, slugs in labels(vocabulary).items():
        meant.setdefault(key(label), set()).update(slugs)
    for name in sorted(meant):
        if len(name.replace(" ", "")) < SHORTEST or any(sign.isdigit() for sign in name):
            continue
        random = Random(f"{slips} {name}")
        for _ in range(each):
            typed = name
            for _ in range(slips):
                typed = _slip(typed, random)
            long_enough = len(typed.replace(" ", "")) >= SHORTEST
            if long_enough and " ".join(typed.split()) not in meant:
                yield half(name), Misspelt(typed, frozenset(meant[name]))


def _slip(text: str, random: Random) -> str:
    place = random.choice([at for at, sign in enumerate(text) if sign != " "])
    letter = text[place]
    other = random.choice(LETTERS.replace(letter, ""))
    match random.randrange(4):
        case 0:
            return text[:place] + other + text[place:]
        case 1:
            return text[:place] + text[place + 1 :]
        case 2:
            near = NEIGHBOURS.get(letter, "")
            other = random.choice(near) if near and random.random() < 0.5 else other
            return text[:place] + other + text[place + 1 :]
        case _:
            following = text[place + 1 : place + 2]
            return text[:place] + following + letter + text[place + 2 :]
