"""Put each flaw back, one at a time, and see whether the suite notices.

python3 -m tests.mutants [--list] [--resume] [NAME ...]
"""

import argparse
import importlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.mutants.flaw import ROOT, Flaw
from tests.mutants.flaws import FLAWS

ENOUGH = 38 / 40
LONGEST = 600  # seconds for one flaw
KEPT = Path(tempfile.gettempdir()) / "drakennet-flaws"  # what was measured, so that a run can go on
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
OUTCOMES = {0: "survived", 1: "caught"}  # by pytest's exit code; anything else says nothing
# Libraries take longer to load than most flaws take to notice: once is enough.
LIBRARIES = (
    "pytest numpy sqlalchemy flask_security flask_babel flask_wtf flask_migrate "
    "playwright.sync_api icalendar webauthn structlog holidays segno rapidfuzz email_validator"
)
OURS = frozenset({"drakenmatch", "drakennet", "tests"})
Found = dict[str, str | int]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these flaws")
    parser.add_argument("--list", action="store_true", help="say which there are, and stop")
    parser.add_argument("--resume", action="store_true", help="skip what was measured before")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - {flaw.name for flaw in FLAWS}:
        parser.error(f"no such flaw: {', '.join(sorted(unknown))}")
    flaws = [flaw for flaw in FLAWS if not chosen.names or flaw.name in chosen.names]
    if chosen.list:
        print(*(f"{flaw.name}: {flaw.breaks}" for flaw in flaws), sep="\n")
        return 0
    KEPT.mkdir(exist_ok=True)
    for library in LIBRARIES.split():
        importlib.import_module(library)
    for flaw in flaws:
        if not (chosen.resume and _is_known(flaw)):
            _kept(flaw).write_text(json.dumps(measured(flaw)))
            print(_line(flaw), flush=True)
    return verdict(flaws)


def measured(flaw: Flaw) -> Found:
    """Whether the tests fall, and how long that took."""
    with tempfile.TemporaryDirectory(prefix="drakennet-flaw-") as folder:
        copy = Path(folder)
        copy_of_checkout(copy)
        flaw.apply(copy)
        began = time.monotonic()
        outcome = run(flaw, copy)
        return {"outcome": outcome, "seconds": round(time.monotonic() - began)}


def copy_of_checkout(folder: Path) -> None:
    """What git knows or would take, as it stands in the checkout now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("benchmarks/", "docs/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def run(flaw: Flaw, folder: Path) -> str:
    """Run the tests in a process of their own; caught, survived, or that it cannot be said."""
    process = multiprocessing.get_context("fork").Process(target=_test, args=(flaw, folder))
    process.start()
    process.join(LONGEST)
    if process.is_alive():
        process.kill()
        process.join()
        return "took too long"
    output = (folder / "output.txt").read_text(errors="replace")
    if process.exitcode == 1 and "\nFAILED " not in output:
        return "broken"  # an error outside a test is nobody's noticing
    return OUTCOMES.get(process.exitcode or 0, "broken")


def _test(flaw: Flaw, folder: Path) -> None:
    """In the copy, with its own modules and no other's."""
    output = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.chdir(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != ROOT]
    sys.path[:0] = [str(folder), str(folder / "platform"), str(folder / "matching")]
    sys.dont_write_bytecode = True
    import pytest

    pick = ["-k", f"not {OTHER[flaw.database]}", "-m", "not browser"]
    code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", *pick, *flaw.tests])
    sys.stdout.flush()
    os._exit(int(code))


def _kept(flaw: Flaw) -> Path:
    return KEPT / f"{flaw.name}.json"


def _is_known(flaw: Flaw) -> bool:
    return _kept(flaw).exists() and json.loads(_kept(flaw).read_text())["outcome"] != "broken"


def _line(flaw: Flaw) -> str:
    found: Found = json.loads(_kept(flaw).read_text())
    return f"| {flaw.name} | {flaw.breaks} | {found['outcome']} | {found['seconds']} |"


def verdict(flaws: Iterable[Flaw]) -> int:
    """Print the table; fewer than 38 of 40 is a failure."""
    lines = [_line(flaw) for flaw in flaws]
    caught = sum("| caught |" in line for line in lines)
    print("\n| flaw | what it breaks | the suite | s |\n|---|---|---|---:|", *lines, sep="\n")
    print(f"\n{caught} of {len(lines)} caught.")
    return 0 if caught >= ENOUGH * len(lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
