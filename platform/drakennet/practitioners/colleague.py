"""What a colleague for intervision can say of themselves: another profile, so another form."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, DateField, SelectField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.fields import Choices, Number, Statement, term_choices
from drakennet.forms import SelectChoice
from drakennet.practitioners.forms import MOST_TERMS, check_pause, pause_field
from drakennet.practitioners.models import ColleagueProfile


class ColleagueForm(Statement):
    """For intervision. Whom somebody would rather not meet is told to nobody."""

    _out_of_sight: Sequence[str] = ()  # named before, and now from another part of the country

    agreed = BooleanField(lazy("Collega's mogen mij uitnodigen voor intervisie"))
    discipline = SelectField(
        lazy("Uw discipline"),
        choices=lambda: [SelectChoice("", lazy("Kies een discipline")), *term_choices("beroep")],
    )
    themes = Choices(
        lazy("Over welke thema's denkt u graag mee?"),
        choices=lambda: term_choices("problematiek"),
        long=True,
        most=MOST_TERMS,
    )
    verbindingsofficier_since = DateField(
        lazy("Verbindingsofficier sinds"),
        [Optional()],
        description=lazy("De dag waarop u de training afrondde. Laat leeg als u die niet deed."),
    )
    max_per_month = Number(
        lazy("Hoe vaak per maand mag men u vragen?"),
        [
            InputRequired(lazy("Vul een getal van 1 tot en met 10 in.")),
            NumberRange(1, 10, lazy("Vul een getal van 1 tot en met 10 in.")),
        ],
    )
    paused_until = pause_field()
    not_with = Choices(
        lazy("Liever niet samen met"),
        description=lazy("Alleen u ziet dit. Wij vragen u nooit samen met deze collega's."),
    )

    def validate_paused_until(self, field: DateField) -> None:
        check_pause(field)

    def validate_verbindingsofficier_since(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Kies een dag die geweest is."))

    @classmethod
    def of(cls, profile: ColleagueProfile | None, known: Sequence[User], **kwargs: Any) -> Self:
        """The form as it is stored, if it is; `known` are the colleagues to choose from."""
        form = cls(data=_stored(profile), **kwargs)
        form.not_with.choices = [SelectChoice(str(one.id), one.name) for one in known]
        shown = {str(one.id) for one in known}
        form._out_of_sight = (
            [each for each in profile.not_with if each not in shown] if profile else []
        )
        form.not_with.data = [
            each for each in form.not_with.data or () if each not in form._out_of_sight
        ]
        return form

    def values(self) -> dict[str, Any]:
        apart = {"agreed", "not_with", "version", "csrf_token"}
        return {
            **{field.name: field.data for field in self if field.name not in apart},
            "not_with": [*(self.not_with.data or ()), *self._out_of_sight],
        }


def _stored(profile: ColleagueProfile | None) -> dict[str, Any]:
    if profile is None:
        return {"max_per_month": 2, "version": 0}
    names = ("discipline", "themes", "verbindingsofficier_since", "max_per_month", "paused_until")
    return {
        **{name: getattr(profile, name) for name in (*names, "not_with", "version")},
        "agreed": profile.agreed_at is not None,
    }
