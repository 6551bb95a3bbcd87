"""My organisation: who works there, who manages it, and how colleagues come and go."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.accounts.sessions import me
from drakennet.forms import said
from drakennet.organisations import queries, services
from drakennet.organisations.forms import InviteForm, NewWorkForm
from drakennet.organisations.models import Membership, Organisation, WorkInvite
from drakennet.permissions import May, current_member, requires, sees_others

blueprint = Blueprint("organisations", __name__)
OWN = "/mijn-organisatie"


@blueprint.get(OWN)
@requires(May.SEE_OWN_ORGANISATION)
def own() -> ResponseReturnValue:
    return _page(InviteForm(formdata=None), None)


@blueprint.post(f"{OWN}/waar-ik-nu-werk")
@requires(May.SEE_OWN_ORGANISATION)
def name_new() -> ResponseReturnValue:
    form = NewWorkForm()
    if not form.validate():
        return _page(InviteForm(formdata=None), None, naming=form), 422
    services.name_new(me(), said(form.claimed_organisation), now=clock.now())
    flash(_("De projectleider van uw regio leest waar u nu werkt, en bekijkt het."), "success")
    return redirect(url_for(".own"))


@blueprint.post(f"{OWN}/<uuid:organisation_id>/uitnodigen")
@requires(May.MANAGE_ORGANISATION, load=queries.organisation)
def invite(organisation: Organisation) -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate():
        return _page(form, organisation), 422
    services.invite(organisation, said(form.email), by=me(), now=clock.now())
    flash(_("Uw collega krijgt een mail met een link, die veertien dagen geldt."), "success")
    return redirect(url_for(".own"))


@blueprint.post(f"{OWN}/uitnodigingen/<uuid:invite_id>/intrekken")
@requires(May.MANAGE_ORGANISATION, load=queries.invite)
def withdraw(invite: WorkInvite) -> ResponseReturnValue:
    services.withdraw(invite, now=clock.now())
    flash(_("De uitnodiging is ingetrokken."), "success")
    return redirect(url_for(".own"))


@blueprint.post(f"{OWN}/leden/<uuid:membership_id>/beheerder")
@requires(May.MANAGE_ORGANISATION, load=queries.membership)
def appoint(membership: Membership) -> ResponseReturnValue:
    services.appoint(membership)
    flash(_("%(name)s beheert de organisatie nu ook.", name=membership.member.name), "success")
    return redirect(url_for(".own"))


@blueprint.post(f"{OWN}/leden/<uuid:membership_id>/geen-beheerder")
@requires(May.MANAGE_ORGANISATION, load=queries.membership)
def step_down(membership: Membership) -> ResponseReturnValue:
    services.step_down(membership)
    flash(_("%(name)s is geen beheerder meer.", name=membership.member.name), "success")
    return redirect(url_for(".own"))


@blueprint.post(f"{OWN}/leden/<uuid:membership_id>/einde")
@requires(May.END_MEMBERSHIP, load=queries.membership)
def end(membership: Membership) -> ResponseReturnValue:
    by = me()
    services.end(membership, by=by, now=clock.now())
    place, name = membership.organisation.name, membership.member.name
    if membership.member_id == by.id:
        flash(_("U werkt niet meer voor %(place)s. Uw profiel blijft.", place=place), "success")
    else:
        flash(_("%(name)s kan niets meer zien van %(place)s.", name=name, place=place), "success")
    return redirect(url_for(".own"))


@blueprint.route("/organisatie/uitnodiging/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK, load=queries.invite_by_token)
def work_invite(found: WorkInvite) -> ResponseReturnValue:
    """The link shows; only the button accepts, and only for who has the address."""
    member: User | None = current_member()
    fitting = member is not None and member.email == found.email
    if request.method == "POST" and member is not None and fitting:
        services.accept(found, member, now=clock.now())
        flash(_("U werkt nu voor %(place)s.", place=found.organisation.name), "success")
        return redirect(url_for(".own"))
    page = render_template(
        "organisations/work_invite.html",
        invite=found,
        open=queries.is_open(found, now=clock.now()),
        fitting=fitting,
        back=request.path,
    )
    return page, 409 if request.method == "POST" else 200


def _page(
    form: InviteForm, refused: Organisation | None, *, naming: NewWorkForm | None = None
) -> str:
    now, member = clock.now(), me()
    places = queries.current_memberships(member)
    said_before = NewWorkForm(formdata=None, claimed_organisation=member.claimed_organisation)
    return render_template(
        "organisations/own.html",
        places=places,
        colleagues={one.id: _colleagues(member, one) for one in places},
        invites={one.id: queries.open_invites(one.organisation_id, now=now) for one in places},
        form=form,
        refused=refused,
        naming=naming or said_before,
        account=member,
        names_work=queries.names_work(member, places),
    )


def _colleagues(member: User, place: Membership) -> Sequence[Membership]:
    """Who is not approved is asked for no second step, and so reads no name but their own."""
    return queries.colleagues_at(place.organisation_id) if sees_others(member) else [place]
