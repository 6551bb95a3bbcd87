"""Sign up, confirm, log in and out, reset, the own account."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drakennet import clock, kept
from drakennet.accounts import devices, mails, queries, services, sessions
from drakennet.accounts.forms import (
    AccountForm,
    AddressForm,
    AskAgainForm,
    ForgotForm,
    LogInForm,
    PasswordForm,
    ResetForm,
    SignUpForm,
    WithPasswordForm,
    roles_of,
)
from drakennet.accounts.models import LoginSession, User
from drakennet.accounts.sessions import me
from drakennet.attempts import give_back, take
from drakennet.errors import page
from drakennet.extensions import language
from drakennet.forms import Form, said
from drakennet.intake import own_path
from drakennet.permissions import LogInFirst, May, current_member, requires, sees_others
from drakennet.security_log import Event, note

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
    if _asks_too_often(said(form.email)):
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
        return arrive(back)
    form = LogInForm()
    if form.validate_on_submit():
        email, now = said(form.email), clock.now()
        taken = services.may_guess(email, now=now)
        if taken is None:
            return _slowed(guessed=True)
        member = services.recognise(email, said(form.password), now=now)
        if member:
            give_back(taken)
            return _enter(member, back)
        form.form_errors.append(
            _(
                "Dit e-mailadres en wachtwoord horen niet bij elkaar, of het adres is nog niet "
                "bevestigd. Probeer het opnieuw, kijk in uw mailbox of vraag een nieuw wachtwoord."
            )
        )
    return _form("accounts/log_in.html", form, back=back)


def _enter(member: User, back: str | None) -> ResponseReturnValue:
    now = clock.now()
    if member.has_second_factor:
        sessions.await_second_factor(member, back=back, now=now)
        if kept.carried():  # which fits in no redirect
            return current_app.extensions["ask_second_step"](member)  # type: ignore[no-any-return] # a view
        return redirect(url_for("factors.second_step"))
    sessions.begin(member, now=now, second_factor=False)
    if sees_others(member) and current_app.extensions["settings"].second_factor_required:
        return redirect(url_for("factors.index", next=back))
    return arrive(back)


def arrive(back: str | None) -> ResponseReturnValue:
    """Go where one was going; with what one had typed when the log-in turned out to have ended."""
    if sealed := kept.carried():
        if found := kept.opened(sealed, me()):
            return kept.again(found, 200)
        flash(
            _(
                "Wat op de vorige pagina was ingevuld, geven wij niet terug: het was van een ander "
                "account, of van langer dan een dag geleden. Er is niets verstuurd."
            ),
            "warning",
        )
    return redirect(back or url_for("pages.home"))


def log_in_first(_nobody: LogInFirst) -> ResponseReturnValue:
    """A page is returned to by its address; a form that was sent is carried along."""
    if request.method == "POST" and kept.seal_sent():
        return ask_to_log_in(), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.log_in", next=back))


def ask_to_log_in() -> str:
    """The log-in page in answer to another form, of which it takes nothing but what is sealed."""
    return render_template("accounts/log_in.html", form=LogInForm(formdata=None), back=None)


@blueprint.post("/uitloggen")
@requires(May.ENTER)
def log_out() -> ResponseReturnValue:
    sessions.end(now=clock.now())
    flash(_("U bent uitgelogd."), "success")
    return redirect(url_for("pages.start")), {"Clear-Site-Data": '"storage"'}


@blueprint.route("/wachtwoord-vergeten", methods=["GET", "POST"])
@requires(May.ENTER)
def forgot() -> ResponseReturnValue:
    form = ForgotForm()
    if not form.validate_on_submit():
        return _form("accounts/forgot.html", form)
    if _asks_too_often(said(form.email)):
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
    member = me()
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
            own_key_hash=sessions.own_key_hash(),
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


@blueprint.route("/account/opnieuw-vragen", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def ask_again() -> ResponseReturnValue:
    """Who was turned down, reads why, puts it right and asks for another look."""
    member = me()
    if request.method == "GET" and member.rejected_at is None:
        return redirect(url_for(".account"))
    form = AskAgainForm(member)
    if not form.validate_on_submit():
        return _form("accounts/ask_again.html", form, account=member)
    services.ask_again(
        member,
        name=said(form.name),
        municipality_code=form.municipality.code or "",
        claimed_organisation=said(form.claimed_organisation),
        now=clock.now(),
    )
    flash(_("Gevraagd. De projectleider van uw regio kijkt er opnieuw naar."), "success")
    return redirect(url_for("pages.home"))


@blueprint.route("/account/wachtwoord", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def password() -> ResponseReturnValue:
    member, form, now = me(), PasswordForm(), clock.now()
    form.email, form.name = member.email, member.name
    if not form.validate_on_submit() or not knows_password(member, form.current_password):
        return _form("accounts/password.html", form)
    shown = sessions.has_shown_second_factor()
    services.set_password(member, said(form.password), now=now)
    sessions.begin(member, now=now, second_factor=shown)
    flash(_("Uw nieuwe wachtwoord is bewaard. Op andere apparaten bent u uitgelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/inlogs/<uuid:login_id>/beeindigen")
@requires(May.END_LOG_IN, load=queries.login)
@sessions.proved
def end_login(login: LoginSession) -> ResponseReturnValue:
    sessions.end_one(login, now=clock.now())
    flash(_("Op dat apparaat bent u uitgelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.post("/account/inlogs/andere/beeindigen")
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def end_other_logins() -> ResponseReturnValue:
    sessions.end_others(me(), now=clock.now())
    flash(_("U bent nu alleen nog hier ingelogd."), "success")
    return redirect(url_for(".account"))


@blueprint.route("/account/e-mailadres", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
@sessions.proved
def address() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _form("accounts/address.html", form, account=me())
    if _asks_too_often(me().email):
        return _slowed()
    services.ask_address(me(), said(form.email), now=clock.now())
    return redirect(url_for(".mailed"))


@blueprint.route("/account/e-mailadres/<token>", methods=["GET", "POST"])
@requires(May.MANAGE_OWN_ACCOUNT)
def confirm_new_address(token: str) -> ResponseReturnValue:
    """Mail programmes open links; only the button, pressed by the member, changes the address."""
    member, form = me(), Form()
    email = mails.address_in(token, member)
    if email is None:
        return render_template("accounts/dead_link.html"), 404
    if not form.validate_on_submit():
        return _form("accounts/new_address.html", form, email=email, account=member)
    shown = sessions.has_shown_second_factor()
    services.change_address(member, email, now=clock.now())
    sessions.begin(member, now=clock.now(), second_factor=shown, tell=False)
    flash(_("Voortaan logt u in met %(email)s.", email=email), "success")
    return redirect(url_for(".account"))


# ---- Shared ----


def _form(template: str, form: Form, **words: Any) -> ResponseReturnValue:
    """A page with a form: 422 when it comes back refused."""
    return render_template(template, form=form, **words), 422 if form.errors else 200


def _is_known_by(form: Form, member: User) -> bool:
    """The form asks for the password, unless it was chosen in this browser."""
    return "password" not in form or knows_password(member, form["password"])


def knows_password(member: User, field: Any) -> bool:
    """Slowed down like a log-in: an unlocked telephone is not the member."""
    taken = take(("code", str(member.id), devices.here(member.email)), now=clock.now())
    if taken is not None and services.has_password(member, said(field)):
        give_back(taken)
        return True
    note(Event.PASSWORD_FAILED, member=member.id)
    field.errors = [_("Dit is niet uw wachtwoord. Probeer het opnieuw.")]
    return False


def _asks_too_often(email: str) -> bool:
    """Mails that are asked for are counted like guesses; to one mailbox only a few are sent."""
    return take(("asking", devices.here(email)), now=clock.now()) is None


def _slowed(*, guessed: bool = False) -> ResponseReturnValue:
    """Who is kept waiting by the guesses of another, reads how to get in all the same."""
    if guessed:
        return page(
            429,
            _(
                "Dat waren veel pogingen achter elkaar. Wacht een kwartier. Wilt u niet wachten? "
                "Log in op een apparaat dat u al eerder gebruikte, of vraag een nieuw wachtwoord: "
                "met de link in die mail kunt u meteen verder."
            ),
        )
    return page(
        429,
        _("Dat waren veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw."),
    )
