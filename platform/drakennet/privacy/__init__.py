"""What identifies a client stays out: the guard of every text that people type."""

from collections.abc import Mapping

from flask import Flask, has_request_context, url_for

from drakennet.permissions import Predicate, Who, current_member

RULES: Mapping[Who, Predicate] = {}


def init_app(app: Flask) -> None:
    from drakennet.privacy import services, wording
    from drakennet.privacy.views import blueprint

    app.register_blueprint(blueprint)
    app.jinja_env.globals["guard_address"] = _address
    app.jinja_env.globals["guard_reasons"] = wording.REASONS
    services.init_app()


def _address() -> str | None:
    """Where a text is looked at while it is typed; only members type where it pays."""
    return url_for("privacy.check") if has_request_context() and current_member() else None
