"""What every test may ask for. A test that takes `app` runs on SQLite and on PostgreSQL."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import text
from werkzeug.test import TestResponse

from drakennet import clock, create_app
from drakennet.accounts.models import LoginSession, User
from drakennet.accounts.sessions import key_hash
from drakennet.config import Environment, Settings
from drakennet.database import Base, db
from drakennet.reference.services import load_facts
from tests import postgres
from tests.browser import site

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # a Tuesday, eleven o'clock in Amsterdam
_KEPT = {"region", "vt_region", "municipality", "organisation_type", "term", "facts_load"}


class Client(FlaskClient):
    """A browser: every request has a context, a session and a transaction of its own.

    Without this a request would run inside the test's application context, and share with it
    the database session and the member whom Flask-Login remembers there.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        db.session.commit()  # what the test has made; a lock held here would never end
        stopped = clock.now()
        try:
            return Context().run(self._open_at, stopped, args, options)
        finally:
            db.session.expire_all()

    def _open_at(self, moment: datetime, args: Any, options: Any) -> TestResponse:
        with clock.at(moment):
            return super().open(*args, **options)


LogIn = Callable[[User], Client]
AnotherApp = Callable[..., Flask]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'tests.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def filled_app(database_url: str) -> Iterator[Flask]:
    """The application on a database that holds the facts and nobody."""
    app = create_app(
        Settings(
            environment=Environment.TEST,
            database_url=database_url,
            secret_key=secrets.token_urlsafe(32),
            base_url="http://127.0.0.1:5000",
        )
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
        load_facts(now=NOW)
        db.session.commit()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(filled_app: Flask) -> Iterator[Flask]:
    """A database without people, the clock at NOW; what a test commits is gone after it."""
    with clock.at(NOW), filled_app.app_context():
        yield filled_app
        pending = [*db.session.new, *db.session.dirty]
        db.session.remove()
        empty()
        assert not pending, f"left uncommitted: {pending}"


def empty() -> None:
    """Take everybody out; the facts stay."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in _KEPT:
                connection.execute(table.delete())


@pytest.fixture
def another_app(app: Flask) -> Iterator[AnotherApp]:
    """Make a second application on the same database, as another process would have."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(create_app(replace(app.extensions["settings"], **changes)))
        return made[-1]

    yield make
    for each in made:
        with each.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app, use_cookies=True)


@pytest.fixture
def log_in(app: Flask) -> LogIn:
    """Give a browser in which this member is logged in, as the log-in page would leave it."""

    def enter(member: User) -> Client:
        key = secrets.token_urlsafe(16)
        now = clock.now()
        db.session.add(
            LoginSession(
                member_id=member.id,
                key_hash=key_hash(key),
                created_at=now,
                last_seen_at=now,
                second_factor_at=now,
                proved_at=now,
            )
        )
        db.session.commit()
        visitor = Client(app, use_cookies=True)
        with visitor.session_transaction() as cookie:
            cookie["login_key"] = key
            cookie["_user_id"] = member.fs_uniquifier
            cookie["_fresh"] = True
        return visitor

    return enter


@pytest.fixture(scope="session")
def demonstration(filled_app: Flask) -> Iterator[Flask]:
    """The same database, served as the demonstration."""
    settings: Settings = filled_app.extensions["settings"]
    demo = create_app(replace(settings, environment=Environment.DEMO))
    yield demo
    with demo.app_context():
        db.engine.dispose()


@pytest.fixture
def demo_client(app: Flask, demonstration: Flask) -> Client:
    return Client(demonstration, use_cookies=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A developer's machine may lack a browser; CI says that it must not (DRAKENNET_REQUIRE)."""
    if site.chromium_path() is None and "browser" not in os.environ.get("DRAKENNET_REQUIRE", ""):
        pytest.skip("no Chromium on this machine")
    with site.browser() as chromium:
        yield chromium


@pytest.fixture
def running(app: Flask, chromium: Browser) -> Iterator[site.Site]:
    """The site, served; whoever visits it brings a real browser."""
    with site.serving(app, chromium) as served:
        yield served
