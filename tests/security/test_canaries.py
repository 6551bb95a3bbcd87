"""Who sees what: a word of its own in every private field, and every page as everybody."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule, UUIDConverter

from drakennet.accounts.models import User
from drakennet.permissions import May
from tests.conftest import Client, LogIn
from tests.pages import Page
from tests.security import world
from tests.security.world import CLOSED, PRIVATE, Canary, World, text_columns

SLUGS = ("kennemerland", "zuid-limburg", "bestaat-niet")
LEAST_PAIRS = 5000


class Look(NamedTuple):
    """Somebody opens a page: who, which page, and about what."""

    world: World
    viewer: User | None
    endpoint: str
    thing: UUID | None


Relation = Callable[[Look, Canary], bool]


def crawl(app: Flask, known: World, log_in: LogIn) -> Iterator[tuple[Look, str, Canary]]:
    addresses = list(every_address(app, known))
    for viewer in [None, *known.people.values()]:
        browser = log_in(viewer) if viewer else Client(app)
        for endpoint, thing, address in addresses:
            answer = browser.get(address)
            assert answer.status_code < 500, (endpoint, address)
            said = (answer.get_data(as_text=True) + str(answer.headers)).lower()
            look = Look(known, viewer, endpoint, thing)
            for canary in known.found_in(said.replace(address.lower(), "")):
                yield look, address, canary


def every_address(app: Flask, known: World) -> Iterator[tuple[str, UUID | None, str]]:
    ids = world.rows_with_ids()
    to = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        if not rule.arguments:
            yield rule.endpoint, None, rule.rule
        for thing, value in _values(rule, known, ids):
            yield rule.endpoint, thing, to.build(rule.endpoint, value)
