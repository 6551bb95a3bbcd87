"""Somebody with a borrowed account wants to know where a shelter worker works."""

import pytest
from flask import Flask

from drakennet.accounts.models import User
from tests import factories
from tests.conftest import LogIn
from tests.pages import Page, submit

INVITE = "/intervisie/uitnodigen"


@pytest.fixture
def worker(app: Flask) -> User:
    """At the one shelter of the region."""
    shelter = factories.organisation(name="De Zwaluw", type_slug="vrouwenopvang")
    return factories.colleague(shelter, name="Sanne Schuil")


@pytest.mark.asvs("8.2.3")
def test_who_invites_reads_no_kind_of_organisation(worker: User, log_in: LogIn) -> None:
    """In a region with one shelter the kind alone would say which."""
    browser = log_in(factories.colleague())
    shown = [Page(browser.get(INVITE)), submit(browser, INVITE, {"refresh": "1"})]
    for page in shown:
        assert worker.name in page.text
        for word in ("De Zwaluw", "rouwenopvang", "shelter"):
            assert word not in page.html
