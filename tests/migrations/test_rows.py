"""No migration loses a row or a value on its way down or up, but for what it says it rewrites."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import RowMapping, Select, case, column, inspect, null, select, table, text

from drakennet.database import Base, db
from drakennet.demo.services import fill
from drakennet.places import MIGRATIONS
from drakennet.reference.services import load_facts
from tests.conftest import NOW
from tests.migrations.databases import without_tables
from tests.migrations.filling import fill_every_table

Shape = set[str]
Contents = Mapping[str, list[RowMapping]]
ALEMBICS_OWN = "alembic_version"
# The last one first: that is where the rows are.
REVISIONS = {each.revision: each for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


@pytest.fixture(scope="module")
def shapes(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Shape]]:
    """What each revision makes of an empty database; then the demonstration, and more, is in it."""
    with without_tables(database_url, tmp_path_factory.mktemp("rows")):
        made = {"base": shape()}
        for revision in reversed(REVISIONS):
            upgrade(revision=revision)
            made[revision] = shape()
        load_facts(now=NOW)
        db.session.commit()
        assert fill(now=NOW)
        with db.engine.begin() as connection:
            fill_every_table(connection)
        assert columns_without_a_value() == []
        yield made


@pytest.mark.parametrize("revision", REVISIONS)
def test_down_and_up_keep_every_row(revision: str, shapes: Mapping[str, Shape]) -> None:
    migration = REVISIONS[revision]
    rewrites = getattr(migration.module, "REWRITES", {})
    below = str(migration.down_revision or "base")
    downgrade(revision=revision)
    before = contents(rewrites)
    downgrade(revision=below)
    between = contents(rewrites)
    assert lost(before, between) == []
    assert shape() == shapes[below]
    upgrade(revision=revision)
    assert lost(between, contents(rewrites)) == []
    assert shape() == shapes[revision]


def shape() -> Shape:
    """The columns, keys, rules and indexes of every table."""
    seen = inspect(db.engine)
    looks = (
        seen.get_multi_columns,
        seen.get_multi_foreign_keys,
        seen.get_multi_unique_constraints,
        seen.get_multi_check_constraints,
        seen.get_multi_indexes,
    )
    return {
        f"{name}: {said(part)}"
        for look in looks
        for (_, name), parts in look().items()
        for part in parts
        if name != ALEMBICS_OWN
    }


def said(part: Any) -> str:
    """An index may hold for some rows only; that condition has to be written out."""
    options = {name: str(value) for name, value in part.get("dialect_options", {}).items()}
    return str({**part, "dialect_options": options})


def contents(rewrites: Mapping[str, str]) -> Contents:
    """Every row of every table, without the values that are rewritten."""
    with db.engine.connect() as connection:
        return {
            name: [*connection.execute(question(name, columns, rewrites)).mappings()]
            for (_, name), columns in inspect(connection).get_multi_columns().items()
            if name != ALEMBICS_OWN
        }


def question(name: str, columns: Iterable[Any], rewrites: Mapping[str, str]) -> Select[Any]:
    names = [str(each["name"]) for each in columns]
    rewritten = {each: text(rewrites.get(f"{name}.{each}", "FALSE")) for each in names}
    return select(
        *(case((rewritten[each], null()), else_=column(each)).label(each) for each in names)
    ).select_from(table(name))


def columns_without_a_value() -> list[str]:
    now = contents({})
    return [
        f"{each.table.name}.{each.name}"
        for every in Base.metadata.sorted_tables
        for each in every.columns
        if all(row[each.name] is None for row in now[every.name])
    ]


def lost(before: Contents, after: Contents) -> list[str]:
    """Tell of the tables that stand on both sides where a row, or a value of one, went."""
    faults = []
    for name in sorted(before.keys() & after.keys()):
        was, now = before[name], after[name]
        shared = [str(each) for each in next(iter(was), ()) if each in next(iter(now), ())]
        gone = Counter(map(picked(shared), was)) - Counter(map(picked(shared), now))
        if gone:
            faults.append(f"{name}: {gone.total()} of {len(was)} rows")
    return faults


def picked(names: Iterable[str]) -> Callable[[RowMapping], str]:
    return lambda row: str([row[name] for name in names])
