"""Names that never trigger: of regions, municipalities, organisations, methods."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from drakennet.privacy.pieces import folded

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """Each name as a row of words, found by its first word."""

    rows: dict[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        rows: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(WORD.findall(folded(name)))
            if words:
                rows.setdefault(words[0], set()).add(words)
        return cls({first: tuple(sorted(found, key=len)) for first, found in rows.items()})

    def __or__(self, other: "Known") -> "Known":
        """The names of both."""
        rows = dict(self.rows)
        for first, found in other.rows.items():
            rows[first] = (*rows.get(first, ()), *found)
        return Known(rows)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where a known name stands, whole words only."""
        if not self.rows:
            return []
        tokens = [(match.start(), match.end(), folded(match[0])) for match in WORD.finditer(text)]
        words = tuple(word for _start, _end, word in tokens)
        return [
            (tokens[place][0], tokens[place + len(row) - 1][1])
            for place, word in enumerate(words)
            for row in self.rows.get(word, ())
            if words[place : place + len(row)] == row
        ]
