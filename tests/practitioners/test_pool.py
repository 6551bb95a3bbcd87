"""The pool is always fresh: a saved profile counts in the very next search, in every process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, current_app
from sqlalchemy import event, func, select, text

from drakenmatch.request import Request
from drakenmatch.values import Kind, Level, Practitioner, Wish
from drakennet import clock, create_app
from drakennet.accounts.models import RoleGrant, RoleName
from drakennet.database import db
from drakennet.practitioners import queries, services
from drakennet.practitioners.models import PoolChange, PractitionerProfile, ProfileExpertise
from tests import factories

EMDR_IN_KENNEMERLAND = Request(
    id="vraag",
    kind=Kind.CASE,
    regions=frozenset({"kennemerland"}),
    wishes=(Wish(term="emdr-kj", must=True),),
)


@contextmanager
def reading() -> Iterator[None]:
    """A reading request, with a database session of its own."""
    with current_app.app_context(), current_app.test_request_context("/"):
        yield


def pool() -> list[Practitioner]:
    """What this process would rank from, as a reading request finds it."""
    with reading():
        return list(queries.fresh_pool())


def found() -> set[str]:
    with reading():
        ranking = queries.fresh_pool().rank(EMDR_IN_KENNEMERLAND, today=clock.today())
    return {match.practitioner_id for match in ranking.fits}


def logged() -> int:
    """How many changes are in the log."""
    with reading():
        return db.session.scalar(select(func.count()).select_from(PoolChange)) or 0


@pytest.fixture
def other_process(app: Flask) -> Iterator[Flask]:
    """A second application on the same database: it shares nothing but the tables."""
    other = create_app(app.extensions["settings"])
    yield other
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_saved_profile_is_found_at_once_everywhere(app: Flask, other_process: Flask) -> None:
    assert found() == set()
    with other_process.app_context():
        assert found() == set()
    profile = factories.practitioner_profile()
    assert found() == {str(profile.id)}
    with other_process.app_context():
        assert found() == {str(profile.id)}


def test_changed_profile_is_found_otherwise_everywhere(app: Flask, other_process: Flask) -> None:
    profile = factories.practitioner_profile()
    with other_process.app_context():
        assert found() == {str(profile.id)}
    profile.expertise = [ProfileExpertise(term_slug="sdq")]
    db.session.commit()
    assert found() == set()
    with other_process.app_context():
        assert found() == set()


def test_deleted_profile_is_gone(app: Flask) -> None:
    profile = factories.practitioner_profile()
    assert found()
    db.session.delete(profile)
    db.session.commit()
    assert found() == set()


def test_member_who_leaves_takes_the_profile_along(app: Flask) -> None:
    person = factories.practitioner_profile().member
    assert found()
    db.session.delete(person)
    db.session.commit()
    assert found() == set()


def test_what_was_taken_back_is_not_logged(app: Flask) -> None:
    profile = factories.practitioner_profile()
    before = logged()
    services.changed(profile.id)
    db.session.rollback()
    db.session.commit()
    assert logged() == before


def test_an_emptied_log_is_noticed(app: Flask) -> None:
    factories.practitioner_profile()
    assert found()
    with db.engine.begin() as connection:
        for table in ("profile_region", "profile_expertise", "practitioner_profile", "pool_change"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names
    db.session.expire_all()
    profile = factories.practitioner_profile()
    assert found() == {str(profile.id)}


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param({"approved_at": None}, id="not approved"),
        pytest.param({"confirmed_at": None}, id="address not confirmed"),
        pytest.param({"blocked_at": clock.now()}, id="blocked"),
        pytest.param({"rejected_at": clock.now()}, id="rejected"),
    ],
)
def test_who_may_not_be_found_is_in_no_pool_and_no_count(
    app: Flask, hidden: dict[str, Any]
) -> None:
    profile = factories.practitioner_profile()
    assert found() == {str(profile.id)}
    assert queries.findable_per_region() == {"kennemerland": 1}
    for name, value in hidden.items():
        setattr(profile.member, name, value)
    db.session.commit()
    assert found() == set()
    assert queries.findable_per_region() == {}
    assert queries.profiles_by_id([profile.id]) == {}
    assert not services.hold(profile.id, today=clock.today())


def test_own_choice_not_to_be_found(app: Flask) -> None:
    factories.practitioner_profile(findable=False)
    assert found() == set()
    assert queries.findable_per_region() == {}


def test_who_is_no_practitioner_any_more_is_not_found(app: Flask) -> None:
    profile = factories.practitioner_profile()
    assert found()
    profile.member.roles = []
    db.session.commit()
    assert found() == set()


def test_approval_makes_findable(app: Flask) -> None:
    person = factories.member(RoleName.PRACTITIONER, approved_at=None)
    profile = factories.practitioner_profile(person)
    assert found() == set()
    person.approved_at = clock.now()
    db.session.commit()
    assert found() == {str(profile.id)}


def test_role_given_later_makes_findable(app: Flask) -> None:
    person = factories.member()
    factories.practitioner_profile(person)
    assert found() == set()
    person.roles = [RoleGrant(name=RoleName.PRACTITIONER, granted_at=clock.now())]
    db.session.commit()
    assert found()


def test_colleague_is_not_proposed_to_the_own_organisation(app: Flask) -> None:
    profile = factories.practitioner_profile()
    assert found()
    place = factories.organisation()
    membership = factories.works_at(profile.member, place)
    (value,) = pool()
    assert value.organisation == str(place.id)
    membership.ended_at = clock.now()
    db.session.commit()
    (value,) = pool()
    assert value.organisation is None


def test_unknown_reaches_the_matcher_as_unknown_and_none_as_none(app: Flask) -> None:
    factories.practitioner_profile(ages=None, languages=None, settings=[], funding=[])
    (value,) = pool()
    assert (value.ages, value.languages) == (None, None)
    assert (value.settings, value.funding) == (frozenset(), frozenset())


def test_claimed_level_counts_as_independent(app: Flask) -> None:
    factories.practitioner_profile(expertise={"emdr-kj": "supervisor", "sdq": "in-opleiding"})
    (value,) = pool()
    assert value.expertise == {"emdr-kj": Level.INDEPENDENT, "sdq": Level.TRAINING}


def test_cards_are_loaded_without_a_query_per_card(app: Flask) -> None:
    ids = [factories.practitioner_profile().id for _number in range(5)]
    db.session.expunge_all()
    profiles = queries.profiles_by_id(str(each) for each in ids)
    db.session.expunge_all()  # a lazy load would now raise
    assert profiles.keys() == {str(each) for each in ids}
    for profile in profiles.values():
        assert profile.member.name and profile.municipality is not None
        assert [each.region.name for each in profile.regions] == ["Kennemerland"]
        assert [each.term_slug for each in profile.expertise] == ["emdr-kj"]


# ---- Two at the same instant ----


def test_last_place_is_taken_once(app: Flask) -> None:
    profile = factories.practitioner_profile(max_open_requests=1)

    def take(_thread: int) -> bool:
        with app.app_context():
            taken = services.hold(profile.id, today=clock.today())
            db.session.commit()
            return taken

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, range(2))) == [False, True]
    db.session.refresh(profile)
    assert profile.open_requests == 1


@pytest.mark.parametrize("cap", [None, 0, 1])
def test_cap_holds_and_a_place_comes_back(app: Flask, cap: int | None) -> None:
    today = clock.today()
    profile = factories.practitioner_profile(max_open_requests=cap)
    places = 3 if cap is None else cap
    assert [services.hold(profile.id, today=today) for _try in range(4)] == [
        number < places for number in range(4)
    ]
    assert services.release(profile.id) is bool(places)
    assert services.hold(profile.id, today=today) is bool(places)
    db.session.commit()
    db.session.refresh(profile)
    assert profile.open_requests == places
    assert profile.last_asked == (today if places else None)
    assert profile.version == 1, "being asked is no change by the practitioner"


def test_nothing_is_released_below_zero(app: Flask) -> None:
    profile = factories.practitioner_profile()
    assert not services.release(profile.id)


@pytest.mark.parametrize(("days", "can_be_asked"), [(-1, True), (0, False), (7, False)])
def test_paused_until_and_with(app: Flask, days: int, can_be_asked: bool) -> None:
    today = clock.today()
    profile = factories.practitioner_profile(paused_until=today + timedelta(days=days))
    assert services.hold(profile.id, today=today) is can_be_asked
    db.session.commit()


def test_being_asked_reaches_the_pool(app: Flask) -> None:
    profile = factories.practitioner_profile()
    assert found()
    services.hold(profile.id, today=clock.today())
    db.session.commit()
    (value,) = pool()
    assert (value.open_requests, value.last_asked) == (1, clock.today())
    services.answered(profile.id, None)
    db.session.commit()
    (value,) = pool()
    assert value.last_asked is None


def test_who_commits_late_is_not_missed(app: Flask) -> None:
    """A number given out early and committed late would lie below what others have read.

    The first transaction is stopped after it wrote its change and before it commits. Either it
    keeps the second waiting, or the second is done first: in both cases both are found.
    """
    first, second = factories.practitioner_profile(), factories.practitioner_profile()
    ids = [first.id, second.id]
    assert len(found()) == 2
    written, go_on = Event(), Event()

    def stop_here() -> None:
        """After the listeners of services: the change has been written."""
        written.set()
        assert go_on.wait(5)

    def rename(profile_id: UUID, *, stop: bool) -> None:
        with app.app_context():
            profile = db.session.get_one(PractitionerProfile, profile_id)
            profile.travel_km = 7
            if stop:
                event.listen(db.session(), "before_commit", lambda _session: stop_here())
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(rename, ids[0], stop=True)
        assert written.wait(5)
        fast = threads.submit(rename, ids[1], stop=False)
        wait([fast], timeout=1)
        assert len(found()) == 2  # reads the log while one change is written and not yet kept
        go_on.set()
        slow.result(10)
        fast.result(10)
    assert [each.travel_km for each in pool()] == [7, 7]
