"""A code from the telephone: asked at every log-in, and good for one."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from passlib.exc import UsedTokenError  # type: ignore[import-untyped] # no stubs

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.factors.totp import OneTimeCodes
from tests.accounts.steps import (
    OTHER_PASSWORD,
    is_in,
    link_in,
    log_in,
    mails,
    member,
    person,
)
from tests.conftest import NOW, Client
from tests.factors.steps import APP, SECOND, STEPS, code, codes_on, come_in, key_on, set_up, turn_on
from tests.pages import Page, submit

LATER = NOW + timedelta(minutes=1)


def test_setting_up_shows_picture_and_text(client: Client) -> None:
    member()
    log_in(client)
    page = Page(client.get(APP))
    assert page.h1 == "Gebruik een app met codes"
    assert key_on(Page(client.get(APP))) == key_on(page)
    picture = client.get(f"{APP}.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<?xml")


@pytest.mark.parametrize("wrong", ["000000", "abc", "１２３４５６", "1" * 20, "½½½½½½", "-12345"])
def test_wrong_code_turns_nothing_on(wrong: str, client: Client) -> None:
    member()
    log_in(client)
    page = submit(client, APP, {"code": wrong})
    assert page.status == 422
    assert "Deze code klopt niet" in page.text
    assert person().totp_confirmed_at is None


def test_setting_up_gives_ten_codes_for_on_paper(client: Client) -> None:
    member()
    log_in(client)
    key = key_on(Page(client.get(APP)))
    page = submit(client, APP, {"code": code(key)})
    assert page.h1 == "Bewaar uw herstelcodes"
    assert [one.partition("-")[0] for one in codes_on(page)] == [str(n) for n in range(1, 11)]
    assert page.links["Ik heb ze bewaard. Ga verder"] == "/home"


@pytest.mark.asvs("6.3.3")
def test_log_in_asks_the_code(client: Client) -> None:
    member()
    key = turn_on(client)
    assert log_in(client).response.location == SECOND
    assert not is_in(client)
    assert come_in(client, key).response.location == "/home"
    assert is_in(client)


def test_secret_is_not_stored_readable(client: Client) -> None:
    member()
    key = turn_on(client)
    assert key.replace("-", "") not in (person().totp_secret or "")


@pytest.mark.asvs("6.5.1")
def test_code_works_once(client: Client) -> None:
    member()
    key = turn_on(client)
    assert come_in(client, key).status == 302
    with clock.at(LATER):
        submit(client, "/uitloggen", {}, page="/account")
    again = come_in(client, key)
    assert again.status == 422
    assert "al gebruikt" in again.text
    assert not is_in(client)


@pytest.mark.asvs("6.5.1")
def test_code_of_setting_up_is_used_too(client: Client) -> None:
    member()
    key = turn_on(client)
    assert come_in(client, key, at=NOW).status == 422


@pytest.mark.parametrize("minutes", [-5, 5])
@pytest.mark.asvs("6.5.5")
def test_code_of_another_time_is_refused(minutes: int, client: Client) -> None:
    """A code of an app lives half a minute, and as long again for clocks that differ."""
    member()
    key = turn_on(client)
    log_in(client)
    other = code(key, NOW + timedelta(minutes=minutes))
    assert submit(client, SECOND, {"code": other}).status == 422


@pytest.mark.asvs("2.3.1")
def test_password_alone_opens_nothing_for_long(client: Client) -> None:
    member()
    turn_on(client)
    log_in(client)
    with clock.at(NOW + timedelta(minutes=5, seconds=1)):
        assert client.get(SECOND).location == "/inloggen"


def test_code_page_without_a_password_begins_anew(client: Client) -> None:
    assert client.get(SECOND).location == "/inloggen"


@pytest.mark.asvs("6.3.1")
@pytest.mark.asvs("6.6.3")
def test_guessing_codes_is_slowed_down(client: Client) -> None:
    member()
    key = turn_on(client)
    log_in(client)
    for _time in range(5):
        assert submit(client, SECOND, {"code": "000000"}).status == 422
    with clock.at(LATER):
        assert submit(client, SECOND, {"code": code(key, LATER)}).status == 429


@pytest.mark.asvs("6.3.1")
def test_who_guesses_codes_elsewhere_keeps_nobody_out(client: Client, app: Flask) -> None:
    """A stranger with the password, in the same office: the member's own device is known."""
    member()
    key = turn_on(client)
    stranger = Client(app, use_cookies=True)
    log_in(stranger)
    for _time in range(5):
        submit(stranger, SECOND, {"code": "000000"})
    assert submit(stranger, SECOND, {"code": "000000"}).status == 429
    assert come_in(client, key).status == 302


@pytest.mark.asvs("6.3.1")
def test_guesses_from_many_networks_are_counted_together(client: Client, app: Flask) -> None:
    member()
    turn_on(client)
    stranger = Client(app, use_cookies=True)
    statuses = []
    log_in(stranger)
    for number in range(21):
        stranger.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        statuses.append(submit(stranger, SECOND, {"code": "000000"}).status)
    assert statuses == [422] * 20 + [429]


@pytest.mark.asvs("6.4.3")
def test_new_password_still_asks_the_code(client: Client) -> None:
    """Whoever reads the mailbox has not got the telephone."""
    member()
    turn_on(client)
    submit(client, "/wachtwoord-vergeten", {"email": "noor@example.nl"})
    submit(client, link_in(mails("reset_password")[0]), {"password": OTHER_PASSWORD})
    assert log_in(client, password=OTHER_PASSWORD).response.location == SECOND
    assert not is_in(client)


@pytest.mark.asvs("6.5.1")
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
    with clock.at(LATER):
        log_in(client, next="/account/wachtwoord")
        page = submit(client, SECOND, {"code": code(key, LATER)})
    assert page.response.location == "/account/wachtwoord"


def test_new_telephone_takes_the_place_of_the_old_one(client: Client) -> None:
    member(RoleName.PRACTITIONER)
    old, codes = set_up(client)
    new = key_on(Page(client.get(APP)))
    page = submit(client, APP, {"code": code(new)})
    assert page.response.location == STEPS
    assert len(codes) == 10
    assert new != old
    submit(client, "/uitloggen", {}, page="/account")
    assert come_in(client, old).status == 422
    assert come_in(client, new).status == 302


def test_last_factor_stays_with_whoever_sees_others(client: Client) -> None:
    member(RoleName.PRACTITIONER)
    set_up(client)
    page = submit(client, f"{APP}/weg", {}, page=STEPS)
    assert page.status == 409
    assert "Voeg eerst een andere toe" in page.text
    assert person().has_second_factor


def test_who_sees_nobody_may_do_without(client: Client) -> None:
    member(RoleName.PRACTITIONER, approved=False)
    set_up(client)
    assert submit(client, f"{APP}/weg", {}, page=STEPS).status == 302
    assert (person().totp_secret, person().totp_confirmed_at) == (None, None)
    submit(client, "/uitloggen", {}, page="/account")
    assert log_in(client).status == 302
    assert is_in(client)
