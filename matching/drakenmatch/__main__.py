"""The command line: `python -m drakenmatch rank`, `words`, `search` and `related`.

Either everything is right and the answer is on stdout, or nothing is: exit 2, one line a fault on
stderr, with file, line, field and what is expected.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

from drakenmatch.checking import practitioner_faults, request_faults
from drakenmatch.lines import in_places, in_vocabulary
from drakenmatch.places import Places
from drakenmatch.pool import Pool
from drakenmatch.reading import InvalidValue, Json, Value, day
from drakenmatch.request import Request
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary
from drakenmatch.words import read_words

T = TypeVar("T", Practitioner, Request)
V = TypeVar("V")
WRONG = 2


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say it in one line, like every other fault."""
        self.exit(WRONG, f"arguments: {message}\n")


@dataclass(slots=True)
class _Faults:
    """Everything that is wrong, so that all of it can be mended in one go."""

    lines: list[str] = field(default_factory=list)

    def add(self, where: str, fault: InvalidValue) -> None:
        self.lines.append(f"{where}: {fault}")

    def load(
        self,
        where: object,
        read: Callable[[], V],
        line: Callable[[InvalidValue], str] | None = None,
    ) -> V | None:
        """Read a file; a fault in it is noted, at its `line`, and gives None."""
        try:
            return read()
        except InvalidValue as fault:
            self.add(line(fault) if line else f"{where}", fault)
        except OSError as fault:
            expectation = f"a file that can be read ({fault.strerror})"
            self.add(f"{fault.filename or where}", InvalidValue("file", expectation))
        return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit code: 0 when it was answered, 2 when the input is wrong."""
    chosen = _parser().parse_args(arguments)
    faults = _Faults()
    lines = list(chosen.run(chosen, faults))
    if faults.lines:
        print(*faults.lines, sep="\n", file=sys.stderr)
        return WRONG
    for line in lines:
        print(line)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="drakenmatch", description="Who fits this request, and why?")
    commands = parser.add_subparsers(required=True)
    rank = commands.add_parser("rank", help="one JSON ranking a request, in order")
    rank.add_argument("--pool", type=Path, required=True, help="one profile a line")
    rank.add_argument("--requests", type=Path, required=True, help="one request a line")
    rank.add_argument("--today", type=_today, required=True, metavar="2026-11-21")
    rank.add_argument("--limit", type=_limit, default=20)
    rank.set_defaults(run=_rank)
    words = commands.add_parser("words", help="what these words mean, as JSON")
    words.add_argument("text", nargs="+")
    words.set_defaults(run=_words)
    related = commands.add_parser("related", help="all pairs of terms that only read alike")
    related.set_defaults(run=_related)
    search = commands.add_parser("search", help="who has to do with these words, the best first")
    search.add_argument("--pool", type=Path, required=True, help="one profile a line")
    search.add_argument("--limit", type=_limit, default=20)
    search.add_argument("text", nargs="+")
    search.set_defaults(run=_search)
    for command in (rank, words, related, search):
        command.add_argument("--vocabulary", type=Path, required=True, help="as taxonomy.json")
    for command in (rank, words, search):
        help_text = "folder with municipalities.csv and regions.csv"
        command.add_argument("--places", type=Path, required=True, help=help_text)
    return parser


def _today(written: str) -> date:
    try:
        return day(written, "today")
    except InvalidValue as fault:
        raise argparse.ArgumentTypeError(fault.expectation) from fault


def _limit(written: str) -> int:
    if not written.isdecimal():
        raise argparse.ArgumentTypeError("a whole number from 0")
    return int(written)


def _facts(chosen: argparse.Namespace, faults: _Faults) -> tuple[Vocabulary, Places] | None:
    vocabulary = _vocabulary(chosen.vocabulary, faults)
    files = chosen.places / "municipalities.csv", chosen.places / "regions.csv"
    places = faults.load(
        chosen.places, lambda: Places.read(*files), partial(in_places, chosen.places)
    )
    return (vocabulary, places) if vocabulary and places else None


def _vocabulary(path: Path, faults: _Faults) -> Vocabulary | None:
    return faults.load(path, lambda: Vocabulary.read(path), partial(in_vocabulary, path))


def _words(chosen: argparse.Namespace, faults: _Faults) -> Iterator[str]:
    facts = _facts(chosen, faults)
    if facts:
        reading = faults.load("text", lambda: read_words(" ".join(chosen.text), *facts))
        yield from [_written(reading)] if reading else []


def _related(chosen: argparse.Namespace, faults: _Faults) -> Iterator[str]:
    """Print the pairs that read most alike first, for a person to review."""
    vocabulary = _vocabulary(chosen.vocabulary, faults)
    if vocabulary is None:
        return
    pairs = (
        (cosine, slug, other)
        for slug in vocabulary.terms
        for other, cosine in vocabulary.reads_like(slug).items()
        if slug < other
    )
    for cosine, *both in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        worth = vocabulary.look_alikes(both[0])[both[1]]
        labels: list[Json] = [vocabulary.label(slug) for slug in both]
        row = {"terms": [*both], "labels": labels, "likeness": round(cosine, 3), "worth": worth}
        yield json.dumps(row, ensure_ascii=False)


def _pool(
    chosen: argparse.Namespace, faults: _Faults, today: date | None
) -> tuple[Pool, Vocabulary, Places] | None:
    """Read a pool; without a day it does not matter when something was said."""
    facts = _facts(chosen, faults)
    profiles = list(_values(chosen.pool, Practitioner.from_json, faults))
    if facts is None:
        return None
    pool = Pool(*facts)
    for where, profile in profiles:
        for fault in practitioner_faults(profile, *facts, today=today or date.max):
            faults.add(where, fault)
        pool.put(profile)
    return pool, *facts


def _search(chosen: argparse.Namespace, faults: _Faults) -> Iterator[str]:
    found = _pool(chosen, faults, None)
    if found and not faults.lines:
        asked = " ".join(chosen.text)
        hits = faults.load("text", lambda: found[0].search(asked, limit=chosen.limit))
        yield from map(_written, hits or ())


def _rank(chosen: argparse.Namespace, faults: _Faults) -> Iterator[str]:
    found = _pool(chosen, faults, chosen.today)
    requests = list(_values(chosen.requests, Request.from_json, faults))
    if found is None:
        return
    pool, vocabulary, places = found
    for where, request in requests:
        for fault in request_faults(request, vocabulary, places):
            faults.add(where, fault)
    if not faults.lines:
        for _, request in requests:
            yield _written(pool.rank(request, today=chosen.today, limit=chosen.limit))


def _values(path: Path, read: Callable[[object], T], faults: _Faults) -> Iterator[tuple[str, T]]:
    """Read one value a line; empty lines are left alone, an id that comes twice is a fault."""
    seen: dict[str, int] = {}
    for number, line in enumerate(faults.load(path, lambda: _lines(path)) or [], start=1):
        where = f"{path}:{number}"
        value = faults.load(where, partial(_one, read, line)) if line.strip() else None
        if value is None:
            continue
        if value.id in seen:
            faults.add(where, InvalidValue("id", f"an id that is not on line {seen[value.id]} too"))
        seen.setdefault(value.id, number)
        yield where, value


def _one(read: Callable[[object], T], line: bytes) -> T:
    return read(_parsed(line))


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()


def _parsed(line: bytes) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise InvalidValue("value", "one JSON object") from fault


def _written(value: Value) -> str:
    # ASCII only: then no terminal and no pipe can spoil it.
    return json.dumps(value.to_json())


if __name__ == "__main__":
    sys.exit(main())
