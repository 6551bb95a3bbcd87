"""How times, dates and numbers are written: in full, in the reader's language, Amsterdam time."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal

from drakennet.extensions import language


def init_app(app: Flask) -> None:
    from jinja2 import StrictUndefined

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # A sentence may be broken over lines in a template without becoming another sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters |= {"when": when, "day": day, "short_day": short_day, "number": number}
    app.context_processor(lambda: {"language": language()})


def when(moment: datetime) -> str:
    """Dinsdag 24 november 2026, 15:30."""
    return str(format_datetime(moment, "EEEE d MMMM y, HH:mm"))


def day(moment: date) -> str:
    """Dinsdag 24 november 2026."""
    return _written(moment, "EEEE d MMMM y")


def short_day(moment: date) -> str:
    """24 november 2026."""
    return _written(moment, "d MMMM y")


def number(value: float, pattern: str = "0.#") -> str:
    """19,5 in Dutch, 19.5 in English, and 20 for 20.0; "0.00" always has two decimals."""
    return str(format_decimal(value, pattern))


def _written(moment: date, pattern: str) -> str:
    write = format_datetime if isinstance(moment, datetime) else format_date
    return str(write(moment, pattern))
