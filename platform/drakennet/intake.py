"""What no page of ours could use is refused at the door, with 400 and a clear page.

And the way back: each form says on which page it stands, since browsers are told to send no
`Referer`. It is only ever a link, and only to a page of our own.
"""

from itertools import chain
from urllib.parse import quote

from flask import Flask, abort, request
from werkzeug.exceptions import BadRequest, HTTPException

CSRF_FIELD = "csrf_token"
FROM_FIELD = "from_page"
LONGEST_WAY_BACK = 2000  # a longer address is not worth carrying along


class UnusableInput(BadRequest):
    """A NUL byte, or a token in letters that no token has."""


def init_app(app: Flask) -> None:
    app.before_request(_refuse_unusable)
    app.jinja_env.globals["here"] = here


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


def here() -> str:
    """The page on which a form stands; where nothing can be opened, the page before it."""
    if request.method == "POST":
        return way_back() or ""
    address = whole_address()
    return address if len(address) <= LONGEST_WAY_BACK else _address()


def way_back() -> str | None:
    """Where whoever sent a form came from; without a word of it, the same address if it opens."""
    if request.method != "POST":
        return None
    opens = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return own_path(_sent_from()) or (_address() if opens else None)


def _sent_from() -> str | None:
    try:
        return request.form.get(FROM_FIELD)
    except HTTPException:  # too large to read, and its page has forms as well
        return None


def whole_address() -> str:
    query = request.query_string.decode("ascii", "replace")
    return _address() + (f"?{query}" if query else "")


def _address() -> str:
    return quote(request.root_path + request.path)


def own_path(address: str | None) -> str | None:
    """Give back an address to go to only when it cannot leave this site.

    Browsers drop tabs and line ends and read a backslash as a slash, so none may be in it.
    """
    if not address or not address.startswith("/") or address.startswith("//"):
        return None
    return address if address.isprintable() and "\\" not in address and " " not in address else None
