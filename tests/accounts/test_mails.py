"""The mails about accounts, word for word."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest
from flask import Flask

from drakennet.accounts import mails
from drakennet.accounts.models import User
from drakennet.coordination import mails as approval
from drakennet.database import db
from drakennet.factors import mails as factors
from drakennet.factors.models import FactorReset
from drakennet.mail.mails import Message
from tests import golden
from tests.accounts.steps import member
from tests.conftest import NOW


def reset_of(member: User) -> FactorReset:
    """Asked by somebody else; the row itself is not needed."""
    return FactorReset(
        id=UUID(int=1), member=member, started_by=User(name="Ria Regio"), started_at=NOW
    )


MAILS: dict[str, Callable[[User], Message]] = {
    "confirm_address": mails.confirm_address,
    "address_known": mails.address_known,
    "reset_password": mails.reset_password,
    "new_member": lambda judge: mails.new_member(judge, waiting=3),
    "approved": approval.approved,
    "rejected": approval.rejected,
    "new_address": lambda reader: mails.new_address(reader, "nieuw@example.nl"),
    "factor_reset_started": lambda reader: factors.reset_started(reset_of(reader)),
    "factor_reset_waits": lambda reader: factors.reset_waits(reset_of(reader), reader),
    **{
        f"account_changed-{notice}": partial(
            mails.changed, notice=notice, now=NOW, device="Firefox op Windows"
        )
        for notice in mails.Notice
    },
}
SIGNED = re.compile(r"(/(?:bevestigen|wachtwoord|e-mailadres|tweede-stap-stoppen)/)[\w.-]+")


def masked(message: Message) -> Message:
    """Without the signed part of the links, that differs each time."""
    text, html = (SIGNED.sub(r"\1TOKEN", said) for said in (message.text, message.html))
    return replace(message, text=text, html=html)


@pytest.fixture
def reader(app: Flask) -> Iterator[User]:
    """Somebody to write to, in a request whose Host header lies."""
    person = member()
    person.rejection_reason = "Wij vonden u niet bij <De Schuilhof>."
    db.session.commit()
    with app.test_request_context(headers={"Host": "boos.example"}):
        yield person


@pytest.mark.parametrize("kind", MAILS)
def test_mail_reads_as_it_was_agreed(kind: str, reader: User) -> None:
    golden.check(kind, masked(MAILS[kind](reader)))


@pytest.mark.parametrize("kind", MAILS)
def test_mail_says_why_it_comes_and_where_it_leads(kind: str, reader: User) -> None:
    message = MAILS[kind](reader)
    for part in (message.text, message.html):
        assert "U krijgt deze mail omdat" in part
        assert "boos.example" not in part
    assert "<De Schuilhof>" not in message.html
    assert "Noor" not in message.subject
