"""What the tests of mail share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from drakennet.config import Settings
from tests.mail import servers


@contextmanager
def settings(app: Flask, **changed: Any) -> Iterator[None]:
    before: Settings = app.extensions["settings"]
    app.extensions["settings"] = replace(before, **changed)
    try:
        yield
    finally:
        app.extensions["settings"] = before


@pytest.fixture
def server(app: Flask) -> Iterator[servers.Received]:
    """A mail server that SMTP_URL points at."""
    with servers.mail_server() as received, settings(app, smtp_url=received.url):
        yield received


@pytest.fixture
def no_server(app: Flask) -> Iterator[None]:
    """SMTP_URL points at a port where nobody listens."""
    with settings(app, smtp_url=f"smtp://127.0.0.1:{servers.free_port()}"):
        yield
