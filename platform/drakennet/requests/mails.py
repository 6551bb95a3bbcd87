"""The mails about requests. Nothing that identifies: age bands and regions, no organisation."""

from typing import Any

from flask import current_app
from flask_babel import force_locale

from drakennet.mail.mails import Message, compose
from drakennet.requests import queries, wording
from drakennet.requests.models import Question


def question(asked: Question) -> Message:
    """To a practitioner: somebody asks you; answer with one press."""
    member = asked.profile.member
    with force_locale(member.language):
        lines = list(wording.anonymous_summary(asked.request.asked, member.language))
    return compose(
        "question",
        to=member.email,
        language=member.language,
        member_id=member.id,
        about_id=asked.request_id,
        name=member.name,
        advice=asked.bucket == "advice",
        lines=lines,
        link=_link("requests.answer", token=queries.answer_token(asked)),
        profile_link=_link("practitioners.profile"),
    )


def answer_received(asked: Question) -> Message:
    """To whoever asked: there is an answer. Who answered what, is on the page behind log-in."""
    member = asked.asked_by
    return compose(
        "answer_received",
        to=member.email,
        language=member.language,
        member_id=member.id,
        about_id=asked.request_id,
        name=member.name,
        answer=asked.answer,
        link=_link("requests.show", request_id=asked.request_id),
    )


def question_withdrawn(asked: Question) -> Message:
    """To a practitioner: you need not do anything any more."""
    member = asked.profile.member
    return compose(
        "question_withdrawn",
        to=member.email,
        language=member.language,
        member_id=member.id,
        about_id=asked.request_id,
        name=member.name,
        answer=asked.answer,
    )


def _link(endpoint: str, **address: Any) -> str:
    """Behind the address of the settings, never behind a header that a visitor sends."""
    base: str = current_app.extensions["settings"].base_url
    return base + current_app.url_map.bind("").build(endpoint, address)
