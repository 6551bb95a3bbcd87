"""Extensions are made once here and bound in `create_app`."""

from flask import Flask, has_request_context, session
from flask_babel import Babel
from flask_login import current_user
from flask_wtf import CSRFProtect

LANGUAGES = ("nl", "en")

babel = Babel()
csrf = CSRFProtect()


def language() -> str:
    """The visitor's own choice, else the member's, else Dutch."""
    if not has_request_context():
        return LANGUAGES[0]
    chosen = session.get("language") or getattr(current_user, "language", None)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def init_app(app: Flask) -> None:
    babel.init_app(app, locale_selector=language)
    csrf.init_app(app)
