"""A region with somebody who judges, and somebody who waits."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from drakennet import clock
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from tests import factories

GRONINGEN = "GM0014"


def coordinator(region: str = "kennemerland", **traits: Any) -> User:
    return factories.member(RoleName.COORDINATOR, region=region, **traits)


def newcomer(*roles: RoleName, days: int = 0, **traits: Any) -> User:
    """Confirmed so many days ago, and waiting since; in Kennemerland."""
    values = {"approved_at": None, "confirmed_at": clock.now() - timedelta(days=days)} | traits
    return factories.member(*(roles or (RoleName.PRACTITIONER,)), **values)


def page_of(person: User) -> str:
    return f"/mijn-regio/leden/{person.id}"


def mails(kind: str) -> list[OutboxMail]:
    statement = select(OutboxMail).where(OutboxMail.kind == kind)
    return list(db.session.scalars(statement.order_by(OutboxMail.created_at, OutboxMail.id)))
