"""How many small faults in the matcher the tests notice.

    python3 dev.py bench mutants                    all modules: hours; resumes where it stopped
    python3 dev.py bench mutants --module 'order'   one module, or a pattern
    python3 dev.py bench mutants --again            those that survived once more, against all tests
    python3 dev.py bench mutants --table            only what is known
    python3 dev.py bench mutants --survivors        each survivor as a diff

mutmut makes the mutants in `mutants/`; this tries them in forks of one pytest session.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

TESTS = "tests/matching"
# A clock is no judge of a mutant, and a process of its own would not meet it.
LEFT_OUT = (
    "test_words_parts.py::test_a_long_text_takes_no_more_than_its_share",
    "test_cli.py::test_ranks_in_a_process_of_its_own",
    "test_cli.py::test_faults_in_a_process_of_its_own",
)
ROW = "{:<18}{:>9}{:>9}{:>8}{:>10}{:>9}{:>9}{:>8}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, try and print; gives the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--module", action="append", default=[], help="a name or pattern")
    parser.add_argument("--again", action="store_true", help="the survivors once more")
    parser.add_argument("--budget", type=float, default=4.0, help="seconds of tests a mutant")
    parser.add_argument("--share", type=int, default=1, help="one mutant in so many")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--table", action="store_true", help="try nothing")
    parser.add_argument("--survivors", action="store_true", help="show them, try nothing")
    parser.add_argument("--tests", action="append", default=[], help="only these test files")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from benchmarks.mutating.making import make, modules

    paths = modules(chosen.module)
    if chosen.survivors:
        return show(paths)
    if not chosen.table:
        make(modules(()))
        attempt(paths, chosen)
    print(table(paths))
    return 0


def attempt(paths: list[Path], chosen: argparse.Namespace) -> None:
    """Try the mutants of these modules in one pytest session."""
    import pytest

    from benchmarks.mutating import making, trying

    making.stand_in()
    plugin = trying.Trying(paths, chosen.budget, chosen.share, chosen.again, chosen.workers)
    left_out = [f"--deselect={TESTS}/{each}" for each in LEFT_OUT]
    options = [
        "-q",
        "--capture=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "--tb=native",
        "--assert=plain",
    ]
    options += [f"--confcutdir={TESTS}", *left_out]
    pytest.main([*options, *(chosen.tests or [TESTS])], plugins=[plugin])


def table(paths: list[Path]) -> str:
    """Give one line a module: what became of its mutants."""
    from benchmarks.mutating.making import verdicts

    heads = ("module", "mutants", "tried", "killed", "survived", "unseen", "timeout", "score")
    rows, total = [ROW.format(*heads)], Counter[str]()
    for path in paths:
        counts = count(verdicts(path).exit_code_by_key.values())
        if counts["mutants"]:
            rows.append(line(path.stem, counts))
            total += counts
    return "\n".join([*rows, line("total", total)])


def count(codes: Sequence[int | None]) -> Counter[str]:
    """Count by verdict; what runs out of time or out of the interpreter is noticed too."""
    names = {None: "untried", 0: "survived", 1: "killed", 33: "unseen"}
    counts = Counter(names.get(code, "timeout") for code in codes)
    counts["mutants"] = len(list(codes))
    return counts


def line(name: str, counts: Counter[str]) -> str:
    tried = counts["mutants"] - counts["untried"]
    noticed = counts["killed"] + counts["timeout"]
    score = f"{100 * noticed / tried:.1f} %" if tried else "-"
    parts = (counts[each] for each in ("killed", "survived", "unseen", "timeout"))
    return ROW.format(name, counts["mutants"], tried, *parts, score)


def show(paths: list[Path]) -> int:
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    from benchmarks.mutating.making import verdicts

    for path in paths:
        for name, code in verdicts(path).exit_code_by_key.items():
            if code in {0, 33}:
                print(f"# {name} {'(no test)' if code else ''}")
                print(get_diff_for_mutant(name, path=path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
