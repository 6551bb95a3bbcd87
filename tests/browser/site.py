"""The site as people meet it: a real server, a real Chromium, the mail from the outbox."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

from drakennet import clock
from drakennet.database import db
from drakennet.mail.models import OutboxMail

# Chromium for a machine without a screen; nothing of it asks anything of the outside.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Way:
    """How somebody visits: on what width, with or without JavaScript."""

    width: int
    javascript: bool

    @property
    def viewport(self) -> ViewportSize:
        return {"width": self.width, "height": 900}


DESK = Way(width=1280, javascript=True)
PHONE = Way(width=390, javascript=True)
PHONE_PLAIN = Way(width=390, javascript=False)
WAYS = [
    pytest.param(DESK, id="desk"),
    pytest.param(PHONE, id="phone"),
    pytest.param(PHONE_PLAIN, id="phone, no JavaScript"),
]

LONGEST = 30  # of a piece of an address that is a word; ids and tokens are longer
CHECKED: set[tuple[str, Way]] = set()


class Visitor:
    """One person with one browser window, who looks at every page they meet."""

    def __init__(self, page: Page, base_url: str, way: Way) -> None:
        self.page = page
        self.way = way
        self._base_url = base_url
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        """A form refused with 4xx is an answer; a live count left behind by a click is aborted."""
        expected = ("status of 4", "htmx:sendAbort", "htmx:afterRequest")
        if message.type == "error" and not any(sign in message.text for sign in expected):
            self.faults.append(message.text)

    def opens(self, address: str) -> None:
        """Go to a path of the site, or to a link from a mail."""
        path = address.removeprefix(self._base_url)
        self.page.goto(f"{self._base_url}{path}")
        self.looks()

    def presses(self, name: str, *, exact: bool = False, until: str = "html") -> None:
        """Press the button, or follow the link, of this name.

        `until`: what the next page shows, when a script goes there after a while.
        """
        found = self.page.get_by_role("button", name=name, exact=exact).or_(
            self.page.get_by_role("link", name=name, exact=exact)
        )
        assert found.count(), f"no {name!r} on {self.page.url}: {self._pressable()}"
        found.first.click()
        self.page.wait_for_selector(until)
        self.page.wait_for_load_state()
        self.looks()

    def _pressable(self) -> list[str]:
        return [
            text
            for kind in ("button", "link")
            for text in self.page.get_by_role(kind).all_inner_texts()
        ]

    def fills(self, **values: str) -> None:
        """Type into the fields of these names."""
        for name, value in values.items():
            self.page.locator(f"[name='{name}']").first.fill(value)

    def ticks(self, name: str, *values: str) -> None:
        """Choose boxes or a radio by the name and value of the field."""
        for value in values:
            self.page.locator(f"input[name='{name}'][value='{value}']").check()

    def chooses(self, name: str, value: str) -> None:
        self.page.locator(f"select[name='{name}']").first.select_option(value)

    def reads(self, words: str) -> None:
        """Fail unless the page says this."""
        said = " ".join(self.page.locator("body").inner_text().split())
        assert words.casefold() in said.casefold(), said[:2000]

    def looks(self) -> None:
        """What nobody may meet on any page: a fault, a barrier, scrolling sideways."""
        assert self.faults == [], self.faults
        if not self.way.javascript:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        # The same page for another object or another database holds nothing new for axe.
        page = (self._kind_of_page(), self.way)
        if page in CHECKED:
            return
        CHECKED.add(page)
        results = Axe().run(self.page)
        assert results.violations_count == 0, (self.page.url, results.generate_report())

    def _kind_of_page(self) -> str:
        """The address without its ids and tokens, and the main heading."""
        path = self.page.url.removeprefix(self._base_url)
        pieces = [
            piece if piece.isascii() and len(piece) < LONGEST else "…" for piece in path.split("/")
        ]
        return f"{'/'.join(pieces)} {self.page.locator('h1').inner_text()}"


@dataclass(frozen=True)
class Site:
    """A running site on an empty database with the facts."""

    app: Flask
    base_url: str
    chromium: Browser

    @contextmanager
    def visitor(self, way: Way = DESK) -> Iterator[Visitor]:
        context = self.chromium.new_context(
            viewport=way.viewport, java_script_enabled=way.javascript, locale="nl-NL"
        )
        context.set_default_timeout(10_000)
        try:
            yield Visitor(context.new_page(), self.base_url, way)
        finally:
            context.close()

    def link_in_mail(self, to: str, kind: str) -> str:
        """The first link in the newest mail of this kind to this address."""
        statement = select(OutboxMail.text).where(
            OutboxMail.to_address == to, OutboxMail.kind == kind
        )
        text = db.session.scalars(statement.order_by(OutboxMail.created_at.desc())).first()
        db.session.rollback()  # outside a request every transaction may write: let go of it
        assert text is not None, f"no mail of kind {kind} to {to}"
        return next(word for word in text.split() if word.startswith(self.base_url))


def chromium_path() -> str | None:
    named = os.environ.get("CHROMIUM")
    candidates = (named, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
    return next((path for path in candidates if path and Path(path).exists()), None)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def serving(app: Flask, chromium: Browser) -> Iterator[Site]:
    """Serve the application on a free port; its links lead there."""

    def at_the_tests_time(environ: Any, start_response: Any) -> Any:
        with clock.at(stopped):  # the server's threads have a clock of their own
            # Whole, and closed: the server forgets to close when the reader has gone.
            body, status, headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
            start_response(status, headers.to_wsgi_list())
            return body

    stopped: datetime = clock.now()
    server = make_server("127.0.0.1", 0, at_the_tests_time, threaded=True)
    base_url = f"http://127.0.0.1:{server.server_port}"
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, base_url=base_url)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(app, base_url, chromium)
    finally:
        server.shutdown()
        thread.join()
        app.extensions["settings"] = settings
