"""Chapters 3 and 4: what the browser is told with each answer, of whatever kind."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Forbidden, Gone, ServiceUnavailable, TooManyRequests
from werkzeug.test import TestResponse

from drakennet.accounts.models import RoleName
from drakennet.errors import Refusal
from drakennet.permissions import May, requires
from tests import factories
from tests.accounts.steps import PASSWORD, log_in, member
from tests.conftest import AnotherApp, Client, LogIn
from tests.security.code import TEMPLATES, scripts

Ask = Callable[[Client], TestResponse]
FORM = "application/x-www-form-urlencoded"
FAULTS: dict[str, Exception] = {
    "a rule says no": Refusal("Dit gaat niet meer."),
    "somebody was first": StaleDataError(),
    "two at once": IntegrityError("", {}, Exception()),
    "busy": OperationalError("", {}, Exception("database is locked")),
    "fault": RuntimeError("geheim"),
    "forbidden": Forbidden(),
    "gone": Gone(),
    "too many": TooManyRequests(),
    "down": ServiceUnavailable(),
}


def _meets(browser: Client, *, fault: Exception) -> TestResponse:
    """The answer to a page on which this goes wrong, as a visitor of the live site gets it."""
    site = browser.application

    @requires(May.VISIT)
    def broken() -> str:
        raise fault

    page, site.testing = site.view_functions["pages.accessibility"], False
    site.view_functions["pages.accessibility"] = broken
    try:
        return browser.get("/toegankelijkheid")
    finally:
        site.view_functions["pages.accessibility"], site.testing = page, True


# One of each kind of answer that the site gives.
KINDS: dict[str, Ask] = {
    "page": lambda browser: browser.get("/"),
    "page of a member": lambda browser: browser.get("/home"),
    "redirect": lambda browser: browser.post("/taal", data={}, follow_redirects=False),
    "file of a member": lambda browser: browser.get("/mijn-gegevens/drakennet.json"),
    "picture": lambda browser: browser.get("/account/tweede-stap/app.svg"),
    "health": lambda browser: browser.get("/gezond"),
    "plain text": lambda browser: browser.get("/.well-known/security.txt"),
    "style sheet": lambda browser: browser.get("/static/drakennet.css", buffered=True),
    "script": lambda browser: browser.get("/static/enhance.js", buffered=True),
    "no such file": lambda browser: browser.get("/static/bestaat-niet.js"),
    "no such page": lambda browser: browser.get("/bestaat-niet"),
    "no token": lambda browser: browser.post("/inloggen"),
    "wrong method": lambda browser: browser.put("/inloggen"),
    "not a form": lambda browser: browser.post("/inloggen", json=[1]),
    "too large": lambda browser: browser.post("/inloggen", data=b"a" * 300_000, content_type=FORM),
    "options": lambda browser: browser.options("/inloggen"),
    "first log in": lambda browser: Client(browser.application).get("/aanvragen"),
    "refused form": lambda browser: browser.post("/taal", data={"csrf_token": "x", "language": ""}),
    "address written otherwise": lambda browser: browser.get("//home//"),
    "picture of the site": lambda browser: browser.get("/static/mark.svg", buffered=True),
    "part of a file": lambda browser: browser.get(
        "/static/drakennet.css", headers={"Range": "bytes=0-9"}, buffered=True
    ),
    "file as it was": lambda browser: browser.get(
        "/static/drakennet.css",
        headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        buffered=True,
    ),
    "strange host": lambda browser: browser.get("/", headers={"Host": "kwaad example"}),
    **{name: partial(_meets, fault=fault) for name, fault in FAULTS.items()},
}
each_kind = pytest.mark.parametrize("ask", KINDS.values(), ids=KINDS)


@pytest.fixture
def browser(log_in: LogIn) -> Client:
    return log_in(factories.member(RoleName.PRACTITIONER))


@pytest.mark.asvs("3.4.3", "3.4.4", "3.4.5", "3.4.6")
@each_kind
def test_each_answer_carries_the_headers(ask: Ask, browser: Client) -> None:
    headers = ask(browser).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"  # so of object-src, and all that is not named
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert len(headers.getlist("Content-Security-Policy")) == 1


@pytest.mark.asvs("14.3.2", "14.2.2")
@each_kind
def test_only_files_of_our_own_may_be_kept(ask: Ask, browser: Client) -> None:
    answer = ask(browser)
    ours = answer.request.path.startswith("/static/") and answer.status_code < 400
    assert (answer.headers.get("Cache-Control") == "no-store") is not ours


def test_each_kind_is_what_it_says(browser: Client) -> None:
    """Else these tests would look at one error page after another."""
    statuses = {ask(browser).status_code for ask in KINDS.values()}
    assert statuses >= {200, 206, 302, 304, 308, 400, 403, 404, 405, 409, 410, 413, 415, 429}
    assert statuses >= {500, 503}


@pytest.mark.asvs("4.1.1")
@each_kind
def test_each_answer_says_what_it_is(ask: Ask, browser: Client) -> None:
    answer = ask(browser)
    if answer.data:
        assert answer.mimetype in {
            "text/html",
            "text/plain",
            "text/css",
            "text/javascript",
            "application/json",
            "image/svg+xml",
        }
        if answer.mimetype.startswith("text/"):
            assert answer.mimetype_params["charset"] == "utf-8"
        answer.data.decode("utf-8")


@pytest.mark.asvs("3.4.1")
@each_kind
def test_https_is_for_always(ask: Ask, app: Flask, another_app: AnotherApp) -> None:
    """A year, with all that is below; once the site itself is on https."""
    browser = Client(another_app(base_url="https://drakennet.example"))
    said = ask(browser).headers["Strict-Transport-Security"]
    assert said == "max-age=31536000; includeSubDomains"


@pytest.mark.asvs("3.4.2")
@each_kind
def test_no_other_site_reads_an_answer(ask: Ask, browser: Client) -> None:
    browser.environ_base["HTTP_ORIGIN"] = "https://dader.example"
    headers = ask(browser).headers
    assert not [name for name, _value in headers if name.startswith("Access-Control-")]


@pytest.mark.asvs("3.2.1", "5.4.1", "5.4.2")
def test_file_is_saved_and_not_shown(browser: Client) -> None:
    """Under a name of ours: nothing that somebody typed is in it."""
    answer = browser.get("/mijn-gegevens/drakennet.json?filename=../../x.html")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="drakennet.json"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.asvs("3.3.1", "3.3.2", "3.3.3", "3.3.4")
def test_each_cookie_is_ours_alone(client: Client) -> None:
    member()
    log_in(client)
    answer = client.post("/uitloggen", data={"csrf_token": "wrong"})
    assert answer.status_code == 400
    fresh = Client(client.application, use_cookies=True)
    page = fresh.get("/inloggen").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "email": "noor@example.nl", "password": PASSWORD}
    said = fresh.post("/inloggen", data=data).headers.getlist("Set-Cookie")
    assert len(said) == 2
    for cookie in said:
        name, *traits = cookie.split("; ")
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(traits)
        assert not [trait for trait in traits if trait.startswith("Domain")]


@pytest.mark.asvs("3.5.1")
def test_token_is_of_this_visitor_and_in_the_form(client: Client, app: Flask) -> None:
    """One from another browser, or in the address, is none."""
    member()
    theirs = Client(app, use_cookies=True).get("/inloggen").get_data(as_text=True)
    token = theirs.split('name="csrf_token" value="')[1].split('"')[0]
    client.get("/inloggen")
    data = {"email": "noor@example.nl", "password": PASSWORD}
    assert client.post("/inloggen", data=data | {"csrf_token": token}).status_code == 400
    assert client.post(f"/inloggen?csrf_token={token}", data=data).status_code == 400


@pytest.mark.asvs("3.7.1")
def test_pages_are_made_of_html_and_little_else() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for tag in ("<object", "<embed", "<applet", "<iframe", "<base", "<meta http-equiv"):
            assert path.is_relative_to(TEMPLATES / "mail") or tag not in text, (path, tag)


@pytest.mark.asvs("14.2.3", "14.3.3")
def test_nothing_is_fetched_from_or_kept_for_others() -> None:
    """All that a page loads is ours, and our scripts keep nothing in the browser."""
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'src="http' not in text, path
        assert '<link rel="stylesheet" href="http' not in text, path
    for name, script in scripts().items():
        for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
            assert word not in script, (name, word)
        for word in ("fetch(", "XMLHttpRequest", "sendBeacon", "WebSocket", "postMessage"):
            assert word not in script, (name, word)
    assert '"historyCacheSize": 0' in (TEMPLATES / "base.html").read_text(encoding="utf-8")


@pytest.mark.asvs("14.3.3")
def test_cookie_holds_no_data_of_the_member(client: Client) -> None:
    """It is signed and not encrypted, so whoever has it can read it."""
    member(RoleName.PRACTITIONER)
    log_in(client)
    client.get("/account")
    with client.session_transaction() as cookie:
        said = str(dict(cookie))
    assert "noor" not in said.lower()
    assert PASSWORD not in said


@pytest.mark.asvs("14.3.1")
def test_logging_out_leaves_nothing_in_the_browser(client: Client) -> None:
    member()
    log_in(client)
    token = client.get("/account").get_data(as_text=True)
    token = token.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/uitloggen", data={"csrf_token": token})
    assert answer.headers["Clear-Site-Data"] == '"storage"'  # and no page was ever kept: no-store
    with client.session_transaction() as cookie:
        assert not {"login_key", "_user_id"} & cookie.keys()


@pytest.mark.asvs("15.3.6")
def test_scripts_put_nothing_under_a_name_that_came_from_elsewhere() -> None:
    for name, script in scripts().items():
        for word in ("__proto__", "prototype", "Object.entries", "for (const key in"):
            assert word not in script, (name, word)
        assert '"use strict";\n\n(() => {' in script, name
