"""The database: one base class, times in UTC, and a transaction for each action.

A request that may write (POST) starts with `BEGIN IMMEDIATE` on SQLite, so that what it reads
cannot change before it writes. A request that only reads cannot write at all: the database
itself refuses. What a reading request must record goes through `recording()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, has_request_context, request
from flask.wrappers import Response
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Update,
    event,
    func,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from drakennet.places import MIGRATIONS

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_RECORDING = "drakennet.recording"


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in Python, UTC in the database; SQLite alone would give back naive times."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: named constraints and our own types."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            },
        ),
        type_annotation_map={
            datetime: UtcDateTime,
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                length=40,
                values_callable=lambda members: [member.value for member in members],
            ),
            list[str]: JSON(none_as_null=True),
            list[list[int]]: JSON(none_as_null=True),
            dict[str, Any]: JSON(none_as_null=True),
        },
    )


class WithId:
    """Addresses carry these, so they neither count nor can be guessed."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
migrate = Migrate()


class DatabaseFlask(Flask):
    """A Flask of which every answered action is one transaction."""

    def dispatch_request(self) -> Response:
        """Commit what a successful action wrote; inside Flask's own error handling.

        A refused form (4xx) writes nothing.
        """
        response = self.make_response(super().dispatch_request())
        if request.method not in SAFE_METHODS and response.status_code < 400:  # noqa: PLR2004 - HTTP's own border
            db.session.commit()
        return response


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Make one engine keep the promises above."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "synchronous=FULL",
        "secure_delete=ON",  # what is deleted is written over
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = _only_reads()
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if _only_reads():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _only_reads() -> bool:
    return (
        has_request_context()
        and request.method in SAFE_METHODS
        and not request.environ.get(_RECORDING, False)
    )


def let_go() -> None:
    """End the transaction before something slow, such as hashing a password.

    A POST holds the one lock of SQLite from its first question on; nobody else can write until it
    is let go. What was written so far stays, whatever the answer becomes.
    """
    db.session.commit()


def forget_on_disk() -> None:
    """Empty SQLite's write-ahead log, in which what was erased stands until it is written over.

    Nobody waits long for it: while others read or write it does less, and the worker comes again.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute("PRAGMA busy_timeout=5000")
    except db.engine.dialect.loaded_dbapi.Error:  # such as a full disk; what was erased, is
        connection.invalidate()
    finally:
        connection.close()


def changed_one(statement: Update) -> bool:
    """Do a conditional UPDATE; of two who do it at the same moment, one hears False."""
    result = db.session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1


def hold(row: WithId) -> None:
    """Read it as it is now; whoever else would change it waits until this transaction ends.

    Not `Session.refresh`: that joins what the row was first read with, and PostgreSQL locks no
    outer join.
    """
    model = type(row)
    statement = select(model).where(model.id == row.id).with_for_update()
    found = db.session.scalars(statement.execution_options(populate_existing=True))
    if found.one_or_none() is None:
        raise StaleDataError("the row is gone")


def in_turn(session: Session, *numbers: int) -> None:
    """Whoever does the same waits until this transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        for number in sorted(number % 2**63 for number in numbers):  # in one order everywhere
            session.execute(select(func.pg_advisory_xact_lock(number)))


@contextmanager
def recording() -> Iterator[Session]:
    """Write beside a reading request, in a short transaction of its own.

    Only for what the reading itself must leave behind: access log, counts, last seen. Whoever may
    write does it along with the rest: on SQLite a second writer would wait for itself.
    """
    if not has_request_context() or request.method not in SAFE_METHODS:
        yield db.session()
        return
    request.environ[_RECORDING] = True
    try:
        with Session(db.engine) as session, session.begin():
            yield session
    finally:
        request.environ[_RECORDING] = False
