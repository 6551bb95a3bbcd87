"""Profiles: what practitioners and colleagues for intervision say of themselves."""

from collections.abc import Mapping

from flask import Flask

from drakennet.permissions import Predicate, Who

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.practitioners.pool import KeptPool
    from drakennet.practitioners.views import blueprint

    app.extensions["pool"] = KeptPool()
    app.register_blueprint(blueprint)
