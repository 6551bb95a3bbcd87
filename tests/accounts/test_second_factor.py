"""A code from the telephone: asked at every log-in, and good for one."""

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from passlib.exc import UsedTokenError  # type: ignore[import-untyped] # no stubs
from passlib.totp import TOTP  # type: ignore[import-untyped] # no stubs

from drakennet import clock
from drakennet.accounts.services import OneTimeCodes
from drakennet.database import db
from tests.accounts.steps import (
    OTHER_PASSWORD,
    PASSWORD,
    is_in,
    link_in,
    log_in,
    mails,
    member,
    person,
)
from tests.conftest import NOW, Client
from tests.pages import Page, submit

SETUP = "/account/tweede-factor"
OFF = "/account/tweede-factor/uit"


def code(key: str, at: datetime = NOW) -> str:
    """What the app on the telephone shows at that moment."""
    return str(TOTP(key.replace("-", "")).generate(at.timestamp()).token)


def turn_on(client: Client) -> str:
    """Log in and add the app; gives the key that the app has."""
    log_in(client)
    page = Page(client.get(SETUP))
    found = re.search(r"<code>([A-Z2-7-]+)</code>", page.html)
    assert found
    values = {"code": code(found[1]), "password": PASSWORD}
    assert submit(client, SETUP, values).response.location == "/account"
    submit(client, "/uitloggen", {}, page="/account")
    return found[1]


def test_setting_up_shows_picture_and_text(client: Client) -> None:
    member()
    log_in(client)
    page = Page(client.get(SETUP))
    assert page.h1 == "Zet een code bij het inloggen aan"
    assert Page(client.get(SETUP)).html.split("<code>")[1][:39] in page.html
    picture = client.get("/account/tweede-factor.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<?xml")


def test_wrong_code_turns_nothing_on(client: Client) -> None:
    member()
    log_in(client)
    for wrong in ("000000", "abc", "１２３４５６", "1" * 20):
        page = submit(client, SETUP, {"code": wrong, "password": PASSWORD})
        assert page.status == 422, wrong
        assert "Deze code klopt niet" in page.text
    assert person().totp_confirmed_at is None


@pytest.mark.asvs("7.5.1")
def test_turning_on_needs_the_password(client: Client) -> None:
    """Else whoever finds the telephone unlocked adds a code, and locks the member out."""
    member()
    log_in(client)
    found = re.search(r"<code>([A-Z2-7-]+)</code>", Page(client.get(SETUP)).html)
    assert found
    for guess in ("", OTHER_PASSWORD):
        values = {"code": code(found[1]), "password": guess}
        assert submit(client, SETUP, values).status == 422
        assert person().totp_confirmed_at is None


def test_log_in_asks_the_code(client: Client) -> None:
    member()
    key = turn_on(client)
    assert log_in(client).response.location == "/inloggen/code"
    assert not is_in(client)
    later = NOW + timedelta(minutes=1)
    with clock.at(later):
        page = submit(client, "/inloggen/code", {"code": code(key, later)})
    assert page.response.location == "/home"
    assert is_in(client)


def test_secret_is_not_stored_readable(client: Client) -> None:
    member()
    key = turn_on(client)
    assert key.replace("-", "") not in (person().totp_secret or "")


@pytest.mark.asvs("6.5.1")
def test_code_works_once(client: Client, app: object) -> None:
    member()
    key = turn_on(client)
    later = NOW + timedelta(minutes=1)
    with clock.at(later):
        log_in(client)
        assert submit(client, "/inloggen/code", {"code": code(key, later)}).status == 302
        submit(client, "/uitloggen", {}, page="/account")
        log_in(client)
        again = submit(client, "/inloggen/code", {"code": code(key, later)})
    assert again.status == 422
    assert "al gebruikt" in again.text
    assert not is_in(client)


def test_code_of_setting_up_is_used_too(client: Client) -> None:
    member()
    key = turn_on(client)
    log_in(client)
    assert submit(client, "/inloggen/code", {"code": code(key)}).status == 422


@pytest.mark.parametrize("minutes", [-5, 5])
def test_code_of_another_time_is_refused(minutes: int, client: Client) -> None:
    member()
    key = turn_on(client)
    log_in(client)
    other = code(key, NOW + timedelta(minutes=minutes))
    assert submit(client, "/inloggen/code", {"code": other}).status == 422


def test_password_alone_opens_nothing_for_long(client: Client) -> None:
    member()
    key = turn_on(client)
    log_in(client)
    later = NOW + timedelta(minutes=5, seconds=1)
    with clock.at(later):
        assert client.get("/inloggen/code").location == "/inloggen"
    assert key


def test_guessing_codes_is_slowed_down(client: Client) -> None:
    member()
    key = turn_on(client)
    log_in(client)
    for _time in range(5):
        assert submit(client, "/inloggen/code", {"code": "000000"}).status == 422
    later = NOW + timedelta(minutes=1)
    with clock.at(later):
        page = submit(client, "/inloggen/code", {"code": code(key, later)})
    assert page.status == 429


@pytest.mark.asvs("6.4.3")
def test_new_password_still_asks_the_code(client: Client) -> None:
    """Whoever reads the mailbox has not got the telephone."""
    member()
    turn_on(client)
    submit(client, "/wachtwoord-vergeten", {"email": "noor@example.nl"})
    submit(client, link_in(mails("reset_password")[0]), {"password": OTHER_PASSWORD})
    assert log_in(client, password=OTHER_PASSWORD).response.location == "/inloggen/code"
    assert not is_in(client)


def test_two_with_one_code_at_the_same_moment(app: Flask) -> None:
    """Both read the counter before either wrote it: the second is still refused."""
    person, same = member(), SimpleNamespace(counter=7)
    OneTimeCodes().set_last_counter(person, same)
    with pytest.raises(UsedTokenError):
        OneTimeCodes().set_last_counter(person, same)
    db.session.rollback()


def test_page_that_was_asked_comes_after_the_code(client: Client) -> None:
    member()
    key = turn_on(client)
    later = NOW + timedelta(minutes=1)
    with clock.at(later):
        log_in(client, next="/account/wachtwoord")
        page = submit(client, "/inloggen/code", {"code": code(key, later)})
    assert page.response.location == "/account/wachtwoord"


def test_turning_off_needs_the_password(client: Client) -> None:
    member()
    key = turn_on(client)
    later = NOW + timedelta(minutes=1)
    with clock.at(later):
        log_in(client)
        submit(client, "/inloggen/code", {"code": code(key, later)})
    page = Page(client.get(SETUP))
    assert page.h1 == "Zet de code bij het inloggen uit"
    assert submit(client, OFF, {"password": OTHER_PASSWORD}, page=SETUP).status == 422
    assert person().totp_confirmed_at is not None
    assert submit(client, OFF, {"password": PASSWORD}, page=SETUP).status == 302
    assert (person().totp_secret, person().totp_confirmed_at) == (None, None)
