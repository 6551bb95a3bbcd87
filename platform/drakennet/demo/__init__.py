"""The demonstration: invented people, one-click log-ins. Bound in demo mode only."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.demo.views import blueprint

    app.register_blueprint(blueprint)
