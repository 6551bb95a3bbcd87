"""What a manager of an organisation fills in."""

from flask_babel import lazy_gettext as lazy
from wtforms import EmailField
from wtforms.validators import Email, InputRequired, Length

from drakennet.forms import Form


class InviteForm(Form):
    email = EmailField(
        lazy("E-mailadres van uw collega"),
        [
            InputRequired(lazy("Vul het e-mailadres van uw collega in.")),
            Length(max=254),
            Email(lazy("Dit lijkt geen e-mailadres. Bijvoorbeeld: naam@organisatie.nl.")),
        ],
    )
