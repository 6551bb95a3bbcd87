"""A form that could not be taken comes back with what was typed, for whoever typed it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import BadRequestKeyError, ServiceUnavailable, TooManyRequests
from wtforms import PasswordField
from wtforms.fields.core import UnboundField

from drakennet import clock
from drakennet.accounts.models import LoginSession, RoleName
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.kept import LASTS, LONGEST, MARK_FIELD, SEALED_FIELD, SECRETS
from tests import factories
from tests.accounts.steps import PASSWORD, member, person, wish
from tests.conftest import NOW, Client, LogIn
from tests.factors.steps import SECOND, code, turn_on
from tests.pages import Form, Page
from tests.pages import submit as fill_in
from tests.privacy.test_fields import classes
from tests.test_permissions import address, routes

OWN = "/account"
TYPED = "Noor van der Zonnewende"
AGAIN = "Wat u invulde, is er nog"
WITH_PASSWORD = {"email": "noor@example.nl", "password": PASSWORD}


@pytest.fixture
def noor(client: Client) -> Client:
    member()
    fill_in(client, "/inloggen", WITH_PASSWORD)
    return client


def open_form(browser: Client, page: str = OWN, having: str = "name") -> dict[str, Any]:
    """What the browser holds of a form that somebody began to fill in."""
    return Page(browser.get(page)).form(having=having).fields | {"name": TYPED}


def sent(browser: Client, fields: dict[str, Any], address: str = OWN) -> Page:
    return Page(browser.post(address, data=fields))


def press(browser: Client, page: Page, **changes: Any) -> Page:
    """Press the button of the form that carries something on."""
    form = carrying(page)
    return Page(browser.post(form.action, data=form.fields | changes))


def carrying(page: Page) -> Form:
    return next(
        form for form in page.forms if SEALED_FIELD in form.fields or TYPED in form.fields.values()
    )


def log_in_ends() -> None:
    """As time or another device ends it: the cookie stays, and its token."""
    for login in db.session.query(LoginSession):
        login.ended_at = NOW
    db.session.commit()


def in_again(browser: Client, *, email: str = "noor@example.nl") -> None:
    """Log in anew in another tab."""
    browser.delete_cookie("__Host-drakennet")
    fill_in(browser, "/inloggen", WITH_PASSWORD | {"email": email})


# ---- The token is of an earlier log-in ----


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("token", ["", "verlopen", None])
def test_refused_form_comes_back_and_is_not_carried_out(noor: Client, token: str | None) -> None:
    fields = open_form(noor) | {"csrf_token": token}
    page = sent(noor, {name: value for name, value in fields.items() if value is not None})
    assert page.status == 400
    assert page.h1 == AGAIN
    assert TYPED in page.text
    assert person().name != TYPED
    assert press(noor, page).status == 302
    assert person().name == TYPED


def test_form_of_before_logging_in_anew_is_sent_with_one_press(noor: Client) -> None:
    fields = open_form(noor)
    in_again(noor)
    page = sent(noor, fields)
    assert page.links["Niet versturen, terug naar waar ik was"] == OWN
    press(noor, page)
    assert person().name == TYPED


def test_what_comes_back_is_what_was_sent(noor: Client) -> None:
    """Several of one name, signs that mean something in a page, empty lines."""
    odd = 'Zij zei: "a < b"\r\n\r\n& nog <b>wat</b>'
    fields = open_form(noor) | {"csrf_token": "", "x": ["1", "2"], "y": odd}
    page = sent(noor, fields, f"{OWN}?van=%2Fhome&b=1")
    form = carrying(page)
    assert form.action == f"{OWN}?van=%2Fhome&b=1"
    assert page.html.count('name="x"') == 2
    assert form.fields["y"] == odd
    assert "<b>" not in page.html
    assert set(form.fields) == set(fields)


def test_only_what_people_wrote_is_read_out(noor: Client) -> None:
    """Hidden fields with ids and moments come back, and mean nothing to anybody."""
    ids = "alle 0b8e1c0e-92c6-4a0f-8a53-3f1a2f0c9e11 7d1f7f34-1f0f-4a55-b0c2-9f6f0d1c2b3a"
    page = sent(noor, open_form(noor) | {"csrf_token": "", "members": ids, "reason": "Ik kan om 9"})
    assert carrying(page).fields["members"] == ids
    assert "7d1f7f34" not in page.text
    assert "Ik kan om 9" in page.text


def test_other_account_gets_nothing_of_it(noor: Client) -> None:
    member(email="tweede@example.nl", name="Ada Bos")
    fields = open_form(noor)
    in_again(noor, email="tweede@example.nl")
    page = sent(noor, fields)
    assert page.status == 400
    assert "Dit formulier is verlopen." in page.text
    assert TYPED not in page.html


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("mark", [None, "", "geraden", "é", "of another"])
def test_text_of_another_site_is_not_shown(noor: Client, mark: str | None) -> None:
    """Who has a member send a form of theirs, cannot put a button for it on a page of ours."""
    if mark == "of another":
        other = Client(noor.application, use_cookies=True)
        member(email="tweede@example.nl")
        in_again(other, email="tweede@example.nl")
        mark = open_form(other)[MARK_FIELD]
    planted = {"name": TYPED, "municipality": "Haarlem", "language": "nl"}
    page = sent(noor, planted if mark is None else planted | {MARK_FIELD: mark})
    assert page.status == 400
    assert TYPED not in page.html


def test_button_without_a_text_is_refused_as_before(noor: Client) -> None:
    form = Page(noor.get(OWN)).form("/uitloggen")
    page = sent(noor, form.fields | {"csrf_token": ""}, form.action)
    assert page.h1 == "Dat lukte niet"


# ---- A form that was made for nobody ----


def test_sign_up_comes_back_without_its_password(client: Client) -> None:
    fields = Page(client.get("/aanmelden")).form(having="password").fields
    page = sent(client, fields | wish(name=TYPED) | {"csrf_token": ""}, "/aanmelden")
    assert page.h1 == AGAIN
    assert PASSWORD not in page.html
    assert "Een wachtwoord of code geven wij niet terug" in page.text
    again = press(client, page)
    assert again.status == 422
    assert again.form(having="password").fields["name"] == TYPED


def test_form_of_nobody_may_be_of_any_site_so_it_is_not_read_out(client: Client) -> None:
    page = sent(client, wish(name="Bel nu 0900 1234"), "/aanmelden")
    assert "0900 1234" not in page.text


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize(
    ("site", "heading"),
    [
        ("cross-site", "Dat lukte niet"),
        ("same-site", "Dat lukte niet"),
        ("same-origin", AGAIN),
        ("none", AGAIN),
    ],
)
def test_form_of_nobody_that_another_site_sent_gets_no_button(
    client: Client, site: str, heading: str
) -> None:
    answer = client.post("/aanmelden", data=wish(), headers={"Sec-Fetch-Site": site})
    assert Page(answer).h1 == heading


# ---- The log-in ended meanwhile ----


@pytest.fixture(params=["ended", "logged out", "cookie gone"])
def too_late(request: pytest.FixtureRequest, noor: Client) -> Page:
    """What is answered to a form of somebody who is not logged in any more."""
    fields = open_form(noor)
    if request.param == "ended":
        log_in_ends()
    elif request.param == "logged out":
        fill_in(noor, "/uitloggen", {}, page=OWN)
    else:
        noor.delete_cookie("__Host-drakennet")
    return sent(noor, fields)


def test_log_in_page_carries_it_where_nobody_reads_it(too_late: Page) -> None:
    assert (too_late.status, too_late.h1) == (401, "Inloggen")
    assert "Er is niets verstuurd, en niets is weg" in too_late.text
    assert TYPED not in too_late.html
    assert person().name != TYPED


def test_same_account_gets_it_back(noor: Client, too_late: Page) -> None:
    page = press(noor, too_late, **WITH_PASSWORD)
    assert (page.status, page.h1) == (200, AGAIN)
    assert TYPED in page.text
    assert person().name != TYPED
    assert press(noor, page).status == 302
    assert person().name == TYPED


def test_wrong_password_keeps_it(noor: Client, too_late: Page) -> None:
    again = press(noor, too_late, email="noor@example.nl", password="dat was het niet")
    assert again.status == 422
    assert TYPED in press(noor, again, **WITH_PASSWORD).text


def test_other_account_cannot_open_it(noor: Client, too_late: Page) -> None:
    member(email="tweede@example.nl", name="Ada Bos")
    page = press(noor, too_late, **WITH_PASSWORD | {"email": "tweede@example.nl"})
    assert page.response.location == "/home"
    home = Page(noor.get(OWN))
    assert TYPED not in page.html + home.html
    assert "het was van een ander account" in home.text


def test_it_lasts_a_day(noor: Client, too_late: Page) -> None:
    with clock.at(NOW + LASTS + timedelta(minutes=1)):
        assert press(noor, too_late, **WITH_PASSWORD).response.location == "/home"


def test_who_logged_in_in_another_tab_gets_it_back_too(noor: Client, too_late: Page) -> None:
    in_again(noor)
    refused = press(noor, too_late, **WITH_PASSWORD)
    assert PASSWORD not in refused.html
    page = press(noor, refused)
    assert TYPED in page.text


@pytest.mark.asvs("11.3.3")
@pytest.mark.parametrize(
    "change", [lambda text: text[:-4] + "AAAA", lambda _text: "é", lambda _text: "A"]
)
def test_changed_seal_opens_nothing(noor: Client, too_late: Page, change: Any) -> None:
    sealed = change(carrying(too_late).fields[SEALED_FIELD])
    page = press(noor, too_late, **WITH_PASSWORD, **{SEALED_FIELD: sealed})
    assert page.response.location == "/home"


def test_second_step_carries_it_on(client: Client) -> None:
    member()
    key = turn_on(client)
    with clock.at(NOW + timedelta(minutes=1)):
        fill_in(client, "/inloggen", WITH_PASSWORD)
        fill_in(client, SECOND, {"code": code(key, clock.now())})
        fields = open_form(client)
    log_in_ends()
    with clock.at(NOW + timedelta(minutes=2)):
        step = press(client, sent(client, fields), **WITH_PASSWORD)
        assert step.h1 == "Laat zien dat u het bent"
        assert TYPED not in step.html
        wrong = press(client, step, code="000000")
        assert wrong.status == 422
    with clock.at(NOW + timedelta(minutes=8)):  # too late for the second step
        anew = press(client, wrong, code=code(key, clock.now()))
        assert anew.h1 == "Inloggen"
        step = press(client, anew, **WITH_PASSWORD)
        page = press(client, step, code=code(key, clock.now()))
        assert TYPED in page.text
        assert press(client, page).status == 302
    assert person().name == TYPED


def test_secrets_do_not_travel_sealed_either(noor: Client) -> None:
    """Not of a form whose log-in ended: nothing of it is in the page that comes back."""
    fields = open_form(noor) | {"code": "123456", "current_password": PASSWORD}
    log_in_ends()
    page = press(noor, sent(noor, fields), **WITH_PASSWORD)
    assert not SECRETS & set(carrying(page).fields)
    assert PASSWORD not in page.html
    assert "123456" not in page.html


def test_form_of_a_stranger_is_sent_to_log_in_as_before(client: Client, noor: Client) -> None:
    stranger = Client(client.application, use_cookies=True)
    token = Page(stranger.get("/inloggen")).form(having="password").fields["csrf_token"]
    page = sent(stranger, {"csrf_token": token, "name": TYPED})
    assert page.response.location == "/inloggen"


def test_what_is_too_long_to_carry_is_not_carried(
    noor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = open_form(noor)
    log_in_ends()
    monkeypatch.setattr("drakennet.kept.LONGEST", 10)
    assert noor.application.config["MAX_CONTENT_LENGTH"] > LONGEST
    assert sent(noor, fields).response.location == "/inloggen"


# ---- Refused for another reason ----


@pytest.mark.parametrize(
    ("fault", "status"),
    [(BadRequestKeyError, 400), (TooManyRequests, 429), (ServiceUnavailable, 503)],
)
def test_busy_site_gives_it_back(
    noor: Client, monkeypatch: pytest.MonkeyPatch, fault: type[Exception], status: int
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise fault

    fields = open_form(noor)
    with monkeypatch.context() as patch:
        patch.setattr("drakennet.accounts.services.change", refuse)
        page = sent(noor, fields)
    assert page.status == status
    if status == 400:  # it would be refused again
        assert TYPED not in page.html
        return
    assert TYPED in page.text
    assert press(noor, page).status == 302
    assert person().name == TYPED


def test_what_a_rule_refuses_can_be_copied(noor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """To send it again would be refused again."""

    def refuse(*_args: object, **_options: object) -> None:
        raise Refusal("Dat kan nu niet.")

    fields = open_form(noor)
    monkeypatch.setattr("drakennet.accounts.services.change", refuse)
    page = sent(noor, fields)
    assert (page.status, page.h1) == (409, "Dat lukte niet")
    assert TYPED in page.text
    assert "Opnieuw versturen" not in page.text


# ---- All forms ----


def secrets_asked() -> Iterator[tuple[str, str]]:
    for form in classes():
        for name in dir(form):
            field = getattr(form, name)
            if isinstance(field, UnboundField):
                secret = issubclass(field.field_class, PasswordField)
                yield name, "secret" if secret else field.field_class.__name__


def test_every_secret_is_known() -> None:
    """Each password, and all that is asked to let somebody in; a new one has to be named."""
    asked = set(secrets_asked())
    assert {name for name, kind in asked if kind == "secret"} <= SECRETS
    from drakennet.factors.forms import PasskeyForm, StepForm

    assert {"code", "credential"} <= {*dir(StepForm), *dir(PasskeyForm)} & SECRETS


@pytest.mark.parametrize("role", RoleName)
def test_every_form_of_a_member_says_whose_it_is(role: RoleName, app: Flask, log_in: LogIn) -> None:
    """Else what was typed there is lost; each page without an object, as everybody who may."""
    browser = log_in(factories.member(role, region="kennemerland"))
    pages = [Page(browser.get(address(app, rule))) for rule, _may in routes(app, "GET")]
    forms = [form for page in pages for form in page.forms if form.method == "post"]
    assert len(forms) > len(pages)
    assert [form for form in forms if MARK_FIELD not in form.fields] == []
