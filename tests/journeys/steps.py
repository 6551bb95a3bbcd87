"""What all three journeys have in common: becoming a member."""

from flask_security import hash_password

from drakennet import clock
from drakennet.accounts.models import RoleName
from tests import factories
from tests.browser.site import DESK, Site, Visitor
from tests.factors.steps import STEPS, code

PASSWORD = "fiets regen molen kaas"
COORDINATOR = "regio@example.nl"


def sign_up(visitor: Visitor, site: Site, *, name: str, email: str, role: str, place: str) -> None:
    """From the start page to a confirmed address."""
    visitor.opens("/")
    visitor.presses("Aanmelden")
    visitor.fills(name=name, email=email, password=PASSWORD, municipality="2011")
    visitor.ticks("roles", role)
    if place:
        visitor.fills(claimed_organisation=place)
    visitor.presses("Meld mij aan")
    visitor.reads("Kijk in uw mailbox")
    visitor.opens(site.link_in_mail(email, "confirm_address"))
    visitor.presses("Ja, bevestig mijn adres")


def log_in(visitor: Visitor, email: str) -> None:
    """With the password; who sees others sets up the second step first, once."""
    visitor.opens("/inloggen")
    visitor.fills(email=email, password=PASSWORD)
    visitor.presses("Log in", exact=True)
    if visitor.page.url.partition("?")[0].endswith(STEPS):
        set_up_second_step(visitor)
    visitor.page.wait_for_url("**/home")


def set_up_second_step(visitor: Visitor) -> None:
    """Add the app on the telephone, as the page asks, and keep the codes for on paper."""
    visitor.presses("Gebruik een app")
    key = visitor.page.locator("code").inner_text()
    visitor.fills(code=code(key, clock.now()))
    visitor.presses("Zet aan")
    visitor.reads("Bewaar uw herstelcodes")
    visitor.presses("Ik heb ze bewaard. Ga verder")


def coordinator_approves(site: Site, name: str, *, works: bool) -> None:
    """The regional project leader looks, and gives the newcomer a workplace if they have one."""
    factories.member(
        RoleName.COORDINATOR,
        region="kennemerland",
        name="Ria Regio",
        email=COORDINATOR,
        password=hash_password(PASSWORD),
    )
    with site.visitor(DESK) as coordinator:
        log_in(coordinator, COORDINATOR)
        coordinator.opens("/mijn-regio")
        coordinator.presses(f"Beoordeel {name}")
        if works:
            coordinator.chooses("type_slug", "vrouwenopvang")
        coordinator.ticks("checked", "known")
        coordinator.presses("Keur goed")
        coordinator.reads("goedgekeurd")
