"""PostgreSQL as one tunes it for this: integer arrays under GIN, and one SQL that gates and scores.

What was tried, in one session and in random order, at 100,000 profiles: `&&` of intarray against
that of the core for scoring (a quarter slower), and against masks in bigint columns (a sixth
quicker nationwide, so those score; the arrays narrow). A token for kind and region together, an
index without who is full, rows in the order of their region, the short columns first: each
helped. No JIT and no parallel workers: they cost processor time. Planning is some tenth of a
call; a call that is seen again runs its prepared statement, planned already.

Equals of a band come back together (`WITH TIES`) and are put in the day's order here, because
64-bit mixing is no work for SQL. Counted is the server's own process; resolving the request,
sending, and ordering the equals are free of charge.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import psycopg
from tests import postgres

from benchmarks.rivals.peer import in_order, masks_of
from benchmarks.rivals.question import Question, kilometres, nearness
from benchmarks.rivals.sql import SPAN, Dialect, masks, score, where
from benchmarks.rivals.table import Table

TYPES = {
    **dict.fromkeys(("kinds", "open", "cap", "aspiring"), "int2"),
    **dict.fromkeys(("paused", "organisation", "confirmed", "room_from"), "int4"),
    **dict.fromkeys(("room", "home", "base", "travel"), "int2"),
    "works": "int4",
    "online": "int2",
    **dict.fromkeys(("young", "old"), "int8"),
    **{f"c{number}": "int8" for number in range(10)},
    **dict.fromkeys(("languages", "settings"), "int8"),
    "id": "int4",
    **dict.fromkeys(("areas", "codes", "funding"), "int4[]"),
}
SETTINGS = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "'64MB'",
    "random_page_cost": "1.0",
    "effective_cache_size": "'4GB'",
}
KIND_SPAN = 32  # the token of kind k and region r is 32 k + r
FARTHEST = 200  # km that anybody travels
KM, NEAR = ":km", ":near"
DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+(?:e-?\d+)?)(?![\w.])")


def _array(numbers: Sequence[int]) -> str:
    return f"'{{{','.join(map(str, numbers))}}}'::int[]"


SAY = Dialect(
    holds=masks,
    paid=lambda tokens: f"funding && {_array(tokens)}",
    km=f"({KM})[base + 2]",
    near=f"({NEAR})[base + 2]",
    least="least",
    greatest="greatest",
)


class Postgres:
    """A connection to the filled server."""

    name = "PostgreSQL, GIN"

    def __init__(self, connection: psycopg.Connection, table: Table) -> None:
        self.connection = connection
        self.table = table
        # The clock of another process on Linux: its number, inverted, above three bits.
        self._clock = (~connection.info.backend_pid << 3) | 2

    def best(self, asked: Question) -> list[str]:
        """Ask, and order what comes back."""
        found = self.connection.execute(statement(asked)).fetchall()
        rows, bands, aspiring = np.array(found, dtype=np.float64).reshape(-1, 3).T
        return in_order(rows.astype(np.int64), bands, aspiring.astype(np.int64), self.table, asked)

    def clock(self) -> float:
        """Read the processor time of the server's process for this connection."""
        return time.clock_gettime(self._clock)


@contextmanager
def opened(table: Table) -> Iterator[Postgres]:
    """Run a server and fill it."""
    with (
        postgres.server() as url,
        psycopg.connect(
            url.replace("+psycopg", ""), autocommit=True, prepare_threshold=0
        ) as connection,
    ):
        _fill(connection, table)
        yield Postgres(connection, table)


def _fill(connection: psycopg.Connection, table: Table) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    for name, value in SETTINGS.items():
        connection.execute(f"SET {name} = {value}")
    connection.execute("CREATE EXTENSION intarray")
    connection.execute(f"CREATE UNLOGGED TABLE profile ({columns})")
    with connection.cursor().copy("COPY profile FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(list(TYPES.values()))
        for row in sorted(_rows(table), key=_by_place):
            copy.write_row(row)
    open_gin = "CREATE INDEX ON profile USING gin (areas gin__int_ops, codes gin__int_ops)"
    connection.execute(f"{open_gin} WHERE open < cap")
    connection.execute("CREATE INDEX ON profile (base) WHERE open < cap")
    connection.execute("VACUUM ANALYZE profile")


def _by_place(row: Sequence[Any]) -> tuple[int, int]:
    names = list(TYPES)
    return row[names.index("home")], row[names.index("base")]


def _rows(table: Table) -> Iterator[tuple[Any, ...]]:
    plain = list(TYPES)[: list(TYPES).index("c0")]
    lists = [getattr(table, name).astype(np.int64).tolist() for name in plain]
    coded = [column.tolist() for column in masks_of(table, SPAN)]
    more = [table.languages.tolist(), table.settings.tolist(), range(len(table))]
    paid = [None if at < 0 else list(table.fundings[at]) for at in table.funding.tolist()]
    return zip(*lists, *coded, *more, _areas(table), table.codes_of_rows(), paid, strict=True)


def _areas(table: Table) -> Iterator[list[int]]:
    """Give the tokens of kind and region, a base counting as a region."""
    for kinds, works, home in zip(
        table.kinds.tolist(), table.works.tolist(), table.home.tolist(), strict=True
    ):
        everywhere = works | (1 << home if home >= 0 else 0)
        yield [
            KIND_SPAN * kind + region
            for kind in range(3)
            if kinds >> kind & 1
            for region in range(28)
            if everywhere >> region & 1
        ]


def statement(asked: Question) -> str:
    """Write the one SQL. Decimals become float8: they would be slow `numeric` otherwise."""
    conditions = " AND ".join([*where(asked, SAY), *_narrowed(asked)])
    band = f"floor(2 * ({score(asked, SAY)})::float8 + 1e-6::float8)"
    written = (
        f"SELECT id, {band} AS band, aspiring FROM profile WHERE {conditions}"
        " ORDER BY 2 DESC, 3 FETCH FIRST 20 ROWS WITH TIES"
    )
    written = DECIMAL.sub(r"'\1'::float8", written)
    if asked.here < 0:
        return written
    return written.replace(KM, _line(kilometres(), asked.here)).replace(
        NEAR, _line(nearness(), asked.here)
    )


def _narrowed(asked: Question) -> Iterator[str]:
    """Repeat in the words of the indexes what the masks say row by row."""
    for wish in asked.wishes:
        if wish.must is not None:
            yield f"codes && {_array(wish.must)}"
    if not asked.regions or asked.online:
        return
    kind = asked.kind.bit_length() - 1
    inside = f"areas && {_array([KIND_SPAN * kind + region for region in asked.regions])}"
    if asked.here < 0:
        yield inside
        return
    near = np.flatnonzero(kilometres()[asked.here, :-1] <= min(asked.max_km, FARTHEST))
    yield f"({inside} OR base IN ({', '.join(map(str, near.tolist()))}))"


def _line(matrix: np.ndarray[Any, Any], here: int) -> str:
    """Write what belongs to every base, the unknown one (-1) first."""
    numbers = [float(matrix[here, -1]), *matrix[here, :-1].tolist()]
    written = ",".join(f"{number:.17g}" for number in numbers)
    return f"'{{{written.replace('inf', 'Infinity')}}}'::float8[]"
