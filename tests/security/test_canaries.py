"""Who sees what: a word of its own in every private field, and every page as everybody."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete
from werkzeug.routing import Rule, UUIDConverter

from drakennet.access.models import AccessLine
from drakennet.accounts.models import User
from drakennet.database import db
from tests.conftest import Client, LogIn
from tests.pages import submit
from tests.security import world
from tests.security.sees import Look, may_see
from tests.security.world import CLOSED, PRIVATE, World, text_columns

SLUGS = ("kennemerland", "zuid-limburg")
LEAST_PAIRS = 5000
# One of each kind, so that each of the five thousand pages tells something new.
VIEWERS = (
    "boss",
    "other",
    "accepting",
    "strict",
    "colleague",
    "invitee 0",
    "veilig thuis",
    "coordinator",
    "far coordinator",
    "administrator",
    "waiting",
    "turned down",
)
Address = tuple[str, frozenset[UUID], str]  # endpoint, whom the link may tell of, address


def test_every_text_column_is_private_or_of_a_closed_list(app: Flask) -> None:
    """Who adds a column with text, says whose it is."""
    known = {f"{table.name}.{column.name}" for table, column in text_columns()}
    assert known == PRIVATE | CLOSED
    assert not PRIVATE & CLOSED


@pytest.mark.asvs("8.2.1", "8.2.2", "8.2.3", "14.2.6")
def test_nobody_sees_what_is_not_theirs_to_see(app: Flask, log_in: LogIn) -> None:
    known = world.build(app)
    assert {each.column for each in known.canaries.values()} == PRIVATE | {"member.id"}
    addresses = list(every_address(app, known))
    leaks, seen, pairs = [], Counter[str](), 0
    for name in (None, *VIEWERS):
        viewer = known.people[name] if name else None
        browser = log_in(viewer) if viewer else Client(app)
        for endpoint, told, address in addresses:
            pairs += 1
            look = Look(known, viewer, endpoint, told)
            for canary in known.found_in(shown_at(browser, address)):
                seen[canary.column] += 1
                if not may_see(look, canary):
                    leaks.append(f"{name or 'nobody'} reads at {address}: {canary}")
    assert leaks == []
    assert pairs >= LEAST_PAIRS, pairs
    # The crawl looks where something is to be seen: these are meant for somebody.
    assert seen["member.name"] > pairs / 2
    assert {"member.email", "care_request.label", "intervision_session.place"} <= seen.keys()


def every_address(app: Flask, known: World) -> Iterator[Address]:
    """Every page, with every id or link that could stand in its address."""
    ids, to = world.rows_with_ids(), app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            for told, values in _values(rule, known, ids):
                yield rule.endpoint, told, to.build(rule.endpoint, values)


def _values(
    rule: Rule, known: World, ids: list[UUID]
) -> Iterator[tuple[frozenset[UUID], dict[str, Any]]]:
    nobody: frozenset[UUID] = frozenset()
    if not rule._converters:
        yield nobody, dict(rule.defaults or {})
        return
    (name,) = rule._converters
    if isinstance(rule._converters[name], UUIDConverter):
        yield from ((nobody, {name: each}) for each in ids)
    elif name == "slug":
        yield from ((nobody, {name: slug}) for slug in SLUGS)
    else:
        for endpoint, token, told in known.links:
            yield told if endpoint == rule.endpoint else nobody, {name: token}


def shown_at(browser: Client, address: str) -> str:
    """All that comes back, in small letters, without the address that was asked for."""
    answer = browser.get(address)
    assert answer.status_code < 500, address
    said = f"{answer.get_data(as_text=True)}{answer.headers}".lower()
    return said.replace(address.lower(), "")


# ---- Pages with and without somebody who is hidden ----

ELSEWHERE = ("boss", "other", "accepting", "colleague", "veilig thuis", "far coordinator")
TOKEN = re.compile(r'name="(?:csrf_token|id|draft)"[^>]*value="[^"]+"')


@pytest.mark.asvs("8.2.3", "6.3.8")
def test_pages_of_others_are_the_same_without_the_hidden(app: Flask, log_in: LogIn) -> None:
    """To the byte: nobody can tell that somebody is there."""
    known = world.build(app)
    people: list[User | None] = [None, *(known.people[name] for name in ELSEWHERE)]
    browsers = [(log_in(one) if one else Client(app), one) for one in people]
    addresses = [each for each in every_address(app, known) if _stays(each, known)]
    pages(browsers, addresses, known)  # the first time counts who was shown
    before = pages(browsers, addresses, known)
    assert len(before) > 300
    for kind in ("unfindable", "erased", *world.HIDDEN):
        world.hidden_member(kind)
    for kind in ("not asked", "erased", *world.HIDDEN):
        world.hidden_colleague(kind)
    after = pages(browsers, addresses, known)
    assert [key for key, page in after.items() if before[key] != page] == []


def _stays(address: Address, known: World) -> bool:
    """Pages without an id, those of the requests, and links; a passkey is asked ever anew."""
    ids = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", address[2])
    requests = {str(one.id) for one in known.requests.values()}
    judged = address[0].startswith("coordination.")
    return not judged and address[0] != "factors.prove" and set(ids) <= requests


def pages(
    browsers: list[tuple[Client, User | None]], addresses: list[Address], known: World
) -> dict[tuple[int, str], str]:
    """Each page as each of these sees it, without what is new at every look."""
    db.session.execute(delete(AccessLine))  # the crawl itself adds lines
    db.session.commit()
    seen = {}
    for number, (browser, viewer) in enumerate(browsers):
        for endpoint, _told, address in addresses:
            if viewer and endpoint in {one for one, _token, _of in known.links}:
                continue  # a link says the same to everybody
            answer = browser.get(address)
            seen[number, address] = TOKEN.sub("", answer.get_data(as_text=True))
        if viewer in (known.people["boss"], known.people["colleague"], known.people["accepting"]):
            for text in ("fluit", "Lid"):
                found = submit(browser, "/zoek", {"text": text})
                seen[number, f"/zoek {text}"] = TOKEN.sub("", found.html)
    return seen
