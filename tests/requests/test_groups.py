"""How much of the answer is shown, and a request of which nothing can be shown any more."""

from typing import Any

import pytest
from flask import Flask, get_template_attribute

from drakenmatch import Group, Language, Wish
from drakennet.organisations.models import Organisation
from drakennet.practitioners import queries as practitioners
from drakennet.requests.models import CareRequest, State
from drakennet.requests.queries import answer_token, ranked
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit
from tests.requests.scenes import address, group, practitioner

TODAY = NOW.date()


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


# ---- The first few of each group, and all of it ----


def names(page: Page) -> list[str]:
    return [text for level, text in page.headings if level == "h3"]


def ticked(page: Page) -> list[str]:
    fields: list[str] = page.form("/vragen").fields.get("profile_ids", [])
    return fields


def unfold(browser: Client, request: CareRequest, group: str, **values: Any) -> Page:
    """Press "Toon alle"; give the page that follows."""
    fields = Page(browser.get(address(request))).form("/vragen").fields | values
    pressed = browser.post(address(request, "/meer"), data=fields | {"alles": group})
    assert f"#groep-{group}" in pressed.location
    return Page(browser.get(pressed.location.partition("#")[0]))


def test_every_group_shows_its_first_few_and_says_how_many_there_are(
    browser: Client, place: Organisation
) -> None:
    """The advice group is not used up by who fits."""
    for number in range(8):
        practitioner(f"Past {number}")
        practitioner(f"Bijna {number}", room=None)
        practitioner(f"Advies {number}", room="no")
    page = Page(browser.get(address(factories.care_request(place))))
    for title, few in (("Past", 6), ("Bijna", 4), ("Nu niet, wel advies", 2)):
        assert f"{title} (8)" in page.text
        assert group(page, title).count("Vraag deze behandelaar") == few
    assert page.text.count("Toon alle 8") == 3


def test_all_of_a_group_is_one_press_away_and_keeps_who_was_ticked(
    browser: Client, place: Organisation
) -> None:
    profiles = [practitioner(f"Past {number}") for number in range(9)]
    request = factories.care_request(place)
    chosen = str(profiles[0].id)
    page = unfold(browser, request, "fits", profile_ids=[chosen])
    assert sorted(names(page)) == [f"Past {number}" for number in range(9)]
    assert ticked(page) == [chosen]
    assert "Toon alle" not in page.text
    assert page.form("/vragen").fields["alles"] == "fits", "the next press keeps it unfolded"


@pytest.mark.parametrize("query", ["alles=x", "alles=", "profile_ids=7", "profile_ids=&alles=fits"])
def test_odd_address_of_an_answer_opens(query: str, browser: Client, place: Organisation) -> None:
    practitioner("Amira")
    page = Page(browser.get(f"{address(factories.care_request(place))}?{query}"))
    assert page.status == 200
    assert ticked(page) == []


def test_refused_question_keeps_the_group_unfolded(browser: Client, place: Organisation) -> None:
    for number in range(9):
        practitioner(f"Past {number}")
    request = factories.care_request(place)
    fields = Page(browser.get(address(request))).form("/vragen").fields
    page = Page(browser.post(address(request, "/vragen"), data=fields | {"alles": "fits"}))
    assert page.status == 422
    assert len(names(page)) == 9


# ---- A request that is older than our lists ----


@pytest.fixture(
    params=[
        {"wishes": (Wish(term="bestaat-niet-meer", must=True),)},
        {"regions": frozenset({"opgeheven"})},
        {"municipality": "GM9999"},
        {"languages": (Language(code="zz"),)},
        {"settings": Group(any=frozenset({"bestaat-niet-meer"}))},
    ],
    ids=lambda criteria: next(iter(criteria)),
)
def outdated(request: pytest.FixtureRequest, place: Organisation) -> CareRequest:
    practitioner("Amira")
    return factories.care_request(place, **request.param)


def test_request_that_names_what_is_gone_says_what_to_do(
    browser: Client, outdated: CareRequest
) -> None:
    question = factories.question(outdated)
    page = Page(browser.get(address(outdated)))
    assert page.status == 200
    assert "Met deze aanvraag kunnen wij niet meer zoeken" in page.text
    assert page.links["Nieuwe aanvraag"] == "/aanvragen/nieuw"
    assert "Nog geen antwoord" in page.text
    assert "Amira" not in names(page)
    for other in ("/aanvragen", "/home", f"/antwoord/{answer_token(question)}"):
        assert browser.get(other).status_code == 200, other


@pytest.mark.parametrize("action", ["/vragen", "/versoepelen"])
def test_request_that_names_what_is_gone_is_not_searched(
    action: str, browser: Client, outdated: CareRequest
) -> None:
    token = Page(browser.get(address(outdated))).form("/sluiten").fields["csrf_token"]
    values = {"profile_ids": str(factories.practitioner_profile().id), "relaxation": "x"}
    page = Page(browser.post(address(outdated, action), data=values | {"csrf_token": token}))
    assert page.status == 409
    assert "Maak een nieuwe aanvraag" in page.text
    assert outdated.questions == []


def test_request_that_names_what_is_gone_can_be_closed(
    browser: Client, outdated: CareRequest
) -> None:
    submit(
        browser,
        address(outdated, "/sluiten"),
        {"closed_reason": "niemand"},
        page=address(outdated),
    )
    assert outdated.state is State.CLOSED
    assert Page(browser.get(address(outdated))).status == 200


# ---- The card ----


def test_card_needs_no_buttons(app: Flask, place: Organisation) -> None:
    profile = practitioner("Amira")
    (match,) = ranked(factories.care_request(place), today=TODAY).fits
    with app.test_request_context():
        card = get_template_attribute("components/match.html", "match_card")
        shown = card(match, practitioners.card(profile, today=TODAY), "nl")
    assert "Amira" in shown
    assert 'class="actions"' not in shown
