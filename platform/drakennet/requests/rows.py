"""The rows of a request: what is wished, for whom, in which languages; and what they mean."""

from collections.abc import Iterable, Iterator

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from drakenmatch import Language, Person, Wish
from drakennet.fields import choices_of
from drakennet.forms import Part, SelectChoice, strip
from drakennet.privacy.forms import bsn_only
from drakennet.requests import wording


class WishForm(wtforms.Form):
    term = SelectField(lazy("Onderwerp"), default="")
    must = BooleanField(lazy("Moet"))
    weight = SelectField(
        lazy("Hoe belangrijk"),
        choices=[
            SelectChoice("1", lazy("gewoon")),
            SelectChoice("2", lazy("belangrijk")),
            SelectChoice("3", lazy("heel belangrijk")),
        ],
        default="1",
    )


class PersonForm(Part):
    role = SelectField(
        lazy("Wie"),
        choices=[SelectChoice("", lazy("Kies")), *choices_of(wording.ROLES)],
        default="",
    )
    # Only an age is taken, and what is no age is refused.
    age = StringField(lazy("Leeftijd"), filters=[strip], validators=[Length(max=30), bsn_only])

    def validate_age(self, field: StringField) -> None:
        if field.data and wording.read_age(field.data) is None:
            raise ValidationError(
                _("Vul een leeftijd in zoals 6, 4-7, volwassene of 65+. Nooit een geboortedatum.")
            )


class LanguageForm(wtforms.Form):
    code = SelectField(lazy("Taal"), default="")
    must = BooleanField(lazy("Moet"))


def is_empty(row: wtforms.Form) -> bool:
    return not any(row[name].data for name in ("term", "role", "age", "code") if name in row)


def wishes(rows: Iterable[WishForm]) -> Iterator[Wish]:
    """A term once: of two rows about the same the most demanding parts count."""
    wishes: dict[str, Wish] = {}
    for row in rows:
        if not row.term.data:
            continue
        wish = Wish(term=row.term.data, must=row.must.data, weight=int(row.weight.data))
        wishes[wish.term] = _stronger(wish, wishes.get(wish.term, wish))
    yield from wishes.values()


def _stronger(one: Wish, other: Wish) -> Wish:
    return Wish(term=one.term, must=one.must or other.must, weight=max(one.weight, other.weight))


def persons(rows: Iterable[PersonForm]) -> Iterator[Person]:
    for row in rows:
        if row.role.data or row.age.data:
            yield Person(role=row.role.data or None, age=wording.read_age(row.age.data or ""))


def languages(rows: Iterable[LanguageForm]) -> Iterator[Language]:
    codes: dict[str, bool] = {}
    for row in rows:
        if row.code.data:
            codes[row.code.data] = codes.get(row.code.data, False) or row.must.data
    return (Language(code=code, must=must) for code, must in codes.items())
