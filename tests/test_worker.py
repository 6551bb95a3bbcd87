"""The worker: it sends, it ticks, it stops when told, and killing it loses nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from drakennet import clock
from drakennet.config import Settings
from drakennet.database import db
from drakennet.mail.services import queue
from drakennet.mail.tasks import LOAN, send_due
from drakennet.organisations.models import Organisation
from drakennet.worker import MAIL_SECONDS, TICK_SECONDS, Job, Worker
from tests import factories
from tests.mail.conftest import settings
from tests.mail.servers import mail_server
from tests.mail.test_delivery import MESSAGE, row

PATIENCE = 60.0


def put() -> UUID:
    """Due for every clock: the worker's process has its own."""
    mail = queue(MESSAGE, now=datetime(2020, 1, 1, tzinfo=UTC))
    db.session.commit()
    return mail.id


@contextmanager
def running(app: Flask, smtp_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as an operator starts it."""
    given: Settings = app.extensions["settings"]
    environment = {
        **os.environ,
        "DRAKENNET_ENV": "test",
        "DATABASE_URL": given.database_url,
        "SECRET_KEY": given.secret_key,
        "SMTP_URL": smtp_url,
    }
    command = [sys.executable, "-m", "drakennet", "worker"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    assert what()


def test_a_worker_sends_and_stops_when_told(app: Flask) -> None:
    mail_id = put()
    with mail_server() as server, running(app, server.url) as process:
        wait_for(lambda: row(mail_id).sent_at is not None)
        process.send_signal(signal.SIGTERM)
        _output, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert b"worker_stopped" in log
    assert len(server.mails) == 1


def test_killed_while_the_mail_server_listens_nothing_is_lost(app: Flask) -> None:
    """Killed (-9) in the middle of a conversation: the mail comes up again, with the same id."""
    mail_id = put()
    with mail_server() as server:
        server.seconds_for_data = PATIENCE
        with running(app, server.url) as process:
            wait_for(lambda: bool(server.begun))
            process.kill()
            process.wait()
        server.seconds_for_data = 0.0
        assert row(mail_id).sent_at is None
        with settings(app, smtp_url=server.url):
            assert send_due(datetime.now(UTC) + LOAN).sent == 1
    assert {mail["Message-ID"] for mail in server.mails} == {f"<{mail_id}@drakennet>"}


@pytest.fixture
def worker(app: Flask) -> Worker:
    return Worker(app)


def test_every_feature_that_has_work_is_called(worker: Worker) -> None:
    assert worker.jobs[0].name == "mail"
    assert {"intervision", "mail", "disk"} <= {job.name for job in worker.jobs}


def test_a_job_waits_its_turn(worker: Worker) -> None:
    done: list[str] = []
    worker.jobs = [
        Job("mail", MAIL_SECONDS, lambda _now: done.append("mail")),
        Job("slow", TICK_SECONDS, lambda _now: done.append("slow")),
    ]
    for moment in (0.0, 1.0, MAIL_SECONDS, TICK_SECONDS):
        worker.run_due(moment)
    assert done == ["mail", "slow", "mail", "mail", "slow"]


@pytest.mark.asvs("16.5.3")
def test_a_job_that_fails_stops_no_other_and_keeps_nothing(worker: Worker) -> None:
    def fail(_now: datetime) -> None:
        db.session.add(_place("Half"))
        db.session.flush()
        raise RuntimeError("a fault")

    def work(_now: datetime) -> None:
        db.session.add(_place("Heel"))

    db.session.commit()
    worker.jobs = [Job("broken", 1.0, fail), Job("whole", 1.0, work)]
    worker.run_due(0.0)
    names = [place.name for place in db.session.query(Organisation)]
    assert names == ["Heel"]


def _place(name: str) -> Organisation:
    return Organisation(
        name=name,
        type_slug="vrouwenopvang",
        municipality_code=factories.HAARLEM,
        created_at=clock.now() - timedelta(days=1),
    )


def test_told_to_stop_it_begins_nothing_new(worker: Worker) -> None:
    done: list[str] = []
    worker.jobs = [
        Job("first", 1.0, lambda _now: worker.stop.set()),
        Job("second", 1.0, lambda _now: done.append("second")),
    ]
    worker.run()
    assert done == []
