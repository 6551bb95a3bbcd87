"""The own account: what a member sees and changes there, and nobody else."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from drakennet.accounts.models import LoginSession, RoleName, User
from drakennet.database import db
from tests import factories
from tests.accounts.steps import is_in, log_in, mails, member, person
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit

AGAIN = "/account/opnieuw-vragen"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"


def test_page_shows_who_you_are(client: Client) -> None:
    member(RoleName.PRACTITIONER, RoleName.AANDACHTSFUNCTIONARIS)
    log_in(client)
    page = Page(client.get("/account"))
    assert page.h1 == "Mijn account"
    assert page.title == "Mijn account – Drakennet"
    assert "Aandachtsfunctionaris, Behandelaar" in page.text
    assert "noor@example.nl" in page.text
    form = page.form(having="municipality").fields
    assert (form["name"], form["municipality"], form["language"]) == (
        "Noor de Wit",
        "Haarlem",
        "nl",
    )
    assert len(page.ids) == len(set(page.ids))


def test_member_who_waits_reads_so(client: Client) -> None:
    member(approved=False)
    log_in(client)
    assert "Uw aanmelding wordt bekeken" in Page(client.get("/account")).text


def test_rejected_member_reads_why(client: Client) -> None:
    person = member(approved=False)
    person.rejected_at, person.rejection_reason = NOW, "Ik ken uw praktijk niet."
    log_in(client)
    assert "Ik ken uw praktijk niet." in Page(client.get("/account")).text


def turned_down(*roles: RoleName, **traits: Any) -> User:
    person = member(*roles, approved=False, **traits)
    person.rejected_at, person.rejection_reason = NOW, "Ik ken uw praktijk niet."
    db.session.commit()
    return person


def test_who_was_turned_down_puts_it_right_and_asks_again(client: Client) -> None:
    coordinator = factories.member(RoleName.COORDINATOR, region="twente")
    asks = turned_down(RoleName.PRACTITIONER)
    log_in(client)
    for own in ("/home", "/account"):
        assert AGAIN in Page(client.get(own)).links.values()
    assert "Ik ken uw praktijk niet." in Page(client.get(AGAIN)).text
    values = {"claimed_organisation": "Praktijk Wulp", "municipality": "Enschede"}
    assert submit(client, AGAIN, values).response.location == "/home"
    db.session.refresh(asks)
    assert (asks.waiting, asks.waiting_since) == (True, NOW)
    assert (asks.claimed_organisation, asks.municipality.name) == ("Praktijk Wulp", "Enschede")
    assert [mail.to_address for mail in mails("new_member")] == [coordinator.email]
    assert AGAIN not in Page(client.get("/home")).links.values()


def test_who_judges_again_reads_the_reason_of_before(log_in: LogIn) -> None:
    coordinator = factories.member(RoleName.COORDINATOR, region="kennemerland")
    asks = turned_down(RoleName.PRACTITIONER)
    submit(log_in(asks), AGAIN, {"claimed_organisation": "Wulp"})
    judge = log_in(coordinator)
    assert "eerder afgewezen" in Page(judge.get("/mijn-regio")).text
    assert "Ik ken uw praktijk niet." in Page(judge.get(f"/mijn-regio/leden/{asks.id}")).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"claimed_organisation": ""}, "Vul de naam in van de organisatie waar u werkt."),
        ({"claimed_organisation": "Wulp 111222333"}, "Hier staat een burgerservicenummer"),
        ({"name": ""}, "Vul uw naam in."),
    ],
)
def test_asking_again_needs_what_signing_up_needs(
    client: Client, values: dict[str, str], sentence: str
) -> None:
    asks = turned_down(RoleName.AANDACHTSFUNCTIONARIS, claimed_organisation="De Schuilhof")
    log_in(client)
    page = submit(client, AGAIN, values)
    assert page.status == 422
    assert sentence in page.text
    db.session.refresh(asks)
    assert asks.rejected_at == NOW


def test_only_who_was_turned_down_asks_again(client: Client) -> None:
    asks = turned_down(RoleName.PRACTITIONER)
    log_in(client)
    form = Page(client.get(AGAIN)).form(having="claimed_organisation")
    asks.rejected_at, asks.approved_at = None, NOW
    db.session.commit()
    assert client.get(AGAIN).location == "/account"
    answer = client.post(AGAIN, data={**form.fields, "name": "Een Ander"})
    assert answer.status_code == 409
    db.session.refresh(asks)
    assert (asks.approved, asks.name) == (True, "Noor de Wit")


def test_member_changes_place_and_language(client: Client) -> None:
    member()
    log_in(client)
    page = submit(client, "/account", {"municipality": "Enschede", "language": "en"})
    assert page.response.location == "/account"
    assert (person().municipality.name, person().language) == ("Enschede", "en")
    assert person().approved


def test_other_name_is_approved_anew(client: Client) -> None:
    """Otherwise somebody is approved as one person and goes on as another."""
    coordinator = factories.member(RoleName.COORDINATOR, region="kennemerland")
    member(RoleName.AANDACHTSFUNCTIONARIS)
    log_in(client)
    submit(client, "/account", {"name": "Dr. Bekende Naam"})
    assert not person().approved
    assert person().waiting
    assert [mail.to_address for mail in mails("new_member")] == [coordinator.email]


def test_refused_change_keeps_what_was_typed(client: Client) -> None:
    member()
    log_in(client)
    page = submit(client, "/account", {"name": "", "municipality": "Atlantis"})
    assert page.status == 422
    assert page.form(having="municipality").fields["municipality"] == "Atlantis"
    assert person().name == "Noor de Wit"


@pytest.mark.asvs("7.5.2")
def test_member_ends_a_log_in_elsewhere(client: Client, app: Any) -> None:
    member()
    telephone = Client(app, use_cookies=True)
    telephone.environ_base["HTTP_USER_AGENT"] = FIREFOX
    log_in(telephone)
    log_in(client)
    page = Page(client.get("/account"))
    assert "Firefox op Windows" in page.text
    action = page.form("/beeindigen").action
    assert submit(client, action, {}, page="/account").status == 302
    assert is_in(client)
    assert not is_in(telephone)


@pytest.mark.asvs("7.4.3")
@pytest.mark.asvs("7.5.2")
def test_member_ends_all_others_at_once(
    client: Client, app: Any, request: pytest.FixtureRequest
) -> None:
    """The own ones: a colleague goes on working."""
    member()
    colleague = request.getfixturevalue("log_in")(factories.member())
    others = [Client(app, use_cookies=True) for _number in range(3)]
    for other in others:
        log_in(other)
    log_in(client)
    submit(client, "/account/inlogs/andere/beeindigen", {}, page="/account")
    assert is_in(client)
    assert is_in(colleague)
    assert not any(is_in(other) for other in others)


@pytest.mark.asvs("8.2.2")
def test_nobody_ends_the_log_in_of_another(client: Client, log_in: LogIn) -> None:
    victim = factories.member()
    browser, attacker = log_in(victim), log_in(factories.member())
    login = db.session.scalars(
        select(LoginSession).where(LoginSession.member_id == victim.id)
    ).one()
    token = Page(attacker.get("/account")).form(having="municipality").fields["csrf_token"]
    for login_id in (login.id, uuid4()):
        address = f"/account/inlogs/{login_id}/beeindigen"
        assert attacker.post(address, data={"csrf_token": token}).status_code == 404
    assert is_in(browser)


@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/account/wachtwoord",
        "/account/e-mailadres",
        "/account/bevestigen",
        "/account/tweede-stap",
        "/account/tweede-stap/app",
        "/account/tweede-stap/app.svg",
        "/account/tweede-stap/passkey",
    ],
)
def test_stranger_logs_in_first(path: str, client: Client) -> None:
    assert client.get(path).location == f"/inloggen?next={path}"
