"""A practitioner keeps a profile: from sign-up to being found."""

import pytest

from tests import factories
from tests.browser.site import WAYS, Site, Way
from tests.conftest import LogIn
from tests.journeys import steps
from tests.requests.scenes import NEW, fill_in

EMAIL = "behandelaar@example.nl"


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_practitioner_is_found(way: Way, running: Site, log_in: LogIn) -> None:
    with running.visitor(way) as visitor:
        steps.sign_up(visitor, running, name="Bo Berg", email=EMAIL, role="practitioner", place="")
        steps.log_in(visitor, EMAIL)

        visitor.opens("/mijn-profiel/begin")
        visitor.ticks("regions", "kennemerland")
        visitor.ticks("expertise", "emdr-kj")
        visitor.ticks("room", "yes")
        visitor.presses("Profiel bewaren")
        visitor.opens("/mijn-profiel/zo-ziet-een-zoekende-u")
        visitor.reads("Bo Berg")

        visitor.opens("/mijn-profiel")
        visitor.fills(travel_km="25")
        visitor.ticks("online", "yes")
        visitor.presses("Profiel bewaren")
        visitor.reads("bewaard")

        steps.coordinator_approves(running, "Bo Berg", works=False)
        visitor.opens("/home")
        steps.set_up_second_step(visitor)  # from now on they see who asks
        visitor.presses("Nee, nu niet")
        visitor.presses("Ja, nu plek")

    browser = log_in(factories.organisation_contact())
    made = fill_in(browser, place="2011", **{"wishes-0-term": "emdr-kj"})
    result = browser.get(made.response.location).get_data(as_text=True)
    assert NEW not in made.response.location
    assert "Bo Berg" in result
