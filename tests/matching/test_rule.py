"""One rule, one number: what a version stands for is written down, and is never rewritten."""

import json
from pathlib import Path

from drakenmatch import RULE
from drakenmatch.rule import figures, kinships, levels

VERSIONS = json.loads((Path(__file__).parent / "rules.json").read_text(encoding="utf-8"))


def test_a_changed_figure_takes_a_new_number() -> None:
    """Mend it by raising RULE and adding the new figures to rules.json under the new number."""
    assert figures() == VERSIONS[RULE]


def test_no_version_is_lost() -> None:
    assert list(VERSIONS) == [str(number) for number in range(1, int(RULE) + 1)]
    assert len({json.dumps(each, sort_keys=True) for each in VERSIONS.values()}) == len(VERSIONS)


def test_what_a_figure_means_is_said_in_both_languages() -> None:
    for row in (*kinships(), *levels()):
        assert 0 < row.value <= 1
        assert row.nl and row.en


def test_what_kin_counts_for_is_said_in_whole_sentences() -> None:
    """A capital begins each sentence, and stands nowhere else."""
    for row in kinships():
        for told in (row.nl, row.en):
            assert told[0].isupper() and told.endswith(".")
            assert sum(map(str.isupper, told)) == told.count(".")
        assert row.nl != row.en


def test_levels_go_up() -> None:
    assert [row.value for row in levels()] == sorted(row.value for row in levels())
    assert next(row.name for row in levels()) == "in-opleiding"
