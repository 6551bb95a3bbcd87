"""OWASP ASVS 5.0, levels 1 and 2: an answer to each item, and the table that says which.

The answers stand in `asvs.csv`; which tests show an item follows from their markers. After a change
`UPDATE_ASVS=1 python3 dev.py test tests/test_asvs.py` writes `asvs.md` anew.
"""

import ast
import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
TABLE = TESTS / "asvs.md"
ITEMS = 253
FEWEST_TESTED = 130
ANSWERS = ("tested", "documented", "operator", "not-applicable", "not-met")
SHOWN = 3  # tests that the table names of one item
HEAD = """\
# OWASP ASVS 5.0, levels 1 and 2

Made by `tests/test_asvs.py` from the markers of the tests and `tests/asvs.csv`: do not edit.
{counts}.

| item | level | answer | shown by |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Item:
    id: str
    level: int
    answer: str
    where: str


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    with (TESTS / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Item(row["id"], int(row["level"]), row["answer"], row["where"])
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=1)
def marked() -> dict[str, list[str]]:
    """For each item the tests that carry its mark, as `folder/test_module::test_name`."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        module = path.relative_to(TESTS).with_suffix("").as_posix()
        for name, item in marks_in(ast.parse(path.read_text(encoding="utf-8"))):
            if (test := f"{module}::{name}") not in found.setdefault(item, []):
                found[item].append(test)
    return found


def marks_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each test with each item that a decorator, or a parameter of it, marks."""
    lists = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for test in tree.body:
        if not isinstance(test, ast.FunctionDef) or not test.name.startswith("test_"):
            continue
        named = {
            node.id
            for each in test.decorator_list
            for node in ast.walk(each)
            if isinstance(node, ast.Name)
        }
        for part in [*test.decorator_list, *(lists[name] for name in named & lists.keys())]:
            for call in ast.walk(part):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.asvs":
                    yield from ((test.name, str(ast.literal_eval(each))) for each in call.args)


def place(item: Item) -> str:
    tests = [f"`{test}`" for test in marked().get(item.id, [])]
    more = [f"and {len(tests) - SHOWN} more"] if len(tests) > SHOWN else []
    return "; ".join([*([item.where] if item.where else []), *tests[:SHOWN], *more])


def table() -> str:
    counted = Counter(item.answer for item in items())
    counts = ", ".join(f"{counted[answer]} {answer}" for answer in ANSWERS if counted[answer])
    rows = [f"| {one.id} | {one.level} | {one.answer} | {place(one)} |\n" for one in items()]
    return HEAD.format(counts=f"{len(items())} items: {counts}") + "".join(rows)


def headings(path: Path) -> set[str]:
    return {
        line.lstrip("# ").strip()
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    }


def test_no_item_is_left_undecided() -> None:
    assert len({item.id for item in items()}) == len(items()) == ITEMS
    assert [item.id for item in items() if item.answer not in ANSWERS] == []
    assert [item.id for item in items() if item.answer != "tested" and not item.where] == []


def test_levels_one_and_two_are_all_there_is() -> None:
    """A mark may name an item of level 3 that happens to be met; a made-up number may not."""
    known = re.compile(r"(?:[1-9]|1[0-7])\.\d{1,2}\.\d{1,2}")
    assert [item for item in marked() if not known.fullmatch(item)] == []
    assert {item.level for item in items()} == {1, 2}


def test_what_is_said_to_be_tested_has_a_test() -> None:
    tested = [item.id for item in items() if item.answer == "tested"]
    assert [item for item in tested if item not in marked()] == []
    assert len(tested) >= FEWEST_TESTED


def test_what_cannot_apply_is_not_shown_either() -> None:
    nothing = [item.id for item in items() if item.answer == "not-applicable"]
    assert [item for item in nothing if item in marked()] == []


@pytest.mark.parametrize(
    "item",
    [one for one in items() if one.answer in {"documented", "operator"}],
    ids=lambda one: one.id,
)
def test_what_is_written_down_can_be_found(item: Item) -> None:
    file, _sign, heading = item.where.partition("#")
    assert heading in headings(ROOT / file)


def test_table_is_what_the_tests_say() -> None:
    if os.environ.get("UPDATE_ASVS"):
        TABLE.write_text(table(), encoding="utf-8")
    assert TABLE.read_text(encoding="utf-8") == table(), "Run it with UPDATE_ASVS=1."
