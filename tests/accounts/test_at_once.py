"""What takes rights away works at the very next request, in every process."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts import services, sessions
from drakennet.accounts.models import LoginSession, RoleName, User
from drakennet.config import Environment, MissingSetting, Settings
from drakennet.database import db
from tests import factories
from tests.accounts import other_process
from tests.accounts.steps import OTHER_PASSWORD, PASSWORD, is_in, log_in, member
from tests.conftest import NOW, AnotherApp, Client, LogIn
from tests.factors.steps import set_up
from tests.pages import submit

PAGE = "/mijn-regio"


@pytest.fixture
def here(app: Flask) -> Client:
    """A coordinator at work."""
    member(RoleName.COORDINATOR, region="kennemerland")
    browser = Client(app, use_cookies=True)
    set_up(browser)
    assert browser.get(PAGE).status_code == 200
    return browser


@pytest.fixture
def elsewhere(here: Client, another_app: AnotherApp) -> Client:
    """The same log-in, answered by another process, which has just shown a page."""
    other = Client(another_app(), use_cookies=True)
    with here.session_transaction() as cookie, other.session_transaction() as copied:
        copied.update(cookie)
    assert other.get(PAGE).status_code == 200
    return other


def somebody() -> User:
    return db.session.scalars(select(User).where(User.email == "noor@example.nl")).one()


def _logs_out(here: Client) -> None:
    submit(here, "/uitloggen", {}, page="/account")


def _changes_password(here: Client) -> None:
    values = {"current_password": PASSWORD, "password": OTHER_PASSWORD}
    submit(here, "/account/wachtwoord", values)


def _is_blocked(_here: Client) -> None:
    services.block(somebody(), now=NOW)
    db.session.commit()


def _loses_a_role(_here: Client) -> None:
    services.take_role(somebody(), RoleName.COORDINATOR, now=NOW)
    db.session.commit()


def _gets_a_role(_here: Client) -> None:
    services.give_role(somebody(), RoleName.ADMINISTRATOR, now=NOW)
    db.session.commit()


def _loses_a_workplace(_here: Client) -> None:
    services.rights_changed(somebody(), now=NOW)
    db.session.commit()


ACTS = [
    pytest.param(_logs_out, id="log out", marks=pytest.mark.asvs("7.4.1")),
    pytest.param(_changes_password, id="password", marks=pytest.mark.asvs("7.4.3")),
    pytest.param(_is_blocked, id="block", marks=pytest.mark.asvs("7.4.2")),
    pytest.param(_loses_a_role, id="role taken", marks=pytest.mark.asvs("8.3.2")),
    pytest.param(_gets_a_role, id="role given", marks=pytest.mark.asvs("8.3.2")),
    pytest.param(_loses_a_workplace, id="workplace", marks=pytest.mark.asvs("7.4.2")),
]


@pytest.mark.parametrize("act", ACTS)
def test_log_in_ends_in_every_process(
    act: Callable[[Client], None], here: Client, elsewhere: Client
) -> None:
    act(here)
    assert elsewhere.get(PAGE).location == f"/inloggen?next={PAGE}"
    assert not is_in(elsewhere)


@pytest.fixture(scope="session")
def process(filled_app: Flask) -> Iterator[other_process.OtherProcess]:
    with other_process.running(filled_app.extensions["settings"]) as one:
        yield one


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_remembered_in_a_process_of_its_own(
    act: Callable[[Client], None], here: Client, process: other_process.OtherProcess
) -> None:
    """Two applications in one process could share what they remember; these two cannot."""
    cookie = here.get_cookie("__Host-drakennet")
    assert cookie is not None
    assert process.status(cookie.value, PAGE, now=NOW) == 200
    act(here)
    assert process.status(cookie.value, PAGE, now=NOW) == 302


def test_role_that_is_only_a_row_acts_at_once_too(here: Client, elsewhere: Client) -> None:
    """Even where a log-in lives on, what it may do is asked anew each time."""
    db.session.delete(somebody().roles[0])
    db.session.commit()
    assert elsewhere.get(PAGE).status_code == 404


@pytest.mark.asvs("7.4.2")
def test_blocked_member_stays_out_until_unblocked(client: Client) -> None:
    person = member()
    services.block(person, now=NOW)
    assert log_in(client).status == 422
    services.unblock(somebody())
    assert log_in(client).status == 302


def test_role_is_given_once_and_taken_everywhere(app: Flask) -> None:
    person = factories.member(RoleName.COORDINATOR, region="kennemerland")
    for region in ("twente", "twente", "kennemerland"):
        services.give_role(person, RoleName.COORDINATOR, region_slug=region, now=NOW)
    assert sorted(str(grant.region_slug) for grant in person.roles) == ["kennemerland", "twente"]
    services.take_role(person, RoleName.COORDINATOR, now=NOW)
    assert person.roles == []
    db.session.commit()


# ---- Settings ----


@pytest.mark.asvs("7.3.1")
@pytest.mark.asvs("7.3.2")
@pytest.mark.parametrize(
    ("setting", "minutes", "seen"),
    [
        ("session_idle", 31, []),
        ("session_absolute", 31, [10, 20]),
    ],
)
def test_operator_sets_how_long_a_log_in_lasts(
    setting: str, minutes: int, seen: list[int], another_app: AnotherApp, log_in: LogIn
) -> None:
    site = another_app(**{setting: timedelta(minutes=30)})
    browser = log_in(factories.member())
    short = Client(site, use_cookies=True)
    with browser.session_transaction() as cookie, short.session_transaction() as copied:
        copied.update(cookie)
    for minute in seen:
        with clock.at(NOW + timedelta(minutes=minute)):
            assert is_in(short)
    with clock.at(NOW + timedelta(minutes=minutes)):
        assert not is_in(short)
        assert is_in(browser)


@pytest.mark.parametrize("hours", ["0", "-1", "721", "1000000"])
@pytest.mark.parametrize("name", ["SESSION_IDLE_HOURS", "SESSION_ABSOLUTE_HOURS"])
def test_no_log_in_lasts_for_ever(name: str, hours: str) -> None:
    with pytest.raises(MissingSetting):
        Settings.from_environ({"SECRET_KEY": "x" * 32, name: hours})


def test_hours_are_read() -> None:
    environ = {"SECRET_KEY": "x" * 32, "SESSION_IDLE_HOURS": "0.5"}
    settings = Settings.from_environ(environ)
    assert settings.session_idle == timedelta(minutes=30)
    assert settings.session_absolute == timedelta(days=7)


@pytest.mark.parametrize(
    ("environment", "said", "required"),
    [
        ("production", None, True),
        ("production", "required", True),
        ("demo", None, False),
        ("demo", "required", True),
        ("test", None, True),
        ("test", "optional", False),
    ],
)
def test_who_may_do_without_a_second_factor(
    environment: str, said: str | None, *, required: bool
) -> None:
    environ = {"SECRET_KEY": "x" * 32, "DRAKENNET_ENV": environment}
    environ |= {"SECOND_FACTOR": said} if said else {}
    settings = Settings.from_environ(environ)
    assert settings.environment is Environment(environment)
    assert settings.second_factor_required is required


@pytest.mark.parametrize("said", ["optional", "off", "no"])
def test_production_never_does_without(said: str) -> None:
    with pytest.raises(MissingSetting, match=r"second factor|SECOND_FACTOR"):
        Settings.from_environ({"SECRET_KEY": "x" * 32, "SECOND_FACTOR": said})


@pytest.mark.asvs("7.2.3")
def test_keys_are_random_and_long(app: Flask) -> None:
    keys = set()
    for _time in range(50):
        with app.test_request_context():
            keys.add(sessions._new_key())
    assert len(keys) == 50


@pytest.mark.asvs("7.2.2")
def test_only_a_hash_of_the_key_is_kept(client: Client) -> None:
    member()
    log_in(client)
    with client.session_transaction() as cookie:
        key = cookie["login_key"]
    (row,) = db.session.scalars(select(LoginSession))
    assert len(key) >= 43 and key not in row.key_hash
