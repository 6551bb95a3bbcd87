"""The threat table of docs/security.md: each row is shown by tests that exist."""

import re
from functools import lru_cache

import pytest

from tests.security.code import ROOT

TESTS = ROOT / "tests"
NAMED = re.compile(r"`([\w/]+)::(test_\w+)`")
WHO = [
    "perpetrator",
    "scraper",
    "fake practitioner",
    "insider",
    "mail scanner",
    "attacker",
    "crash",
]


@lru_cache(maxsize=1)
def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    part = text.split("## Threats")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[1])
def test_each_threat_is_met_by_tests_that_exist(row: list[str]) -> None:
    named = NAMED.findall(row[3])
    assert named
    for module, test in named:
        assert f"def {test}(" in (TESTS / f"{module}.py").read_text(encoding="utf-8"), test


@pytest.mark.parametrize("who", WHO)
def test_everybody_we_expect_stands_in_the_table(who: str) -> None:
    assert any(who in row[0] for row in rows())
