"""For intervision: asked only with consent, and whom one rather not meets stays private."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock
from drakennet.access.models import ProfileLook
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.practitioners import queries
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page, submit

ADDRESS = "/mijn-intervisie"
NAMES = "/mijn-intervisie/namen"


def named(browser: Client, values: Mapping[str, Any] | None = None) -> Page:
    """Ask for the names of who is around; with values, choose among them and save."""
    page = Page(browser.post(NAMES, data=Page(browser.get(ADDRESS)).form(ADDRESS).fields))
    fields = page.form(ADDRESS).fields
    return Page(browser.post(ADDRESS, data={**fields, **values})) if values else page


def looked_at() -> set[UUID]:
    return set(db.session.scalars(select(ProfileLook.subject_id)))


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
    named(browser, {"not_with": [str(near.id)]})
    page = named(browser)
    assert "Uit Amsterdam" in page.text
    for name in ("Uit Groningen", "Nog niet goedgekeurd", "Geen aandachtsfunctionaris"):
        assert name not in page.text
    for name in ("Stemde nooit toe", "Zei nog niets"):
        assert name not in page.text, "nobody is listed without having agreed"
    assert page.form(ADDRESS).fields["not_with"] == [str(near.id)]
    assert "Ikzelf" not in Page(log_in(near).get(ADDRESS)).form(ADDRESS).fields.get("not_with", "")


@pytest.mark.asvs("8.3.1")
def test_names_are_there_when_asked_for_and_each_is_a_look(log_in: LogIn) -> None:
    """Whoever only says that they are away, goes past nobody's name."""
    near, other = factories.colleague(name="Noor Nabij"), factories.colleague(name="Olga Ook")
    browser = log_in(factories.colleague())
    page = Page(browser.get(ADDRESS))
    assert "Noor Nabij" not in page.text
    submit(browser, ADDRESS, {"max_per_month": "4"})
    assert not looked_at()
    page = submit(browser, NAMES, {"max_per_month": "7"}, page=ADDRESS)
    assert page.status == 200
    assert "Noor Nabij" in page.text
    assert page.form(ADDRESS).fields["max_per_month"] == "7", "what was typed stays"
    assert looked_at() == {near.id, other.id}


def test_only_who_was_named_stands_there_again(log_in: LogIn) -> None:
    factories.colleague(name="Olga Ook")
    near = factories.colleague(name="Noor Nabij")
    browser = log_in(factories.colleague(not_with=[str(near.id)]))
    page = Page(browser.get(ADDRESS))
    assert ("Noor Nabij" in page.text, "Olga Ook" in page.text) == (True, False)
    assert looked_at() == {near.id}


@pytest.mark.asvs("2.4.1")
def test_who_looked_at_very_many_is_shown_no_new_names(
    app: Flask, monkeypatch: pytest.MonkeyPatch, log_in: LogIn
) -> None:
    settings = replace(app.extensions["settings"], looks_an_hour=0)
    monkeypatch.setitem(app.extensions, "settings", settings)
    near = factories.colleague(name="Noor Nabij")
    person = factories.colleague(not_with=[str(near.id)])
    browser = log_in(person)
    page = named(browser)
    assert "Noor Nabij" not in page.text
    assert "U zag vandaag veel verschillende mensen" in page.text
    assert named(browser, {"max_per_month": "4"}).status == 302
    own = queries.colleague_of(person)
    assert own is not None and own.not_with == [str(near.id)]


def test_nobody_around_is_said(log_in: LogIn) -> None:
    assert "nog geen collega die gevraagd wil worden" in named(log_in(factories.colleague())).text


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
