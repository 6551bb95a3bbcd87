"""What somebody tries who means harm, wherever on the site; each rule's own tests are elsewhere."""

import io
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from drakennet import clock
from drakennet.accounts.models import RoleGrant, RoleName
from drakennet.accounts.services import UNUSABLE
from drakennet.config import Environment, Settings
from drakennet.database import db
from drakennet.intervision.mails import token_of
from drakennet.intervision.models import Can, Session
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests.models import CareRequest, Question
from tests import factories
from tests.accounts.steps import mails, wish
from tests.conftest import NOW, Client, LogIn
from tests.intervision.helpers import again, outbox, said
from tests.pages import Page, submit
from tests.requests.scenes import address, link


@pytest.mark.asvs("5.2.2")
@pytest.mark.parametrize("field", ["email", "name", "municipality", "password", "roles"])
def test_file_where_a_word_is_asked_is_refused(field: str, client: Client) -> None:
    fields = Page(client.get("/aanmelden")).form(having="email").fields | wish()
    answer = client.post("/aanmelden", data=fields | {field: (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code == 415


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize("query", ["a=1&a=%00", "%00=1"])
def test_nul_is_refused_wherever_it_hides(query: str, client: Client) -> None:
    assert client.get(f"/?{query}").status_code == 400
    kind = "application/x-www-form-urlencoded"
    assert client.post("/inloggen", data=query, content_type=kind).status_code == 400


@pytest.mark.parametrize("host", ["x" * 300, "a..b"])
@pytest.mark.parametrize("path", ["/", "/home", "/bestaat-niet"])
def test_impossible_host_gets_a_clear_answer(host: str, path: str, client: Client) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Wij konden uw verzoek niet lezen." in answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.asvs("16.5.1")
def test_broken_database_still_gets_a_sentence(
    demonstration: Flask, log_in: LogIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even the name above the page can be read then."""
    browser = log_in(factories.member())
    browser.application = demonstration

    def fail(*_statement: Any) -> None:
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    with demonstration.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with caplog.at_level(logging.CRITICAL):
            answer = browser.get("/home")
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis." in answer.get_data(as_text=True)


@pytest.mark.asvs("16.2.5")
def test_log_of_a_fault_holds_nobody(app: Flask) -> None:
    """A statement that fails is logged, and what was to be stored is not."""
    with pytest.raises(Exception, match="SELECT") as fault:
        db.session.execute(text("SELECT nothing FROM nowhere WHERE a = :a"), {"a": "Noor de Wit"})
    db.session.rollback()
    assert "Noor de Wit" not in str(fault.value)


@pytest.mark.asvs("14.3.2")
def test_error_page_below_static_is_kept_by_nobody(log_in: LogIn) -> None:
    browser = log_in(factories.member(name="Sanne Schuil"))
    answer = browser.get("/static/bestaat-niet.css")
    assert answer.status_code == 404
    assert "Sanne Schuil" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.asvs("11.4.2")
def test_passwords_are_kept_slow_and_in_one_way_only() -> None:
    settings = Settings(
        environment=Environment.PRODUCTION, database_url="", secret_key="", base_url=""
    ).flask()
    assert (
        settings["SECURITY_PASSWORD_SCHEMES"] == [settings["SECURITY_PASSWORD_HASH"]] == ["argon2"]
    )
    options = settings["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"]
    assert options["argon2__memory_cost"] >= 19 * 1024
    assert options["argon2__rounds"] >= 2


@pytest.mark.parametrize("typed", [UNUSABLE, "x"])
def test_what_stands_where_a_password_would_opens_nothing(typed: str, app: Flask) -> None:
    from flask_security import verify_password

    with pytest.raises(ValueError, match="hash"):
        verify_password(typed, typed)


# ---- A borrowed account, and one that is not (or no longer) approved ----


def colleagues_and_session(**traits: Any) -> Session:
    for _each in range(4):
        factories.colleague()
    return factories.intervision(place="Geheime Straat", **traits)


def test_who_was_only_asked_learns_no_place_and_no_names(app: Flask, log_in: LogIn) -> None:
    """The number of a session stands in calendar files, so it is no secret."""
    session = colleagues_and_session()
    asked = session.invitations[0]
    browser = log_in(asked.member)
    assert browser.get(f"/intervisie/{session.id}").status_code == 404
    assert "Geheime Straat" not in browser.get(f"/uitnodiging/{token_of(asked.id)}").text


def test_who_left_learns_nothing_any_more(app: Flask, log_in: LogIn) -> None:
    session = colleagues_and_session(quorum=2)
    first, second = session.invitations[:2]
    for each in (first, second):
        said(each, Can.YES, Can.NO)
    browser, page = log_in(first.member), f"/intervisie/{session.id}"
    assert "Geheime Straat" in browser.get(page).text
    said(again(session).invitations[0], Can.NO, Can.NO)
    assert browser.get(page).status_code == 404


def test_waiting_list_knows_no_place(app: Flask, log_in: LogIn) -> None:
    session = colleagues_and_session(quorum=2, seats=2)
    for each in session.invitations[:3]:
        said(each, Can.YES, Can.NO)
    (waiting,) = again(session).waiting
    page = log_in(waiting.member).get(f"/intervisie/{session.id}")
    assert page.status_code == 200
    assert "Geheime Straat" not in page.text


@pytest.mark.parametrize("traits", [{"approved_at": None}, {"rejected_at": NOW}])
def test_who_is_not_approved_any_more_reads_nothing(
    traits: dict[str, Any], app: Flask, log_in: LogIn
) -> None:
    """Somebody changed the name after the approval, or was turned down: the pages are closed."""
    person = factories.colleague(name="Was Lid")
    person.roles.append(RoleGrant(name=RoleName.PRACTITIONER, granted_at=NOW))
    place = factories.organisation(name="Schuilplek Zes")
    profile = factories.practitioner_profile(person)
    question = factories.question(factories.care_request(place), profile)
    session = factories.intervision()
    browser = log_in(person)
    assert "Schuilplek Zes" in browser.get("/vragen-aan-mij").text
    for name, value in traits.items():
        setattr(person, name, value)
    db.session.commit()
    for page in ("/vragen-aan-mij", link(question), "/intervisie", f"/intervisie/{session.id}"):
        assert browser.get(page).status_code == 404, page
    home = browser.get("/home").text
    assert session.organiser.name not in home
    assert "wacht op uw antwoord" not in home
    assert browser.get("/mijn-profiel").status_code == 200


@pytest.mark.asvs("2.3.2")
def test_asking_and_taking_back_is_no_way_to_pester(app: Flask, log_in: LogIn) -> None:
    """Each pair is two mails; a second request of the same organisation is no way round."""
    request, profile = factories.care_request(), factories.practitioner_profile()
    another = factories.care_request(request.organisation)

    def ask(asked: CareRequest) -> int:
        """Ask, and take it back if it was asked; tell how many mails the practitioner has."""
        browser, page = log_in(request.made_by), address(asked)
        submit(browser, f"{page}/vragen", {"profile_ids": [str(profile.id)]}, page=page)
        waits = select(Question.id).where(Question.withdrawn_at.is_(None))
        for question_id in db.session.scalars(waits).all():
            submit(browser, f"{page}/vragen/{question_id}/intrekken", {}, page=page)
        return len(mails("question"))

    assert [ask(each) for each in (request, request, request, request, another)] == [1, 2, 3, 3, 3]
    with clock.at(NOW + timedelta(days=1)):
        assert ask(another) == 4


@pytest.mark.asvs("2.3.2")
def test_new_moments_are_no_way_to_pester(app: Flask, log_in: LogIn) -> None:
    session = colleagues_and_session()
    browser, page = log_in(session.organiser), f"/intervisie/{session.id}"
    statuses = [submit(browser, f"{page}/momenten", {}, page=page).status for _time in range(5)]
    assert statuses == [302, 302, 302, 409, 409]  # each with other moments: the page proposes them
    assert len(outbox(to=session.invitations[0].member)) == 4


@pytest.mark.parametrize("path", ["/aanvragen/nieuw", "question", "/intervisie/uitnodigen"])
def test_asking_for_the_headers_alone_is_looking(path: str, app: Flask, log_in: LogIn) -> None:
    """Mail scanners do so, and must not conclude that a link is broken."""
    person = factories.colleague()
    person.roles.append(RoleGrant(name=RoleName.ORGANISATION_CONTACT, granted_at=NOW))
    browser = log_in(person)
    address_ = link(factories.question()) if path == "question" else path
    assert browser.head(address_).status_code == browser.get(address_).status_code == 200


# ---- The same button, pressed several times at the same instant ----


def press_at_once(
    browsers: list[Client], page: str, action: str = "", having: str | None = None, **values: Any
) -> list[int]:
    """Each has opened the same form; all press its button together. Gives the statuses."""
    first = Page(browsers[0].get(page)).form(action, having=having)
    sent: list[tuple[Client, dict[str, Any]]] = []
    for browser in browsers:
        token = Page(browser.get(page)).form(action, having=having).fields["csrf_token"]
        sent.append((browser, first.fields | values | {"csrf_token": token}))
    db.session.commit()
    start = Barrier(len(browsers))

    def press(browser: Client, data: dict[str, Any]) -> int:
        start.wait()
        with clock.at(NOW):
            answer = FlaskClient.open(browser, first.action or page, method="POST", data=data)
        return answer.status_code

    with ThreadPoolExecutor(len(browsers)) as threads:
        statuses = [threads.submit(Context().run, press, *each) for each in sent]  # type: ignore[arg-type] # the stubs lose count of the arguments
        found = sorted(each.result() for each in statuses)
    db.session.expire_all()
    return found


def test_new_request_pressed_three_times(log_in: LogIn) -> None:
    person = factories.organisation_contact()
    browsers = [log_in(person) for _time in range(3)]
    assert press_at_once(browsers, "/aanvragen/nieuw", having="label", place="2011") == [302] * 3
    assert db.session.scalar(select(func.count(CareRequest.id))) == 1


@pytest.mark.asvs("2.3.4")
def test_practitioners_asked_three_times(log_in: LogIn) -> None:
    """Six fit, so three may be asked; never more, however it is pressed."""
    request = factories.care_request()
    ids = [str(factories.practitioner_profile().id) for _each in range(6)]
    browsers, page = [log_in(request.made_by) for _time in range(3)], address(request)
    assert press_at_once(browsers, page, "/vragen", profile_ids=ids) == [302] * 3
    assert db.session.scalar(select(func.count(Question.id))) == 3
    assert len(mails("question")) == 3


def test_yes_pressed_three_times(app: Flask) -> None:
    page = link(factories.question())
    browsers = [Client(app, use_cookies=True) for _time in range(3)]
    assert press_at_once(browsers, page, having="possible_from", answer="yes") == [302] * 3
    assert len(mails("answer_received")) == 1
    assert db.session.scalars(select(PractitionerProfile.open_requests)).one() == 1


def test_invitation_pressed_three_times(log_in: LogIn) -> None:
    for _each in range(6):
        factories.colleague()
    person = factories.colleague()
    browsers = [log_in(person) for _time in range(3)]
    assert press_at_once(browsers, "/intervisie/uitnodigen", having="theme") == [302] * 3
    assert db.session.scalar(select(func.count(Session.id))) == 1


def test_new_moments_pressed_three_times(app: Flask, log_in: LogIn) -> None:
    session = colleagues_and_session()
    asked = session.invitations[0].member
    browsers = [log_in(session.organiser) for _time in range(3)]
    assert press_at_once(browsers, f"/intervisie/{session.id}", "/momenten") == [302] * 3
    assert len(outbox(to=asked)) == 2


@pytest.mark.asvs("2.3.4")
def test_two_coordinators_approve_at_once(log_in: LogIn) -> None:
    judges = [factories.member(RoleName.COORDINATOR, region="kennemerland") for _each in range(2)]
    newcomer = factories.member(RoleName.PRACTITIONER, approved_at=None)
    page = f"/mijn-regio/leden/{newcomer.id}"
    browsers = [log_in(one) for one in judges]
    statuses = press_at_once(browsers, page, "/goedkeuren", checked="known")
    assert statuses == [302, 409]
    assert len(mails("approved")) == 1
