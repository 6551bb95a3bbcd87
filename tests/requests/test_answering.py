"""Answering from the mail: without logging in, with a button, and to be changed."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet.accounts import services as accounts
from drakennet.accounts.models import RoleName
from drakennet.database import Base, db
from drakennet.mail.models import OutboxMail
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests.models import Answer, CareRequest, Question
from drakennet.requests.queries import open_questions, ranked
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page
from tests.requests.scenes import address, link

TODAY = NOW.date()
NEXT_MONTH = (TODAY + timedelta(days=30)).isoformat()


@pytest.fixture
def question(app: Flask) -> Question:
    """De Veilige Haven asks Amira, who can have one request at a time."""
    request = factories.care_request(factories.organisation(name="De Veilige Haven"))
    person = factories.member(RoleName.PRACTITIONER, name="Amira Past")
    profile = factories.practitioner_profile(person, max_open_requests=1)
    (match,) = ranked(request, today=TODAY).fits
    return factories.question(request, profile, reasons=[one.to_json() for one in match.reasons])


def give(client: Client, question: Question, answer: str, **values: str) -> Page:
    token = Page(client.get(link(question))).forms[0].fields["csrf_token"]
    data = {"csrf_token": token, "answer": answer} | values
    page = Page(client.post(link(question), data=data))
    db.session.expire_all()
    return page


def kinds() -> list[str]:
    statement = select(OutboxMail.kind).order_by(OutboxMail.created_at, OutboxMail.id)
    return list(db.session.scalars(statement))


def dump() -> str:
    """Every byte of every table."""
    found = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        rows = sorted(map(repr, db.session.execute(select(table)).all()))
        found.update("\n".join([table.name, *rows]).encode())
    db.session.rollback()
    return found.hexdigest()


def test_page_says_who_asks_what_and_why_you(client: Client, question: Question) -> None:
    page = Page(client.get(link(question)))
    assert page.status == 200
    assert page.h1 == "Een vraag aan u"
    assert "De Veilige Haven vraagt of u kunt helpen." in page.text
    assert "EMDR bij kinderen en jongeren" in page.text
    assert "4-7 jaar" in page.text
    assert "Waarom u voldoet Expertise: Biedt EMDR bij kinderen en jongeren" in page.text


def test_page_gives_no_contact_nor_exact_age_before_yes(client: Client, question: Question) -> None:
    page = Page(client.get(link(question)))
    assert question.asked_by.email not in page.html
    assert "6 jaar" not in page.text
    assert "Haarlem" not in page.text


@pytest.mark.asvs("3.5.3")
def test_opening_the_link_a_hundred_times_changes_nothing(
    client: Client, question: Question
) -> None:
    before = dump()
    for _time in range(100):
        assert client.get(link(question)).status_code == 200
    assert dump() == before


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("token", ["", "x", "WyJ4Il0.aaaa", "a" * 500, "%00", "é", "IjEi.AAAA"])
def test_wrong_link_is_not_there(token: str, client: Client) -> None:
    assert client.get(f"/antwoord/{token}").status_code in {400, 404}


@pytest.mark.asvs("9.2.2")
def test_link_of_another_purpose_is_not_there(
    app: Flask, client: Client, question: Question
) -> None:
    from itsdangerous import URLSafeSerializer

    other = URLSafeSerializer(str(app.secret_key), salt="invitation").dumps(str(question.id))
    assert client.get(f"/antwoord/{other!s}").status_code == 404


def test_yes_exchanges_names_and_addresses(
    client: Client, question: Question, log_in: LogIn
) -> None:
    browser = log_in(question.asked_by)
    person = question.profile.member
    assert person.email not in Page(browser.get(address(question.request))).html
    assert give(client, question, "yes").status == 302
    assert question.answer is Answer.YES
    mine = Page(client.get(link(question)))
    assert "Uw antwoord: Ja" in mine.text
    behind = Page(log_in(person).get(mine.links["Toon met wie u een afspraak maakt"]))
    assert question.asked_by.email in behind.text
    theirs = Page(browser.get(address(question.request)))
    assert "Ja gekregen" in theirs.text
    assert person.email in theirs.text
    assert kinds() == ["answer_received"]


def places(question: Question) -> tuple[int, Any]:
    profile = db.session.get_one(PractitionerProfile, question.profile_id)
    return profile.open_requests, profile.last_asked


@pytest.mark.parametrize(
    ("answer", "values", "open_requests"),
    [
        pytest.param("yes", {}, 1, id="yes keeps the place"),
        pytest.param("later", {"possible_from": NEXT_MONTH}, 0, id="later gives it back"),
        pytest.param("no", {"reason": "afstand"}, 0, id="no gives it back"),
    ],
)
def test_answer_ends_the_cooling_off_and_settles_the_place(
    answer: str, values: dict[str, str], open_requests: int, client: Client, question: Question
) -> None:
    assert places(question) == (1, TODAY)
    assert give(client, question, answer, **values).status == 302
    assert places(question) == (open_requests, None)
    assert question.held is bool(open_requests)


def test_cooling_off_stays_when_another_question_waits(client: Client, question: Question) -> None:
    question.profile.max_open_requests = 2
    factories.question(profile=question.profile)
    give(client, question, "no")
    assert places(question) == (1, TODAY)


def test_answering_again_changes_the_answer(client: Client, question: Question) -> None:
    give(client, question, "no", reason="afstand")
    give(client, question, "later", possible_from=NEXT_MONTH)
    assert (question.answer, question.reason) == (Answer.LATER, "")
    give(client, question, "yes")
    assert (question.answer, question.possible_from) == (Answer.YES, None)
    assert places(question)[0] == 1
    assert kinds() == ["answer_received"] * 3


def test_same_answer_twice_is_told_once(client: Client, question: Question) -> None:
    give(client, question, "yes")
    give(client, question, "yes")
    assert places(question)[0] == 1
    assert kinds() == ["answer_received"]


def test_yes_after_no_needs_a_place(client: Client, question: Question) -> None:
    give(client, question, "no")
    factories.question(profile=question.profile)
    page = give(client, question, "yes")
    assert page.status == 409
    assert "zoveel open aanvragen als u wilt" in page.text
    assert question.answer is Answer.NO
    assert places(question)[0] == 1


def test_no_never_lowers_a_practitioner(client: Client, question: Question, log_in: LogIn) -> None:
    """For the next request the card is the same as before."""
    give(client, question, "no")
    other = factories.care_request()
    page = Page(log_in(other.made_by).get(address(other)))
    assert "Amira Past" in page.text
    assert "Past (1)" in page.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"answer": "later"}, "vanaf welke dag u kunt", id="later without a day"),
        pytest.param(
            {"answer": "later", "possible_from": TODAY.isoformat()},
            "Kies een dag na vandaag",
            id="later today",
        ),
        pytest.param({"answer": "misschien"}, "keuze", id="no answer of ours"),
        pytest.param({"answer": "no", "reason": "verzonnen"}, "keuze", id="no reason of ours"),
    ],
)
def test_refused_answer_changes_nothing(
    values: dict[str, str], sentence: str, client: Client, question: Question
) -> None:
    page = give(client, question, **values)
    assert page.status == 422
    assert sentence in page.text
    assert question.answer is None
    assert kinds() == []


def test_closed_request_says_so_kindly(client: Client, question: Question) -> None:
    token = Page(client.get(link(question))).forms[0].fields["csrf_token"]
    question.request.closed_at = NOW
    page = Page(client.get(link(question)))
    assert page.status == 200
    assert "U hoeft niets meer te doen" in page.text
    assert "Ja, ik kan" not in page.text
    posted = client.post(link(question), data={"csrf_token": token, "answer": "yes"})
    assert posted.status_code == 409
    assert question.answer is None


def test_without_a_token_of_the_page_nothing_is_answered(
    client: Client, question: Question
) -> None:
    assert client.post(link(question), data={"answer": "yes"}).status_code == 400
    assert question.answer is None


@pytest.mark.asvs("8.3.2")
def test_who_is_no_practitioner_any_more_answers_nothing(
    client: Client, question: Question
) -> None:
    accounts.take_role(question.profile.member, RoleName.PRACTITIONER, now=NOW)
    db.session.commit()
    assert client.get(link(question)).status_code == 404


def test_who_was_blocked_answers_nothing(client: Client, question: Question) -> None:
    question.profile.member.blocked_at = NOW
    assert client.get(link(question)).status_code == 404


# ---- Questions to me ----


def test_practitioner_finds_the_question_behind_log_in(question: Question, log_in: LogIn) -> None:
    person = question.profile.member
    assert [one.id for one in open_questions(person)] == [question.id]
    page = Page(log_in(person).get("/vragen-aan-mij"))
    assert page.h1 == "Vragen aan mij"
    assert page.links["Casus, Kennemerland"] == link(question)
    assert "Nog geen antwoord" in page.text


def test_nobody_sees_the_questions_of_others(question: Question, log_in: LogIn) -> None:
    other = factories.member(RoleName.PRACTITIONER)
    page = Page(log_in(other).get("/vragen-aan-mij"))
    assert "Er staan geen vragen voor u open" in page.text
    assert "De Veilige Haven" not in page.text


def test_question_taken_back_is_gone_from_the_list(question: Question, log_in: LogIn) -> None:
    question.withdrawn_at = NOW
    db.session.commit()
    assert open_questions(question.profile.member) == []
    assert isinstance(question.request, CareRequest)
