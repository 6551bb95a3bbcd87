"""The pool of one process: kept in memory, and fresh before every ranking.

Every saved change of a profile is a row in a log (`pool_change`), with a number that is handed out
before the commit. So a lower number may become visible after a higher one, and one that was taken
back never does: numbers that are missing are looked for again, for an hour.
"""

import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import PoolProxiedConnection, event, or_, select, text

from drakenmatch.places import Places
from drakenmatch.pool import Pool
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary
from drakennet.database import db
from drakennet.practitioners.models import PoolChange

MANY = 500  # changes after which reading everything again is quicker
LATE = 1_000  # how many numbers below the highest one may still be on their way
LATE_SECONDS = 3600.0  # no request keeps a transaction open for so long

# Everything by which the pool could have become old: the last change, and the loaded facts.
STATE = """
SELECT CAST(number AS TEXT), CAST(profile_id AS TEXT)
FROM (SELECT number, profile_id FROM pool_change ORDER BY number DESC LIMIT 1) AS latest
UNION ALL SELECT file, sha256 FROM facts_load
"""

Seen: TypeAlias = tuple[int, UUID]
State: TypeAlias = frozenset[tuple[Any, ...]]
# Profiles with the words they may be found by: all, or those of these ids.
Read: TypeAlias = Callable[[Collection[UUID] | None], Iterable[tuple[Practitioner, Sequence[str]]]]


class Watch:
    """A connection of its own, outside every transaction: a question costs microseconds."""

    def __init__(self) -> None:
        self._connection: PoolProxiedConnection | None = None
        self._process = 0
        self._inherited: list[PoolProxiedConnection] = []

    def ask(self, statement: str) -> State:
        """Give the rows; a connection that was lost is opened again."""
        try:
            return self._rows(statement)
        except db.engine.dialect.loaded_dbapi.Error:
            self.close()
            return self._rows(statement)

    def close(self, *_engine: object) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection = None

    def _rows(self, statement: str) -> State:
        if self._connection is None or self._process != os.getpid():
            self._open()
        assert self._connection is not None
        cursor = self._connection.cursor()
        try:
            cursor.execute(statement)
            return frozenset(cursor.fetchall())
        finally:
            cursor.close()

    def _open(self) -> None:
        if self._connection is not None:
            # Of the process that we were forked from: neither used nor closed here.
            self._inherited.append(self._connection)
        self._connection = db.engine.raw_connection()
        self._process = os.getpid()
        event.listen(db.engine, "engine_disposed", self.close, once=True)
        if db.engine.dialect.name == "postgresql":
            assert self._connection.driver_connection is not None
            self._connection.driver_connection.autocommit = True


@dataclass
class KeptPool:
    """The pool of one process on one database, and how far it has read the log of changes."""

    lock: Lock = field(default_factory=Lock)
    pool: Pool | None = None
    state: State = frozenset()
    seen: Seen | None = None
    missing: dict[int, float] = field(default_factory=dict)  # number: until when to look for it
    watch: Watch = field(default_factory=Watch)

    def fresh(self, facts: Callable[[], tuple[Vocabulary, Places]], read: Read) -> Pool:
        """Give the pool with every change that was saved before this call."""
        with self.lock:
            if self.pool is None or self._is_old():
                self.pool = self._renewed(facts, read)
            return self.pool

    def _is_old(self) -> bool:
        if self.watch.ask(STATE) != self.state:
            return True
        if not self.missing:
            return False
        now = time.monotonic()
        self.missing = {number: until for number, until in self.missing.items() if until > now}
        numbers = ",".join(map(str, self.missing or [0]))
        found = self.watch.ask(f"SELECT number FROM pool_change WHERE number IN ({numbers})")  # noqa: S608 - our own numbers
        return bool(found)

    def _renewed(self, facts: Callable[[], tuple[Vocabulary, Places]], read: Read) -> Pool:
        """Follow the log, or read all; the log first, so that nothing saved meanwhile is missed."""
        rows = db.session.execute(text(STATE)).all()
        self.state = frozenset(tuple(row) for row in rows)
        vocabulary, places = facts()
        changes = self._changes()
        # The last row read must still be there: else the log is another (restored, emptied).
        followed = self.seen in changes and len(changes) < MANY
        if self.pool is None or not followed or _other_facts(self.pool, vocabulary, places):
            return self._built(Pool(vocabulary, places), read)
        self._follow(self.pool, changes, read)
        return self.pool

    def _changes(self) -> list[Seen]:
        """Give the last change that was read, all later ones, and those that came late."""
        if self.seen is None:
            return []
        number = PoolChange.number
        statement = select(number, PoolChange.profile_id).where(
            or_(number >= self.seen[0], number.in_(self.missing))
        )
        rows = db.session.execute(statement.order_by(number).limit(MANY))
        return [(row.number, row.profile_id) for row in rows]

    def _follow(self, pool: Pool, changes: list[Seen], read: Read) -> None:
        changed = {
            profile_id for number, profile_id in changes if (number, profile_id) != self.seen
        }
        found = {who.id: (who, words) for who, words in read(changed)} if changed else {}
        for profile_id in map(str, changed):
            if profile_id in found:
                pool.put(*found[profile_id])
            else:
                pool.remove(profile_id)
        self._note([number for number, _ in changes], first=self.seen[0] if self.seen else 1)
        self.seen = max(changes)

    def _built(self, pool: Pool, read: Read) -> Pool:
        statement = select(PoolChange.number, PoolChange.profile_id)
        latest = db.session.execute(statement.order_by(PoolChange.number.desc()).limit(LATE)).all()
        self.missing, self.seen = {}, None
        if latest:
            self._note([row.number for row in latest], first=latest[0].number - LATE)
            self.seen = latest[0].number, latest[0].profile_id
        pool.extend(read(None))
        return pool

    def _note(self, numbers: Collection[int], first: int) -> None:
        """Keep in mind which numbers from `first` are missing, and forget those that came."""
        self.missing = {
            number: until for number, until in self.missing.items() if number not in numbers
        }
        if db.engine.dialect.name == "sqlite":
            return  # one transaction writes at a time: numbers come in their order
        until = time.monotonic() + LATE_SECONDS
        absent = set(range(max(1, first), max(numbers))) - set(numbers)
        self.missing |= dict.fromkeys(absent, until)


def _other_facts(pool: Pool, vocabulary: Vocabulary, places: Places) -> bool:
    return pool.vocabulary is not vocabulary or pool.places is not places
