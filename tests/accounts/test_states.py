"""What a member is, the database and the page say alike."""

from itertools import product
from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from drakennet.accounts.models import User
from drakennet.accounts.queries import ACTIVE, APPROVED, WAITING
from drakennet.database import db
from tests import factories
from tests.conftest import NOW

MOMENTS = ("confirmed_at", "approved_at", "rejected_at", "blocked_at")


@pytest.mark.asvs("8.2.3")
@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("word", "condition"), [("active", ACTIVE), ("approved", APPROVED), ("waiting", WAITING)]
)
def test_database_finds_who_is_so(word: str, condition: ColumnElement[bool]) -> None:
    """Of everybody that can be: confirmed or not, approved or not, turned down, blocked."""
    for happened in product((None, NOW), repeat=len(MOMENTS)):
        traits: dict[str, Any] = dict(zip(MOMENTS, happened, strict=True))
        factories.member(**traits)
    everybody = db.session.scalars(select(User)).all()
    found = set(db.session.scalars(select(User.id).where(condition)))
    assert found == {one.id for one in everybody if getattr(one, word)}
    assert 0 < len(found) < len(everybody) == 16
