"""Search the network in one's own words: a list for members to read, never a public one."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.directory.views import blueprint

    app.register_blueprint(blueprint)
