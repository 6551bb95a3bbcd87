"""The outbox is emptied: what arrives, what is tried again, what is given up."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage, MIMEPart
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from drakennet.config import Environment
from drakennet.database import db
from drakennet.mail import queries
from drakennet.mail.mails import CalendarPart, Message
from drakennet.mail.models import OutboxMail
from drakennet.mail.services import queue, try_again
from drakennet.mail.tasks import LOAN, RETRIES, Tally, forget_bodies, send_due
from tests.conftest import NOW
from tests.mail.conftest import settings
from tests.mail.servers import Received

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Drakennet//NL
METHOD:REQUEST
BEGIN:VEVENT
UID:1@drakennet
DTSTAMP:20261124T100000Z
DTSTART:20261201T130000Z
SUMMARY:Intervisie, 60 minuten – één uur
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
MESSAGE = Message(
    kind="test",
    to="amina@example.nl",
    subject="Een vraag voor u – één minuut",
    text="Beste Amina,\n\nEr is een vraag voor u: http://127.0.0.1:5000/vraag\n",
    html="<p>Beste Amina, er is een vraag vóór u.</p>",
)


def put(**traits: Any) -> UUID:
    mail = queue(replace(MESSAGE, **traits), now=NOW)
    db.session.commit()
    return mail.id


def row(mail_id: UUID) -> OutboxMail:
    """As it is now; no transaction stays open, since the worker has its own."""
    db.session.expire_all()
    mail = db.session.get_one(OutboxMail, mail_id)
    db.session.commit()
    return mail


def lines(part: MIMEPart) -> list[str]:
    return str(part.get_content()).splitlines()


def parts(mail: EmailMessage) -> dict[str, MIMEPart]:
    return {part.get_content_type(): part for part in mail.iter_parts()}


def test_a_mail_arrives_as_it_was_written(server: Received) -> None:
    mail_id = put()
    assert send_due(NOW) == Tally(sent=1)
    (mail,) = server.mails
    assert mail["To"] == "amina@example.nl"
    assert mail["From"] == "Drakennet <netwerk@drakennet.example>"
    assert mail["Subject"] == "Een vraag voor u – één minuut"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == f"<{mail_id}@drakennet>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "multipart/alternative"
    assert list(parts(mail)) == ["text/plain", "text/html"]
    assert lines(parts(mail)["text/plain"]) == MESSAGE.text.splitlines()
    assert lines(parts(mail)["text/html"]) == MESSAGE.html.splitlines()
    assert server.envelopes == [("netwerk@drakennet.example", ["amina@example.nl"])]
    assert row(mail_id).sent_at == NOW
    assert row(mail_id).next_try_at is None


def test_the_calendar_is_an_alternative_with_its_method(server: Received) -> None:
    put(calendar=CalendarPart(content=ICS, method="REQUEST"))
    send_due(NOW)
    part = parts(server.mails[0])["text/calendar"]
    assert part["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    read = part.get_payload(decode=True)
    assert read == ICS.encode()
    (event,) = Calendar.from_ical(read.decode()).walk("VEVENT")
    assert event["SUMMARY"] == "Intervisie, 60 minuten – één uur"


@pytest.mark.parametrize("url", ["http://127.0.0.1:5000/minder-mail", None])
def test_the_way_out_is_named_only_when_there_is_one(server: Received, url: str | None) -> None:
    put(unsubscribe_url=url)
    send_due(NOW)
    assert server.mails[0]["List-Unsubscribe"] == (f"<{url}>" if url else None)


def test_what_is_sent_is_not_sent_again(server: Received) -> None:
    put()
    send_due(NOW)
    assert not send_due(NOW + timedelta(days=3))
    assert len(server.mails) == 1


def test_the_oldest_goes_first(server: Received) -> None:
    for number in range(3):
        queue(replace(MESSAGE, subject=f"Nummer {number}"), now=NOW - timedelta(minutes=number))
    db.session.commit()
    send_due(NOW)
    assert [mail["Subject"] for mail in server.mails] == ["Nummer 2", "Nummer 1", "Nummer 0"]


def test_what_was_rolled_back_is_not_sent(server: Received) -> None:
    queue(MESSAGE, now=NOW)
    db.session.rollback()
    assert not send_due(NOW)


def test_a_later_is_tried_again_and_arrives(server: Received) -> None:
    server.to_recipient = ["450 greylisted"]
    mail_id = put()
    assert send_due(NOW) == Tally(postponed=1)
    assert row(mail_id).last_error == "450 greylisted"
    assert not send_due(NOW + timedelta(seconds=59))
    assert send_due(NOW + timedelta(minutes=1)) == Tally(sent=1)
    assert row(mail_id).last_error == ""


@pytest.mark.parametrize("where", ["to_recipient", "to_data"])
def test_a_never_becomes_a_dead_letter(server: Received, where: str) -> None:
    setattr(server, where, ["550 no such mailbox"])
    mail_id = put(about_id=UUID(int=7))
    assert send_due(NOW) == Tally(given_up=1)
    assert [mail.id for mail in queries.dead_letters()] == [mail_id]
    assert [mail.id for mail in queries.failed_about(UUID(int=7))] == [mail_id]
    db.session.commit()
    assert row(mail_id).last_error == "550 no such mailbox"
    assert not send_due(NOW + timedelta(days=9))


def test_one_refused_mail_does_not_hold_up_the_next(server: Received) -> None:
    server.to_recipient = ["550 no such mailbox"]
    put()
    put(to="bram@example.nl")
    assert send_due(NOW) == Tally(sent=1, given_up=1)


def test_a_dead_letter_can_be_tried_again(server: Received) -> None:
    server.to_data = ["554 no"]
    mail_id = put()
    send_due(NOW)
    try_again(row(mail_id), now=NOW)
    db.session.commit()
    assert send_due(NOW) == Tally(sent=1)
    assert queries.dead_letters() == []


@pytest.mark.asvs("16.5.2")
@pytest.mark.usefixtures("no_server")
def test_a_dead_server_loses_nothing_and_is_asked_once_a_tick() -> None:
    ids = [put(), put()]
    assert send_due(NOW) == Tally(postponed=1)
    assert [row(mail_id).attempts for mail_id in sorted(ids)] == [1, 0]
    assert "ConnectionRefusedError" in row(min(ids)).last_error


@pytest.mark.usefixtures("no_server")
def test_attempts_lie_further_and_further_apart_until_it_is_given_up() -> None:
    mail_id, moment, waits = put(), NOW, []
    while (due := row(mail_id).next_try_at) is not None:
        waits.append(due - moment)
        moment = due
        send_due(moment)
    assert waits == [timedelta(0), *RETRIES]
    assert row(mail_id).failed_at == moment


def test_without_a_mail_server_everything_waits(app: Flask) -> None:
    mail_id = put()
    assert not send_due(NOW)
    assert row(mail_id).attempts == 0


def test_killed_while_sending_it_comes_up_again_with_the_same_id(
    server: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server took the mail, and the worker died before it could note so."""
    mail_id = put()
    with monkeypatch.context() as patched:
        patched.setattr("drakennet.mail.tasks._note", _die)
        with pytest.raises(KeyboardInterrupt):
            send_due(NOW)
    assert not send_due(NOW + LOAN - timedelta(seconds=1))
    assert send_due(NOW + LOAN) == Tally(sent=1)
    assert [mail["Message-ID"] for mail in server.mails] == [f"<{mail_id}@drakennet>"] * 2


