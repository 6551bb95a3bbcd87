"""What people do with a second factor, in the words of a test."""

import re
from datetime import datetime, timedelta

from passlib.totp import TOTP  # type: ignore[import-untyped] # no stubs

from drakennet import clock
from tests.accounts.steps import log_in
from tests.conftest import NOW, Client
from tests.pages import Page, submit

STEPS = "/account/tweede-stap"
APP = f"{STEPS}/app"
CODES = f"{STEPS}/herstelcodes"
SECOND = "/inloggen/code"
PROVE = "/account/bevestigen"
KEY = re.compile(r"<code>([A-Z2-7-]+)</code>")
ON_PAPER = re.compile(r"\b\d{1,2}-[A-Z2-9]{5}-[A-Z2-9]{5}\b")


def code(key: str, at: datetime = NOW) -> str:
    """What the app on the telephone shows at that moment."""
    return str(TOTP(key.replace("-", "")).generate(at.timestamp()).token)


def key_on(page: Page) -> str:
    found = KEY.search(page.html)
    assert found
    return found[1]


def codes_on(page: Page) -> list[str]:
    return ON_PAPER.findall(page.text)


def set_up(client: Client) -> tuple[str, list[str]]:
    """Log in and add the app; gives its key and the codes for on paper. Still logged in."""
    log_in(client)
    key = key_on(Page(client.get(APP)))
    page = submit(client, APP, {"code": code(key, clock.now())})
    assert page.status == 200, page.text
    return key, codes_on(page)


def turn_on(client: Client) -> str:
    """Add the app and log out; gives its key."""
    key, _codes = set_up(client)
    submit(client, "/uitloggen", {}, page="/account")
    return key


def come_in(client: Client, key: str, *, at: datetime = NOW + timedelta(minutes=1)) -> Page:
    """Log in with both steps."""
    with clock.at(at):
        log_in(client)
        return submit(client, SECOND, {"code": code(key, at)})
