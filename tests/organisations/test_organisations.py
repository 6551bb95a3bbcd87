"""Organisations: found again under a name written otherwise, never merged by likeness."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.organisations import services
from drakennet.organisations.models import Membership
from drakennet.organisations.queries import (
    organisations_in,
    organisations_like,
    same_name,
)
from tests import factories
from tests.conftest import NOW
from tests.factories import organisation_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("De Schuilhof", "de schuilhof", True),
        ("Kompaan & De Bocht", "kompaan & de bocht", True),
        ("Fiër", "Fier", True),
        ("’t Kabouterhuis", "t Kabouterhuis", True),
        ("GGZ NHN", "GGz Breburg", False),
        ("CJG Kennemerland", "JGZ Kennemerland", False),
        ("", "", False),
        ("!", "?", False),
    ],
)
def test_same_name(one: str, other: str, *, same: bool) -> None:
    assert same_name(one, other) is same


def test_the_same_comes_before_what_looks_like_it(app: Flask) -> None:
    for name in ("De Schuilhoek", "Schuilhof Noord", "de schuilhof", "GGZ Noord"):
        factories.organisation(name=name)
    names = [one.name for one in organisations_like("De Schuilhof")]
    assert names[0] == "de schuilhof"
    assert "GGZ Noord" not in names


def test_another_name_is_the_same_organisation(app: Flask) -> None:
    for name in ("GGz Breburg", "GGZ Noord-Holland-Noord"):
        factories.organisation(name=name)
    assert [one.name for one in organisations_like("ggz nhn")] == ["GGZ Noord-Holland-Noord"]
    assert organisations_like("GGZ XYZ") == []


@pytest.mark.parametrize("name", ["", "   ", "!!", "x" * 120])
def test_nothing_looks_like_nothing(name: str, app: Flask) -> None:
    factories.organisation(name="De Schuilhof")
    assert organisations_like(name) == []


def test_no_more_are_offered_than_fit(app: Flask) -> None:
    for number in range(9):
        factories.organisation(name=f"De Schuilhof {number}")
    assert len(organisations_like("De Schuilhof")) == 4


def test_organisations_of_a_region_by_name(app: Flask) -> None:
    for name, code in (("B", "GM0392"), ("A", "GM0392"), ("C", "GM0014")):
        factories.organisation(name=name, municipality_code=code)
    assert [one.name for one in organisations_in("kennemerland")] == ["A", "B"]


def test_joining_twice_is_joining_once(app: Flask) -> None:
    person, place = factories.member(), factories.organisation()
    for _time in range(2):
        services.join(person, place, now=NOW)
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 1
    assert organisation_of(person) == place


def test_of_several_the_last_joined_counts(app: Flask) -> None:
    person, old, new = factories.member(), factories.organisation(), factories.organisation()
    services.join(person, new, now=NOW)
    services.join(person, old, now=NOW - timedelta(days=9))
    db.session.commit()
    assert organisation_of(person) == new


def test_name_that_was_just_taken_is_refused(app: Flask) -> None:
    """Two forms were open at once: the second is told, and nothing else is lost."""
    factories.organisation(name="De Schuilhof")
    with pytest.raises(Refusal, match="bestaat al"):
        services.make("De Schuilhof", type_slug="ggz", municipality_code="GM0392", now=NOW)
    db.session.rollback()
