"""A profile as a row of small numbers: about a hundred bytes, and every value comes back equal.

Each value is written down once, in a list of its own kind, and a profile holds places in those
lists. So any value will do, also one that no vocabulary knows.
"""

from array import array
from collections.abc import Hashable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from drakenmatch.values import Level, Practitioner

DATES = ("room_from", "room_confirmed", "paused_until", "last_asked", "last_invited", "since")
NUMBERS = ("travel_km", "open_requests", "max_open_requests")
OTHERS = ("organisation", "roles", "municipality", "online", "ages", "room", "kinds")
SETS = ("regions", "languages", "settings", "funding")
SINGLE = (*DATES, *NUMBERS, *OTHERS)
LEVELS = tuple(Level)
STEPS = {level: step for step, level in enumerate(LEVELS)}

_singles = attrgetter(*SINGLE)
_sets = attrgetter(*SETS)


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
        self._singles = [dates] * len(DATES) + [numbers] * len(NUMBERS) + [Codes() for _ in OTHERS]
        self._sets = [Codes() for _ in SETS]
        self._terms = Codes()

    def pack(self, who: Practitioner) -> bytes:
        """Give the record: one code a value, two bytes a code, or four where two are too few."""
        codes = [known[value] for known, value in zip(self._singles, _singles(who), strict=True)]
        for known, values in zip(self._sets, _sets(who), strict=True):
            if values is None:
                codes.append(0)
            else:
                codes.append(len(values) + 1)
                codes += [known[value] for value in values]
        codes += [
            self._terms[slug] * len(LEVELS) + STEPS[level] for slug, level in who.expertise.items()
        ]
        try:
            return b"H" + array("H", codes).tobytes()
        except OverflowError:
            return b"I" + array("I", codes).tobytes()

    def unpack(self, name: str, record: bytes) -> Practitioner:
        """Give the profile of a record again."""
        codes = array(record[:1].decode())
        codes.frombytes(record[1:])
        rest = iter(codes)
        singles: dict[str, Any] = {
            field: known.values_[code]
            for field, known, code in zip(SINGLE, self._singles, rest, strict=False)
        }
        sets: dict[str, Any] = {
            name: _set(known, rest) for name, known in zip(SETS, self._sets, strict=True)
        }
        return Practitioner(id=name, expertise=dict(self._expertise(rest)), **singles, **sets)

    def _expertise(self, codes: Iterator[int]) -> Iterator[tuple[str, Level]]:
        for code in codes:
            term, step = divmod(code, len(LEVELS))
            yield self._terms.values_[term], LEVELS[step]


def _set(known: Codes, codes: Iterator[int]) -> frozenset[str] | None:
    size = next(codes)
    if size == 0:
        return None
    return frozenset(known.values_[code] for code in islice(codes, size - 1))
