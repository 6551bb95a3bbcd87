"""The migrations make the tables that the models describe, and can take them away again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CheckConstraint, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from drakennet.accounts.models import User
from drakennet.database import Base, db
from drakennet.places import MIGRATIONS
from drakennet.practitioners.models import ProfileRegion
from drakennet.reference.services import load_facts
from tests import factories
from tests.conftest import NOW
from tests.migrations.databases import without_tables

NEXT = """
from alembic import op

revision, down_revision = "next", "{head}"


def upgrade() -> None:
    {steps}
"""


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    with without_tables(database_url, tmp_path) as app:
        yield app


@pytest.mark.usefixtures("empty_app")
def test_up_ends_with_no_difference() -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.asvs("6.3.2")
@pytest.mark.usefixtures("empty_app")
def test_new_site_has_no_account() -> None:
    upgrade()
    load_facts(now=NOW)
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.usefixtures("empty_app")
def test_up_makes_every_check() -> None:
    """Alembic does not compare them."""
    upgrade()
    inspector = inspect(db.engine)
    for table in Base.metadata.tables.values():
        made = {
            each["name"]: each["sqltext"] for each in inspector.get_check_constraints(table.name)
        }
        asked = {
            str(each.name): str(each.sqltext)
            for each in table.constraints
            if isinstance(each, CheckConstraint)
        }
        assert made.keys() == asked.keys()
        assert made == asked or db.engine.dialect.name != "sqlite"  # PostgreSQL words them anew


@pytest.mark.usefixtures("empty_app")
def test_down_leaves_nothing_and_up_again_works() -> None:
    upgrade()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def migrations_with(steps: str, folder: Path) -> str:
    """Give the folder of a copy of the migrations that has one more."""
    copy = shutil.copytree(MIGRATIONS, folder / "migrations")
    head = ScriptDirectory(str(copy)).get_current_head()
    (copy / "versions" / "next.py").write_text(NEXT.format(head=head, steps=steps))
    return str(copy)


def profile_regions() -> int | None:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ProfileRegion))


@pytest.fixture
def somebody(empty_app: Flask) -> None:
    """Make the tables of now, in which one profile names one region."""
    upgrade()
    load_facts(now=NOW)
    factories.practitioner_profile()
    db.session.commit()


@pytest.mark.usefixtures("somebody")
def test_a_changed_table_keeps_the_rows_that_belong_to_it(tmp_path: Path) -> None:
    change = """with op.batch_alter_table("practitioner_profile") as batch:
        batch.alter_column("about", nullable=True)"""
    upgrade(directory=migrations_with(change, tmp_path))
    assert profile_regions() == 1


@pytest.mark.usefixtures("somebody")
def test_a_migration_that_breaks_a_reference_is_taken_back(tmp_path: Path) -> None:
    folder = migrations_with('op.execute("DELETE FROM region")', tmp_path)
    with pytest.raises((IntegrityError, SystemExit)):
        upgrade(directory=folder)
    assert profile_regions() == 1
    assert db.session.scalar(text("SELECT count(*) FROM region"))
