"""Asking practitioners: the limits, what is held, and what they are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.mail import services as mail_services
from drakennet.mail.models import OutboxMail
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests import services
from drakennet.requests.models import Answer, CareRequest, Question, State
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page
from tests.requests.scenes import address

TODAY = NOW.date()


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def request_(place: Organisation) -> CareRequest:
    return factories.care_request(place)


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


def practitioners(number: int, **traits: Any) -> list[PractitionerProfile]:
    return [factories.practitioner_profile(**traits) for _one in range(number)]


def ask(browser: Client, request: CareRequest, *profiles: Any) -> Page:
    """Tick these practitioners and press the button; give the page that follows."""
    form = Page(browser.get(address(request))).form("/vragen")
    ids = [str(getattr(one, "id", one)) for one in profiles]
    response = browser.post(address(request, "/vragen"), data=form.fields | {"profile_ids": ids})
    return Page(browser.get(response.location) if response.status_code == 302 else response)


def asked_ids(request: CareRequest) -> set[UUID]:
    db.session.expire_all()
    return {question.profile_id for question in request.questions}


def outbox() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.created_at)))


def test_asking_holds_a_place_and_sends_a_mail(browser: Client, request_: CareRequest) -> None:
    person = factories.member(RoleName.PRACTITIONER, name="Amira Past")
    profile = factories.practitioner_profile(person)
    page = ask(browser, request_, profile)
    assert "Gevraagd: Amira Past." in page.text
    assert "Vandaag gevraagd." in page.text
    assert asked_ids(request_) == {profile.id}
    assert (profile.open_requests, profile.last_asked) == (1, TODAY)
    (mail,) = outbox()
    assert (mail.to_address, mail.kind) == (person.email, "question")
    assert request_.state is State.ASKED


def test_asking_nobody_says_what_to_do(browser: Client, request_: CareRequest) -> None:
    practitioners(1)
    page = ask(browser, request_)
    assert page.status == 422
    assert "Kies eerst één of meer behandelaren." in page.text


@pytest.mark.parametrize("junk", ["7", "geen-id", "00000000-0000-4000-8000-000000000009"])
def test_odd_ids_ask_nobody(junk: str, browser: Client, request_: CareRequest) -> None:
    practitioners(1)
    assert ask(browser, request_, junk).status in {200, 422}
    assert asked_ids(request_) == set()
    assert outbox() == []


def test_hidden_practitioner_cannot_be_asked_nor_named(
    browser: Client, request_: CareRequest
) -> None:
    practitioners(1)
    person = factories.member(RoleName.PRACTITIONER, name="Verborgen Vrouw")
    hidden = factories.practitioner_profile(person, findable=False)
    page = ask(browser, request_, hidden)
    assert "Niet gevraagd: Iemand kan nu niet worden gevraagd." in page.text
    assert "Verborgen Vrouw" not in page.text


@pytest.mark.asvs("2.3.2")
@pytest.mark.parametrize(
    ("fitting", "asked"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (9, 3)]
)
def test_at_most_half_of_who_fits_and_never_more_than_three(
    fitting: int, asked: int, browser: Client, request_: CareRequest
) -> None:
    page = ask(browser, request_, *practitioners(fitting))
    assert len(asked_ids(request_)) == asked
    assert page.text.count("Niet gevraagd:") == fitting - asked
    ask(browser, request_, *db.session.scalars(select(PractitionerProfile.id)))
    assert len(asked_ids(request_)) == asked, "a second time brings no more"


def test_three_open_questions_are_the_most_in_every_group(
    browser: Client, request_: CareRequest
) -> None:
    page = ask(browser, request_, *practitioners(5, room=None))
    assert len(asked_ids(request_)) == 3
    assert "meer dan drie vragen open" in page.text


def test_an_answer_makes_room_for_a_question(browser: Client, request_: CareRequest) -> None:
    ask(browser, request_, *practitioners(2))
    (question,) = request_.questions
    services.answer(question, Answer.NO, possible_from=None, reason="", now=NOW, today=TODAY)
    db.session.commit()
    ask(browser, request_, *db.session.scalars(select(PractitionerProfile.id)))
    assert len(asked_ids(request_)) == 2


def test_who_was_asked_by_another_is_left_alone_for_three_days(
    browser: Client, request_: CareRequest
) -> None:
    profile = factories.practitioner_profile()
    factories.question(profile=profile)
    page = ask(browser, request_, profile)
    assert "is pas gevraagd; te vragen vanaf 27 november 2026" in page.text
    assert asked_ids(request_) == set()
    later = NOW + timedelta(days=3)
    services.ask(request_, [profile.id], member=request_.made_by, now=later, today=later.date())
    db.session.commit()
    assert asked_ids(request_) == {profile.id}


def test_who_was_asked_already_is_not_asked_twice(browser: Client, request_: CareRequest) -> None:
    (profile,) = practitioners(1)
    ask(browser, request_, profile)
    practitioners(3)
    assert "is al gevraagd" in ask(browser, request_, profile).text
    assert len(outbox()) == 1


def test_who_said_no_is_not_proposed_again(browser: Client, request_: CareRequest) -> None:
    person = factories.member(RoleName.PRACTITIONER, name="Zei Nee")
    profile = factories.practitioner_profile(person)
    factories.question(request_, profile, answer=Answer.NO, answered_at=NOW, held=False)
    practitioners(1)
    page = Page(browser.get(address(request_)))
    assert f"kaart-{profile.id}" not in page.ids
    ask(browser, request_, profile)
    assert len(asked_ids(request_)) == 1


def test_own_practitioners_are_not_asked(
    browser: Client, request_: CareRequest, place: Organisation
) -> None:
    profile = factories.practitioner_profile()
    factories.works_at(profile.member, place)
    practitioners(1)
    ask(browser, request_, profile)
    assert asked_ids(request_) == set()


@pytest.mark.asvs("2.3.1")
def test_closed_request_asks_nobody(browser: Client, request_: CareRequest) -> None:
    (profile,) = practitioners(1)
    form = Page(browser.get(address(request_))).form("/vragen")
    request_.closed_at = NOW
    response = browser.post(
        address(request_, "/vragen"), data=form.fields | {"profile_ids": [str(profile.id)]}
    )
    assert response.status_code == 409
    assert "Deze aanvraag is gesloten" in response.text
    assert asked_ids(request_) == set()


# ---- At the same time ----


def everybody_asks(app: Flask, asks: list[tuple[UUID, UUID]]) -> list[int]:
    """All at once: each asks one practitioner for one request; give how many each got."""
    start = Barrier(len(asks))

    def one(request_id: UUID, profile_id: UUID) -> int:
        with app.app_context(), clock.at(NOW):
            request = db.session.get_one(CareRequest, request_id)
            member = request.made_by
            db.session.rollback()
            start.wait(timeout=10)
            outcome = services.ask(request, [profile_id], member=member, now=NOW, today=TODAY)
            db.session.commit()
            return len(outcome.asked)

    with ThreadPoolExecutor(len(asks)) as threads:
        return [each.result() for each in [threads.submit(one, *each) for each in asks]]


@pytest.mark.asvs("2.3.4")
def test_last_place_goes_to_exactly_one(app: Flask) -> None:
    profile = factories.practitioner_profile(max_open_requests=1)
    asks = [(factories.care_request().id, profile.id) for _one in range(4)]
    assert sorted(everybody_asks(app, asks)) == [0, 0, 0, 1]
    db.session.expire_all()
    assert profile.open_requests == 1
    assert db.session.scalar(select(func.count()).select_from(Question)) == 1


def test_two_at_once_do_not_flood_one_practitioner(app: Flask) -> None:
    """There are places left, but who was asked a moment ago is left alone."""
    profile = factories.practitioner_profile(max_open_requests=5)
    asks = [(factories.care_request().id, profile.id) for _one in range(3)]
    assert sum(everybody_asks(app, asks)) == 1


def test_two_colleagues_at_once_do_not_ask_more_than_the_limit(
    app: Flask, request_: CareRequest
) -> None:
    profiles = practitioners(2)
    assert sum(everybody_asks(app, [(request_.id, one.id) for one in profiles])) == 1


# ---- Half done is not done ----


class Crash(Exception):
    """The process dies here."""


@pytest.mark.asvs("2.3.3")
def test_crash_after_the_hold_leaves_nothing(
    browser: Client, request_: CareRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is held, the mail fails: nothing of it is kept."""
    (profile,) = practitioners(1)

    def crash(*_arguments: object, **_names: object) -> None:
        held = db.session.scalar(select(PractitionerProfile.open_requests))
        assert held == 1, "the place was held"
        raise Crash

    monkeypatch.setattr(mail_services, "queue", crash)
    with pytest.raises(Crash):
        ask(browser, request_, profile)
    db.session.rollback()
    db.session.expire_all()
    assert (profile.open_requests, profile.last_asked) == (0, None)
    assert asked_ids(request_) == set()
    assert outbox() == []


