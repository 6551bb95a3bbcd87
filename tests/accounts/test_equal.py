"""Who asks learns nothing from text, status or time about who is a member.

Time is not measured here, for a busy machine is no fault: the slow work is counted. Every hash
of a password is real, and is noted as it is made. `benchmarks/equal_answers.py` measures.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import low_level
from flask import Flask
from sqlalchemy import text

from drakennet.accounts import services
from drakennet.database import db
from tests.accounts.steps import (
    OTHER_PASSWORD,
    PASSWORD,
    link_in,
    log_in,
    mails,
    member,
    sign_up,
)
from tests.conftest import NOW, Client
from tests.pages import submit

Ask = Callable[[Client, str], Any]
ASKS: dict[str, Ask] = {
    "log in": lambda client, email: log_in(client, email=email, password=OTHER_PASSWORD),
    "sign up": lambda client, email: sign_up(client, email=email),
    "reset": lambda client, email: submit(client, "/wachtwoord-vergeten", {"email": email}),
}
HASHES = {"log in": 1, "sign up": 1, "reset": 0}


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch, app: Flask) -> list[str]:
    """Each time that Argon2 works, as it really happens."""
    seen: list[str] = []
    for name in ("hash_secret", "verify_secret"):
        real = getattr(low_level, name)

        def noted(*given: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
            seen.append(_name)
            return _real(*given, **more)

        monkeypatch.setattr(low_level, name, noted)
    services._nobodys()  # once for a process, not for a visitor
    return seen


def somebody(email: str, kind: str) -> None:
    match kind:
        case "member":
            member(email=email)
        case "blocked":
            member(email=email).blocked_at = NOW
        case "without a password":
            member(email=email, password=None)
        case "unconfirmed":
            member(email=email).confirmed_at = None
    db.session.commit()


@pytest.mark.parametrize("ask", ASKS)
@pytest.mark.parametrize(
    "kind", ["member", "blocked", "without a password", "unconfirmed", "nobody"]
)
@pytest.mark.asvs("6.3.8")
def test_same_work_whoever_it_is(
    ask: str, kind: str, client: Client, app: Flask, hashes: list[str]
) -> None:
    """One hash to log in or sign up, none to ask for a link; never one more or less."""
    somebody("iemand@example.nl", kind)
    hashes.clear()
    page = ASKS[ask](client, "iemand@example.nl")
    assert len(hashes) == HASHES[ask], hashes
    assert page.status == (422 if ask == "log in" else 302)


@pytest.mark.parametrize("ask", ["sign up", "reset"])
@pytest.mark.asvs("6.3.8")
def test_same_statements_whoever_it_is(ask: str, client: Client, app: Flask) -> None:
    """A mail to nobody is written as well, and then dropped: only its row is the difference."""
    counted = {}
    for kind in ("member", "nobody"):
        somebody(f"{kind.split()[0]}@example.nl", kind)
        before = _attempts()
        ASKS[ask](client, f"{kind.split()[0]}@example.nl")
        counted[kind] = _attempts() - before
    assert counted["member"] == counted["nobody"] == 2


def _attempts() -> int:
    return int(db.session.scalar(text("SELECT count(*) FROM attempt")) or 0)


# ---- Nobody waits for a hash ----


def _lock_is_free(app: Flask) -> None:
    """Write beside the request, without any patience."""
    path = db.engine.url.database
    if db.engine.dialect.name != "sqlite":
        return
    other = sqlite3.connect(str(path), timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()


@pytest.fixture
def locks(monkeypatch: pytest.MonkeyPatch, app: Flask) -> list[str]:
    """At each hash, somebody else writes; on SQLite that fails when our transaction is open."""
    seen: list[str] = []
    for name in ("hash_secret", "verify_secret"):
        real = getattr(low_level, name)

        def noted(*given: Any, _real: Any = real, _name: str = name, **more: Any) -> Any:
            _lock_is_free(app)
            seen.append(_name)
            return _real(*given, **more)

        monkeypatch.setattr(low_level, name, noted)
    services._nobodys()
    return seen


def _log_in(client: Client) -> None:
    assert log_in(client, password=OTHER_PASSWORD).status == 422
    assert log_in(client).status == 302


def _change(client: Client) -> None:
    log_in(client)
    values = {"current_password": PASSWORD, "password": OTHER_PASSWORD}
    assert submit(client, "/account/wachtwoord", values).status == 302


def _reset(client: Client) -> None:
    submit(client, "/wachtwoord-vergeten", {"email": "noor@example.nl"})
    page = submit(client, link_in(mails("reset_password")[0]), {"password": OTHER_PASSWORD})
    assert page.status == 302


def _sign_up(client: Client) -> None:
    assert sign_up(client, email="nieuw@example.nl").status == 302


def _prove(client: Client) -> None:
    log_in(client)
    assert submit(client, "/account/bevestigen", {"password": PASSWORD}).status == 302


@pytest.mark.parametrize("act", [_log_in, _change, _reset, _sign_up, _prove])
def test_hash_is_made_while_others_can_write(
    act: Callable[[Client], None], client: Client, app: Flask, request: pytest.FixtureRequest
) -> None:
    member()
    db.session.commit()
    seen: list[str] = request.getfixturevalue("locks")
    seen.clear()
    act(client)
    assert seen
