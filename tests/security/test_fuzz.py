"""Whatever is sent, the answer is a page: never a fault of ours."""

import os
import sys

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import update

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.factors.models import RecoveryCode
from tests.conftest import Client, LogIn, empty
from tests.security import world
from tests.security.fuzz import ANEW, FRESH, REQUESTS, SEED, Fuzz
from tests.security.world import World

ROLES = (
    *("nobody", "boss", "accepting", "colleague", "veilig thuis", "coordinator"),
    *("administrator", "waiting", "turned down"),
)


@pytest.mark.asvs("2.2.1", "16.5.3")
@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_sent_is_a_fault(role: str, app: Flask, log_in: LogIn) -> None:
    seed = int(os.environ.get(SEED, "1")) * 100 + ROLES.index(role)
    fuzz, number = Fuzz(app, seed), int(os.environ.get(REQUESTS, "200"))
    while fuzz.statuses.total() < number:
        known = _world(app, fuzz)
        until = min(number, fuzz.statuses.total() + ANEW)
        while fuzz.statuses.total() < until:
            browser = Client(app) if role == "nobody" else log_in(known.people[role])
            fuzz.visit(browser, min(until, fuzz.statuses.total() + FRESH))
    tell(role, fuzz)
    assert fuzz.faults == []
    assert fuzz.statuses[200] + fuzz.statuses[302] > number / 20  # some got past the door


def _world(app: Flask, fuzz: Fuzz) -> World:
    """Everybody as they were, whatever was done to them before."""
    empty()
    known = world.build(app)
    _real_hashes()
    fuzz.tokens = [(endpoint, token) for endpoint, token, _told in known.links]
    fuzz.known = [str(one) for one in world.rows_with_ids()] + [token for _, token in fuzz.tokens]
    return known


def tell(role: str, fuzz: Fuzz) -> None:
    """For the command, at once: what was sent, and which pages gave what was asked."""
    sent = dict(sorted(fuzz.statuses.items()))
    lines = [f"{role}: {fuzz.statuses.total()}, {sent}", *fuzz.faults]
    refused = " ".join(sorted(fuzz.tried - fuzz.answered))
    lines.append(f"  {len(fuzz.tried)} pages tried, {len(fuzz.answered)} answered; not: {refused}")
    if REQUESTS in os.environ and sys.__stdout__:
        sys.__stdout__.write("\n".join(["", *lines, ""]))
        sys.__stdout__.flush()


def _real_hashes() -> None:
    """The words of the world stand where no word of a member ever stands."""
    hashed = hash_password("fiets regen molen kaas")
    db.session.execute(update(User).values(password=hashed))
    db.session.execute(update(RecoveryCode).values(code_hash=hashed))
    db.session.commit()
