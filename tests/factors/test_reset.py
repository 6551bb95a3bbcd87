"""A second factor that is lost: two people who know the member take it away, never one."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from drakennet import clock
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.factors import services
from drakennet.factors.models import FactorReset, RecoveryCode
from tests import factories
from tests.accounts.steps import is_in, link_in, log_in, mails, member, person
from tests.conftest import NOW, Client, LogIn
from tests.factors.steps import STEPS, set_up
from tests.pages import Page, submit

DAYS = timedelta(days=1)


@pytest.fixture
def coordinator(app: Flask) -> User:
    return factories.member(RoleName.COORDINATOR, region="kennemerland", name="Ria Regio")


@pytest.fixture
def second(app: Flask) -> User:
    return factories.member(RoleName.COORDINATOR, region="kennemerland", name="Toon Twee")


def protected() -> User:
    """A member with an app that gives codes."""
    return member(RoleName.PRACTITIONER, totp_confirmed_at=NOW)


def address(whose: User) -> str:
    return f"/leden/{whose.id}/tweede-stap"


def ask(log_in: LogIn, by: User, whose: User) -> Page:
    return submit(log_in(by), address(whose), {})


def the_reset() -> FactorReset:
    return db.session.scalars(select(FactorReset)).one()


def agree(log_in: LogIn, by: User) -> Page:
    return submit(log_in(by), f"/tweede-stap-herstel/{the_reset().id}", {})


@pytest.mark.asvs("6.4.4")
def test_two_people_take_it_away(
    client: Client, log_in: LogIn, coordinator: User, second: User
) -> None:
    whose = member(RoleName.PRACTITIONER)
    set_up(client)
    assert ask(log_in, coordinator, whose).status == 302
    assert is_in(client) and person().has_second_factor
    assert agree(log_in, second).status == 302
    assert not is_in(client)
    assert not person().has_second_factor
    assert db.session.scalars(select(RecoveryCode)).all() == []


def test_helper_sees_whether_there_is_a_second_step(
    client: Client, log_in: LogIn, coordinator: User
) -> None:
    whose = member(RoleName.PRACTITIONER)
    page = Page(log_in(coordinator).get(address(whose)))
    assert "Tweede stap Staat uit" in page.text
    assert "Er valt niets weg te halen" in page.text
    assert not [form for form in page.forms if form.action == address(whose)]
    set_up(client)
    page = Page(log_in(coordinator).get(address(whose)))
    assert "Tweede stap Staat aan App met codes Ja Passkeys 0 Herstelcodes over 10" in page.text
    assert "Vraag eerst of het lid de herstelcodes op papier nog heeft" in page.text
    assert [form for form in page.forms if form.action == address(whose)]


def test_without_a_second_step_nothing_is_asked_for(log_in: LogIn, coordinator: User) -> None:
    """Also who opened the page before the member took it away reads so."""
    page = ask(log_in, coordinator, member(RoleName.PRACTITIONER))
    assert page.status == 409
    assert "Dit lid heeft geen tweede stap" in page.text
    assert db.session.scalars(select(FactorReset)).all() == []
    assert mails() == []


def test_helper_is_not_sent_after_codes_that_are_used(
    client: Client, log_in: LogIn, coordinator: User
) -> None:
    whose = member(RoleName.PRACTITIONER)
    set_up(client)
    for code in db.session.scalars(select(RecoveryCode)):
        code.used_at = NOW
    db.session.commit()
    text = Page(log_in(coordinator).get(address(whose))).text
    assert "Herstelcodes over 0" in text
    assert "Vraag eerst of het lid" not in text


def test_member_then_sets_up_a_new_one(
    client: Client, log_in: LogIn, coordinator: User, second: User
) -> None:
    whose = member(RoleName.PRACTITIONER)
    set_up(client)
    ask(log_in, coordinator, whose)
    agree(log_in, second)
    assert enter(client).response.location == STEPS


def enter(client: Client) -> Page:
    return log_in(client)


@pytest.mark.asvs("6.4.4")
def test_nobody_is_both(log_in: LogIn, coordinator: User) -> None:
    ask(log_in, coordinator, protected())
    browser = log_in(coordinator)
    assert browser.get(f"/tweede-stap-herstel/{the_reset().id}").status_code == 404
    with pytest.raises(Refusal):
        services.confirm_reset(the_reset(), by=coordinator, now=NOW)
    db.session.rollback()


def test_database_itself_refuses_one_person_twice(coordinator: User) -> None:
    whose = protected()
    for starter, agreer in ((coordinator, coordinator), (whose, coordinator), (coordinator, whose)):
        reset = FactorReset(
            member_id=whose.id,
            started_by_id=starter.id,
            started_at=NOW,
            confirmed_by_id=agreer.id,
            confirmed_at=NOW,
        )
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(reset)
    db.session.rollback()


def test_nobody_asks_for_themselves(log_in: LogIn, coordinator: User) -> None:
    administrator = factories.member(RoleName.ADMINISTRATOR)
    assert log_in(coordinator).get(address(coordinator)).status_code == 404
    page = ask(log_in, administrator, administrator)
    assert (page.status, "Voor uzelf kan dit niet" in page.text) == (409, True)


@pytest.mark.parametrize("role", [None, *list(RoleName)[:-1]])
@pytest.mark.asvs("8.2.2")
def test_nobody_from_elsewhere_asks_or_agrees(
    role: RoleName | None, log_in: LogIn, coordinator: User
) -> None:
    whose = protected()
    stranger = factories.member(*([role] if role else []), region="twente")
    assert log_in(stranger).get(address(whose)).status_code == 404
    ask(log_in, coordinator, whose)
    assert log_in(stranger).get(f"/tweede-stap-herstel/{the_reset().id}").status_code == 404


def test_administrator_is_the_second_where_there_is_one_coordinator(
    log_in: LogIn, coordinator: User
) -> None:
    ask(log_in, coordinator, protected())
    assert agree(log_in, factories.member(RoleName.ADMINISTRATOR)).status == 302


def test_everybody_concerned_hears_of_it(log_in: LogIn, coordinator: User, second: User) -> None:
    whose = protected()
    ask(log_in, coordinator, whose)
    (told,) = mails("factor_reset_started")
    assert told.to_address == whose.email and "Ria Regio" in told.text
    (asked,) = mails("factor_reset_waits")
    assert asked.to_address == second.email
    assert whose.name not in asked.text + asked.html + asked.subject
    agree(log_in, second)
    assert "Twee mensen" in mails("account_changed")[-1].text


def test_member_stops_it_without_logging_in(
    client: Client, log_in: LogIn, coordinator: User, second: User
) -> None:
    ask(log_in, coordinator, protected())
    stop = link_in(mails("factor_reset_started")[0])
    for _time in range(10):  # a mail scanner opens every link
        assert Page(client.get(stop)).h1 == "Was u dit niet?"
    assert the_reset().stopped_at is None
    assert submit(client, stop, {}).status == 302
    assert Page(client.get(stop)).h1 == "Het is gestopt"
    browser = log_in(second)
    assert browser.get(f"/tweede-stap-herstel/{the_reset().id}").status_code == 404
    with pytest.raises(Refusal):
        services.confirm_reset(the_reset(), by=second, now=NOW)
    db.session.rollback()


def test_what_is_done_cannot_be_stopped(
    client: Client, log_in: LogIn, coordinator: User, second: User
) -> None:
    ask(log_in, coordinator, protected())
    stop = link_in(mails("factor_reset_started")[0])
    token = Page(client.get(stop)).form(having="csrf_token").fields["csrf_token"]
    agree(log_in, second)
    assert Page(client.get(stop)).h1 == "Het is al gebeurd"
    assert client.post(stop, data={"csrf_token": token}).status_code == 409
    assert the_reset().stopped_at is None


@pytest.mark.parametrize("token", ["x", "a.b", "ImFiYyI.aaaa"])
def test_made_up_link_is_not_found(token: str, client: Client) -> None:
    assert client.get(f"/tweede-stap-stoppen/{token}").status_code == 404


@pytest.mark.parametrize(("after", "status"), [(2.99 * DAYS, 200), (3 * DAYS, 404)])
def test_it_waits_three_days(
    after: timedelta, status: int, log_in: LogIn, coordinator: User, second: User
) -> None:
    ask(log_in, coordinator, protected())
    with clock.at(NOW + after):
        browser = log_in(second)
        assert browser.get(f"/tweede-stap-herstel/{the_reset().id}").status_code == status


def test_one_at_a_time_and_anew_when_too_old(log_in: LogIn, coordinator: User) -> None:
    whose = protected()
    ask(log_in, coordinator, whose)
    with pytest.raises(Refusal):
        services.start_reset(whose, by=coordinator, now=NOW)
    db.session.rollback()
    with clock.at(NOW + 3 * DAYS):
        assert ask(log_in, coordinator, whose).status == 302
    found = db.session.scalars(select(FactorReset).order_by(FactorReset.started_at)).all()
    assert [bool(one.stopped_at) for one in found] == [True, False]


def test_page_says_what_to_do_first(log_in: LogIn, coordinator: User) -> None:
    whose = protected()
    whose.totp_confirmed_at = NOW
    page = Page(log_in(coordinator).get(address(whose)))
    assert page.h1 == "Help een lid dat de tweede stap kwijt is"
    assert "Spreek het lid zelf" in page.text
    assert re.search(r"Noor de Wit", page.text)
    ask(log_in, coordinator, whose)
    assert "Wacht op een tweede persoon" in Page(log_in(coordinator).get(address(whose))).text


@pytest.mark.asvs("7.4.5")
def test_member_whose_telephone_was_stolen_is_logged_out(
    client: Client, log_in: LogIn, coordinator: User
) -> None:
    whose = member(RoleName.PRACTITIONER)
    set_up(client)
    assert is_in(client)
    path = f"/leden/{whose.id}/uitloggen"
    assert submit(log_in(coordinator), path, {}, page=address(whose)).status == 302
    assert not is_in(client)
    assert person().has_second_factor
    stranger = log_in(factories.member(RoleName.COORDINATOR, region="twente"))
    token = Page(stranger.get("/account")).form(having="name").fields["csrf_token"]
    assert stranger.post(path, data={"csrf_token": token}).status_code == 404


# ---- Finding who called ----

HELP = "/hulp-bij-inloggen"


@pytest.mark.parametrize("email", ["noor@example.nl", "NOOR@example.nl "])
def test_member_is_found_by_address(email: str, log_in: LogIn, coordinator: User) -> None:
    whose = protected()
    page = submit(log_in(coordinator), HELP, {"email": email})
    assert page.response.location == address(whose)


@pytest.mark.asvs("8.2.2")
def test_who_lives_elsewhere_or_nowhere_gets_one_answer(log_in: LogIn, coordinator: User) -> None:
    """Else a coordinator could ask of any address whether it is a member's."""
    factories.member(email="twente@example.nl", municipality_code="GM0153")
    browser, answers = log_in(coordinator), set()
    for email in ("twente@example.nl", "niemand@example.nl", coordinator.email):
        page = submit(browser, HELP, {"email": email})
        token = page.form(having="email").fields["csrf_token"]
        answers.add((page.status, page.html.replace(email, "…").replace(token, "…")))
    assert [status for status, _html in answers] == [422]


def test_what_waits_is_shown_to_whoever_may_agree(
    log_in: LogIn, coordinator: User, second: User
) -> None:
    ask(log_in, coordinator, protected())
    assert "Noor de Wit" in Page(log_in(second).get(HELP)).text
    for other in (coordinator, factories.member(RoleName.COORDINATOR, region="twente")):
        assert "Noor de Wit" not in Page(log_in(other).get(HELP)).text
    with clock.at(NOW + 3 * DAYS):
        assert "Noor de Wit" not in Page(log_in(second).get(HELP)).text
