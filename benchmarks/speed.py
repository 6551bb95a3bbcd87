"""How fast is the matcher, beside what a user would take instead? One command, one table.

    python3 dev.py bench speed                     1,000, 10,000 and 100,000 profiles
    python3 dev.py bench speed --million           also a million, of the matcher alone
    python3 dev.py bench speed --sizes 1000 --requests 20 --peers postgres,tantivy
    python3 dev.py bench speed --check             exit code 1 when a promise is not kept

All figures are processor time of one thread: a busy machine makes them larger, and all alike.
"""

import argparse
import gc
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.country.facts import TODAY, facts
from benchmarks.country.mix import Place, requests
from benchmarks.population import Country, country
from benchmarks.rivals import orm, ours
from benchmarks.rivals.oracle import Oracle
from benchmarks.rivals.peer import Peer
from benchmarks.rivals.question import Question, kilometres, nearness, question
from benchmarks.rivals.table import table
from benchmarks.speeding import single
from benchmarks.speeding.bounds import FIRST, TYPED, WHOLE, Bound, of_floor, of_mix
from benchmarks.speeding.clock import (
    COLD,
    WARM,
    Asked,
    Task,
    Times,
    bandwidth,
    floor_bytes,
    measure,
)
from drakenmatch import read_words

PEERS = ("postgres", "tantivy", "polars", "sqlite", "loop", "orm")
MODULES = {"polars": "polars_", "tantivy": "tantivy_"}
SLOW = {"loop": 20, "sqlite": 60, "orm": 2}  # requests, of those who take long
LARGE, ORM_SIZE = 100_000, 10_000


@dataclass(frozen=True)
class Run:
    """What was measured at one size."""

    size: int
    times: Times
    wrong: dict[str, int]
    checked: int
    bounds: list[Bound]


def main() -> int:
    """Measure, print, and judge."""
    asked = arguments()
    on_one_core()
    print(f"Measured on {processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.\n")
    kilometres(), nearness()
    orm_mean = 0.0
    failed = False
    for size in asked.sizes:
        run = at_size(size, asked, orm_mean)
        orm_mean = run.times.summary("ORM load", COLD).mean if size == ORM_SIZE else orm_mean
        print(*report(run), sep="\n", flush=True)
        failed |= any(run.wrong.values()) or not all(each.passes for each in run.bounds)
    if asked.million:
        bounds = list(of_million())
        print(*bounded("A million profiles", bounds), sep="\n")
        failed |= not all(each.passes for each in bounds)
    return int(failed and asked.check)


