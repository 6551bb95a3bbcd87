"""Every way in is known by name, asks the same, and has a way out beside it."""

import ast
import inspect
import secrets
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

import drakennet
from drakennet.accounts.models import RoleName
from tests import factories
from tests.accounts.steps import PASSWORD, is_in, log_in, member
from tests.conftest import AnotherApp, Client, LogIn
from tests.pages import Page

SOURCES = Path(inspect.getfile(drakennet)).parent
# Where a log-in begins, and what was shown before: see "Ways in" in docs/privacy.md.
WAYS = {
    "accounts/views.py:_enter": "the password, of who has no second step",
    "accounts/views.py:password": "the old password; what was shown in this log-in",
    "accounts/views.py:confirm_new_address": "this log-in, asked again, and the new mailbox",
    "factors/views.py:second_step": "the password, then the second step",
    "demo/views.py:log_in": "nothing: in the demonstration only",
}


def beginnings() -> set[str]:
    """Every function of ours that begins a log-in."""
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "sessions.begin(" in ast.unparse(node):
                found.add(f"{path.relative_to(SOURCES)}:{node.name}")
    return found


@pytest.mark.asvs("6.3.4")
def test_no_log_in_begins_anywhere_else() -> None:
    assert beginnings() == set(WAYS)
    others = {
        path.name
        for path in SOURCES.rglob("*.py")
        if "login_user(" in path.read_text(encoding="utf-8")
    }
    assert others == {"sessions.py"}


@pytest.mark.asvs("6.3.4")
@pytest.mark.parametrize(
    "header",
    [
        {"Authorization": "Basic bm9vckBleGFtcGxlLm5sOmZpZXRzIHJlZ2VuIG1vbGVuIGthYXM="},
        {"Authorization": "Bearer x"},
        {"X-Forwarded-User": "noor@example.nl"},
        {"Remote-User": "noor@example.nl"},
    ],
)
def test_nobody_comes_in_by_a_header(header: dict[str, str], client: Client) -> None:
    member()
    assert client.get("/account", headers=header).status_code == 302


@pytest.mark.asvs("6.3.4")
def test_nobody_comes_in_by_a_token_of_the_library(client: Client) -> None:
    """Flask-Security would take one that is right, in a header or in an address."""
    token = member().get_auth_token()
    header = {"Authentication-Token": token}
    assert client.get("/account", headers=header).status_code == 302
    assert client.get("/account", query_string={"auth_token": token}).status_code == 302


@pytest.mark.asvs("7.2.1")
def test_cookie_that_others_signed_is_nobody(app: Flask, another_app: AnotherApp) -> None:
    """A guessed key, a key of another site, a cookie that was written by hand."""
    person = member()
    theirs = Client(another_app(secret_key=secrets.token_urlsafe(32)), use_cookies=True)
    log_in(theirs)
    cookie = theirs.get_cookie("__Host-drakennet")
    assert cookie
    forged = URLSafeTimedSerializer("x" * 32).dumps({"_user_id": person.fs_uniquifier})
    for value in (cookie.value, str(forged), "", "a.b.c"):
        visitor = Client(app)
        answer = visitor.get("/account", headers={"Cookie": f"__Host-drakennet={value}"})
        assert answer.status_code == 302


@pytest.mark.asvs("7.2.1")
def test_key_that_no_row_knows_is_nobody(client: Client) -> None:
    person = member()
    with client.session_transaction() as cookie:
        cookie["login_key"], cookie["_user_id"] = "made up", person.fs_uniquifier
    assert not is_in(client)


@pytest.mark.asvs("7.2.1")
def test_key_of_one_member_opens_nothing_of_another(client: Client) -> None:
    member()
    victim = factories.member(RoleName.COORDINATOR, region="kennemerland")
    log_in(client)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = victim.fs_uniquifier
    assert not is_in(client)


@pytest.mark.asvs("7.4.4")
@pytest.mark.parametrize("role", RoleName)
def test_way_out_is_on_every_page(role: RoleName, log_in: LogIn) -> None:
    browser = log_in(factories.member(role, region="kennemerland"))
    for path in ("/", "/home", "/account", "/account/tweede-stap", "/zo-rangschikken-we", "/weg"):
        assert any(form.action == "/uitloggen" for form in Page(browser.get(path)).forms), path


@pytest.mark.asvs("6.2.7")
def test_password_is_in_no_address(client: Client) -> None:
    """A form that is sent by GET would leave it in the history and in the log."""
    for path in ("/inloggen", "/aanmelden"):
        form = Page(client.get(path)).form(having="password")
        assert form.method == "post"
    assert client.get(f"/inloggen?email=noor@example.nl&password={PASSWORD}").status_code == 200
    assert not is_in(client)
