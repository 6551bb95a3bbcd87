"""Guessing is slowed down, and keeps nobody but the one who guesses out."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select

from drakennet import clock
from drakennet.accounts import devices
from drakennet.attempts import LIMITS, Attempt, give_back, take
from drakennet.database import db
from drakennet.signing import signer
from tests.accounts.steps import (
    OTHER_PASSWORD,
    is_in,
    link_in,
    log_in,
    mails,
    member,
)
from tests.conftest import NOW, Client
from tests.pages import Page, submit

LATER = NOW + timedelta(minutes=1)


def guess(client: Client, times: int, email: str = "noor@example.nl") -> list[int]:
    return [log_in(client, email=email, password=OTHER_PASSWORD).status for _time in range(times)]


@pytest.fixture
def stranger(app: Flask) -> Client:
    """Another device on the same network."""
    return Client(app, use_cookies=True)


@pytest.fixture
def known(client: Client) -> Client:
    """The member's own device, logged out."""
    member()
    log_in(client)
    submit(client, "/uitloggen", {}, page="/account")
    return client


@pytest.mark.asvs("6.3.1")
def test_colleague_who_guesses_keeps_nobody_out(known: Client, stranger: Client) -> None:
    """In one office: ten wrong passwords for a colleague, who then still logs in."""
    assert guess(stranger, 11) == [422] * 10 + [429]
    assert log_in(known).status == 302


@pytest.mark.asvs("6.3.1")
def test_who_guesses_at_everybody_keeps_nobody_out(known: Client, stranger: Client) -> None:
    for number in range(6):
        guess(stranger, 10, email=f"lid{number}@example.nl")
    assert guess(stranger, 1, email="nog-een@example.nl") == [429]
    assert log_in(known).status == 302


@pytest.mark.asvs("6.3.1")
def test_guesses_from_many_networks_are_counted_together(known: Client, stranger: Client) -> None:
    statuses = []
    for number in range(101):
        stranger.environ_base["REMOTE_ADDR"] = f"203.0.{number}.1"
        statuses += guess(stranger, 1)
    assert statuses == [422] * 100 + [429]
    assert log_in(known).status == 302


def test_new_telephone_gets_in_by_the_mailbox(known: Client, stranger: Client, app: Flask) -> None:
    """While somebody guesses, the member has bought another telephone."""
    guess(stranger, 10)
    telephone = Client(app, use_cookies=True)
    page = log_in(telephone)
    assert page.status == 429
    assert "vraag een nieuw wachtwoord" in page.text
    submit(telephone, "/wachtwoord-vergeten", {"email": "noor@example.nl"})
    submit(telephone, link_in(mails("reset_password")[0]), {"password": OTHER_PASSWORD})
    assert log_in(telephone, password=OTHER_PASSWORD).status == 302


@pytest.mark.asvs("6.3.1")
def test_who_asks_for_many_links_keeps_nobody_from_asking(known: Client, stranger: Client) -> None:
    for number in range(31):
        page = submit(stranger, "/wachtwoord-vergeten", {"email": f"lid{number}@example.nl"})
    assert page.status == 429
    asked = submit(known, "/wachtwoord-vergeten", {"email": "noor@example.nl"})
    assert asked.status == 302
    assert len(mails("reset_password")) == 1


def test_known_device_is_slowed_down_too(known: Client) -> None:
    """It may be the device that was stolen."""
    assert guess(known, 11) == [422] * 10 + [429]
    with clock.at(NOW + timedelta(minutes=15)):
        assert log_in(known).status == 302


def test_known_for_one_is_not_known_for_another(known: Client, stranger: Client) -> None:
    member(email="ander@example.nl")
    guess(stranger, 10, email="ander@example.nl")
    assert log_in(known, email="ander@example.nl").status == 429


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("value", ["", "x", "a.b.c", "WyJ4Il0.aaaa", "é"])
def test_made_up_device_is_a_stranger(value: str, app: Flask) -> None:
    headers = {"Cookie": f"{devices.COOKIE}={value}"}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        assert devices.mark_of("noor@example.nl") == ""
        assert devices.here("noor@example.nl") == "192.0.2.7"


