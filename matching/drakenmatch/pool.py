"""The pool: all profiles in memory, each change visible to the very next ranking."""

from collections.abc import Iterable, Iterator
from datetime import date
from threading import Lock

from drakenmatch.answers import Bucket, Ranking
from drakenmatch.asking import Asked
from drakenmatch.checking import request_faults
from drakenmatch.columns import Columns
from drakenmatch.directory import Directory
from drakenmatch.distances import Distances
from drakenmatch.engine import Engine
from drakenmatch.places import Places
from drakenmatch.rank import Limit
from drakenmatch.reading import InvalidValue
from drakenmatch.request import Request
from drakenmatch.search import Hit
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary


class Pool:
    """Profiles by id. Threads may share a pool: a ranking looks at one moment of it."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self.vocabulary = vocabulary
        self.places = places
        self._columns = Columns(vocabulary, places)
        self._distances = Distances(places)
        self._directory = Directory(vocabulary, places)
        self._lock = Lock()

    def put(self, practitioner: Practitioner, texts: Iterable[str] = ()) -> None:
        """Add a profile, or replace the one of the same id, and its texts.

        `texts` (a name, a short text) are for `search` only: those that every searcher may read.
        """
        with self._lock:
            self._columns.put(practitioner)
            self._directory.put(practitioner, texts)

    def extend(self, everybody: Iterable[tuple[Practitioner, Iterable[str]]]) -> None:
        """Put many profiles, each with its texts: the same as `put` for each, and quicker."""
        with self._lock:
            self._columns.extend(self._listed(everybody))

    def _listed(
        self, everybody: Iterable[tuple[Practitioner, Iterable[str]]]
    ) -> Iterator[Practitioner]:
        for who, texts in everybody:
            self._directory.put(who, texts)
            yield who

    def remove(self, practitioner_id: str) -> None:
        """Take a profile out; one that is not there is out already."""
        with self._lock:
            self._columns.remove(practitioner_id)
            self._directory.remove(practitioner_id)

    def get(self, practitioner_id: str) -> Practitioner | None:
        """Give the profile of an id."""
        with self._lock:
            row = self._columns.row_of.get(practitioner_id)
            return None if row is None else self._columns.practitioner(row)

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, practitioner_id: str) -> bool:
        return practitioner_id in self._columns.row_of

    def __iter__(self) -> Iterator[Practitioner]:
        with self._lock:
            return iter([self._columns.practitioner(row) for row in range(len(self._columns))])

    def rank(self, request: Request, *, today: date, limit: Limit = 20) -> Ranking:
        """Say who fits this request, and why.

        `today` is an Amsterdam date; `limit` the most matches shown, fits first, then nearly, then
        advice, or the most of each bucket. Raises `InvalidValue` for a negative limit, and for a
        request that names a term, region or municipality that does not exist.
        """
        if any(most < 0 for most in ([limit] if isinstance(limit, int) else limit.values())):
            raise InvalidValue("limit", "a whole number from 0")
        asked = self._asked(request, today)
        with self._lock:
            return Engine.of(self._columns, asked, self._distances).ranking(limit)

    def best(
        self, request: Request, *, today: date, limit: int = 20
    ) -> tuple[tuple[str, float], ...]:
        """Give the first of *past* in their order, ids with scores, without reasons."""
        asked = self._asked(request, today)
        with self._lock:
            engine = Engine.of(self._columns, asked, self._distances)
            ids = self._columns.ids
            found = engine.best(Bucket.FITS, engine.sifted.fits(), limit)
            return tuple([(ids[row], score) for row, score in found])

    def search(self, text: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Say who has to do with these words, for a person who reads the list.

        Nobody is left out for being full, away or far. The first search of a pool takes longer.
        Raises `InvalidValue` for a broken or far too long text, and for a negative limit.
        """
        with self._lock:
            everybody = map(self._columns.practitioner, range(len(self._columns)))
            return self._directory.filled(everybody).search(text, limit)

    def _asked(self, request: Request, today: date) -> Asked:
        for fault in request_faults(request, self.vocabulary, self.places):
            raise fault
        return Asked.of(request, today, self.vocabulary, self.places)
