"""From one press to a planned session."""

from flask import Flask

from drakennet.intervision.models import RULES as RULES


def init_app(app: Flask) -> None:
    from drakennet.intervision.views import blueprint

    app.register_blueprint(blueprint)
