"""The server behind `python -m drakennet serve`: waitress, whose own answers carry our headers.

What is no HTTP, or far too much of it, waitress refuses before the site hears of it.
"""

from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from drakennet import headers

THREADS = 8  # slow connections wait outside them
LARGEST_BODY = 1024 * 1024  # what is between this and what the site takes gets a page of ours


def make_server(app: Flask, *, host: str, port: int) -> Any:
    """Listen already; `run()` answers until told to stop."""
    said = {**headers.of_each_answer(app), **headers.NEVER_KEPT}

    class Refusal(ErrorTask):  # type: ignore[misc] # waitress ships no types
        def execute(self) -> None:
            self.response_headers.extend(said.items())
            super().execute()

    class Channel(HTTPChannel):  # type: ignore[misc] # waitress ships no types
        error_task_class = Refusal

    parts: dict[int, Any] = {}
    server = create_server(
        app,
        map=parts,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST_BODY,
    )
    for part in parts.values():
        if isinstance(part, BaseWSGIServer):  # one for each address that the name of the host has
            part.channel_class = Channel
    return server
