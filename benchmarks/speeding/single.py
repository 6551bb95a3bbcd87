"""What is measured of the matcher alone: loading, putting, a million, nothing stated."""

import gc
import json
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np

from benchmarks.country.facts import TODAY, facts
from benchmarks.country.mix import nothing_stated, requests
from benchmarks.population import Country, people
from drakenmatch import Pool, Practitioner

TEN_THOUSAND, MILLION = 10_000, 1_000_000


class Million(NamedTuple):
    """What a process with many profiles costs."""

    mean_ms: float
    rss_mb: float


def load_seconds(people: list[Practitioner]) -> float:
    """Fill a pool from values that exist already."""
    gc.collect()
    before = time.process_time()
    pool = Pool(facts().vocabulary, facts().places)
    pool.extend((who, ()) for who in people)
    pool.best(requests(1)[0].request, today=TODAY)
    return time.process_time() - before


def put_ms(pool: Pool, known: Country, many: int = 200) -> tuple[float, float]:
    """Replace profiles one by one: the mean and the 99th percentile.

    After each the pool is asked, outside the clock of the put, so that nothing is put off for long.
    """
    rng = Random(7)
    asked = requests(1)[0].request
    taken = []
    for row in rng.sample(range(len(known)), min(many, len(known))):
        who = known.practitioner(row)
        before = time.process_time()
        pool.put(who)
        taken.append(1000 * (time.process_time() - before))
        pool.best(asked, today=TODAY)
    return float(np.mean(taken)), float(np.percentile(taken, 99))


def nothing_ms(pool: Pool, many: int = 20) -> float:
    """Ask for nothing at all, nationwide: the most that can be asked; the mean whole answer."""
    taken = []
    for number in range(many):
        request = nothing_stated(number)
        before = time.process_time()
        pool.rank(request, today=TODAY, limit=20)
        taken.append(1000 * (time.process_time() - before))
    return float(np.mean(taken))


def elsewhere(size: int) -> Million:
    """Measure a pool in a process of its own, so that nothing else is in its memory."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speeding.single", str(size)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Million(**json.loads(done.stdout))


def alone(size: int) -> Million:
    """Fill a pool from a stream; keep nothing else."""
    pool = Pool(facts().vocabulary, facts().places)
    pool.extend((who, ()) for who in people(size))
    asked = [each.request for each in requests(100)]
    taken = []
    for request in [*asked, *asked]:
        before = time.process_time()
        pool.rank(request, today=TODAY, limit=20)
        taken.append(1000 * (time.process_time() - before))
    gc.collect()
    return Million(float(np.mean(taken[len(asked) :])), resident_mb())


def resident_mb() -> float:
    """Read how much memory this process holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    print(json.dumps(alone(int(sys.argv[1]))._asdict()))
