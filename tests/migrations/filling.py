"""Some rows in every table, whatever its columns are; the demonstration leaves many tables empty."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Enum,
    Float,
    Integer,
    String,
    Table,
    Uuid,
)
from sqlalchemy.exc import IntegrityError

from drakennet.database import Base, UtcDateTime
from tests.conftest import NOW

ROWS = 3  # enough for a row that names three different members
Row = dict[str, Any]
MAKE: Mapping[type, Callable[[int], Any]] = {
    String: lambda _: uuid4().hex,
    Uuid: lambda _: uuid4(),
    Integer: lambda number: number + 1,
    Float: lambda _: 1.5,
    Boolean: lambda _: True,
    JSON: lambda _: {},
    UtcDateTime: lambda _: NOW,
    Date: lambda _: NOW.date(),
}


def fill_every_table(connection: Connection) -> None:
    """Give every column a value, in one row or another: some rules allow not all of them at once."""
    made: dict[str, list[Row]] = {table: [] for table in Base.metadata.tables}
    for table in Base.metadata.sorted_tables:
        for number in range(ROWS):
            row = _row(table, number, made)
            optional = [column.name for column in table.columns if column.nullable]
            made[table.name].append(_added(connection, table, row, optional[:: (-1) ** number]))


def _added(connection: Connection, table: Table, row: Row, optional: list[str]) -> Row:
    """Add the whole row; what is refused without one of the optional values, or all of them."""
    for left_out in ([], *([name] for name in optional)):
        kept = row | dict.fromkeys(left_out)
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(table.insert().values(kept))
            return kept
    kept = row | dict.fromkeys(optional)
    connection.execute(table.insert().values(kept))
    return kept


def _row(table: Table, number: int, made: Mapping[str, list[Row]]) -> Row:
    row: Row = {}
    named: Counter[str] = Counter()
    for column in table.columns:
        if column is table.autoincrement_column:
            continue
        if not column.foreign_keys:
            row[column.name] = _value(column, number)
            continue
        (key,) = column.foreign_keys
        other = key.column.table.name
        if there := made[other]:  # none yet for the first row of a table that names itself
            whom = there[(number + named[other]) % len(there)]  # named twice: two different ones
            row[column.name] = whom[key.column.name]
            named[other] += 1
    return row


def _value(column: Column[Any], number: int) -> Any:
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    return next(make(number) for kind, make in MAKE.items() if isinstance(column.type, kind))
