"""Everything a developer does, with nothing but Python and git.

    python3 dev.py run [--port N]   a filled, working site on http://127.0.0.1:5000
    python3 dev.py test [...]       all tests; what follows goes to pytest
    python3 dev.py check            lint, types, import contracts, templates, lock
    python3 dev.py shell            a Python prompt inside the application
    python3 dev.py bench NAME [...] run benchmarks/NAME.py, beside what others would use
    python3 dev.py lock             write both locks anew from pyproject.toml

The first call makes .venv from the hashed lock; a later one only when the lock has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCK = ROOT / "requirements.lock"
BENCH_LOCK = ROOT / "benchmarks" / "requirements.lock"
SITE = ("--extra", "site", "--extra", "postgres", "--extra", "assign", "--group", "dev")
ASKED = {LOCK: SITE, BENCH_LOCK: ("--group", "bench")}
# Linux often gives large pages only to who asks: a pool in memory is then read quicker.
LARGE_PAGES = "glibc.malloc.hugetlb=1"
BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def main() -> int:
    commands = {each.__name__: each for each in (run, test, check, bench, shell, lock)}
    name, *rest = [*sys.argv[1:], "help"]
    if name not in commands:
        sys.stdout.write(__doc__ or "")
        return 0 if name in {"help", "--help", "-h"} else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python may start
        sys.exit("Drakennet needs Python 3.11 or newer.")
    os.chdir(ROOT)
    prepare()
    return commands[name](rest[:-1])


def prepare() -> None:
    """Make the environment, unless this lock is in it already."""
    install(LOCK, ("--no-deps", "--no-build-isolation", "-e", "."))


def install(lock: Path, *more: tuple[str, ...]) -> None:
    """Install a lock, and then `more`, unless a stamp says that it is there already."""
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    place = lock.relative_to(ROOT).as_posix()
    stamp = VENV / f"{place.replace('/', '-')}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Installing {place} in .venv (once; about a minute) ...", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=True)
    for what in (("--require-hashes", "-r", str(lock)), *more):
        pip(*what)
    stamp.write_text(wanted)


def pip(*arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([str(PYTHON), "-m", "pip", "install", *quiet, *arguments], check=True)


def call(*command: str, **environment: str) -> int:
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def run(arguments: list[str]) -> int:
    """Serve the demonstration, made on the first run; other settings come from the environment."""
    environment = {"DRAKENNET_ENV": "demo", "GLIBC_TUNABLES": LARGE_PAGES, **os.environ}
    command = (str(PYTHON), "-m", "drakennet", "serve", *arguments)
    if os.name == "posix":
        os.execve(PYTHON, command, environment)  # noqa: S606 - what stops dev.py stops the server
    return call(*command, **environment)


def test(arguments: list[str]) -> int:
    found = chromium()
    if not found:
        print("No Chromium found: the browser tests are left out (set CHROMIUM to its path).")
    workers = [] if {"-n", "-x", "--pdb"} & set(arguments) else ["-n", "2"]
    return call(str(PYTHON), "-m", "pytest", *workers, *arguments, CHROMIUM=found or "")


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return next((path for path in (named, *BROWSERS) if path and Path(path).exists()), None)


def check(_arguments: list[str]) -> int:
    """Run every check, also after one failed, and name what failed."""
    commands = {
        "format": ("ruff", "format", "--check", "."),
        "lint": ("ruff", "check", "."),
        "types": ("mypy",),
        "imports": ("lint-imports",),
        "templates": ("djlint", "templates", "--check", "--lint", "--quiet"),
    }
    failed = [name for name, (tool, *rest) in commands.items() if call(str(BIN / tool), *rest)]
    failed += [lock.relative_to(ROOT).as_posix() for lock in ASKED if not is_clean(lock)]
    print(f"Not right yet: {', '.join(failed)}." if failed else "All checks pass.")
    return 1 if failed else 0


def compile_lock(lock: Path, target: Path) -> int:
    """Write what pyproject.toml asks for, keeping the versions that `target` already has."""
    options = ("--universal", "--generate-hashes", "--python-version", "3.11", "--quiet")
    header = ("--custom-compile-command", "python3 dev.py lock")
    same = () if lock == LOCK else ("--constraint", LOCK.name)
    command = ("pip", "compile", *options, *ASKED[lock], *same, *header, "pyproject.toml")
    return call(str(BIN / "uv"), *command, "-o", str(target), UV_NO_CONFIG="1")


def is_clean(lock: Path) -> bool:
    """Tell whether compiling a copy changes no line, and no line names a place of one machine."""
    text = lock.read_text()
    # What the settings of one machine would leave behind in a lock.
    if any(word in text for word in ("file:", "--index-url", "--find-links")):
        return False
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(lock, folder))
        return compile_lock(lock, copy) == 0 and copy.read_text() == text


def lock(_arguments: list[str]) -> int:
    return max([compile_lock(each, each) for each in ASKED])


def bench(arguments: list[str]) -> int:
    """Run a benchmark; what only benchmarks need is added to .venv the first time."""
    name, *rest = arguments or [""]
    script = ROOT / "benchmarks" / f"{name}.py"
    if not script.is_file():
        names = sorted(path.stem for path in script.parent.glob("[a-z]*.py"))
        print(f"Which one? {', '.join(names)}.")
        return 2
    install(BENCH_LOCK)
    tuned = os.environ.get("GLIBC_TUNABLES", LARGE_PAGES)
    return call(str(PYTHON), "-m", f"benchmarks.{name}", *rest, GLIBC_TUNABLES=tuned)


def shell(_arguments: list[str]) -> int:
    return call(str(BIN / "flask"), "--app", "wsgi", "shell", DRAKENNET_ENV="demo")


if __name__ == "__main__":
    sys.exit(main())
