"""Becoming a member: nobody learns from it who is one already."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakennet import clock
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from tests import factories
from tests.accounts.steps import (
    OTHER_PASSWORD,
    PASSWORD,
    is_in,
    link_in,
    log_in,
    mails,
    member,
    person,
    sign_up,
)
from tests.conftest import NOW, Client
from tests.pages import Page, submit


def test_page_asks_what_is_needed(client: Client) -> None:
    page = Page(client.get("/aanmelden"))
    assert page.h1 == "Word lid van het netwerk"
    assert page.title == "Aanmelden – Drakennet"
    for label in ("Naam", "E-mailadres", "Wat doet u?", "Waar werkt u?", "Organisatie"):
        assert label in page.text
    assert len(page.ids) == len(set(page.ids))


def test_newcomer_waits_after_confirming(client: Client) -> None:
    assert sign_up(client, email="Noor@Example.NL").status == 302
    (mail,) = mails()
    assert (mail.kind, mail.to_address) == ("confirm_address", "noor@example.nl")
    assert not person().active
    page = submit(client, link_in(mail), {})
    assert page.response.location == "/inloggen"
    assert person().waiting
    assert person().is_a(RoleName.PRACTITIONER)
    assert person().municipality.name == "Haarlem"


def test_who_chooses_no_place_is_asked_the_same_again(client: Client) -> None:
    page = sign_up(client, municipality="Bergen")
    for chosen in ([], [], ["GM0373"]):
        assert page.status == 422
        assert "“Bergen” is meer dan één plaats" in page.text
        kept = re.findall(r'type="hidden" name="municipality" value="([^"]*)"', page.html)
        values = {**page.form(having="municipality").fields, "municipality": [*kept, *chosen, ""]}
        page = Page(client.post("/aanmelden", data=values))
    assert page.status == 302
    assert person().municipality_code == "GM0373"


def test_coordinator_hears_how_many_wait_but_not_who(client: Client) -> None:
    coordinator = factories.member(RoleName.COORDINATOR, region="kennemerland")
    factories.member(RoleName.COORDINATOR, region="twente")
    sign_up(client)
    submit(client, link_in(mails()[0]), {})
    (mail,) = mails("new_member")
    assert mail.to_address == coordinator.email
    assert "wacht 1 aanmelding" in mail.text
    assert "Noor" not in mail.text + mail.html + mail.subject


def test_administrator_hears_where_no_coordinator_is(client: Client) -> None:
    administrator = factories.member(RoleName.ADMINISTRATOR)
    sign_up(client)
    submit(client, link_in(mails()[0]), {})
    assert [mail.to_address for mail in mails("new_member")] == [administrator.email]


def test_opening_the_link_changes_nothing(client: Client) -> None:
    """A mail scanner opens every link, often."""
    sign_up(client)
    address = link_in(mails()[0])
    for _time in range(100):
        assert client.get(address).status_code == 200
    assert person().confirmed_at is None
    assert len(mails()) == 1


@pytest.mark.asvs("6.4.1")
@pytest.mark.parametrize("age", [timedelta(days=5, seconds=2), timedelta(days=400)])
def test_old_link_shows_a_way_on(age: timedelta, client: Client) -> None:
    sign_up(client)
    with clock.at(NOW + age):
        page = Page(client.get(link_in(mails()[0])))
    assert page.status == 404
    assert page.h1 == "Deze link werkt niet meer"
    assert page.links["Stuur mij een nieuwe link"] == "/wachtwoord-vergeten"


@pytest.mark.parametrize("token", ["x", "a.b.c", "ë", "%F0%9F%90%89", "1" * 400])
def test_made_up_link_is_refused(token: str, client: Client) -> None:
    for folder in ("bevestigen", "wachtwoord"):
        assert Page(client.get(f"/{folder}/{token}")).h1 == "Deze link werkt niet meer"


def test_known_and_unknown_get_the_same_answer(client: Client) -> None:
    member(email="bekend@example.nl")
    known = sign_up(client, email="bekend@example.nl")
    unknown = sign_up(client, email="onbekend@example.nl")
    assert (known.status, known.response.location) == (unknown.status, unknown.response.location)
    assert known.html == unknown.html
    assert {mail.kind for mail in mails()} == {"address_known", "confirm_address"}


def test_signing_up_again_changes_no_member(client: Client) -> None:
    member(RoleName.AANDACHTSFUNCTIONARIS)
    sign_up(
        client,
        name="Een Ander",
        password=OTHER_PASSWORD,
        roles=["veilig_thuis"],
        claimed_organisation="Elders",
    )
    assert person().name == "Noor de Wit"
    assert [grant.name for grant in person().roles] == [RoleName.AANDACHTSFUNCTIONARIS]
    assert log_in(client, password=OTHER_PASSWORD).status == 422
    assert log_in(client).status == 302


def test_stranger_cannot_be_confirmed_by_the_owner_of_the_address(client: Client) -> None:
    """A stranger signs up with your address, then you do: the stranger's link is dead."""
    sign_up(client, name="Een Vreemde", password=OTHER_PASSWORD)
    with clock.at(NOW + timedelta(minutes=1)):
        sign_up(client)
        strangers, own = (link_in(mail) for mail in mails("confirm_address"))
        assert client.get(strangers).status_code == 404
        submit(client, own, {})
    assert person().name == "Noor de Wit"
    assert log_in(client, password=OTHER_PASSWORD).status == 422
    assert log_in(client, password=PASSWORD).status == 302


