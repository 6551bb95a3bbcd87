"""drakenmatch itself, asked in its three ways: the first twenty, the whole answer, typed words."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.country.facts import TODAY, facts
from benchmarks.population import Country
from benchmarks.rivals.peer import InProcess
from benchmarks.rivals.question import Question
from drakenmatch import Pool, read_words


class Ours(InProcess):
    """A filled pool."""

    name = "drakenmatch"

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def best(self, asked: Question) -> list[str]:
        """Give the first twenty, scored and without reasons."""
        return [slug for slug, _ in self.pool.best(asked.request, today=TODAY, limit=20)]

    def whole(self, asked: Question) -> int:
        """Give the whole answer: buckets, counts, reasons for twenty, relaxations."""
        return self.pool.rank(asked.request, today=TODAY, limit=20).considered

    def typed(self, asked: Question) -> int:
        """Read the words in which the request was typed, then give the whole answer."""
        read_words(asked.request.text, facts().vocabulary, facts().places)
        return self.whole(asked)


@contextmanager
def opened(country: Country) -> Iterator[Ours]:
    """Fill a pool."""
    pool = Pool(facts().vocabulary, facts().places)
    pool.extend((who, ()) for who in country)
    yield Ours(pool)
