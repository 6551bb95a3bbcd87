"""How long log in, sign up and asking for a link take for who is a member and for who is not.

    python3 dev.py bench equal_answers [--times 60] [--check]

Real hashing, real SQLite, one process; known and unknown take turns, so that a busy machine slows
both. Told are the medians in CPU time and the share by which they differ. `--check` ends with 1
when one differs by more than 15 %.
"""

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from drakennet import clock, create_app
from drakennet.accounts.models import User
from drakennet.config import Environment, Settings
from drakennet.database import Base, db
from drakennet.reference.services import load_facts

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
MOST = 0.15
KNOWN = "bekend@example.nl"
PASSWORD = "fiets regen molen kaas"
WRONG = "lamp wolken stoel berg"

Values = Callable[[str], dict[str, object]]
ASKS: dict[str, Values] = {
    "/inloggen": lambda email: {"email": email, "password": WRONG},
    "/wachtwoord-vergeten": lambda email: {"email": email},
    "/aanmelden": lambda email: {
        "name": "Noor de Wit",
        "email": email,
        "password": PASSWORD,
        "roles": ["practitioner"],
        "municipality": "Haarlem",
        "claimed_organisation": "",
    },
}


@contextmanager
def site() -> Iterator[Flask]:
    """The application as it is served, on a database with one member."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            Settings(
                environment=Environment.DEMO,
                database_url=f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
                secret_key=secrets.token_urlsafe(32),
                base_url="http://127.0.0.1:5000",
            )
        )
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context(), clock.at(NOW):
            Base.metadata.create_all(db.engine)
            load_facts(now=NOW)
            db.session.add(member())
            db.session.commit()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()


def member() -> User:
    return User(
        email=KNOWN,
        name="Noor de Wit",
        password=hash_password(PASSWORD),
        fs_uniquifier=uuid4().hex,
        municipality_code="GM0392",
        created_at=NOW,
        confirmed_at=NOW,
    )


def seconds(app: Flask, path: str, email: str, number: int) -> float:
    """CPU time of one request, from a network and at a time of its own: nothing is slowed down."""
    visitor: FlaskClient = app.test_client()
    visitor.environ_base["REMOTE_ADDR"] = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
    with clock.at(NOW + number * timedelta(hours=1)):
        began = time.process_time()
        answer = visitor.post(path, data=ASKS[path](email))
        took = time.process_time() - began
    assert answer.status_code in {302, 422}, answer.status_code
    return took


def compare(app: Flask, path: str, times: int) -> tuple[float, float]:
    """Median for the member and for nobody; the first of each warms up."""
    known, unknown = [], []
    for number in range(times + 1):
        known.append(seconds(app, path, KNOWN, 2 * number))
        unknown.append(seconds(app, path, f"niemand-{number}@example.nl", 2 * number + 1))
    return statistics.median(known[1:]), statistics.median(unknown[1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    parser.add_argument("--check", action="store_true")
    wish = parser.parse_args()
    widest = 0.0
    with site() as app:
        for path in ASKS:
            known, unknown = compare(app, path, wish.times)
            differ = known / unknown - 1
            widest = max(widest, abs(differ))
            print(f"{path:24} {known * 1000:6.1f} ms {unknown * 1000:6.1f} ms {differ:+7.1%}")
    return 1 if wish.check and widest > MOST else 0


if __name__ == "__main__":
    os.environ.setdefault("DRAKENNET_ENV", "demo")
    sys.exit(main())
