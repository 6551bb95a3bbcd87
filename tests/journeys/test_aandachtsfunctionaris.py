"""An aandachtsfunctionaris invites: from sign-up to a moment that is planned."""

import pytest
from sqlalchemy import select

from drakennet.database import db
from drakennet.intervision.models import Session
from tests import factories
from tests.browser.site import WAYS, Site, Way
from tests.journeys import steps

EMAIL = "af@example.nl"
QUORUM = 3  # of those invited, so that four people meet


def _colleagues() -> list[str]:
    """Six peers of six other organisations in the region."""
    return [factories.colleague().email for _number in range(6)]


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_one_press_becomes_a_planned_session(way: Way, running: Site) -> None:
    peers = _colleagues()
    with running.visitor(way) as visitor:
        steps.sign_up(
            visitor,
            running,
            name="Anna Aandacht",
            email=EMAIL,
            role="aandachtsfunctionaris",
            place="Wijkteam Zuid",
        )
        steps.coordinator_approves(running, "Anna Aandacht", works=True)
        steps.log_in(visitor, EMAIL)

        # The two presses, with nothing filled in.
        visitor.presses("Nodig uit voor intervisie")
        visitor.presses("Verstuur")
        visitor.reads("verstuurd")

        for peer in peers[:QUORUM]:
            with running.visitor(way) as colleague:
                colleague.opens(running.link_in_mail(peer, "invitation"))
                colleague.reads("Anna Aandacht")
                for moment in colleague.page.locator("input[type=radio][value=yes]").all():
                    moment.check()
                colleague.presses("Bewaar mijn antwoord")

        planned = db.session.scalars(select(Session.planned_at)).one()
        db.session.rollback()
        assert planned is not None
        assert running.link_in_mail(EMAIL, "planned")
        visitor.opens("/intervisie")
        visitor.reads("Gepland")
