"""An organisation asks, the matcher answers, practitioners are asked."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.requests import models  # noqa: F401 - known to migrations
    from drakennet.requests.views import blueprint

    app.register_blueprint(blueprint)
