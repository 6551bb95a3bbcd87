"""The second step of a log-in, the own factors, and help for whoever lost one."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakennet import clock, kept
from drakennet.accounts import queries as accounts
from drakennet.accounts import sessions
from drakennet.accounts.models import Passkey, User
from drakennet.accounts.sessions import me
from drakennet.accounts.views import arrive, ask_to_log_in, knows_password
from drakennet.factors import mails, passkeys, queries, services, totp
from drakennet.factors.forms import AppForm, PasskeyForm, ProveForm, StepForm, WhoForm
from drakennet.factors.models import FactorReset
from drakennet.forms import Form, said
from drakennet.intake import own_path
from drakennet.permissions import May, allowed, requires, sees_others

blueprint = Blueprint("factors", __name__)
STEPS = "/account/tweede-stap"


# ---- At the log-in, and again before something that matters ----


@blueprint.route("/inloggen/code", methods=["GET", "POST"])
@requires(May.ENTER)
def second_step() -> ResponseReturnValue:
    now = clock.now()
    member, back = sessions.awaits_second_factor(now=now)
    if member is None:
        flash(_("Het inloggen duurde te lang. Begin opnieuw."), "warning")
        return ask_to_log_in() if kept.carried() else redirect(url_for("accounts.log_in"))
    form = StepForm()
    if form.validate_on_submit() and _shown(form, member):
        sessions.begin(member, now=now, second_factor=True)
        return arrive(back)
    return _asking("factors/second_step.html", form, member)


def ask_second_step(member: User) -> ResponseReturnValue:
    """The page in answer to the password, of whoever has something to carry through."""
    return _asking("factors/second_step.html", StepForm(formdata=None), member)


@blueprint.route("/account/bevestigen", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def prove() -> ResponseReturnValue:
    """An unlocked telephone is not the member."""
    member, form, now = me(), ProveForm(), clock.now()
    back = own_path(request.values.get("next"))
    factor = member.has_second_factor
    right = form.validate_on_submit() and knows_password(member, form.password)
    if right and (not factor or _shown(form, member)):
        sessions.prove(now=now, second_factor=factor)
        return redirect(back or url_for(".index"))
    return _asking("factors/prove.html", form, member, back=back)


def _shown(form: StepForm, member: User) -> bool:
    """Say it beside the field when it is not right."""
    code, credential = said(form.code), form.credential.data or ""
    if services.shows(member, code=code, credential=credential, now=clock.now()):
        return True
    form.code.errors = [
        _("Dit apparaat wordt niet herkend. Probeer het opnieuw of gebruik een code.")
        if credential
        else _("Deze code klopt niet of is al gebruikt. Wacht op de volgende in uw app.")
    ]
    return False


def _asking(template: str, form: StepForm, member: User, **words: Any) -> ResponseReturnValue:
    asked = passkeys.to_show_one(member, now=clock.now()) if member.passkeys else None
    return _form(template, form, account=member, asked=asked, **words)


# ---- The own factors ----


@blueprint.get(STEPS)
@requires(May.MANAGE_OWN_ACCOUNT)
def index() -> ResponseReturnValue:
    """What there is; and the first page of whoever has none and needs one."""
    member, back = me(), own_path(request.args.get("next"))
    if member.has_second_factor and not sessions.has_shown_second_factor():
        return redirect(url_for(".prove", next=back))
    return render_template(
        "factors/index.html",
        account=member,
        needed=sees_others(member),
        codes_left=queries.codes_left(member),
        passkeys_possible=passkeys.possible(),
        back=back,
    )


@blueprint.route(f"{STEPS}/app", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def app_codes() -> ResponseReturnValue:
    member, form, back = me(), AppForm(), own_path(request.values.get("next"))
    if form.validate_on_submit():
        codes = services.add_app(member, said(form.code), now=clock.now())
        if codes is not None:
            return _added(codes, back)
        form.code.errors = [
            _("Deze code klopt niet. Staat de klok van uw telefoon goed? Neem de volgende code.")
        ]
    key, _address = totp.to_set_up(member)
    return _form("factors/app.html", form, key=key, account=member, back=back)


@blueprint.get(f"{STEPS}/app.svg")
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def app_picture() -> ResponseReturnValue:
    _key, address = totp.to_set_up(me())
    picture = io.BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=5, light="#fff", svgclass=None)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@blueprint.post(f"{STEPS}/app/weg")
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def remove_app() -> ResponseReturnValue:
    services.remove_app(me(), now=clock.now())
    flash(_("De app met codes hoort niet meer bij uw account."), "success")
    return redirect(url_for(".index"))


@blueprint.route(f"{STEPS}/passkey", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def add_passkey() -> ResponseReturnValue:
    if not passkeys.possible():
        return redirect(url_for(".index"))
    member, form, now = me(), PasskeyForm(), clock.now()
    back = own_path(request.values.get("next"))
    if form.validate_on_submit():
        answer = form.credential.data or ""
        codes = services.add_passkey(member, answer, said(form.name), now=now)
        if codes is not None:
            return _added(codes, back)
        form.form_errors.append(_("De passkey is niet gemaakt. Druk nog een keer op de knop."))
    asked = passkeys.to_make_one(member, now=now)
    return _form("factors/passkey.html", form, asked=asked, back=back)


@blueprint.post(f"{STEPS}/passkey/<uuid:passkey_id>/weg")
@requires(May.REMOVE_PASSKEY, load=queries.passkey)
@sessions.proved
def remove_passkey(passkey: Passkey) -> ResponseReturnValue:
    services.remove_passkey(passkey, now=clock.now())
    flash(_("Deze passkey hoort niet meer bij uw account."), "success")
    return redirect(url_for(".index"))


@blueprint.post(f"{STEPS}/herstelcodes")
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def new_codes() -> ResponseReturnValue:
    """Shown in the answer to the press of a button, and never again."""
    member = me()
    if not member.has_second_factor:
        return redirect(url_for(".index"))
    return _codes(services.new_codes(member, now=clock.now()), back=None)


def _added(codes: Sequence[str], back: str | None) -> ResponseReturnValue:
    flash(_("Voortaan vraagt het inloggen ook deze tweede stap."), "success")
    return _codes(codes, back=back) if codes else redirect(back or url_for(".index"))


def _codes(codes: Sequence[str], *, back: str | None) -> ResponseReturnValue:
    return render_template("factors/codes.html", codes=codes, back=back)


# ---- Lost: the help of two people ----


@blueprint.route("/hulp-bij-inloggen", methods=["GET", "POST"])
@requires(May.HELP_WITH_LOG_IN)
def help_others() -> ResponseReturnValue:
    """Find the member who called; and what waits for a second person."""
    form = WhoForm()
    if form.validate_on_submit():
        found = accounts.member_by_email(said(form.email))
        if found is not None and allowed(May.START_FACTOR_RESET, found):
            return redirect(url_for(".reset", member_id=found.id))
        form.email.errors = [_("Wij kennen geen lid met dit adres dat u kunt helpen.")]
    every = queries.open_resets(now=clock.now())
    waiting = [one for one in every if allowed(May.CONFIRM_FACTOR_RESET, one)]
    return _form("factors/help.html", form, waiting=waiting)


@blueprint.get("/leden/<uuid:member_id>/tweede-stap")
@requires(May.START_FACTOR_RESET, load=queries.member)
def reset(member: User) -> ResponseReturnValue:
    """First whether there is a second step at all, and what the member may still have."""
    return render_template(
        "factors/reset.html",
        account=member,
        waiting=queries.open_reset_of(member, now=clock.now()),
        codes_left=queries.codes_left(member),
    )


@blueprint.post("/leden/<uuid:member_id>/tweede-stap")
@requires(May.START_FACTOR_RESET, load=queries.member)
def start_reset(member: User) -> ResponseReturnValue:
    services.start_reset(member, by=me(), now=clock.now())
    flash(_("Gevraagd. Een tweede persoon moet dit nog bevestigen."), "success")
    return redirect(url_for(".reset", member_id=member.id))


@blueprint.post("/leden/<uuid:member_id>/uitloggen")
@requires(May.START_FACTOR_RESET, load=queries.member)
def log_out_everywhere(member: User) -> ResponseReturnValue:
    """Of a member whose telephone was stolen; they log in again with both steps."""
    sessions.end_all(member, now=clock.now())
    flash(_("%(name)s is nu overal uitgelogd.", name=member.name), "success")
    return redirect(url_for(".reset", member_id=member.id))


@blueprint.get("/tweede-stap-herstel/<uuid:reset_id>")
@requires(May.CONFIRM_FACTOR_RESET, load=queries.open_reset)
def show_reset(found: FactorReset) -> ResponseReturnValue:
    return render_template("factors/confirm_reset.html", reset=found)


@blueprint.post("/tweede-stap-herstel/<uuid:reset_id>")
@requires(May.CONFIRM_FACTOR_RESET, load=queries.open_reset)
def confirm_reset(found: FactorReset) -> ResponseReturnValue:
    services.confirm_reset(found, by=me(), now=clock.now())
    flash(_("Gedaan. %(name)s stelt een nieuwe tweede stap in.", name=found.member.name), "success")
    return redirect(url_for("pages.home"))


@blueprint.route("/tweede-stap-stoppen/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK)
def stop_reset(token: str) -> ResponseReturnValue:
    """Mail programmes open links; only the button stops it."""
    found = _reset_of(token) or abort(404)
    form = Form()
    if not form.validate_on_submit():
        return _form("factors/stop_reset.html", form, reset=found)
    services.stop_reset(found, now=clock.now())
    return redirect(url_for(".stop_reset", token=token))


def _reset_of(token: str) -> FactorReset | None:
    reset_id = mails.reset_id_in(token)
    return queries.reset(UUID(reset_id)) if reset_id else None


# ---- Shared ----


def _form(template: str, form: Form, **words: Any) -> ResponseReturnValue:
    """A page with a form: 422 when it comes back refused."""
    return render_template(template, form=form, **words), 422 if form.errors else 200
