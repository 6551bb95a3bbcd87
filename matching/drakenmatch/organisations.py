"""Which organisations somebody may mean by a name: suggested, never merged.

A table of names with their other names goes first: likeness says little about organisations. A
word of up to four letters is only ever exact: "GGZ NHN" looks like "GGz Breburg", and CJG and JGZ
of one region are two bodies. A name that nobody knows is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz.fuzz import token_sort_ratio

from drakenmatch.folding import key
from drakenmatch.labels import EXACT_UP_TO

LOOKS_LIKE = 70  # of 100
MOST = 4
# Legal forms and articles, which people leave out or add.
_EMPTY = "stichting vereniging cooperatie bv nv b n v de het en"
EMPTY = frozenset(_EMPTY.split())


class Suggestion(NamedTuple):
    """An organisation that may be meant: `known` to be called so, or only looking like it."""

    name: str
    known: bool


class OrganisationNames:
    """The other names by which organisations are known."""

    def __init__(self, aliases: Mapping[str, Iterable[str]]) -> None:
        """Take other names by name: {"GGZ Noord-Holland-Noord": ["GGZ NHN"]}."""
        self._groups: defaultdict[str, set[str]] = defaultdict(set)
        for name, others in aliases.items():
            group = {_bare(written) for written in (name, *others)}
            for written in group:
                self._groups[written] |= group

    def same(self, typed: str, name: str) -> bool:
        """Say whether the table, or the spelling alone, has both as names of one organisation.

        One alias may belong to several organisations, so this too is only a suggestion.
        """
        wanted, known = _bare(typed), _bare(name)
        return bool(wanted) and (wanted == known or known in self._groups.get(wanted, ()))

    def suggest(self, typed: str, among: Iterable[str], *, most: int = MOST) -> list[Suggestion]:
        """Give the names `among` these that may be meant, at most `most`, the likeliest first.

        Those known to be called so come before what only looks like it.
        """
        scored = [(not self.same(typed, name), -likeness(typed, name), name) for name in {*among}]
        near = sorted(each for each in scored if not each[0] or -each[1] >= LOOKS_LIKE)
        return [Suggestion(name, known=not unknown) for unknown, _, name in near[:most]]


def likeness(typed: str, name: str) -> float:
    """Give 0-100; 0 when a short word was typed that is not in the name."""
    wanted, known = _bare(typed), _bare(name)
    short = {word for word in wanted.split() if len(word) <= EXACT_UP_TO}
    return token_sort_ratio(wanted, known) if wanted and short <= {*known.split()} else 0.0


def _bare(name: str) -> str:
    """Fold a name, without the words that say nothing, unless those are all of it."""
    folded = key(name)
    return " ".join(word for word in folded.split() if word not in EMPTY) or folded
