"""Members read and take along all that we hold of them, found by walking the tables."""

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, Table, Uuid

from drakennet.access import services as access
from drakennet.access.models import Seen
from drakennet.access.services import Look
from drakennet.accounts.models import RoleName, User
from drakennet.database import Base, db
from drakennet.mail.services import queue
from drakennet.own_data import queries
from drakennet.own_data.queries import ABOUT_OTHERS, WITHHELD, WITHOUT_KEY
from drakennet.own_data.wording import TABLES
from tests import factories
from tests.conftest import NOW, LogIn
from tests.pages import Page

# Ids that point at no member: of things, or of pool rows that outlive their profile.
NO_MEMBER = {
    ("access_line", "organisation_id"),
    ("access_line", "about_id"),
    ("outbox_mail", "about_id"),
    ("pool_change", "profile_id"),
    ("intervision_session", "planned_moment_id"),
}


def every_column() -> Iterator[tuple[Table, Column[object]]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield table, column


def somebody() -> User:
    """With a row in as many tables as one person can have."""
    person = factories.member(
        RoleName.PRACTITIONER, RoleName.AANDACHTSFUNCTIONARIS, name="Kanarie Pietersen"
    )
    place = factories.organisation()
    factories.works_at(person, place)
    profile = factories.practitioner_profile(person, about="zebravinken")
    factories.question(profile=profile)
    for _each in range(3):
        factories.colleague()
    factories.intervision(person)
    queue(factories.message(to=person.email, member_id=person.id), now=NOW)
    access.log(factories.member(), Seen.CONTACT, [Look(person.id)], now=NOW)
    db.session.commit()
    return person


@pytest.mark.parametrize(
    ("table", "column"),
    [
        pytest.param(table, column, id=f"{table.name}.{column.name}")
        for table, column in every_column()
        if isinstance(column.type, Uuid) and not column.foreign_keys and column.name != "id"
    ],
)
def test_id_without_a_key_is_declared(table: Table, column: Column[object]) -> None:
    """A new column that names a member without a foreign key would be forgotten otherwise."""
    known = column.name in WITHOUT_KEY.get(table.name, ())
    assert known or (table.name, column.name) in NO_MEMBER


@pytest.mark.parametrize("where", sorted(ABOUT_OTHERS | WITHHELD))
def test_exceptions_still_exist(where: tuple[str, str]) -> None:
    assert where[1] in Base.metadata.tables[where[0]].c


def test_each_table_has_a_name(app: object) -> None:
    held = {table.name for table, _which in queries.conditions(factories.member().id)}
    assert held == TABLES.keys()


@pytest.mark.asvs("14.2.4")
@pytest.mark.usefixtures("app")
def test_everything_is_there_but_the_keys() -> None:
    held = queries.held_of(somebody())
    assert {
        *("member", "role_grant", "membership", "practitioner_profile", "profile_region"),
        *("profile_expertise", "question", "intervision_session", "intervision_moment"),
        *("outbox_mail", "access_line"),
    } <= held.keys()
    assert held["member"][0]["name"] == "Kanarie Pietersen"
    assert held["practitioner_profile"][0]["about"] == "zebravinken"
    for table, column in every_column():
        shown = column.name in next(iter(held.get(table.name, [])), {column.name: ""})
        assert shown is ((table.name, column.name) not in WITHHELD) or table.name not in held


@pytest.mark.asvs("14.2.4")
@pytest.mark.usefixtures("app")
def test_what_is_called_a_key_is_one() -> None:
    """A new secret is withheld by its name, or somebody says here why it is none."""
    keys = {
        (table.name, column.name)
        for table, _which in queries.conditions(factories.member().id)
        for column in table.columns
        if re.search(r"password|secret|_hash$|uniquifier|_key$|challenge", column.name)
    }
    assert keys == WITHHELD


@pytest.mark.usefixtures("app")
def test_nothing_of_others_is_there() -> None:
    own, other = somebody(), factories.member(RoleName.PRACTITIONER, name="Merel Jansen")
    factories.practitioner_profile(other, about="lijsters")
    factories.question(asked_by_id=own.id, profile=factories.practitioner_profile())
    other.approved_by_id = own.id
    db.session.commit()
    held = json.dumps(queries.held_of(own))
    assert "Merel" not in held
    assert "lijsters" not in held
    assert len(queries.held_of(own)["question"]) == 1
    assert len(queries.held_of(own)["member"]) == 1


def test_page_and_file_say_the_same(log_in: LogIn) -> None:
    browser = log_in(somebody())
    page = Page(browser.get("/mijn-gegevens"))
    answer = browser.get("/mijn-gegevens/drakennet.json")
    assert page.h1 == "Mijn gegevens"
    assert "zebravinken" in page.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="drakennet.json"'
    held = json.loads(answer.text)
    assert held["practitioner_profile"][0]["about"] == "zebravinken"
    for table in held:
        assert str(TABLES[table]) in page.text
