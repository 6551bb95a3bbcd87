"""Start, how we rank, home, health and the legal pages."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.pages.views import blueprint

    app.register_blueprint(blueprint)
