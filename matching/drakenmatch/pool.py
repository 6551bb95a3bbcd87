"""The pool: all profiles in memory, each change visible to the very next ranking."""

from collections.abc import Iterator
from datetime import date

from drakenmatch.answers import Ranking
from drakenmatch.asking import Asked, Entry
from drakenmatch.checking import request_faults
from drakenmatch.places import Places
from drakenmatch.rank import Limit, rank
from drakenmatch.reading import InvalidValue
from drakenmatch.request import Request
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary


class Pool:
    """Profiles by id. Threads may share a pool: a ranking looks at one moment of it."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self.vocabulary = vocabulary
        self.places = places
        self._entries: dict[str, Entry] = {}

    def put(self, practitioner: Practitioner) -> None:
        """Add a profile, or replace the one of the same id."""
        self._entries[practitioner.id] = Entry.of(practitioner, self.vocabulary, self.places)

    def remove(self, practitioner_id: str) -> None:
        """Take a profile out; one that is not there is out already."""
        self._entries.pop(practitioner_id, None)

    def get(self, practitioner_id: str) -> Practitioner | None:
        """Give the profile of an id."""
        entry = self._entries.get(practitioner_id)
        return entry.who if entry else None

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, practitioner_id: str) -> bool:
        return practitioner_id in self._entries

    def __iter__(self) -> Iterator[Practitioner]:
        return iter([entry.who for entry in list(self._entries.values())])

    def rank(self, request: Request, *, today: date, limit: Limit = 20) -> Ranking:
        """Say who fits this request, and why.

        `today` is an Amsterdam date; `limit` the most matches shown, fits first, then nearly, then
        advice, or the most of each bucket. Raises `InvalidValue` for a negative limit, and for a
        request that names a term, region or municipality that does not exist.
        """
        if any(most < 0 for most in ([limit] if isinstance(limit, int) else limit.values())):
            raise InvalidValue("limit", "a whole number from 0")
        for fault in request_faults(request, self.vocabulary, self.places):
            raise fault
        asked = Asked.of(request, today, self.vocabulary, self.places)
        # One step of the interpreter: another thread may put a profile in meanwhile.
        return rank(asked, list(self._entries.values()), limit)
