"""Erased is erased: a word of its own in every private field, and no word of theirs after it."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock, create_app
from drakennet.accounts.models import User
from drakennet.config import Environment, Settings
from drakennet.database import Base, db, forget_on_disk
from drakennet.own_data import queries, services
from drakennet.reference.services import load_facts
from tests import factories
from tests.accounts.steps import log_in, member
from tests.conftest import NOW, Client
from tests.pages import submit
from tests.security import world
from tests.security.sees import whose
from tests.security.world import Canary, World

EVERYBODY = (
    *("boss", "accepting", "strict and accepting", "unasked", "colleague", "invitee 0"),
    *("veilig thuis", "coordinator", "administrator", "waiting", "turned down"),
)
# The id leads nowhere any more (decision 14). What an organisation asks stays the organisation's.
STAYS = ("member.id", "care_request.")


def words_of(person_id: UUID, known: World) -> dict[str, str]:
    """The words that are this member's, each with the column in which it stands."""
    rows = {_row(table.name, row) for table, row in _rows_about(person_id)}
    return {
        word: canary.column
        for word, canary in known.canaries.items()
        if (whose(canary) == person_id or _row(_table(canary), canary.row) in rows)
        and not canary.column.startswith(STAYS)
    }


def _rows_about(person_id: UUID) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    for table, which in queries.conditions(person_id):
        for row in db.session.execute(select(table).where(which)).mappings():
            yield table, dict(row)


def _table(canary: Canary) -> str:
    return canary.column.split(".", maxsplit=1)[0]


def _row(table: str, row: Mapping[str, Any]) -> str:
    return f"{table} {[str(row[key.name]) for key in Base.metadata.tables[table].primary_key]}"


def everything_stored() -> str:
    """Each value of each row of each table."""
    rows = [
        repr(tuple(row))
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    ]
    return "\n".join(rows).lower()


def _erased(name: str, known: World) -> UUID:
    person = known.people[name]
    services.erase(db.session.get_one(User, person.id), now=NOW)
    db.session.commit()
    db.session.expire_all()
    return person.id


@pytest.mark.asvs("14.2.4")
@pytest.mark.parametrize("name", EVERYBODY)
def test_no_word_of_theirs_is_in_any_table_or_export(name: str, app: Flask) -> None:
    known = world.build(app)
    words = words_of(known.people[name].id, known)
    assert {"member.name", "member.email", "member.claimed_organisation"} <= {*words.values()}
    assert all(word in everything_stored() for word in words)
    gone = _erased(name, known)
    stored = everything_stored()
    assert [column for word, column in words.items() if word in stored] == []
    for other in known.people.values():
        if other.id != gone:
            held = repr(queries.held_of(db.session.get_one(User, other.id))).lower()
            assert [column for word, column in words.items() if word in held] == []


# ---- What stands on the disk ----


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[tuple[Flask, Path]]:
    """A site with a folder of its own; on PostgreSQL the server keeps the files."""
    app = create_app(
        Settings(
            environment=Environment.TEST,
            database_url=f"sqlite:///{tmp_path / 'site.sqlite3'}",
            secret_key="x" * 40,
            base_url="http://127.0.0.1:5000",
        )
    )
    with clock.at(NOW), app.app_context():
        Base.metadata.create_all(db.engine)
        load_facts(now=NOW)
        db.session.commit()
        yield app, tmp_path
        db.session.remove()
        db.engine.dispose()


@pytest.mark.asvs("14.2.4")
def test_whoever_presses_the_button_is_gone_from_the_disk(on_disk: tuple[Flask, Path]) -> None:
    app, folder = on_disk
    member(name="Kwikstaart Pietersen")
    browser = Client(app, use_cookies=True)
    log_in(browser)
    assert b"Kwikstaart" in _bytes_in(folder)
    page = submit(browser, "/mijn-gegevens/wissen", {"sure": "yes"})
    assert page.status == 302
    assert b"Kwikstaart" not in _bytes_in(folder)


def test_nobody_waits_for_who_reads_meanwhile(on_disk: tuple[Flask, Path]) -> None:
    """The log stays as it is, and the next time it is emptied."""
    _app, folder = on_disk
    db.session.remove()
    log = folder / "site.sqlite3-wal"
    reader = sqlite3.connect(folder / "site.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM member").fetchall()
    factories.member()
    db.session.remove()
    forget_on_disk()
    assert log.stat().st_size > 0
    reader.close()
    forget_on_disk()
    assert log.stat().st_size == 0


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.asvs("14.2.4")
def test_no_word_of_theirs_is_in_the_files(on_disk: tuple[Flask, Path]) -> None:
    """Not in what SQLite calls free either, nor in the log from which it writes."""
    app, folder = on_disk
    known = world.build(app)
    words = {word for name in EVERYBODY for word in words_of(known.people[name].id, known)}
    kept = _bytes_in(folder)
    assert all(word.encode() in kept or _spelled(word, kept) for word in words)
    for name in EVERYBODY:
        _erased(name, known)
    db.session.remove()
    forget_on_disk()
    left = _bytes_in(folder)
    assert [word for word in words if word.encode() in left] == []


def _spelled(word: str, kept: bytes) -> bool:
    """Ids are stored without their dashes."""
    return word.replace("-", "").encode() in kept
