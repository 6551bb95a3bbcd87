"""Requests that nobody of good will sends: any address, any method, any value.

python3 -m tests.security.fuzz [--requests N] [--seed N] sends N of them as each role.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

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
MORE_FIELDS = ("csrf_token", "next", "persona", "pagina", "page", "regio", "alles", "profile_ids")
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


class Fuzz:
    """One visitor of ill will; the same seed sends the same."""

    def __init__(self, app: Flask, seed: int, ids: list[UUID], tokens: list[str]) -> None:
        self.random = Random(seed)  # noqa: S311 - chance that can be repeated is what is wanted
        self.rules = [one for one in app.url_map.iter_rules() if one.endpoint != "static"]
        self.known = [str(one) for one in ids] + tokens
        self.statuses = Counter[int]()
        self.faults: list[str] = []
        self.token = ""

    def begin(self, browser: Client) -> None:
        """Read a token, so that what is sent gets past the door."""
        forms = Page(browser.get("/")).forms
        self.token = next((f.fields["csrf_token"] for f in forms if "csrf_token" in f.fields), "")

    def send(self, browser: Client) -> None:
        """One request; what goes wrong is kept, with enough to send it again."""
        method = self.random.choices(("GET", "POST", "HEAD", "PUT", "DELETE"), (45, 45, 4, 3, 3))[0]
        address, options = self.address(method), self.body(method)
        if self.random.random() < 0.1:
            options["headers"] = dict(self.random.choice(HEADERS))
        try:
            status = browser.open(address, method=method, **options).status_code
        except Exception as fault:  # noqa: BLE001 - whatever it is, a visitor would have seen a 500
            self.faults.append(f"{method} {address} {options}: {fault!r}"[:600])
            return
        self.statuses[status] += 1
        if status >= 500:
            self.faults.append(f"{method} {address} {options}: {status}"[:600])

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
        def something(_place: object) -> str:
            known = self.random.random() < 0.8
            return quote(self.random.choice(self.known) if known else self.value(), safe="")

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

    parser = argparse.ArgumentParser(prog="python3 -m tests.security.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="as each role")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    os.environ |= {REQUESTS: str(chosen.requests), SEED: str(chosen.seed)}
    return int(pytest.main(["-q", "-s", "-k", "sqlite", "tests/security/test_fuzz.py"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
