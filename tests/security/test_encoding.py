"""Chapter 1: what somebody typed stays text, whatever reads it next."""

import ast
import json
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.practitioners.models import PractitionerProfile
from tests import factories
from tests.accounts.steps import PASSWORD, member
from tests.conftest import Client, LogIn
from tests.pages import Page, submit
from tests.security.code import calls, imports, scripts, trees

ODD = "<script>alert(1)</script>\"'&{{ 7*191 }}{% raw %}%(name)s %s {0.__class__} \\"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;"
SQL = ["' OR '1'='1", "'; DROP TABLE user; --", '" OR ""="', "%' OR 1=1 --", "\\'; SELECT 1"]
PATTERNS = ["(.*[", "a{99999999}", "(?P<x>", "\\", "*+?", "(a+)+$", "[[:alpha:"]


@pytest.fixture
def odd(app: Flask) -> User:
    """Somebody of whom every text is odd; the forms would not have taken most of it."""
    person = factories.member(RoleName.PRACTITIONER, name=ODD)
    factories.practitioner_profile(person, about=ODD)
    return person


@pytest.mark.asvs("1.1.2", "1.2.1", "3.2.2")
@pytest.mark.parametrize("address", ["/home", "/mijn-profiel", "/account", "/bestaat-niet"])
def test_odd_text_is_escaped_where_it_is_written(address: str, odd: User, log_in: LogIn) -> None:
    html = log_in(odd).get(address).get_data(as_text=True)
    assert "<script>alert" not in html
    assert ESCAPED in html


@pytest.mark.asvs("1.3.7", "1.3.10")
@pytest.mark.parametrize("address", ["/home", "/mijn-profiel", "/account"])
def test_odd_text_is_no_template_and_no_format(address: str, odd: User, log_in: LogIn) -> None:
    """What stands there is what was typed: nothing was counted, filled in or looked up."""
    page = Page(log_in(odd).get(address))
    assert ODD in page.html.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace(
        "&#39;", "'"
    ).replace("&amp;", "&")
    assert "1337" not in page.html
    assert "class 'str'" not in page.html


@pytest.mark.asvs("1.3.7")
def test_no_template_is_made_of_text() -> None:
    made = {"render_template_string", "from_string", "Template", "jinja2.Template"}
    assert [(path, name) for path, name, _call in calls() if name.split(".")[-1] in made] == []


@pytest.mark.asvs("1.2.1")
def test_no_template_lets_text_through_unescaped() -> None:
    """Nothing marks text as safe: neither in a template nor in code."""
    assert [(path, name) for path, name, _call in calls() if name.endswith("Markup")] == []
    from tests.security.code import TEMPLATES

    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8").replace(" ", "")
        assert "|safe" not in text, path
        assert "autoescapefalse" not in text, path


@pytest.mark.asvs("1.1.1")
@pytest.mark.parametrize("words", ["&lt;b&gt; %3Cb%3E", "%2541", "&amp;amp;", "\\u0041"])
def test_text_is_decoded_once(words: str, log_in: LogIn) -> None:
    browser = log_in(factories.member(RoleName.ORGANISATION_CONTACT))
    page = submit(browser, "/zoek", {"text": words})
    assert page.status == 200
    assert page.form("/zoek").fields["text"] == words


@pytest.mark.asvs("1.1.1", "1.2.2")
@pytest.mark.parametrize(
    "address",
    ["%2F%2Fdader.example", "javascript:alert(1)", "data:text/html,x", "/%5C/dader.example"],
)
def test_address_to_go_to_is_judged_as_it_will_be_read(address: str, client: Client) -> None:
    member()
    page = submit(
        client, "/inloggen", {"email": "noor@example.nl", "password": PASSWORD, "next": address}
    )
    place = page.response.location
    assert urlsplit(place).netloc == ""
    assert place.startswith("/")
    assert "dader" not in place or place.startswith("/%5C/")


@pytest.mark.asvs("1.2.2")
@pytest.mark.parametrize("role", [None, *RoleName])
def test_links_go_by_safe_ways_only(role: RoleName | None, log_in: LogIn) -> None:
    browser = log_in(factories.member(*([role] if role else []), region="kennemerland", name=ODD))
    for address in ("/", "/home", "/account", "/privacy", "/regio/kennemerland"):
        for link in Page(browser.get(address)).links.values():
            assert urlsplit(link).scheme in {"", "https", "mailto", "tel"}, link


@pytest.mark.asvs("1.2.3")
def test_json_stays_json(odd: User, log_in: LogIn) -> None:
    answer = log_in(odd).get("/mijn-gegevens/drakennet.json")
    assert answer.mimetype == "application/json"
    assert ODD in json.dumps(json.loads(answer.get_data(as_text=True)), ensure_ascii=False).replace(
        '\\"', '"'
    ).replace("\\\\", "\\")


@pytest.mark.asvs("1.2.3", "3.2.2")
def test_scripts_write_text_and_never_html() -> None:
    """No script of ours makes elements of text, and no page holds a script of its own."""
    for name, script in scripts().items():
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in script, (name, word)


