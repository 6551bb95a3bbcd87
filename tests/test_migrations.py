"""The migrations make the tables that the models describe, and can take them away again."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text

from drakennet import create_app
from drakennet.config import Environment, Settings
from drakennet.database import Base, db


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database in which nothing is."""
    url = _empty_database(database_url, tmp_path)
    app = create_app(
        Settings(
            environment=Environment.TEST,
            database_url=url,
            secret_key="x" * 40,
            base_url="http://127.0.0.1:5000",
        )
    )
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _empty_database(url: str, folder: Path) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{folder / 'empty.sqlite3'}"
    name = f"empty_{uuid4().hex}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{url.rpartition('/')[0]}/{name}"


@pytest.mark.usefixtures("empty_app")
def test_up_ends_with_no_difference() -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.usefixtures("empty_app")
def test_down_leaves_nothing_and_up_again_works() -> None:
    upgrade()
    downgrade(revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    upgrade()
    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
