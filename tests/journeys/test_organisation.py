"""A women's shelter asks: from sign-up to a practitioner who says yes."""

import pytest

from drakennet.accounts.models import RoleName
from tests import factories
from tests.browser.site import WAYS, Site, Way
from tests.journeys import steps

EMAIL = "opvang@example.nl"
PRACTITIONER = "behandelaar@example.nl"


def _practitioner() -> None:
    """Somebody in Kennemerland who fits, apart from the wish for Arabic."""
    person = factories.member(RoleName.PRACTITIONER, email=PRACTITIONER, name="Bo Behandelaar")
    factories.practitioner_profile(
        person, ages=[[4, 11], [18, 64]], languages=["nl"], funding=["jeugdwet:GM0392"]
    )


@pytest.mark.browser
@pytest.mark.parametrize("way", WAYS)
def test_organisation_finds_a_practitioner(way: Way, running: Site) -> None:
    _practitioner()
    with running.visitor(way) as visitor:
        steps.sign_up(
            visitor,
            running,
            name="Olga Opvang",
            email=EMAIL,
            role="organisation_contact",
            place="Opvang De Haven",
        )
        steps.coordinator_approves(running, "Olga Opvang", works=True)
        steps.log_in(visitor, EMAIL)

        visitor.opens("/aanvragen/nieuw")
        visitor.fills(place="2011")
        visitor.chooses("wishes-0-term", "emdr-kj")
        visitor.ticks("wishes-0-must", "y")
        visitor.chooses("persons-0-role", "getuige")
        visitor.fills(**{"persons-0-age": "6"})
        visitor.chooses("persons-1-role", "moeder")
        visitor.chooses("languages-0-code", "ar")
        visitor.ticks("funding", "jeugdwet")
        visitor.presses("Zoek behandelaren")
        visitor.reads("Past (1)")
        visitor.reads("Bo Behandelaar")
        visitor.reads("Veilig Thuis: Kennemerland")
        assert PRACTITIONER not in visitor.page.content()

        visitor.page.get_by_label("Vraag deze behandelaar").first.check()
        visitor.presses("Vraag wie u aankruiste")
        visitor.reads("Nog geen antwoord")

        with running.visitor(way) as practitioner:
            practitioner.opens(running.link_in_mail(PRACTITIONER, "question"))
            practitioner.reads("Opvang De Haven")
            practitioner.presses("Ja, ik kan")
            practitioner.reads("Uw antwoord: Ja")

        visitor.page.reload()
        visitor.reads(PRACTITIONER)
        visitor.looks()
        assert running.link_in_mail(EMAIL, "answer_received")
