"""While somebody types: the same marks as the form gives, and nothing is stored or logged."""

import logging

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakennet import attempts
from drakennet.attempts import Attempt
from drakennet.database import Base, db
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page

CHECK = "/tekst/nakijken"


@pytest.fixture
def browser(app: Flask, log_in: LogIn) -> Client:
    return log_in(factories.organisation_contact())


def look(browser: Client, text: str, **more: str) -> Page:
    token = Page(browser.get("/aanvragen/nieuw")).form("/nieuw").fields["csrf_token"]
    data = {"csrf_token": token, "guard-field": "about", "about": text, "guard-firm": "-", **more}
    return Page(browser.post(CHECK, data=data))


def test_gives_a_part_of_a_page_with_the_marks(browser: Client) -> None:
    page = look(browser, "Bel Samira op 06 12345678")
    assert page.status == 200
    assert "<html" not in page.html
    assert "<mark>06 12345678</mark>" in page.html
    assert 'name="guard-reason-about"' in page.html


def test_clean_text_gives_nothing_to_read(browser: Client) -> None:
    assert look(browser, "EMDR voor een kind van 6 in Haarlem").text == ""


def test_what_may_not_be_confirmed_is_not_offered(browser: Client) -> None:
    page = look(browser, "06 12345678", **{"guard-firm": "phone nonsense"})
    assert "guard-reason-about" not in page.html


def test_names_of_the_platform_do_not_trigger(browser: Client) -> None:
    factories.organisation(name="Stichting Samira de Vries")
    assert look(browser, "Wij zijn van Stichting Samira de Vries").text == ""


def test_text_comes_back_escaped(browser: Client) -> None:
    assert "<script" not in look(browser, "<script>06 12345678").html


@pytest.mark.parametrize("field", ["", "nothing", "csrf_token"])
def test_any_field_name_is_answered(browser: Client, field: str) -> None:
    assert look(browser, "06 12345678", **{"guard-field": field}).status == 200


def test_only_by_a_post_of_somebody_who_is_signed_in(app: Flask, client: Client) -> None:
    assert client.get(CHECK).status_code in {404, 405}
    assert client.post(CHECK, data={"about": "06 12345678"}).status_code >= 300


def test_not_without_the_token(browser: Client) -> None:
    answer = browser.post(CHECK, data={"guard-field": "about", "about": "06 12345678"})
    assert answer.status_code in {400, 403}


def test_nothing_of_the_text_is_stored_or_logged(
    browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Zwaluwstaart Samira El Idrissi"
    with caplog.at_level(logging.DEBUG):
        assert "Samira" in look(browser, secret).html
    assert "Zwaluwstaart" not in caplog.text
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            assert "Zwaluwstaart" not in str(row)


def test_too_many_looks_are_slowed_down(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _times, within = attempts.LIMITS["text"]
    monkeypatch.setitem(attempts.LIMITS, "text", (2, within))
    assert [look(browser, "x").status for _time in range(3)] == [200, 200, 429]
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == 2


def test_field_asks_for_it_while_typing(browser: Client) -> None:
    """In a POST, so that nothing of the text lands in an address or a log of addresses."""
    page = browser.get("/aanvragen/nieuw").get_data(as_text=True)
    assert f'hx-post="{CHECK}"' in page
    assert "hx-get" not in page
    assert 'hx-params="csrf_token,guard-field,guard-firm,text"' in page
