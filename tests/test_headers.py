"""Whom we believe about where a visitor comes from."""

import pytest
from flask import request

from tests.conftest import AnotherApp


@pytest.mark.asvs("4.1.3", "15.3.4")
@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        pytest.param(0, "127.0.0.1", id="nobody before us: the header is a visitor's own word"),
        pytest.param(1, "203.0.113.9", id="one proxy of our own says who it was"),
    ],
)
def test_only_our_own_proxy_names_the_visitor(
    proxies: int, seen: str, another_app: AnotherApp
) -> None:
    behind = another_app(proxies=proxies)
    found = []
    behind.before_request(lambda: found.append(request.remote_addr))
    behind.test_client().get("/gezond", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert found == [seen]
