"""Profiles: what practitioners and colleagues for intervision say of themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakenmatch.values import Role
from drakennet import clock
from drakennet.accounts.sessions import me
from drakennet.fields import Statement
from drakennet.permissions import May, requires
from drakennet.practitioners import queries, services
from drakennet.practitioners.colleague import ColleagueForm
from drakennet.practitioners.forms import (
    BeginForm,
    ProfileForm,
    RoomForm,
    VisibilityForm,
)
from drakennet.practitioners.models import ColleagueProfile, PractitionerProfile
from drakennet.practitioners.visibility import DEFAULTS, audience_of
from drakennet.practitioners.wording import LEVELS, ages_text

blueprint = Blueprint("practitioners", __name__)


@blueprint.route("/mijn-profiel/begin", methods=["GET", "POST"])
@requires(May.KEEP_OWN_PROFILE)
def begin() -> ResponseReturnValue:
    member, today = me(), clock.today()
    form = BeginForm(data={"regions": [member.municipality.region_slug], "role": Role.TREATS})
    if queries.profile_of(member) is not None:
        return redirect(url_for(".profile"))
    if not form.validate_on_submit():
        return render_template("practitioners/begin.html", form=form), _status(form)
    services.begin(
        member,
        role=form.role.data,
        regions=form.regions.data or (),
        expertise=form.expertise.data or (),
        room=form.room.data,
        room_from=form.room_from.data,
        today=today,
        now=clock.now(),
    )
    flash(_("Uw profiel is bruikbaar. Vul het aan wanneer het u uitkomt."), "success")
    return redirect(url_for(".profile"))


@blueprint.get("/mijn-profiel")
@requires(May.KEEP_OWN_PROFILE)
def profile() -> ResponseReturnValue:
    own = queries.profile_of(me())
    if own is None:
        return redirect(url_for(".begin"))
    return _profile_page(own, ProfileForm.of(own))


@blueprint.post("/mijn-profiel")
@requires(May.KEEP_OWN_PROFILE)
def save_profile() -> ResponseReturnValue:
    own = queries.profile_of(me(), to_change=True)
    if own is None:
        return redirect(url_for(".begin"))
    form, stored = ProfileForm.of(own), ProfileForm.of(own, formdata=None)
    if not form.validate_on_submit():
        return _profile_page(own, form), _status(form)
    if form.version.data != own.version:
        return _profile_page(own, form, _stale(form, stored, own.version)), 409
    services.save(own, form.values(), now=clock.now())
    _tell(form, stored)
    return redirect(url_for(".profile"))


@blueprint.post("/mijn-profiel/plek")
@requires(May.KEEP_OWN_PROFILE)
def room() -> ResponseReturnValue:
    own, form, today = queries.profile_of(me()), RoomForm(), clock.today()
    if own is None:
        return redirect(url_for(".begin"))
    if request.form.get("still_true"):
        services.still_true(own, today=today)
    elif form.validate_on_submit():
        services.state_room(own, form.room.data, form.room_from.data, today=today)
    else:
        return render_template("practitioners/room.html", form=form), 422
    flash(_("Bewaard. Dit geldt vanaf nu bij elke zoekvraag."), "success")
    return redirect(url_for("pages.home" if request.form.get("back") == "home" else ".profile"))


@blueprint.route("/mijn-profiel/zichtbaarheid", methods=["GET", "POST"])
@requires(May.KEEP_OWN_PROFILE)
def visibility() -> ResponseReturnValue:
    own = queries.profile_of(me())
    if own is None:
        return redirect(url_for(".begin"))
    form = VisibilityForm(data={name: audience_of(own, name).name.lower() for name in DEFAULTS})
    if not form.validate_on_submit():
        return render_template("practitioners/visibility.html", form=form), _status(form)
    services.choose_visibility(own, form.choices())
    flash(_("Bewaard. Dit geldt vanaf nu op elke pagina."), "success")
    return redirect(url_for(".preview"))


@blueprint.get("/mijn-profiel/zo-ziet-een-zoekende-u")
@requires(May.KEEP_OWN_PROFILE)
def preview() -> ResponseReturnValue:
    own, today = queries.profile_of(me()), clock.today()
    if own is None:
        return redirect(url_for(".begin"))
    return render_template(
        "practitioners/preview.html",
        match=queries.as_searchers_see(own, today=today),
        person=queries.card(own, today=today),
        hindrances=queries.hindrances(own, today=today),
    )


@blueprint.get("/mijn-intervisie")
@requires(May.KEEP_INTERVISION_PROFILE)
def colleague() -> ResponseReturnValue:
    return _colleague_page(queries.colleague_of(me()))


@blueprint.post("/mijn-intervisie/namen")
@requires(May.KEEP_INTERVISION_PROFILE)
def name_colleagues() -> ResponseReturnValue:
    """Show who is around, to choose from; what was typed stays, and nothing is kept yet."""
    return _colleague_page(queries.colleague_of(me()), everybody=True)


@blueprint.post("/mijn-intervisie")
@requires(May.KEEP_INTERVISION_PROFILE)
def save_colleague() -> ResponseReturnValue:
    own, everybody = queries.colleague_of(me(), to_change=True), "everybody" in request.form
    known, _withheld = services.open_names(me(), own, everybody=everybody, now=clock.now())
    form, stored = ColleagueForm.of(own, known), ColleagueForm.of(own, known, formdata=None)
    if not form.validate_on_submit():
        return _colleague_page(own, form, everybody=everybody), _status(form)
    version = own.version if own else 0
    if form.version.data != version:
        stale = _stale(form, stored, version)
        return _colleague_page(own, form, stale, everybody=everybody), 409
    services.save_colleague(me(), form.values(), agreed=form.agreed.data, now=clock.now())
    _tell(form, stored)
    return redirect(url_for(".colleague"))


# ---- What the views share ----


Differences = list[tuple[str, str, str]]


def _status(form: Statement | RoomForm | VisibilityForm) -> int:
    return 422 if form.is_submitted() else 200


def _stale(form: Statement, stored: Statement, version: int) -> Differences:
    """Somebody saved meanwhile: show both, and let this form, sent again, be the answer."""
    form.version.data, form.version.raw_data = version, None
    return form.differences(stored)


def _tell(form: Statement, stored: Statement) -> None:
    """Say what was changed."""
    labels = [label.rstrip("?") for label, _typed, _stored in form.differences(stored)]
    changed = _("Bewaard. Gewijzigd: %(labels)s.", labels=", ".join(labels))
    flash(changed if labels else _("Bewaard. Er was niets gewijzigd."), "success")


def _profile_page(
    own: PractitionerProfile, form: ProfileForm, stale: Differences | None = None
) -> str:
    today = clock.today()
    gaps, questions = queries.missing(own, today=today)
    return render_template(
        "practitioners/profile.html",
        form=form,
        stale=stale,
        level_names=LEVELS,
        ages_stated=ages_text(own.ages) if own.ages else None,
        room=queries.card(own, today=today),
        room_stated=own.room_on(today),
        gaps=gaps,
        questions=questions,
        hindrances=queries.hindrances(own, today=today),
    )


def _colleague_page(
    own: ColleagueProfile | None,
    form: ColleagueForm | None = None,
    stale: Differences | None = None,
    *,
    everybody: bool = False,
) -> str:
    known, withheld = services.open_names(me(), own, everybody=everybody, now=clock.now())
    return render_template(
        "practitioners/colleague.html",
        form=form or ColleagueForm.of(own, known),
        stale=stale,
        agreed_at=own.agreed_at if own else None,
        everybody=everybody,
        withheld=withheld,
    )
