"""The pages of requests.

| address                                    | endpoint    |                                     |
|--------------------------------------------|-------------|-------------------------------------|
| /aanvragen                                 | .index      | my organisation's requests          |
| /aanvragen/nieuw                           | .new        | one page to ask                     |
| /aanvragen/voorbeeld                       | .preview    | how many fit, while filling in      |
| /aanvragen/<id>                            | .show       | past, bijna, advies                 |
| /aanvragen/<id>/meer                       | .unfold     | all of one group                    |
| /aanvragen/<id>/vragen                     | .ask        | ask practitioners                   |
| /aanvragen/<id>/vragen/<id>/intrekken      | .withdraw   | take a question back                |
| /aanvragen/<id>/versoepelen, /terugzetten  | .relax, .restore |                                |
| /aanvragen/<id>/sluiten, /heropenen        | .close, .reopen  |                                |
| /vragen-aan-mij                            | .questions  | a practitioner's own questions      |
| /vragen-aan-mij/<id>                       | .contact    | after a yes: who asked              |
| /antwoord/<token>                          | .answer     | from the mail, without logging in   |
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakenmatch import Bucket
from drakennet import clock
from drakennet.access.models import Seen
from drakennet.access.services import Look, log
from drakennet.accounts.sessions import me
from drakennet.extensions import language
from drakennet.organisations.queries import contact_at
from drakennet.permissions import May, requires
from drakennet.practitioners.queries import name_for
from drakennet.practitioners.services import open_cards
from drakennet.requests import queries, services, wording
from drakennet.requests.forms import AnswerForm, AskForm, CloseForm, RelaxForm, RequestForm
from drakennet.requests.models import Answer, CareRequest, Question

blueprint = Blueprint("requests", __name__)


# ---- Asking ----


@blueprint.get("/aanvragen")
@requires(May.MAKE_REQUEST)
def index() -> ResponseReturnValue:
    found = queries.own_requests(me())
    return render_template(
        "requests/index.html",
        requests=found,
        wording=wording,
        waiting={one.id: queries.longest_waiting(one, clock.now()) for one in found},
    )


@blueprint.route("/aanvragen/nieuw", methods=["GET", "POST"])
@requires(May.MAKE_REQUEST)
def new() -> ResponseReturnValue:
    form = _new_form()
    if request.method != "POST":
        return _new_page(form)
    reading = form.read()
    if not form.validate() or reading is not None:
        return _new_page(form, reading=reading), 422
    made = services.create(
        form.criteria(),
        organisation=form.organisation,
        member=me(),
        label=form.label.data or "",
        now=clock.now(),
    )
    return redirect(url_for(".show", request_id=made.id))


@blueprint.post("/aanvragen/voorbeeld")
@requires(May.MAKE_REQUEST)
def preview() -> ResponseReturnValue:
    """How many fit what is filled in now: a part of the page for htmx, else the whole page."""
    live = "HX-Request" in request.headers
    form = _new_form()
    reading = None if live else form.read(asked="read" in request.form)
    if {"more", "read"} & request.form.keys():  # not finished yet, so nothing is wrong yet
        form.add_rows(request.form.get("more"))
        return _new_page(form, reading=reading)
    count = None
    if form.validate():
        count = queries.preview(form.criteria(), today=clock.today()).counts
    if live:
        return render_template("requests/count.html", count=count)
    return _new_page(form, reading=reading, count=count), 200 if count else 422


def _new_form() -> RequestForm:
    return RequestForm(queries.organisations_of(me()), today=clock.today())


def _new_page(form: RequestForm, **words: Any) -> str:
    words = {"reading": None, "count": None} | words
    return render_template("requests/new.html", form=form, **words)


# ---- The answer of the matcher ----


@blueprint.get("/aanvragen/<uuid:request_id>")
@requires(May.SEE_REQUEST, load=queries.request_by_id)
def show(found: CareRequest) -> ResponseReturnValue:
    return _show_page(found, AskForm(formdata=request.args))


@blueprint.post("/aanvragen/<uuid:request_id>/meer")
@requires(May.SEE_REQUEST, load=queries.request_by_id)
def unfold(found: CareRequest) -> ResponseReturnValue:
    """Show all of a group, with its own address; who was ticked, stays ticked."""
    unfolded = request.form.getlist("alles")
    ticked = AskForm().profile_ids.data or ()
    group = f"groep-{unfolded[-1]}" if unfolded else None
    return redirect(
        url_for(".show", request_id=found.id, alles=unfolded, profile_ids=[*ticked], _anchor=group)
    )


def _show_page(found: CareRequest, form: AskForm) -> str:
    services.note_contacts_shown(found, me(), now=clock.now())
    searching = found.closed_at is None and not queries.outdated(found)
    return render_template(
        "requests/show.html",
        request_=found,
        asked=found.asked,
        form=form,
        close_form=CloseForm(formdata=None),
        answer=_answer(found) if searching else None,
        key=queries.relaxation_key,
        gist=wording.gist(found.asked, language()),
        lines=list(wording.summary(found.asked, language())),
        veilig_thuis=queries.veilig_thuis_of(found.asked),
        waiting={one.id: queries.waiting_days(one, clock.now()) for one in found.questions},
        name_for=name_for,
        wording=wording,
    )


def _answer(found: CareRequest) -> dict[str, Any]:
    """Who could be asked, the first few of each group or all of it, and their cards."""
    today, unfolded = clock.today(), set(request.values.getlist("alles"))
    ranking = queries.ranked(found, today=today, limit=queries.limits(unfolded))
    together = queries.together(found, today=today)
    parts = together.combination.parts if together else ()
    shown = (*(part.match for part in parts), *ranking.matches)
    ids = list(dict.fromkeys(match.practitioner_id for match in shown))
    cards, withheld = open_cards(ids, viewer=me(), today=today, now=clock.now())
    services.count_shown(found, cards, today=today)
    return {
        "ranking": ranking,
        "together": together,
        "cards": cards,
        "withheld": withheld,
        "unfolded": sorted(unfolded & set(Bucket)),
    }


@blueprint.post("/aanvragen/<uuid:request_id>/vragen")
@requires(May.ASK_PRACTITIONERS, load=queries.request_by_id)
def ask(found: CareRequest) -> ResponseReturnValue:
    form = AskForm()
    if not form.validate():
        return _show_page(found, form), 422
    outcome = services.ask(
        found, form.profile_ids.data or (), member=me(), now=clock.now(), today=clock.today()
    )
    if outcome.asked:
        flash(_("Gevraagd: %(names)s.", names=", ".join(outcome.asked)), "success")
    for name, why in outcome.refused:
        flash(_("Niet gevraagd: %(name)s %(why)s.", name=name, why=why), "warning")
    return _back_to(found)


@blueprint.post("/aanvragen/<uuid:request_id>/vragen/<uuid:question_id>/intrekken")
@requires(May.ASK_PRACTITIONERS, load=queries.question_by_id)
def withdraw(found: CareRequest) -> ResponseReturnValue:
    services.withdraw(found, _question_id(), now=clock.now())
    flash(_("De vraag is ingetrokken. De behandelaar krijgt daarover een mail."), "success")
    return _back_to(found)


@blueprint.post("/aanvragen/<uuid:request_id>/versoepelen")
@requires(May.ASK_PRACTITIONERS, load=queries.request_by_id)
def relax(found: CareRequest) -> ResponseReturnValue:
    form = RelaxForm()
    if form.validate():
        services.relax(found, form.relaxation.data or "", today=clock.today())
    return _back_to(found)


@blueprint.post("/aanvragen/<uuid:request_id>/terugzetten")
@requires(May.ASK_PRACTITIONERS, load=queries.request_by_id)
def restore(found: CareRequest) -> ResponseReturnValue:
    services.restore(found)
    flash(_("Teruggezet. U ziet weer wat u eerst vroeg."), "success")
    return _back_to(found)


@blueprint.post("/aanvragen/<uuid:request_id>/sluiten")
@requires(May.ASK_PRACTITIONERS, load=queries.request_by_id)
def close(found: CareRequest) -> ResponseReturnValue:
    form = CloseForm()
    if not form.validate():
        flash(_("De aanvraag is nog open. Kies eerst waarom u haar sluit."), "error")
        return _back_to(found)
    services.close(found, form.closed_reason.data, now=clock.now())
    flash(_("De aanvraag is gesloten. Wie nog een vraag had, krijgt een mail."), "success")
    return _back_to(found)


@blueprint.post("/aanvragen/<uuid:request_id>/heropenen")
@requires(May.ASK_PRACTITIONERS, load=queries.request_by_id)
def reopen(found: CareRequest) -> ResponseReturnValue:
    services.reopen(found, today=clock.today())
    flash(_("De aanvraag is weer open."), "success")
    return _back_to(found)


def _back_to(found: CareRequest) -> ResponseReturnValue:
    return redirect(url_for(".show", request_id=found.id))


def _question_id() -> UUID:
    question_id: UUID = (request.view_args or {})["question_id"]
    return question_id


# ---- Answering ----


@blueprint.get("/vragen-aan-mij")
@requires(May.ANSWER_QUESTIONS)
def questions() -> ResponseReturnValue:
    found = queries.questions_to(me())
    return render_template(
        "requests/questions.html",
        questions=found,
        tokens={one.id: queries.answer_token(one) for one in found},
        wording=wording,
        language=language(),
    )


@blueprint.get("/vragen-aan-mij/<uuid:question_id>")
@requires(May.SEE_WHO_ASKED, load=queries.question_of)
def contact(found: Question) -> ResponseReturnValue:
    """Behind log-in, and a line for who is shown: the link in the mail may be anybody's by now."""
    person = contact_at(found.request.organisation_id, found.asked_by)
    if person is not None:
        log(me(), Seen.CONTACT, [Look(person.id, found.request_id)], now=clock.now())
    return render_template(
        "requests/contact.html",
        question=found,
        contact=person,
        mailed=bool(found.email),
        lines=list(wording.anonymous_summary(found.request.asked, language())),
    )


@blueprint.route("/antwoord/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK, load=queries.question_by_token)
def answer(found: Question) -> ResponseReturnValue:
    form = AnswerForm(today=clock.today())
    if request.method != "POST" or not form.validate():
        return _answer_page(found, form), 422 if request.method == "POST" else 200
    services.answer(
        found,
        Answer(form.answer.data),
        possible_from=form.possible_from.data,
        reason=form.reason.data,
        now=clock.now(),
        today=clock.today(),
    )
    return redirect(url_for(".answer", token=queries.answer_token(found)))


def _answer_page(found: Question, form: AnswerForm) -> str:
    return render_template(
        "requests/answer.html",
        question=found,
        mailed=bool(found.email),
        form=form,
        lines=list(wording.anonymous_summary(found.request.asked, language())),
        reasons=[one for one in found.why if one.points and one.criterion in wording.TOLD],
        wording=wording,
    )
