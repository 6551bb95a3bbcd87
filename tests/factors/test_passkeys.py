"""Passkeys: an answer counts for this site, this member, this question, and once."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts.models import Passkey, RoleName
from drakennet.config import Settings
from drakennet.database import db
from tests import factories
from tests.accounts.steps import is_in, log_in, mails, member, person
from tests.conftest import NOW, Client
from tests.conftest import LogIn as LogInFixture
from tests.factors.authenticator import ORIGIN, Authenticator
from tests.factors.steps import PROVE, SECOND, STEPS, codes_on
from tests.pages import Page, submit

ADD = f"{STEPS}/passkey"
ASKED = re.compile(r'data-passkey="([^"]+)"')
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def by_name(app: Flask) -> Iterator[None]:
    """Passkeys are bound to a name, so the site has one."""
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, base_url=ORIGIN)
    yield
    app.extensions["settings"] = settings


def asked_on(page: Page) -> str:
    found = ASKED.search(page.html)
    assert found, page.text
    return html.unescape(found[1])


def add(client: Client, telephone: Authenticator, name: str = "Mijn telefoon") -> Page:
    asked = asked_on(Page(client.get(ADD)))
    token = Page(client.get("/account")).form(having="name").fields["csrf_token"]
    values = {"name": name, "credential": telephone.makes(asked), "csrf_token": token}
    return Page(client.post(ADD, data=values))


def show(
    client: Client, telephone: Authenticator, *, answer: Callable[[str], str] | None = None
) -> Page:
    """Log in, and let the telephone answer the second step."""
    log_in(client)
    page = Page(client.get(SECOND))
    said = (answer or telephone.shows)(asked_on(page))
    values = page.form(having="credential").fields | {"credential": said}
    return Page(client.post(SECOND, data=values))


@pytest.fixture
def telephone(client: Client, by_name: None) -> Authenticator:
    """A member with a passkey, who is logged out."""
    member(RoleName.PRACTITIONER)
    log_in(client)
    made = Authenticator()
    page = add(client, made)
    assert page.h1 == "Bewaar uw herstelcodes" and len(codes_on(page)) == 10
    submit(client, "/uitloggen", {}, page="/account")
    return made


@pytest.mark.asvs("6.3.3")
def test_passkey_is_a_second_step(client: Client, telephone: Authenticator) -> None:
    assert log_in(client).response.location == SECOND
    assert show(client, telephone).response.location == "/home"
    assert is_in(client)
    assert client.get("/vragen-aan-mij").status_code == 200


def test_site_asks_as_little_as_it_can(client: Client, by_name: None) -> None:
    member()
    log_in(client)
    asked = json.loads(asked_on(Page(client.get(ADD))))
    assert asked["rp"]["id"] == "localhost"
    assert asked["attestation"] == "none"
    assert asked["excludeCredentials"] == []
    assert len(asked["challenge"]) >= 43


@pytest.mark.parametrize(
    "thief",
    [
        pytest.param({"origin": "http://localhost:5001"}, id="another port"),
        pytest.param({"origin": "https://drakennet-inloggen.example"}, id="a site that fishes"),
        pytest.param({"host": "drakennet-inloggen.example"}, id="a key of another site"),
    ],
)
def test_answer_of_another_site_is_refused(
    thief: dict[str, str], client: Client, telephone: Authenticator
) -> None:
    page = show(client, replace(telephone, **thief))  # type: ignore[arg-type] # texts only
    assert page.status == 422
    assert "wordt niet herkend" in page.text
    assert not is_in(client)


@pytest.mark.asvs("11.6.1")
def test_answer_signed_by_another_key_is_refused(client: Client, telephone: Authenticator) -> None:
    assert show(client, Authenticator()).status == 422
    assert not is_in(client)


@pytest.mark.parametrize("counts", [True, False])
def test_answer_is_right_once(counts: bool, client: Client, telephone: Authenticator) -> None:
    """Somebody reads along, and sends the same answer with the same cookie."""
    telephone.counts = counts
    log_in(client)
    page = Page(client.get(SECOND))
    values = page.form(having="credential").fields
    values["credential"] = telephone.shows(asked_on(page))
    with client.session_transaction() as cookie:
        before = dict(cookie)
    assert client.post(SECOND, data=values).status_code == 302
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    assert client.post(SECOND, data=values).status_code == 422


@pytest.mark.asvs("6.6.2")
def test_answer_to_an_earlier_question_is_refused(client: Client, telephone: Authenticator) -> None:
    log_in(client)
    earlier = asked_on(Page(client.get(SECOND)))
    assert show(client, telephone, answer=lambda _asked: telephone.shows(earlier)).status == 422


def test_answer_that_took_too_long_is_refused(client: Client, telephone: Authenticator) -> None:
    log_in(client)
    page = Page(client.get(SECOND))
    values = page.form(having="credential").fields
    values["credential"] = telephone.shows(asked_on(page))
    with clock.at(NOW + timedelta(minutes=5, seconds=1)):
        assert client.post(SECOND, data=values).status_code == 302
        assert not is_in(client)


def test_copied_key_is_noticed(client: Client, telephone: Authenticator) -> None:
    """A copy counts on from an older number than the real one has reached."""
    telephone.count = 7
    assert show(client, telephone).status == 302
    submit(client, "/uitloggen", {}, page="/account")
    with clock.at(LATER):
        assert show(client, replace(telephone, count=3)).status == 422


@pytest.mark.parametrize(
    "answer",
    ["x", "{}", "[]", "null", '{"id": 1}', '{"id": "a-credential-of-ours"}', "{" * 5000],
)
def test_what_is_no_answer_is_refused(
    answer: str, client: Client, telephone: Authenticator
) -> None:
    assert show(client, telephone, answer=lambda _asked: answer).status == 422
    log_in(client)
    known = json.loads(telephone.shows(asked_on(Page(client.get(SECOND)))))
    known["response"] = {"clientDataJSON": "", "authenticatorData": "AAAA", "signature": "é"}
    assert show(client, telephone, answer=lambda _asked: json.dumps(known)).status == 422


@pytest.mark.parametrize("answer", ["", "x", "{}", '{"id": "x", "rawId": "x"}'])
def test_nothing_is_made_of_no_answer(answer: str, client: Client, by_name: None) -> None:
    member()
    log_in(client)
    page = submit(client, ADD, {"name": "Mijn telefoon", "credential": answer})
    assert page.status == 422
    assert "Druk nog een keer op de knop" in page.text
    assert page.form(having="name").fields["name"] == "Mijn telefoon"
    assert not person().has_second_factor


def test_key_of_another_member_is_no_key(
    client: Client, telephone: Authenticator, app: Flask
) -> None:
    other = Client(app, use_cookies=True)
    member(email="ander@example.nl")
    log_in(other, email="ander@example.nl")
    add(other, Authenticator(credential=b"another-credential"))
    submit(other, "/uitloggen", {}, page="/account")
    log_in(other, email="ander@example.nl")
    page = Page(other.get(SECOND))
    values = page.form(having="credential").fields
    values["credential"] = telephone.shows(asked_on(page))
    assert other.post(SECOND, data=values).status_code == 422


def test_one_key_is_not_made_twice(client: Client, telephone: Authenticator) -> None:
    with clock.at(LATER):
        show(client, telephone)
        assert add(client, telephone).status == 409
    assert len(person().passkeys) == 1


def test_member_names_and_removes_them(client: Client, telephone: Authenticator) -> None:
    show(client, telephone)
    add(client, Authenticator(credential=b"a-second-one"), "Laptop")
    page = Page(client.get(STEPS))
    assert "Mijn telefoon" in page.text and "Laptop" in page.text
    laptop = next(one for one in person().passkeys if one.name == "Laptop")
    assert submit(client, f"{ADD}/{laptop.id}/weg", {}, page=STEPS).status == 302
    assert [one.name for one in person().passkeys] == ["Mijn telefoon"]
    last = person().passkeys[0]
    assert submit(client, f"{ADD}/{last.id}/weg", {}, page=STEPS).status == 409
    kinds = {mail.text.split("\n\n")[1] for mail in mails("account_changed")}
    assert any("toegevoegd" in said for said in kinds)
    assert any("weggehaald" in said for said in kinds)


@pytest.mark.asvs("8.2.2")
def test_nobody_removes_the_key_of_another(
    client: Client, telephone: Authenticator, log_in: LogInFixture
) -> None:
    thief = log_in(factories.member())
    token = Page(thief.get("/account")).form(having="name").fields["csrf_token"]
    key = person().passkeys[0]
    assert thief.post(f"{ADD}/{key.id}/weg", data={"csrf_token": token}).status_code == 404
    assert db.session.get(Passkey, key.id) is not None


def test_passkey_does_for_being_asked_again(client: Client, telephone: Authenticator) -> None:
    show(client, telephone)
    with clock.at(NOW + timedelta(minutes=11)):
        page = Page(client.get(PROVE))
        values = page.form(having="password").fields | {"password": "fiets regen molen kaas"}
        values["credential"] = telephone.shows(asked_on(page))
        assert client.post(PROVE, data=values).location == STEPS


def test_site_at_a_bare_number_has_none(client: Client) -> None:
    """Browsers refuse it there; the page says so and offers the app."""
    member()
    log_in(client)
    assert client.get(ADD).location == STEPS
    page = Page(client.get(STEPS))
    assert "Op dit adres van de site werken geen passkeys" in page.text
    assert "Gebruik een passkey" not in page.links
