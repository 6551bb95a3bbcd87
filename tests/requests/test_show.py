"""The answer to a request: past, bijna, advies; each with its reasons, nobody with an address."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from drakenmatch import Group, Kind, Language, Wish
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.requests.models import Answer, CareRequest
from drakennet.requests.queries import ranked
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit
from tests.requests.scenes import WITNESS, address, fill_in, group, practitioner

TODAY = NOW.date()


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


def test_child_witness_and_mother_in_haarlem(browser: Client) -> None:
    """The example of the field: EMDR for children must, Arabic is a wish, youth act funding."""
    practitioner("Amira Past", languages=["ar"], funding=["jeugdwet:GM0392"], ages=[[4, 64]])
    practitioner("Bram Geen EMDR", expertise={"emdr": "zelfstandig"})
    practitioner("Chris Advies", room="no")
    practitioner("Dirk Elders", municipality_code="GM0014", regions=["groningen"], kinds=["casus"])
    sent = fill_in(browser, **WITNESS)
    page = Page(browser.get(sent.response.location))
    assert page.status == 200
    assert page.h1 == "Casus in Haarlem"
    assert "Amira Past" in group(page, "Past")
    assert "Spreekt Arabisch." in group(page, "Past")
    assert "Bram Geen EMDR" in group(page, "Bijna")
    assert "Chris Advies" in group(page, "Nu niet, wel advies")
    assert "Dirk Elders" not in page.text
    # The one reason comes first.
    first = group(page, "Bijna").index("voldoet niet Expertise")
    assert first < group(page, "Bijna").index("voldoet Afstand")


def test_points_add_up_to_the_score(browser: Client, place: Organisation) -> None:
    practitioner("Amira", languages=["ar"])
    practitioner("Bram", room=None, ages=None)
    request = factories.care_request(place, languages=(Language(code="ar"),))
    matches = ranked(request, today=TODAY).matches
    assert len(matches) == 2
    for match in matches:
        assert sum(reason.points for reason in match.reasons) == pytest.approx(
            match.score, abs=1e-9
        )
    shown = Page(browser.get(address(request))).text
    for match in matches:
        score = f"{match.score:.1f}".replace(".0", "").replace(".", ",")
        assert f"Samen {score} van 100" in shown


@pytest.mark.asvs("15.3.1")
def test_no_contact_details_on_cards(browser: Client, place: Organisation) -> None:
    profile = practitioner("Amira Past")
    page = Page(browser.get(address(factories.care_request(place))))
    assert "Amira Past" in page.text
    assert profile.member.email not in page.html
    assert "mailto:" not in page.html
    assert str(profile.member_id) not in page.html


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("answer", [Answer.YES, Answer.LATER, Answer.NO, None])
def test_who_is_blocked_after_the_yes_is_no_longer_reached(
    browser: Client, place: Organisation, answer: Answer | None
) -> None:
    """A fake practitioner said yes; the shelter reads that nobody answers for them any more."""
    request, profile = factories.care_request(place), practitioner("Amira Nep")
    values = {"answer": answer, "answered_at": NOW if answer else None}
    factories.question(request, profile, held=answer is not Answer.LATER, **values)
    yes = answer is Answer.YES
    assert (profile.member.email in browser.get(address(request)).text) is yes
    assert ("zei ja" in Page(browser.get("/home")).text) is yes
    profile.member.blocked_at = NOW
    page = Page(browser.get(address(request)))
    assert profile.member.email not in page.html
    assert ("Doet niet meer mee" in page.text) is (answer is not Answer.NO)
    assert ("Ga dan zelf na met wie" in page.text) is (answer is not Answer.NO)
    assert "zei ja" not in Page(browser.get("/home")).text


def test_page_names_the_region_of_veilig_thuis(browser: Client) -> None:
    sent = fill_in(browser, place="1911")
    page = Page(browser.get(sent.response.location))
    assert "Veilig Thuis: Noord-Holland Noord" in page.text


@pytest.mark.asvs("8.4.1")
@pytest.mark.asvs("8.2.2")
def test_request_of_another_organisation_is_not_there(app: Flask, log_in: LogIn) -> None:
    request = factories.care_request()
    stranger = log_in(factories.organisation_contact())
    assert stranger.get(address(request)).status_code == 404
    token = Page(stranger.get("/aanvragen/nieuw")).form(having="label").fields["csrf_token"]
    for action in ("/vragen", "/versoepelen", "/terugzetten", "/sluiten", "/heropenen"):
        posted = stranger.post(address(request, action), data={"csrf_token": token})
        assert posted.status_code == 404, action


def test_hidden_and_unapproved_practitioners_are_nowhere(
    browser: Client, place: Organisation
) -> None:
    request = factories.care_request(place)
    before = Page(browser.get(address(request))).text
    practitioner("Verborgen", findable=False)
    waiting = factories.member(RoleName.PRACTITIONER, name="Wachtend", approved_at=None)
    factories.practitioner_profile(waiting)
    assert Page(browser.get(address(request))).text == before


def test_nobody_fits_then_who_comes_near_is_named(browser: Client, place: Organisation) -> None:
    practitioner("Bram Bijna", ages=[[12, 17]])
    page = Page(browser.get(address(factories.care_request(place))))
    assert "Niemand past nu helemaal" in page.text
    assert "Bram Bijna" in group(page, "Bijna")
    assert "Behandelt deze leeftijd niet: 6." in group(page, "Bijna")


def test_nobody_at_all_gets_a_next_step(browser: Client, place: Organisation) -> None:
    page = Page(browser.get(address(factories.care_request(place))))
    assert "Nu kan niemand worden gevraagd" in page.text
    assert "0800 2000" in page.text
    assert "Geen resultaten" not in page.text


@pytest.mark.parametrize("traits", [{"open_requests": 3}, {"paused_until": TODAY}])
def test_who_is_full_or_away_is_counted_without_a_name(
    traits: dict[str, Any], browser: Client, place: Organisation
) -> None:
    """In the same words: of one who is asked for narrowly, which of the two it is would show."""
    practitioner("Nu Niet", **traits)
    practitioner("Amira Past")
    page = Page(browser.get(address(factories.care_request(place))))
    assert "1 behandelaar zou ook passen, maar neemt nu geen aanvragen aan." in page.text
    assert "Nu Niet" not in page.text
    for word in ("vol", "afwezig"):
        assert word not in group(page, "Past").split()


def test_room_is_shown_with_the_day_it_was_confirmed(browser: Client, place: Organisation) -> None:
    practitioner("Amira", room_confirmed=TODAY - timedelta(days=100))
    practitioner("Bram", room="from", room_from=TODAY)
    text = Page(browser.get(address(factories.care_request(place)))).text
    assert "Heeft plek bevestigd op dinsdag 24 november 2026" in text
    assert "Onbekend of er plek is bevestigd op zondag 16 augustus 2026" in text


# ---- Asking a little less ----


@pytest.fixture
def strict(place: Organisation) -> CareRequest:
    """Arabic must, and nobody speaks it."""
    practitioner("Amira", languages=["nl"])
    return factories.care_request(place, languages=(Language(code="ar", must=True),))


def relax(browser: Client, request: CareRequest) -> Page:
    page = Page(browser.get(address(request)))
    form = page.form("/versoepelen")
    browser.post(form.action, data=form.fields)
    return Page(browser.get(address(request)))


def test_relaxation_is_applied_and_can_be_put_back(browser: Client, strict: CareRequest) -> None:
    page = Page(browser.get(address(strict)))
    assert "Arabisch niet verplicht: 1 erbij." in page.text
    relaxed = relax(browser, strict)
    assert "Amira" in group(relaxed, "Past")
    assert "U vraagt nu iets minder: Arabisch niet verplicht" in relaxed.text
    assert strict.asked.languages == (Language(code="ar"),)
    submit(browser, address(strict, "/terugzetten"), {}, page=address(strict))
    assert strict.asked.languages == (Language(code="ar", must=True),)
    assert strict.earlier == []
    assert "U vraagt nu iets minder" not in Page(browser.get(address(strict))).text


@pytest.mark.asvs("2.2.2")
def test_relaxation_that_is_not_offered_is_refused(browser: Client, strict: CareRequest) -> None:
    before = strict.criteria
    form = Page(browser.get(address(strict))).form("/versoepelen")
    for key in ("", "drop-must|languages|nl|", "add-region|reach|groningen|"):
        posted = browser.post(form.action, data=form.fields | {"relaxation": key})
        assert posted.status_code in {302, 409}, key
    db.session.expire_all()
    assert strict.criteria == before


def test_english_reader_gets_english_reasons(place: Organisation, log_in: LogIn) -> None:
    practitioner("Amira", ages=[[12, 17]])
    browser = log_in(factories.organisation_contact(place, language="en"))
    text = Page(browser.get(address(factories.care_request(place)))).text
    assert "Does not treat this age: 6." in text
    assert "EMDR with children" in text or "EMDR for children" in text


def test_page_does_not_show_who_may_not_be_asked_today(
    browser: Client, place: Organisation
) -> None:
    profile = practitioner("Amira Net Gevraagd")
    factories.question(profile=profile)
    page = Page(browser.get(address(factories.care_request(place))))
    assert "Te vragen vanaf vrijdag 27 november 2026" in page.text
    assert str(profile.id) not in [
        value for form in page.forms for value in form.fields.get("profile_ids", [])
    ]
    assert not re.search(rf'name="profile_ids"\s+value="{profile.id}"', page.html)


def test_avoided_region_is_never_shown(browser: Client, place: Organisation) -> None:
    practitioner("Amira", regions=["kennemerland", "amsterdam-amstelland"])
    request = factories.care_request(place, avoid_regions=frozenset({"amsterdam-amstelland"}))
    page = Page(browser.get(address(request)))
    assert "Amira" not in page.text
    assert "Niet in Amsterdam-Amstelland" in page.text


def test_summary_says_what_was_asked(browser: Client, place: Organisation) -> None:
    request = factories.care_request(
        place,
        kind=Kind.STRUCTURAL,
        wishes=(Wish(term="emdr-kj", must=True), Wish(term="ptss")),
        settings=Group(any=frozenset({"groep"})),
        funding=Group(any=frozenset({"opvang"}), must=True),
        online_ok=True,
        max_km=25,
        phase="veiligheid",
    )
    text = Page(browser.get(address(request))).text
    for words in (
        "EMDR bij kinderen en jongeren (moet); Posttraumatische stressstoornis (PTSS)",
        "Kind, 6 jaar",
        "Groepsbehandeling",
        "Budget van de opvang (moet)",
        "ten hoogste 25 km",
        "Directe veiligheid",
    ):
        assert words in text


def test_page_of_a_loaded_request_without_dates_and_reasons_opens(
    browser: Client, place: Organisation
) -> None:
    request = factories.care_request(place)
    factories.question(request, answer=Answer.LATER, answered_at=NOW, held=False)
    request.closed_at = NOW
    page = Page(browser.get(address(request)))
    assert page.status == 200
    assert "zonder reden" in page.text
