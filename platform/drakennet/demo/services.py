"""Fill an empty database with the demonstration."""

from datetime import datetime
from pathlib import Path

from flask import current_app

from drakennet.database import db
from drakennet.demo import queries
from drakennet.intervision import mails as intervision
from drakennet.loading import load
from drakennet.mail.services import queue
from drakennet.requests import mails as requests

DATA = Path(__file__).parent / "data" / "demo.json"


def fill(*, now: datetime) -> bool:
    """Load the data, unless somebody is there already; tell whether it did.

    The mails that would have gone out are made too, so they need a request to build links in.
    """
    with current_app.test_request_context(method="POST"):
        if queries.has_members():
            return False
        load(DATA, now=now)
        _mail_what_waits(now)
        db.session.commit()
        return True


def _mail_what_waits(now: datetime) -> None:
    """The mailbox of a newcomer holds what the invented people have to answer."""
    for question in queries.waiting_questions():
        queue(requests.question(question), now=question.asked_at)
    for invitation in queries.waiting_invitations():
        queue(intervision.invitation(invitation), now=invitation.asked_at)
    for session in queries.planned_sessions(now=now):
        planned_at = session.planned_at or now
        queue(intervision.planned_for_organiser(session, now=planned_at), now=planned_at)
        for invitation in session.seated:
            queue(intervision.planned(invitation, now=planned_at), now=planned_at)
