"""A device is called what its owner calls it."""

import pytest
from flask import Flask

from drakennet.accounts.wording import device_name

CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROMIUM}", "Chrome op Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Edg/156.0", "Edge op Windows"),
        (f"Mozilla/5.0 (Linux; Android 16; Pixel 9) {CHROMIUM}", "Chrome op Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari op iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0) Firefox/150.0", "Firefox op Mac"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_device_has_a_name(agent: str, name: str, app: Flask) -> None:
    with app.test_request_context():
        assert device_name(agent) == name
