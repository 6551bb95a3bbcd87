"""All we hold of one member, found by walking the tables, so that none can be forgotten."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, or_, select

from drakennet.accounts.models import User
from drakennet.database import Base, db
from drakennet.intervision.models import Moment
from drakennet.organisations.models import Organisation
from drakennet.own_data.models import RetentionRun

Rows = Sequence[Mapping[str, Any]]
Named = User | Organisation

MEMBER = "member"
# Columns that hold a member's id without a foreign key, since their rows outlive the member.
WITHOUT_KEY: Mapping[str, tuple[str, ...]] = {
    "access_line": ("viewer_id", "subject_id"),
    "outbox_mail": ("member_id",),
}
# These rows are about somebody else: the member only did something, and is not who they are about.
ABOUT_OTHERS = frozenset(
    {
        ("member", "approved_by_id"),
        ("question", "asked_by_id"),
        ("verification_check", "by_id"),
        ("factor_reset", "started_by_id"),
        ("factor_reset", "confirmed_by_id"),
    }
)
# Keys to the account, which nobody needs to read and everybody could lose.
WITHHELD = frozenset(
    {
        ("member", "password"),
        ("member", "fs_uniquifier"),
        ("member", "totp_secret"),
        ("login_session", "key_hash"),
        ("recovery_code", "code_hash"),
        ("passkey", "public_key"),
        ("passkey", "last_challenge"),
        ("profile_look", "network_hash"),
    }
)


def held_of(member: User) -> Mapping[str, Rows]:
    """Every row about the member, by table, as JSON writes it; tables without are absent."""
    return {
        name: [{column: _plain(value) for column, value in row.items()} for row in rows]
        for name, rows in rows_of(member).items()
    }


def rows_of(member: User) -> Mapping[str, Rows]:
    """As `held_of`, with the values as Python has them."""
    found = {
        table.name: [dict(row) for row in db.session.execute(_all_of(table, which)).mappings()]
        for table, which in conditions(member.id)
    }
    return {name: rows for name, rows in sorted(found.items()) if rows}


def names(model: type[Named], ids: Collection[UUID]) -> Mapping[UUID, str]:
    """How these members or organisations are called, as far as they are still there."""
    rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))
    return {each: name for each, name in rows}  # noqa: C416 - a row is no pair to a type checker


def moments(ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """When these moments of intervision are."""
    rows = db.session.execute(select(Moment.id, Moment.starts_at).where(Moment.id.in_(ids)))
    return {each: starts_at for each, starts_at in rows}  # noqa: C416 - as above


def _all_of(table: Table, which: ColumnElement[bool]) -> Any:
    return select(*_shown(table)).where(which).order_by(*table.primary_key.columns)


def conditions(member_id: UUID) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """For each table with rows about a member: which rows these are.

    A row is about the member when it points at the member, or hangs below a row that is.
    """
    ways: dict[str, list[ColumnElement[bool]]] = defaultdict(list)
    for table in Base.metadata.sorted_tables:  # what is pointed at comes first
        if table.name == MEMBER:
            ways[MEMBER].append(table.c.id == member_id)
        for name in WITHOUT_KEY.get(table.name, ()):
            ways[table.name].append(table.c[name] == member_id)
        for column in table.columns:
            ways[table.name] += _through(table, column, ways, member_id)
        if ways[table.name]:
            yield table, or_(*ways[table.name])


def _through(
    table: Table,
    column: Column[Any],
    ways: Mapping[str, list[ColumnElement[bool]]],
    member_id: UUID,
) -> Iterator[ColumnElement[bool]]:
    if (table.name, column.name) in ABOUT_OTHERS:
        return
    for key in column.foreign_keys:
        above = key.column.table
        if above.name == MEMBER:
            yield column == member_id
        elif key.ondelete == "CASCADE" and ways.get(above.name):
            yield column.in_(select(key.column).where(or_(*ways[above.name])))


def _shown(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if (table.name, column.name) not in WITHHELD]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def last_runs(*, most: int = 30) -> Sequence[RetentionRun]:
    """What was let go lately, the last first."""
    statement = select(RetentionRun).order_by(RetentionRun.ran_at.desc(), RetentionRun.id)
    return db.session.scalars(statement.limit(most)).all()
