"""Where people are shown, looks are counted and written down: on the pages themselves."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import delete, select

from drakennet.access.models import AccessLine, HarvestAlert, ProfileLook, Seen
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.requests.models import Answer, CareRequest
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.coordination.steps import coordinator, newcomer, page_of
from tests.pages import Page


def lines() -> list[AccessLine]:
    db.session.expire_all()
    return list(db.session.scalars(select(AccessLine).order_by(AccessLine.number)))


def asked_by(request: CareRequest) -> User:
    contact = db.session.get(User, request.made_by_id)
    assert contact is not None
    return contact


Limited = Callable[..., None]


@pytest.fixture
def limited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Limited:
    """Set what may be looked at, for this test."""

    def limit(**limits: int) -> None:
        settings = replace(app.extensions["settings"], **limits)
        monkeypatch.setitem(app.extensions, "settings", settings)

    return limit


@pytest.mark.asvs("16.2.1", "16.3.3")
def test_each_look_at_an_address_is_a_line(log_in: LogIn) -> None:
    question = factories.question(answer=Answer.YES, answered_at=NOW)
    browser = log_in(asked_by(question.request))
    for _look in range(2):
        browser.get(f"/aanvragen/{question.request_id}")
    assert [
        (line.subject_id, line.seen, line.about_id, line.organisation_id) for line in lines()
    ] == [
        (
            question.profile.member_id,
            Seen.CONTACT,
            question.request_id,
            question.request.organisation_id,
        )
    ] * 2


@pytest.mark.parametrize("answer", [None, Answer.NO])
def test_without_a_yes_there_is_nothing_to_see_or_write(
    log_in: LogIn, answer: Answer | None
) -> None:
    when = NOW if answer else None
    question = factories.question(answer=answer, answered_at=when, held=answer is None)
    log_in(asked_by(question.request)).get(f"/aanvragen/{question.request_id}")
    assert not lines()


def test_refused_form_shows_the_page_and_writes_the_look(log_in: LogIn) -> None:
    """A page that comes back with 422 shows the same people."""
    question = factories.question(answer=Answer.YES, answered_at=NOW)
    factories.practitioner_profile()
    browser = log_in(asked_by(question.request))
    page = Page(browser.get(f"/aanvragen/{question.request_id}"))
    form = page.form("/vragen")
    db.session.execute(delete(ProfileLook))
    db.session.commit()
    fields = {name: value for name, value in form.fields.items() if name != "profile_ids"}
    assert browser.post(form.action, data=fields).status_code == 422
    assert len(lines()) == 2
    assert db.session.scalars(select(ProfileLook)).all()


def test_judging_an_application_is_a_line(log_in: LogIn) -> None:
    person = newcomer(RoleName.PRACTITIONER)
    judge = coordinator()
    log_in(judge).get(page_of(person))
    (line,) = lines()
    assert (line.viewer_id, line.subject_id, line.seen) == (judge.id, person.id, Seen.APPLICATION)


@pytest.mark.asvs("2.4.1")
def test_harvester_sees_no_new_people(limited: Limited, log_in: LogIn) -> None:
    limited(looks_an_hour=2)
    for number in range(3):
        person = factories.member(RoleName.PRACTITIONER, name=f"Kanarie {number}")
        factories.practitioner_profile(person)
    request = factories.care_request()
    browser = log_in(asked_by(request))
    first = Page(browser.get(f"/aanvragen/{request.id}"))
    shown = {f"Kanarie {number}" for number in range(3) if f"Kanarie {number}" in first.text}
    assert len(shown) == 2
    assert "U zag vandaag veel verschillende mensen" in first.text
    again = Page(browser.get(f"/aanvragen/{request.id}")).text
    assert all(name in again for name in shown)
    assert db.session.scalars(select(HarvestAlert.viewer_id)).all() == [request.made_by_id]


def test_project_leader_reads_who_it_was(limited: Limited, log_in: LogIn) -> None:
    limited(looks_an_hour=0)
    request = factories.care_request()
    factories.practitioner_profile()
    harvester = asked_by(request)
    harvester.name = "Noor Kijker"
    db.session.commit()
    log_in(harvester).get(f"/aanvragen/{request.id}")
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert "Zij bekeken ongewoon veel verschillende mensen" in page.text
    assert "Noor Kijker" in page.text
    elsewhere = factories.member(RoleName.COORDINATOR, region="groningen")
    assert "Noor Kijker" not in Page(log_in(elsewhere).get("/mijn-regio")).text


def test_visitor_reads_no_log(client: Client) -> None:
    assert client.get("/mijn-gegevens/inzage").status_code == 302


def test_paging_through_colleagues_ends(limited: Limited, log_in: LogIn) -> None:
    """Leaving somebody out brings the next colleague, but not all of them."""
    organiser = factories.colleague()
    for _each in range(3):
        factories.colleague()
    browser = log_in(organiser)
    assert browser.get("/intervisie/uitnodigen").status_code == 200
    limited(looks_an_hour=0, looks_a_day=0)
    factories.colleague()
    db.session.execute(delete(ProfileLook))
    db.session.commit()
    answer = browser.get("/intervisie/uitnodigen")
    assert answer.status_code == 429
    assert "Wie u al zag, blijft u zien." in Page(answer).text