@pytest.mark.asvs("1.2.4")
@pytest.mark.parametrize("words", SQL)
def test_text_is_no_part_of_a_question_to_the_database(words: str, log_in: LogIn) -> None:
    person = factories.member(RoleName.ORGANISATION_CONTACT)
    browser = log_in(person)
    assert submit(browser, "/zoek", {"text": words}).status == 200
    answer = submit(browser, "/account", {"name": words, "municipality": "Haarlem"})
    assert answer.status == 302
    assert db.session.get_one(User, person.id).name == words


@pytest.mark.asvs("1.2.4")
@pytest.mark.parametrize("words", SQL)
def test_nobody_logs_in_with_a_question(words: str, client: Client) -> None:
    member()
    for email, password in ((words, words), ("noor@example.nl", words)):
        assert submit(client, "/inloggen", {"email": email, "password": password}).status == 422


@pytest.mark.asvs("1.2.4")
def test_sql_of_our_own_is_written_out() -> None:
    """Where SQL is written by hand it is a constant; all else is built by SQLAlchemy."""
    made = {
        (path, ast.unparse(part.value))
        for path, name, call in calls()
        if path.startswith("platform/")  # the matcher knows no database
        and (name in {"text", "sa.text"} or name.endswith((".execute", ".exec_driver_sql", ".ask")))
        for each in call.args
        for part in ast.walk(each)
        if isinstance(part, ast.FormattedValue)
    }
    assert made == {
        # PRAGMA takes no parameter; the choice is between words of ours.
        ("platform/drakennet/database.py", "pragma"),
        ("platform/drakennet/database.py", "'ON' if reads else 'OFF'"),
        # Numbers that this process counted itself.
        ("platform/drakennet/practitioners/pool.py", "numbers"),
    }
    glued = [
        (path, ast.unparse(call))
        for path, name, call in calls()
        if path.startswith("platform/")
        and (name in {"text", "sa.text"} or name.endswith((".exec_driver_sql", "cursor.execute")))
        for each in call.args[:1]
        if isinstance(each, ast.BinOp | ast.Call)
    ]
    assert glued == []


@pytest.mark.asvs("1.2.5", "1.3.2", "1.5.2")
def test_nothing_that_runs_or_unpacks_what_it_is_given() -> None:
    never = {"subprocess", "pickle", "marshal", "shelve", "yaml", "dill", "code", "pty", "ctypes"}
    assert [each for each in imports() if each[1].split(".")[0] in never] == []
    called = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv"}
    found = [(path, name) for path, name, _call in calls() if name in called]
    assert found == []


@pytest.mark.asvs("1.3.2")
def test_browser_runs_no_text_either() -> None:
    from tests.security.code import TEMPLATES

    assert '"allowEval": false' in (TEMPLATES / "base.html").read_text(encoding="utf-8")
    for name, script in scripts().items():
        assert "new Function" not in script, name
        assert 'setTimeout("' not in script, name


@pytest.mark.asvs("1.2.9")
@pytest.mark.parametrize("words", PATTERNS)
def test_text_is_no_pattern(words: str, log_in: LogIn) -> None:
    browser = log_in(factories.organisation_contact())
    assert submit(browser, "/zoek", {"text": words}).status == 200
    assert submit(browser, "/aanvragen/nieuw", {"place": words}).status == 422
    assert submit(browser, "/account", {"name": words, "municipality": "Haarlem"}).status == 302


@pytest.mark.asvs("1.2.9")
def test_what_goes_into_a_pattern_is_escaped() -> None:
    """Patterns are made while a module is read, of its own words; any other part is escaped."""
    found = [
        (path, ast.unparse(part.value))
        for path, tree in trees().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.")
        for each in call.args[:1]
        for part in ast.walk(each)
        if isinstance(part, ast.FormattedValue)
    ]
    assert found == [("platform/drakennet/fields.py", "re.escape(prefix)")]


@pytest.mark.asvs("1.3.6", "13.2.4", "15.3.2")
def test_site_asks_nothing_of_an_address_that_somebody_gave() -> None:
    """No HTTP client is imported at all. The mail server is the one place we connect to."""
    clients = {"requests", "httpx", "aiohttp", "urllib3", "ftplib", "telnetlib", "xmlrpc"}
    asks = {"urllib.request", "http.client", "socket", "smtplib"}
    found = [
        (path, name)
        for path, name in imports()
        if name.split(".")[0] in clients or any(name.startswith(each) for each in asks)
    ]
    assert found == [("platform/drakennet/mail/smtp.py", "smtplib")]


TAKEN = {"0", "٣"}  # a three is a three in any script; none of the others is a distance


@pytest.mark.asvs("1.4.2")
@pytest.mark.parametrize("number", ["-1", "0", "9" * 20, "9" * 400, "1e9", "0x10", "NaN", "٣"])
def test_number_has_its_bounds(number: str, log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person)
    browser = log_in(person)
    looks = browser.get("/mijn-gegevens/inzage", query_string={"pagina": number})
    assert looks.status_code == 200
    before = db.session.scalars(select(PractitionerProfile.travel_km)).one()
    page = submit(browser, "/mijn-profiel", {"travel_km": number})
    assert page.status == (302 if number in TAKEN else 422)
    kept = db.session.scalars(select(PractitionerProfile.travel_km)).one()
    assert kept == (int(number) if number in TAKEN else before)
