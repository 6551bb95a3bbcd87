"""What `python -m drakennet serve` answers by itself, over a real socket."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message

import pytest
from flask import Flask

from drakennet.config import Settings

Ask = Callable[[bytes], tuple[int, Message]]
OF_ONE_ANSWER = {"connection", "content-length", "content-type", "date", "set-cookie", "vary"}
POST = b"POST /inloggen HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def ask(filled_app: Flask) -> Iterator[Ask]:
    """Send bytes to a site as an operator starts it, behind https; give status and headers."""
    given: Settings = filled_app.extensions["settings"]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DRAKENNET_ENV": "test",
        "DATABASE_URL": given.database_url,
        "SECRET_KEY": given.secret_key,
        "BASE_URL": "https://localhost",
    }
    command = [sys.executable, "-m", "drakennet", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"Drakennet: https://localhost\n"
        try:
            yield lambda said: answer(port, said)
        finally:
            process.kill()


def answer(port: int, said: bytes) -> tuple[int, Message]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as visitor:
        visitor.sendall(said)
        with visitor.makefile("rb") as heard:
            status = heard.readline().split()[1]
            lines = b"".join(iter(heard.readline, b"\r\n"))
    return int(status), message_from_bytes(lines)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 400, id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\nno header\r\n\r\n", 400, id="no header"),
        pytest.param(b"GET /<script>\nX HTTP/1.1\r\n\r\n", 400, id="two lines in one"),
        pytest.param(b"GET / HTTP/1.1\r\nX: ".ljust(262_144, b"x"), 431, id="headers"),
        pytest.param(POST + b"Content-Length: 9999999999\r\n\r\n", 413, id="body"),
        pytest.param(POST + b"Content-Length: ten\r\n\r\n", 400, id="length"),
        pytest.param(POST + b"Transfer-Encoding: gzip\r\n\r\n", 501, id="encoding"),
    ],
)
def test_what_never_reaches_the_site_is_refused_with_its_headers(
    said: bytes, status: int, ask: Ask
) -> None:
    well, page = ask(b"GET /gezond HTTP/1.1\r\nHost: localhost\r\n\r\n")
    refused, headers = ask(said)
    assert (well, refused) == (200, status)
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    kept = {name: page.get_all(name) for name in page if name.lower() not in OF_ONE_ANSWER}
    assert {name: headers.get_all(name) for name in kept} == kept
    assert kept.keys() >= {"Content-Security-Policy", "Strict-Transport-Security", "Cache-Control"}


def test_a_body_that_is_not_very_large_gets_a_page_of_the_site(ask: Ask) -> None:
    body = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 600000\r\n\r\n"
    status, headers = ask(POST + body + b"x" * 600_000)
    assert status == 413
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert len(headers.get_all("Content-Security-Policy", [])) == 1
