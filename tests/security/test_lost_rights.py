"""Who is not approved any more keeps nothing that the approval opened."""

from typing import Any

import pytest
from flask import Flask

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.organisations.queries import current_memberships
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


@pytest.mark.asvs("8.2.2")
def test_contact_who_works_elsewhere_now_reads_nothing_of_the_old_place(
    app: Flask, log_in: LogIn
) -> None:
    """Approved for the new employer, and for that one only."""
    old, new = factories.care_request(), factories.care_request()
    contact = db.session.get_one(User, old.made_by_id)
    (link,) = current_memberships(contact)
    link.ended_at = NOW
    factories.works_at(contact, new.organisation)
    browser = log_in(contact)
    assert browser.get(f"/aanvragen/{new.id}").status_code == 200
    assert browser.get(f"/aanvragen/{old.id}").status_code == 404
    assert str(old.id) not in browser.get("/aanvragen").text
