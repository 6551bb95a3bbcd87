"""Sign up, confirm, log in and out, reset, second factor."""

import io
from typing import Any

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from drakennet import clock
from drakennet.accounts import queries, services
from drakennet.accounts.forms import (
    AccountForm,
    CodeForm,
    ForgotForm,
    LogInForm,
    PasswordForm,
    ResetForm,
    SetUpForm,
    SignUpForm,
    WithPasswordForm,
    roles_of,
)
from drakennet.accounts.models import LoginSession, User
from drakennet.accounts.wording import device_name
from drakennet.attempts import network_of, note, too_often
from drakennet.database import db
from drakennet.errors import page
from drakennet.extensions import language
from drakennet.forms import Form, said
from drakennet.intake import own_path
from drakennet.permissions import May, current_member, requires

blueprint = Blueprint("accounts", __name__)


# ---- Becoming a member ----


@blueprint.route("/aanmelden", methods=["GET", "POST"])
@requires(May.ENTER)
def sign_up() -> ResponseReturnValue:
    if current_member():
        return redirect(url_for("pages.home"))
    form = SignUpForm()
    if not form.validate_on_submit():
        return _form("accounts/sign_up.html", form)
    if _asks_too_often():
        return _slowed()
    services.sign_up(form.wish(language()), now=clock.now())
    return redirect(url_for(".mailed"))


@blueprint.get("/kijk-in-uw-mailbox")
@requires(May.ENTER)
def mailed() -> ResponseReturnValue:
    """The same page for every address, known or not."""
    return render_template("accounts/mailed.html")