def test_confirming_elsewhere_asks_the_password(client: Client, app: Flask) -> None:
    """You sign up, then a stranger does so with your address: your mailbox holds both links."""
    sign_up(client)
    with clock.at(NOW + timedelta(minutes=1)):
        sign_up(Client(app, use_cookies=True), password=OTHER_PASSWORD)
        strangers = link_in(mails("confirm_address")[1])
        page = submit(client, strangers, {})
        assert page.status == 422
        assert page.links["Wachtwoord vergeten?"] == "/wachtwoord-vergeten"
        assert submit(client, strangers, {"password": PASSWORD}).status == 422
    assert person().confirmed_at is None


def test_confirming_at_another_device(client: Client, app: Flask) -> None:
    sign_up(client)
    telephone = Client(app, use_cookies=True)
    page = submit(telephone, link_in(mails()[0]), {"password": PASSWORD})
    assert page.response.location == "/inloggen"
    assert person().waiting


def test_known_and_unknown_leave_alike_cookies(client: Client, app: Flask) -> None:
    member(email="bekend@example.nl")
    held = []
    for email in ("bekend@example.nl", "nieuw@example.nl"):
        browser = Client(app, use_cookies=True)
        sign_up(browser, email=email)
        with browser.session_transaction() as cookie:
            held.append({name: len(str(value)) for name, value in cookie.items()})
    assert held[0] == held[1]


def test_mailbox_is_no_target(client: Client) -> None:
    """Three mails an hour to one address, and nobody can see that it was one too many."""
    answers = {sign_up(client).response.location for _time in range(5)}
    assert answers == {"/kijk-in-uw-mailbox"}
    assert len(mails()) == 3


def test_signing_up_too_often_spoils_no_link(client: Client, app: Flask) -> None:
    """A stranger types your address again and again: the links you were mailed still work."""
    sign_up(client)
    for _time in range(5):
        sign_up(Client(app, use_cookies=True), name="Een Vreemde", password=OTHER_PASSWORD)
    working = [mail for mail in mails() if client.get(link_in(mail)).status_code == 200]
    assert len(mails()) == 3
    assert len(working) == 1  # the newest


def test_one_network_is_slowed_down(client: Client) -> None:
    for number in range(30):
        sign_up(client, email=f"nieuw{number}@example.nl")
    page = sign_up(client, email="nieuw31@example.nl")
    assert page.status == 429
    assert "Wacht een kwartier" in page.text


