"""Who can be tried in the demonstration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as lazy
from sqlalchemy import func, select

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.intervision.models import Invitation, Session, State
from drakennet.requests.models import CareRequest, Question

DOMAIN = "example.nl"
PASSWORD = "welkom-in-de-demo"  # noqa: S105 - shown on the page; these people are invented


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to log in as: what they are, and what to try as them."""

    what: Any
    tries: Any


PERSONAS: Mapping[str, Persona] = {
    "contact": Persona(
        lazy("Contactpersoon van een opvang"),
        lazy("Zoek een behandelaar voor een kind en haar moeder in Haarlem, en vraag er een paar."),
    ),
    "behandelaar": Persona(
        lazy("Behandelaar"),
        lazy("Beantwoord een vraag, zeg of u plek hebt en bekijk uw profiel."),
    ),
    "verbindingsofficier": Persona(
        lazy("Aandachtsfunctionaris en verbindingsofficier"),
        lazy("Nodig collega’s uit voor intervisie, met één knop."),
    ),
    "projectleider": Persona(
        lazy("Regionaal projectleider"),
        lazy("Laat nieuwe leden toe en zie wat er in de regio ontbreekt."),
    ),
    "veiligthuis": Persona(
        lazy("Medewerker van Veilig Thuis"),
        lazy("Denk mee als u wordt gevraagd, op uw voorwaarden."),
    ),
    "beheerder": Persona(
        lazy("Beheerder"),
        lazy("Zie alle regio’s en leden."),
    ),
    "nieuw": Persona(
        lazy("Nieuw lid dat wacht"),
        lazy("Vul alvast een profiel in. Niemand vindt u voor de projectleider u kent."),
    ),
}


def address(persona: str) -> str:
    return f"{persona}@{DOMAIN}"


def personas() -> Iterator[tuple[str, Persona, User]]:
    """Those who are there, in the order of the page."""
    statement = select(User).where(User.email.in_(map(address, PERSONAS))).order_by(User.email)
    members = {member.email: member for member in db.session.scalars(statement)}
    for name, persona in PERSONAS.items():
        if address(name) in members:
            yield name, persona, members[address(name)]


def member_of(persona: str) -> User | None:
    """The member behind a persona; a name that is none of ours has no member."""
    if persona not in PERSONAS:
        return None
    return db.session.scalars(select(User).where(User.email == address(persona))).one_or_none()


def has_members() -> bool:
    return bool(db.session.scalar(select(func.count(User.id))))


def waiting_questions() -> Sequence[Question]:
    """Put to practitioners and not answered yet, the oldest first."""
    statement = (
        select(Question)
        .join(Question.request)
        .where(
            Question.answer.is_(None),
            Question.withdrawn_at.is_(None),
            CareRequest.closed_at.is_(None),
        )
        .order_by(Question.asked_at, Question.id)
    )
    return db.session.scalars(statement).all()


def waiting_invitations() -> Sequence[Invitation]:
    """For sessions that look for a moment, the oldest first."""
    statement = (
        select(Invitation)
        .join(Invitation.session)
        .where(
            Invitation.answered_at.is_(None),
            Invitation.replaced_at.is_(None),
            Session.planned_at.is_(None),
            Session.cancelled_at.is_(None),
        )
        .order_by(Invitation.asked_at, Invitation.id)
    )
    return db.session.scalars(statement).all()


def planned_sessions(*, now: datetime) -> Sequence[Session]:
    """Still to come, the oldest plan first."""
    statement = select(Session).order_by(Session.planned_at, Session.id)
    return [one for one in db.session.scalars(statement) if one.state(now=now) is State.PLANNED]
