"""Sign up, confirm, log in and out, reset; Flask-Security as a library.

Its own pages stay off: one confirms on GET, some commit after an error. Every route is ours.
"""

from datetime import timedelta

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from drakennet.accounts.models import RULES as RULES
from drakennet.accounts.models import RoleGrant, User
from drakennet.database import db
from drakennet.permissions import LogInFirst

security = Security()
LINKS = {  # how long they live, and what they hold of the member: signed, so no slow hash
    "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(days=5),
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=4),
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
}


def init_app(app: Flask) -> None:
    from drakennet.accounts import sessions
    from drakennet.accounts.mails import Signer
    from drakennet.accounts.views import blueprint, log_in_first

    datastore = SQLAlchemyUserDatastore(db, User, RoleGrant)
    app.config.update(LINKS)
    security.init_app(app, datastore, register_blueprint=False)
    for serializer in (security.confirm_serializer, security.reset_serializer):
        serializer.signer = Signer
    security.login_manager.user_loader(sessions.member_of_session)
    security.login_manager.request_loader(lambda _request: None)  # nobody comes in by a header
    app.register_blueprint(blueprint)
    app.register_error_handler(LogInFirst, log_in_first)
