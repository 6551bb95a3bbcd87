"""The pages about standing and fairness.

| address                           | endpoint   |                                              |
|-----------------------------------|------------|----------------------------------------------|
| /aanvragen/<id>/waarom-niet       | .ask_why   | name a practitioner                          |
| /aanvragen/<id>/waarom-niet (POST)| .why       | where they stand in the answer, and why      |
| /mijn-profiel/wat-brengt-u-hoger  | .higher    | for practitioners, about themselves          |
| /mijn-regio/verdeling             | .spread    | how attention is spread, for project leaders |
"""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakenmatch import WhyNot
from drakennet import clock
from drakennet.accounts.sessions import me
from drakennet.coordination.queries import regions_of
from drakennet.errors import Refusal
from drakennet.fairness import queries, wording
from drakennet.fairness.forms import NameForm
from drakennet.permissions import May, requires
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.queries import name_for
from drakennet.practitioners.services import open_cards
from drakennet.practitioners.visibility import Audience
from drakennet.requests import queries as requests
from drakennet.requests import wording as request_wording
from drakennet.requests.models import CareRequest

blueprint = Blueprint("fairness", __name__)
MOST_OFFERED = 5


@blueprint.get("/aanvragen/<uuid:request_id>/waarom-niet")
@requires(May.SEE_REQUEST, load=requests.request_by_id)
def ask_why(found: CareRequest) -> ResponseReturnValue:
    return _name_page(found, NameForm(formdata=None))


@blueprint.post("/aanvragen/<uuid:request_id>/waarom-niet")
@requires(May.SEE_REQUEST, load=requests.request_by_id)
def why(found: CareRequest) -> ResponseReturnValue:
    """Answer about somebody by name; the name is in no address, and nothing is changed."""
    form = NameForm()
    if requests.outdated(found):
        raise Refusal(_("Deze aanvraag noemt iets dat niet meer in onze lijsten staat."))
    if form.chosen is not None:
        return _why_page(found, str(form.chosen))
    if not form.validate():
        return _name_page(found, form), 422
    offered = _people(queries.named(form.name.data or "")[: MOST_OFFERED + 1])
    if len(offered) == 1:
        return _why_page(found, *offered)
    if offered:
        return _name_page(found, form, offered)
    # The same words for who does not exist, and for who cannot be found.
    form.name.errors = [_("Wij vinden niemand met deze naam die u kunt vragen.")]
    return _name_page(found, form), 422


@blueprint.get("/mijn-profiel/wat-brengt-u-hoger")
@requires(May.SEE_OWN_STANDING)
def higher() -> ResponseReturnValue:
    own, now, today = practitioners.profile_of(me()), clock.now(), clock.today()
    if own is None:
        return redirect(url_for("practitioners.begin"))
    return render_template(
        "fairness/higher.html",
        outlook=queries.outlook(own, now=now, today=today),
        seen=queries.seen_lately(own, now=now, today=today),
        fields=wording.FIELDS,
        days=queries.LATELY.days,
    )


@blueprint.get("/mijn-regio/verdeling")
@requires(May.SEE_REGION)
def spread() -> ResponseReturnValue:
    regions = regions_of(me(), today=clock.today())
    wanted = request.args.get("regio")
    chosen = next((one for one in regions if wanted in {None, "", one.slug}), None)
    if chosen is None:
        abort(404)
    report = queries.spread(now=clock.now(), today=clock.today())
    here = report.region(chosen.slug)
    profiles = practitioners.profiles_by_id(one.practitioner_id for one in here.people)
    names = {key: name_for(one, Audience.MEMBERS) for key, one in profiles.items()}
    return render_template(
        "fairness/spread.html",
        region=chosen,
        regions=regions,
        here=here,
        report=report,
        people=sorted(
            (
                (names[one.practitioner_id], one)
                for one in here.people
                if one.practitioner_id in names
            ),
            key=lambda pair: (pair[0], pair[1].practitioner_id),
        ),
        wording=wording,
        days=queries.LATELY.days,
    )


# ---- What the views share ----


def _people(ids: Any) -> dict[str, Any]:
    """The cards that may be shown now: naming somebody is a look like any other."""
    cards, _withheld = open_cards(ids, viewer=me(), today=clock.today(), now=clock.now())
    return cards


def _name_page(found: CareRequest, form: NameForm, offered: Any = None) -> str:
    return render_template(
        "fairness/name.html",
        request_=found,
        title=request_wording.title(found.label, found.asked),
        form=form,
        offered=list((offered or {}).items())[:MOST_OFFERED],
        more=len(offered or ()) > MOST_OFFERED,
    )


def _why_page(found: CareRequest, profile_id: str) -> str:
    people = _people([profile_id])
    answer = queries.why(found, profile_id, today=clock.today()) if people else None
    if answer is None:
        abort(404)
    return render_template(
        "fairness/why.html",
        request_=found,
        title=request_wording.title(found.label, found.asked),
        person=people[profile_id],
        answer=answer,
        above=_above(answer),
        question=next((one for one in found.questions if str(one.profile_id) == profile_id), None),
    )


def _above(answer: WhyNot) -> str | None:
    """The name of the one who stands just above."""
    if answer.lower is None:
        return None
    person = _people([answer.lower.than]).get(answer.lower.than)
    return person.name if person else None
