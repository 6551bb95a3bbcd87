"""Sign up, confirm, log in and out, reset, second factor; Flask-Security as a library.

Its own pages stay off: one confirms on GET, some commit after an error. Every route is ours.
"""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from drakennet.accounts.models import RULES as RULES
from drakennet.accounts.models import RoleGrant, User
from drakennet.database import db

security = Security()


def init_app(app: Flask) -> None:
    from drakennet.accounts import services
    from drakennet.accounts.views import blueprint

    datastore = SQLAlchemyUserDatastore(db, User, RoleGrant)
    security.init_app(app, datastore, register_blueprint=False)
    app.login_manager.user_loader(services.member_of_session)  # type: ignore[attr-defined] # set by Flask-Security
    app.register_blueprint(blueprint)
