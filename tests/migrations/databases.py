"""A database of its own for a test that makes and changes the tables itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, text

from drakennet import create_app
from drakennet.config import Environment, Settings
from drakennet.database import db


@contextmanager
def without_tables(database_url: str, folder: Path) -> Iterator[Flask]:
    """The application, in its context, on a database in which nothing is."""
    app = create_app(
        Settings(
            environment=Environment.TEST,
            database_url=_empty_database(database_url, folder),
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
