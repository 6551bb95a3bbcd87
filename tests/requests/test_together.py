"""A household that nobody can help alone: the fewest who can together, each one press away."""

import pytest
from flask import Flask

from drakenmatch import Bucket, Language, Person, Wish
from drakennet.organisations.models import Organisation
from drakennet.requests.models import Answer, CareRequest
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page
from tests.requests.scenes import address, practitioner

TITLE = "Een combinatie die alles dekt"
HOUSEHOLD = (Person(role="getuige", age=6), Person(role="moeder", age=34))
ADULTS = [[18, 80]]


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


@pytest.fixture
def request_(place: Organisation) -> CareRequest:
    return factories.care_request(place, persons=HOUSEHOLD, wishes=())


def section(page: Page) -> str:
    """The words of the combination."""
    start = page.text.index("Een combinatie die")
    return page.text[start : page.text.index(" Past (", start)]


def asked_of(request: CareRequest) -> list[str]:
    return sorted(one.profile.member.name for one in request.questions)


def press(browser: Client, request: CareRequest, profile: object) -> Page:
    """Ask one of the combination, with the button of the card."""
    page = Page(browser.get(address(request)))
    form = next(
        one for one in page.forms if one.fields.get("profile_ids") == str(getattr(profile, "id", 0))
    )
    return Page(browser.get(browser.post(form.action, data=form.fields).location))


def test_who_can_do_it_together_is_shown_with_what_each_covers(
    browser: Client, request_: CareRequest
) -> None:
    practitioner("Kim Kindertherapeut")
    practitioner("Vera Volwassenen", ages=ADULTS)
    page = Page(browser.get(address(request_)))
    assert ("h2", TITLE) in page.headings
    words = section(page)
    assert "Deze 2 behandelaren kunnen het samen. Met minder kan het niet." in words
    for name, covers in (
        ("Kim Kindertherapeut", "Dekt: Kind dat getuige was, 6 jaar"),
        ("Vera Volwassenen", "Dekt: Moeder, 34 jaar"),
    ):
        assert covers in words[words.index(name) :]
    assert "Nog niet gedekt" not in words
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("ages", [[[0, 80]], None])
def test_no_combination_when_one_can_do_it_or_nobody_is_there(
    browser: Client, request_: CareRequest, ages: list[list[int]] | None
) -> None:
    if ages:
        practitioner("Kan Alles", ages=ages)
        practitioner("Vera Volwassenen", ages=ADULTS)
    assert "Een combinatie die" not in Page(browser.get(address(request_))).text


def test_one_press_asks_one_and_the_other_stays_proposed(
    browser: Client, request_: CareRequest
) -> None:
    kim = practitioner("Kim Kindertherapeut", max_open_requests=1)
    vera = practitioner("Vera Volwassenen", ages=ADULTS)
    page = press(browser, request_, kim)
    assert "Gevraagd: Kim Kindertherapeut." in page.text
    words = section(page)
    assert "Naast wie u al vroeg is nog 1 behandelaar nodig." in words
    assert "Vera Volwassenen" in words
    assert "Kim Kindertherapeut" not in words
    page = press(browser, request_, vera)
    assert "Een combinatie die" not in page.text
    assert asked_of(request_) == ["Kim Kindertherapeut", "Vera Volwassenen"]


def test_somebody_who_said_no_is_replaced(browser: Client, request_: CareRequest) -> None:
    kim = practitioner("Kim Kindertherapeut")
    practitioner("Ook Kindertherapeut")
    practitioner("Vera Volwassenen", ages=ADULTS)
    now = request_.created_at
    factories.question(request_, kim, answer=Answer.NO, answered_at=now, held=False)
    words = section(Page(browser.get(address(request_))))
    assert "Ook Kindertherapeut" in words
    assert "Kim Kindertherapeut" not in words


def test_what_nobody_covers_is_said(browser: Client, place: Organisation) -> None:
    practitioner("Kim Kindertherapeut")
    practitioner("Vera Volwassenen", ages=ADULTS)
    request = factories.care_request(
        place, persons=HOUSEHOLD, wishes=(), languages=(Language(code="ti", must=True),)
    )
    page = Page(browser.get(address(request)))
    assert ("h2", "Een combinatie die het meeste dekt") in page.headings
    assert "Nog niet gedekt: Tigrinya." in section(page)


def test_who_is_not_on_the_list_can_be_asked_as_part_of_a_combination(
    browser: Client, place: Organisation
) -> None:
    """Three musts missed is too much to be nearly; covering the fourth is enough here."""
    terms = ("emdr", "nika", "cgt", "ptss")
    parts = [practitioner(f"Alleen {term}", expertise={term: "zelfstandig"}) for term in terms]
    request = factories.care_request(
        place, wishes=tuple(Wish(term=term, must=True) for term in terms)
    )
    for profile in parts[:3]:
        assert "Gevraagd:" in press(browser, request, profile).text
    assert len(request.questions) == 3
    assert {one.bucket for one in request.questions} == {Bucket.NEARLY}
    assert all(one.held for one in request.questions)
    words = section(Page(browser.get(address(request))))
    assert "Naast wie u al vroeg is nog 1 behandelaar nodig." in words
    assert "Alleen ptss" in words


def test_a_must_that_somebody_who_was_asked_covers_is_not_sought_again(
    browser: Client, place: Organisation
) -> None:
    emdr = practitioner("Alleen EMDR", expertise={"emdr": "zelfstandig"}, languages=["ti"])
    practitioner("Alleen Nika", expertise={"nika": "zelfstandig"})
    request = factories.care_request(
        place,
        wishes=(Wish(term="emdr", must=True), Wish(term="nika", must=True)),
        languages=(Language(code="ti", must=True),),
    )
    words = section(press(browser, request, emdr))
    assert "Alleen Nika" in words
    assert "Dekt: " in words
    assert "Nog niet gedekt" not in words


def test_the_combination_of_another_organisation_is_not_there(
    log_in: LogIn, request_: CareRequest
) -> None:
    practitioner("Kim Kindertherapeut")
    other = log_in(factories.organisation_contact())
    assert other.get(address(request_)).status_code == 404
