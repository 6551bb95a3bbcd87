"""The directory: one page. The words are posted, so that they stand in no address and no log.

| address      | endpoint | |
|--------------|----------|-|
| /zoek        | .ask     | the box |
| /zoek (POST) | .search  | who has to do with these words |
"""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.directory import queries
from drakennet.directory.forms import SearchForm
from drakennet.permissions import May, current_member, requires
from drakennet.practitioners.services import open_cards

blueprint = Blueprint("directory", __name__)


@blueprint.get("/zoek")
@requires(May.SEARCH_THE_NETWORK)
def ask() -> ResponseReturnValue:
    return _page(SearchForm(formdata=None))


@blueprint.post("/zoek")
@requires(May.SEARCH_THE_NETWORK)
def search() -> ResponseReturnValue:
    """Show who was found; each card counts as a look, as everywhere."""
    form, member = SearchForm(), current_member()
    assert isinstance(member, User)
    if not form.validate():
        return _page(form), 422
    hits = queries.hits(form.text.data or "")
    ids = [hit.practitioner_id for hit in hits]
    cards, withheld = open_cards(ids, viewer=member, today=clock.today(), now=clock.now())
    found = [
        queries.told(hit, cards[hit.practitioner_id])
        for hit in hits
        if hit.practitioner_id in cards
    ]
    return _page(form, found=found, withheld=withheld, more=len(hits) == queries.MOST)


def _page(form: SearchForm, **shown: Any) -> str:
    return render_template(
        "directory/search.html",
        form=form,
        **{"found": None, "withheld": False, "more": False} | shown,
    )