@pytest.mark.asvs("9.1.1")
def test_device_that_others_signed_is_a_stranger(app: Flask) -> None:
    """Whoever counts as a device of their own has guesses of their own."""
    with app.app_context():
        said = {devices._account("noor@example.nl"): "mine"}
        ours = signer(devices.KNOWN).dumps(said)
        others = (signer("other").dumps(said), URLSafeSerializer("x" * 32).dumps(said))
    for cookie, mark in ((ours, "mine"), *((each, "") for each in others)):
        headers = {"Cookie": f"{devices.COOKIE}={cookie!s}"}
        with app.test_request_context(headers=headers):
            assert devices.mark_of("noor@example.nl") == mark


@pytest.mark.asvs("3.3.2", "3.3.3")
@pytest.mark.asvs("3.3.1")
@pytest.mark.asvs("3.3.4")
def test_cookie_of_a_device_is_kept_from_scripts_and_other_sites(client: Client) -> None:
    member()
    cookies = log_in(client).response.headers.getlist("Set-Cookie")
    assert {one.split("=")[0] for one in cookies} == {"__Host-drakennet", devices.COOKIE}
    for cookie in cookies:
        said = {part.strip().casefold() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said
        assert not any(part.startswith("domain") for part in said)
    assert all("noor" not in cookie for cookie in cookies)


def test_device_remembers_the_last_five(app: Flask) -> None:
    browser = Client(app, use_cookies=True)
    for number in range(6):
        member(email=f"lid-{number}@example.nl")
        log_in(browser, email=f"lid-{number}@example.nl")
        submit(browser, "/uitloggen", {}, page="/account")
    cookie = browser.get_cookie(devices.COOKIE)
    assert cookie
    with app.test_request_context(headers={"Cookie": f"{devices.COOKIE}={cookie.value}"}):
        marks = [bool(devices.mark_of(f"lid-{number}@example.nl")) for number in range(6)]
    assert marks == [False, True, True, True, True, True]


# ---- Told ----


def about_devices() -> list[Any]:
    return [mail for mail in mails("account_changed") if "nog niet eerder" in mail.text]


@pytest.mark.asvs("6.3.5")
def test_log_in_on_a_new_device_is_told(known: Client, stranger: Client) -> None:
    stranger.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0"
    log_in(stranger)
    (told,) = about_devices()
    assert "Firefox op Windows" in told.text
    assert "Kies meteen een nieuw wachtwoord" in told.text


def test_first_log_in_and_a_known_device_are_not_told(known: Client) -> None:
    log_in(known)
    assert about_devices() == []


# ---- Counted ----


def test_right_password_costs_nothing(client: Client) -> None:
    member()
    for _time in range(12):
        assert log_in(client).status == 302
        submit(client, "/uitloggen", {}, page="/account")
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_full_limit_takes_from_no_other(app: Flask) -> None:
    times = LIMITS["code"][0]
    for _time in range(times):
        assert take(("code", "a"), now=NOW)
    assert take(("code", "a"), ("codes", "b"), now=NOW) is None
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == times
    taken = take(("code", "a"), now=NOW + LIMITS["code"][1])
    assert taken
    give_back(taken)
    assert take(("code", "a"), now=NOW + LIMITS["code"][1])
    db.session.rollback()


def test_hundred_at_the_same_moment_are_no_hundred_tries(app: Flask) -> None:
    """Counted before it is judged, one at a time, on both databases."""
    let_in: list[bool] = []
    ready = threading.Barrier(8)

    def tries() -> None:
        with app.test_request_context(method="POST"):
            ready.wait()
            let_in.append(take(("code", "somebody"), now=NOW) is not None)
            db.session.commit()

    together([tries] * 8)
    assert sorted(let_in) == [False] * 3 + [True] * 5


def together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_page_of_who_must_wait_is_a_page(stranger: Client) -> None:
    guess(stranger, 10)
    page = log_in(stranger)
    assert page.title and page.h1
    assert not is_in(stranger)


def test_network_is_shown_coarsely(client: Client) -> None:
    member()
    client.environ_base["REMOTE_ADDR"] = "198.51.100.77"
    log_in(client)
    text = Page(client.get("/account")).text
    assert "198.51.100.x" in text and "198.51.100.77" not in text
