"""The mails about requests. Nothing that identifies: age bands and regions, no organisation."""

from flask_babel import force_locale

from drakennet.accounts.models import User
from drakennet.mail.mails import Message, link_to, write_to
from drakennet.requests import queries, wording
from drakennet.requests.models import LEFT, Answer, Question


def question(asked: Question) -> Message:
    """To a practitioner: somebody asks you; answer with one press."""
    member = asked.profile.member
    with force_locale(member.language):
        lines = list(wording.anonymous_summary(asked.request.asked, member.language))
    return write_to(
        member,
        "question",
        about_id=asked.request_id,
        advice=asked.bucket == "advice",
        lines=lines,
        link=link_to("requests.answer", token=queries.answer_token(asked)),
        profile_link=link_to("practitioners.profile"),
    )


def answer_received(asked: Question, member: User, *, before: Answer | None = None) -> Message:
    """To a contact: there is an answer. Who answered what, is on the page behind log-in.

    Who said yes before and now no, may have been counted on: then there may be an appointment.
    """
    return write_to(
        member,
        "answer_received",
        about_id=asked.request_id,
        answer=asked.answer,
        before=before,
        link=link_to("requests.show", request_id=asked.request_id),
    )


def question_withdrawn(asked: Question) -> Message:
    """To a practitioner: you need not do anything any more."""
    member = asked.profile.member
    return write_to(
        member,
        "question_withdrawn",
        about_id=asked.request_id,
        answer=asked.answer,
        unread=asked.request.closed_reason == LEFT,
    )
