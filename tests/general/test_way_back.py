"""Who is refused gets back to where they were, and to no other site."""

import pytest
from flask import Flask

from drakennet.accounts.models import RoleName
from drakennet.accounts.queries import member_by_email
from drakennet.database import db
from drakennet.intake import FROM_FIELD, LONGEST_WAY_BACK
from drakennet.organisations import services
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page

OWN = "/mijn-organisatie"
BACK = "Terug naar waar u was"
ELSEWHERE = (
    *("//kwaad.example/", "https://kwaad.example/", "\\\\kwaad.example", "/\\kwaad.example"),
    *("javascript:alert(1)", "/\tkwaad", "/ kwaad", "kwaad", "\n//kwaad.example"),
)


@pytest.fixture
def manager(log_in: LogIn) -> Client:
    """The only manager, who may not step down."""
    person = factories.member(RoleName.ORGANISATION_CONTACT, email="baas@example.nl")
    services.join(person, factories.organisation(), now=NOW)
    services.join(factories.member(), factories.organisation(), now=NOW)
    db.session.commit()
    return log_in(person)


def refused(manager: Client, *, page: str = OWN, **values: str) -> Page:
    """Press a button that a rule forbids, from this page."""
    from drakennet.organisations.queries import current_memberships

    person = member_by_email("baas@example.nl")
    assert person is not None
    (membership,) = current_memberships(person)
    form = next(each for each in Page(manager.get(page)).forms if FROM_FIELD in each.fields)
    address = f"{OWN}/leden/{membership.id}/geen-beheerder"
    answer = Page(manager.post(address, data={**form.fields, **values}))
    assert answer.status == 409
    return answer


@pytest.mark.parametrize("page", [OWN, f"{OWN}?van=%2Fhome&x=1", "/account"])
def test_refusal_leads_back_to_the_page_of_the_button(manager: Client, page: str) -> None:
    assert refused(manager, page=page).links[BACK] == page


def test_refusal_says_what_was_kept_and_what_to_do(manager: Client) -> None:
    text = refused(manager).text
    assert "Wijs eerst een andere beheerder aan." in text
    assert "Wat u net invulde of koos, is niet bewaard. Alles van daarvoor staat er nog." in text


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_way_back_leaves_the_site(manager: Client, address: str) -> None:
    page = refused(manager, **{FROM_FIELD: address})
    assert BACK not in page.links
    assert "kwaad" not in page.html


def test_page_that_came_back_refused_remembers_where_it_began(manager: Client) -> None:
    """What is sent to an address that cannot be opened, is shown there: back is the page before."""
    page = Page(manager.get(OWN))
    form = page.form("/uitnodigen")
    again = Page(manager.post(form.action, data={**form.fields, "email": "geen adres"}))
    assert again.status == 422
    assert again.form("/uitnodigen").fields[FROM_FIELD] == OWN


def test_without_a_word_of_it_the_same_address_is_opened(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of before this was known, or a form that somebody saved."""
    from drakennet.errors import Refusal

    def refuse(*_args: object, **_options: object) -> None:
        raise Refusal("Dat kan nu niet.")

    fields = dict(Page(manager.get("/account")).form(having="name").fields)
    del fields[FROM_FIELD]
    monkeypatch.setattr("drakennet.accounts.services.change", refuse)
    assert Page(manager.post("/account", data=fields)).links[BACK] == "/account"


def test_expired_form_leads_back_as_well(manager: Client) -> None:
    """A button, in which nothing was typed; what was typed comes back (test_kept.py)."""
    form = Page(manager.get("/account")).form("/uitloggen")
    page = Page(manager.post(form.action, data={**form.fields, "csrf_token": "verlopen"}))
    assert page.status == 400
    assert "Dit formulier is verlopen." in page.text
    assert page.links[BACK] == "/account"


def test_very_long_address_is_not_carried_along(manager: Client) -> None:
    page = Page(manager.get(f"{OWN}?x={'y' * LONGEST_WAY_BACK}"))
    froms = {form.fields[FROM_FIELD] for form in page.forms if FROM_FIELD in form.fields}
    assert froms == {OWN}


def test_too_large_a_form_still_gets_a_page(manager: Client, app: Flask) -> None:
    fields = Page(manager.get("/account")).form(having="name").fields
    large = "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)
    page = Page(manager.post("/account", data={**fields, "name": large}))
    assert page.status == 413
    assert page.h1 == "Dat lukte niet"
