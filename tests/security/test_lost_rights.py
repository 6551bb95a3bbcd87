"""Who is not approved any more keeps nothing that the approval opened."""

from typing import Any

import pytest
from flask import Flask

from drakennet.accounts.models import User
from drakennet.database import db
from tests import factories
from tests.conftest import NOW, LogIn


@pytest.mark.asvs("8.2.2", "8.3.2")
@pytest.mark.parametrize("traits", [{"approved_at": None}, {"rejected_at": NOW}])
def test_contact_reads_no_request_any_more(
    traits: dict[str, Any], app: Flask, log_in: LogIn
) -> None:
    request = factories.care_request()
    contact = db.session.get_one(User, request.made_by_id)
    browser, page = log_in(contact), f"/aanvragen/{request.id}"
    assert browser.get(page).status_code == 200
    for name, value in traits.items():
        setattr(contact, name, value)
    db.session.commit()
    for path in (page, f"{page}/waarom-niet", "/aanvragen", "/aanvragen/nieuw"):
        assert browser.get(path).status_code == 404, path
