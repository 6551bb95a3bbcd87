"""What no page of ours could use is refused at the door, with 400 and a clear page."""

from flask import Flask, abort, request
from werkzeug.exceptions import BadRequest

CSRF_FIELD = "csrf_token"


class UnusableInput(BadRequest):
    """A NUL byte, or a token in letters that no token has."""


def init_app(app: Flask) -> None:
    app.before_request(_refuse_unusable)


def _refuse_unusable() -> None:
    """Neither database stores NUL, and comparing a non-ASCII token raises in the libraries."""
    values = [*request.args.values(), *(request.view_args or {}).values()]
    if request.method == "POST":
        if request.is_json:
            abort(415)  # every form here is a form
        values += [*request.form.values(), *request.form.keys()]
        if not request.form.get(CSRF_FIELD, "").isascii():
            raise UnusableInput
    if any("\x00" in str(value) for value in values):
        raise UnusableInput
