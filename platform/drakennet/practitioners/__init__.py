"""Profiles: what practitioners and colleagues for intervision say of themselves."""

from flask import Flask

from drakennet.practitioners.models import RULES as RULES


def init_app(app: Flask) -> None:
    from drakennet.practitioners.queries import KeptPool
    from drakennet.practitioners.views import blueprint

    app.extensions["pool"] = KeptPool()
    app.register_blueprint(blueprint)
