"""The house keeps its shape: what would go wrong silently is looked at here."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = ROOT / "platform" / "drakennet"
TEMPLATES = ROOT / "templates"
FEATURE_FILES = {
    "__init__.py",
    "models.py",
    "forms.py",
    "queries.py",
    "services.py",
    "views.py",
    "mails.py",
    "tasks.py",
    "wording.py",  # what the values of a closed list are called to people
}
# Accounts keep log-ins and judge passwords, each kind of factor has a file. The mail feature makes
# calendar files, privacy is one guard, loading reads, checks and writes.
MORE_FILES = {
    "accounts": {"devices.py", "passwords.py", "sessions.py"},
    "factors": {"paper.py", "passkeys.py", "totp.py"},
    "intervision": {"asking.py", "invitees.py", "leaving.py"},  # a wave, who is in it, who goes
    "mail": {"calendar.py", "smtp.py"},
    "own_data": {"readable.py", "written.py"},  # all that is held, for who it is about
    # The pool follows a log, and asks no question; a colleague has another profile and form.
    "practitioners": {"visibility.py", "pool.py", "colleague.py"},
    "privacy": {
        "guard.py",  # what is found
        *(
            "pieces.py",
            "numbers.py",
            "dates.py",
            "addresses.py",
            "names.py",
            "beside.py",
            "known.py",
            "marks.py",
            "words.py",
        ),
    },
    # Rows of the one large form, and what they mean; and who goes.
    "requests": {"rows.py", "leaving.py"},
    "loading": {
        *("json_file.py", "kinds.py", "times.py", "document.py", "sessions.py"),  # reading
        *("known.py", "checks.py", "writing.py"),
    },
}
FEATURES = sorted(path.parent.name for path in APPLICATION.glob("*/__init__.py"))
SOURCES = [*APPLICATION.rglob("*.py"), *(ROOT / "matching").rglob("*.py")]
NO_PAGES = {"components", "mail", "errors"}


@pytest.mark.parametrize("root", ["platform", "matching"])
def test_source_root_is_no_package(root: str) -> None:
    """`platform/__init__.py` would shadow the standard library: uuid, Flask and pytest die."""
    assert not (ROOT / root / "__init__.py").exists()
    packages = [path for path in (ROOT / root).iterdir() if path.name != "__pycache__"]
    assert [path.name for path in packages] == [{"platform": "drakennet"}.get(root, "drakenmatch")]


def test_standard_library_stands_from_the_root() -> None:
    code = "import uuid, platform; assert platform.system(); import wsgi; assert wsgi.app"
    environment = {"DRAKENNET_ENV": "test", "DATABASE_URL": "sqlite://", "SECRET_KEY": "x" * 32}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


@pytest.mark.parametrize("feature", FEATURES)
def test_feature_holds_only_the_known_files(feature: str) -> None:
    files = {path.name for path in (APPLICATION / feature).glob("*.py")}
    assert files <= FEATURE_FILES | MORE_FILES.get(feature, set())


def test_templates_mirror_the_features() -> None:
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()} - NO_PAGES
    with_pages = {
        feature
        for feature in FEATURES
        if (APPLICATION / feature / "views.py").exists()
        if "render_template" in (APPLICATION / feature / "views.py").read_text()
    }
    assert folders == with_pages - {"mail"}


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    "path",
    [path for path in SOURCES if "versions" not in path.parts],  # migrations are written once
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_file_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, functions) and node.end_lineno is not None:
            assert node.end_lineno - node.lineno < 60, node.name


@pytest.mark.parametrize("path", [*TEMPLATES.rglob("*.html")], ids=lambda path: path.name)
def test_nothing_inline(path: Path) -> None:
    """The content security policy would drop it silently."""
    text = path.read_text(encoding="utf-8")
    if path.is_relative_to(TEMPLATES / "mail"):
        return
    assert "style=" not in text
    assert "<style" not in text
    assert " onclick" not in text
    assert "<script>" not in text
