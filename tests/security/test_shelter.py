"""Somebody with a borrowed account wants to know where a shelter worker works."""

import pytest
from flask import Flask

from drakennet.accounts.models import User
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page, submit

CHECK = "/tekst/nakijken"
INVITE = "/intervisie/uitnodigen"


@pytest.fixture
def worker(app: Flask) -> User:
    """At the one shelter of the region."""
    shelter = factories.organisation(name="De Zwaluw", type_slug="vrouwenopvang")
    return factories.colleague(shelter, name="Sanne Schuil")


@pytest.mark.asvs("8.2.3")
def test_who_just_signed_up_learns_of_no_organisation(app: Flask, log_in: LogIn) -> None:
    """The guard leaves names of organisations alone; that alone would say who is here."""
    factories.organisation(name="School Zwaluwnest", type_slug="opleiding")
    known, waiting = factories.member(), factories.member(approved_at=None)
    texts = [f"Zij zit op School {name}" for name in ("Zwaluwnest", "Vinkennest")]
    assert [looked(log_in(known), text) for text in texts] == [False, True]
    assert [looked(log_in(waiting), text) for text in texts] == [True, True]


def looked(browser: Client, text: str) -> bool:
    """Whether something in the text is marked."""
    token = Page(browser.get("/home")).form("/taal").fields["csrf_token"]
    fields = {"csrf_token": token, "guard-field": "about", "about": text}
    return "lijkt op" in browser.post(CHECK, data=fields).get_data(as_text=True)


@pytest.mark.asvs("8.2.3")
def test_who_invites_reads_no_kind_of_organisation(worker: User, log_in: LogIn) -> None:
    """In a region with one shelter the kind alone would say which."""
    browser = log_in(factories.colleague())
    shown = [Page(browser.get(INVITE)), submit(browser, INVITE, {"refresh": "1"})]
    for page in shown:
        assert worker.name in page.text
        for word in ("De Zwaluw", "rouwenopvang", "shelter"):
            assert word not in page.html
