"""Ten codes on paper: shown once, stored unreadable, each good for one log-in."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from flask_security import verify_password
from sqlalchemy import select

from drakennet import clock
from drakennet.database import db
from drakennet.factors import paper
from drakennet.factors.models import RecoveryCode
from tests.accounts.steps import is_in, log_in, mails, member, person
from tests.conftest import NOW, Client
from tests.factors.steps import CODES, SECOND, STEPS, code, codes_on, set_up
from tests.pages import Page, submit

LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def codes(client: Client) -> list[str]:
    """A member with an app and ten codes, who is logged out and lost the telephone."""
    member()
    _key, found = set_up(client)
    submit(client, "/uitloggen", {}, page="/account")
    return found


def with_code(client: Client, said: str) -> Page:
    log_in(client)
    return submit(client, SECOND, {"code": said})


@pytest.mark.asvs("6.4.4")
def test_code_opens_the_door_once(client: Client, codes: list[str]) -> None:
    assert with_code(client, codes[2]).status == 302
    assert is_in(client)
    submit(client, "/uitloggen", {}, page="/account")
    assert with_code(client, codes[2]).status == 422
    assert not is_in(client)
    assert with_code(client, codes[9]).status == 302


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda code: code.lower(), id="small letters"),
        pytest.param(lambda code: code.replace("-", ""), id="without dashes"),
        pytest.param(lambda code: code.replace("-", " "), id="with spaces"),
    ],
)
def test_code_is_read_as_people_write_it(written: object, client: Client, codes: list[str]) -> None:
    assert with_code(client, written(codes[9])).status == 302  # type: ignore[operator] # a lambda


def test_code_of_another_number_is_refused(client: Client, codes: list[str]) -> None:
    other = f"4{codes[2][1:]}"
    assert with_code(client, other).status == 422


@pytest.mark.parametrize("wrong", ["11-AAAAA-AAAAA", "0-AAAAA-AAAAA", "3-AAAAA-AAAA", "", "3"])
def test_what_is_no_code_is_refused(wrong: str, client: Client, codes: list[str]) -> None:
    assert with_code(client, wrong).status == 422


@pytest.mark.asvs("6.5.2")
def test_codes_are_stored_like_passwords(client: Client, codes: list[str]) -> None:
    kept = db.session.scalars(select(RecoveryCode).order_by(RecoveryCode.number)).all()
    assert len(kept) == 10
    for row, shown in zip(kept, codes, strict=True):
        assert row.code_hash.startswith("$argon2id$")
        assert shown.replace("-", "")[-10:] not in row.code_hash


@pytest.mark.asvs("6.5.3")
@pytest.mark.asvs("6.5.4")
def test_codes_are_random(app: Flask) -> None:
    made = [one for _time in range(5) for one in paper.prepare().codes]
    secrets = {one.split("-", 1)[1] for one in made}
    assert len(secrets) == 50
    assert len(paper.LETTERS) ** 10 > 2**48
    assert not set("01ILOU") & set(paper.LETTERS)


def test_member_hears_that_one_was_used(client: Client, codes: list[str]) -> None:
    with clock.at(LATER):
        with_code(client, codes[0])
    assert "een van uw herstelcodes" in mails("account_changed")[-1].text


def test_page_says_how_many_are_left(client: Client, codes: list[str]) -> None:
    with_code(client, codes[0])
    assert "U hebt nog 9 herstelcodes" in Page(client.get(STEPS)).text


def test_new_codes_make_the_old_ones_worthless(client: Client, codes: list[str]) -> None:
    with_code(client, codes[0])
    page = submit(client, CODES, {}, page=STEPS)
    assert page.h1 == "Bewaar uw herstelcodes"
    submit(client, "/uitloggen", {}, page="/account")
    assert with_code(client, codes[1]).status == 422
    assert with_code(client, codes_on(page)[1]).status == 302


def test_codes_are_shown_only_in_that_answer(client: Client, codes: list[str]) -> None:
    with_code(client, codes[0])
    for path in (STEPS, "/account", "/home"):
        assert codes_on(Page(client.get(path))) == []
    assert client.get(CODES).status_code == 405


def test_who_has_no_factor_gets_no_codes(client: Client) -> None:
    member()
    log_in(client)
    token = Page(client.get("/account")).form(having="name").fields["csrf_token"]
    assert client.post(CODES, data={"csrf_token": token}).location == STEPS
    assert db.session.scalars(select(RecoveryCode)).all() == []


def test_second_factor_keeps_the_codes_there_are(client: Client) -> None:
    member()
    _key, codes = set_up(client)
    with client.session_transaction():
        pass
    assert len(codes) == 10
    again = Page(client.get(f"{STEPS}/app"))
    key = again.html.split("<code>")[1].split("</code>")[0]
    assert submit(client, f"{STEPS}/app", {"code": code(key)}).response.location == STEPS
    submit(client, "/uitloggen", {}, page="/account")
    assert with_code(client, codes[0]).status == 302


def test_of_many_with_one_code_at_the_same_moment_one_comes_in(
    client: Client, codes: list[str], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All four have found it unused before one of them uses it."""
    whose = person()
    db.session.commit()
    right: list[bool] = []
    found = threading.Barrier(4)
    real = verify_password

    def compared(*given: str) -> bool:
        found.wait(timeout=10)
        return bool(real(*given))

    monkeypatch.setattr(paper, "verify_password", compared)

    def use() -> None:
        with app.test_request_context(method="POST"), clock.at(LATER):
            right.append(paper.shown(whose, codes[5], now=LATER))
            db.session.commit()

    threads = [threading.Thread(target=use) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(right) == [False, False, False, True]
