"""The outbox, the worker that empties it, and the mailbox of the demonstration."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.mail import models  # noqa: F401 - known to migrations
    from drakennet.mail.views import blueprint

    if app.extensions["settings"].demo:
        app.register_blueprint(blueprint)
