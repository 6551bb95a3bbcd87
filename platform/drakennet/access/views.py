"""Who looked at my data: a page for every member."""

import re

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from drakennet.access import queries
from drakennet.permissions import May, current_member, requires

blueprint = Blueprint("access", __name__)


@blueprint.get("/mijn-gegevens/inzage")
@requires(May.SEE_WHO_LOOKED)
def looks() -> ResponseReturnValue:
    member = current_member()
    assert member is not None, "the page requires somebody"
    page = _page(request.args.get("pagina", ""))
    found, older = queries.looks_at(member, page=page)
    return render_template("access/looks.html", looks=found, page=page, older=older)


def _page(typed: str) -> int:
    """Which fifty; what is no page of the log is the first."""
    return int(typed) if re.fullmatch(r"[1-9][0-9]{0,4}", typed) else 1
