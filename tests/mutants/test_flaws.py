"""Every flaw can still be put back; whether the suite sees it, `python3 -m tests.mutants` tells."""

import ast

import pytest

from tests.mutants.flaw import ROOT, Flaw
from tests.mutants.flaws import FLAWS

LEAST = 40


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    assert len({flaw.name for flaw in FLAWS}) == len(FLAWS) >= LEAST


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_flaw_can_be_put_back(flaw: Flaw) -> None:
    """The text stands there exactly once, and what comes of it is still a programme."""
    for edit in flaw.edits:
        text = edit.applied(ROOT)
        if edit.path.endswith(".py"):
            ast.parse(text)


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_tests_that_should_notice_are_there(flaw: Flaw) -> None:
    assert flaw.tests
    for test in flaw.tests:
        assert (ROOT / test.partition("::")[0]).exists(), test
