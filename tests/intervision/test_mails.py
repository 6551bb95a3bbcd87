"""The mails word for word, and how they leave."""

from email import message_from_bytes
from email.policy import SMTP
from uuid import UUID

import pytest
from flask import Flask

from drakennet.database import db
from drakennet.intervision import mails
from drakennet.intervision.models import VEILIG_THUIS, Invitation, Session
from drakennet.mail.mails import Message, as_email
from tests import factories, golden
from tests.conftest import NOW
from tests.intervision.helpers import NO, YES, again, outbox, said

SESSION = UUID("5b0f9c1e-27d4-4c3a-9e86-0a7be2d1f354")
PEOPLE = {
    "Bo Bos": UUID("c41d7a90-83f5-4b2e-b1c7-6fe905ad2837"),
    "Kim Kuiper": UUID("e8a2641b-5d09-4f7c-8a3d-917cb0f46e52"),
}


@pytest.fixture
def session(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The same people, ids and links in every run."""
    monkeypatch.setitem(app.config, "SECRET_KEY", "for the golden files only")
    organiser = factories.colleague(name="Roos Roskam", email="roos@example.nl")
    for name in PEOPLE:
        factories.colleague(name=name, email=f"{name[:2].lower()}@example.nl")
    made = factories.intervision(organiser, id=SESSION, theme="stalking", place="Kamer 2")
    for invitation in made.invitations:
        invitation.id = PEOPLE[invitation.member.name]
    db.session.commit()
    return again(made)


def planned_session(session: Session) -> Session:
    for invitation in list(session.invitations):
        said(invitation, YES, NO)
    return again(session)


def one(session: Session) -> Invitation:
    return next(each for each in session.invitations if each.member.name == "Bo Bos")


def test_invitation(session: Session) -> None:
    golden.check("intervision_invitation", mails.invitation(one(session)))


def test_invitation_to_veilig_thuis_in_english(session: Session) -> None:
    one(session).reasons = [VEILIG_THUIS, "group.same-region"]
    one(session).member.language = "en"
    db.session.commit()
    message = mails.invitation(one(session))
    assert "you work in the same region" in message.text
    assert len(mails.why(one(session), "en")) == 2


def test_planned(session: Session) -> None:
    planned_session(session)
    golden.check("intervision_planned", mails.planned(one(session), now=NOW))
    golden.check(
        "intervision_planned_organiser", mails.planned_for_organiser(again(session), now=NOW)
    )


@pytest.mark.parametrize("waiting", [False, True])
def test_group_complete(session: Session, waiting: bool) -> None:
    planned_session(session)
    invitation = one(session)
    invitation.waiting_at = NOW if waiting else None
    db.session.commit()
    name = "intervision_group_complete" + ("_waiting" if waiting else "")
    golden.check(name, mails.group_complete(invitation))


def test_cancelled(session: Session) -> None:
    golden.check("intervision_cancelled_unplanned", mails.cancelled(one(session), now=NOW))
    planned_session(session)
    golden.check("intervision_cancelled", mails.cancelled(one(session), now=NOW))
    golden.check("intervision_withdrawn", mails.withdrawn(one(session), now=NOW))


def test_fallback(session: Session) -> None:
    golden.check("intervision_fallback", mails.fallback(session))
    golden.check("intervision_fallback_planned", mails.fallback(planned_session(session)))


def test_neutral_subjects(session: Session) -> None:
    """Nothing of the theme, of a place or of a name in what a lock screen shows."""
    planned_session(session)
    for mail in outbox():
        for word in ("talking", "Kamer", "Roos", "geweld"):
            assert word not in mail.subject
            assert word not in (mail.calendar or "")


def test_calendar_is_an_alternative_of_the_text(session: Session) -> None:
    planned_session(session)
    (mail,) = outbox("planned", to=one(session).member)
    wire = as_email(mail, sender="Drakennet <netwerk@drakennet.example>").as_bytes()
    read = message_from_bytes(wire, policy=SMTP)
    assert read.get_content_type() == "multipart/alternative"
    types = {each.get_content_type(): each for each in read.iter_parts()}
    assert types["text/calendar"].get_param("method") == "REQUEST"


def test_links_come_from_the_settings(session: Session, app: Flask) -> None:
    with app.test_request_context("/", headers={"Host": "elders.example"}):
        message: Message = mails.invitation(one(session))
    assert "http://127.0.0.1:5000/uitnodiging/" in message.text
    assert "elders" not in message.text + message.html


def test_reader_of_the_mail_may_pause(session: Session) -> None:
    assert mails.invitation(one(session)).unsubscribe_url == "http://127.0.0.1:5000/mijn-intervisie"