@pytest.mark.asvs("2.2.1")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"name": ""}, "Vul uw naam in", id="no name"),
        pytest.param({"name": "   "}, "Vul uw naam in", id="spaces"),
        pytest.param({"name": "n" * 121}, "hooguit 120 tekens", id="name too long"),
        pytest.param({"email": "noor"}, "Dit e-mailadres klopt niet", id="no address"),
        pytest.param({"email": "n@" + "a" * 300 + ".nl"}, "klopt niet", id="address too long"),
        pytest.param({"roles": []}, "Kies ten minste één rol", id="no role"),
        pytest.param({"roles": ["administrator"]}, "Wat doet u?", id="a role nobody can ask"),
        pytest.param({"roles": ["coordinator"]}, "Wat doet u?", id="another"),
        pytest.param({"municipality": ""}, "waar u werkt", id="no place"),
        pytest.param(
            {"municipality": "Atlantis"}, "Wij kennen “Atlantis” niet", id="no such place"
        ),
        pytest.param({"roles": ["veilig_thuis"]}, "organisatie waar u werkt", id="no organisation"),
        pytest.param({"password": "kort"}, "12 tot 128 tekens", id="short password"),
    ],
)
def test_refused_form_says_why_and_keeps_all(
    changes: dict[str, Any], sentence: str, client: Client
) -> None:
    page = sign_up(client, **{"claimed_organisation": "", **changes})
    assert page.status == 422
    assert sentence in page.text
    kept = page.form(having="email").fields
    expected = {"name": "Noor de Wit", "email": "noor@example.nl"} | changes
    assert kept["name"] == str(expected["name"]).strip()
    assert kept["email"] == expected["email"]
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.asvs("2.2.3")
@pytest.mark.parametrize("role", ["organisation_contact", "aandachtsfunctionaris", "veilig_thuis"])
def test_who_works_for_an_organisation_names_it(role: str, client: Client) -> None:
    assert sign_up(client, roles=[role]).status == 422
    assert sign_up(client, roles=[role], claimed_organisation="De Schuilhof").status == 302
    assert person().claimed_organisation == "De Schuilhof"


@pytest.mark.asvs("2.2.3")
def test_several_places_of_one_name_are_asked_further(client: Client) -> None:
    """Nes is a village on Ameland, in Heerenveen and in Noardeast-Fryslân."""
    page = sign_up(client, municipality="Nes", name="Iris Öz")
    assert page.status == 422
    assert "Nes in de gemeente Ameland (Friesland)" in page.text or "Ameland" in page.text
    kept = page.form(having="municipality").fields
    assert (kept["name"], kept["password"]) == ("Iris Öz", PASSWORD)
    code = page.html.split("Ameland")[0].rsplit('value="', 1)[1].split('"')[0]
    form = kept | {"municipality": [code, ""], "roles": ["practitioner"]}
    assert client.post("/aanmelden", data=form).status_code == 302
    assert person().municipality.name == "Ameland"


def test_a_new_place_goes_before_the_choice(client: Client) -> None:
    page = sign_up(client, municipality="Nes")
    form = page.form(having="municipality").fields | {"municipality": ["GM0060", "2011 LW"]}
    assert client.post("/aanmelden", data=form | {"roles": ["practitioner"]}).status_code == 302
    assert person().municipality.name == "Haarlem"


def test_chosen_place_stays_chosen_when_something_else_is_wrong(client: Client) -> None:
    page = sign_up(client, municipality="GM0060", name="")
    assert page.status == 422
    assert "GM0060" not in page.text


@pytest.mark.parametrize(
    "name",
    [
        "Ş" * 120,
        "O'Brien-van 't Hof",
        "王小明",
        "<b>Jan</b>",
        "🐉",
        "J.P.Smit",
        "prof.dr.Smit M.Sc.",
    ],
)
def test_names_of_people_are_taken_as_they_are(name: str, client: Client) -> None:
    sign_up(client, name=name)
    assert person().name == name
    (mail,) = mails()
    assert f"Beste {name}," in mail.text
    assert "<b>Jan</b>" not in mail.html
    page = Page(client.get(link_in(mail)))
    assert name in page.text or name == "<b>Jan</b>"


@pytest.mark.asvs("1.3.3")
@pytest.mark.parametrize(
    "name",
    ["Win: http://evil.example", "Klik op evil.nl", "bel@evil.example"],
)
def test_our_mails_carry_nobodys_message(name: str, client: Client) -> None:
    """Anybody can have a mail of ours sent to any address; what it says is ours."""
    page = sign_up(client, name=name)
    assert page.status == 422
    assert "Vul hier alleen uw naam in" in page.text
    assert mails() == []


@pytest.mark.asvs("1.3.3")
@pytest.mark.parametrize("sign", ["\r\n", "\x85", "\u2028", "\u202e", "\x1b", "\t"])
def test_name_is_one_line(sign: str, client: Client) -> None:
    sign_up(client, name=f"Noor{sign}de Wit")
    assert person().name == "Noor de Wit"


def test_confirmed_address_says_so(client: Client) -> None:
    sign_up(client)
    address = link_in(mails()[0])
    submit(client, address, {})
    page = Page(client.get(address))
    assert "al bevestigd" in page.text
    assert len(mails("new_member")) == 0  # nobody looks after this region yet
    assert not is_in(client)
