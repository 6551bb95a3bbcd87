"""The mailbox of the demonstration: every mail without a mail server; elsewhere a 404."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from drakennet.database import db
from drakennet.mail import queries
from drakennet.mail.mails import CalendarPart
from tests.conftest import Client
from tests.mail.test_delivery import ICS, put
from tests.pages import Page

LINK = "http://127.0.0.1:5000/uitnodiging/abc.def"
TEXT = f"Beste Amina,\n\nGeef antwoord:\n{LINK}.\n\nhttps://elders.example/x\n<b>Vet</b>\n"


def write(**traits: Any) -> UUID:
    return put(**({"text": TEXT, "subject": "Een vraag"} | traits))


@pytest.mark.asvs("15.2.3")
@pytest.mark.parametrize("address", ["/postvak", f"/postvak/{UUID(int=1)}", "/demo"])
def test_production_has_no_such_pages(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_mailbox_shows_every_mail(demo_client: Client) -> None:
    write()
    write(to="bram@example.nl", subject="Een antwoord")
    page = Page(demo_client.get("/postvak"))
    assert page.status == 200 and page.h1 == "Postvak van de demonstratie"
    assert {"Een vraag", "Een antwoord"} <= page.links.keys()


def test_the_mailbox_shows_the_mails_of_one_person(demo_client: Client) -> None:
    write()
    write(to="bram@example.nl", subject="Een antwoord")
    page = Page(demo_client.get("/postvak?address=BRAM@example.nl"))
    assert "Een antwoord" in page.links and "Een vraag" not in page.links


def test_an_empty_mailbox_says_what_to_do(demo_client: Client) -> None:
    page = Page(demo_client.get("/postvak"))
    assert page.links["Log in als iemand"] == "/demo"


@pytest.mark.parametrize("page", ["-1", "x", "0", "99999999999999999999", "2"])
def test_any_page_number_is_answered(demo_client: Client, page: str) -> None:
    write()
    assert demo_client.get(f"/postvak?page={page}").status_code == 200


def test_many_mails_are_leafed_through(demo_client: Client) -> None:
    for number in range(queries.PAGE + 1):
        write(subject=f"Nummer {number}")
    first, second = (Page(demo_client.get(f"/postvak?page={page}")) for page in (1, 2))
    seen = [text for page in (first, second) for text in page.links if text.startswith("Nummer")]
    assert len(seen) == len(set(seen)) == queries.PAGE + 1
    assert first.links["Volgende"] == "/postvak?page=2"


@pytest.mark.asvs("1.2.2")
def test_a_mail_links_to_our_own_pages_only(demo_client: Client) -> None:
    mail_id = write()
    page = Page(demo_client.get(f"/postvak/{mail_id}"))
    assert page.h1 == "Een vraag" and page.title.startswith("Mail uit het postvak")
    assert page.links[LINK] == "/uitnodiging/abc.def"
    assert not any(link.startswith("https://elders") for link in page.links.values())
    assert "https://elders.example/x" in page.text


@pytest.mark.asvs("1.2.1")
def test_what_is_in_a_mail_is_text(demo_client: Client) -> None:
    page = Page(demo_client.get(f"/postvak/{write()}"))
    assert "<b>Vet</b>" not in page.html and "<b>Vet</b>" in page.text


def test_the_calendar_can_be_taken_along(demo_client: Client) -> None:
    mail_id = write(calendar=CalendarPart(content=ICS, method="REQUEST"))
    page = Page(demo_client.get(f"/postvak/{mail_id}"))
    answer = demo_client.get(page.links["Agendabestand bij deze mail (.ics)"])
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=agenda.ics"
    assert answer.get_data() == ICS.encode()


def test_a_mail_without_a_calendar_has_no_such_file(demo_client: Client) -> None:
    mail_id = write()
    page = Page(demo_client.get(f"/postvak/{mail_id}"))
    assert not any("agenda" in link for link in page.links.values())
    assert demo_client.get(f"/postvak/{mail_id}/agenda.ics").status_code == 404
    assert demo_client.get(f"/postvak/{uuid4()}").status_code == 404


def test_a_refused_mail_says_why(app: Flask, demo_client: Client) -> None:
    mail_id = write()
    mail = queries.mail(mail_id)
    assert mail is not None
    mail.failed_at, mail.next_try_at, mail.last_error = mail.created_at, None, "550 onbekend"
    db.session.commit()
    page = Page(demo_client.get(f"/postvak/{mail_id}"))
    assert "Geweigerd" in page.text and "550 onbekend" in page.text
