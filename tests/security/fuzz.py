"""Requests that nobody of good will sends: any address, any method, any value.

`.venv/bin/python -m tests.security.fuzz [--requests N] [--role X] [--database postgresql]` sends N
of them as each role. Half stand by themselves; half fill in a form as its page gives it, but for
a field or two, since much is reached only past the checks of a form.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import Client
from tests.pages import Page

REQUESTS, SEED = "DRAKENNET_FUZZ_REQUESTS", "DRAKENNET_FUZZ_SEED"
VALUES = (
    *("", " ", "0", "-1", "1", "007", "1e309", "NaN", "12345678901234567890", "9" * 400),
    *("x" * 5000, "é" * 300, "\x00", "a\x00b", "\r\nX-Kwaad: ja", "\u202e", "\u2028", "🧨" * 40),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s%n", "' OR 1=1 --", "../../etc/passwd"),
    *("null", "true", "[]", "{}", "[1]", "yes", "y", "no", "later", "id", "=1+1", "\t", "\ufeff"),
    *("2026-13-45", "0000-00-00", "9999-12-31", "0001-01-01", "2026-12-01T10:00", "24:61"),
    *("kennemerland", "emdr-kj", "GM0392", "2011", "Haarlem", "casus", "behandelaar", "nl", "fits"),
    *("/home", "//kwaad.example", "https://kwaad.example", "\\\\kwaad", "javascript:alert(1)"),
    *(
        "iemand@example.nl",
        "a@b",
        "123456782",
        "06-12345678",
        "00000000-0000-0000-0000-000000000000",
    ),
)
MORE_FIELDS = (
    "csrf_token",
    "form_of",
    "sealed",
    "next",
    "persona",
    "pagina",
    "page",
    "regio",
    "alles",
    "profile_ids",
)
BODIES = (b"", b"{", b"[1]", b'{"email": 1}', b"\xff\xfe", b"a=%ff&a=%00", b"a" * 3000)
KINDS = ("application/json", "text/xml", "multipart/form-data; boundary=x", "x", "")
HEADERS: tuple[Mapping[str, str], ...] = (
    {"Accept-Language": "x" * 900},
    {"Host": "kwaad.example"},
    {"Cookie": "__Host-drakennet=kwaad; remember_token=1"},
    {"HX-Request": "true"},
    {"Content-Length": "abc"},
    {"User-Agent": "x" * 4000},
    {"X-Forwarded-For": "nergens"},
    {"Range": "bytes=9-1"},
)
FRESH = 40  # requests before the browser begins anew: some of them log out
ANEW = 400  # requests before the world is made anew: some of them erase or block the visitor
PASSWORD = "fiets regen molen kaas"
EVERYWHERE = {"/uitloggen", "/taal"}  # forms that stand on each page
OFFERED = re.compile(r'<(?:input|button)[^>]* name="([^"]+)"[^>]* value="([^"]*)"')


class Fuzz:
    """One visitor of ill will; the same seed sends the same, but for ids and tokens."""

    def __init__(self, app: Flask, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
        self.rules = [one for one in app.url_map.iter_rules() if one.endpoint != "static"]
        self.routes = app.url_map.bind("localhost")
        self.statuses = Counter[int]()
        self.tried, self.answered = set[str](), set[str]()
        self.faults: list[str] = []
        self.known: list[str] = []
        self.tokens: list[tuple[str, str]] = []  # endpoint, what its link carries
        self.links: list[str] = []
        self.token = ""

    def visit(self, browser: Client, until: int) -> None:
        """Go on with this browser until so many requests were sent in all."""
        self.links, page = [], self.open(browser, "/")
        forms = page.forms if page else []
        # With a token, so that what is sent gets past the door.
        self.token = next((f.fields["csrf_token"] for f in forms if "csrf_token" in f.fields), "")
        while self.statuses.total() < until:
            if self.random.random() < 0.5:
                self.send_anything(browser)
            else:
                self.fill_in(browser)

    def send_anything(self, browser: Client) -> None:
        method = self.random.choices(("GET", "POST", "HEAD", "PUT", "DELETE"), (45, 45, 4, 3, 3))[0]
        address, options = self.address(method), self.body(method)
        if self.random.random() < 0.1:
            options["headers"] = dict(self.random.choice(HEADERS))
        self.ask(browser, method, address, **options)

    def fill_in(self, browser: Client) -> None:
        """Open a page and send one of its forms; a little of it is not as it was offered."""
        address = self.random.choice([self.address("GET"), *self.links[-20:]])
        page = self.open(browser, address)
        forms = [one for one in page.forms if one.method == "post"] if page else []
        rare = self.random.random() < 0.05
        forms = [one for one in forms if rare or one.action not in EVERYWHERE]
        if page and forms:
            form = self.random.choice(forms)
            values = form.fields | self.changes(page, list(form.fields))
            self.ask(browser, "POST", form.action or address, data=values)

    def changes(self, page: Page, names: list[str]) -> dict[str, Any]:
        offered = OFFERED.findall(page.html)
        some = self.random.sample(offered, min(len(offered), self.random.randint(0, 6)))
        values = {name: value for name, value in some if name != "csrf_token"}
        values |= {name: PASSWORD for name in names if "password" in name}
        for _odd in range(self.random.choice((0, 0, 1, 1, 2))):
            values[self.random.choice((*names, self.name()))] = self.value()
        return values

    def open(self, browser: Client, address: str) -> Page | None:
        """A page, and where it leads."""
        answer = self.ask(browser, "GET", address)
        if answer is None or answer.mimetype != "text/html":
            return None
        page = Page(answer)
        self.links += [one for one in page.links.values() if one.startswith("/")]
        return page

    def ask(
        self, browser: Client, method: str, address: str, **options: Any
    ) -> TestResponse | None:
        """One request; what goes wrong is kept, with enough to send it again."""
        try:
            answer = browser.open(address, method=method, **options)
        except Exception as fault:  # noqa: BLE001 - whatever it is, a visitor would have seen a 500
            self.statuses[500] += 1
            self.faults.append(f"{method} {address} {options}: {fault!r}"[:900])
            return None
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{method} {address} {options}: {answer.status_code}"[:900])
        self._count(method, address, answer.status_code)
        return answer

    def _count(self, method: str, address: str, status: int) -> None:
        """Which pages were tried, and which of them gave what was asked."""
        try:
            name, _values = self.routes.match(urlsplit(address).path, method)
        except HTTPException:
            return
        self.tried.add(f"{method} {name}")
        if status < 400:
            self.answered.add(f"{method} {name}")

    def address(self, method: str) -> str:
        """Mostly of a page that takes this method."""
        fitting = [one for one in self.rules if method in (one.methods or ())]
        often = fitting and self.random.random() < 0.95
        path = self._path(self.random.choice(fitting if often else self.rules))
        if self.random.random() < 0.3:
            pairs = (f"{quote(self.name())}={quote(self.value())}" for _pair in range(2))
            path += "?" + "&".join(pairs)
        return path

    def _path(self, rule: Rule) -> str:
        fitting = [token for endpoint, token in self.tokens if endpoint == rule.endpoint]

        def something(_place: object) -> str:
            known = self.random.random() < 0.8
            return quote(self.random.choice(fitting or self.known) if known else self.value(), "")

        return re.sub("<[^>]*>", something, rule.rule)

    def body(self, method: str) -> dict[str, Any]:
        if method in {"GET", "HEAD"}:
            return {}
        if self.random.random() < 0.1:
            kind = self.random.choice(KINDS)
            return {"data": self.random.choice(BODIES), "content_type": kind}
        fields = {self.name(): self.value() for _field in range(self.random.randint(0, 12))}
        return {"data": {"csrf_token": self.token} | fields}

    def name(self) -> str:
        return self.random.choice((*FIELDS, *MORE_FIELDS, self.value()[:40]))

    def value(self) -> str:
        return self.random.choice(self.random.choice((VALUES, self.known or VALUES)))


# The fields of all forms, and a few that none has.
FIELDS = (
    *("name", "email", "password", "current_password", "code", "credential", "roles", "language"),
    *("municipality", "claimed_organisation", "text", "label", "place", "kind", "closed_reason"),
    *("wishes-0-term", "wishes-0-must", "wishes-0-level", "persons-0-role", "persons-0-age"),
    *("persons-1-age", "languages-0-code", "funding", "settings", "online", "travel_km", "room"),
    *("room_from", "ages", "ages-0-from", "ages-0-to", "kinds", "max_open_requests", "about"),
    *("paused_until", "findable", "version", "regions", "expertise", "visibility", "professions"),
    *("theme", "form", "region_slug", "moments", "moments-0-day", "moments-0-time", "moment"),
    *("quorum", "seats", "with_veilig_thuis", "members", "skipped", "not_with", "agreed_at"),
    *("answer", "possible_from", "reason", "declined", "relaxation", "organisation", "workplace"),
    *("looked", "register", "number", "seen_on", "sure", "id", "approved_at", "is_admin", "more"),
    *("guard-apply", "guard-reason-text", "guard-seen-text", "read", "days", "discipline"),
)


def main(arguments: list[str]) -> int:
    import pytest

    parser = argparse.ArgumentParser(prog="python -m tests.security.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="as each role")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--role", default="", help="only this one")
    chosen = parser.parse_args(arguments)
    os.environ |= {REQUESTS: str(chosen.requests), SEED: str(chosen.seed)}
    words = ("test_nothing_that_is_sent_is_a_fault", chosen.database, *chosen.role.split())
    shown = ("-q", "-n0", "--capture=sys", "--show-capture=no")
    return int(pytest.main([*shown, "-k", " and ".join(words), "tests/security/test_fuzz.py"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
