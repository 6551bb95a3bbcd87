"""Chapters 5, 13 and 15: what the site serves, takes and lets be set."""

import io
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from drakennet.accounts.models import RoleName, User
from drakennet.config import Environment, MissingSetting, Settings
from drakennet.database import db
from drakennet.permissions import May, requires
from drakennet.practitioners.models import PractitionerProfile
from tests import factories
from tests.accounts.steps import PASSWORD, is_in, log_in, member, person, sign_up
from tests.conftest import AnotherApp, Client, LogIn
from tests.pages import Page, submit
from tests.security.code import APPLICATION, ROOT, STATIC, calls

OUTSIDE = [
    "/static/../config.py",
    "/static/..%2fconfig.py",
    "/static/%2e%2e/config.py",
    "/static/....//config.py",
    "/static/..\\config.py",
    "/config.py",
    "/wsgi.py",
]
SOURCE_CONTROL = ["/.git/config", "/.git/HEAD", "/static/.git/config", "/.svn/entries", "/.env"]
NOT_FOR_VISITORS = [
    *("/metrics", "/debug", "/console", "/docs", "/swagger.json", "/openapi.json", "/admin"),
    *("/server-status", "/actuator", "/phpinfo.php", "/api", "/graphql"),
]


# ---- Files ----


@pytest.mark.asvs("5.2.1", "5.2.2")
@pytest.mark.parametrize("size", [1, 300_000])
@pytest.mark.parametrize("name", ["x.png", "x.php", "../../x.html", "x.svg", ""])
def test_no_page_takes_a_file(size: int, name: str, client: Client) -> None:
    """Under any name; a large one is not even read. The token of the form makes no difference."""
    token = Page(client.get("/inloggen")).form(having="password").fields["csrf_token"]
    data = {"csrf_token": token, "photo": (io.BytesIO(b"<" * size), name)}
    assert client.post("/inloggen", data=data).status_code == (413 if size > 1 else 415)


