"""Where in a file a fault stands: which file, and which line of it."""

import json
import re
from pathlib import Path

from drakenmatch.reading import InvalidValue

_TERM = re.compile(r"terms\[(\d+)\]")
_ROW = re.compile(r"(municipalities|regions)\[(\d+)\]")
# A row that a person counts from 1 comes below the names of the columns.
FIRST_ROW = 2


def in_vocabulary(path: Path, fault: InvalidValue) -> str:
    """Give the file of a vocabulary with the line of the fault, when that can be said."""
    if isinstance(fault.__cause__, json.JSONDecodeError):
        return f"{path}:{fault.__cause__.lineno}"
    term = _TERM.match(fault.field)
    return f"{path}:{_line_of_term(path, int(term[1]))}" if term else f"{path}"


def in_places(folder: Path, fault: InvalidValue) -> str:
    """Give which of the two files it is, with the line of the fault, when that can be said."""
    row = _ROW.match(fault.field)
    if row:
        return f"{folder / row[1]}.csv:{int(row[2]) + FIRST_ROW}"
    name = fault.field.partition(".")[0]
    return f"{folder / name}.csv" if name in {"municipalities", "regions"} else f"{folder}"


def _line_of_term(path: Path, place: int) -> int:
    """Read the terms one by one, up to the one that is asked for."""
    text = path.read_bytes().decode()
    decoder = json.JSONDecoder()
    at = text.index("[", text.index('"terms"')) + 1
    for _ in range(place):
        at = decoder.raw_decode(text, _next(text, at))[1]
    return text[: _next(text, at)].count("\n") + 1


def _next(text: str, at: int) -> int:
    while text[at] in " \t\r\n,":
        at += 1
    return at
