"""My data: to read, to take along, to erase; and what the clock of retention does."""

import json

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakennet import clock
from drakennet.accounts import sessions
from drakennet.accounts.sessions import me
from drakennet.database import forget_on_disk, let_go
from drakennet.own_data import queries, readable, services
from drakennet.own_data.tasks import ELSEWHERE, RETENTION
from drakennet.permissions import May, requires

blueprint = Blueprint("own_data", __name__)


@blueprint.get("/mijn-gegevens")
@requires(May.SEE_OWN_DATA)
@sessions.proved
def index() -> ResponseReturnValue:
    return render_template("own_data/index.html", parts=readable.parts(me()))


@blueprint.get("/mijn-gegevens/drakennet.json")
@requires(May.SEE_OWN_DATA)
@sessions.proved
def download() -> ResponseReturnValue:
    held = json.dumps(queries.held_of(me()), ensure_ascii=False, indent=2)
    answer = Response(held, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="drakennet.json"'
    return answer


@blueprint.route("/mijn-gegevens/wissen", methods=["GET", "POST"])
@requires(May.ERASE_OWN_DATA)
@sessions.proved
def erase() -> ResponseReturnValue:
    sure = request.form.get("sure") == "yes"
    if request.method != "POST" or not sure:
        page = render_template("own_data/erase.html", unsure=request.method == "POST")
        return page, 422 if request.method == "POST" else 200
    services.erase(me(), now=clock.now())
    sessions.end(now=clock.now())
    let_go()
    forget_on_disk()
    flash(_("Uw account en alles wat wij van u bewaarden, zijn gewist."), "success")
    return redirect(url_for("pages.start"))


@blueprint.get("/bewaren")
@requires(May.SEE_RETENTION)
def retention() -> ResponseReturnValue:
    return render_template(
        "own_data/retention.html", rules=RETENTION, elsewhere=ELSEWHERE, runs=queries.last_runs()
    )
