"""An operator asks whether the access log is whole."""

import pytest
from flask import Flask
from sqlalchemy import update

from drakennet.access import services
from drakennet.access.models import AccessLine, Seen
from drakennet.access.services import Look
from drakennet.cli import main
from drakennet.config import Settings
from drakennet.database import db
from tests import factories
from tests.conftest import NOW

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def environment(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.extensions["settings"]
    monkeypatch.setenv("DRAKENNET_ENV", "test")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SECRET_KEY", settings.secret_key)


def test_empty_log_is_whole(capsys: Printed) -> None:
    assert main(["check-log"]) == 0
    assert capsys.readouterr().out == "no line yet\n"


@pytest.mark.asvs("16.4.2")
def test_log_tells_its_end_and_what_was_changed(capsys: Printed) -> None:
    viewer, subject = factories.member(), factories.member()
    services.log(viewer, Seen.CONTACT, [Look(subject.id)] * 2, now=NOW)
    db.session.commit()
    assert main(["check-log"]) == 0
    assert capsys.readouterr().out.startswith("whole up to line 2 ")
    db.session.execute(update(AccessLine).where(AccessLine.number == 1).values(hash="0" * 64))
    db.session.commit()
    assert main(["check-log"]) == 2
    assert capsys.readouterr().err == (
        "line 1 was changed\nline 2 does not follow the line before\n"
    )
