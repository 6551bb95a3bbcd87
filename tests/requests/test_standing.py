"""Where the requests of an organisation stand: on its list, and on the page of the member."""

from datetime import timedelta

import pytest
from flask import Flask

from drakennet import clock
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.requests.models import Answer, State
from drakennet.requests.queries import own_requests
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page
from tests.requests.scenes import address


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


# ---- My requests ----


def test_list_holds_own_requests_and_their_state(browser: Client, place: Organisation) -> None:
    assert "Een aanvraag kost u ongeveer twee minuten" in Page(browser.get("/aanvragen")).text
    factories.care_request(place)
    factories.care_request()
    with clock.at(NOW - timedelta(days=4)):
        factories.question(factories.care_request(place))
    page = Page(browser.get("/aanvragen"))
    assert page.h1 == "Aanvragen"
    assert page.text.count("Casus in Haarlem") == 2
    assert "1 vraag wacht op antwoord. Al 4 dagen geen antwoord." in page.text


def test_open_requests_come_before_closed_ones(place: Organisation) -> None:
    contact = factories.organisation_contact(place)
    factories.care_request(place).closed_at = NOW
    factories.care_request(place)
    db.session.commit()
    assert [one.state for one in own_requests(contact)] == [State.OPEN, State.CLOSED]


# ---- On the page of the member ----


def test_yes_comes_first_on_the_page_of_the_member(browser: Client, place: Organisation) -> None:
    granted = factories.care_request(place)
    granted.label = "Kamer 4"
    factories.question(granted, answer=Answer.YES, answered_at=NOW)
    with clock.at(NOW + timedelta(hours=1)):
        factories.care_request(place)
    page = Page(browser.get("/home"))
    assert "Kamer 4: 1 behandelaar zei ja." in page.text
    assert page.links["Maak een afspraak"] == f"{address(granted)}#gevraagd"
    list_of_requests = page.text[page.text.index(" Aanvragen Kamer 4") :]
    assert "1 behandelaar zei ja: maak een afspraak. Ja gekregen" in list_of_requests
    assert "U vroeg nog niemand. Open" in list_of_requests


def test_closed_request_waits_for_nobody(browser: Client, place: Organisation) -> None:
    request = factories.care_request(place)
    factories.question(request, answer=Answer.YES, answered_at=NOW)
    request.closed_at = NOW
    db.session.commit()
    assert "Er wacht nu niets op u." in Page(browser.get("/home")).text


def test_who_was_refused_by_everybody_is_told(browser: Client, place: Organisation) -> None:
    factories.question(factories.care_request(place), answer=Answer.NO, answered_at=NOW, held=False)
    assert (
        "Niemand heeft nu een vraag van u. Vraag er één of meer."
        in Page(browser.get("/aanvragen")).text
    )
