"""How good the answers are, beside what one would use otherwise.

    python3 dev.py bench quality            one table
    python3 dev.py bench quality --check    exit 1 when a bound is not kept

Requests are judged by hand-written grades for everybody in a small pool, questions to the
directory by hand-written grades for terms. Both are split in two by a hash; nothing was tuned on
`test`. Between brackets: where 95 of 100 resamples lie.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.judging import ranking, searching
from benchmarks.judging.figures import interval
from benchmarks.wording.data import FACTS, vocabulary
from drakenmatch import Places

HALVES = ("dev", "test")
OURS = "drakenmatch"
ALL_LABELS = ", all labels"
UNHELD = "words that no profile holds"
# How much better than the best of the others: never worse, and on unheld words clearly better.
MARGINS = {UNHELD: 0.03}
HEAD = "| {:<34} | {:<4} | {:>3} | {:<21} | {:<40} |"


class Row(NamedTuple):
    """One line: the values of every way to answer, question by question."""

    name: str
    half: str
    values: Mapping[str, Sequence[float]]

    @property
    def others(self) -> dict[str, float]:
        """The means of the rivals."""
        return {
            name: sum(values) / len(values) for name, values in self.values.items() if name != OURS
        }

    @property
    def margin(self) -> float:
        """How much the mean of ours lies above the best of the others.

        Who reads all labels, holds every word: for unheld words those are no rivals, only shown.
        """
        ours = self.values[OURS]
        rivals = [
            mean
            for name, mean in self.others.items()
            if self.name != UNHELD or not name.endswith(ALL_LABELS)
        ]
        return sum(ours) / len(ours) - max(rivals)

    def __str__(self) -> str:
        others = ", ".join(f"{name} {mean:.3f}" for name, mean in self.others.items())
        ours = self.values[OURS]
        return HEAD.format(self.name, self.half, len(ours), str(interval(ours)), others)


def of_requests() -> Iterator[Row]:
    """Judge the labelled requests."""
    known, places = vocabulary(), Places.read(FACTS / "municipalities.csv", FACTS / "regions.csv")
    today, cases = ranking.cases()
    for half in HALVES:
        ways: list[Mapping[str, ranking.Judged]] = [
            {OURS: ranking.ours(case, today, known, places), **ranking.rivals(case, known, places)}
            for case in cases
            if case.half == half
        ]
        for name, field in (("requests, nDCG@10", "ndcg"), ("requests, success@3", "success")):
            yield Row(name, half, _by_way(ways, field))
        yield Row("requests, gate violations", half, _by_way(ways, "violations"))


def _by_way(ways: Sequence[Mapping[str, ranking.Judged]], field: str) -> dict[str, list[float]]:
    return {name: [float(getattr(each[name], field)) for each in ways] for name in ways[0]}


def of_questions() -> Iterator[Row]:
    """Judge the questions to the directory."""
    known, places = vocabulary(), Places.read(FACTS / "municipalities.csv", FACTS / "regions.csv")
    people = searching.profiles(known)
    for name, asked in searching.tables(people).items():
        for half in HALVES:
            chosen = [each for each in asked if each.half == half]
            yield Row(name, half, searching.judged(known, places, people, chosen))


def faults(rows: Sequence[Row]) -> Iterator[str]:
    """Say which bounds are not kept."""
    for row in rows:
        if "violations" in row.name:
            if sum(row.values[OURS]):
                yield f"{row.name} ({row.half}): somebody is shown who never may be"
        elif row.margin < MARGINS.get(row.name, -1e-9):
            yield f"{row.name} ({row.half}): {row.margin:+.3f} beside the best of the others"


def main(arguments: Sequence[str]) -> int:
    """Print the table; with --check the exit code says whether all bounds are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(arguments)
    rows = [*of_requests(), *of_questions()]
    print(HEAD.format("what", "half", "n", OURS, "others"))
    print(*rows, sep="\n")
    found = list(faults(rows))
    print(*found, sep="\n", file=sys.stderr)
    return 1 if found and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
