"""A place in a form: a postcode, a municipality or a village, asked further when it is several."""

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, ValidationError

from drakennet.reference.models import Municipality
from drakennet.reference.queries import municipalities_named


class MunicipalityField(StringField):
    """Filled with a code, read with `.code`; people type what they like.

    When a name is several places, `.options` are the ones to choose from. The choice comes back
    under the same name, as a code; what is typed beside it goes first.
    """

    keeps_words = False  # a place is stored, never what was typed
    options: list[Municipality]
    code: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.options = []
        super().__init__(*args, **kwargs)

    def process_data(self, value: str | None) -> None:
        self.data = value or ""
        if value and len(found := municipalities_named(value)) == 1:
            self._know(found[0])

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [value.strip() for value in valuelist if value.strip()]
        self.data, self.code, self.options = (typed[-1] if typed else ""), None, []

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms's
        if not self.data:
            return
        found = municipalities_named(self.data)
        if len(found) == 1:
            self._know(found[0])
        elif found:
            self.options = found
            raise ValidationError(
                _("“%(name)s” is meer dan één plaats. Kies welke u bedoelt.", name=self.data)
            )
        else:
            raise ValidationError(
                _("Wij kennen “%(name)s” niet. Vul een postcode of een plaats in.", name=self.data)
            )

    def _know(self, municipality: Municipality) -> None:
        """Show a code by its name again, unless that name would raise the question again."""
        self.code = municipality.code
        if self.data != municipality.code:
            return
        named = municipalities_named(municipality.name)
        if len(named) == 1:
            self.data = municipality.name
        else:
            self.options = named
