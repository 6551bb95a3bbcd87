"""The web application of Drakennet."""

import os

from drakennet import (
    access,
    accounts,
    coordination,
    database,
    demo,
    directory,
    errors,
    extensions,
    factors,
    fairness,
    formats,
    headers,
    intake,
    intervision,
    kept,
    logs,
    mail,
    organisations,
    own_data,
    pages,
    permissions,
    practitioners,
    privacy,
    requests,
    signing,
)
from drakennet.config import Settings
from drakennet.database import DatabaseFlask
from drakennet.known_names import known_names
from drakennet.places import INSTANCE, TEMPLATES

FEATURES = (
    pages,
    accounts,
    factors,
    organisations,
    access,
    practitioners,
    requests,
    intervision,
    coordination,
    directory,
    fairness,
    own_data,
    mail,
    privacy,
)


def create_app(settings: Settings | None = None) -> DatabaseFlask:
    """Build the application: one line a step."""
    settings = settings or Settings.from_environ(os.environ)
    app = DatabaseFlask(__name__, template_folder=str(TEMPLATES), instance_path=str(INSTANCE))
    app.config.from_mapping(settings.flask())
    app.extensions["settings"] = settings
    app.extensions["known_names"] = known_names
    logs.init_app(app)
    signing.init_app(app)
    headers.init_app(app)
    intake.init_app(app)
    extensions.init_app(app)
    database.init_app(app)
    errors.init_app(app)
    kept.init_app(app)
    formats.init_app(app)
    features = (*FEATURES, demo) if settings.demo else FEATURES
    permissions.init_app(app, *(feature.RULES for feature in features))
    for feature in features:
        feature.init_app(app)
    return app
