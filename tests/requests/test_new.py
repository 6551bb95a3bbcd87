"""A new request: one page, nothing that identifies, and every word kept when it is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakenmatch import AgeRange, Group, Language, Person, Wish
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.requests.models import CareRequest
from drakennet.requests.wording import read_age
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit
from tests.requests.scenes import NEW, WITNESS, fill_in


@pytest.fixture
def browser(app: Flask, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact())


def made() -> CareRequest:
    return db.session.scalars(select(CareRequest)).one()


def number_made() -> int:
    return db.session.scalar(select(func.count()).select_from(CareRequest)) or 0


def test_page_asks_on_one_page(browser: Client) -> None:
    page = Page(browser.get(NEW))
    assert page.status == 200
    assert page.h1 == "Nieuwe aanvraag"
    assert page.title == "Nieuwe aanvraag – Drakennet"
    assert "Nooit een naam of een geboortedatum" in page.text
    assert len(page.ids) == len(set(page.ids))


def test_request_is_kept_as_the_matcher_takes_it(browser: Client) -> None:
    page = fill_in(browser, **WITNESS, label="kamer 4")
    request = made()
    assert page.status == 302
    assert page.response.location == f"/aanvragen/{request.id}"
    asked = request.asked
    assert UUID(asked.id) == request.id
    assert asked.organisation == str(request.organisation_id)
    assert asked.municipality == factories.HAARLEM
    assert asked.wishes == (Wish(term="emdr-kj", must=True),)
    assert asked.persons == (Person(role="getuige", age=6), Person(role="moeder", age=34))
    assert asked.languages == (Language(code="ar"),)
    assert asked.funding == Group(any=frozenset({"jeugdwet"}))
    assert asked.contract_with == factories.HAARLEM
    assert request.label == "kamer 4"


@pytest.mark.parametrize(
    ("typed", "municipality", "regions"),
    [
        pytest.param("2011", "GM0392", set(), id="postcode"),
        pytest.param("2011 LW", "GM0392", set(), id="postcode with letters"),
        pytest.param("haarlem", "GM0392", set(), id="municipality"),
        pytest.param("Kennemerland", None, {"kennemerland"}, id="region"),
        pytest.param("Utrecht", "GM0344", set(), id="a municipality goes before its region"),
    ],
)
def test_place_in_any_form(
    typed: str, municipality: str | None, regions: set[str], browser: Client
) -> None:
    assert fill_in(browser, place=typed).status == 302
    assert made().asked.municipality == municipality
    assert made().asked.regions == regions


@pytest.mark.asvs("2.2.3")
def test_place_of_two_municipalities_is_asked_further(browser: Client) -> None:
    page = fill_in(browser, place="Bergen", label="kamer 4")
    assert page.status == 422
    assert "Bergen (NH.)" in page.text
    assert "Bergen (L.)" in page.text
    assert page.form(having="label").fields["label"] == "kamer 4"
    assert fill_in(browser, place="GM0373").status == 302
    assert made().asked.municipality == "GM0373"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"place": ""}, "Vul een postcode, plaats of regio in", id="nowhere"),
        pytest.param({"place": "Nergenshuizen"}, "Wij kennen “Nergenshuizen” niet", id="no such"),
        pytest.param({"label": "bsn 123456782"}, "burgerservicenummer", id="BSN"),
        pytest.param({"label": "geb. 12-03-2018"}, "geboortedatum", id="birth date"),
        pytest.param({"text": "bel 06 12345678"}, "telefoonnummer", id="telephone"),
        pytest.param({"label": "x" * 61}, "60", id="long label"),
        pytest.param({"persons-0-age": "12-03-2018"}, "Nooit een geboortedatum", id="no age"),
        pytest.param({"start_by": "2026-11-23"}, "vandaag of een latere dag", id="yesterday"),
        pytest.param({"start_by": "30-02"}, "datum", id="no day"),
        pytest.param({"max_km": "0"}, "1", id="no distance"),
        pytest.param({"avoid_regions": ["kennemerland"]}, "ook wilt vermijden", id="here and not"),
        pytest.param({"kind": "intervisie"}, "keuze", id="no request"),
    ],
)
def test_refused_form_keeps_what_was_typed(
    values: dict[str, Any], sentence: str, browser: Client
) -> None:
    typed = WITNESS | {"label": "kamer 4"} | values
    page = fill_in(browser, **typed)
    assert page.status == 422
    assert "Er klopt nog iets niet" in page.text
    assert sentence in page.text
    kept = page.form(having="label").fields
    assert kept["label"] == typed["label"]
    assert kept["wishes-0-term"] == "emdr-kj"
    assert kept["persons-1-age"] == "34"
    assert number_made() == 0


@pytest.mark.parametrize("values", [{"kind": "advies"}, {"regions": ["kennemerland"]}])
def test_place_may_be_left_out(values: dict[str, Any], browser: Client) -> None:
    assert fill_in(browser, **{"place": "", **values}).status == 302


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("6", 6),
        ("6 jaar", 6),
        ("4-7", AgeRange(4, 7)),
        ("4 tot en met 7", AgeRange(4, 7)),
        ("volwassene", AgeRange(23, 64)),
        ("65+", AgeRange(65, 80)),
        ("121", None),
        ("7-4", None),
        ("zes", None),
        ("²", None),
    ],
)
def test_ages_in_words(text: str, age: int | AgeRange | None) -> None:
    assert read_age(text) == age


def test_term_named_twice_counts_once_and_at_its_strongest(browser: Client) -> None:
    fill_in(
        browser,
        **{
            "place": "2011",
            "wishes-0-term": "emdr-kj",
            "wishes-0-weight": "3",
            "wishes-1-term": "emdr-kj",
            "wishes-1-must": "y",
        },
    )
    assert made().asked.wishes == (Wish(term="emdr-kj", must=True, weight=3),)


@pytest.mark.asvs("1.4.2", "15.3.5")
@pytest.mark.parametrize(
    "name",
    [
        "wishes-²-term",
        "wishes-99999999999999999999-term",
        "persons--age",
        "languages-0",
        "wishes-x",
    ],
)
def test_odd_field_names_never_break_the_page(name: str, browser: Client) -> None:
    assert fill_in(browser, **{"place": "2011", name: "emdr"}).status in {302, 422}


def test_typed_words_become_rows_to_look_at(browser: Client) -> None:
    """Nothing that was read is sent unseen; what was not understood stays in the box."""
    page = fill_in(browser, text="emdr voor een kind van 6 in Haarlem, Arabisch, hopsafladder")
    assert page.status == 422
    fields = page.form(having="label").fields
    assert fields["wishes-0-term"] == "emdr"
    assert (fields["persons-0-role"], fields["persons-0-age"]) == ("kind", "6")
    assert fields["languages-0-code"] == "ar"
    assert fields["place"] == "Haarlem", "as a person writes it, no code"
    assert "persons-2-role" not in fields, "one empty row stands ready"
    assert fields["text"] == "hopsafladder"
    assert number_made() == 0
    sent = Page(browser.post(NEW, data=fields))
    assert sent.status == 302
    assert made().asked.persons == (Person(role="kind", age=6),)
    assert made().asked.municipality == factories.HAARLEM
    assert made().asked.text == ""


def test_reading_words_blames_nobody_for_what_is_not_filled_in_yet(browser: Client) -> None:
    fields = Page(browser.get(NEW)).form(having="label").fields
    words = "NET, EMDR en agressieregulatie, ouder 34"
    typed = fields | {"text": words, "read": "1"}
    page = Page(browser.post("/aanvragen/voorbeeld", data=typed))
    assert page.status == 200
    assert "Er klopt nog iets niet" not in page.text
    assert "Wij zetten uw woorden om" in page.text
    assert "“agressieregulatie” kan zijn: Agressieregulatietraining, Agressie" in page.text
    assert "“ouder 34” kan zijn: ouder van 34, 34 jaar en ouder" in page.text
    assert {page.form(having="label").fields[f"wishes-{row}-term"] for row in (0, 1)} == {
        "net",
        "emdr",
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("relatiebegeleiding", "“relatiebegeleiding” kan zijn: Relatietherapie."),
        ("hopsafladder", "Niet herkend: hopsafladder."),
    ],
)
def test_words_that_give_only_a_question_are_answered_too(
    words: str, told: str, browser: Client
) -> None:
    fields = Page(browser.get(NEW)).form(having="label").fields | {"text": words, "read": "1"}
    page = Page(browser.post("/aanvragen/voorbeeld", data=fields))
    assert "Wij weten niet zeker wat u bedoelt" in page.text
    assert "Er staat nog niets in de lijst." in page.text
    assert told in page.text
    assert page.form(having="label").fields["text"] == words


def test_words_go_to_the_field_that_has_them_and_the_rest_stays(browser: Client) -> None:
    text = "EMDR, een kind, in groep, geen MBT, klinisch psycholoog"
    fields = Page(browser.get(NEW)).form(having="label").fields | {"text": text, "read": "1"}
    read = Page(browser.post("/aanvragen/voorbeeld", data=fields)).form(having="label").fields
    assert read["wishes-0-term"] == "emdr"
    assert read["persons-0-role"] == "kind"
    assert read["settings"] == ["groep"]
    assert read["text"] == "geen mbt, klinisch psycholoog"


@pytest.mark.parametrize("button", [{"read": "1", "text": "EMDR"}, {"more": "wishes"}, {}])
def test_page_that_was_looked_at_first_is_sent_as_a_request(
    button: dict[str, str], browser: Client
) -> None:
    """The buttons beside it have an address of their own; the form keeps the one it is sent to."""
    fields = Page(browser.get(NEW)).form(having="label").fields | {"place": "2011"}
    looked = Page(browser.post("/aanvragen/voorbeeld", data=fields | button)).form(having="label")
    sent = Page(browser.post(looked.action, data=looked.fields))
    assert sent.status == 302
    assert sent.response.location == f"/aanvragen/{made().id}"


@pytest.mark.parametrize(
    ("text", "place"),
    [("in Kennemerland", "Kennemerland"), ("in Bergen (L.)", ""), ("1861 AA", "Bergen (NH.)")],
)
def test_place_that_was_read_is_found_again(text: str, place: str, browser: Client) -> None:
    fields = fill_in(browser, text=f"emdr {text}").form(having="label").fields
    assert fields["place"] == place
    assert Page(browser.post(NEW, data=fields | {"text": ""})).status == (302 if place else 422)


def test_words_that_identify_are_never_read(browser: Client) -> None:
    page = fill_in(browser, place="2011", text="emdr voor 123456782")
    assert page.status == 422
    assert page.form(having="label").fields["text"] == "emdr voor 123456782"


def test_same_form_twice_is_one_request(browser: Client) -> None:
    fields = Page(browser.get(NEW)).form(having="label").fields | {"place": "2011"}
    first, second = (browser.post(NEW, data=fields) for _time in range(2))
    assert first.location == second.location
    assert number_made() == 1


def test_draft_without_an_id_gets_one(browser: Client) -> None:
    assert fill_in(browser, place="2011", id="7").status == 302


@pytest.mark.asvs("8.4.1")
def test_id_of_another_organisation_is_refused(browser: Client) -> None:
    taken = factories.care_request()
    assert fill_in(browser, place="2011", id=str(taken.id)).status == 409
    assert number_made() == 1


# ---- How many fit ----


def test_count_is_shown_while_filling_in(browser: Client) -> None:
    factories.practitioner_profile()
    factories.practitioner_profile(room=None)
    fields = Page(browser.get(NEW)).form(having="label").fields | WITNESS
    live = browser.post("/aanvragen/voorbeeld", data=fields, headers={"HX-Request": "true"})
    assert live.status_code == 200
    assert "<html" not in live.text
    assert "1 behandelaar past" in live.text
    assert "1 bijna" in live.text
    assert number_made() == 0


def test_count_works_without_javascript_and_keeps_all(browser: Client) -> None:
    factories.practitioner_profile()
    page = submit(browser, "/aanvragen/voorbeeld", WITNESS, page=NEW)
    assert page.status == 200
    assert "1 behandelaar past" in page.text
    fields = page.form(having="label").fields
    assert fields["place"] == "2011"
    assert fields["persons-1-role"] == "moeder"


def test_count_of_an_unfinished_form_says_what_to_do(browser: Client) -> None:
    fields = Page(browser.get(NEW)).form(having="label").fields
    live = browser.post("/aanvragen/voorbeeld", data=fields, headers={"HX-Request": "true"})
    assert live.status_code == 200
    assert "Zodra u" in live.text
    assert submit(browser, "/aanvragen/voorbeeld", {}, page=NEW).status == 422


@pytest.mark.parametrize(
    ("name", "field"),
    [("wishes", "wishes-2-term"), ("persons", "persons-2-age"), ("languages", "languages-1-code")],
)
def test_button_adds_a_row_and_keeps_all(name: str, field: str, browser: Client) -> None:
    fields = Page(browser.get(NEW)).form(having="label").fields
    assert field not in fields
    page = Page(browser.post("/aanvragen/voorbeeld", data=fields | {"label": "!", "more": name}))
    assert page.status == 200
    assert page.form(having="label").fields[field] == ""
    assert page.form(having="label").fields["label"] == "!"


def test_rows_have_an_end(browser: Client) -> None:
    many = {f"wishes-{number}-term": "emdr" for number in range(60)}
    assert fill_in(browser, place="2011", **many).status == 302
    assert len(made().asked.wishes) == 1


# ---- For whom ----


def test_who_works_at_two_chooses(app: Flask, log_in: LogIn) -> None:
    person = factories.organisation_contact()
    other = factories.organisation(name="Het Andere Huis")
    factories.works_at(person, other)
    page = fill_in(log_in(person), place="2011", organisation_id=str(other.id))
    assert page.status == 302
    assert made().organisation_id == other.id


@pytest.mark.asvs("8.4.1")
def test_nobody_asks_for_another_organisation(app: Flask, log_in: LogIn) -> None:
    person, elsewhere = factories.organisation_contact(), factories.organisation()
    own = factories.organisation()
    factories.works_at(person, own)
    assert fill_in(log_in(person), place="2011", organisation_id=str(elsewhere.id)).status == 422
    assert number_made() == 0


def test_who_left_the_organisation_asks_nothing(app: Flask, log_in: LogIn) -> None:
    person = factories.member(RoleName.ORGANISATION_CONTACT)
    browser = log_in(person)
    assert "nog aan geen organisatie gekoppeld" in Page(browser.get(NEW)).text
    assert fill_in(browser, place="2011").status == 422


@pytest.mark.parametrize("role", [RoleName.PRACTITIONER, RoleName.COORDINATOR])
def test_others_make_no_requests(role: RoleName, app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.member(role, region="kennemerland"))
    assert browser.get(NEW).status_code == 404
    assert browser.get("/aanvragen").status_code == 404


def test_start_by_reaches_the_matcher(browser: Client) -> None:
    day = NOW.date() + timedelta(days=14)
    fill_in(browser, place="2011", start_by=day.isoformat(), max_km="30", online_ok="y")
    assert (made().asked.start_by, made().asked.max_km, made().asked.online_ok) == (day, 30, True)
