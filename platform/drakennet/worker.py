"""The worker: a loop that sends mail and calls each feature's `tasks.tick(now)`.

The tables are the queue, so several workers may run at once, and one that is killed loses
nothing. Each job has its own application context and transaction; one that fails is logged and
does not stop the others.
"""

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from threading import Event, Thread

import structlog
from flask import Flask

from drakennet import FEATURES, clock
from drakennet.database import db, forget_on_disk
from drakennet.mail.tasks import send_due

MAIL_SECONDS = 2.0
TICK_SECONDS = 30.0
log = structlog.get_logger("drakennet.worker")


@dataclass(slots=True)
class Job:
    """What is done every so many seconds; it answers with what it did, or with nothing."""

    name: str
    every: float
    work: Callable[[datetime], object]
    due_at: float = 0.0


class Worker:
    """Runs the jobs of one application, in the order in which they fall due."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stop = Event()
        self.jobs = [
            Job("mail", MAIL_SECONDS, send_due),
            *_ticks(),
            Job("disk", TICK_SECONDS, lambda _now: forget_on_disk()),
        ]

    def run_until_told(self) -> None:
        """Run in this process; SIGTERM and SIGINT let the job that is busy end first."""
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_signal: self.stop.set())
        log.info("worker_started", jobs=[job.name for job in self.jobs])
        self.run()
        log.info("worker_stopped")

    def start_beside(self) -> None:
        """Run beside a development server; it dies with the process, which loses nothing."""
        Thread(target=self.run, name="worker", daemon=True).start()

    def run(self) -> None:
        while not self.stop.is_set():
            self.run_due(time.monotonic())
            self.stop.wait(MAIL_SECONDS)

    def run_due(self, moment: float) -> None:
        for job in self.jobs:
            if job.due_at <= moment and not self.stop.is_set():
                job.due_at = moment + job.every
                self._run(job)

    def _run(self, job: Job) -> None:
        with self.app.app_context():
            try:
                did = job.work(clock.now())
                db.session.commit()
            except Exception:  # the loop outlives every fault of a job
                db.session.rollback()
                log.exception("job_failed", job=job.name)
            else:
                if did:
                    log.info("job_done", job=job.name, did=str(did))


def _ticks() -> Iterator[Job]:
    """The features that have work of their own, by convention."""
    for feature in FEATURES:
        name = f"{feature.__name__}.tasks"
        tick = getattr(import_module(name), "tick", None) if find_spec(name) else None
        if tick is not None:
            yield Job(feature.__name__.rpartition(".")[2], TICK_SECONDS, tick)
