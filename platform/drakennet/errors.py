"""A "no" is an exception with a sentence, answered in one place."""

import structlog
from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import lazy_gettext as lazy
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from drakennet.database import db
from drakennet.extensions import LANGUAGES
from drakennet.intake import way_back
from drakennet.security_log import Event, note

log = structlog.get_logger("drakennet.errors")
# What honest visitors seldom meet, and whoever tries the doors often does.
TELLING = {400, 403, 405, 413, 415, 429}
# The form was read, and it may go better from where it stood.
LEADS_BACK = {400, 403, 404, 409, 429, 500, 503}


class Refusal(Exception):
    """A rule says no. The sentence is for the person who asked."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


SENTENCES = {
    400: lazy("Wij konden uw verzoek niet lezen. Ga terug en probeer het opnieuw."),
    403: lazy("Dit formulier is verlopen. Ga terug, ververs de pagina en verstuur het opnieuw."),
    404: lazy("Deze pagina bestaat niet, of u mag haar niet zien."),
    405: lazy("Dit kan zo niet. Ga terug en gebruik de knop op de pagina."),
    409: lazy(
        "Iemand anders heeft dit intussen gewijzigd. Er is niets overschreven. Kijk wat er nu "
        "staat, en doe het zo nodig opnieuw."
    ),
    413: lazy("Dit is te groot om te versturen. Maak de tekst korter. Er is niets bewaard."),
    429: lazy("Dat waren veel pogingen achter elkaar. Wacht een minuut en probeer het opnieuw."),
    500: lazy("Er ging bij ons iets mis. Er is niets half bewaard. Probeer het later opnieuw."),
    503: lazy("Het is nu te druk. Er is niets half bewaard. Probeer het over een minuut opnieuw."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refusal, _refusal)
    for meanwhile in (StaleDataError, IntegrityError):  # somebody else was first
        app.register_error_handler(meanwhile, lambda _error: page(409))
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, sentence: str | None = None, *, why: str = "") -> ResponseReturnValue:
    """Show the one error page, after whatever was begun has been taken back."""
    if status in TELLING:
        note(Event.REFUSED, status=status, why=why)
    db.session.rollback()
    text = sentence or SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])  # noqa: PLR2004 - HTTP's own border
    try:
        back = way_back() if status in LEADS_BACK else None
        return render_template("errors/error.html", status=status, sentence=text, back=back), status
    except Exception:  # noqa: BLE001 - what failed may be what a page needs: the database, a host
        with force_locale(LANGUAGES[0]):
            return Response(f"{text}\n", status, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if error.code is not None and 300 <= error.code < 400:  # noqa: PLR2004 - a redirect is not a fault
        return error.get_response()
    return page(error.code or 500, why=type(error).__name__)


def _refusal(error: Refusal) -> ResponseReturnValue:
    return page(error.status, error.sentence)


def _database(error: OperationalError) -> ResponseReturnValue:
    """Tell a busy database (try again) from a broken one."""
    if any(word in str(error.orig) for word in ("locked", "deadlock")):
        return page(503)
    return _unexpected(error)


def _unexpected(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    log.error("unexpected_fault", page=request.endpoint, exc_info=error)
    return page(500)
