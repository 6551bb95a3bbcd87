"""Why not this practitioner? An answer about who may be found, and the same about all others."""

from uuid import uuid4

import pytest
from flask import Flask

from drakenmatch import Kind, Language
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.requests.models import Showing
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page
from tests.requests.scenes import address, practitioner

TODAY = NOW.date()
NOBODY = "Wij vinden niemand met deze naam die u kunt vragen."


@pytest.fixture
def place(app: Flask) -> Organisation:
    return factories.organisation(name="De Veilige Haven")


@pytest.fixture
def browser(place: Organisation, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact(place))


def ask(browser: Client, request: object, name: str = "", **more: str) -> Page:
    token = Page(browser.get("/aanvragen/nieuw")).forms[-1].fields["csrf_token"]
    data = {"csrf_token": token, "name": name, **more}
    return Page(browser.post(address(request, "/waarom-niet"), data=data))  # type: ignore[arg-type]  # a CareRequest


def test_the_page_asks_for_a_name(browser: Client, place: Organisation) -> None:
    request = factories.care_request(place)
    page = Page(browser.get(address(request, "/waarom-niet")))
    assert (page.status, page.h1, page.title) == (
        200,
        "Waarom niet …?",
        "Waarom niet …? – Drakennet",
    )
    assert "Naam van de behandelaar" in page.text


def test_the_answer_to_a_request_has_a_box(browser: Client, place: Organisation) -> None:
    practitioner("Amira Past")
    request = factories.care_request(place)
    form = Page(browser.get(address(request))).form("/waarom-niet", having="name")
    page = Page(browser.post(form.action, data={**form.fields, "name": "Amira Past"}))
    assert (page.status, page.h1) == (200, "Waarom niet Amira Past?")
    assert page.links["Terug naar de aanvraag"] == address(request)


def test_who_nearly_fits_is_told_what_is_missed(browser: Client, place: Organisation) -> None:
    practitioner("Amira Past", languages=["ti"])
    practitioner("Bram Bijna", languages=["nl"], room="from", room_from=TODAY.replace(year=2027))
    request = factories.care_request(place, languages=(Language(code="ti", must=True),))
    page = ask(browser, request, "bram bijna")
    assert (page.status, page.h1) == (200, "Waarom niet Bram Bijna?")
    assert "Past bijna: plaats 1 van 1." in page.text
    assert "Met deze 2 wijzigingen samen past deze behandelaar:" in page.text
    assert "Tigrinya niet verplicht." in page.text
    assert "Taal: Niet genoemd als taal: Tigrinya." in page.text


def test_one_change_and_none(browser: Client, place: Organisation) -> None:
    practitioner("Bram Taal", languages=["nl"])
    practitioner("Chris Vol", room="no", kinds=["casus"])
    practitioner("Dana Stil", languages=["ti"], ages=None)
    request = factories.care_request(place, languages=(Language(code="ti", must=True),))
    assert "Met deze ene wijziging past" in ask(browser, request, "Bram Taal").text
    page = ask(browser, request, "Chris Vol")
    assert "Staat niet in de lijst: hierop kan niemand bijna passen." in page.text
    assert "Met een andere vraag past deze behandelaar ook niet." in page.text
    page = ask(browser, request, "Dana Stil")
    assert "Dat weten wij niet: iets is onbekend." in page.text


def test_who_fits_reads_why_another_stands_above(browser: Client, place: Organisation) -> None:
    practitioner("Amira Boven", languages=["ti"])
    practitioner("Bram Onder", languages=["nl"])
    request = factories.care_request(place, languages=(Language(code="ti"),))
    page = ask(browser, request, "Bram Onder")
    assert "Past: plaats 2 van 2." in page.text
    assert ("h2", "Waarom lager dan Amira Boven?") in page.headings
    assert "Wie hoger staat, heeft meer punten." in page.text
    assert "Taal 0 5,9 5,9" in page.text or "Taal 0 5,6 5,6" in page.text


@pytest.mark.parametrize(
    "traits", [{"max_open_requests": 0}, {"paused_until": TODAY}], ids=["full", "away"]
)
def test_full_and_away_are_told_alike(
    traits: dict[str, object], browser: Client, place: Organisation
) -> None:
    practitioner("Amira Rust", **traits)
    page = ask(browser, factories.care_request(place), "Amira Rust")
    assert "Neemt nu geen aanvragen aan." in page.text
    for word in ("pauze", "afwezig", "vol"):
        assert word not in page.text.lower().partition("alle redenen")[0].split()
    assert "Wat zou u anders moeten vragen?" not in page.text


def test_who_was_asked_is_said_to_be(browser: Client, place: Organisation) -> None:
    request = factories.care_request(place)
    profile = practitioner("Amira Gevraagd")
    practitioner("Bram Ook")
    factories.question(request, profile)
    page = ask(browser, request, "Amira Gevraagd")
    assert "U vroeg deze behandelaar al op" in page.text
    assert "Is pas gevraagd; te vragen vanaf" in page.text
    assert "Past: plaats" in page.text
    # The answer on the page no longer holds who was asked, so the other one is the first there.
    assert "Past: plaats 1 van 1." in ask(browser, request, "Bram Ook").text


