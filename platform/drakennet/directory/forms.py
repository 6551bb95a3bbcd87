"""The one box of the directory."""

from flask_babel import lazy_gettext as lazy
from wtforms import SearchField
from wtforms.validators import DataRequired, Length

from drakennet.forms import Form
from drakennet.privacy.forms import bsn_only

MOST_TEXT = 200


class SearchForm(Form):
    text = SearchField(
        lazy("Wat of wie zoekt u?"),
        [
            DataRequired(lazy("Typ een of meer woorden.")),
            Length(
                max=MOST_TEXT,
                message=lazy("Typ ten hoogste %(max)d tekens: een paar woorden zijn genoeg."),
            ),
            bsn_only,
        ],
        description=lazy(
            "Bijvoorbeeld: traumabehandeling jonge kinderen, Tigrinya in Zwolle, of een naam. "
            "Een typefout geeft niet. Typ niets over een cliënt."
        ),
    )
