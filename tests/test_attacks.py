"""What somebody tries who means harm, wherever on the site; each rule's own tests are elsewhere."""

import io
import logging
import sqlite3
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from drakennet.accounts.services import UNUSABLE
from drakennet.config import Environment, Settings
from drakennet.database import db
from tests import factories
from tests.accounts.steps import wish
from tests.conftest import Client, LogIn
from tests.pages import Page


@pytest.mark.parametrize("field", ["email", "name", "municipality", "password", "roles"])
def test_file_where_a_word_is_asked_is_refused(field: str, client: Client) -> None:
    fields = Page(client.get("/aanmelden")).form(having="email").fields | wish()
    answer = client.post("/aanmelden", data=fields | {field: (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code == 415


@pytest.mark.parametrize("query", ["a=1&a=%00", "%00=1"])
def test_nul_is_refused_wherever_it_hides(query: str, client: Client) -> None:
    assert client.get(f"/?{query}").status_code == 400
    kind = "application/x-www-form-urlencoded"
    assert client.post("/inloggen", data=query, content_type=kind).status_code == 400


@pytest.mark.parametrize("host", ["x" * 300, "a..b"])
@pytest.mark.parametrize("path", ["/", "/home", "/bestaat-niet"])
def test_impossible_host_gets_a_clear_answer(host: str, path: str, client: Client) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Wij konden uw verzoek niet lezen." in answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_broken_database_still_gets_a_sentence(
    demonstration: Flask, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even the name above the page can be read then."""
    browser = log_in(factories.member())
    browser.application = demonstration

    def fail(*_statement: Any) -> None:
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    with demonstration.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with caplog.at_level(logging.CRITICAL):
            answer = browser.get("/home")
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis." in answer.get_data(as_text=True)


def test_log_of_a_fault_holds_nobody(app: Flask) -> None:
    """A statement that fails is logged, and what was to be stored is not."""
    with pytest.raises(Exception, match="SELECT") as fault:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE a = :a"), {"a": "Noor de Wit"})
    db.session.rollback()
    assert "Noor de Wit" not in str(fault.value)


def test_error_page_below_static_is_kept_by_nobody(log_in: LogIn) -> None:
    browser = log_in(factories.member(name="Sanne Schuil"))
    answer = browser.get("/static/bestaat-niet.css")
    assert answer.status_code == 404
    assert "Sanne Schuil" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.asvs("11.4.2")
def test_passwords_are_kept_slow_and_in_one_way_only() -> None:
    settings = Settings(
        environment=Environment.PRODUCTION, database_url="", secret_key="", base_url=""
    ).flask()
    assert (
        settings["SECURITY_PASSWORD_SCHEMES"] == [settings["SECURITY_PASSWORD_HASH"]] == ["argon2"]
    )
    options = settings["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"]
    assert options["argon2__memory_cost"] >= 19 * 1024
    assert options["argon2__rounds"] >= 2


@pytest.mark.parametrize("typed", [UNUSABLE, "x"])
def test_what_stands_where_a_password_would_opens_nothing(typed: str, app: Flask) -> None:
    from flask_security import verify_password

    with pytest.raises(ValueError, match="hash"):
        verify_password(typed, typed)
