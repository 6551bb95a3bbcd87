"""The mails about requests, word for word; nothing in them says who or where."""

from uuid import UUID

import pytest
from flask import Flask

from drakenmatch import Kind, Language, Person, Request, Wish
from drakennet.accounts.models import User
from drakennet.practitioners.models import PractitionerProfile
from drakennet.requests import mails
from drakennet.requests.models import LEFT, Answer, CareRequest, Question
from tests import factories, golden

REQUEST_ID = UUID("00000000-0000-4000-8000-000000000001")
ASKED = Request(
    id=str(REQUEST_ID),
    kind=Kind.CASE,
    municipality=factories.HAARLEM,
    wishes=(Wish(term="emdr-kj", must=True),),
    persons=(Person(role="getuige", age=6), Person(role="moeder", age=34)),
    languages=(Language(code="ar"),),
)


@pytest.fixture
def question(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Question:
    """A question of which every word is always the same; no database keeps it."""
    monkeypatch.setattr("drakennet.requests.queries.answer_token", lambda _question: "TOKEN")
    asker = User(name="Olga Opvang", email="olga@example.nl", language="nl")
    practitioner = User(name="Amira Past", email="amira@example.nl", language="nl")
    return Question(
        request_id=REQUEST_ID,
        request=CareRequest(id=REQUEST_ID, criteria=ASKED.to_json(), label="kamer 4"),
        profile=PractitionerProfile(member=practitioner),
        asked_by=asker,
        bucket="fits",
    )


@pytest.mark.parametrize("bucket", ["fits", "advice"])
def test_question_in_words_that_identify_nobody(bucket: str, question: Question) -> None:
    question.bucket = bucket
    message = mails.question(question)
    golden.check(f"question-{bucket}", message)
    said = message.subject + message.text + message.html
    for secret in ("Haarlem", "6 jaar", "34", "getuige", "Veilige Haven", "Olga", "kamer 4"):
        assert secret not in said
    assert "4-7 jaar" in said


def test_question_in_the_language_of_its_reader(question: Question) -> None:
    question.profile.member.language = "en"
    assert "EMDR" in mails.question(question).text
    assert 'lang="en"' in mails.question(question).html


@pytest.mark.parametrize("answer", Answer)
def test_answer_is_told_without_a_name(answer: Answer, question: Question) -> None:
    question.answer = answer
    message = mails.answer_received(question, question.asked_by)
    golden.check(f"answer-received-{answer}", message)
    assert "Amira" not in message.subject + message.text + message.html


def test_yes_that_ended_says_to_ask_another(question: Question) -> None:
    question.answer = Answer.NO
    message = mails.answer_received(question, question.asked_by, before=Answer.YES)
    golden.check("answer-received-no-after-yes", message)


def test_practitioner_is_told_that_nobody_reads_it(question: Question) -> None:
    question.answer, question.request.closed_reason = Answer.YES, LEFT
    golden.check("question-withdrawn-yes-unread", mails.question_withdrawn(question))


@pytest.mark.parametrize("answer", [None, Answer.YES, Answer.LATER])
def test_end_of_a_question_is_told(answer: Answer | None, question: Question) -> None:
    question.answer = answer
    golden.check(f"question-withdrawn-{answer or 'unanswered'}", mails.question_withdrawn(question))


def test_links_never_follow_the_host_that_a_visitor_names(app: Flask, question: Question) -> None:
    with app.test_request_context("/", headers={"Host": "kwaad.example"}):
        text = mails.question(question).text
    assert "kwaad.example" not in text
    assert "http://127.0.0.1:5000/antwoord/TOKEN" in text
