"""A mail is a value, made by one function from one folder of templates."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import force_locale


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """An iCalendar file for the mail programme, with its iTIP method (REQUEST, CANCEL)."""

    content: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail as it will leave; subject and calendar say nothing of any case."""

    kind: str
    to: str
    subject: str
    text: str
    html: str
    calendar: CalendarPart | None = None
    member_id: UUID | None = None
    about_id: UUID | None = None


def compose(
    kind: str,
    *,
    to: str,
    language: str = "nl",
    calendar: CalendarPart | None = None,
    member_id: UUID | None = None,
    about_id: UUID | None = None,
    **words: Any,
) -> Message:
    """Render templates/mail/<kind>/{subject.txt,text.txt,html.html} in the reader's language."""
    with force_locale(language):
        subject, text, html = (
            render_template(f"mail/{kind}/{part}", language=language, **words)
            for part in ("subject.txt", "text.txt", "html.html")
        )
    return Message(
        kind=kind,
        to=to,
        subject=" ".join(subject.split()),  # a header is one line, whatever is in it
        text=text,
        html=html,
        calendar=calendar,
        member_id=member_id,
        about_id=about_id,
    )
