"""Fill an empty database with the demonstration."""

from datetime import datetime
from pathlib import Path

from drakennet.database import db
from drakennet.demo import queries
from drakennet.loading import load

DATA = Path(__file__).parent / "data" / "demo.json"


def fill(*, now: datetime) -> bool:
    """Load the data, unless somebody is there already; tell whether it did."""
    if queries.has_members():
        db.session.rollback()
        return False
    load(DATA, now=now)
    return True
