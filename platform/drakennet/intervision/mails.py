"""The mails of intervision: time, form and general theme; never a case, never another's address."""

from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from itsdangerous import BadSignature

from drakenmatch.sentences import sentence
from drakennet.accounts.models import User
from drakennet.config import Settings
from drakennet.intervision import queries
from drakennet.intervision.models import VEILIG_THUIS, Invitation, Proposed, Session
from drakennet.mail.calendar import Method, calendar_part
from drakennet.mail.mails import CalendarPart, Message, link_to, write_to
from drakennet.signing import signer

ANSWER = "intervision.answer"  # what is signed for this is no link elsewhere

NOWHERE = "..."


def token_of(invitation_id: UUID) -> str:
    """What the personal link holds: whose answer it is, signed."""
    return signer(ANSWER).dumps(invitation_id.hex)


def read_token(token: str) -> UUID | None:
    try:
        return UUID(signer(ANSWER).loads(token))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def why(invitation: Invitation, language: str) -> list[str]:
    """For the invitee: "u werkt in dezelfde regio"."""
    with force_locale(language):
        their_seat = _("u denkt mee namens Veilig Thuis")
    return [
        their_seat if code == VEILIG_THUIS else sentence(f"you.{code}", {}, language)
        for code in invitation.reasons
    ]


def why_them(proposed: Proposed, language: str) -> list[str]:
    """For the organiser: "Werkt in uw regio."."""
    their_seat = _("Denkt mee namens Veilig Thuis.")
    return [
        their_seat if code == VEILIG_THUIS else sentence(code, {}, language)
        for code in proposed.reasons
    ]


def invitation(one: Invitation, *, example: bool = False) -> Message:
    """Would you come, and when can you? An example has a link that leads nowhere."""
    return _compose(
        "invitation",
        one.member,
        one.session,
        link=link_to("intervision.answer", token=NOWHERE) if example else _answer_link(one),
        about_id=one.id,
        why=why(one, one.member.language),
        until=one.expires_at,
    )


def planned(one: Invitation, *, now: datetime) -> Message:
    """It is on: with the calendar file."""
    return _to_invitee("planned", one, calendar=_for_invitee(one, "REQUEST", now=now))


def planned_for_organiser(session: Session, *, now: datetime) -> Message:
    calendar = _for_organiser(session, "REQUEST", now=now)
    return _to_organiser("planned", session, calendar=calendar)


def group_complete(one: Invitation) -> Message:
    """The moment is fixed without you; the waiting list is open."""
    return _to_invitee("group_complete", one, waiting=one.waiting_at is not None)


def withdrawn(one: Invitation, *, now: datetime) -> Message:
    """You said that you cannot come after all: out of the calendar."""
    calendar = _for_invitee(one, "CANCEL", now=now)
    return _to_invitee("session_cancelled", one, calendar=calendar, own_choice=True)


def cancelled(one: Invitation, *, now: datetime) -> Message:
    """It is off; whoever had it in the calendar gets it out."""
    had_it = one.session.planned_at is not None and one.seat_taken_at is not None
    calendar = _for_invitee(one, "CANCEL", now=now) if had_it else None
    return _to_invitee("session_cancelled", one, calendar=calendar, own_choice=False)


def cancelled_for_organiser(session: Session, *, now: datetime) -> Message:
    calendar = _for_organiser(session, "CANCEL", now=now)
    return _to_organiser("session_cancelled", session, calendar=calendar, own_choice=False)


def fallback(session: Session) -> Message:
    """Too few said yes, at the deadline or after somebody left; what the organiser can do."""
    return _to_organiser("fallback", session, come=len(session.seated))


# ---- The same for all of them ----


def _to_invitee(
    kind: str, one: Invitation, *, calendar: CalendarPart | None = None, **words: Any
) -> Message:
    return _compose(
        kind,
        one.member,
        one.session,
        link=_answer_link(one),
        about_id=one.id,
        calendar=calendar,
        organises=False,
        **words,
    )


def _to_organiser(
    kind: str, session: Session, *, calendar: CalendarPart | None = None, **words: Any
) -> Message:
    return _compose(
        kind,
        session.organiser,
        session,
        link=_session_link(session),
        about_id=session.id,
        calendar=calendar,
        organises=True,
        **words,
    )


def _compose(kind: str, reader: User, session: Session, **words: Any) -> Message:
    return write_to(
        reader,
        kind,
        unsubscribe_url=link_to("practitioners.colleague"),
        session=session,
        theme=queries.theme_label(session.theme, reader.language),
        **words,
    )


def _for_invitee(one: Invitation, method: Method, *, now: datetime) -> CalendarPart:
    return _calendar(one.session, one.member, _answer_link(one), method, now=now)


def _for_organiser(session: Session, method: Method, *, now: datetime) -> CalendarPart:
    return _calendar(session, session.organiser, _session_link(session), method, now=now)


def _calendar(
    session: Session, attendee: User, url: str, method: Method, *, now: datetime
) -> CalendarPart:
    assert session.starts_at
    settings: Settings = current_app.extensions["settings"]
    with force_locale(attendee.language):
        title = _("Intervisie, %(number)s min", number=session.minutes)
    return calendar_part(
        method=method,
        uid=f"{session.id}@drakennet",
        sequence=session.calendar_sequence,
        starts_at=session.starts_at,
        minutes=session.minutes,
        title=title,
        url=url,
        attendee=attendee.email,
        organiser=parseaddr(settings.mail_from)[1],
        now=now,
    )


def _answer_link(one: Invitation) -> str:
    return link_to("intervision.answer", token=token_of(one.id))


def _session_link(session: Session) -> str:
    return link_to("intervision.show", session_id=session.id)
