"""Try mutants: a fork for each, the tests that call the function, the quickest first."""

import gc
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from benchmarks.mutating.making import MADE, Switch, function_of, verdicts

SURVIVED, KILLED, UNSEEN, TIMEOUT = 0, 1, 33, 36
SEEN = MADE / "tests.json"
SPARE_SECONDS = 3
MEMORY = 6 << 30


class Test(NamedTuple):
    """What one test calls, and how long it takes."""

    state: float
    seconds: float
    functions: list[str]


class Trying:
    """A plugin that tries mutants instead of running the tests."""

    def __init__(
        self, paths: list[Path], budget: float, share: int, again: bool, workers: int
    ) -> None:
        self.paths, self.budget, self.share = paths, budget, share
        self.again, self.workers = again, workers
        self.kept: set[str] = set()
        self.items: dict[str, pytest.Item] = {}
        self.tests: dict[str, Test] = {}
        self.by_function: dict[str, list[str]] = defaultdict(list)
        self.killers: dict[str, list[str]] = defaultdict(list)

    def pytest_configure(self) -> None:
        """A fall is all that is asked: no smaller example, nothing remembered, no chance."""
        # Not before pytest, which rewrites it.
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutants",
            phases=[Phase.explicit, Phase.generate],
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),  # a busy machine is no fault of a mutant
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed("no mutant is tried with tests that cannot be read")
        # What was called while the tests were read may have been kept: made anew in a fork.
        self.kept, Switch.called = Switch.called or set(), None
        self.items = {each.nodeid: each for each in session.items}
        gc.freeze()  # or the first collection in each fork copies every page
        gc.disable()
        self.look()
        for name, test in self.tests.items():
            for function in test.functions if name in self.items else ():
                self.by_function[function].append(name)
        for path in self.paths:
            self.try_module(path)
        return True

    def look(self) -> None:
        """Run each test that is new or changed once, and write down what it calls."""
        if SEEN.exists():
            kept = json.loads(SEEN.read_text())
            self.tests = {name: Test(*each) for name, each in kept.items()}
        new = [
            name
            for name, item in self.items.items()
            if name not in self.tests or self.tests[name].state != item.path.stat().st_mtime
        ]
        parts = [new[start :: self.workers] for start in range(self.workers)]
        for pipe in [self.fork_look(part) for part in parts if part]:
            with os.fdopen(pipe) as lines:
                found = json.loads(lines.read() or "{}")
            self.tests |= {name: Test(*each) for name, each in found.items()}
        SEEN.write_text(json.dumps(self.tests))

    def fork_look(self, names: list[str]) -> int:
        reading, writing = os.pipe()
        if os.fork():
            os.close(writing)
            return reading
        quiet()
        found = {}
        for name in names:
            forget()
            Switch.called = set()
            if not self.passes(name):
                os.write(2, f"{name} falls without any mutant\n".encode())
                continue
            functions, start = sorted(Switch.called), time.process_time()
            self.passes(name)
            state = self.items[name].path.stat().st_mtime
            found[name] = Test(state, time.process_time() - start, functions)
        with os.fdopen(writing, "w") as lines:
            json.dump(found, lines)
        os._exit(0)

    def passes(self, name: str) -> bool:
        reports = runtestprotocol(self.items[name], log=False, nextitem=None)
        return not any(each.failed for each in reports)

    def try_module(self, path: Path) -> None:
        known = verdicts(path)
        start, count = time.time(), 0
        todo = [name for name, code in known.exit_code_by_key.items() if self.wanted(name, code)]
        for name, code in self.results(todo):
            known.exit_code_by_key[name] = code
            count += 1
            if count % 20 == 0:
                known.save()
        known.save()
        seconds = time.time() - start
        print(f"{path.stem}: {count} tried in {seconds:.0f} s", file=sys.stderr, flush=True)

    def wanted(self, name: str, code: int | None) -> bool:
        if self.again:
            return code in {SURVIVED, UNSEEN}
        return code is None and sum(name.encode()) % self.share == 0

    def results(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Try several at once; a function's last killers go first."""
        running: dict[int, tuple[str, int]] = {}
        for name in names:
            if not self.by_function[function_of(name)]:
                yield name, UNSEEN
                continue
            if len(running) >= self.workers:
                yield self.next_result(running)
            pid, pipe = self.fork(name)
            running[pid] = name, pipe
        while running:
            yield self.next_result(running)

    def next_result(self, running: dict[int, tuple[str, int]]) -> tuple[str, int]:
        pid, status = os.wait()
        while pid not in running:
            pid, status = os.wait()
        name, pipe = running.pop(pid)
        with os.fdopen(pipe) as lines:
            killer = lines.read()
        if killer:
            list_ = self.killers[function_of(name)]
            if killer in list_:
                list_.remove(killer)
            list_.insert(0, killer)
        if os.WIFEXITED(status):
            return name, os.WEXITSTATUS(status)
        return name, TIMEOUT

    def chosen(self, name: str) -> tuple[list[str], float]:
        """Give the tests to run: the quickest, as many as fit in the budget."""
        function = function_of(name)
        ordered = sorted(self.by_function[function], key=lambda each: self.tests[each].seconds)
        picked: list[str] = []
        total = 0.0
        for each in ordered:
            total += self.tests[each].seconds
            if total > self.budget and picked:
                break
            picked.append(each)
        first = self.killers[function][:6]
        return [*first, *(each for each in picked if each not in first)], total

    def fork(self, name: str) -> tuple[int, int]:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid:
            os.close(writing)
            return pid, reading
        quiet()
        names, seconds = self.chosen(name)
        limit = int(4 * seconds) + SPARE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        module, _, Switch.name = name.rpartition(".")
        Switch.module = module.partition(".")[2]
        if function_of(name) in self.kept:
            forget()
        for each in names:
            if not self.passes(each):
                os.write(writing, each.encode())
                os._exit(KILLED)
        os._exit(SURVIVED)


def forget() -> None:
    """Empty what the matcher keeps, so that it is worked out anew."""
    for name in [each for each in sys.modules if each.partition(".")[0] == "drakenmatch"]:
        for value in vars(sys.modules[name]).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def quiet() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    if not os.environ.get("LOUD"):
        os.dup2(nothing, 2)
