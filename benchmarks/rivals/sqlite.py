"""SQLite in memory: masks in integer columns, and an index of kind and region for the narrowing.

The same SQL as PostgreSQL's where the two agree. Arrays do not exist, so funding is a mask per
set of tokens asked (looked up in a small table), and distances a table joined by the base.
Equals are put in the day's order here, after a second look at the band of the twentieth.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import numpy as np

from benchmarks.rivals.peer import InProcess, in_order, masks_of
from benchmarks.rivals.question import Question, kilometres, nearness
from benchmarks.rivals.sql import SPAN, Dialect, masks, score, where
from benchmarks.rivals.table import Table

PLAIN = (
    *("kinds", "open", "cap", "aspiring", "paused", "organisation", "confirmed", "room_from"),
    *("room", "home", "base", "travel", "works", "online", "young", "old", "languages", "settings"),
    "funding",
)
SAY = Dialect(
    holds=masks,
    paid=lambda tokens: (
        f"funding IN (SELECT number FROM paid WHERE token IN ({', '.join(map(str, tokens))}))"
    ),
    km="far.km",
    near="far.near",
    least="min",
    greatest="max",
)


class Sqlite(InProcess):
    """A database in the memory of this process."""

    name = "SQLite"

    def __init__(self, connection: sqlite3.Connection, table: Table) -> None:
        self.connection = connection
        self.table = table

    def best(self, asked: Question) -> list[str]:
        """Score in SQL; order the equals of the last band here."""
        found = self.connection.execute(statement(asked)).fetchall()
        rows, bands, aspiring = np.array(found, dtype=np.float64).reshape(-1, 3).T
        return in_order(rows.astype(np.int64), bands, aspiring.astype(np.int64), self.table, asked)


def statement(asked: Question) -> str:
    """Write the one SQL; funding that is unknown is NULL."""
    tables = "profile"
    if asked.here >= 0:
        tables += f" JOIN far ON far.here = {asked.here} AND far.there = base"
    conditions = [*where(asked, SAY), *_narrowed(asked)]
    return (
        "WITH scored AS MATERIALIZED ("
        f"SELECT id, CAST(2 * ({score(asked, SAY)}) + 1e-6 AS INTEGER) AS band, aspiring"
        f" FROM {tables} WHERE {' AND '.join(conditions)})"
        " SELECT id, band, aspiring FROM scored WHERE band >= coalesce("
        "(SELECT band FROM scored ORDER BY band DESC LIMIT 1 OFFSET 19), 0)"
    )


def _narrowed(asked: Question) -> Iterator[str]:
    if not asked.regions or asked.online:
        return
    kind = asked.kind.bit_length() - 1
    regions = ", ".join(map(str, asked.regions))
    inside = f"SELECT id FROM area WHERE kind = {kind} AND region IN ({regions})"
    if asked.here >= 0:
        near = np.flatnonzero(kilometres()[asked.here, :-1] <= min(asked.max_km, 200)).tolist()
        bases = ", ".join(map(str, near))
        inside += f" UNION ALL SELECT id FROM profile WHERE base IN ({bases})"
    yield f"profile.id IN ({inside})"


@contextmanager
def opened(table: Table) -> Iterator[Sqlite]:
    """Fill a database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _fill(connection, table)
        yield Sqlite(connection, table)


def _fill(connection: sqlite3.Connection, table: Table) -> None:
    coded = list(masks_of(table, SPAN))
    names = [*PLAIN, *(f"c{number}" for number in range(len(coded)))]
    connection.execute(f"CREATE TABLE profile (id INTEGER PRIMARY KEY, {', '.join(names)})")
    columns = [getattr(table, name).astype(np.int64).tolist() for name in PLAIN]
    columns[-1] = [None if number < 0 else number for number in columns[-1]]
    columns += [column.tolist() for column in coded]
    marks = ", ".join("?" * (len(names) + 1))
    connection.executemany(
        f"INSERT INTO profile VALUES ({marks})",
        zip(range(len(table)), *columns, strict=True),
    )
    _fill_beside(connection, table)
    connection.execute("CREATE INDEX by_base ON profile (base)")
    connection.execute("ANALYZE")


def _fill_beside(connection: sqlite3.Connection, table: Table) -> None:
    connection.execute(
        "CREATE TABLE area (kind, region, id, PRIMARY KEY (kind, region, id)) WITHOUT ROWID"
    )
    everywhere = table.works | np.where(
        table.home >= 0, np.int64(1) << np.maximum(table.home, 0), 0
    )
    for kind in range(3):
        for region in range(28):
            inside = (
                (table.kinds >> kind & 1) & (everywhere >> region & 1) & (table.open < table.cap)
            )
            connection.executemany(
                "INSERT INTO area VALUES (?, ?, ?)",
                ((kind, region, row) for row in np.flatnonzero(inside).tolist()),
            )
    connection.execute(
        "CREATE TABLE paid (token, number, PRIMARY KEY (token, number)) WITHOUT ROWID"
    )
    connection.executemany(
        "INSERT INTO paid VALUES (?, ?)",
        ((token, place) for place, tokens in enumerate(table.fundings) for token in tokens),
    )
    connection.execute(
        "CREATE TABLE far (here, there, km, near, PRIMARY KEY (here, there)) WITHOUT ROWID"
    )
    km, near = kilometres(), nearness()
    places = range(-1, len(km))
    connection.executemany(
        "INSERT INTO far VALUES (?, ?, ?, ?)",
        (
            (here, there, min(float(km[here, there]), 1e9), float(near[here, there]))
            for here in range(len(km))
            for there in places
        ),
    )
