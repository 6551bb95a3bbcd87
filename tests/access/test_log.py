"""Each look at how to reach somebody is a line that nobody can change unseen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from drakennet.access import queries, services
from drakennet.access.models import BEGINNING, AccessLine, Seen
from drakennet.access.services import KEPT, Look
from drakennet.accounts.models import RoleName
from drakennet.database import db
from tests import factories
from tests.conftest import NOW, LogIn
from tests.pages import Page

pytestmark = pytest.mark.usefixtures("app")


def three_lines() -> list[AccessLine]:
    viewer, subject = factories.member(), factories.member()
    for hour in range(3):
        services.log(viewer, Seen.CONTACT, [Look(subject.id)], now=NOW + timedelta(hours=hour))
    return list(db.session.scalars(select(AccessLine).order_by(AccessLine.number)))


@pytest.mark.asvs("16.4.2")
def test_lines_follow_each_other() -> None:
    lines = three_lines()
    assert [line.number for line in lines] == [1, 2, 3]
    assert [line.previous for line in lines] == [BEGINNING, lines[0].hash, lines[1].hash]
    assert not list(queries.broken_lines())


@pytest.mark.parametrize(
    "change",
    [
        {"at": NOW - timedelta(days=1)},
        {"viewer_id": uuid4()},
        {"organisation_id": uuid4()},
        {"subject_id": uuid4()},
        {"seen": Seen.APPLICATION},
        {"about_id": uuid4()},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_line_shows(change: dict[str, object]) -> None:
    three_lines()
    db.session.execute(update(AccessLine).where(AccessLine.number == 2).values(**change))
    db.session.expire_all()
    assert 2 in {number for number, _what in queries.broken_lines()}


def test_line_taken_out_shows() -> None:
    three_lines()
    db.session.execute(delete(AccessLine).where(AccessLine.number == 2))
    db.session.expire_all()
    assert list(queries.broken_lines()) == [(3, "does not follow the line before")]


def test_nobody_can_put_another_beginning() -> None:
    first = three_lines()[0]
    first.previous = "1" * 64
    first.hash = first.computed()
    db.session.flush()
    assert [number for number, _what in queries.broken_lines()] == [1, 2]


def test_looking_at_oneself_is_no_line() -> None:
    viewer, other = factories.member(), factories.member()
    services.log(viewer, Seen.CONTACT, [Look(viewer.id), Look(other.id)], now=NOW)
    services.log(viewer, Seen.CONTACT, [Look(viewer.id)], now=NOW)
    assert [line.subject_id for line in db.session.scalars(select(AccessLine))] == [other.id]


@pytest.mark.parametrize(("age", "left"), [(KEPT, [2, 3]), (KEPT - timedelta(hours=1), [1, 2, 3])])
def test_lines_go_after_five_years(age: timedelta, left: list[int]) -> None:
    three_lines()
    services.forget(NOW + age)
    lines = db.session.scalars(select(AccessLine).order_by(AccessLine.number)).all()
    assert [line.number for line in lines] == left
    assert not list(queries.broken_lines())


def test_member_reads_who_looked(log_in: LogIn) -> None:
    place = factories.organisation(name="De Schuilhof")
    viewer = factories.organisation_contact(place, name="Noor Kijker")
    subject, other = factories.member(RoleName.PRACTITIONER), factories.member()
    look = [Look(subject.id)]
    services.log(viewer, Seen.CONTACT, look, organisation_id=place.id, now=NOW)
    page = Page(log_in(subject).get("/mijn-gegevens/inzage"))
    assert page.h1 == "Wie bekeek mijn gegevens"
    for words in ("Noor Kijker", "De Schuilhof", "Hoe u te bereiken bent"):
        assert words in page.text
    assert "Noor Kijker" not in Page(log_in(other).get("/mijn-gegevens/inzage")).text


def test_who_left_has_no_name_in_the_log(log_in: LogIn) -> None:
    viewer, subject = factories.member(name="Noor Kijker"), factories.member()
    services.log(viewer, Seen.APPLICATION, [Look(subject.id)], now=NOW)
    db.session.delete(viewer)
    db.session.commit()
    text = Page(log_in(subject).get("/mijn-gegevens/inzage")).text
    assert "Iemand die geen lid meer is" in text
    assert "Uw aanmelding, om haar te beoordelen" in text
    assert not list(queries.broken_lines())


@pytest.mark.parametrize(
    ("page", "expected"),
    [("", "Oudere"), ("2", "Nieuwere"), ("3", "Verder terug staat er niets"), ("x", "Oudere")],
)
def test_long_log_has_pages(log_in: LogIn, page: str, expected: str) -> None:
    viewer, subject = factories.member(), factories.member()
    services.log(viewer, Seen.CONTACT, [Look(subject.id)] * (queries.PAGE + 1), now=NOW)
    read = Page(log_in(subject).get(f"/mijn-gegevens/inzage?pagina={page}"))
    assert expected in read.text


def test_nobody_looked_yet(log_in: LogIn) -> None:
    assert "Nog niemand" in Page(log_in(factories.member()).get("/mijn-gegevens/inzage")).text
