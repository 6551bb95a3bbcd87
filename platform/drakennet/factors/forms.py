"""The forms of the second factor."""

from flask_babel import lazy_gettext as lazy
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional

from drakennet.accounts.forms import old_password
from drakennet.forms import Form
from drakennet.privacy.forms import Unguarded, bsn_only

NO_TEXT = Unguarded("a code is made by us or by an app, compared, and not stored")
LONGEST_ANSWER = 20_000  # of a browser, about a passkey


def _credential() -> HiddenField:
    """Filled in by passkey.js."""
    return HiddenField("", [Optional(), Length(max=LONGEST_ANSWER)])


class StepForm(Form):
    """A code, or what a passkey answered."""

    code = StringField(lazy("Code"), [Optional(), Length(max=40), NO_TEXT])
    credential = _credential()


class ProveForm(StepForm):
    """The password again, and the second step of whoever has one."""

    password = old_password()


class AppForm(Form):
    code = StringField(
        lazy("Code uit de app"),
        [InputRequired(lazy("Vul de zes cijfers in.")), Length(max=20), NO_TEXT],
        description=lazy("Zes cijfers. De app laat elke halve minuut een nieuwe code zien."),
    )


class WhoForm(Form):
    """Of the member who needs help; sent by POST, so that it stands in no address."""

    email = EmailField(
        lazy("E-mailadres van het lid"),
        [InputRequired(lazy("Vul het e-mailadres van het lid in.")), Length(max=254)],
    )


class PasskeyForm(Form):
    name = StringField(
        lazy("Hoe noemt u dit apparaat?"),
        [
            InputRequired(lazy("Geef dit apparaat een naam.")),
            Length(max=60, message=lazy("Kies een kortere naam.")),
            bsn_only,
        ],
        description=lazy("Zodat u het later herkent. Bijvoorbeeld: mijn telefoon."),
    )
    credential = _credential()
