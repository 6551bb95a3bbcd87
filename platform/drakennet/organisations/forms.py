"""What a manager of an organisation fills in, and who comes from another one."""

from flask_babel import lazy_gettext as lazy
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from drakennet.accounts.forms import LONGEST_NAME, ORGANISATION_TOO_LONG
from drakennet.forms import Form
from drakennet.privacy.forms import bsn_only


class NewWorkForm(Form):
    """Where somebody works who left another organisation; typed, for a list would show them all."""

    claimed_organisation = StringField(
        lazy("Waar werkt u nu?"),
        [
            DataRequired(lazy("Vul de naam in van de organisatie waar u nu werkt.")),
            Length(max=LONGEST_NAME, message=ORGANISATION_TOO_LONG),
            bsn_only,
        ],
    )


class InviteForm(Form):
    email = EmailField(
        lazy("E-mailadres van uw collega"),
        [
            InputRequired(lazy("Vul het e-mailadres van uw collega in.")),
            Length(max=254),
            Email(lazy("Dit lijkt geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl.")),
        ],
    )
