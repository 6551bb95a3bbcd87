"""One action is one transaction: whole, or not at all."""

from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.mail.models import OutboxMail
from drakennet.mail.services import queue
from drakennet.organisations.models import Organisation
from drakennet.permissions import May, requires
from tests import factories
from tests.conftest import NOW, AnotherApp, Client

Ending = Callable[[], tuple[str, int]]


class Broken(Exception):
    """What nobody foresaw."""


def _raise(error: Exception) -> tuple[str, int]:
    raise error


ENDINGS = [
    pytest.param(lambda: ("gelukt", 200), 200, 1, id="answered"),
    pytest.param(lambda: ("fout", 422), 422, 0, id="refused form"),
    pytest.param(lambda: abort(404), 404, 0, id="aborted"),
    pytest.param(lambda: _raise(Refusal("Dat kan niet.")), 409, 0, id="a rule says no"),
    pytest.param(lambda: _raise(StaleDataError()), 409, 0, id="somebody else was first"),
    pytest.param(lambda: _raise(Broken()), None, 0, id="unforeseen"),
]


@pytest.fixture
def careful(another_app: AnotherApp) -> Flask:
    """An application of its own on the same database, to which a test may add a page."""
    return another_app()


def _writes_then(ends: Ending) -> Callable[[], tuple[str, int]]:
    @requires(May.VISIT)
    def view() -> tuple[str, int]:
        place = Organisation(
            name="Half werk",
            type_slug="vrouwenopvang",
            municipality_code=factories.HAARLEM,
            created_at=NOW,
        )
        db.session.add(place)
        db.session.flush()
        queue(factories.message(), now=NOW)
        return ends()

    return view  # type: ignore[return-value] # the decorator widens what a view may give


@pytest.mark.asvs("2.3.3", "16.5.3")
@pytest.mark.parametrize(("ends", "status", "kept"), ENDINGS)
def test_action_leaves_all_or_nothing(
    ends: Ending, status: int | None, kept: int, careful: Flask
) -> None:
    """The change and the mail that speaks of it share their fate."""
    careful.config["WTF_CSRF_ENABLED"] = False  # this page is not about the token
    careful.add_url_rule("/half", "half", _writes_then(ends), methods=["POST"])
    browser = Client(careful)
    if status is None:
        with pytest.raises(Broken):
            browser.post("/half")
    else:
        assert browser.post("/half").status_code == status
    for model in (Organisation, OutboxMail):
        assert db.session.scalar(select(func.count()).select_from(model)) == kept


@pytest.mark.asvs("16.5.1")
def test_unforeseen_fault_is_a_clear_page(careful: Flask) -> None:
    """In production: no traceback, a sentence, and nothing half."""
    careful.testing = False
    careful.config["WTF_CSRF_ENABLED"] = False
    careful.config["PROPAGATE_EXCEPTIONS"] = False
    ending = _writes_then(lambda: _raise(Broken("geheim")))
    careful.add_url_rule("/half", "half", ending, methods=["POST"])
    response = Client(careful).post("/half")
    text = response.get_data(as_text=True)
    assert response.status_code == 500
    assert "Er is niets half bewaard" in text
    assert "geheim" not in text
