"""What the tests of requests share: filling in the page, and the words on a result."""

from typing import Any

from drakennet.accounts.models import RoleName
from drakennet.requests.models import CareRequest, Question
from drakennet.requests.queries import answer_token
from tests import factories
from tests.conftest import Client
from tests.pages import Page, submit

NEW = "/aanvragen/nieuw"
# A child of six who saw it and her mother, in Haarlem.
WITNESS = {
    "place": "2011",
    "wishes-0-term": "emdr-kj",
    "wishes-0-must": "y",
    "persons-0-role": "getuige",
    "persons-0-age": "6",
    "persons-1-role": "moeder",
    "persons-1-age": "34",
    "languages-0-code": "ar",
    "funding": ["jeugdwet"],
}


def fill_in(browser: Client, **values: Any) -> Page:
    """Send a new request; what is not said, is as the page gives it."""
    return submit(browser, NEW, values)


def practitioner(name: str, **traits: Any) -> Any:
    person = factories.member(RoleName.PRACTITIONER, name=name)
    return factories.practitioner_profile(person, **traits)


def address(request: CareRequest, action: str = "") -> str:
    return f"/aanvragen/{request.id}{action}"


def link(question: Question) -> str:
    return f"/antwoord/{answer_token(question)}"


def group(page: Page, title: str) -> str:
    """The words of one of the three groups on the page."""
    start = page.text.index(f" {title} (")
    ends = [page.text.find(f" {other} (", start + 1) for other in ("Bijna", "Nu niet, wel advies")]
    end = min((place for place in ends if place > 0), default=page.text.index("Gekozen:"))
    return page.text[start:end]
