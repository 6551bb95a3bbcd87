"""Read a JSON file strictly: what JSON parsers let pass, a file with people in it may not hold."""

import json
from pathlib import Path
from typing import Any, NoReturn

MOST_BYTES = 200 * 1024 * 1024


class UnreadableFile(ValueError):
    """Not a JSON file that could be read."""


def read_json(path: Path) -> object:
    """Parse the file; a name twice in one object, NaN and too deep nesting are faults."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"a file of at most {MOST_BYTES} bytes")
        content = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise UnreadableFile(f"cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise UnreadableFile(f"UTF-8, but byte {fault.start} is not") from fault
    return parse(content)


def parse(content: str) -> object:
    """Parse a text; raises `UnreadableFile`."""
    try:
        return json.loads(content, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno}, column {fault.colno}"
        raise UnreadableFile(f"JSON, but {where} is not: {fault.msg}") from fault
    except RecursionError as fault:
        raise UnreadableFile("JSON that is nested less deeply") from fault
    except ValueError as fault:
        # Also Python's own limit on the digits of a number.
        raise UnreadableFile(str(fault)) from fault


def _no_constant(name: str) -> NoReturn:
    raise UnreadableFile(f"numbers, and {name} is none")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise UnreadableFile(f"each name once in an object, but {ascii(name)[:60]} is twice")
        found[name] = value
    return found
