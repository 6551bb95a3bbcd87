"""What the tests of intervision share: mails, links and answers."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.database import Base, db
from drakennet.intervision import mails, queries, services
from drakennet.intervision.models import Can, Invitation, Session
from drakennet.mail.models import OutboxMail
from tests import factories
from tests.conftest import Client
from tests.pages import Form, Page

YES, IF_NEED_BE, NO = Can.YES, Can.IF_NEED_BE, Can.NO


def colleagues(number: int) -> list[User]:
    return [factories.colleague() for _each in range(number)]


def again(session: Session) -> Session:
    """As the database has it now."""
    db.session.expire_all()
    found = queries.session_of(session.id)
    assert found
    return found


def said(invitation: Invitation, *answers: Can) -> None:
    """Answer the moments in their order, and keep it."""
    moments = invitation.session.moments
    chosen = {moment.id: can for moment, can in zip(moments, answers, strict=True)}
    services.answer(invitation, chosen, now=clock.now())
    db.session.commit()


def declines(invitation: Invitation) -> None:
    services.decline(invitation, now=clock.now())
    db.session.commit()


def planned(**traits: Any) -> Session:
    """Two of three said yes to the first moment; the third has not answered."""
    colleagues(3)
    session = factories.intervision(**traits)
    for invitation in session.invitations[:2]:
        said(invitation, YES, NO)
    return again(session)


def outbox(kind: str | None = None, to: User | None = None) -> Sequence[OutboxMail]:
    statement = select(OutboxMail).order_by(OutboxMail.created_at, OutboxMail.id)
    if kind:
        statement = statement.where(OutboxMail.kind == kind)
    if to:
        statement = statement.where(OutboxMail.to_address == to.email)
    return db.session.scalars(statement).all()


def link_in(mail: OutboxMail) -> str:
    """The path of the personal link."""
    found = re.search(r"http://127\.0\.0\.1:5000(/(?:uitnodiging|intervisie)/\S+)", mail.text)
    assert found
    return found[1]


def link_of(invitation: Invitation) -> str:
    return f"/uitnodiging/{mails.token_of(invitation.id)}"


def visitor(app: Flask) -> Client:
    """Somebody who opens a link and has no account open."""
    return Client(app, use_cookies=True)


def answer_form(page: Page) -> Form:
    return next(form for form in page.forms if form.method == "post" and not form.action)


def press(client: Client, address: str, **values: str) -> Page:
    """Open the page, choose, press the button; then the page that follows."""
    form = answer_form(Page(client.get(address)))
    response = client.post(address, data={**form.fields, **values})
    return Page(client.get(response.location) if response.location else response)


def counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in tables
    }


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        table.name: sorted((tuple(row) for row in db.session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def invited(session: Session) -> list[UUID]:
    return [invitation.member_id for invitation in session.invitations]
