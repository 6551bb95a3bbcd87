"""Chapter 1: what somebody typed stays text, whatever reads it next."""

import ast
import json
from urllib.parse import urlsplit

import pytest
from flask import Flask

from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from tests import factories
from tests.accounts.steps import PASSWORD, member
from tests.conftest import Client, LogIn
from tests.pages import Page, submit
from tests.security.code import calls, imports, scripts
from tests.security.code import trees as trees_of_code

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
    assert page.html.count("<textarea") + page.html.count("<input") > 0
    assert page.form("/zoek").fields["text"] in {words, _unescaped(words)}


def _unescaped(words: str) -> str:
    """As the test's own reader takes a textarea, whose signs it reads once."""
    from html import unescape

    return unescape(words)


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
    for path, name, call in calls():
        if not path.startswith("platform/"):
            continue  # the matcher knows no database
        if name in {"text", "sa.text", "sqlalchemy.text"} or name.endswith("exec_driver_sql"):
            for each in call.args:
                for part in ast.walk(each):
                    if isinstance(part, ast.FormattedValue):
                        # PRAGMA takes no parameter; the choice is between words of ours
                        assert path == "platform/drakennet/database.py", path


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
    """An f-string that becomes a pattern holds only constants of ours, or escaped text."""
    names = {"re.compile", "re.match", "re.search", "re.sub", "re.finditer", "re.fullmatch"}
    for path, name, call in calls():
        if name in names and call.args and isinstance(call.args[0], ast.JoinedStr):
            for part in call.args[0].values:
                if isinstance(part, ast.FormattedValue):
                    said = ast.unparse(part.value)
                    assert (
                        said.isupper()
                        or said.lstrip("_").isupper()
                        or "escape(" in said
                        or (_is_ours(path, said))
                    ), (path, said)


def _is_ours(path: str, said: str) -> bool:
    """A name that the module itself gives a constant, or a pattern made of its own lists."""
    return any(
        isinstance(node, ast.Assign | ast.AnnAssign) and f"{said} =" in ast.unparse(node)
        for node in trees_of_code()[path].body
    ) or path.startswith("platform/drakennet/privacy/")


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


@pytest.mark.asvs("1.4.2")
@pytest.mark.parametrize("number", ["-1", "0", "99999999999999999999", "1e9", "0x10", "NaN", "٣"])
def test_number_has_its_bounds(number: str, log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person)
    browser = log_in(person)
    assert browser.get("/wie-keek", query_string={"page": number}).status_code in {200, 404}
    page = submit(browser, "/mijn-profiel", {"max_open_requests": number, "travel_km": number})
    assert page.status in {302, 422}
