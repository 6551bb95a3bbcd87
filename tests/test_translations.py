"""English is complete: every Dutch sentence has one, with the same placeholders."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
APPLICATION = ROOT / "platform" / "drakennet"
TRANSLATIONS = APPLICATION / "translations"
ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|\{\w*\}")


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence in the source, found as the recipe finds it, with the place where it is."""
    with (TRANSLATIONS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call] # Babel's own
    for folder in (APPLICATION, ROOT / "templates"):
        found = extract_from_dir(folder, methods, options, KEYWORDS)
        for name, line, message, _comments, _context in found:
            yield f"{name}:{line}", _strings(message)[0]


@pytest.fixture(scope="module")
def english() -> Catalog:
    with (ENGLISH / "messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_english(english: Catalog) -> None:
    missing = []
    for place, sentence in sentences():
        entry = english.get(sentence)
        if entry is None or entry.fuzzy or not all(_strings(entry.string)):
            missing.append(f"{place} {sentence!r}")
    assert missing == []


def test_placeholders_are_kept(english: Catalog) -> None:
    wrong = [
        (written, translated)
        for entry in _entries(english)
        for written, translated in zip(_strings(entry.id), _strings(entry.string), strict=True)
        if sorted(PLACEHOLDER.findall(written)) != sorted(PLACEHOLDER.findall(translated))
    ]
    assert wrong == []


def test_spaces_at_the_ends_are_kept(english: Catalog) -> None:
    def ends(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    for entry in _entries(english):
        for written, translated in zip(_strings(entry.id), _strings(entry.string), strict=True):
            assert ends(written) == ends(translated), written


def test_nothing_is_left_of_sentences_that_went(english: Catalog) -> None:
    used = {sentence for _place, sentence in sentences()}
    assert [entry.id for entry in _entries(english) if _strings(entry.id)[0] not in used] == []


def test_compiled_catalogue_is_not_older(english: Catalog) -> None:
    made = BytesIO()
    write_mo(made, english)
    made.seek(0)
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = _english_of(read_mo(file))
    assert compiled == _english_of(read_mo(made))


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (entry for entry in catalog if entry.id)


def _english_of(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_strings(entry.id): _strings(entry.string) for entry in _entries(catalog)}


def _strings(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (str(text),)
