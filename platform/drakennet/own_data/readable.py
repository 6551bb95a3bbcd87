"""All we hold of a member, as people read it: section by section, each value with its name.

What has no name yet, a new table or column, is shown all the same, and a test falls.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as lazy

from drakennet.accounts.models import User
from drakennet.own_data import queries
from drakennet.own_data.wording import COLUMNS, SECTIONS, TABLES, only_in_file
from drakennet.own_data.written import Cell, Reader, written

Line = tuple[str, str]
NAMELESS = lazy("Nog zonder naam")
MOST = 100  # of a table; all of it is in the file


class Table(NamedTuple):
    title: str
    number: int
    rows: list[list[Line]]  # the newest; a page of thousands would open on no telephone

    @property
    def older(self) -> int:
        return self.number - len(self.rows)


class Part(NamedTuple):
    title: str
    nothing: str
    tables: list[Table]


def parts(member: User) -> list[Part]:
    """All of it, section by section; a section without anything has no tables."""
    reader = Reader(member, queries.rows_of(member))
    known = [name for section in SECTIONS for name in section.tables]
    new = tuple(name for name in reader.held if name not in known)
    rest = [Part(str(NAMELESS), "", list(_tables(new, reader)))] if new else []
    return [
        Part(str(section.title), str(section.nothing), list(_tables(section.tables, reader)))
        for section in SECTIONS
    ] + rest


def _tables(names: Sequence[str], reader: Reader) -> Iterator[Table]:
    for name in names:
        held = sorted(reader.held.get(name, ()), key=_newest_first)
        if held:
            rows = [_lines(name, row, reader) for row in held[:MOST]]
            yield Table(str(TABLES.get(name, NAMELESS)), len(held), rows)


def _newest_first(row: Mapping[str, Any]) -> float:
    moments = [value.timestamp() for value in row.values() if isinstance(value, datetime)]
    return -max(moments, default=0)


def _lines(table: str, row: Mapping[str, Any], reader: Reader) -> list[Line]:
    """The values of a row with their names; what is empty says nothing, and is left out."""
    named = COLUMNS.get(table, {})
    order = [*named, *(name for name in row if name not in named)]
    cells = ((name, row[name]) for name in order if name in row and not only_in_file(table, name))
    lines = (
        (str(named.get(name, NAMELESS)), written(table, name, Cell(value, row, reader)))
        for name, value in cells
        if value is not None and value not in ("", [])
    )
    return [(name, words) for name, words in lines if words]
