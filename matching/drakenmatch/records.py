"""A profile as a row of small numbers: about a hundred bytes, and every value comes back equal.

Each value is written down once, in a list of its own kind, and a profile holds places in those
lists. So any value will do, also one that no vocabulary knows. A set is one value: many colleagues
state the same funding. Settings and terms are written one by one: nearly everybody combines those
in another way.
"""

from array import array
from collections.abc import Hashable
from operator import attrgetter
from typing import Any

from drakenmatch.values import Practitioner

DATES = ("room_from", "room_confirmed", "paused_until", "last_asked", "last_invited", "since")
NUMBERS = ("travel_km", "open_requests", "max_open_requests")
OTHERS = ("organisation", "roles", "municipality", "online", "ages", "room", "kinds")
SETS = ("regions", "languages", "funding")
STATED = (*DATES, *NUMBERS, *OTHERS, *SETS)
UNSTATED = 65_535  # instead of how many settings are named

_stated = attrgetter(*STATED)
# What writes a field of a profile that is being made; a finished one is never changed.
_SET = {name: vars(Practitioner)[name].__set__ for name in ("id", "settings", "expertise", *STATED)}
_WRITE = [_SET[name] for name in STATED]


class Codes(dict[Hashable, int]):
    """Values with the place of each; asking for a new one writes it down."""

    def __init__(self) -> None:
        super().__init__()
        self.values_: list[Any] = []

    def __missing__(self, value: Hashable) -> int:
        """Write down a value that is seen for the first time."""
        code = self[value] = len(self)
        self.values_.append(value)
        return code


class Records:
    """Packs profiles to bytes and back; the id is kept beside the record."""

    def __init__(self) -> None:
        dates, numbers = Codes(), Codes()
        others = [Codes() for _ in (*OTHERS, *SETS)]
        self._known = [dates] * len(DATES) + [numbers] * len(NUMBERS) + others
        self._settings, self._terms = Codes(), Codes()
        self._values = [known.values_ for known in self._known]

    def pack(self, who: Practitioner) -> bytes:
        """Give the record: one code a value, two bytes a code, or four where two are too few."""
        codes = [known[value] for known, value in zip(self._known, _stated(who), strict=True)]
        codes.append(UNSTATED if who.settings is None else len(who.settings))
        codes += [self._settings[each] for each in who.settings or ()]
        codes += [self._terms[held] for held in who.expertise.items()]
        try:
            return b"H" + array("H", codes).tobytes()
        except OverflowError:
            return b"I" + array("I", codes).tobytes()

    def unpack(self, name: str, record: bytes) -> Practitioner:
        """Give the profile of a record again.

        Field by field, past the constructor, which is three times slower: a ranking rebuilds all
        whom it shows.
        """
        codes = memoryview(record)[1:].cast("H" if record[:1] == b"H" else "I").tolist()
        who = Practitioner.__new__(Practitioner)
        _SET["id"](who, name)
        for write, values, code in zip(_WRITE, self._values, codes, strict=False):
            write(who, values[code])
        stated = codes[len(STATED)]
        first = len(STATED) + 1
        last = first if stated == UNSTATED else first + stated
        settings = self._settings.values_
        named = frozenset([settings[code] for code in codes[first:last]])
        _SET["settings"](who, None if stated == UNSTATED else named)
        terms = self._terms.values_
        _SET["expertise"](who, dict([terms[code] for code in codes[last:]]))
        return who
