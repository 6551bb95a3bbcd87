"""A fault is shown with its file, and with the line of it when that can be said."""

from pathlib import Path

import pytest

from drakenmatch import InvalidValue
from drakenmatch.lines import in_places, in_vocabulary

TWO = '{"slug": "a", "evidence": ["the \\"terms\\" of [b]"]},'


@pytest.mark.parametrize(
    ("written", "place", "line"),
    [
        ('{"terms": [{"slug": "a"}, {"slug": "b"}]}', 1, 1),
        ('{"terms": [{"slug": "a"},\n{"slug": "b"}]}', 0, 1),
        ('{"terms": [{"slug": "a"},\n{"slug": "b"}]}', 1, 2),
        ('\n{"terms": [\n{"slug": "a"},\n\n{"slug": "b"}]}', 1, 5),
        ('{"terms": [{"slug": "a"}\r\n\t, {"slug": "b"}]}', 1, 2),
        ('{"schemes": [["x"],\n["y"]],\n"terms": [{"slug": "a"},\n{"slug": "b"}]}', 1, 4),
        (
            '{"terms": [' + TWO + "\n" + TWO + '\n{"slug": "c"}],\n"related": [{"terms": ["a"]}]}',
            2,
            3,
        ),
        ('\ufeff{"terms": [{"slug": "réunie"},\n{"slug": "b"}]}', 1, 2),
    ],
)
def test_the_line_of_a_term(written: str, place: int, line: int, tmp_path: Path) -> None:
    path = tmp_path / "terms.json"
    path.write_text(written, encoding="utf-8")
    fault = InvalidValue(f"terms[{place}].slug", "a slug")
    assert in_vocabulary(path, fault) == f"{path}:{line}"


def test_a_fault_of_the_whole_vocabulary_has_no_line(tmp_path: Path) -> None:
    assert in_vocabulary(tmp_path, InvalidValue("related[0]", "two slugs")) == f"{tmp_path}"


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("municipalities[0].code", "municipalities.csv:2"),
        ("regions[7].name", "regions.csv:9"),
        ("municipalities.GM0001.ghnt_region", "municipalities.csv"),
        ("regions.noord.neighbours", "regions.csv"),
        ("municipalities.csv", "municipalities.csv"),
        ("file", ""),
    ],
)
def test_the_row_of_a_place(field: str, place: str) -> None:
    folder = Path("places")
    assert in_places(folder, InvalidValue(field, "right")) == str(folder / place)
