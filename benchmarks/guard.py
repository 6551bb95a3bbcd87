"""How well the guard finds what identifies a client, and how often it is wrong about clean texts.

    python3 dev.py bench guard [--check] [--misses]

The lines are in tests/privacy/guard_set.jsonl: ours, about nobody. Half of them, by the hash of
the text, are for making the rules ("dev"); the other half only counts ("test"), and `--misses`
never shows it. `--check` ends with 1 when a bound is not kept.
"""

import argparse
import csv
import hashlib
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from drakennet.privacy.guard import Finding, Kind, check
from drakennet.privacy.known import Known

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "tests" / "privacy" / "guard_set.jsonl"
FACTS = ROOT / "platform" / "drakennet" / "reference" / "data"
TODAY = date(2026, 11, 24)
# What the guard promises: shares, and milliseconds for a text of 2,000 signs.
LEAST_MARKED, MOST_WARNED, MOST_MS = 0.97, 0.02, 20
LONG = 2000
HOSTILE = ("1 ", "1-", "A.", "a@a.", "12 mei ", "geboren op ", "mw. van der ", "heet Jan ", "(0")


@dataclass(frozen=True)
class Line:
    """A text, and what in it identifies somebody."""

    text: str
    pieces: tuple[tuple[str, str], ...]
    about: str

    @property
    def is_test(self) -> bool:
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1

    def places(self) -> Iterator[tuple[str, int, int]]:
        for kind, words in self.pieces:
            start = self.text.index(words)
            yield kind, start, start + len(words)


def lines() -> list[Line]:
    read = map(json.loads, LINES.read_text(encoding="utf-8").splitlines())
    return [Line(one["text"], tuple(map(tuple, one["pieces"])), one["about"]) for one in read]


@cache
def names() -> Known:
    """Regions, municipalities and villages, as the platform knows them."""
    found: list[str] = []
    for file, columns in (
        ("regions.csv", ("name", "aliases")),
        ("municipalities.csv", ("name", "aliases")),
    ):
        with (FACTS / file).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                found += [name for column in columns for name in row[column].split("|")]
    return Known.of(found)


def found_in(text: str) -> list[Finding]:
    return check(text, allowed_names=names(), today=TODAY)


@dataclass
class Result:
    """Of one half of the lines."""

    pieces: dict[str, list[bool]]  # by kind: was it marked, and a BSN refused?
    clean: list[bool]  # by text: was it warned?
    refused: int  # texts without a BSN that were refused
    missed: list[tuple[str, str]]
    wrong: list[tuple[str, str]]

    def marked(self) -> float:
        """The share of all other pieces than a BSN."""
        others = [each for kind, seen in self.pieces.items() if kind != Kind.BSN for each in seen]
        return sum(others) / len(others)

    def bsns_through(self) -> int:
        return self.pieces.get(Kind.BSN, []).count(False)

    def warned(self) -> float:
        return sum(self.clean) / len(self.clean)

    def keeps_bounds(self) -> bool:
        return (
            not self.bsns_through()
            and not self.refused
            and self.marked() >= LEAST_MARKED
            and self.warned() <= MOST_WARNED
        )


def measure(of: Sequence[Line]) -> Result:
    result = Result({}, [], 0, [], [])
    for line in of:
        found = found_in(line.text)
        for kind, start, end in line.places():
            seen = any(
                one.start < end and start < one.end and (kind != Kind.BSN or one.refused)
                for one in found
            )
            result.pieces.setdefault(kind, []).append(seen)
            if not seen:
                result.missed.append((kind, line.text))
        if not any(kind == Kind.BSN for kind, _words in line.pieces):
            result.refused += any(one.refused for one in found)
        if not line.pieces:
            result.clean.append(bool(found))
            result.wrong += [(one.kind, line.text) for one in found[:1]]
    return result


def milliseconds(text: str, times: int = 5) -> float:
    """The best of some times, in processor time: the machine may be shared."""
    return min(_once(text) for _time in range(times))


def _once(text: str) -> float:
    start = time.process_time()
    found_in(text)
    return (time.process_time() - start) * 1000


def long_texts(of: Sequence[Line]) -> list[str]:
    """Of our own lines one after the other, each 2,000 signs long."""
    all_ = "\n".join(line.text for line in of)
    return [all_[place : place + LONG] for place in range(0, len(all_) - LONG, LONG)]


def show(title: str, result: Result) -> None:
    print(f"\n{title}\n{'kind':14} {'pieces':>7} {'marked':>8}")
    for kind, seen in sorted(result.pieces.items()):
        print(f"{kind:14} {len(seen):7} {sum(seen) / len(seen):8.1%}")
    print(f"{'all but bsn':14} {'':7} {result.marked():8.1%}   (at least {LEAST_MARKED:.0%})")
    print(
        f"{len(result.clean)} clean texts: warned {result.warned():.1%} (at most"
        f" {MOST_WARNED:.0%});"
        f" refused without a BSN: {result.refused}"
    )


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="guard")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args(arguments)
    every = lines()
    dev = measure([line for line in every if not line.is_test])
    test = measure([line for line in every if line.is_test])
    show("dev", dev)
    show("test", test)
    took = [milliseconds(text) for text in long_texts(every)]
    hostile = {piece: milliseconds((piece * LONG)[:LONG]) for piece in HOSTILE}
    worst = max(hostile, key=lambda piece: hostile[piece])
    print(
        f"\n{LONG} signs of these lines: {statistics.median(took):.1f} ms, most {max(took):.1f} ms"
    )
    print(f"{LONG} signs made to be slow: most {hostile[worst]:.1f} ms ({worst!r})")
    if asked.misses:
        for what, text in (*dev.missed, *dev.wrong):
            print(f"  {what}: {text}")
    kept = dev.keeps_bounds() and test.keeps_bounds() and max(took) < MOST_MS
    return 0 if kept or not asked.check else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
