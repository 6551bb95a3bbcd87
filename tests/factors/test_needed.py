"""Whoever sees the data of others logs in with two steps; the permission table says who that is."""

from typing import Any

import pytest
from flask import Flask

from drakennet.accounts.models import LoginSession, RoleName
from drakennet.database import db
from drakennet.permissions import (
    ABOUT_A_MEMBER,
    ALLOWED,
    OPENS_OWN_ONLY,
    SHOWS_NOBODY_ELSE,
    May,
    Who,
    needs_second_factor,
    sees_others,
)
from tests import factories
from tests.accounts.steps import is_in, log_in, member
from tests.conftest import AnotherApp, Client
from tests.conftest import LogIn as LogInFixture
from tests.factors.steps import APP, STEPS, code, key_on
from tests.pages import Page, submit

# Read aloud, this is what may be done with a password alone.
OWN = {
    May.VISIT,
    May.ENTER,
    May.ANSWER_BY_LINK,
    May.TRY_THE_DEMONSTRATION,
    May.MANAGE_OWN_ACCOUNT,
    May.END_LOG_IN,
    May.REMOVE_PASSKEY,
    May.KEEP_OWN_PROFILE,
    May.SEE_OWN_DATA,
    May.ERASE_OWN_DATA,
}
CLOSED: dict[RoleName, str] = {
    RoleName.ORGANISATION_CONTACT: "/aanvragen",
    RoleName.PRACTITIONER: "/vragen-aan-mij",
    RoleName.AANDACHTSFUNCTIONARIS: "/intervisie",
    RoleName.VEILIG_THUIS: "/intervisie",
    RoleName.COORDINATOR: "/mijn-regio",
    RoleName.ADMINISTRATOR: "/mijn-regio",
}


def test_only_what_shows_nobody_else_is_open_with_one_step() -> None:
    """A new action asks for the second step, until somebody writes here that it need not."""
    assert SHOWS_NOBODY_ELSE == OWN


def test_predicates_that_open_nothing_of_others() -> None:
    assert {Who.ANYONE, Who.SIGNED_IN, Who.PRACTITIONER} == OPENS_OWN_ONLY
    assert ABOUT_A_MEMBER.isdisjoint(OPENS_OWN_ONLY)


@pytest.mark.parametrize("may", sorted(set(May) - OWN))
def test_every_other_action_asks_it_of_an_approved_member(may: May, app: Flask) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    with app.test_request_context():
        assert needs_second_factor(may, person)


@pytest.mark.parametrize("role", RoleName)
def test_who_sees_others(role: RoleName, app: Flask) -> None:
    approved, waiting = factories.member(role), factories.member(role, approved_at=None)
    with app.test_request_context():
        assert sees_others(approved)
        assert not sees_others(waiting)


def test_who_waits_prepares_with_one_step(app: Flask) -> None:
    waiting = factories.member(RoleName.PRACTITIONER, approved_at=None)
    with app.test_request_context():
        assert not needs_second_factor(May.SEE_HOME, waiting)
        assert not needs_second_factor(May.KEEP_OWN_PROFILE, waiting)
        assert needs_second_factor(May.ANSWER_QUESTIONS, waiting)


@pytest.mark.parametrize("role", RoleName)
@pytest.mark.asvs("6.3.3")
def test_first_page_after_the_log_in_is_setting_it_up(role: RoleName, client: Client) -> None:
    member(role)
    page = Page(client.get(log_in(client).response.location))
    assert page.h1 == "Stel een tweede stap in"
    assert "U ziet hier gegevens van anderen" in page.text
    assert page.links["Gebruik een app"] == APP


@pytest.mark.parametrize(("role", "address"), CLOSED.items())
@pytest.mark.asvs("6.3.3")
def test_until_then_nothing_of_others_opens(role: RoleName, address: str, client: Client) -> None:
    member(role)
    log_in(client)
    for path in (address, "/home"):
        assert client.get(path).location == f"{STEPS}?next={path}"
    assert is_in(client)


@pytest.mark.parametrize("path", ["/account", "/account/wachtwoord", "/", "/zo-rangschikken-we"])
def test_own_account_is_open_meanwhile(path: str, client: Client) -> None:
    member(RoleName.COORDINATOR, region="kennemerland")
    log_in(client)
    assert client.get(path).status_code == 200


def test_what_is_posted_meanwhile_changes_nothing(client: Client) -> None:
    member(RoleName.COORDINATOR, region="kennemerland")
    newcomer = factories.member(RoleName.PRACTITIONER, approved_at=None)
    log_in(client)
    token = Page(client.get("/account")).form(having="name").fields["csrf_token"]
    answer = client.post(f"/mijn-regio/leden/{newcomer.id}/goedkeuren", data={"csrf_token": token})
    assert answer.location == STEPS
    db.session.refresh(newcomer)
    assert newcomer.approved_at is None


def test_page_that_was_asked_comes_after_setting_up(client: Client) -> None:
    member(RoleName.ORGANISATION_CONTACT)
    setup = Page(client.get(log_in(client, next="/aanvragen").response.location))
    app_page = setup.links["Gebruik een app"]
    key = key_on(Page(client.get(app_page)))
    done = submit(client, APP, {"code": code(key)}, page=app_page)
    assert done.links["Ik heb ze bewaard. Ga verder"] == "/aanvragen"
    assert client.get("/aanvragen").status_code == 200


def test_log_in_that_never_showed_it_is_asked(client: Client, log_in: LogInFixture) -> None:
    """A log-in from before the member had one, or one that was made without it."""
    person = member(RoleName.COORDINATOR, region="kennemerland")
    person.totp_confirmed_at = person.created_at
    browser = log_in(person)
    for login in db.session.query(LoginSession):
        login.second_factor_at = None
    assert browser.get("/mijn-regio").location == f"{STEPS}?next=/mijn-regio"
    assert browser.get(f"{STEPS}?next=/mijn-regio").location == (
        "/account/bevestigen?next=/mijn-regio"
    )


def test_adding_one_ends_the_log_ins_without_it(client: Client, app: Any) -> None:
    member(RoleName.COORDINATOR, region="kennemerland")
    other = Client(app, use_cookies=True)
    log_in(other)
    log_in(client)
    key = key_on(Page(client.get(APP)))
    submit(client, APP, {"code": code(key)})
    assert is_in(client)
    assert not is_in(other)


def test_demonstration_may_do_without(another_app: AnotherApp) -> None:
    """There everybody is invented, and one button logs a visitor in."""
    demo = another_app(second_factor_required=False)
    member(RoleName.COORDINATOR, region="kennemerland")
    visitor = Client(demo, use_cookies=True)
    assert log_in(visitor).response.location == "/home"
    assert visitor.get("/mijn-regio").status_code == 200


def test_table_names_no_predicate_twice() -> None:
    """Else an action about a thing could slip through as one about the member alone."""
    about_things = (
        {who for names in ALLOWED.values() for who in names} - ABOUT_A_MEMBER - OPENS_OWN_ONLY
    )
    assert all("THIS" in who.name for who in about_things), about_things