@pytest.mark.asvs("5.2.1", "15.2.2")
def test_form_of_very_many_parts_is_refused(client: Client) -> None:
    parts = "".join(
        f"--x\r\nContent-Disposition: form-data; name=a{n}\r\n\r\n\r\n" for n in range(1500)
    )
    answer = client.post(
        "/inloggen", data=f"{parts}--x--\r\n", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413


@pytest.mark.asvs("5.3.1")
def test_what_is_served_as_a_file_is_ours_and_is_not_run(client: Client) -> None:
    kinds = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert kinds <= {".css", ".js", ".svg", ".woff2", ".txt", ".md", ".png", ""}
    assert client.post("/static/enhance.js").status_code == 405
    assert client.put("/static/nieuw.py", data=b"x").status_code == 405
    written = [
        path for path, name, _call in calls() if name.endswith((".write_text", ".write_bytes"))
    ]
    assert {path for path in written if "/generate/" not in path} == {
        "platform/drakennet/config.py"  # the demonstration's own secret
    }


@pytest.mark.asvs("5.3.2", "5.4.1")
@pytest.mark.parametrize("address", OUTSIDE)
def test_address_reaches_no_file_outside(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert "SECRET_KEY" not in answer.get_data(as_text=True)


# ---- What is shown by mistake ----


@pytest.mark.asvs("13.4.1")
@pytest.mark.parametrize("address", SOURCE_CONTROL)
def test_source_is_not_served(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404
    assert not (APPLICATION / ".git").exists()


@pytest.mark.asvs("13.4.3")
@pytest.mark.parametrize("address", ["/static/", "/static/fonts/", "/static/vendor", "/static"])
def test_folders_are_not_listed(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "woff2" not in Page(answer).text


@pytest.mark.asvs("13.4.4")
@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/inloggen", "/static/enhance.js"])
def test_methods_of_others_are_refused(method: str, address: str, client: Client) -> None:
    answer = client.open(address, method=method, headers={"X-Secret": "echo"})
    assert answer.status_code == 405
    assert "echo" not in answer.get_data(as_text=True)


@pytest.mark.asvs("13.4.5", "15.2.3")
@pytest.mark.parametrize("address", NOT_FOR_VISITORS)
def test_nothing_is_there_for_whoever_looks_after_the_site(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.asvs("13.4.5")
def test_health_says_only_that(client: Client) -> None:
    answer = client.get("/gezond").get_data(as_text=True)
    assert len(answer) < 50
    for word in ("postgres", "sqlite", "python", "version", "127.0"):
        assert word not in answer.lower()


@pytest.mark.asvs("13.4.2", "15.2.3")
def test_production_has_no_debugging_and_no_demonstration(another_app: AnotherApp) -> None:
    site = another_app(environment=Environment.PRODUCTION)
    assert not site.debug
    assert not site.testing
    assert not site.config.get("PROPAGATE_EXCEPTIONS")
    assert not [rule for rule in site.url_map.iter_rules() if "demo" in rule.endpoint]
    assert "Server" not in site.test_client().get("/gezond").headers


@pytest.mark.asvs("16.5.1")
def test_fault_tells_a_visitor_nothing_of_the_inside(another_app: AnotherApp) -> None:
    site = another_app(environment=Environment.PRODUCTION)

    @requires(May.VISIT)
    def broken() -> str:
        raise RuntimeError("SELECT password FROM member WHERE key = 'geheim'")

    site.view_functions["pages.start"] = broken
    answer = site.test_client().get("/")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in text
    for word in ("Traceback", "RuntimeError", "geheim", "SELECT", ".py"):
        assert word not in text


@pytest.mark.asvs("13.4.2", "11.2.3")
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECOND_FACTOR"])
def test_unsafe_setting_stops_production(name: str) -> None:
    environ = {
        "SECRET_KEY": "x" * 32,
        name: {"SECRET_KEY": "kort", "SECOND_FACTOR": "optional"}[name],
    }
    with pytest.raises(MissingSetting):
        Settings.from_environ(environ)


@pytest.mark.asvs("14.2.1")
@pytest.mark.parametrize("role", [None, *RoleName])
def test_what_is_typed_stands_in_no_address(
    role: RoleName | None, log_in: LogIn, app: Flask
) -> None:
    """A form that is sent by GET asks for nothing but what to show."""
    browser = log_in(factories.member(role, region="kennemerland")) if role else Client(app)
    plain = [rule for rule in app.url_map.iter_rules() if not rule.arguments]
    asked: set[str] = set()
    for rule in plain:
        if "GET" in (rule.methods or ()):
            forms = Page(browser.get(rule.rule)).forms
            asked |= {name for form in forms if form.method == "get" for name in form.fields}
    assert asked <= {"regio", "manier"}  # from lists of our own


# ---- What may be set ----


@pytest.mark.asvs("15.3.3")
def test_own_account_takes_what_its_form_asks(client: Client) -> None:
    member(approved=False)
    log_in(client)
    before = person()
    kept = (before.approved_at, before.email, [grant.name for grant in before.roles])
    more = {
        "approved_at": "2026-01-01",
        "approved": "1",
        "roles": "administrator",
        "email": "dader@example.nl",
        "password": "x",
        "confirmed_at": "2026-01-01",
        "id": "00000000-0000-0000-0000-000000000000",
    }
    assert (
        submit(
            client, "/account", {"name": "Noor de Wit", "municipality": "Haarlem", **more}
        ).status
        == 302
    )
    after = person()
    assert (after.approved_at, after.email, [grant.name for grant in after.roles]) == kept


@pytest.mark.asvs("15.3.3", "2.2.2")
@pytest.mark.parametrize("role", ["coordinator", "administrator", "root"])
def test_nobody_signs_up_for_a_role_that_others_give(role: str, client: Client) -> None:
    assert sign_up(client, roles=["practitioner", role]).status == 422
    assert db.session.query(User).count() == 0


@pytest.mark.asvs("15.3.3")
def test_own_profile_takes_what_its_form_asks(log_in: LogIn) -> None:
    profile = factories.practitioner_profile()
    other = factories.practitioner_profile()
    mine = db.session.get_one(User, profile.member_id)
    more = {"member_id": str(other.member_id), "open_requests": "7", "last_asked": "2026-01-01"}
    page = submit(log_in(mine), "/mijn-profiel", more | {"about": "fluit", "id": str(other.id)})
    assert page.status == 302
    found = db.session.get_one(PractitionerProfile, profile.id)
    assert found.about == "fluit"
    assert (found.member_id, found.open_requests, found.last_asked) == (mine.id, 0, None)


@pytest.mark.asvs("15.3.7")
def test_form_is_read_from_the_form_alone(client: Client) -> None:
    """Not from the address, a cookie or a header."""
    member()
    token = Page(client.get("/inloggen")).form(having="password").fields["csrf_token"]
    said = {"email": "noor@example.nl", "password": PASSWORD}
    client.post("/inloggen", query_string=said, data={"csrf_token": token}, headers=said)
    assert not is_in(client)


@pytest.mark.asvs("15.3.7")
def test_of_two_with_one_name_the_first_counts_everywhere(client: Client) -> None:
    member()
    token = Page(client.get("/inloggen")).form(having="password").fields["csrf_token"]
    data: MultiDict[str, Any] = MultiDict(
        [
            ("csrf_token", token),
            ("email", "ander@example.nl"),
            ("email", "noor@example.nl"),
            ("password", PASSWORD),
        ]
    )
    assert client.post("/inloggen", data=data).status_code == 422
    assert not is_in(client)


@pytest.mark.asvs("2.2.2")
def test_rules_hold_without_the_browser(client: Client) -> None:
    """What the page asks of the browser (required, lengths, kinds) the site asks again."""
    page = sign_up(client, name="", email="geen adres", password="kort", roles=[], municipality="")
    assert page.status == 422
    assert page.text.count("Vul ") >= 2
    assert db.session.query(User).count() == 0


# ---- What comes from others ----


@pytest.mark.asvs("15.2.3")
def test_tests_and_tools_are_not_shipped() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert 'only-include = ["platform/drakennet", "matching/drakenmatch", "templates"]' in project
