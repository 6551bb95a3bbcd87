"""A marked text comes back with its marks; it is said otherwise, or let stand with a reason."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from wtforms import StringField

from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.forms import Part
from drakennet.practitioners.models import PractitionerProfile
from drakennet.privacy.forms import register_number
from drakennet.privacy.models import GuardConfirmation, Reason
from drakennet.privacy.pieces import Kind
from drakennet.requests.models import CareRequest
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page
from tests.requests.scenes import WITNESS, fill_in

NAMED = "opname 12, Samira El Idrissi"


@pytest.fixture
def member(app: Flask) -> User:
    return factories.organisation_contact()


@pytest.fixture
def browser(member: User, log_in: LogIn) -> Client:
    return log_in(member)


def ask(browser: Client, label: str, **more: Any) -> Page:
    return fill_in(browser, **WITNESS, label=label, **more)


def labels() -> list[str]:
    return list(db.session.scalars(select(CareRequest.label)))


def confirmations() -> list[GuardConfirmation]:
    return list(db.session.scalars(select(GuardConfirmation)))


def ways(page: Page) -> dict[str, str]:
    """The buttons: what each says, and what it sends."""
    found = re.findall(
        r'name="guard-apply"\s+value="([^"]*)"[^>]*>\s*([^<]*?)<span[^>]*>: ([^<]*)<', page.html
    )
    return {html.unescape(f"{label} ({words})"): value for value, label, words in found}


def sent(page: Page, name: str) -> str:
    (value,) = re.findall(rf'name="{name}"\s+value="([^"]*)"', page.html)
    return str(value)


def kept(page: Page) -> dict[str, str]:
    return {"guard-seen-label": sent(page, "guard-seen-label")}


# ---- It comes back ----


def test_marked_text_comes_back_whole_with_the_words_marked(browser: Client) -> None:
    page = ask(browser, NAMED)
    assert page.status == 422
    assert labels() == []
    assert page.form("/nieuw").fields["label"] == NAMED
    assert "<mark>Samira El Idrissi</mark>" in page.html
    assert "lijkt op een naam" in page.text
    assert page.form("/nieuw").fields["place"] == WITNESS["place"]
    assert len(page.ids) == len(set(page.ids))


def test_what_is_marked_is_escaped(browser: Client) -> None:
    page = ask(browser, "<b>06 12345678</b>")
    assert "<mark>06 12345678</mark>" in page.html
    assert "<b>" not in page.html


def test_enter_presses_no_button_that_changes_the_text(browser: Client) -> None:
    """The first button of a form is what the enter key presses."""
    page = ask(browser, NAMED)
    buttons = re.findall(r"<button[^>]*>", page.html[page.html.index('class="guard"') :])
    assert "guard-apply" not in buttons[0]
    assert 'type="submit"' in buttons[0]


# ---- Said otherwise, with one press ----


@pytest.mark.parametrize(
    ("typed", "button", "left"),
    [
        (NAMED, "Maak er “de cliënt” van (Samira El Idrissi)", "opname 12, de cliënt"),
        (NAMED, "Haal het weg (Samira El Idrissi)", "opname 12"),
        ("zoon Daan, kamer 4", "Haal het weg (Daan)", "zoon, kamer 4"),
        ("kind (12-03-2019) bang", "Maak er “4-7 jaar” van (12-03-2019)", "kind (4-7 jaar) bang"),
        ("kind (12-03-2019) bang", "Haal het weg (12-03-2019)", "kind bang"),
        ("bel 06 12345678 of 06 12345678", "Haal het weg (06 12345678)", "bel of"),
        ("bsn 123456782 kind 6", "Haal het weg (123456782)", "bsn kind 6"),
    ],
)
def test_press_puts_other_words_there_and_stores_nothing_yet(
    browser: Client, typed: str, button: str, left: str
) -> None:
    press = ways(ask(browser, typed))[button]
    page = ask(browser, typed, **{"guard-apply": press})
    assert page.status == 422
    assert page.form("/nieuw").fields["label"] == left
    assert "De tekst is aangepast" in page.text
    assert labels() == []
    assert ask(browser, left).status == 302
    assert labels() == [left]


def test_press_on_a_text_that_changed_meanwhile_changes_nothing(browser: Client) -> None:
    press = ways(ask(browser, NAMED))["Haal het weg (Samira El Idrissi)"]
    page = ask(browser, "zoon Daan", **{"guard-apply": press})
    assert page.status == 422
    assert page.form("/nieuw").fields["label"] == "zoon Daan"
    assert "<mark>Daan</mark>" in page.html


@pytest.mark.parametrize(
    "press", ["label", "label|x|0", "label||", "|label|0", "label|x|9", "a|b|c|d"]
)
def test_press_of_no_button_of_ours_stores_nothing(browser: Client, press: str) -> None:
    assert ask(browser, NAMED, **{"guard-apply": press}).status == 422
    assert labels() == []


# ---- Let stand ----


def test_text_may_stand_with_a_reason(browser: Client, member: User) -> None:
    more = kept(ask(browser, NAMED)) | {"guard-reason-label": "colleague"}
    assert ask(browser, NAMED, **more).status == 302
    assert labels() == [NAMED]
    (kept_,) = confirmations()
    assert (kept_.member_id, kept_.field, kept_.kind, kept_.reason, kept_.confirmed_at) == (
        member.id,
        "RequestForm.label",
        Kind.NAME,
        Reason.COLLEAGUE,
        NOW,
    )


def test_of_the_text_itself_nothing_is_kept(browser: Client) -> None:
    more = kept(ask(browser, NAMED)) | {"guard-reason-label": "needed"}
    ask(browser, NAMED, **more)
    (row,) = db.session.execute(select(GuardConfirmation.__table__)).all()
    assert "Samira" not in str(row)


@pytest.mark.parametrize("reason", ["", "because", "no_person "])
def test_without_a_reason_of_the_list_it_may_not_stand(browser: Client, reason: str) -> None:
    more = kept(ask(browser, NAMED)) | {"guard-reason-label": reason}
    assert ask(browser, NAMED, **more).status == 422
    assert confirmations() == []


def test_reason_covers_only_what_was_shown(browser: Client) -> None:
    more = kept(ask(browser, NAMED)) | {"guard-reason-label": "needed"}
    page = ask(browser, f"{NAMED}, 06 12345678", **more)
    assert page.status == 422
    assert "<mark>06 12345678</mark>" in page.html
    assert labels() == []


def test_bsn_may_never_stand(browser: Client) -> None:
    page = ask(browser, "kind 123456782")
    assert "guard-reason-label" not in page.html
    more = {"guard-reason-label": "needed", "guard-seen-label": "anything"}
    assert ask(browser, "kind 123456782", **more).status == 422
    assert labels() == []


def test_a_look_without_storing_keeps_no_confirmation(browser: Client) -> None:
    more = kept(ask(browser, NAMED)) | {"guard-reason-label": "needed"}
    fields = Page(browser.get("/aanvragen/nieuw")).form("/nieuw").fields | WITNESS
    page = browser.post("/aanvragen/voorbeeld", data={**fields, "label": NAMED, **more})
    assert page.status_code == 200
    assert confirmations() == []


def test_what_was_stored_is_not_asked_about_again(app: Flask, log_in: LogIn) -> None:
    """A confirmed name would otherwise be in the way of every later change."""
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person, about="Opgeleid met Samira El Idrissi.")
    browser = log_in(person)
    form = Page(browser.get("/mijn-profiel")).form(having="about")
    answer = browser.post("/mijn-profiel", data={**form.fields, "travel_km": "12"})
    assert answer.status_code == 302
    found = db.session.scalars(select(PractitionerProfile)).one()
    assert (found.travel_km, found.about) == (12, "Opgeleid met Samira El Idrissi.")


def test_profile_shows_no_way_around_the_platform(app: Flask, log_in: LogIn) -> None:
    """Contact goes through the platform, so a number in a profile cannot be confirmed."""
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person)
    browser = log_in(person)
    form = Page(browser.get("/mijn-profiel")).form(having="about")
    answer = browser.post("/mijn-profiel", data={**form.fields, "about": "Bel 06 12345678"})
    page = Page(answer)
    assert page.status == 422
    assert "guard-reason-about" not in page.html
    assert db.session.scalar(select(func.count()).select_from(GuardConfirmation)) == 0


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("123456782", True),  # may be of the SKJ, and may be a BSN
        ("123456789", False),  # nine figures, and no BSN
        ("SKJ 123456782", True),
        ("SKJ-nummer: 1-2345-6782", True),
        ("SKJ 123456789", False),
        ("19012345601", False),
        ("94012345", False),
        ("123.456.782", True),
        ("123 456 782", True),
        ("BSN 123456782", True),
        ("１２３４５６７８２", True),
    ],
)
def test_register_number_in_its_own_field(app: Flask, typed: str, refused: bool) -> None:
    class Some(Part):
        number = StringField("Nummer", [register_number])

    with app.test_request_context():
        assert Some(data={"number": typed}).validate() is not refused
