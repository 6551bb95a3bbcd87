"""A mail is a value, made by one function from one folder of templates."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Protocol
from uuid import UUID

from flask import current_app, render_template
from flask_babel import force_locale

from drakennet.mail.models import OutboxMail


class Reader(Protocol):
    """What a mail has to know of the member it goes to."""

    id: UUID
    email: str
    name: str
    language: str


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
    unsubscribe_url: str | None = None  # a page of ours, where fewer mails can be asked for


def compose(
    kind: str,
    *,
    to: str,
    language: str = "nl",
    calendar: CalendarPart | None = None,
    member_id: UUID | None = None,
    about_id: UUID | None = None,
    unsubscribe_url: str | None = None,
    **words: Any,
) -> Message:
    """Render templates/mail/<kind>/{subject.txt,text.txt,html.html} in the reader's language."""
    with force_locale(language):
        subject, text, html = (
            render_template(
                f"mail/{kind}/{part}", language=language, unsubscribe_url=unsubscribe_url, **words
            )
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
        unsubscribe_url=unsubscribe_url,
    )


def write_to(reader: Reader, kind: str, *, to: str | None = None, **words: Any) -> Message:
    """Compose for a member, by name and in the member's own language.

    `to` is another mailbox of theirs, when an address changes.
    """
    return compose(
        kind,
        to=to or reader.email,
        language=reader.language,
        member_id=reader.id,
        name=reader.name,
        **words,
    )


def link_to(endpoint: str, **address: Any) -> str:
    """A page behind BASE_URL: a worker has no request, and anyone may write a Host header."""
    base: str = current_app.extensions["settings"].base_url
    return base + current_app.url_map.bind("").build(endpoint, address)


def as_email(mail: OutboxMail, *, sender: str) -> EmailMessage:
    """Build what goes over the wire.

    The calendar part is an alternative of the text, since that is where Outlook and Gmail look.
    Raises ValueError when a header would hold a line break or more than one address.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = str(Address(addr_spec=mail.to_address))
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # absence assistants stay silent
    if mail.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    if mail.calendar:
        parameters = {"method": mail.calendar_method or "REQUEST"}
        message.add_alternative(mail.calendar, subtype="calendar", cte="base64", params=parameters)
    return message
