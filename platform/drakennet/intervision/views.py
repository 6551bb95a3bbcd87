"""From one press to a planned session."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from drakennet import clock
from drakennet.access.services import must_look
from drakennet.accounts.models import User
from drakennet.accounts.sessions import me
from drakennet.extensions import language
from drakennet.forms import Form
from drakennet.intervision import mails, queries, services
from drakennet.intervision.forms import (
    CAN_LABELS,
    InviteForm,
    NewMomentsForm,
    answer_form,
    answers_of,
)
from drakennet.intervision.models import FORMS, Can, Invitation, Proposal, Session, State, Wish
from drakennet.permissions import May, requires
from drakennet.practitioners.queries import colleague_of

blueprint = Blueprint("intervision", __name__)


# ---- Inviting ----


@blueprint.route("/intervisie/uitnodigen", methods=["GET", "POST"])
@requires(May.INVITE_TO_INTERVISION)
def invite() -> ResponseReturnValue:
    now, organiser = clock.now(), me()
    profile = colleague_of(organiser)
    form = InviteForm.of(organiser, profile.last_choices if profile else {}, now=now)
    fine = form.validate() if form.is_sent() else True
    wish = form.wish(organiser)
    sending = request.method == "POST" and "refresh" not in request.form
    sent = queries.session_of(wish.id) if sending else None
    if sent and sent.organiser_id == organiser.id:
        return _back_to(sent)  # pressed twice
    proposal = services.propose(organiser, wish, now=now)
    if not (sending and fine and proposal.people):
        status = 409 if sending and fine else 200 if fine else 422
        return _invite_page(organiser, form, wish, proposal), status
    session = services.invite(organiser, wish, remember=form.remember(), now=now)
    number = len(session.invitations)
    flash(
        ngettext("Verstuurd aan %(num)s collega.", "Verstuurd aan %(num)s collega's.", number),
        "success",
    )
    return redirect(url_for(".show", session_id=session.id))


def _invite_page(organiser: User, form: InviteForm, wish: Wish, proposal: Proposal) -> str:
    people = [one.person.member_id for one in proposal.people]
    must_look(organiser, people, now=clock.now())
    form.show(wish, people)
    first = proposal.people[0] if proposal.people and wish.moments else None
    return render_template(
        "intervision/invite.html",
        form=form,
        wish=wish,
        proposal=proposal,
        region=queries.region(wish.region_slug),
        shape=FORMS[wish.form],
        theme=queries.theme_label(wish.theme, language()),
        example=services.preview(organiser, wish, first, now=clock.now()) if first else None,
        why_them=partial(mails.why_them, language=language()),
    )


# ---- Own sessions ----


@blueprint.get("/intervisie")
@requires(May.SEE_OWN_SESSIONS)
def index() -> ResponseReturnValue:
    now, member = clock.now(), me()
    found = queries.open_invitations(member, now=now)
    return render_template(
        "intervision/index.html",
        sessions=queries.own_sessions(member, now=now),
        invitations=found,
        links={one.id: url_for(".answer", token=mails.token_of(one.id)) for one in found},
        member_id=member.id,
        now=now,
    )


@blueprint.get("/intervisie/<uuid:session_id>")
@requires(May.SEE_SESSION, load=queries.session_of)
def show(session: Session) -> ResponseReturnValue:
    return _session_page(session, None)


def _session_page(session: Session, form: NewMomentsForm | None) -> str:
    now, member = clock.now(), me()
    own = next((one for one in session.invitations if one.member_id == member.id), None)
    return render_template(
        "intervision/show.html",
        session=session,
        form=form or NewMomentsForm.instead_of(session, now=now),
        state=session.state(now=now),
        ahead=session.ahead(now=now),
        theme=queries.theme_label(session.theme, language()),
        link=url_for(".answer", token=mails.token_of(own.id)) if own else None,
        where=session.place_for(member.id),
        open_details=form is not None,
        can_labels=CAN_LABELS,
    )


@blueprint.post("/intervisie/<uuid:session_id>/annuleren")
@requires(May.RUN_SESSION, load=queries.session_of)
def cancel(session: Session) -> ResponseReturnValue:
    services.cancel(session, now=clock.now())
    flash(_("Deze intervisie gaat niet door. Iedereen krijgt daar bericht van."), "success")
    return _back_to(session)


@blueprint.post("/intervisie/<uuid:session_id>/plannen")
@requires(May.RUN_SESSION, load=queries.session_of)
def plan(session: Session) -> ResponseReturnValue:
    services.plan_now(session, request.form.get("moment", ""), now=clock.now())
    flash(_("Gepland. Iedereen krijgt daar bericht van."), "success")
    return _back_to(session)


@blueprint.post("/intervisie/<uuid:session_id>/momenten")
@requires(May.RUN_SESSION, load=queries.session_of)
def moments(session: Session) -> ResponseReturnValue:
    form = NewMomentsForm()
    if not form.validate():
        return _session_page(session, form), 422
    services.new_moments(session, form.chosen(), now=clock.now())
    flash(_("De nieuwe momenten zijn verstuurd."), "success")
    return _back_to(session)


# ---- Answering from the mail ----


def invitation_by_token(token: str) -> Invitation | None:
    invitation_id = mails.read_token(token)
    return queries.invitation_of(invitation_id) if invitation_id else None


@blueprint.route("/uitnodiging/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK, load=invitation_by_token)
def answer(invitation: Invitation) -> ResponseReturnValue:
    now = clock.now()
    if invitation.session.state(now=now) in {State.CANCELLED, State.HELD}:
        return render_template("intervision/over.html", invitation=invitation), 410
    asked = invitation.session.asked_about(now=now)
    form = answer_form(asked, invitation)
    if request.method != "POST":
        return _answer_page(invitation, form)
    said = answers_of(form, asked)
    if not (said or "declined" in request.form):
        return _answer_page(invitation, form, nothing_said=True), 422
    if "declined" in request.form:
        services.decline(invitation, now=now)
    else:
        services.answer(invitation, said, now=now)
    return redirect(url_for(".answer", token=mails.token_of(invitation.id)))


def _answer_page(invitation: Invitation, form: Form, *, nothing_said: bool = False) -> str:
    session = invitation.session
    return render_template(
        "intervision/answer.html",
        invitation=invitation,
        session=session,
        form=form,
        theme=queries.theme_label(session.theme, language()),
        why=mails.why(invitation, language()),
        nothing_said=nothing_said,
        can_yes=Can.YES,
    )


def _back_to(session: Session) -> ResponseReturnValue:
    return redirect(url_for(".show", session_id=session.id))
