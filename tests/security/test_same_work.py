"""A known address costs the same work as a new one: time would tell what the text hides."""

from collections import Counter
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from drakennet.database import db
from tests.accounts.steps import member, sign_up
from tests.conftest import Client


@pytest.mark.asvs("6.3.8")
def test_signing_up_asks_as_much_of_the_database(client: Client, app: Flask) -> None:
    """The row of a member is written for a known address too, and then taken back."""
    member(email="lid@example.nl")
    written: dict[str, Counter[str]] = {}
    for email in ("lid@example.nl", "nieuw@example.nl"):
        said: list[str] = []

        def note(*told: Any, said: list[str] = said) -> None:
            said.append(" ".join(str(told[2]).split()[:3]))

        event.listen(db.engine, "before_cursor_execute", note)
        assert sign_up(client, email=email).status == 302
        event.remove(db.engine, "before_cursor_execute", note)
        written[email] = Counter(one for one in said if one.startswith("INSERT"))
    known, new = written.values()
    assert known["INSERT INTO member"] == new["INSERT INTO member"] == 1
    assert known == new
