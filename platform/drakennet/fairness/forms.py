"""Naming the practitioner whom a question is about."""

from uuid import UUID

from flask_babel import lazy_gettext as lazy
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from drakennet.forms import Form
from drakennet.privacy.forms import bsn_only

MOST_NAME = 100


class NameForm(Form):
    name = StringField(
        lazy("Naam van de behandelaar"),
        [
            InputRequired(lazy("Typ de naam van de behandelaar.")),
            Length(max=MOST_NAME),
            bsn_only,
        ],
        description=lazy("Typ ten minste de achternaam. Hele woorden, zoals op de kaart."),
    )
    # Sent by a button, when a name is that of several people.
    profile_id = HiddenField(default="")

    @property
    def chosen(self) -> UUID | None:
        """Who was pressed; None when nobody was, or when that is no id at all."""
        try:
            return UUID(self.profile_id.data or "")
        except ValueError:
            return None
