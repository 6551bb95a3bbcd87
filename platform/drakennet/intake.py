"""What no page of ours could use is refused at the door, with 400 and a clear page."""

from itertools import chain

from flask import Flask, abort, request
from werkzeug.exceptions import BadRequest

CSRF_FIELD = "csrf_token"


class UnusableInput(BadRequest):
    """A NUL byte, or a token in letters that no token has."""


def init_app(app: Flask) -> None:
    app.before_request(_refuse_unusable)


def _refuse_unusable() -> None:
    """Neither database stores NUL, and comparing a non-ASCII token raises in the libraries."""
    values = [*(request.view_args or {}).values(), *chain(*request.args.items(multi=True))]
    if request.method == "POST":
        if request.is_json or request.files:
            abort(415)  # every form here is a form, and none asks for a file
        values += chain(*request.form.items(multi=True))
        if not request.form.get(CSRF_FIELD, "").isascii():
            raise UnusableInput
    if any("\x00" in str(value) for value in values):
        raise UnusableInput


def own_path(address: str | None) -> str | None:
    """Give back an address to go to only when it cannot leave this site.

    Browsers drop tabs and line ends and read a backslash as a slash, so none may be in it.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    return address if address.isprintable() and "\\" not in address and " " not in address else None
