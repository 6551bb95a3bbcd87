"""The page of one's own data is read by people: words for each field, and none forgotten."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import JSON, Column, Enum, Table, Uuid

from drakennet.access import services as access
from drakennet.access.models import Seen
from drakennet.access.services import Look
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.own_data import queries, readable
from drakennet.own_data.queries import WITHHELD
from drakennet.own_data.readable import NAMELESS
from drakennet.own_data.wording import COLUMNS, SECTIONS, TABLES, only_in_file
from drakennet.own_data.written import GUARDED, WRITERS
from drakennet.privacy.forms import Anonymous
from drakennet.privacy.models import GuardConfirmation, Reason
from drakennet.privacy.pieces import Kind
from tests import factories
from tests.conftest import NOW, LogIn
from tests.pages import Page
from tests.privacy.test_fields import guard_of, text_fields


def columns() -> Iterator[tuple[Table, Column[object]]]:
    """What is held of a member, but the keys to the account."""
    for table, _which in queries.conditions(uuid4()):
        for column in table.columns:
            if (table.name, column.name) not in WITHHELD:
                yield table, column


HELD = [
    pytest.param(table, column, id=f"{table.name}.{column.name}") for table, column in columns()
]


def somebody() -> User:
    """Who has a value of every kind: times, days, lists, closed lists, things of others."""
    place = factories.organisation(name="Opvang Roerdomp")
    person = factories.colleague(
        place, name="Kanarie Pietersen", themes=["partnergeweld"], not_with=[str(uuid4())]
    )
    profile = factories.practitioner_profile(
        person,
        about="zebravinken",
        languages=["nl"],
        online=True,
        funding=["jeugdwet", "wmo:GM0392"],
        visibility={"email": "nobody"},
    )
    factories.question(profile=profile)
    request = factories.care_request(place)
    request.made_by_id = person.id
    for _each in range(3):
        factories.colleague()
    factories.intervision(person)
    looks = factories.member(name="Merel Jansen")
    access.log(looks, Seen.CONTACT, [Look(person.id)], organisation_id=place.id, now=NOW)
    access.log(person, Seen.CONTACT, [Look(looks.id)], now=NOW)
    db.session.add(
        GuardConfirmation(
            member_id=person.id,
            field="RequestForm.label",
            kind=Kind.PHONE,
            reason=Reason.COLLEAGUE,
            confirmed_at=NOW,
        )
    )
    db.session.commit()
    return person


@pytest.mark.parametrize(("table", "column"), HELD)
def test_each_column_has_a_name_or_stays_in_the_file(table: Table, column: Column[object]) -> None:
    """A new column falls here: say what it is called, or why nobody needs to read it."""
    named = column.name in COLUMNS.get(table.name, {})
    assert named is not only_in_file(table.name, column.name)


@pytest.mark.parametrize(("table", "column"), HELD)
def test_what_is_no_plain_value_has_a_writer(table: Table, column: Column[object]) -> None:
    """A list, a number of something else or a closed list would be shown raw."""
    raw = isinstance(column.type, JSON | Uuid | Enum) or column.foreign_keys
    written = (table.name, column.name) in WRITERS or only_in_file(table.name, column.name)
    assert written or not raw


def test_no_name_is_left_of_what_is_gone() -> None:
    there = {(table.name, column.name) for table, column in columns()}
    named = {(table, column) for table, names in COLUMNS.items() for column in names}
    assert named | WRITERS.keys() <= there


def test_each_table_is_in_one_section() -> None:
    listed = [name for section in SECTIONS for name in section.tables]
    assert sorted(listed) == sorted(TABLES)


@pytest.mark.parametrize(("form", "name", "unbound"), list(text_fields()))
def test_each_guarded_field_has_a_name(app: object, form: type, name: str, unbound: object) -> None:
    if isinstance(guard_of(form, name, unbound), Anonymous):
        assert f"{form.__name__}.{name}" in GUARDED


def test_page_reads_as_words(log_in: LogIn) -> None:
    page = Page(log_in(somebody()).get("/mijn-gegevens"))
    for words in (
        "Heeft u plek? Ja, ik heb nu plek",
        "Plek bevestigd op dinsdag 24 november 2026",
        "Leeftijden 4 tot en met 17 jaar",
        "Hoe uw werk betaald kan worden Jeugdwet, Wmo Haarlem",
        "E-mailadres: Niemand: ik neem zelf contact op",
        "Werkt ook online Ja",
        "Gemeente waar u werkt Haarlem",
        "Rol Aandachtsfunctionaris",
        "Organisatie Opvang Roerdomp",
        "Goedgekeurd op dinsdag 24 november 2026, 11:00",
        "Wie keek Merel Jansen Voor welke organisatie Opvang Roerdomp Bij wie Uzelf",
        "Wie keek Uzelf Bij wie Iemand anders",
        "Wat u vraagt Soort aanvraag: Hulp voor een casus Plaats: Haarlem",
        "Waar u typte Uw eigen korte naam voor deze aanvraag Waarop de tekst leek een telefoon",
        "Liever niet samen met 1 collega",
        "Vorm Korte intervisie: 60 minuten, 3 tot 6 mensen",
    ):
        assert words in page.text


def test_nothing_on_the_page_is_raw(log_in: LogIn) -> None:
    text = Page(log_in(somebody()).get("/mijn-gegevens")).text
    own = text.partition("Wie u bent")[2]
    names = {column.name for _table, column in columns() if "_" in column.name}
    assert not [name for name in names if re.search(rf"\b{name}\b", own)]
    assert not re.search(r"[{}\[\]]|\b(?:True|False|None|null)\b|\d{4}-\d\d-\d\d", own)
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", own)
    assert str(NAMELESS) not in own


def test_page_keeps_the_names_of_colleagues_to_itself(log_in: LogIn) -> None:
    """Who was asked, or rather not, is somebody else; only who looked is named."""
    person = somebody()
    others = [one.name for one in db.session.query(User) if one.id != person.id]
    text = Page(log_in(person).get("/mijn-gegevens")).text
    assert [name for name in others if re.search(rf"\b{name}\b", text)] == ["Merel Jansen"]


def test_section_without_anything_says_so(log_in: LogIn) -> None:
    text = Page(log_in(factories.member(RoleName.PRACTITIONER)).get("/mijn-gegevens")).text
    assert "U heeft nog geen profiel." in text
    assert "U maakte geen aanvraag, en niemand stelde u een vraag." in text
    assert "U logde nog niet in." not in text  # this very log-in is held


@pytest.mark.usefixtures("app")
def test_what_has_no_name_yet_is_shown_and_never_raw(monkeypatch: pytest.MonkeyPatch) -> None:
    person = somebody()
    rows = queries.rows_of(person)
    new = {"colour": "geel", "odd": {"a": 1}, "id": person.id}
    monkeypatch.setattr(queries, "rows_of", lambda _member: {**rows, "new_table": [new]})
    (table,) = readable.parts(person)[-1].tables
    assert table.rows == [
        [(str(NAMELESS), "geel"), (str(NAMELESS), "Dit staat in het bestand (JSON).")]
    ]


def test_page_opens_on_a_telephone_and_the_file_holds_the_rest(log_in: LogIn) -> None:
    person, viewer = factories.member(), factories.member()
    for minutes in range(readable.MOST + 2):
        access.log(viewer, Seen.CONTACT, [Look(person.id)], now=NOW - timedelta(minutes=minutes))
    db.session.commit()
    text = Page(log_in(person).get("/mijn-gegevens")).text
    assert f"Wie keek bij wie ({readable.MOST + 2})" in text
    assert text.count("Wie keek Lid") == readable.MOST
    assert "En nog 2 die ouder zijn: die staan in het bestand (JSON)." in text
    assert len(queries.held_of(person)["access_line"]) == readable.MOST + 2


@pytest.mark.usefixtures("app")
def test_newest_comes_first() -> None:
    person = factories.member()
    for days in (3, 1, 2):
        access.log(factories.member(), Seen.CONTACT, [Look(person.id)], now=NOW.replace(day=days))
    db.session.commit()
    tables = [table for part in readable.parts(person) for table in part.tables]
    (looks,) = [table for table in tables if table.title == "Wie keek bij wie"]
    assert [re.findall(r"\d+", row[0][1])[0] for row in looks.rows] == ["3", "2", "1"]
