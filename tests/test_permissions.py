"""Every route, as every role: declared, and answered as declared."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule, UUIDConverter

from drakennet.accounts.models import RoleName
from drakennet.permissions import ALLOWED, May, Who, allowed
from tests import factories
from tests.conftest import AnotherApp, Client, LogIn

OPEN = {may for may, who in ALLOWED.items() if Who.ANYONE in who}
ROLES = [None, *RoleName]


def declared(app: Flask, endpoint: str) -> May | None:
    return getattr(app.view_functions[endpoint], "may", None)


def routes(app: Flask, method: str) -> Iterator[tuple[Rule, May]]:
    """The routes that answer this method, each with its action."""
    for rule in app.url_map.iter_rules():
        may = declared(app, rule.endpoint)
        if may is not None and method in (rule.methods or ()):
            yield rule, may


def address(app: Flask, rule: Rule) -> str:
    """An address of this route that points at nothing."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _value(converter: object) -> str:
    return str(uuid4()) if isinstance(converter, UUIDConverter) else "bestaat-niet"


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_every_route_declares_its_rule(app: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and declared(app, rule.endpoint) is None
    ]
    assert undeclared == []


def test_every_action_is_used_by_a_route(app: Flask) -> None:
    demonstration = {May.TRY_THE_DEMONSTRATION}
    used = {may for method in ("GET", "POST") for _rule, may in routes(app, method)}
    assert used == set(May) - demonstration


def test_every_predicate_opens_something() -> None:
    assert {name for names in ALLOWED.values() for name in names} == set(Who)


@pytest.mark.asvs("8.2.1")
def test_undeclared_route_is_refused(another_app: AnotherApp) -> None:
    """Closed unless opened: the view works, but nobody declared who may see it."""
    careless = another_app()
    careless.add_url_rule("/vergeten", "vergeten", lambda: "open")
    assert Client(careless).get("/vergeten").status_code == 404


@pytest.mark.asvs("8.3.1")
def test_stranger_is_sent_to_log_in(app: Flask, client: Client) -> None:
    closed = [rule for rule, may in routes(app, "GET") if may not in OPEN]
    assert closed
    for rule in closed:
        response = client.get(address(app, rule))
        assert response.status_code == 302, rule
        assert response.location.startswith("/inloggen"), rule


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_is_declared(role: RoleName | None, app: Flask, log_in: LogIn) -> None:
    """A page opens or is a 404; one about an object that is not there is always a 404."""
    roles = [role] if role else []
    member = factories.member(*roles, region="kennemerland")
    browser = log_in(member)
    closed = [(rule, may) for rule, may in routes(app, "GET") if may not in OPEN]
    for rule, may in closed:
        status = browser.get(address(app, rule)).status_code
        if rule.arguments:
            assert status == 404, rule
        else:
            expected = {200, 302} if allowed(may, member=member) else {404}
            assert status in expected, (rule, role)


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("role", ROLES)
def test_posting_to_nothing_never_fails(role: RoleName | None, app: Flask, log_in: LogIn) -> None:
    """Without a token every POST is refused, whoever sends it."""
    browser = log_in(factories.member(*([role] if role else []), region="kennemerland"))
    for rule, _may in routes(app, "POST"):
        assert browser.post(address(app, rule)).status_code == 400, rule


@pytest.mark.asvs("2.2.1", "16.5.1")
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/bestaat-niet", id="unknown page"),
        pytest.param("/aanvragen/12345678901234567890", id="20-digit id"),
        pytest.param(f"/aanvragen/{'9' * 400}", id="400-digit id"),
        pytest.param("/%00", id="NUL byte"),
        pytest.param("/?next=%00", id="NUL byte in the query"),
        pytest.param("/%ff%fe", id="no UTF-8"),
    ],
)
def test_bad_address_gets_a_clear_page(path: str, client: Client) -> None:
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert "Naar de startpagina" in response.get_data(as_text=True)


@pytest.mark.asvs("3.5.3")
def test_wrong_method_gets_a_clear_page(client: Client) -> None:
    response = client.put("/inloggen")
    assert response.status_code == 405
    assert "knop op de pagina" in response.get_data(as_text=True)


@pytest.mark.asvs("1.5.2", "5.2.1")
@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        pytest.param(b"[1]", "application/json", 415, id="JSON list"),
        pytest.param(b'{"email": 1}', "application/json", 415, id="JSON object"),
        pytest.param(b"{", "application/json", 415, id="broken JSON"),
        pytest.param(b"a" * 300_000, "application/x-www-form-urlencoded", 413, id="oversized"),
        pytest.param("csrf_token=é".encode(), "application/x-www-form-urlencoded", 400, id="é"),
        pytest.param(b"email=%00", "application/x-www-form-urlencoded", 400, id="NUL"),
        pytest.param(b"\xff\xfe", "multipart/form-data; boundary=x", 400, id="no boundary"),
    ],
)
def test_bad_body_is_refused(data: bytes, kind: str, status: int, client: Client) -> None:
    assert client.post("/inloggen", data=data, content_type=kind).status_code == status


def test_every_page_carries_the_headers(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers  # the test site is not on https
