"""What people type is text, wherever it is shown."""

from pathlib import Path

import pytest
from flask import Flask

from drakennet.accounts.models import RoleName
from drakennet.places import TEMPLATES
from tests import factories
from tests.conftest import LogIn

NAME = '<img src=x onerror="alert(1)">'
SHOWN = "&lt;img src=x"


@pytest.mark.asvs("1.2.1")
@pytest.mark.parametrize("path", [*TEMPLATES.rglob("*.*")], ids=lambda path: path.name)
def test_no_template_takes_the_brakes_off(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(" ", "")
    assert "|safe" not in text
    assert "autoescapefalse" not in text


@pytest.mark.asvs("1.2.1", "3.2.2")
def test_who_waits_is_shown_as_text(app: Flask, log_in: LogIn) -> None:
    """Anybody may sign up, and the project leader may do most: that page is worth an attack."""
    for traits in ({"approved_at": None}, {}):
        factories.member(RoleName.PRACTITIONER, name=NAME, claimed_organisation=NAME, **traits)
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    page = log_in(leader).get("/mijn-regio").text
    assert SHOWN in page
    assert "<img src=x" not in page
