"""The second factor: codes of an app, passkeys, codes on paper, and the help of two people.

Every action that shows the data of others asks for one; the list of what does not is in
`permissions.py`.
"""

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from drakennet.accounts import sessions
from drakennet.factors.models import RULES as RULES
from drakennet.permissions import May, current_member, needs_second_factor


def init_app(app: Flask) -> None:
    from drakennet.factors.views import ask_second_step, blueprint

    app.register_blueprint(blueprint)
    app.extensions["ask_second_step"] = ask_second_step
    if app.extensions["settings"].second_factor_required:
        app.before_request(_ask_for_second_factor)


def _ask_for_second_factor() -> Response | None:
    """Before the rule of the page is asked, so that nothing is told by how it answers."""
    view = current_app.view_functions.get(str(request.endpoint))
    may: May | None = getattr(view, "may", None)
    member = current_member() if may is not None else None
    if may is None or member is None or not needs_second_factor(may, member):
        return None
    if sessions.has_shown_second_factor():
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("factors.index", next=back))