def on_one_core() -> None:
    """Stay on one core, with the servers that start from here: a flush of its caches meets all."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="speed", description="Speed beside what others use.")
    parser.add_argument("--sizes", type=numbers, default=[1_000, 10_000, LARGE])
    parser.add_argument("--requests", type=int, default=200, help="a multiple of 20 keeps the mix")
    parser.add_argument("--peers", type=words, default=list(PEERS), help=", ".join(PEERS))
    parser.add_argument("--compare", type=int, default=40, help="requests given to the oracle")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit code 1 when a bound fails")
    return parser.parse_args()


def numbers(text: str) -> list[int]:
    """Read sizes."""
    return [int(each) for each in text.split(",")]


def words(text: str) -> list[str]:
    """Read names."""
    return [each for each in text.split(",") if each]


def at_size(size: int, asked: argparse.Namespace, orm_mean: float) -> Run:
    """Fill all peers with the same people and ask them the same."""
    people = country(size)
    mix = [Asked(each.place, question(each.request)) for each in requests(asked.requests)]
    bounds: list[Bound] = []
    if size == LARGE:
        bounds.append(Bound("cold load", single.load_seconds(list(people)), 4, "s"))
    with ExitStack() as stack:
        matcher = stack.enter_context(ours.opened(people))
        peers = dict(opened(people, asked.peers, stack))
        # What is loaded stays: the collector need not look at it again in somebody's call.
        gc.collect()
        gc.freeze()
        read_words("emdr", facts().vocabulary, facts().places)
        tasks = [*own_tasks(matcher), *peer_tasks(peers)]
        times = measure(tasks, mix)
        wrong = compare({FIRST: matcher, **peers}, people, mix[: asked.compare])
        if size == LARGE:
            bounds += large_bounds(matcher, people, times, mix, orm_mean)
        gc.unfreeze()
    return Run(size, times, wrong, len(mix[: asked.compare]), bounds)


def opened(people: Country, names: Sequence[str], stack: ExitStack) -> Iterator[tuple[str, Peer]]:
    """Fill the peers. The ORM holds 10,000 at most: more would only take longer."""
    columns = table(people)
    for name in names:
        if name == "orm" and len(people) != ORM_SIZE:
            continue
        module = import_module(f"benchmarks.rivals.{MODULES.get(name, name)}")
        peer: Peer = stack.enter_context(module.opened(people if name == "orm" else columns))
        yield name, peer


def own_tasks(matcher: ours.Ours) -> list[Task]:
    """Give what the matcher is asked, in its three ways."""
    every = 10**9
    return [
        Task(FIRST, matcher.best, matcher.clock, every),
        Task(WHOLE, matcher.whole, matcher.clock, every),
        Task(TYPED, matcher.typed, matcher.clock, every),
    ]


def peer_tasks(peers: dict[str, Peer]) -> list[Task]:
    """Give what the peers are asked."""
    return [
        Task(peer.name, peer_call(peer), peer.clock, SLOW.get(name, 10**9))
        for name, peer in peers.items()
    ]


def peer_call(peer: Peer) -> Callable[[Question], object]:
    """Give what is timed. Of the ORM only the loading: scoring after it would be the reference."""
    return (lambda _: peer.load()) if isinstance(peer, orm.Orm) else peer.best


def compare(peers: dict[str, Peer], people: Country, mix: Sequence[Asked]) -> dict[str, int]:
    """Count the requests in which a peer's first twenty are not the oracle's."""
    everybody = list(people)
    wrong = dict.fromkeys((peer.name for peer in peers.values()), 0)
    for number, (_, asked) in enumerate(mix):
        expected = [each.id for each in Oracle(asked.request, TODAY).answers(everybody)[:20]]
        for name, peer in peers.items():
            if number < SLOW.get(name, len(mix)):
                wrong[peer.name] += peer.best(asked) != expected
    return wrong


def large_bounds(
    matcher: ours.Ours, people: Country, times: Times, mix: Sequence[Asked], orm_mean: float
) -> Iterator[Bound]:
    """Give what is promised at 100,000."""
    yield from of_mix(times, orm_mean)
    yield Bound(
        "nothing stated, nationwide, whole answer", single.nothing_ms(matcher.pool), 10, "ms"
    )
    read = [floor_bytes(each, len(people)) for place, each in mix if place is Place.NATIONWIDE]
    if read:
        yield from of_floor(times, float(np.mean(read)), bandwidth(time.process_time))
    mean, p99 = single.put_ms(matcher.pool, people)
    yield Bound("put, mean", mean, 2, "ms")
    yield Bound("put, p99", p99, 2, "ms")


def of_million() -> Iterator[Bound]:
    """Give what is promised at a million."""
    small, large = single.elsewhere(single.TEN_THOUSAND), single.elsewhere(single.MILLION)
    yield Bound("whole answer, warm mean", large.mean_ms, 20, "ms")
    yield Bound("of that at 10,000", large.mean_ms / small.mean_ms, 50, "x")
    yield Bound("resident memory", large.rss_mb, 600, "MB")


def report(run: Run) -> Iterator[str]:
    """Write the table of one size."""
    yield f"## {run.size:,} profiles\n"
    yield "| | calls | cold median | mean | p99 | warm median | mean | p99 | / ours, cold | warm |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    names = dict.fromkeys(name for name, _ in run.times.of)
    for name in sorted(names, key=lambda each: run.times.summary(each, COLD).mean):
        cold, warm = (run.times.summary(name, heat) for heat in (COLD, WARM))
        ratios = [run.times.ratio(name, FIRST, heat) for heat in (COLD, WARM)]
        figures = [*cold[1:], *warm[1:]]
        yield (
            f"| {name} | {cold.calls} | "
            + " | ".join(f"{figure:.2f}" for figure in figures)
            + " | "
            + " | ".join(f"{ratio:.1f}" for ratio in ratios)
            + " |"
        )
    yield "\nMilliseconds of processor time a call. Mean, cold, by where is looked:\n"
    yield f"| | {' | '.join(place.value for place in Place)} |"
    yield "|---|--:|--:|--:|"
    for name in names:
        found = [run.times.summary(name, COLD, place) for place in Place]
        means = (f"{each.mean:.2f}" if each.calls else "" for each in found)
        yield f"| {name} | {' | '.join(means)} |"
    yield f"\nNot the oracle's first twenty, of {run.checked} requests (the slow ones got fewer): "
    yield "; ".join(f"{name} {count}" for name, count in run.wrong.items()) + ".\n"
    if run.bounds:
        yield from bounded("Promises", run.bounds)


def bounded(title: str, bounds: Sequence[Bound]) -> Iterator[str]:
    """Write the table of promises."""
    yield f"### {title}\n"
    yield "| | measured | promised | |"
    yield "|---|--:|--:|---|"
    yield from (each.line for each in bounds)
    yield ""


def processor() -> str:
    """Name the processor."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


if __name__ == "__main__":
    sys.exit(main())
