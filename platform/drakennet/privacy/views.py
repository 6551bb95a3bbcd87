"""Looking at a text while somebody types it; nothing of it is stored or logged."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from drakennet import attempts, clock
from drakennet.permissions import May, current_member, requires
from drakennet.privacy import marks
from drakennet.privacy.forms import look
from drakennet.privacy.pieces import Kind

blueprint = Blueprint("privacy", __name__)

LONGEST = 20_000


@blueprint.post("/tekst/nakijken")
@requires(May.CHECK_OWN_TEXT)
def check() -> ResponseReturnValue:
    """Give the marks of one field, as the form itself would show them."""
    member = current_member()
    assert member is not None, "the rule requires somebody"
    if attempts.take(("text", str(member.id)), now=clock.now()) is None:
        abort(429)
    name = request.form.get("guard-field", "")
    text = request.form.get(name, "")[:LONGEST].strip()
    firm = {Kind(each) for each in request.form.get("guard-firm", "").split() if each in set(Kind)}
    found = look(text)
    shown = marks.marks_of(name, text, found, firm=firm) if found else None
    return render_template("privacy/marks.html", marks=shown)
