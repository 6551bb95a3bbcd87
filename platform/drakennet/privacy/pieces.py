"""What the guard finds, and the text as its finders read it."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What a finding looks like."""

    BSN = "bsn"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"
    EMAIL = "email"
    IBAN = "iban"
    PLATE = "plate"
    NAME = "name"
    PLACE_OF_DAY = "place_of_day"  # a school or a club: where somebody is every week


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where in the text (`text[start:end]`) something identifying stands."""

    start: int
    end: int
    kind: Kind
    refused: bool = False
    coarser: tuple[str, ...] = field(default=(), compare=False)  # what could stand there instead
    certain: bool = field(default=False, compare=False)  # said to be one: no known name excuses it


GAP = r"[^\S\n]"  # a space, of any width, on the same line
DASH = r"[-‐‑‒–—]"
# Between the groups of a number: nothing, spaces, or one mark with or without spaces.
MARK = rf"(?:[.·/_•]|{DASH})"
BETWEEN = rf"{GAP}{{0,2}}{MARK}?{GAP}{{0,2}}"

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
UNSEEN_SIGNS = re.compile(f"[{UNSEEN}]")


def legible(text: str) -> str:
    """Give the text with each sign as plain as it can be, and as long as it was.

    A figure of any script is a figure, a wide or bold letter the letter, a dash of any length a
    dash; signs that nobody sees become spaces.
    """
    return text if text.isascii() else "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    figure = unicodedata.digit(sign, None)
    if figure is not None:
        return str(figure)
    if sign in UNSEEN:
        return " "
    if unicodedata.category(sign) == "Pd" or sign == "\u2212":
        return "-"
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 else sign


def folded(word: str) -> str:
    """In small letters, without accents."""
    small = word.lower()
    if small.isascii():
        return small
    bare = "".join(one for one in unicodedata.normalize("NFD", small) if not _is_accent(one))
    return bare.translate(_BARE)


_BARE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "’": "'", "ß": "s"})


def _is_accent(sign: str) -> bool:
    return unicodedata.combining(sign) > 0
