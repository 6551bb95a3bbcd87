"""Who looked at whom: the log that members read themselves, and the guard against harvesting."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.access import models  # noqa: F401 - known to migrations
    from drakennet.access.views import blueprint

    app.register_blueprint(blueprint)
