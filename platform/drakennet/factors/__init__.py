"""The second factor: codes of an app, passkeys, codes on paper, and the help of two people."""

from flask import Flask

from drakennet.factors.models import RULES as RULES


def init_app(app: Flask) -> None:
    """Nothing to bind yet."""
