"""Whether words mean a place: a town at once, a village hardly ever, a postcode unless a year."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from drakenmatch.labels import EXACT_UP_TO
from drakenmatch.ordinary import FILLERS, ORDINARY
from drakenmatch.places import Places
from drakenmatch.typed import Word

_BEFORE_PLACE = "in te uit bij rond omgeving nabij regio gemeente near from"
BEFORE_PLACE = frozenset(_BEFORE_PLACE.split())
# Before "uit", of who will not look for help there.
_LEFT = "gevlucht weggevlucht gevluchte weg vertrokken verhuisd ontsnapt ontvlucht fled escaped"
LEFT_BEHIND = frozenset(_LEFT.split())
OUT_OF = frozenset({"uit", "from"})
# A village in small letters is more often a word: only longer names count.
LONG_NAME = 6
TWO_LETTERS = 2
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
AFTER_AMOUNT = frozenset({"euro", "eur", "gram", "uur", "km", "meter", "mensen", "personen"})


class Spot(NamedTuple):
    """The name of a place, and how it was typed."""

    name: str
    named: bool
    """Where a place is expected: after "in"."""
    capital: bool
    alone: bool
    """Without any other word."""


class Postcode(NamedTuple):
    """The municipality of a postcode, and where it ends."""

    stop: int
    code: str
    certain: bool


def sure_of_town(spot: Spot) -> bool | None:
    """Say whether a town is meant: yes, perhaps (False), no (None). Best is one, best is not."""
    if spot.name not in ORDINARY:
        return True
    if spot.named or spot.capital:
        return spot.named and spot.capital
    return None


def sure_of_village(spot: Spot) -> bool | None:
    """Say whether a village is meant: Een, Ee and Nes are villages too, but who means those?"""
    # Two words with a capital are no accident.
    if spot.capital and (spot.named or " " in spot.name):
        return True
    if spot.name in ORDINARY:
        return None
    if spot.named:
        return len(spot.name) >= LONG_NAME
    return False if (spot.capital or spot.alone) and len(spot.name) > EXACT_UP_TO else None


def postcode_at(typed: Sequence[Word], start: int, places: Places) -> Postcode | None:
    """Read "2011" or "2011 LW"; a year, an amount and any other number are none."""
    word = typed[start]
    municipality = places.at_postcode(word.text)
    following = typed[start + 1].text if start + 1 < len(typed) else ""
    if municipality is None or following in AFTER_AMOUNT:
        return None
    letters = not word.ends and _are_letters(following)
    before = typed[start - 1].text if start else ""
    is_year = YEAR.fullmatch(word.text) is not None and not letters
    if is_year and before in BEFORE_YEAR:
        return None
    stop = start + 1 + letters
    return Postcode(stop, municipality.code, certain=not is_year or before not in BEFORE_EITHER)


def _are_letters(word: str) -> bool:
    return len(word) == TWO_LETTERS and word.isalpha() and word not in FILLERS
