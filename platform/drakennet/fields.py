"""Fields that more than one feature asks, and forms that two windows may have open."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from drakennet import clock
from drakennet.extensions import language
from drakennet.formats import short_day
from drakennet.forms import Form, SelectChoice
from drakennet.reference import queries as reference
from drakennet.reference.models import OrganisationType, Term

UNKNOWN = "unknown"
MOST_FIGURES = 20  # with spaces around it
NOT_YET = lazy("Weet ik nog niet")


class FieldList(wtforms.FieldList):  # type: ignore[type-arg] # generic only in its stubs
    """Rows of which a browser may send any number; what is no row number is left alone."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        number = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-", re.ASCII)
        return (int(found[1]) for name in formdata if (found := number.match(name)))


class Number(IntegerField):
    """A whole number. Of hundreds of figures it is none: Python would count on, its checks fail."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        too_long = any(len(each) > MOST_FIGURES for each in valuelist)
        super().process_formdata([""] if too_long else valuelist)


class Choices(SelectMultipleField):
    """Check boxes. With `most`, no more than so many; a long list shows the chosen ones first."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, *args: Any, most: int | None = None, long: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        self.long = long

    def iter_choices(self) -> Any:  # the stubs still say tuples
        choices: Any = super().iter_choices()
        return sorted(choices, key=lambda one: not one.selected) if self.long else choices

    def iter_groups(self) -> Iterator[tuple[str, list[Any]]]:
        groups: Any = list(super().iter_groups())
        if chosen := [one for _name, listed in groups for one in listed if one.selected]:
            yield str(_("Gekozen")), chosen
        for name, listed in groups:
            yield name, [one for one in listed if not one.selected]

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(list(dict.fromkeys(valuelist)))

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.most is not None and len(self.data or ()) > self.most:
            raise ValidationError(_("Kies er hooguit %(number)s.", number=self.most))


class Stated(Choices):
    """A list that may also be unknown: nothing chosen is "none", and unknown is its own box."""

    def __init__(self, label: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(
            label, choices=lambda: [SelectChoice(UNKNOWN, NOT_YET), *choices()], **kwargs
        )

    def process_data(self, value: Collection[str] | None) -> None:
        self.data = [UNKNOWN] if value is None else list(value)

    @property
    def answer(self) -> list[str] | None:
        chosen = [each for each in self.data or () if each != UNKNOWN]
        return None if UNKNOWN in (self.data or ()) and not chosen else chosen


def choices_of(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]


def term_label(term: Term | OrganisationType) -> str:
    return term.en if language() == "en" else term.nl


def term_choices(*schemes: str, names: Mapping[str, Any] | None = None) -> list[SelectChoice]:
    """In the order of the vocabulary; with `names` of the schemes in groups."""
    found = reference.terms(*schemes, today=clock.today())
    return [
        SelectChoice(term.slug, term_label(term), optgroup=str(names[scheme]) if names else None)
        for scheme in schemes
        for term in found
        if term.scheme == scheme
    ]


def region_choices() -> list[SelectChoice]:
    return [SelectChoice(one.slug, one.name) for one in reference.regions(today=clock.today())]


class Statement(Form):
    """A form that knows which version it was made from, and can be told in words."""

    version = Number(widget=HiddenInput())

    def in_words(self) -> dict[str, tuple[str, str]]:
        """Give each field's label and what it says, as people read it."""
        return {
            field.name: (str(field.label.text), _in_words(field))
            for field in self
            if field.name not in {"version", "csrf_token"}
        }

    def differences(self, other: "Statement") -> list[tuple[str, str, str]]:
        """Give what this form says otherwise: label, what it says, what the other says."""
        others = other.in_words()
        return [
            (label, said, others[name][1])
            for name, (label, said) in self.in_words().items()
            if said != others[name][1]
        ]


def _in_words(field: Any) -> str:
    if hasattr(field, "in_words"):
        return str(field.in_words())
    if isinstance(field, Choices | SelectField):
        choices: Any = field.iter_choices()
        names = [str(choice.label) for choice in choices if choice.selected]
        return ", ".join(names) or str(_("niets gekozen"))
    if isinstance(field, BooleanField):
        return str(_("ja") if field.data else _("nee"))
    if isinstance(field.data, date):
        return short_day(field.data)
    return str(_("niet ingevuld") if field.data in {None, ""} else field.data)
