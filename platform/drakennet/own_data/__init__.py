"""What we hold of a member: to read, to take along, to be forgotten; and the clock that forgets."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.own_data import models  # noqa: F401 - known to migrations
    from drakennet.own_data.views import blueprint

    app.register_blueprint(blueprint)
