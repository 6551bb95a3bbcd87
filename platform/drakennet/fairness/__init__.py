"""Why not this one, what brings me higher, and how attention is spread over a region."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.fairness.views import blueprint

    app.register_blueprint(blueprint)
