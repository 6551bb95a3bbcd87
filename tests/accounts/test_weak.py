"""What is guessed first is refused; a list of our own making stands for the lists of others."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts import passwords
from tests.accounts.steps import log_in, member, sign_up
from tests.conftest import NOW, Client
from tests.pages import Page

ENDINGS = (
    "123",
    "1234",
    "12345",
    "123456",
    "1!",
    "01",
    "!!",
    "2024",
    "2025",
    "2026",
    "2026!",
    "#1",
)


@pytest.fixture(autouse=True)
def in_the_application(app: Flask) -> None:
    """The operator's file is a setting of it."""


def likely() -> set[str]:
    """As people make them: a word, a capital, a year."""
    words = passwords._read("common_words.txt")
    made = {word + ending for word in words for ending in ENDINGS}
    made |= {word.capitalize() + ending for word in words for ending in ENDINGS}
    return {one for one in made if len(one) >= 12}


@pytest.mark.asvs("6.2.4")
@pytest.mark.asvs("6.2.12")
def test_more_than_three_thousand_likely_ones_are_refused() -> None:
    found = likely()
    assert len(found) > 3000
    assert [one for one in found if not passwords.is_weak(one)] == []


@pytest.mark.parametrize("password", sorted(passwords._read("common_passwords.txt"))[::10])
def test_sayings_are_refused_however_they_are_written(password: str) -> None:
    assert passwords.is_weak(password.upper())
    assert passwords.is_weak(f"{password[:5].capitalize()} {password[5:]}!!")


@pytest.mark.parametrize(
    "walk",
    [
        "1qaz2wsx3edc",
        "qwertyuiop[]",
        "zaq1xsw2cde3",
        "asdfghjkl;'q",
        "qazwsxedcrfv",
        "poiuytrewqlk",
        "azertyuiopqs",
        "1q2w3e4r5t6y",
        "QWERTY123456",
        "!qaz" * 3,
    ],
)
@pytest.mark.asvs("6.2.4")
def test_walk_over_the_keys_is_refused(walk: str) -> None:
    assert passwords.is_weak(walk)


@pytest.mark.parametrize(
    "password",
    [
        "fiets regen molen kaas",
        "831947502664",
        "xK7#pQ2$mN9z",
        "lamp wolken stoel berg",
        "ertwt pap zo",
    ],
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    assert not passwords.is_weak(password)


@pytest.mark.parametrize(
    "word",
    [
        "veiligthuis",
        "huiselijkgeweld",
        "vrouwenopvang",
        "meldcode",
        "intervisie",
        "jeugdbescherming",
    ],
)
@pytest.mark.asvs("6.2.11")
def test_words_of_the_field_are_no_password(word: str) -> None:
    assert passwords.is_weak(f"{word}2026!"[:30])
    assert passwords.is_weak(f"{word}{word[::-1][:3]}12"[:30])


@pytest.mark.asvs("6.2.11")
def test_name_of_the_site_is_refused(client: Client) -> None:
    page = sign_up(client, password="Het Drakennet-wachtwoord")
    assert "de naam van deze site" in page.text


# ---- The operator's list of what leaked elsewhere ----

LEAKED = [f"gelekt wachtwoord {number}" for number in range(57)]


@pytest.fixture
def with_list(app: Flask, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "breached.txt"
    sums = (hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest() for one in LEAKED)
    hashes = sorted(one.upper() for one in sums)
    file.write_text("".join(f"{one}:{number}\n" for number, one in enumerate(hashes)))
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, breached_passwords=file)
    yield file
    app.extensions["settings"] = settings


@pytest.mark.asvs("6.2.12")
def test_every_line_of_the_list_is_found(with_list: Path) -> None:
    assert [one for one in LEAKED if not passwords._breached(one)] == []
    assert not any(passwords._breached(f"{one}!") for one in LEAKED)


def test_leaked_password_is_refused_at_sign_up(client: Client, with_list: Path) -> None:
    assert "makkelijk te raden" in sign_up(client, password=LEAKED[30]).text


def test_empty_list_finds_nothing(with_list: Path) -> None:
    with_list.write_text("")
    assert not passwords._breached(LEAKED[0])


# ---- How it is typed ----


@pytest.mark.parametrize("path", ["/inloggen", "/aanmelden"])
@pytest.mark.asvs("6.2.6")
@pytest.mark.asvs("6.2.7")
def test_password_may_be_pasted_and_is_masked(path: str, client: Client) -> None:
    page = client.get(path).get_data(as_text=True)
    box = page[page.index('name="password"') - 300 :][:600]
    assert 'type="password"' in box
    assert "autocomplete=" in box
    for hindrance in ("onpaste", "readonly", 'maxlength="1', 'autocomplete="off"'):
        assert hindrance not in box.replace('maxlength="128"', "")


@pytest.mark.asvs("6.2.8")
def test_password_counts_as_it_was_typed(client: Client) -> None:
    """No capital, space or sign is dropped or changed on the way."""
    member(password="  Fiets regen MOLEN kaas ")
    for other in (
        "Fiets regen MOLEN kaas",
        "  fiets regen molen kaas ",
        "  Fiets regen MOLEN kaas",
    ):
        assert log_in(client, password=other).status == 422
    assert log_in(client, password="  Fiets regen MOLEN kaas ").status == 302


@pytest.mark.asvs("6.2.2")
@pytest.mark.asvs("6.2.3")
def test_member_may_change_it(client: Client) -> None:
    member()
    log_in(client)
    form = Page(client.get("/account/wachtwoord")).form(having="current_password")
    assert {"current_password", "password"} <= form.fields.keys()


@pytest.mark.asvs("6.2.10")
def test_password_does_not_age(client: Client) -> None:
    """Years later it opens the door, and nothing asks for another."""
    member()
    with clock.at(NOW + timedelta(days=4 * 365)):
        assert log_in(client).response.location == "/home"
        assert client.get("/home").status_code == 200


@pytest.mark.asvs("6.3.2")
def test_no_account_stands_ready(client: Client) -> None:
    for email in ("admin@example.nl", "root@example.nl", "beheer@drakennet.example"):
        for password in ("admin", "wachtwoord", "unusable", ""):
            assert log_in(client, email=email, password=password).status == 422


@pytest.mark.asvs("6.4.2")
def test_nobody_is_asked_a_secret_question(client: Client) -> None:
    for path in ("/aanmelden", "/wachtwoord-vergeten"):
        text = Page(client.get(path)).text.casefold()
        assert "geheime vraag" not in text and "meisjesnaam" not in text
