"""Passwords: long, not easy to guess, and a new one ends what the old one opened."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts.models import LoginSession, RoleName
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
    sign_up,
)
from tests.conftest import NOW, Client
from tests.pages import Page, submit


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("fiets regen molen kaas", id="four words"),
        pytest.param("correct-staple", id="two uncommon words"),
        pytest.param("831947502664", id="twelve random digits"),
        pytest.param("xK7#pQ2$mN9z", id="random signs"),
        pytest.param("ïjskoud Ångström", id="letters from elsewhere"),
        pytest.param("🐉🐲🦎🐊🐍🦖🦕🐢🦂🕷🐙🦑", id="animals"),
        pytest.param("".join(chr(97 + n * n * 7 % 25) for n in range(128)), id="128 signs"),
        pytest.param("   lantaarn bijl ", id="spaces count"),
    ],
)
@pytest.mark.asvs("6.2.5")  # no rule about which signs
@pytest.mark.asvs("6.2.8")  # every sign counts, up to the last
@pytest.mark.asvs("6.2.9")  # long ones are taken
def test_strong_password_is_taken(password: str, client: Client) -> None:
    assert sign_up(client, password=password).status == 302
    submit(client, link_in(mails()[0]), {})
    assert log_in(client, password=password).status == 302


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("elf tekens!", id="eleven signs"),
        pytest.param("a1b2c3d4e5f6" * 11, id="132 signs"),
    ],
)
@pytest.mark.asvs("6.2.1")
def test_length_is_judged(password: str, client: Client) -> None:
    page = sign_up(client, password=password)
    assert page.status == 422
    assert "12 tot 128 tekens" in page.text


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123",
        "Welkom2026!!",
        "P@ssw0rd1234",
        "qwertyuiop12",
        "zomervakantie",
        "123456789012",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "121212121212",
        "W@chtw00rd2025",
        "veiligthuis2026",
        "amsterdam020!",
        "basketball12",
        "charlie12345",
    ],
)
def test_easy_password_is_refused(password: str, client: Client) -> None:
    page = sign_up(client, password=password)
    assert page.status == 422
    assert "makkelijk te raden" in page.text


@pytest.mark.parametrize(
    "password",
    ["ikbennoor is een zin", "Drakennet molen kaas", "dewit noor@ molen", "n.bakker-99 x7"],
)
@pytest.mark.asvs("6.2.11")
def test_own_name_is_refused(password: str, client: Client) -> None:
    page = sign_up(client, password=password, email="n.bakker-99@example.nl")
    assert page.status == 422
    assert "zonder uw naam" in page.text


def test_password_is_not_stored_readable(client: Client) -> None:
    sign_up(client)
    assert person().password.startswith("$argon2id$")
    assert PASSWORD not in person().password
    assert all(PASSWORD not in mail.text + mail.html for mail in mails())


# ---- Forgotten ----


def forget(client: Client, email: str = "noor@example.nl") -> Page:
    return submit(client, "/wachtwoord-vergeten", {"email": email})


def reset(client: Client, password: str = OTHER_PASSWORD) -> Page:
    return submit(client, link_in(mails("reset_password")[-1]), {"password": password})


def test_known_and_unknown_get_the_same_answer(client: Client) -> None:
    member()
    known, unknown = forget(client), forget(client, "niemand@example.nl")
    assert (known.status, known.response.location) == (unknown.status, unknown.response.location)
    assert known.html == unknown.html
    assert [mail.to_address for mail in mails()] == ["noor@example.nl"]


@pytest.mark.asvs("7.4.3")
def test_new_password_ends_every_log_in(client: Client, app: Any) -> None:
    member()
    telephone = Client(app, use_cookies=True)
    log_in(telephone)
    forget(client)
    assert is_in(telephone)
    assert reset(client).response.location == "/inloggen"
    assert not is_in(telephone)
    assert all(login.ended_at for login in db.session.scalars(select(LoginSession)))
    assert log_in(client, password=PASSWORD).status == 422
    assert log_in(client, password=OTHER_PASSWORD).status == 302


@pytest.mark.asvs("6.6.2")
def test_link_works_once(client: Client) -> None:
    member()
    forget(client)
    reset(client)
    page = Page(client.get(link_in(mails("reset_password")[0])))
    assert (page.status, page.h1) == (404, "Deze link werkt niet meer")


def test_opening_the_link_keeps_the_password(client: Client) -> None:
    member()
    forget(client)
    for _time in range(10):
        assert client.get(link_in(mails()[0])).status_code == 200
    assert log_in(client).status == 302


@pytest.mark.asvs("9.2.1")
def test_link_dies_after_four_hours(client: Client) -> None:
    member()
    forget(client)
    with clock.at(NOW + timedelta(hours=4, seconds=2)):
        assert client.get(link_in(mails()[0])).status_code == 404


@pytest.mark.asvs("9.2.2")
def test_link_of_one_kind_does_not_do_for_another(client: Client) -> None:
    sign_up(client)
    token = link_in(mails()[0]).rsplit("/", 1)[1]
    assert client.get(f"/wachtwoord/{token}").status_code == 404


def test_weak_new_password_is_refused(client: Client) -> None:
    member()
    forget(client)
    page = reset(client, "wachtwoord123")
    assert page.status == 422
    assert page.form(having="password").fields["password"] == ""
    assert reset(client, "noor de molen kaas").status == 422


def test_link_confirms_the_address_too(client: Client) -> None:
    """Who lost the first mail is not stuck: the mailbox is theirs."""
    sign_up(client)
    forget(client)
    reset(client)
    assert person().waiting
    assert log_in(client, password=OTHER_PASSWORD).status == 302


def test_blocked_member_gets_no_link(client: Client) -> None:
    member().blocked_at = NOW
    forget(client)
    assert mails() == []


def test_member_without_a_password_chooses_one(client: Client) -> None:
    member(RoleName.PRACTITIONER, password=None)
    forget(client)
    reset(client)
    assert log_in(client, password=OTHER_PASSWORD).status == 302


# ---- Changed ----


@pytest.mark.asvs("6.2.3")
def test_changing_needs_the_old_one_and_keeps_only_this_log_in(client: Client, app: Any) -> None:
    member()
    telephone = Client(app, use_cookies=True)
    log_in(telephone)
    log_in(client)
    values = {"current_password": OTHER_PASSWORD, "password": OTHER_PASSWORD}
    page = submit(client, "/account/wachtwoord", values)
    assert page.status == 422
    assert "Dit is niet uw wachtwoord" in page.text
    values["current_password"] = PASSWORD
    assert submit(client, "/account/wachtwoord", values).response.location == "/account"
    assert is_in(client)
    assert not is_in(telephone)
    assert log_in(telephone, password=OTHER_PASSWORD).status == 302


def test_guessing_behind_an_open_door_is_slowed_down(client: Client) -> None:
    member()
    log_in(client)
    wrong = {"current_password": OTHER_PASSWORD, "password": OTHER_PASSWORD}
    for _time in range(5):
        submit(client, "/account/wachtwoord", wrong)
    right = wrong | {"current_password": PASSWORD}
    assert submit(client, "/account/wachtwoord", right).status == 422