@blueprint.route("/bevestigen/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK)
def confirm(token: str) -> ResponseReturnValue:
    """Mail programmes open links; only the button confirms."""
    member, form = services.member_to_confirm(token), WithPasswordForm()
    if member is None:
        return render_template("accounts/dead_link.html"), 404
    if services.signed_up_here(member):
        del form.password
    if not form.validate_on_submit() or not _is_known_by(form, member):
        return _form("accounts/confirm.html", form, newcomer=member)
    services.confirm(member, now=clock.now())
    flash(_("Uw e-mailadres is bevestigd. Log nu in."), "success")
    return redirect(url_for(".log_in"))


# ---- In and out ----


@blueprint.route("/inloggen", methods=["GET", "POST"])
@requires(May.ENTER)
def log_in() -> ResponseReturnValue:
    back = own_path(request.values.get("next"))
    if current_member():
        return redirect(back or url_for("pages.home"))
    form = LogInForm()
    if form.validate_on_submit():
        email, network, now = said(form.email), network_of(request.remote_addr), clock.now()
        slowed = too_often("password", email, network, now=now)
        if slowed or too_often("network", network, now=now):
            return _slowed()
        member = services.recognise(email, said(form.password), network=network, now=now)
        if member:
            return _enter(member, back)
        db.session.commit()  # a refused form is rolled back, but this attempt must count
        form.form_errors.append(
            _(
                "Dit e-mailadres en wachtwoord horen niet bij elkaar, of het adres is nog niet "
                "bevestigd. Probeer het opnieuw, kijk in uw mailbox of vraag een nieuw wachtwoord."
            )
        )
    return _form("accounts/log_in.html", form, back=back)


def _enter(member: User, back: str | None) -> ResponseReturnValue:
    now = clock.now()
    if member.totp_confirmed_at:
        services.await_code(member, back=back, now=now)
        return redirect(url_for(".second_factor"))
    services.begin_session(member, device=device_name(request.user_agent.string), now=now)
    return redirect(back or url_for("pages.home"))


@blueprint.route("/inloggen/code", methods=["GET", "POST"])
@requires(May.ENTER)
def second_factor() -> ResponseReturnValue:
    now = clock.now()
    member, back = services.awaits_code(now=now)
    if member is None:
        flash(_("Het inloggen duurde te lang. Begin opnieuw."), "warning")
        return redirect(url_for(".log_in"))
    form = CodeForm()
    if form.validate_on_submit():
        if too_often("code", str(member.id), now=now):
            return _slowed()
        if services.has_code(member, said(form.code), now=now):
            services.begin_session(member, device=device_name(request.user_agent.string), now=now)
            return redirect(back or url_for("pages.home"))
        db.session.commit()  # a refused form is rolled back, but this attempt must count
        form.code.errors = [_wrong_code()]
    return _form("accounts/second_factor.html", form)


@blueprint.post("/uitloggen")
@requires(May.ENTER)
def log_out() -> ResponseReturnValue:
    services.end_session(now=clock.now())
    flash(_("U bent uitgelogd."), "success")
    return redirect(url_for("pages.start"))


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@requires(May.ENTER)
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate_on_submit():
        return _form("accounts/forgot.html", form)
    if _asks_too_often():
        return _slowed()
    services.forget(said(form.email), now=clock.now())
    return redirect(url_for(".mailed"))


@blueprint.route("/wachtwoord/<token>", methods=["GET", "POST"])
@requires(May.ANSWER_BY_LINK)
def reset(token: str) -> ResponseReturnValue:
    member, form = services.member_to_reset(token), ResetForm()
    if member is None:
        return render_template("accounts/dead_link.html"), 404
    form.email, form.name = member.email, member.name
    if not form.validate_on_submit():
        return _form("accounts/reset.html", form)
    services.reset_password(member, said(form.password), now=clock.now())
    flash(_("Uw nieuwe wachtwoord is bewaard. Log ermee in."), "success")
    return redirect(url_for(".log_in"))


# ---- The own account ----


@blueprint.route("/account", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def account() -> ResponseReturnValue:
    member = _me()
    form = AccountForm(
        name=member.name, municipality=member.municipality_code, language=member.language
    )
    now = clock.now()
    if not form.validate_on_submit():
        return _form(
            "accounts/account.html",
            form,
            account=member,
            roles=roles_of(member),
            logins=queries.logins_of(member, now=now),
            own_key_hash=services.own_key_hash(),
        )
    services.change(
        member,
        name=said(form.name),
        municipality_code=form.municipality.code or "",
        language=form.language.data,
        now=now,
    )
    flash(_("Uw gegevens zijn bewaard."), "success")
    return redirect(url_for(".account"))


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    member, form, now = _me(), PasswordForm(), clock.now()
    form.email, form.name = member.email, member.name
    if not form.validate_on_submit() or not _knows_password(member, form.current_password):
        return _form("accounts/password.html", form)
    services.set_password(member, said(form.password), now=now)
    services.begin_session(member, device=device_name(request.user_agent.string), now=now)
    flash(_("Uw nieuwe wachtwoord is bewaard. Op andere apparaten bent u uitgelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/inlogs/<uuid:login_id>/beeindigen")
@requires(May.END_LOG_IN, load=queries.login)
def end_login(login: LoginSession) -> ResponseReturnValue:
    services.end_login(login, now=clock.now())
    flash(_("Op dat apparaat bent u uitgelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/inlogs/andere/beeindigen")
@requires(May.MANAGE_OWN_ACCOUNT)
def end_other_logins() -> ResponseReturnValue:
    services.end_other_sessions(_me(), now=clock.now())
    flash(_("U bent nu alleen nog hier ingelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.route("/account/tweede-factor", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def totp_setup() -> ResponseReturnValue:
    member, form = _me(), SetUpForm()
    if member.totp_confirmed_at:
        return render_template("accounts/totp_on.html", form=WithPasswordForm(), account=member)
    if form.validate_on_submit() and _knows_password(member, form.password):
        if services.turn_on_codes(member, said(form.code), now=clock.now()):
            flash(_("Voortaan vraagt het inloggen ook een code."), "success")
            return redirect(url_for(".account"))
        form.code.errors = [_wrong_code()]
    key, _address = services.set_up(member)
    return _form("accounts/totp_setup.html", form, key=key)


@blueprint.get("/account/tweede-factor.svg")
@requires(May.MANAGE_OWN_ACCOUNT)
def totp_qr() -> ResponseReturnValue:
    _key, address = services.set_up(_me())
    picture = io.BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", scale=5, light="#fff", svgclass=None)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@blueprint.post("/account/tweede-factor/uit")
@requires(May.MANAGE_OWN_ACCOUNT)
def totp_off() -> ResponseReturnValue:
    member, form = _me(), WithPasswordForm()
    if not form.validate_on_submit() or not _knows_password(member, form.password):
        return _form("accounts/totp_on.html", form, account=member)
    services.turn_off_codes(member)
    flash(_("Het inloggen vraagt geen code meer."), "success")
    return redirect(url_for(".account"))


# ---- Shared ----


def _form(template: str, form: Form, **words: Any) -> ResponseReturnValue:
    """A page with a form: 422 when it comes back refused."""
    return render_template(template, form=form, **words), 422 if form.errors else 200


def _me() -> User:
    member: User = current_user._get_current_object()  # noqa: SLF001 - the way out of Werkzeug's proxy
    return member


def _is_known_by(form: Form, member: User) -> bool:
    """The form asks for the password, unless it was chosen in this browser."""
    return "password" not in form or _knows_password(member, form["password"])


def _knows_password(member: User, field: Any) -> bool:
    """Slowed down like a log-in: an unlocked telephone is not the member."""
    now = clock.now()
    if not too_often("code", str(member.id), now=now) and services.has_password(member, field.data):
        return True
    note("code", str(member.id), now=now)
    db.session.commit()  # a refused form is rolled back, but this attempt must count
    field.errors = [_("Dit is niet uw wachtwoord. Probeer het opnieuw.")]
    return False


def _wrong_code() -> str:
    return str(_("Deze code klopt niet of is al gebruikt. Wacht op de volgende in uw app."))


def _asks_too_often() -> bool:
    """Mails that are asked for are counted by network; to one mailbox only a few are sent."""
    network, now = network_of(request.remote_addr), clock.now()
    if too_often("asking", network, now=now):
        return True
    note("asking", network, now=now)
    return False


def _slowed() -> ResponseReturnValue:
    return page(
        429,
        _("Dat waren veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw."),
    )