def _die(*_arguments: Any, **_values: Any) -> None:
    raise KeyboardInterrupt


def test_two_workers_send_each_mail_exactly_once(app: Flask, server: Received) -> None:
    for number in range(30):
        queue(replace(MESSAGE, to=f"lid{number}@example.nl"), now=NOW)
    db.session.commit()

    def work(_worker: int) -> int:
        with app.app_context():
            return send_due(NOW).sent

    with ThreadPoolExecutor(2) as workers:
        sent = list(workers.map(work, range(2)))
    assert sum(sent) == 30
    assert len({mail["To"] for mail in server.mails}) == len(server.mails) == 30


@pytest.mark.parametrize(
    "traits",
    [
        {"subject": "Vraag\r\nBcc: dader@example.nl"},
        {"subject": "Vraag\nBcc: dader@example.nl"},
        {"to": "amina@example.nl\r\nBcc: dader@example.nl"},
        {"to": "amina@example.nl, dader@example.nl"},
        {"to": "Dader <dader@example.nl>"},
        {"to": ""},
        {"unsubscribe_url": "http://x>\r\nBcc: dader@example.nl"},
    ],
)
@pytest.mark.asvs("1.3.11")
def test_nothing_typed_becomes_a_header_or_a_recipient(
    server: Received, traits: dict[str, str]
) -> None:
    put(**traits)
    assert send_due(NOW) == Tally(given_up=1)
    assert server.mails == []


def test_the_demonstration_sends_nothing_whatever_is_set(app: Flask, server: Received) -> None:
    mail_id = put()
    with settings(app, environment=Environment.DEMO):
        assert send_due(NOW) == Tally(sent=1)
    assert server.mails == []
    assert row(mail_id).sent_at == NOW


def test_the_demonstration_refuses_every_real_address(app: Flask, server: Received) -> None:
    mail_id = put(to="amina@example.nl.example.com")
    with settings(app, environment=Environment.DEMO):
        assert send_due(NOW) == Tally(given_up=1)
    assert server.mails == []
    assert "@example.nl" in row(mail_id).last_error


def test_a_month_later_only_the_line_is_left(server: Received) -> None:
    mail_id = put(calendar=CalendarPart(content=ICS, method="REQUEST"))
    unsent = queue(MESSAGE, now=NOW + timedelta(days=40))
    db.session.commit()
    send_due(NOW)
    assert forget_bodies(NOW + timedelta(days=30)) == 0
    assert forget_bodies(NOW + timedelta(days=31)) == 1
    assert (row(mail_id).text, row(mail_id).html, row(mail_id).calendar) == ("", "", None)
    assert row(mail_id).subject == MESSAGE.subject
    assert row(unsent.id).text == MESSAGE.text


def test_every_mail_has_an_own_id(app: Flask) -> None:
    put()
    put()
    first, second = db.session.scalars(select(OutboxMail)).all()
    assert first.message_id != second.message_id


def test_moments_are_kept_with_their_zone(server: Received) -> None:
    mail_id = put()
    send_due(NOW)
    sent_at = row(mail_id).sent_at
    assert isinstance(sent_at, datetime) and sent_at.tzinfo is not None
