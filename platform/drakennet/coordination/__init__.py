"""The pages of the regional project leader."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.coordination.views import blueprint

    app.register_blueprint(blueprint)
