"""Somebody writes for twenty minutes, and their log-in ends before they press the button."""

import pytest
from flask_security import hash_password

from drakennet.accounts.models import RoleName
from drakennet.database import db
from tests import factories
from tests.browser.site import WAYS, Site, Visitor, Way
from tests.journeys import steps

EMAIL = "behandelaar@example.nl"
TEXT = 'Ik werk met jongeren.\n\nOok in het Engels: "no worries" & <b>rust</b>.'


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_what_was_written_is_there_after_logging_in_again(way: Way, running: Site) -> None:
    password = hash_password(steps.PASSWORD)
    person = factories.member(
        RoleName.PRACTITIONER, email=EMAIL, password=password, approved_at=None
    )
    factories.practitioner_profile(person)
    db.session.commit()
    with running.visitor(way) as visitor:
        steps.log_in(visitor, EMAIL)
        visitor.opens("/mijn-profiel")
        writes(visitor)
        log_out_elsewhere(visitor, running)
        visitor.presses("Profiel bewaren")
        visitor.reads("U bent niet meer ingelogd")
        visitor.fills(email=EMAIL, password=steps.PASSWORD)
        visitor.presses("Log in", exact=True)
        visitor.reads("Wat u invulde, is er nog")
        visitor.presses("Opnieuw versturen")
        visitor.opens("/mijn-profiel")
        assert visitor.page.locator("[name=about]").input_value() == TEXT


def writes(visitor: Visitor) -> None:
    """With JavaScript the text is looked at while it is typed; that has to be over."""
    if visitor.way.javascript:
        with visitor.page.expect_response("**/tekst/nakijken"):
            visitor.fills(about=TEXT)
    else:
        visitor.fills(about=TEXT)


def log_out_elsewhere(visitor: Visitor, site: Site) -> None:
    """In another tab of the same browser."""
    tab = Visitor(visitor.page.context.new_page(), site.base_url, visitor.way)
    tab.opens("/account")
    if tab.way.width < 1000:
        tab.page.locator("details.menu > summary").click()
    tab.presses("Uitloggen")
    tab.page.close()
