"""The command line: what an operator types, and what it answers."""

import json
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakennet.accounts.models import User
from drakennet.cli import main
from drakennet.config import Settings
from drakennet.database import db
from tests import factories
from tests.loading.files import good, saved, spoilt

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def environment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As an operator sets it; `main` makes an application of its own from it."""
    settings: Settings = app.extensions["settings"]
    monkeypatch.setenv("DRAKENNET_ENV", "test")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SECRET_KEY", settings.secret_key)
    return monkeypatch


def number_of_members() -> int:
    number = db.session.scalar(select(func.count(User.id))) or 0
    db.session.rollback()
    return number


def test_help_names_every_command() -> None:
    asked = [sys.executable, "-m", "drakennet", "--help"]
    shown = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    for command in ("serve", "worker", "upgrade", "facts", "load", "check-log", "erase", "demo"):
        assert re.search(rf"^    {command}\s", shown, re.MULTILINE)


def test_a_good_file_is_loaded(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: Printed
) -> None:
    assert main(["load", str(saved(tmp_path, good()))]) == 0
    assert capsys.readouterr().out.startswith("1 organisations, 4 members, 1 profiles")
    assert number_of_members() == 4


def test_a_bad_file_is_refused_in_one_line(
    environment: pytest.MonkeyPatch, tmp_path: Path, capsys: Printed
) -> None:
    path = saved(tmp_path, spoilt("requests[0].criteria.wishes[0].term", "toveren"))
    assert main(["load", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "people.json: requests[0].criteria.wishes[0].term: a term of the vocabulary\n"
    )
    assert number_of_members() == 0


def test_facts_can_be_loaded_again(environment: pytest.MonkeyPatch, capsys: Printed) -> None:
    assert main(["facts"]) == 0
    assert capsys.readouterr().out == "The facts are up to date.\n"


def test_who_came_back_with_a_back_up_is_erased_again(
    environment: pytest.MonkeyPatch, capsys: Printed
) -> None:
    """By the id that the log holds; who is not there, or was erased already, is no fault."""
    person, other = factories.member(name="Kwikstaart"), factories.member()
    ids = [str(person.id), str(uuid4())]
    assert main(["erase", *ids]) == main(["erase", *ids]) == 0
    said = capsys.readouterr()
    told = [line.partition(";")[0] for line in said.out.splitlines()]
    assert told == ["1 of 2 erased", "0 of 2 erased"]
    noted = [json.loads(line) for line in said.err.splitlines()]
    assert [line["member"] for line in noted if line["event"] == "erased"] == [str(person.id)]
    db.session.refresh(person)
    db.session.refresh(other)
    assert (person.name, other.erased_at) == ("Oud-lid", None)


def test_the_demonstration_is_for_no_other_environment(
    environment: pytest.MonkeyPatch, capsys: Printed
) -> None:
    assert main(["demo"]) == 2
    assert "DRAKENNET_ENV=demo" in capsys.readouterr().err
    assert number_of_members() == 0


def test_production_without_a_secret_does_not_start(
    environment: pytest.MonkeyPatch, capsys: Printed
) -> None:
    environment.setenv("DRAKENNET_ENV", "production")
    environment.delenv("SECRET_KEY")
    assert main(["facts"]) == 2
    assert "SECRET_KEY" in capsys.readouterr().err


def test_an_empty_folder_becomes_a_demonstration_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Printed
) -> None:
    """Tables, facts and people, with nothing there before; a second time changes nothing."""
    monkeypatch.setenv("DRAKENNET_ENV", "demo")
    monkeypatch.setenv("SECRET_KEY", "a secret for one test, and long enough")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    assert main(["demo"]) == 0
    assert main(["demo"]) == 0
    assert "There are members already" in capsys.readouterr().out
