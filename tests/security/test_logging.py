"""Chapter 16: what is noted when something matters for safety, and what never is."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from structlog.testing import capture_logs

from drakennet import logs
from drakennet.accounts.models import RoleName
from drakennet.config import Environment
from drakennet.database import db
from drakennet.mail.services import queue
from drakennet.mail.tasks import send_due
from drakennet.permissions import May, requires
from drakennet.security_log import WARNINGS, Event, coarse, note
from tests import factories
from tests.accounts.steps import OTHER_PASSWORD, PASSWORD, log_in, member
from tests.conftest import NOW, AnotherApp, Client, LogIn
from tests.mail.conftest import settings
from tests.pages import submit
from tests.security.code import ROOT, calls, imports

Lines = list[Any]


@pytest.fixture
def noted() -> Iterator[Lines]:
    """What is noted while the test runs."""
    with capture_logs() as lines:
        yield lines


def events(lines: Lines) -> list[str]:
    return [line["event"] for line in lines if line.get("log") == "security"]


def one(lines: Lines, event: Event) -> dict[str, Any]:
    (found,) = [line for line in lines if line["event"] == event]
    return dict(found)


# ---- Logging in ----


@pytest.mark.asvs("16.3.1", "16.2.1")
def test_log_in_is_noted_with_who_and_where(client: Client, noted: Lines) -> None:
    somebody = member()
    log_in(client)
    line = one(noted, Event.LOGGED_IN)
    assert line["member"] == str(somebody.id)
    assert (line["page"], line["method"]) == ("accounts.log_in", "POST")
    assert line["network"] == "127.0.0.x"
    assert line["second_factor"] is False


@pytest.mark.asvs("16.3.1")
def test_failed_log_in_is_noted_whoever_it_was(client: Client, noted: Lines) -> None:
    somebody = member()
    log_in(client, password="niet het wachtwoord")
    log_in(client, email="niemand@example.nl")
    lines = [line for line in noted if line["event"] == Event.LOG_IN_FAILED]
    assert [line["member"] for line in lines] == [str(somebody.id), None]
    assert {line["log_level"] for line in lines} == {"warning"}


@pytest.mark.asvs("16.3.1")
def test_logging_out_and_a_new_password_are_noted(client: Client, noted: Lines) -> None:
    member()
    log_in(client)
    values = {"current_password": PASSWORD, "password": OTHER_PASSWORD}
    assert submit(client, "/account/wachtwoord", values).status == 302
    submit(client, "/uitloggen", {}, page="/account")
    assert events(noted) == [
        Event.LOGGED_IN,
        Event.LOG_INS_ENDED,
        Event.ACCOUNT_CHANGED,
        Event.LOGGED_IN,
        Event.LOGGED_OUT,
    ]
    assert one(noted, Event.ACCOUNT_CHANGED)["by"] is not None


@pytest.mark.asvs("16.3.1")
def test_wrong_password_of_who_is_in_is_noted(client: Client, noted: Lines) -> None:
    somebody = member()
    log_in(client)
    values = {"current_password": "niet het wachtwoord", "password": OTHER_PASSWORD}
    assert submit(client, "/account/wachtwoord", values).status == 422
    line = one(noted, Event.PASSWORD_FAILED)
    assert line["member"] == line["by"] == str(somebody.id)


# ---- What was refused ----


@pytest.mark.asvs("16.3.2")
@pytest.mark.parametrize("address", ["/mijn-regio", "/aanvragen", "request"])
def test_page_that_is_not_for_you_is_noted(address: str, log_in: LogIn, noted: Lines) -> None:
    somebody = factories.member(RoleName.PRACTITIONER)
    if address == "request":
        address = f"/aanvragen/{factories.care_request().id}"
    assert log_in(somebody).get(address).status_code == 404
    line = one(noted, Event.NOT_ALLOWED)
    assert line["by"] == str(somebody.id)
    assert line["action"]
    assert line["log_level"] == "warning"


@pytest.mark.asvs("16.3.3")
@pytest.mark.parametrize(
    ("data", "status", "why"),
    [
        pytest.param({"email": "x"}, 400, "CSRFError", id="without the token"),
        pytest.param({"csrf_token": "\x00"}, 400, "UnusableInput", id="NUL byte"),
        pytest.param({"email": "x" * 300_000}, 413, "RequestEntityTooLarge", id="too large"),
    ],
)
def test_way_round_a_rule_is_noted(
    data: dict[str, str], status: int, why: str, client: Client, noted: Lines
) -> None:
    assert client.post("/inloggen", data=data).status_code == status
    line = one(noted, Event.REFUSED)
    assert (line["status"], line["why"]) == (status, why)


@pytest.mark.asvs("16.3.3")
def test_too_many_tries_are_noted(client: Client, noted: Lines) -> None:
    member()
    for _time in range(11):
        log_in(client, password="niet het wachtwoord")
    assert one(noted, Event.REFUSED)["status"] == 429


@pytest.mark.asvs("16.3.3")
def test_every_event_is_written_down() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert [event for event in Event if f"`{event}`" not in text] == []
    assert set(Event) >= WARNINGS


# ---- What went wrong ----


@pytest.mark.asvs("16.3.4", "16.5.3")
def test_unforeseen_fault_is_noted_with_its_place(another_app: AnotherApp, noted: Lines) -> None:
    site = another_app(environment=Environment.PRODUCTION)

    @requires(May.VISIT)
    def broken() -> str:
        raise RuntimeError("stuk")

    site.view_functions["pages.start"] = broken
    with capture_logs() as lines:
        assert site.test_client().get("/").status_code == 500
    (line,) = [line for line in lines if line["event"] == "unexpected_fault"]
    assert line["page"] == "pages.start"
    assert isinstance(line["exc_info"], RuntimeError)


@pytest.mark.asvs("16.3.4", "16.5.2")
def test_mail_that_could_not_go_is_noted(app: Flask, noted: Lines) -> None:
    """Such as when the mail server shows a wrong certificate, time after time."""
    mail = queue(factories.message(), now=NOW)
    db.session.commit()
    with settings(app, smtp_url="smtp://127.0.0.1:1"):
        while mail.next_try_at is not None:
            send_due(mail.next_try_at)
            db.session.refresh(mail)
            db.session.commit()
    (line,) = [line for line in noted if line["event"] == "mail_given_up"]
    assert line["mail"] == str(mail.id)
    assert "example.nl" not in str(line)


# ---- What a line looks like ----


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line]


@pytest.mark.asvs("16.2.4", "16.2.1")
def test_each_line_is_json_with_its_moment(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    note(Event.LOGGED_IN, second_factor=True)
    (line,) = written(capsys)
    assert line["event"] == "logged_in"
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")  # UTC, whatever the machine says


@pytest.mark.asvs("16.4.1")
@pytest.mark.parametrize("typed", ['x\n{"event": "logged_in"}', "x\r\ny", "\x1b[2J", 'a"}, {"b'])
def test_nobody_writes_a_line_of_their_own(
    typed: str, app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    note(Event.REFUSED, status=400, why=typed)
    library = logs.of_libraries()
    library.handle(logging.LogRecord("waitress", 30, "x", 1, "said %s", (typed,), None))
    first, second = written(capsys)
    assert first["why"] == typed
    assert second["event"] == f"said {typed}"


@pytest.mark.asvs("16.2.5", "14.2.4")
def test_no_line_holds_what_was_typed(client: Client, noted: Lines) -> None:
    member()
    log_in(client)
    log_in(Client(client.application, use_cookies=True), password="Geheim Wachtwoord 99")
    client.get("/antwoord/GEHEIM-token")
    client.post("/inloggen?token=GEHEIM", data={"email": "GEHEIM@example.nl"})
    with client.session_transaction() as cookie:
        key = cookie["login_key"]
    said = str(noted)
    for secret in (PASSWORD, "Geheim Wachtwoord", "GEHEIM", "noor", "Noor", "127.0.0.1", key):
        assert secret not in said, secret
    assert len(noted) >= 3


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("203.0.113.77", "203.0.113.x"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:x"),
        (None, ""),
        ("", ""),
    ],
)
def test_network_is_noted_roughly(address: str | None, said: str) -> None:
    assert coarse(address) == said


@pytest.mark.asvs("16.2.3")
def test_lines_go_to_standard_error_and_nowhere_else() -> None:
    handlers = {"FileHandler", "SysLogHandler", "SMTPHandler", "HTTPHandler", "SocketHandler"}
    handlers |= {"RotatingFileHandler", "TimedRotatingFileHandler", "WriteLoggerFactory"}
    assert [name for _path, name, _call in calls() if name.split(".")[-1] in handlers] == []
    assert [path for path, name in imports() if name.startswith("logging.handlers")] == []
    makers = {path for path, name, _call in calls() if name.endswith("PrintLoggerFactory")}
    assert makers == {"platform/drakennet/logs.py"}
