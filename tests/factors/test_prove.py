"""Before something that one logs in with changes, the member is asked again."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts.models import LoginSession, RoleName
from drakennet.database import db
from tests.accounts.steps import OTHER_PASSWORD, PASSWORD, is_in, log_in, member, person
from tests.conftest import NOW, Client
from tests.factors.steps import APP, CODES, PROVE, STEPS, code, set_up
from tests.pages import Page, submit

LONG_AFTER = NOW + timedelta(minutes=11)
ASKED = [APP, f"{APP}.svg", f"{STEPS}/passkey", "/account/e-mailadres"]


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.asvs("7.5.1")
def test_is_asked_again_after_ten_minutes(path: str, client: Client) -> None:
    member()
    log_in(client)
    assert client.get(path).location in {None, STEPS}
    with clock.at(LONG_AFTER):
        assert client.get(path).location == f"{PROVE}?next={path}"


@pytest.mark.asvs("7.5.2")
@pytest.mark.parametrize("which", ["andere", "{login}"])
def test_no_log_in_is_ended_without_asking(which: str, client: Client, app: Flask) -> None:
    """Whoever finds a telephone open does not shut its owner out."""
    member()
    elsewhere = Client(app, use_cookies=True)
    log_in(elsewhere)
    (login,) = db.session.scalars(select(LoginSession.id))
    log_in(client)
    with clock.at(LONG_AFTER):
        path = f"/account/inlogs/{which.format(login=login)}/beeindigen"
        page = submit(client, path, {}, page="/account")
        assert page.response.location == f"{PROVE}?next=/account"
        assert is_in(elsewhere)


@pytest.mark.parametrize("path", [f"{APP}/weg", CODES])
@pytest.mark.asvs("7.5.1")
def test_nothing_is_taken_away_without_asking(path: str, client: Client) -> None:
    member()
    set_up(client)
    with clock.at(LONG_AFTER):
        page = submit(client, path, {}, page=STEPS)
    assert page.response.location == f"{PROVE}?next={STEPS}"
    assert person().has_second_factor


def test_password_is_enough_for_who_has_no_second_step(client: Client) -> None:
    member()
    log_in(client)
    with clock.at(LONG_AFTER):
        page = Page(client.get(f"{PROVE}?next={APP}"))
        assert page.h1 == "Even bevestigen dat u het bent"
        assert submit(client, PROVE, {"password": OTHER_PASSWORD}).status == 422
        done = submit(client, PROVE, {"password": PASSWORD}, page=f"{PROVE}?next={APP}")
        assert done.response.location == APP
        assert client.get(APP).status_code == 200


@pytest.mark.parametrize(
    ("password", "right_code", "status"),
    [(PASSWORD, True, 302), (PASSWORD, False, 422), (OTHER_PASSWORD, True, 422)],
)
@pytest.mark.asvs("7.5.1")
def test_both_steps_are_asked_of_who_has_both(
    password: str, right_code: bool, status: int, client: Client
) -> None:
    member(RoleName.PRACTITIONER)
    key, _codes = set_up(client)
    with clock.at(LONG_AFTER):
        said = code(key, LONG_AFTER) if right_code else "000000"
        page = submit(client, PROVE, {"password": password, "code": said})
        assert page.status == status
        assert (client.get(APP).status_code == 200) == (status == 302)


@pytest.mark.parametrize("address", ["https://elders.example", "//elders.example", "elders"])
def test_asking_leads_nowhere_else(address: str, client: Client) -> None:
    member()
    log_in(client)
    values = {"password": PASSWORD, "next": address}
    assert submit(client, PROVE, values).response.location == STEPS


@pytest.mark.asvs("7.2.4")
def test_asking_again_gives_a_new_key(client: Client) -> None:
    """A copy of the cookie from before is worthless."""
    member()
    log_in(client)
    with client.session_transaction() as cookie:
        before = dict(cookie)
    submit(client, PROVE, {"password": PASSWORD})
    assert is_in(client)
    with client.session_transaction() as cookie:
        assert cookie["login_key"] != before["login_key"]
        cookie.clear()
        cookie.update(before)
    assert not is_in(client)


@pytest.mark.asvs("6.3.1")
def test_guessing_here_is_slowed_down_too(client: Client) -> None:
    member()
    log_in(client)
    for _time in range(5):
        submit(client, PROVE, {"password": OTHER_PASSWORD})
    assert submit(client, PROVE, {"password": PASSWORD}).status == 422
    with clock.at(NOW + timedelta(minutes=15)):
        assert submit(client, PROVE, {"password": PASSWORD}).status == 302
