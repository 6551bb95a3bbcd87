"""The directory: in one's own words, for members, of who wants to be found."""

from datetime import date
from typing import Any

import pytest

from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.directory import queries
from drakennet.practitioners.models import PractitionerProfile
from drakennet.practitioners.services import choose_visibility
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page, submit

SEARCH = "/zoek"
HORSES = "Ik werk graag met paarden."


def somebody(name: str, *terms: str, **traits: Any) -> PractitionerProfile:
    person = factories.member(RoleName.PRACTITIONER, name=name)
    expertise = dict.fromkeys(terms or ("emdr",), "zelfstandig")
    return factories.practitioner_profile(person, expertise=expertise, **traits)


@pytest.fixture
def browser(log_in: LogIn) -> Client:
    return log_in(factories.member(RoleName.ORGANISATION_CONTACT))


def found(browser: Client, words: str) -> Page:
    return submit(browser, SEARCH, {"text": words})


def test_the_page_asks_one_thing(browser: Client) -> None:
    page = Page(browser.get(SEARCH))
    assert (page.status, page.h1) == (200, "Zoek in het netwerk")
    assert page.title == "Zoek in het netwerk – Drakennet"
    assert page.links["Zoeken"] == SEARCH
    assert "gevonden" not in [text for _, text in page.headings]


def test_room_says_when_it_was_confirmed(browser: Client) -> None:
    """Older than a month it turns grey, which says nothing by itself (rule 3)."""
    somebody("Sanne Kuipers", room_confirmed=date(2026, 10, 12))
    assert "Heeft plek bevestigd op maandag 12 oktober 2026" in found(browser, "emdr").text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("traumabehandeling", "Bij “traumabehandeling”: EMDR"),
        ("Sanne Kuipers", "In eigen woorden: sanne, kuipers"),
        ("paardn", "1 behandelaar gevonden"),
        ("emdr in Haarlem", "Bij “emdr”: EMDR"),
    ],
)
def test_finds_by_terms_names_and_own_words(browser: Client, words: str, told: str) -> None:
    somebody("Sanne Kuipers", about=HORSES)
    page = found(browser, words)
    assert page.status == 200
    assert "1 behandelaar gevonden" in page.text
    assert ("h3", "Sanne Kuipers") in page.headings
    assert told in page.text
    assert page.links["Doe een aanvraag"] == "/aanvragen/nieuw"
    # What was typed stays, and stands in no address.
    assert page.form(SEARCH).fields["text"] == words
    assert words not in str(page.links)


def test_the_best_is_first_and_noise_is_left_out(browser: Client) -> None:
    somebody("Anna Wijder", "traumabehandeling")
    somebody("Bea Precies", "emdr")
    somebody("Cor Anders", "muziektherapie")
    names = [text for level, text in found(browser, "emdr").headings if level == "h3"]
    assert names == ["Bea Precies", "Anna Wijder"]


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({"findable": False}, id="does not want to be found"),
        pytest.param({"approved": False}, id="not approved yet"),
    ],
)
def test_who_cannot_be_found_is_not(browser: Client, traits: dict[str, bool]) -> None:
    profile = somebody("Sanne Kuipers", findable=traits.get("findable", True))
    if not traits.get("approved", True):
        profile.member.approved_at = None
        db.session.commit()
    page = found(browser, "Sanne Kuipers emdr")
    assert "Sanne Kuipers" not in [text for _, text in page.headings]
    assert "Bij deze woorden vinden wij nog niemand" in page.text


@pytest.mark.parametrize("hidden", ["name", "about"])
def test_nobody_is_found_by_what_they_hide(browser: Client, hidden: str) -> None:
    profile = somebody("Sanne Kuipers", about=HORSES)
    assert "1 behandelaar gevonden" in found(browser, "kuipers paarden").text
    choose_visibility(profile, {hidden: "accepted"})
    db.session.commit()
    word, other = {"name": ("kuipers", "paarden"), "about": ("paarden", "kuipers")}[hidden]
    assert "vinden wij nog niemand" in found(browser, word).text
    assert "1 behandelaar gevonden" in found(browser, other).text


def test_a_saved_change_is_found_at_once(browser: Client) -> None:
    profile = somebody("Sanne Kuipers")
    assert "vinden wij nog niemand" in found(browser, "paarden").text
    profile.about = HORSES
    db.session.commit()
    assert "1 behandelaar gevonden" in found(browser, "paarden").text


def test_nobody_found_says_what_can_be_done(browser: Client) -> None:
    page = found(browser, "zxqv")
    assert page.status == 200
    assert "Typ een ruimer woord" in page.text
    assert page.links["Doe een aanvraag"] == "/aanvragen/nieuw"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Typ een of meer woorden."),
        ("   ", "Typ een of meer woorden."),
        ("x" * 201, "Typ ten hoogste 200 tekens"),
        ("123456782", "burgerservicenummer"),
    ],
)
def test_what_cannot_be_searched_is_said(browser: Client, words: str, told: str) -> None:
    page = found(browser, words)
    assert page.status == 422
    assert told in page.text
    assert "Bij deze woorden vinden wij nog niemand" not in page.text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (RoleName.ORGANISATION_CONTACT, 200),
        (RoleName.PRACTITIONER, 200),
        (RoleName.AANDACHTSFUNCTIONARIS, 200),
        (RoleName.COORDINATOR, 200),
        (RoleName.VEILIG_THUIS, 404),
    ],
)
def test_members_of_the_network_only(log_in: LogIn, role: RoleName, status: int) -> None:
    browser = log_in(factories.member(role))
    assert browser.get(SEARCH).status_code == status


def test_a_stranger_logs_in_first(client: Client) -> None:
    assert client.get(SEARCH).status_code == 302


@pytest.mark.parametrize("number", [queries.MOST - 1, queries.MOST + 1])
def test_more_than_ten_says_how_to_find_the_others(browser: Client, number: int) -> None:
    for each in range(number):
        somebody(f"Behandelaar {each}")
    page = found(browser, "emdr")
    cards = [text for level, text in page.headings if level == "h3"]
    assert len(cards) == min(number, queries.MOST)
    assert ("Noem een plaats of een methode erbij" in page.text) is (number > queries.MOST)
