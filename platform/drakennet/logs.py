"""What happens, one line of JSON a thing, on standard error: no file, no network, no database.

JSON escapes line ends, so nothing that somebody typed can look like a line of ours.
"""

import logging
import sys

import structlog
from flask import Flask
from structlog.typing import Processor

from drakennet.config import Environment, Settings

_FACTS: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


class _StandardError:
    """Whatever standard error is at that moment."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    structlog.configure(
        processors=[*_FACTS, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(file=_StandardError()),  # type: ignore[arg-type] # all that print() needs
    )
    if settings.environment is not Environment.TEST:
        logging.basicConfig(handlers=[of_libraries()], force=True)


def of_libraries() -> logging.Handler:
    """What Flask, waitress and SQLAlchemy say, in the same form."""
    handler = logging.StreamHandler(_StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *_FACTS],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    return handler
