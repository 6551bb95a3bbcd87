"""In and out: the same answer to everybody who has no business here."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts.models import LoginSession
from drakennet.attempts import network_of
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


def test_page_has_its_labels(client: Client) -> None:
    page = Page(client.get("/inloggen"))
    assert page.h1 == "Inloggen"
    assert "E-mailadres" in page.text
    assert page.links["Wachtwoord vergeten?"] == "/wachtwoord-vergeten"


def test_member_comes_in(client: Client) -> None:
    member()
    assert log_in(client, email="NOOR@example.nl ").response.location == "/home"
    assert is_in(client)
    assert Page(client.get("/inloggen")).status == 302


def test_form_shows_nothing_of_who_exists(client: Client) -> None:
    """Unknown, wrong password, unconfirmed, blocked: one text and one status."""
    member()
    member(email="geblokkeerd@example.nl").blocked_at = NOW
    db.session.commit()
    sign_up(client, email="onbevestigd@example.nl")
    tries = [
        ("niemand@example.nl", PASSWORD),
        ("noor@example.nl", OTHER_PASSWORD),
        ("onbevestigd@example.nl", PASSWORD),
        ("onbevestigd@example.nl", OTHER_PASSWORD),
        ("geblokkeerd@example.nl", PASSWORD),
    ]
    answers = set()
    for email, password in tries:
        page = log_in(client, email=email, password=password)
        token = page.form("inloggen").fields["csrf_token"]
        answers.add((page.status, page.html.replace(email, "…").replace(token, "…")))
    assert len(answers) == 1
    assert answers.pop()[0] == 422


def test_unconfirmed_with_the_right_password_gets_the_mail_again(client: Client) -> None:
    sign_up(client)
    log_in(client, password=OTHER_PASSWORD)
    assert len(mails("confirm_address")) == 1
    with clock.at(NOW + timedelta(minutes=1)):
        log_in(client)
        assert len(mails("confirm_address")) == 2
        assert not is_in(client)
        submit(client, link_in(mails()[1]), {})
    assert log_in(client).status == 302


def test_member_without_a_password_cannot_log_in(client: Client) -> None:
    member(password=None)
    for guess in ("unusable", PASSWORD):
        assert log_in(client, password=guess).status == 422


@pytest.mark.asvs("7.4.1")
def test_copied_cookie_dies_at_logging_out(client: Client, app: Any) -> None:
    member()
    log_in(client)
    copy = Client(app, use_cookies=True)
    with client.session_transaction() as cookie, copy.session_transaction() as copied:
        copied.update(cookie)
    assert is_in(copy)
    page = submit(client, "/uitloggen", {}, page="/account")
    assert page.status == 302
    assert not is_in(client)
    assert not is_in(copy)


@pytest.mark.asvs("7.2.4")
def test_log_in_gives_a_new_key(client: Client) -> None:
    member()
    client.get("/inloggen")
    with client.session_transaction() as cookie:
        cookie["login_key"] = "planted"
        cookie["anything"] = "planted"
    log_in(client)
    with client.session_transaction() as cookie:
        assert cookie["login_key"] != "planted"
        assert "anything" not in cookie


@pytest.mark.asvs("7.3.1")
def test_idle_log_in_ends(client: Client) -> None:
    member()
    log_in(client)
    with clock.at(NOW + timedelta(hours=11)):
        assert is_in(client)
    with clock.at(NOW + timedelta(hours=22)):
        assert is_in(client)
    with clock.at(NOW + timedelta(hours=35)):
        assert not is_in(client)


@pytest.mark.asvs("7.3.2")
def test_log_in_ends_after_a_week_of_work(client: Client) -> None:
    member()
    log_in(client)
    for hours in range(0, 7 * 24, 8):
        with clock.at(NOW + timedelta(hours=hours)):
            assert is_in(client), hours
    with clock.at(NOW + timedelta(days=7)):
        assert not is_in(client)


@pytest.mark.asvs("7.4.2")
def test_blocked_member_is_out_at_once(client: Client) -> None:
    member()
    log_in(client)
    person().blocked_at = NOW
    db.session.commit()
    assert not is_in(client)


def test_who_thinks_longer_than_a_minute_sends_the_form_all_the_same(client: Client) -> None:
    """Noting that somebody was seen is never in the way of what they do."""
    member()
    log_in(client)
    fields = Page(client.get("/account")).form(having="name").fields
    with clock.at(NOW + timedelta(minutes=5)):
        answer = client.post("/account", data=fields | {"name": "Noor de Wit"})
        assert answer.status_code == 302
        assert db.session.scalars(select(LoginSession.last_seen_at)).one() == clock.now()


def test_anonymous_visitor_has_no_log_in_row(client: Client) -> None:
    client.get("/inloggen")
    log_in(client)
    assert db.session.scalars(select(LoginSession)).all() == []


def test_stranger_returns_to_the_page_that_was_asked(client: Client) -> None:
    member()
    page = Page(client.get("/account/wachtwoord"))
    address = page.response.location
    assert address == "/inloggen?next=/account/wachtwoord"
    values = {"email": "noor@example.nl", "password": PASSWORD}
    assert submit(client, "/inloggen", values, page=address).response.location == (
        "/account/wachtwoord"
    )


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example",
        "//elders.example",
        "/\\elders.example",
        "\\\\elders.example",
        "/\t/elders.example",
        "/\n/elders.example",
        "javascript:alert(1)",
        "elders.example",
        "/ /elders.example",
        "",
    ],
)
def test_log_in_never_leaves_the_site(address: str, client: Client) -> None:
    member()
    page = Page(client.get("/inloggen", query_string={"next": address}))
    assert "next" not in page.form("inloggen").fields
    assert log_in(client, next=address).response.location == "/home"


@pytest.mark.asvs("6.3.1")
def test_guessing_is_slowed_down_where_it_comes_from(client: Client) -> None:
    """Ten wrong ones from one network; from elsewhere the member still comes in."""
    member()
    for _time in range(10):
        assert log_in(client, password=OTHER_PASSWORD).status == 422
    assert log_in(client).status == 429
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    form = Page(client.get("/inloggen")).form("inloggen").fields
    values = form | {"email": "noor@example.nl", "password": PASSWORD}
    answer = client.post("/inloggen", data=values, environ_overrides=elsewhere)
    assert answer.status_code == 302


def test_slowing_down_passes(client: Client) -> None:
    member()
    for _time in range(10):
        log_in(client, password=OTHER_PASSWORD)
    with clock.at(NOW + timedelta(minutes=15)):
        assert log_in(client).status == 302


def test_unknown_address_is_slowed_down_alike(client: Client) -> None:
    statuses = [log_in(client, email="niemand@example.nl").status for _time in range(11)]
    assert statuses == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        (None, ""),
    ],
)
def test_network_is_a_household(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        pytest.param(b"[1]", "application/json", 415, id="JSON"),
        pytest.param(b"email=a%00b", "application/x-www-form-urlencoded", 400, id="NUL"),
        pytest.param("csrf_token=ü".encode(), "application/x-www-form-urlencoded", 400, id="ü"),
        pytest.param(b"a" * 300_000, "application/x-www-form-urlencoded", 413, id="oversized"),
    ],
)
@pytest.mark.parametrize("path", ["/inloggen", "/aanmelden", "/wachtwoord-vergeten"])
def test_what_no_browser_sends_is_refused(
    path: str, data: bytes, kind: str, status: int, client: Client
) -> None:
    assert client.post(path, data=data, content_type=kind).status_code == status


def test_code_page_without_a_password_begins_anew(client: Client) -> None:
    assert client.get("/inloggen/code").location == "/inloggen"
