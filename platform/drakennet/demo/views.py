"""The page of the demonstration, with one button to log in as each kind of member."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from drakennet import clock
from drakennet.accounts import sessions
from drakennet.demo import queries
from drakennet.permissions import May, requires

blueprint = Blueprint("demo", __name__, url_prefix="/demo")  # bound in the demonstration only


@blueprint.get("")
@requires(May.TRY_THE_DEMONSTRATION)
def index() -> ResponseReturnValue:
    personas = list(queries.personas())
    return render_template("demo/index.html", personas=personas, password=queries.PASSWORD)


@blueprint.post("/inloggen")
@requires(May.TRY_THE_DEMONSTRATION)
def log_in() -> ResponseReturnValue:
    member = queries.member_of(request.form.get("persona", "")) or abort(404)
    sessions.begin(member, now=clock.now(), second_factor=True, tell=False)
    return redirect(url_for("pages.home"))
