"""For intervision: asked only with consent, and whom one rather not meets stays private."""

from typing import Any

import pytest

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.practitioners import queries
from tests import factories
from tests.conftest import LogIn
from tests.pages import Page, submit

ADDRESS = "/mijn-intervisie"


def test_consent_is_given_with_a_date_and_taken_back(log_in: LogIn) -> None:
    person = factories.member(RoleName.AANDACHTSFUNCTIONARIS)
    browser = log_in(person)
    page = Page(browser.get(ADDRESS))
    assert page.h1 == "Mijn intervisie"
    assert len(page.ids) == len(set(page.ids))
    assert "agreed" not in page.form(ADDRESS).fields, "nobody agrees by default"
    submit(browser, ADDRESS, {"agreed": "y", "themes": ["partnergeweld"], "max_per_month": "3"})
    own = queries.colleague_of(person)
    assert own is not None
    assert (own.agreed_at, own.themes, own.max_per_month) == (clock.now(), ["partnergeweld"], 3)
    assert "Toestemming gegeven op dinsdag 24 november 2026" in Page(browser.get(ADDRESS)).text
    fields = Page(browser.get(ADDRESS)).form(ADDRESS).fields
    del fields["agreed"]
    assert browser.post(ADDRESS, data=fields).status_code == 302
    db.session.refresh(own)
    assert own.agreed_at is None
    assert own.themes == ["partnergeweld"]


@pytest.mark.parametrize(
    "typed",
    [
        {"max_per_month": "0"},
        {"max_per_month": "veel"},
        {"verbindingsofficier_since": "2027-01-01"},
        {"paused_until": "2029-01-01"},
        {"not_with": ["00000000-0000-0000-0000-000000000000"]},
        {"discipline": "tovenaar"},
    ],
)
def test_refused_form_keeps_what_was_typed(log_in: LogIn, typed: dict[str, Any]) -> None:
    person = factories.colleague()
    page = submit(log_in(person), ADDRESS, {"themes": ["partnergeweld"], **typed})
    assert page.status == 422
    assert page.form(ADDRESS).fields["themes"] == ["partnergeweld"]


def test_chooses_among_colleagues_around(log_in: LogIn) -> None:
    person = factories.colleague(name="Ikzelf")
    near = factories.colleague(name="Uit Amsterdam", municipality_code="GM0363")
    factories.colleague(name="Uit Groningen", municipality_code="GM0014")
    factories.colleague(name="Nog niet goedgekeurd", approved_at=None)
    factories.organisation_contact(name="Geen aandachtsfunctionaris")
    factories.colleague(name="Stemde nooit toe", agreed_at=None)
    factories.member(RoleName.AANDACHTSFUNCTIONARIS, name="Zei nog niets")
    browser = log_in(person)
    submit(browser, ADDRESS, {"not_with": [str(near.id)]})
    page = Page(browser.get(ADDRESS))
    assert "Uit Amsterdam" in page.text
    for name in ("Uit Groningen", "Nog niet goedgekeurd", "Geen aandachtsfunctionaris"):
        assert name not in page.text
    for name in ("Stemde nooit toe", "Zei nog niets"):
        assert name not in page.text, "nobody is listed without having agreed"
    assert page.form(ADDRESS).fields["not_with"] == [str(near.id)]
    assert "Ikzelf" not in Page(log_in(near).get(ADDRESS)).form(ADDRESS).fields.get("not_with", "")


def test_whom_one_named_stays_named_when_out_of_sight(log_in: LogIn) -> None:
    """Who moves away for a while is not forgotten by an untouched form."""
    other = factories.colleague(municipality_code="GM0014")
    person = factories.colleague(not_with=[str(other.id)])
    assert submit(log_in(person), ADDRESS, {"max_per_month": "4"}).status == 302
    own = queries.colleague_of(person)
    assert own is not None and own.not_with == [str(other.id)]


def test_stale_form_loses_neither(log_in: LogIn) -> None:
    person = factories.colleague()
    browser = log_in(person)
    opened = Page(browser.get(ADDRESS)).form(ADDRESS).fields
    submit(browser, ADDRESS, {"max_per_month": "5"})
    page = Page(browser.post(ADDRESS, data={**opened, "max_per_month": "7"}))
    assert page.status == 409
    own = queries.colleague_of(person)
    assert own is not None and own.max_per_month == 5
    assert browser.post(ADDRESS, data=page.form(ADDRESS).fields).status_code == 302
    db.session.refresh(own)
    assert own.max_per_month == 7


def test_only_for_aandachtsfunctionarissen(log_in: LogIn) -> None:
    assert log_in(factories.organisation_contact()).get(ADDRESS).status_code == 404
    waiting = factories.member(RoleName.AANDACHTSFUNCTIONARIS, approved_at=None)
    assert log_in(waiting).get(ADDRESS).status_code == 404
