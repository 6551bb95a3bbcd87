"""What people do with an account, in the words of a test."""

import re
from typing import Any

from flask_security import hash_password
from sqlalchemy import select

from drakennet.accounts.models import RoleName, User
from drakennet.accounts.services import UNUSABLE
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from tests import factories
from tests.conftest import Client
from tests.pages import Page, submit

PASSWORD = "fiets regen molen kaas"
OTHER_PASSWORD = "lamp wolken stoel berg"
LINK = re.compile(r"http://127\.0\.0\.1:5000(/\S+)")


def wish(**changes: Any) -> dict[str, Any]:
    """A sign-up form, filled in well."""
    return {
        "name": "Noor de Wit",
        "email": "noor@example.nl",
        "password": PASSWORD,
        "roles": ["practitioner"],
        "municipality": "Haarlem",
        "claimed_organisation": "",
    } | changes


def sign_up(client: Client, **changes: Any) -> Page:
    return submit(client, "/aanmelden", wish(**changes))


def member(*roles: RoleName, password: str | None = PASSWORD, **traits: Any) -> User:
    """Somebody with a password, approved unless said otherwise; None: they never chose one."""
    if not traits.pop("approved", True):
        traits["approved_at"] = None
    values = {"name": "Noor de Wit", "email": "noor@example.nl"} | traits
    stored = UNUSABLE if password is None else hash_password(password)
    return factories.member(*roles, password=stored, **values)


def log_in(client: Client, **changes: Any) -> Page:
    values = {"email": "noor@example.nl", "password": PASSWORD} | changes
    return submit(client, "/inloggen", values)


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def mails(kind: str | None = None) -> list[OutboxMail]:
    """What was put in the outbox; in order when the clock was moved in between."""
    found = db.session.scalars(select(OutboxMail).order_by(OutboxMail.created_at, OutboxMail.id))
    return [mail for mail in found if kind in {None, mail.kind}]


def link_in(mail: OutboxMail, path: str = "") -> str:
    """The address in a mail that begins with this path."""
    links: list[str] = LINK.findall(mail.text)
    return next(link for link in links if link.startswith(path))


def person(email: str = "noor@example.nl") -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()