# ---- Taking back, closing, opening again ----


def post(browser: Client, request: CareRequest, action: str, **values: str) -> Page:
    form = Page(browser.get(address(request))).form(action)
    response = browser.post(form.action, data=form.fields | values)
    db.session.expire_all()
    return Page(browser.get(response.location))


def test_question_can_be_taken_back_and_asked_again(browser: Client, request_: CareRequest) -> None:
    (profile,) = practitioners(1)
    ask(browser, request_, profile)
    page = post(browser, request_, "/intrekken")
    assert "De vraag is ingetrokken." in page.text
    assert (profile.open_requests, profile.last_asked) == (0, None)
    assert [mail.kind for mail in outbox()] == ["question", "question_withdrawn"]
    assert "Gevraagd:" in ask(browser, request_, profile).text
    assert len(asked_ids(request_)) == 1
    assert profile.open_requests == 1


def test_question_of_another_request_cannot_be_taken_back(
    browser: Client, request_: CareRequest
) -> None:
    factories.question(request_)
    other = factories.question()
    token = Page(browser.get(address(request_))).form("/intrekken").fields
    response = browser.post(address(request_, f"/vragen/{other.id}/intrekken"), data=token)
    assert response.status_code == 404


def test_closing_frees_every_place_and_tells_who_was_asked(
    browser: Client, request_: CareRequest
) -> None:
    waiting, accepted = factories.question(request_), factories.question(request_)
    accepted.answer, accepted.answered_at = Answer.YES, NOW
    db.session.commit()
    page = post(browser, request_, "/sluiten", closed_reason="gestart")
    assert "De aanvraag is gesloten." in page.text
    assert "De hulp is gestart, via Drakennet" in page.text
    assert request_.state is State.CLOSED
    assert [one.profile.open_requests for one in (waiting, accepted)] == [0, 0]
    assert waiting.withdrawn_at is not None
    assert waiting.profile.last_asked is None
    assert {mail.kind for mail in outbox()} == {"question_withdrawn"}
    assert len(outbox()) == 2


def test_closing_asks_why(browser: Client, request_: CareRequest) -> None:
    page = post(browser, request_, "/sluiten")
    assert "Kies eerst waarom u haar sluit." in page.text
    assert request_.closed_at is None


def test_opening_again_holds_the_place_of_who_said_yes(
    browser: Client, request_: CareRequest
) -> None:
    factories.question(request_)
    accepted = factories.question(request_)
    accepted.answer, accepted.answered_at = Answer.YES, NOW
    db.session.commit()
    post(browser, request_, "/sluiten", closed_reason="elders")
    page = post(browser, request_, "/heropenen")
    assert "De aanvraag is weer open." in page.text
    assert accepted.held
    assert accepted.profile.open_requests == 1
    assert accepted.profile.last_asked is None, "nobody was asked anything"
    assert request_.unanswered == []


@pytest.mark.asvs("2.3.1")
def test_closing_twice_is_refused(request_: CareRequest) -> None:
    services.close(request_, "elders", now=NOW)
    with pytest.raises(Refusal):
        services.close(request_, "elders", now=NOW)
    db.session.rollback()
