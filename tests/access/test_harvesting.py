"""Who looks at very many different people is shown no more, and the project leader hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet.access import mails, services
from drakennet.access.models import HarvestAlert, ProfileLook
from drakennet.access.tasks import tick
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from tests import factories, golden
from tests.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(
        app.extensions["settings"],
        looks_an_hour=3,
        looks_a_day=5,
        network_looks_an_hour=8,
        network_looks_a_day=10,
    )
    monkeypatch.setitem(app.extensions, "settings", settings)


def people(number: int) -> list[User]:
    return [factories.member() for _each in range(number)]


def look(viewer: User, subjects: list[User], *, after: timedelta = timedelta()) -> int:
    return len(services.may_look(viewer, [one.id for one in subjects], now=NOW + after))


@pytest.mark.asvs("2.4.1")
def test_so_many_new_people_an_hour() -> None:
    viewer, others = factories.member(), people(4)
    assert look(viewer, others) == 3
    assert look(viewer, others[3:]) == 0


def test_who_was_shown_stays_shown() -> None:
    """An honest heavy user looks at the same few people all day, and is never stopped."""
    viewer, others = factories.member(), people(3)
    for minutes in range(0, 23 * 60, 30):
        assert look(viewer, others, after=timedelta(minutes=minutes)) == 3


def test_next_hour_there_are_more_and_next_day_again() -> None:
    viewer, others = factories.member(), people(12)
    assert look(viewer, others[:4]) == 3
    assert look(viewer, others[4:8], after=HOUR - timedelta(seconds=1)) == 0
    assert look(viewer, others[4:8], after=HOUR) == 2
    assert look(viewer, others[8:], after=3 * HOUR) == 0
    assert look(viewer, others[8:], after=DAY) == 3


def test_oneself_counts_for_nothing() -> None:
    viewer = factories.member()
    assert look(viewer, [viewer]) == 1
    assert look(viewer, [viewer, *people(3)]) == 4
    assert not db.session.scalars(
        select(ProfileLook).where(ProfileLook.subject_id == viewer.id)
    ).all()


def test_network_counts_all_its_accounts() -> None:
    others = people(9)
    for first in (0, 3):
        assert look(factories.member(), others[first : first + 3]) == 3
    assert look(factories.member(), others[6:]) == 2


def test_colleagues_who_see_the_same_people_share_them() -> None:
    others = people(3)
    assert [look(factories.member(), others) for _colleague in range(4)] == [3, 3, 3, 3]


def test_no_address_is_kept() -> None:
    look(factories.member(), people(1))
    (kept,) = db.session.scalars(select(ProfileLook.network_hash)).all()
    assert len(kept) == 64


def test_project_leader_hears_once_a_day() -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    viewer, others = factories.member(), people(4)
    for _again in range(2):
        look(viewer, others)
        db.session.commit()
        tick(NOW)
        db.session.commit()
    assert [alert.viewer_id for alert in db.session.scalars(select(HarvestAlert))] == [viewer.id]
    assert [mail.to_address for mail in db.session.scalars(select(OutboxMail))] == [leader.email]


def test_honest_looking_is_no_alert() -> None:
    look(factories.member(), people(3))
    assert not db.session.scalars(select(HarvestAlert)).all()


def test_looks_are_forgotten_after_a_day() -> None:
    look(factories.member(), people(2))
    services.forget(NOW + DAY - timedelta(seconds=1))
    assert len(db.session.scalars(select(ProfileLook)).all()) == 2
    services.forget(NOW + DAY)
    assert not db.session.scalars(select(ProfileLook)).all()


def test_mail_names_nobody() -> None:
    leader = factories.member(name="Robin Leider", email="robin@example.nl")
    golden.check("harvesting", mails.harvesting(leader))
