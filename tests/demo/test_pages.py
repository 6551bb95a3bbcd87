"""One button logs a visitor in as each kind of member, in the demonstration and nowhere else."""

import pytest
from flask import Flask

from drakennet.accounts.models import RoleName
from drakennet.demo.queries import PERSONAS, address
from drakennet.demo.services import fill
from drakennet.permissions import May, allowed
from tests import factories
from tests.conftest import NOW, Client
from tests.pages import Page, submit


@pytest.mark.parametrize("persona", PERSONAS)
def test_production_logs_nobody_in_by_a_button(client: Client, persona: str) -> None:
    factories.member(email=address(persona))
    token = Page(client.get("/")).forms[0].fields["csrf_token"]
    answer = client.post("/demo/inloggen", data={"persona": persona, "csrf_token": token})
    assert answer.status_code == 404
    assert client.get("/home").status_code == 302


def test_an_empty_demonstration_says_how_to_fill_it(demo_client: Client) -> None:
    page = Page(demo_client.get("/demo"))
    assert page.status == 200 and "python -m drakennet demo" in page.text


def test_the_page_has_one_button_for_each_kind_of_member(
    demonstration: Flask, demo_client: Client
) -> None:
    with demonstration.app_context():
        fill(now=NOW)
    page = Page(demo_client.get("/demo"))
    assert page.h1 == "Probeer Drakennet als …" and page.title.startswith("Demonstratie")
    asked = [form.fields["persona"] for form in page.forms if "persona" in form.fields]
    assert asked == list(PERSONAS)
    for persona in PERSONAS:
        visitor = Client(demonstration, use_cookies=True)
        assert submit(visitor, "/demo/inloggen", {"persona": persona}, "/demo").status == 302
        home = Page(visitor.get("/home"))
        assert home.status == 200, persona
        assert "Demonstratie: alles hier is verzonnen" in home.text


@pytest.mark.parametrize("persona", ["", "niemand", "an@example.nl", "contact@example.nl"])
def test_only_the_named_ones_can_be_tried(demo_client: Client, persona: str) -> None:
    factories.member(email=address("contact"))
    factories.member(email="an@example.nl")
    answer = submit(demo_client, "/demo/inloggen", {"persona": persona}, "/demo")
    assert answer.status == 404


def test_without_the_token_nobody_is_logged_in(demo_client: Client) -> None:
    factories.member(email=address("contact"))
    assert demo_client.post("/demo/inloggen", data={"persona": "contact"}).status_code >= 400
    assert demo_client.get("/home").status_code == 302


def test_the_demonstration_may_be_tried_by_anyone(demonstration: Flask, app: Flask) -> None:
    member = factories.member(RoleName.PRACTITIONER)
    with demonstration.test_request_context():
        assert allowed(May.TRY_THE_DEMONSTRATION, member=member)
        assert allowed(May.TRY_THE_DEMONSTRATION)
