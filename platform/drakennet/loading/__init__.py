"""Load given members, organisations, profiles, requests and sessions from one JSON file.

The file's shape is in docs/load-schema.md. A file is loaded whole or not at all: the first fault
is named with its JSON path and what was expected, and nothing of the file is kept.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from drakenmatch.reading import InvalidValue
from drakennet.database import db
from drakennet.loading.checks import check
from drakennet.loading.document import Document
from drakennet.loading.json_file import UnreadableFile, read_json
from drakennet.loading.known import Stored
from drakennet.loading.times import Times
from drakennet.loading.writing import Writer, hashes

__all__ = ["UnusableFile", "load"]


class UnusableFile(Exception):
    """Why a file was refused; it names the file, the path in it and what was expected."""


def load(path: Path, *, now: datetime) -> Mapping[str, int]:
    """Add everything in the file, in one transaction; give how many of each."""
    try:
        times = Times(now)
        document = Document.from_json(read_json(path), times)
        hashed = hashes(document)
        stored = Stored.read()
        check(document, stored, times.today)
        counts = Writer(document, stored, hashed, now=now).write()
        db.session.commit()
    except (InvalidValue, UnreadableFile) as fault:
        db.session.rollback()
        raise UnusableFile(f"{path.name}: {fault}") from fault
    except IntegrityError as fault:
        db.session.rollback()
        raise UnusableFile(f"{path.name}: the database refuses it: {fault.orig}") from fault
    return counts
