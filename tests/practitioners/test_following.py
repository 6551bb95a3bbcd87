"""How the pool follows the log: at once, in every process, and for a few microseconds."""

from collections.abc import Iterator
from time import thread_time
from uuid import UUID

import pytest
from flask import Flask, current_app
from sqlalchemy import Connection, event, text

from drakenmatch.values import Practitioner
from drakennet.database import db
from drakennet.practitioners import queries
from drakennet.practitioners.pool import LATE_SECONDS, KeptPool
from tests import factories


@pytest.fixture
def kept(app: Flask) -> Iterator[KeptPool]:
    pool: KeptPool = app.extensions["pool"]
    yield pool
    pool.watch.close()


def read() -> list[Practitioner]:
    """What a reading request of this process would rank from."""
    with current_app.app_context(), current_app.test_request_context("/"):
        return list(queries.fresh_pool())


def kilometres() -> dict[str, int | None]:
    return {who.id: who.travel_km for who in read()}


def save(connection: Connection, profile_id: UUID, km: int) -> int:
    """Write a change as another program would: nothing of ours keeps it in order."""
    key = profile_id.hex
    connection.execute(
        text("UPDATE practitioner_profile SET travel_km = :km WHERE id = :id"),
        {"km": km, "id": key},
    )
    statement = "INSERT INTO pool_change (profile_id) VALUES (:id) RETURNING number"
    return int(connection.execute(text(statement), {"id": key}).scalar_one())


# On SQLite one transaction writes at a time: there a lower number cannot be kept later.
only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@only_postgresql
def test_a_lower_number_that_is_kept_last_is_read(kept: KeptPool) -> None:
    slow, fast = factories.practitioner_profile().id, factories.practitioner_profile().id
    assert set(kilometres()) == {str(slow), str(fast)}
    kept.missing.clear()  # what other tests took back
    with db.engine.connect() as one, db.engine.connect() as other:
        lower, higher = save(one, slow, 7), save(other, fast, 8)
        assert lower < higher
        other.commit()
        assert kilometres()[str(fast)] == 8
        assert kilometres()[str(slow)] != 7
        one.commit()
    assert kilometres() == {str(slow): 7, str(fast): 8}
    assert not kept.missing


@only_postgresql
def test_a_lower_number_under_way_when_all_is_read(kept: KeptPool) -> None:
    slow, fast = factories.practitioner_profile().id, factories.practitioner_profile().id
    kept.pool = None
    with db.engine.connect() as one, db.engine.connect() as other:
        save(one, slow, 7)
        save(other, fast, 8)
        other.commit()
        assert kilometres()[str(slow)] != 7
        one.commit()
    assert kilometres() == {str(slow): 7, str(fast): 8}


def test_what_was_taken_back_leaves_a_gap_and_no_harm(kept: KeptPool) -> None:
    gone, stays = factories.practitioner_profile().id, factories.practitioner_profile().id
    read()
    kept.missing.clear()
    with db.engine.connect() as connection:
        lost = save(connection, gone, 7)
        connection.rollback()
        save(connection, stays, 8)
        connection.commit()
    assert kilometres()[str(stays)] == 8
    assert kilometres()[str(gone)] != 7
    assert set(kept.missing) == ({lost} if db.engine.dialect.name == "postgresql" else set())


def test_nobody_waits_for_a_number_for_ever(kept: KeptPool) -> None:
    read()
    kept.missing = {10**6: -LATE_SECONDS}
    pool = kept.pool
    read()
    assert not kept.missing and kept.pool is pool


def test_when_nothing_changed_the_session_is_asked_nothing(kept: KeptPool) -> None:
    factories.practitioner_profile()
    read()
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    first, second = read(), read()
    assert first == second and len(first) == 1
    assert asked == []


def test_a_lost_connection_is_opened_again(kept: KeptPool) -> None:
    profile = factories.practitioner_profile()
    read()
    connection = kept.watch._connection
    assert connection is not None and connection.driver_connection is not None
    connection.driver_connection.close()
    profile.travel_km = 9
    db.session.commit()
    assert kilometres() == {str(profile.id): 9}


def test_a_forked_process_opens_a_connection_of_its_own(kept: KeptPool) -> None:
    read()
    parents, kept.watch._process = kept.watch._connection, -1
    profile = factories.practitioner_profile()
    assert kilometres().keys() == {str(profile.id)}
    assert kept.watch._connection is not parents
    assert parents is not None and parents.driver_connection is not None
    parents.driver_connection.close()


def test_looking_for_changes_costs_next_to_nothing(kept: KeptPool) -> None:
    """The promise is 50 microseconds on SQLite; four times that is a fault, not a busy machine."""
    only_sqlite = db.engine.dialect.name == "sqlite"
    factories.practitioner_profile()
    with current_app.test_request_context("/"):
        queries.fresh_pool()
        times = []
        for _ in range(200):
            start = thread_time()
            queries.fresh_pool()
            times.append(thread_time() - start)
    assert sorted(times)[100] < (200e-6 if only_sqlite else 1e-3)
