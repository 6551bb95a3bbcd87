"""Start, how we rank, home, health and the legal pages."""

from datetime import timedelta
from email.utils import parseaddr

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, abort

from drakenmatch import RULE, published
from drakenmatch.criteria import FRESH_DAYS
from drakenmatch.gates import CONFIRMED_DAYS, NEARLY_KM
from drakenmatch.rule import kinships, levels
from drakenmatch.values import CAP_WHEN_UNSTATED, COOLING_OFF
from drakennet import clock
from drakennet.accounts.models import User
from drakennet.config import Settings
from drakennet.extensions import LANGUAGES
from drakennet.intake import own_path
from drakennet.intervision import queries as intervision
from drakennet.pages import queries
from drakennet.permissions import May, current_member, requires
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.visibility import Audience
from drakennet.reference.models import Region
from drakennet.requests import queries as requests
from drakennet.requests import wording

blueprint = Blueprint("pages", __name__)
RECENT = 3  # requests and sessions shown on the home page


@blueprint.get("/")
@requires(May.VISIT)
def start() -> ResponseReturnValue:
    return render_template("pages/start.html", tiles=queries.tiles(today=clock.today()))


@blueprint.get("/regio/<slug>")
@requires(May.VISIT, load=queries.region)
def region(found: Region) -> ResponseReturnValue:
    today = clock.today()
    municipalities = queries.municipalities_of(found, today=today)
    tiles = {tile.slug: tile for tile in queries.tiles(today=today)}
    return render_template(
        "pages/region.html",
        region=found,
        municipalities=municipalities,
        vt_regions=queries.vt_regions_of(municipalities),
        count_text=tiles[found.slug].count_text,
        practitioners=[
            practitioners.card(one, today=clock.today(), to=Audience.PUBLIC)
            for one in practitioners.public_names(found.slug)
        ],
        neighbours=[tiles[slug] for slug in found.neighbours if slug in tiles],
    )


@blueprint.get("/zo-rangschikken-we")
@requires(May.VISIT)
def how_we_rank() -> ResponseReturnValue:
    return render_template(
        "pages/how_we_rank.html",
        rule=RULE,
        criteria=published(),
        kinships=kinships(),
        levels=levels(),
        cooling_days=COOLING_OFF.days,
        cap=CAP_WHEN_UNSTATED,
        fresh_days=FRESH_DAYS,
        confirmed_days=CONFIRMED_DAYS,
        nearly_km=NEARLY_KM,
    )


@blueprint.get("/home")
@requires(May.SEE_HOME)
def home() -> ResponseReturnValue:
    member, now, today = current_member(), clock.now(), clock.today()
    assert isinstance(member, User)
    own = practitioners.profile_of(member)
    asked = [one for one in requests.own_requests(member) if one.closed_at is None][:RECENT]
    return render_template(
        "pages/home.html",
        waiting=queries.waiting_for(member, now=now),
        profile=own,
        room=practitioners.card(own, today=today) if own else None,
        room_stated=own.room_on(today) if own else None,
        requests=asked,
        days={one.id: requests.longest_waiting(one, now) for one in asked},
        sessions=intervision.own_sessions(member, now=now)[:RECENT],
        wording=wording,
        colleague=practitioners.colleague_of(member),
    )


@blueprint.get("/privacy")
@requires(May.VISIT)
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html", contact=_contact())


@blueprint.get("/toegankelijkheid")
@requires(May.VISIT)
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html", contact=_contact())


@blueprint.post("/taal")
@requires(May.VISIT)
def language() -> ResponseReturnValue:
    chosen = request.form.get("language")
    if chosen not in LANGUAGES:
        abort(400)
    session["language"] = chosen
    return redirect(_back(request.form.get("next")))


def _back(address: str | None) -> str:
    """Where the visitor was, if that is a page of ours that can be opened."""
    path = own_path(address) or ""
    try:
        current_app.url_map.bind("").match(path.partition("?")[0], method="GET")
    except HTTPException:
        return url_for(".start")
    return path


# ---- For machines ----


@blueprint.get("/gezond")
@requires(May.VISIT)
def health() -> ResponseReturnValue:
    healthy = queries.database_answers()
    return jsonify(ok=healthy, database=healthy), 200 if healthy else 503


@blueprint.get("/robots.txt")
@requires(May.VISIT)
def robots() -> ResponseReturnValue:
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@blueprint.get("/.well-known/security.txt")
@requires(May.VISIT)
def security() -> ResponseReturnValue:
    """RFC 9116: whom to tell of a leak."""
    expires = (clock.now() + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"Contact: mailto:{_contact()}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {_settings().base_url}{url_for('.security')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _contact() -> str:
    return parseaddr(_settings().mail_from)[1]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