@pytest.mark.parametrize(
    ("kind", "hidden"),
    [
        ("not findable", {"findable": False}),
        ("name for after a yes", {"visibility": {"name": "accepted"}}),
    ],
)
def test_who_cannot_be_found_is_as_who_does_not_exist(
    kind: str, hidden: dict[str, object], browser: Client, place: Organisation
) -> None:
    practitioner("Amira Verborgen", **hidden)
    request = factories.care_request(place)
    there, not_there = ask(browser, request, "Amira Verborgen"), ask(browser, request, "Xx Yy")
    assert (there.status, not_there.status) == (422, 422), kind
    assert NOBODY in there.text
    assert there.text.replace("Amira Verborgen", "") == not_there.text.replace("Xx Yy", "")


def test_who_waits_or_is_blocked_is_not_there(browser: Client, place: Organisation) -> None:
    for traits in ({"approved_at": None}, {"blocked_at": NOW}, {"confirmed_at": None}):
        person = factories.member(RoleName.PRACTITIONER, name="Amira Wacht", **traits)
        factories.practitioner_profile(person)
    page = ask(browser, factories.care_request(place), "Amira Wacht")
    assert (page.status, NOBODY in page.text) == (422, True)


@pytest.mark.parametrize("typed", ["", "   ", "!!", "12", "x" * 101])
def test_what_is_no_name_is_asked_again(typed: str, browser: Client, place: Organisation) -> None:
    practitioner("Amira Past")
    page = ask(browser, factories.care_request(place), typed)
    assert (page.status, page.h1) == (422, "Waarom niet …?")
    assert "Amira" not in page.text


@pytest.mark.parametrize("typed", ["Am", "mira", "Amira Janssen", "Past Amira Nog"])
def test_only_whole_words_of_the_name_count(
    typed: str, browser: Client, place: Organisation
) -> None:
    practitioner("Amira Past")
    assert ask(browser, factories.care_request(place), typed).status == 422


@pytest.mark.parametrize("typed", ["past", "AMIRA", "Past, Amira", "àmira"])
def test_case_accents_and_order_do_not_count(
    typed: str, browser: Client, place: Organisation
) -> None:
    practitioner("Amira Past")
    assert ask(browser, factories.care_request(place), typed).h1 == "Waarom niet Amira Past?"


def test_of_several_one_is_chosen(browser: Client, place: Organisation) -> None:
    for number in range(7):
        practitioner(f"Amira Jansen {number}" if number else "Bert Jansen")
    request = factories.care_request(place)
    page = ask(browser, request, "jansen")
    assert page.status == 200
    assert ("h2", "Wie bedoelt u?") in page.headings
    assert page.text.count("Deze :") == 5
    assert "Er zijn er meer met deze naam." in page.text
    form = page.form("/waarom-niet", having="profile_id")
    chosen = Page(browser.post(form.action, data=form.fields))
    assert chosen.h1.startswith("Waarom niet Amira Jansen")


def test_two_of_one_name_are_both_offered(browser: Client, place: Organisation) -> None:
    practitioner("Amira Jansen", municipality_code="GM0363")
    practitioner("Amira Jansen")
    page = ask(browser, factories.care_request(place), "Amira Jansen")
    assert page.text.count("Deze :") == 2
    assert "Er zijn er meer" not in page.text


def test_an_id_of_nobody_is_not_there(browser: Client, place: Organisation) -> None:
    request, hidden = factories.care_request(place), practitioner("Verborgen", findable=False)
    assert ask(browser, request, profile_id=str(uuid4())).status == 404
    assert ask(browser, request, profile_id=str(hidden.id)).status == 404
    assert ask(browser, request, profile_id="geen-id").status == 422


def test_a_request_of_others_is_not_there(browser: Client) -> None:
    practitioner("Amira Past")
    others = factories.care_request()
    assert browser.get(address(others, "/waarom-niet")).status_code == 404
    assert ask(browser, others, "Amira Past").status == 404


def test_a_request_that_names_what_is_gone_is_refused(browser: Client, place: Organisation) -> None:
    practitioner("Amira Past")
    request = factories.care_request(place)
    request.criteria = {**request.criteria, "regions": ["bestaat-niet"]}
    db.session.commit()
    page = ask(browser, request, "Amira Past")
    assert page.status == 409


def test_nothing_is_changed_by_asking(browser: Client, place: Organisation) -> None:
    practitioner("Amira Past")
    request = factories.care_request(place, kind=Kind.CASE)
    version = request.version
    ask(browser, request, "Amira Past")
    db.session.expire_all()
    assert request.version == version
    assert db.session.query(Showing).count() == 0
