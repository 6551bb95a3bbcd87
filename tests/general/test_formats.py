"""Numbers are written as the reader writes them: a comma in Dutch, a point in English."""

import re
from pathlib import Path

import pytest
from flask import Flask, get_template_attribute
from flask_babel import force_locale

from drakenmatch import Gap
from drakennet.fairness import wording
from drakennet.formats import number

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "platform").rglob("*.py")]


@pytest.mark.parametrize(
    ("value", "pattern", "dutch", "english"),
    [
        (19.5, "0.#", "19,5", "19.5"),
        (20.0, "0.#", "20", "20"),
        (0.04, "0.#", "0", "0"),
        (2.0, "0.0", "2,0", "2.0"),
        (0.256, "0.00", "0,26", "0.26"),
    ],
)
def test_decimals(app: Flask, value: float, pattern: str, dutch: str, english: str) -> None:
    for language, written in (("nl", dutch), ("en", english)):
        with app.test_request_context(), force_locale(language):
            assert number(value, pattern) == written


@pytest.mark.parametrize(("language", "words"), [("nl", "9,5 van 20"), ("en", "9.5 of 20")])
def test_points_of_a_card(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        points = get_template_attribute("components/match.html", "points")
        assert points(9.5, 20.0) == words


@pytest.mark.parametrize(("language", "words"), [("nl", "1,5 keer"), ("en", "1.5 times")])
def test_gap_in_words(app: Flask, language: str, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert words in wording.gap(Gap(people=2, shown_each=1.5, others_each=2.0))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_writes_a_comma_by_hand(path: Path) -> None:
    assert not re.search(r"""replace\(["']\.["'], ["'],["']\)""", path.read_text(encoding="utf-8"))
