"""The one place that reads the time. Rules take `now` as an argument; views ask here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """Aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today() -> date:
    """Tell the date in Amsterdam, where every deadline of this site is counted."""
    return now().astimezone(AMSTERDAM).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock: for tests and for telling the story of the demonstration."""
    token = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(token)
