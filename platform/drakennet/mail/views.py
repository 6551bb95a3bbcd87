"""The mailbox of the demonstration: every mail, without a mail server. Elsewhere a 404."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from drakennet.config import Settings
from drakennet.mail import queries
from drakennet.mail.models import OutboxMail
from drakennet.permissions import May, requires

blueprint = Blueprint("mail", __name__, url_prefix="/postvak")  # bound in the demonstration only


class Piece(NamedTuple):
    """A stretch of text, and the page of ours that it links to, if it does."""

    text: str
    path: str | None = None


@blueprint.get("")
@requires(May.TRY_THE_DEMONSTRATION)
def mailbox() -> ResponseReturnValue:
    address = request.args.get("address", "").strip().lower()
    page = max(1, min(request.args.get("page", 1, type=int), queries.LAST_PAGE))
    return render_template(
        "mail/pages/mailbox.html",
        mails=queries.mailbox(address, page=page),
        addresses=queries.addresses(),
        address=address,
        page=page,
        pages=queries.mailbox_pages(address),
        page_url=lambda number: url_for(".mailbox", page=number, address=address or None),
    )


@blueprint.get("/<uuid:mail_id>")
@requires(May.TRY_THE_DEMONSTRATION, load=queries.mail)
def show(mail: OutboxMail) -> ResponseReturnValue:
    settings: Settings = current_app.extensions["settings"]
    paragraphs = [
        [list(_pieces(line, settings.base_url)) for line in paragraph.splitlines()]
        for paragraph in re.split(r"\n\s*\n", mail.text.strip())
    ]
    return render_template("mail/pages/mail.html", mail=mail, paragraphs=paragraphs)


@blueprint.get("/<uuid:mail_id>/agenda.ics")
@requires(May.TRY_THE_DEMONSTRATION, load=queries.mail)
def calendar(mail: OutboxMail) -> ResponseReturnValue:
    if not mail.calendar:
        abort(404)
    answer = Response(mail.calendar, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=agenda.ics"
    return answer


def _pieces(text: str, base_url: str) -> Iterator[Piece]:
    """Split a line at its links to our own pages; other addresses stay text.

    A mail may be older than the port on which this demonstration runs now.
    """
    ours = rf"(?:{re.escape(base_url)}|http://(?:127\.0\.0\.1|localhost):\d+)"
    end = 0
    for found in re.finditer(ours + r"(/[^\s<>\"')]*[^\s<>\"').,;:!?])", text):
        yield Piece(text[end : found.start()])
        yield Piece(found[0], found[1])
        end = found.end()
    yield Piece(text[end:])
