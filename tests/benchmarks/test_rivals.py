"""Peers are compared with us only when they answer the same: the oracle's first twenty."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest
from benchmarks.country.facts import TODAY
from benchmarks.country.mix import requests
from benchmarks.population import Country, country
from benchmarks.rivals import loop, orm, ours, sqlite
from benchmarks.rivals.oracle import Oracle
from benchmarks.rivals.peer import Peer
from benchmarks.rivals.question import question
from benchmarks.rivals.table import table

SIZE, MANY = 400, 40


@pytest.fixture(scope="module")
def people() -> Country:
    return country(SIZE)


def _opened(name: str, people: Country) -> AbstractContextManager[Peer]:
    """Tests need not have what only benchmarks use: of those that need it, none is here."""
    columns = table(people)
    peers: dict[str, AbstractContextManager[Peer]] = {
        "ours": ours.opened(people),
        "orm": orm.opened(people),
        "loop": loop.opened(columns),
        "sqlite": sqlite.opened(columns),
    }
    return peers[name]


@pytest.fixture(scope="module", params=["ours", "orm", "loop", "sqlite"])
def peer(request: pytest.FixtureRequest, people: Country) -> Iterator[Peer]:
    with _opened(request.param, people) as opened:
        yield opened


def test_peer_gives_the_first_twenty(peer: Peer, people: Country) -> None:
    everybody = list(people)
    many = MANY if peer.name != "ORM load" else 5
    for each in requests(many):
        expected = [found.id for found in Oracle(each.request, TODAY).answers(everybody)][:20]
        assert peer.best(question(each.request)) == expected, each.request


def test_optional_peers_give_the_first_twenty(people: Country) -> None:
    pytest.importorskip("tantivy")
    pytest.importorskip("polars")
    from benchmarks.rivals import polars_, tantivy_

    everybody, columns = list(people), table(people)
    with tantivy_.opened(columns) as one, polars_.opened(columns) as other:
        for each in requests(MANY):
            expected = [found.id for found in Oracle(each.request, TODAY).answers(everybody)][:20]
            assert one.best(question(each.request)) == expected
            assert other.best(question(each.request)) == expected


def test_the_clock_runs(peer: Peer) -> None:
    before = peer.clock()
    sum(range(100_000))
    assert peer.clock() > before
