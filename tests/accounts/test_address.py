"""Another mail address: asked again first, confirmed by the new mailbox, told to the old one."""

from datetime import timedelta

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts.models import RoleName
from tests import factories
from tests.accounts.steps import is_in, link_in, log_in, mails, member, person
from tests.conftest import NOW, Client
from tests.pages import Page, submit

ADDRESS = "/account/e-mailadres"
NEW = "nieuw@example.nl"


def ask(client: Client, email: str = NEW) -> Page:
    if not is_in(client):
        log_in(client)
    return submit(client, ADDRESS, {"email": email})


def link() -> str:
    return link_in(mails("new_address")[-1])


def test_new_mailbox_confirms_it(client: Client) -> None:
    member(RoleName.PRACTITIONER)
    assert ask(client).response.location == "/kijk-in-uw-mailbox"
    assert mails("new_address")[0].to_address == NEW
    assert person().email == "noor@example.nl"
    page = Page(client.get(link()))
    assert page.h1 == "Gebruik dit adres voortaan"
    assert submit(client, link(), {}).response.location == "/account"
    assert person(NEW).name == "Noor de Wit"
    assert is_in(client)
    submit(client, "/uitloggen", {}, page="/account")
    assert log_in(client, email="noor@example.nl").status == 422
    assert log_in(client, email=NEW).status == 302


@pytest.mark.asvs("6.3.7")
def test_both_mailboxes_hear_of_it(client: Client) -> None:
    member()
    ask(client)
    (asked,) = mails("account_changed")
    assert asked.to_address == "noor@example.nl"
    assert "gevraagd om een ander e-mailadres" in asked.text
    with clock.at(NOW + timedelta(minutes=1)):
        submit(client, link(), {})
    told = mails("account_changed")[1:]
    assert {mail.to_address for mail in told} == {"noor@example.nl", NEW}
    assert all("heeft een ander e-mailadres gekregen" in mail.text for mail in told)


@pytest.mark.asvs("6.3.8")
def test_taken_address_gets_the_same_answer(client: Client) -> None:
    """Only its own mailbox learns that it has an account."""
    member()
    factories.member(email="bezet@example.nl")
    free, taken = ask(client), ask(client, "bezet@example.nl")
    assert (free.status, free.response.location) == (taken.status, taken.response.location)
    assert [mail.to_address for mail in mails("address_known")] == ["bezet@example.nl"]
    assert len(mails("new_address")) == 1


@pytest.mark.asvs("2.3.1")
def test_address_that_was_taken_meanwhile_changes_nothing(client: Client) -> None:
    member()
    ask(client)
    factories.member(email=NEW)
    assert submit(client, link(), {}).status == 409
    assert person().name == "Noor de Wit"


def test_opening_the_link_changes_nothing(client: Client) -> None:
    member()
    ask(client)
    for _time in range(20):
        assert client.get(link()).status_code == 200
    assert person().email == "noor@example.nl"


def test_link_is_for_the_member_alone(client: Client, app: Flask) -> None:
    member()
    ask(client)
    stranger = Client(app, use_cookies=True)
    assert stranger.get(link()).location == f"/inloggen?next={link()}"
    member(email="ander@example.nl")
    log_in(stranger, email="ander@example.nl")
    assert Page(stranger.get(link())).status == 404


@pytest.mark.parametrize("token", ["x", "a.b.c", "W10.aaaa.bbbb", "é"])
def test_made_up_link_is_refused(token: str, client: Client) -> None:
    member()
    log_in(client)
    assert Page(client.get(f"{ADDRESS}/{token}")).h1 == "Deze link werkt niet meer"


@pytest.mark.asvs("9.2.1")
def test_link_works_a_day_and_once(client: Client) -> None:
    member()
    ask(client)
    with clock.at(NOW + timedelta(hours=11)):
        assert client.get(link()).status_code == 200
    with clock.at(NOW + timedelta(hours=24, seconds=2)):
        log_in(client)
        assert client.get(link()).status_code == 404
    with clock.at(NOW + timedelta(hours=1)):
        submit(client, link(), {})
        assert client.get(link()).status_code == 404


@pytest.mark.asvs("7.4.3")
def test_other_devices_are_logged_out(client: Client, app: Flask) -> None:
    member()
    telephone = Client(app, use_cookies=True)
    log_in(telephone)
    ask(client)
    submit(client, link(), {})
    assert is_in(client)
    assert not is_in(telephone)


@pytest.mark.parametrize("email", ["", "noor", "n@" + "a" * 300 + ".nl"])
def test_bad_address_is_refused_and_kept(email: str, client: Client) -> None:
    member()
    page = ask(client, email)
    assert page.status == 422
    assert page.form(having="email").fields["email"] == email
    assert mails() == []


def test_own_address_asks_nobody_anything(client: Client) -> None:
    member()
    ask(client, "NOOR@example.nl")
    assert mails("new_address") == mails("address_known") == []


def test_mailbox_is_no_target(client: Client) -> None:
    member()
    for _time in range(5):
        ask(client)
    assert len(mails("new_address")) == 3
