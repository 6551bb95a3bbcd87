"""Put each flaw back, one at a time, and see whether the suite notices.

python3 -m tests.mutants [--list] [--resume] [NAME ...]
"""

import argparse
import json
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
LONGEST = 300  # seconds for one flaw: a suite that hangs has noticed nothing
NOTHING_RAN = 5  # as pytest says it
KEPT = Path(tempfile.gettempdir()) / "drakennet-mutants.json"  # so that a run can go on
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these flaws")
    parser.add_argument("--list", action="store_true", help="say which there are, and stop")
    parser.add_argument("--resume", action="store_true", help="skip what was measured before")
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - {flaw.name for flaw in FLAWS}
    if unknown:
        parser.error(f"no such flaw: {', '.join(sorted(unknown))}")
    flaws = [flaw for flaw in FLAWS if not chosen.names or flaw.name in chosen.names]
    if chosen.list:
        print(*(f"{flaw.name}: {flaw.breaks}" for flaw in flaws), sep="\n")
        return 0
    known = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for flaw in flaws:
        if not (chosen.resume and flaw.name in known):
            known[flaw.name] = measured(flaw)
            KEPT.write_text(json.dumps(known))
            print(line(flaw, known[flaw.name]), flush=True)
    return verdict(flaws, known)


def measured(flaw: Flaw) -> dict[str, object]:
    """Whether the tests fall, and how long that took."""
    with tempfile.TemporaryDirectory(prefix="drakennet-flaw-") as folder:
        copy = Path(folder)
        copy_of_checkout(copy)
        flaw.apply(copy)
        began = time.monotonic()
        outcome = run(flaw, copy)
        return {"outcome": outcome, "seconds": round(time.monotonic() - began)}


def copy_of_checkout(folder: Path) -> None:
    """What git knows, as it stands in the checkout now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("benchmarks/", "docs/")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def run(flaw: Flaw, folder: Path) -> str:
    """Caught, survived, or why it cannot be said."""
    sources = os.pathsep.join(str(folder / name) for name in ("platform", "matching"))
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-k", f"not {OTHER[flaw.database]} and not browser", *flaw.tests]
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": sources, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=LONGEST,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return "survived (hangs)"
    if ended.returncode == 1 and "\nFAILED " in ended.stdout:
        return "caught"
    if ended.returncode == 0:
        return "survived"
    return f"broken ({'nothing ran' if ended.returncode == NOTHING_RAN else ended.stdout[-300:]})"


def line(flaw: Flaw, found: dict[str, object]) -> str:
    return f"| {flaw.name} | {flaw.breaks} | {found['outcome']} | {found['seconds']} s |"


def verdict(flaws: Iterable[Flaw], known: dict[str, dict[str, object]]) -> int:
    """Print the table; fewer than 38 of 40 is a failure."""
    every = list(flaws)
    caught = sum(known[flaw.name]["outcome"] == "caught" for flaw in every)
    print("\n| flaw | what it breaks | suite | time |\n|---|---|---|---:|")
    print(*(line(flaw, known[flaw.name]) for flaw in every), sep="\n")
    print(f"\n{caught} of {len(every)} caught.")
    return 0 if caught >= ENOUGH * len(every) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
