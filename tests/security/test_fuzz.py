"""Whatever is sent, the answer is a page: never a fault of ours."""

import os

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import update

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.factors.models import RecoveryCode
from tests.conftest import Client, LogIn
from tests.security import world
from tests.security.fuzz import FRESH, REQUESTS, SEED, Fuzz

ROLES = (
    *("nobody", "boss", "accepting", "colleague", "veilig thuis", "coordinator"),
    *("administrator", "waiting", "turned down"),
)


@pytest.mark.asvs("2.2.1", "16.5.3")
@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_sent_is_a_fault(role: str, app: Flask, log_in: LogIn) -> None:
    known = world.build(app)
    _real_hashes()
    tokens = [token for _endpoint, token, _told in known.links]
    seed = int(os.environ.get(SEED, "1")) * 100 + ROLES.index(role)
    fuzz = Fuzz(app, seed, world.rows_with_ids(), tokens)
    number = int(os.environ.get(REQUESTS, "200"))
    for sent in range(number):
        if sent % FRESH == 0:
            browser = Client(app) if role == "nobody" else log_in(known.people[role])
            fuzz.begin(browser)
        fuzz.send(browser)
    print(f"{role}: {number}, {dict(sorted(fuzz.statuses.items()))}")  # noqa: T201 - for the command
    assert fuzz.faults == []
    assert fuzz.statuses[200] + fuzz.statuses[302] > number / 20  # some got past the door


def _real_hashes() -> None:
    """The words of the world stand where no word of a member ever stands."""
    hashed = hash_password("fiets regen molen kaas")
    db.session.execute(update(User).values(password=hashed))
    db.session.execute(update(RecoveryCode).values(code_hash=hashed))
    db.session.commit()
