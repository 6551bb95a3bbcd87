"""The second step in a real Chromium, with an authenticator that the browser itself plays."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from tests.accounts.steps import PASSWORD, member, person
from tests.browser.site import DESK, PHONE, PHONE_PLAIN, WAYS, Site, Visitor, Way
from tests.factors.steps import STEPS, code

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(running: Site) -> Iterator[Site]:
    """The same site by a name: a passkey is bound to one."""
    settings = running.app.extensions["settings"]
    base_url = running.base_url.replace("127.0.0.1", "localhost")
    running.app.extensions["settings"] = replace(settings, base_url=base_url)
    yield replace(running, base_url=base_url)
    running.app.extensions["settings"] = settings


def has_authenticator(visitor: Visitor) -> None:
    browser = visitor.page.context.new_cdp_session(visitor.page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def logs_in(visitor: Visitor) -> None:
    visitor.opens("/inloggen")
    visitor.fills(email="noor@example.nl", password=PASSWORD)
    visitor.presses("Log in", exact=True)


@pytest.mark.browser
@pytest.mark.parametrize("way", [DESK, PHONE], ids=["desk", "phone"])
def test_passkey_is_made_and_used(way: Way, named: Site) -> None:
    member(RoleName.PRACTITIONER)
    db.session.commit()
    with named.visitor(way) as visitor:
        has_authenticator(visitor)
        logs_in(visitor)
        visitor.reads("Stel een tweede stap in")
        visitor.presses("Gebruik een passkey")
        visitor.fills(name="Mijn telefoon")
        visitor.presses("Maak de passkey", until="pre")
        visitor.reads("Bewaar uw herstelcodes")
        visitor.looks()
        visitor.presses("Ik heb ze bewaard. Ga verder")
        if way is PHONE:
            visitor.page.locator(".menu summary").click()
        visitor.presses("Uitloggen")

        logs_in(visitor)
        visitor.reads("Laat zien dat u het bent")
        visitor.presses("Gebruik uw passkey", until="h1:text('Dag')")
        assert visitor.page.url.endswith("/home")
    db.session.expire_all()
    assert [one.name for one in person().passkeys] == ["Mijn telefoon"]
    assert person().passkeys[0].last_used_at is not None


@pytest.mark.browser
def test_refused_by_the_device_says_what_to_do(named: Site) -> None:
    """Nothing is sent, and the page says how to go on."""
    member(RoleName.PRACTITIONER)
    db.session.commit()
    with named.visitor(DESK) as visitor:
        has_authenticator(visitor)
        logs_in(visitor)
        visitor.presses("Gebruik een passkey")
        visitor.page.evaluate(
            "() => { navigator.credentials.create = () => Promise.reject(new Error('nee')); }"
        )
        failed = visitor.page.get_by_text("Dat is niet gelukt")
        assert not failed.is_visible()
        visitor.presses("Maak de passkey")
        failed.wait_for()
        visitor.reads("Dat is niet gelukt")


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_app_is_set_up_from_the_page(way: Way, running: Site) -> None:
    member(RoleName.PRACTITIONER)
    db.session.commit()
    with running.visitor(way) as visitor:
        logs_in(visitor)
        visitor.presses("Gebruik een app")
        key = visitor.page.locator("code").inner_text()
        visitor.fills(code=code(key, clock.now()))
        visitor.presses("Zet aan")
        visitor.reads("Bewaar uw herstelcodes")
        visitor.presses("Ik heb ze bewaard. Ga verder")
        visitor.opens(STEPS)
        visitor.reads("U hebt nog 10 herstelcodes")


@pytest.mark.browser
def test_without_javascript_the_passkey_page_is_kind(named: Site) -> None:
    member(RoleName.PRACTITIONER)
    db.session.commit()
    with named.visitor(PHONE_PLAIN) as visitor:
        logs_in(visitor)
        visitor.presses("Gebruik een passkey")
        visitor.reads("Een passkey werkt alleen in een browser met JavaScript")
        assert not visitor.page.get_by_role("button", name="Maak de passkey").is_visible()
        visitor.presses("Gebruik liever een app met codes")
        visitor.reads("Gebruik een app met codes")


@pytest.mark.browser
def test_password_can_be_read_back(running: Site) -> None:
    with running.visitor(DESK) as visitor:
        visitor.opens("/inloggen")
        visitor.fills(password=PASSWORD)
        box = visitor.page.locator("input[name=password]")
        assert box.get_attribute("type") == "password"
        visitor.presses("Toon het wachtwoord")
        assert box.get_attribute("type") == "text"
        visitor.presses("Verberg het wachtwoord")
        assert box.get_attribute("type") == "password"
