"""The pages of the regional project leader."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakenmatch import Method
from drakennet import clock
from drakennet.access.models import Seen
from drakennet.access.queries import recent_alerts
from drakennet.access.services import Look, lift, log
from drakennet.accounts import services as accounts
from drakennet.accounts.forms import roles_of
from drakennet.accounts.models import User
from drakennet.accounts.sessions import me
from drakennet.coordination import queries, services
from drakennet.coordination.forms import WAYS, ApproveForm, ChecksForm, RejectForm
from drakennet.forms import said
from drakennet.organisations.queries import current_memberships
from drakennet.permissions import May, requires
from drakennet.reference.models import Region
from drakennet.requests.wording import SHORT_KINDS

blueprint = Blueprint("coordination", __name__)
LONG = 5  # days after which somebody has waited long


@blueprint.get("/mijn-regio")
@requires(May.SEE_REGION)
def region() -> ResponseReturnValue:
    now, today = clock.now(), clock.today()
    regions, chosen = _regions()
    waiting = queries.waiting(regions)
    return render_template(
        "coordination/region.html",
        region=chosen,
        regions=regions,
        waiting=[(one, queries.days_waiting(one, today=today)) for one in waiting],
        rejected=queries.rejected(regions, now=now),
        to_renew=queries.to_renew(regions),
        blocked=queries.blocked(regions),
        today=today,
        alerts=recent_alerts([one.slug for one in regions], today=today),
        registered=len(queries.register(chosen)),
        counts=queries.practitioner_counts(chosen),
        roles_of=roles_of,
        long=LONG,
    )


def _regions() -> tuple[Sequence[Region], Region]:
    """Those that the member looks after, and the one that the address asks for: else the first."""
    regions = queries.regions_of(me(), today=clock.today())
    wanted = request.args.get("regio")
    chosen = next((one for one in regions if wanted in {None, "", one.slug}), None)
    if chosen is None:
        abort(404)
    return regions, chosen


@blueprint.get("/mijn-regio/register")
@requires(May.SEE_REGION)
def register() -> ResponseReturnValue:
    """Who works where is shown when asked for, and each of them reads who asked."""
    chosen = _regions()[1]
    found = queries.register(chosen)
    log(me(), Seen.REGISTER, [Look(one.member_id) for one in found], now=clock.now())
    return render_template("coordination/register.html", region=chosen, register=found)


@blueprint.get("/mijn-regio/verdelen")
@requires(May.SEE_REGION)
def divide() -> ResponseReturnValue:
    """The open requests with a proposal for each; the method is in the address."""
    (regions, chosen), way = _regions(), request.args.get("manier") or Method.EXACT
    if way not in {*Method}:
        abort(404)
    return render_template(
        "coordination/divide.html",
        region=chosen,
        regions=regions,
        method=Method(way),
        division=queries.division(chosen, Method(way), now=clock.now()),
        most=queries.MOST_DIVIDED,
        kinds=SHORT_KINDS,
    )


@blueprint.get("/mijn-regio/leden/<uuid:member_id>")
@requires(May.APPROVE_MEMBER, load=queries.member)
def member(newcomer: User) -> ResponseReturnValue:
    return _page(newcomer, ApproveForm(newcomer), RejectForm())


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/goedkeuren")
@requires(May.APPROVE_MEMBER, load=queries.member)
def approve(newcomer: User) -> ResponseReturnValue:
    form = ApproveForm(newcomer)
    if not form.validate():
        return _page(newcomer, form, RejectForm(formdata=None))
    services.approve(
        newcomer, by=me(), workplace=form.workplace(), seen=form.looked_at(), now=clock.now()
    )
    _warn(form)
    flash(_("%(name)s is nu lid en krijgt een mail.", name=newcomer.name), "success")
    return redirect(url_for(".region"))


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/verlengen")
@requires(May.APPROVE_MEMBER, load=queries.member)
def renew(member: User) -> ResponseReturnValue:
    form = ChecksForm()
    if not form.validate():
        return _page(member, ApproveForm(member, formdata=None), RejectForm(formdata=None), form)
    services.renew(member, by=me(), seen=form.looked_at(), now=clock.now())
    _warn(form)
    flash(_("%(name)s is weer een jaar goedgekeurd.", name=member.name), "success")
    return redirect(url_for(".region"))


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/blokkeren")
@requires(May.BLOCK_MEMBER, load=queries.member)
def block(member: User) -> ResponseReturnValue:
    services.block(member, by=me(), now=clock.now())
    flash(_("%(name)s is geblokkeerd en overal uitgelogd.", name=member.name), "success")
    return redirect(url_for(".region"))


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/toelaten")
@requires(May.BLOCK_MEMBER, load=queries.blocked_member)
def unblock(member: User) -> ResponseReturnValue:
    accounts.unblock(member)
    flash(_("%(name)s kan weer inloggen.", name=member.name), "success")
    return redirect(url_for(".region"))


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/meer-zien")
@requires(May.LET_SEE_MORE, load=queries.member)
def let_see_more(member: User) -> ResponseReturnValue:
    lift(member, by=me(), now=clock.now())
    flash(_("%(name)s kan vandaag verder kijken.", name=member.name), "success")
    return redirect(url_for(".region"))


def _warn(form: ChecksForm) -> None:
    if register := form.doubtful():
        flash(
            _(
                "Het nummer is bewaard, maar lijkt geen nummer van %(register)s. Kijk het na.",
                register=register,
            ),
            "warning",
        )


@blueprint.post("/mijn-regio/leden/<uuid:member_id>/afwijzen")
@requires(May.APPROVE_MEMBER, load=queries.member)
def reject(newcomer: User) -> ResponseReturnValue:
    form = RejectForm()
    if not form.validate():
        return _page(newcomer, ApproveForm(newcomer, formdata=None), form)
    services.reject(newcomer, by=me(), reason=said(form.reason), now=clock.now())
    flash(_("%(name)s krijgt een mail met uw reden.", name=newcomer.name), "success")
    return redirect(url_for(".region"))


def _page(
    newcomer: User,
    approval: ApproveForm,
    rejection: RejectForm,
    renewal: ChecksForm | None = None,
) -> ResponseReturnValue:
    refused = bool(approval.errors or rejection.errors or (renewal and renewal.errors))
    log(me(), Seen.APPLICATION, [Look(newcomer.id)], now=clock.now())
    page = render_template(
        "coordination/member.html",
        newcomer=newcomer,
        days=queries.days_waiting(newcomer, today=clock.today()),
        approval=approval,
        rejection=rejection,
        renewal=renewal or ChecksForm(formdata=None),
        checks=queries.checks_of(newcomer),
        workplaces=current_memberships(newcomer),
        ways=WAYS,
        roles_of=roles_of,
    )
    return page, 422 if refused else 200
