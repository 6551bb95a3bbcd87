"""The promises of the database module, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError, StatementError

from drakennet.database import db, recording
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import PractitionerProfile
from tests import factories


def test_four_threads_keep_every_update(app: Flask) -> None:
    """Read, then write what was read plus one: 4 threads x 50 keep 200 of 200."""
    profile_id = factories.practitioner_profile().id

    def fifty_times(_thread: int) -> None:
        for _time in range(50):
            with app.app_context():
                statement = select(PractitionerProfile).where(PractitionerProfile.id == profile_id)
                profile = db.session.scalars(statement.with_for_update()).one()
                db.session.execute(
                    update(PractitionerProfile)
                    .where(PractitionerProfile.id == profile_id)
                    .values(open_requests=profile.open_requests + 1)
                )
                db.session.commit()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(fifty_times, range(4)))
    db.session.expire_all()
    kept = db.session.get_one(PractitionerProfile, profile_id).open_requests
    assert kept == 200


@pytest.mark.asvs("3.5.3")
def test_reading_request_cannot_write(app: Flask) -> None:
    place = factories.organisation()
    with app.test_request_context("/", method="GET"), pytest.raises(DatabaseError):
        db.session.execute(update(Organisation).values(name="Veranderd"))
    db.session.rollback()
    db.session.refresh(place)
    assert place.name.startswith("Opvang")


def test_reading_request_can_record(app: Flask) -> None:
    factories.organisation()
    with app.test_request_context("/", method="GET"):
        db.session.scalar(select(func.count()).select_from(Organisation))
        with recording() as own:
            own.execute(update(Organisation).values(name="Geteld"))
    db.session.rollback()
    assert db.session.scalars(select(Organisation.name)).all() == ["Geteld"]


@pytest.mark.usefixtures("app")
def test_time_without_zone_is_refused() -> None:
    with pytest.raises(StatementError):
        factories.organisation(created_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    db.session.rollback()
