"""What an organisation fills in. The names of the fields are those of drakenmatch's `Request`."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from drakenmatch import Group, Kind, Request
from drakenmatch.ages import age_of_term
from drakenmatch.readings import Offer, Reading
from drakenmatch.words import read_words
from drakennet.extensions import language
from drakennet.fields import Choices, FieldList, Number, choices_of, region_choices, term_choices
from drakennet.forms import Form, SelectChoice
from drakennet.organisations.models import Organisation
from drakennet.privacy.forms import anonymous, look
from drakennet.reference import queries as reference
from drakennet.reference.forms import MunicipalityField
from drakennet.requests import wording
from drakennet.requests.models import Answer
from drakennet.requests.rows import (
    LanguageForm,
    PersonForm,
    WishForm,
    is_empty,
    languages,
    persons,
    wishes,
)

MOST_ROWS = 25
# How many empty rows stand ready, beside filled ones one; there is a button for more.
EMPTY_ROWS = {"wishes": 2, "persons": 2, "languages": 1}
WISH_SCHEMES = {
    "behandelmethode": lazy("Methoden"),
    "problematiek": lazy("Problematiek"),
    "doelgroep": lazy("Doelgroepen"),
    "instrument": lazy("Instrumenten"),
}
SETTING_SCHEMES = {"werkvorm": lazy("Werkvorm"), "werksetting": lazy("Werkplek")}
CHOOSE = SelectChoice("", lazy("Kies"))
READ_ROLES = dict.fromkeys(("baby", "peuter", "kleuter", "dochter", "zoon"), "kind")


class PlaceField(MunicipalityField):
    """A municipality, a village, a postcode, or else the name of a region (`.region`)."""

    region: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flags.required = True  # for advice, or beside regions, nobody is stopped without one

    def pre_validate(self, form: Any) -> None:
        typed = self.data or ""
        named = reference.places().region_named(typed)
        if named and not reference.municipalities_named(typed):
            self.region = named.slug
        else:
            super().pre_validate(form)


class RequestForm(Form):
    """A new request, on one page, without anything of a client."""

    id = HiddenField()
    organisation_id = SelectField(lazy("Organisatie"))
    kind = RadioField(
        lazy("Wat vraagt u?"), choices=choices_of(wording.KINDS), default=Kind.CASE.value
    )
    place = PlaceField(lazy("Waar?"), validators=[Length(max=80)])
    regions = Choices(lazy("Ook in deze regio’s"), choices=region_choices)
    avoid_regions = Choices(lazy("Niet in deze regio’s"), choices=region_choices)
    text = TextAreaField(
        lazy("Wat u zoekt, in gewone woorden"), validators=[Length(max=500), anonymous]
    )
    wishes = FieldList(FormField(WishForm), label=lazy("Wat zoekt u?"), max_entries=MOST_ROWS)
    persons = FieldList(FormField(PersonForm), label=lazy("Personen"), max_entries=MOST_ROWS)
    ages_all = BooleanField(lazy("Eén behandelaar voor alle leeftijden"))
    languages = FieldList(FormField(LanguageForm), label=lazy("Talen"), max_entries=MOST_ROWS)
    settings = Choices(
        lazy("Waar en hoe (één ervan is genoeg)"),
        choices=lambda: term_choices("werkvorm", "werksetting", names=SETTING_SCHEMES),
    )
    settings_must = BooleanField(lazy("Dit moet"))
    funding = Choices(
        lazy("Hoe wordt het betaald (één ervan is genoeg)"), choices=choices_of(wording.ROUTES)
    )
    funding_must = BooleanField(lazy("De manier van betalen moet kunnen"))
    funding_municipality = MunicipalityField(
        lazy("Gemeente die betaalt"), validators=[Length(max=80)]
    )
    start_by = DateField(lazy("Start uiterlijk"), validators=[Optional()])
    max_km = Number(
        lazy("Hoogste afstand in kilometers"), validators=[Optional(), NumberRange(1, 400)]
    )
    online_ok = BooleanField(lazy("Online mag ook"))
    phase = SelectField(
        lazy("Fase"),
        choices=[SelectChoice("", lazy("Kies")), *choices_of(wording.PHASES)],
        default="",
    )
    label = StringField(
        lazy("Uw eigen korte naam voor deze aanvraag"), validators=[Length(max=60), anonymous]
    )

    def __init__(self, organisations: Sequence[Organisation], *, today: date) -> None:
        super().__init__()
        self.today = today
        self.organisations = {str(each.id): each for each in organisations}
        self.organisation_id.choices = [
            SelectChoice(key, each.name) for key, each in self.organisations.items()
        ]
        if len(self.organisations) == 1:
            self.organisation_id.data = next(iter(self.organisations))
        if _uuid(self.id.data) is None:
            self.id.data = str(uuid4())
        self.add_rows()

    def add_rows(self, more: str | None = None) -> None:
        """Keep empty rows at the end, one more where asked, and give every row its choices."""
        for name, ready in EMPTY_ROWS.items():
            rows = self[name]
            empty = sum(is_empty(row.form) for row in rows)
            untouched = empty == len(rows)
            wanted = empty + 1 if name == more else ready if untouched else 1
            for _row in range(min(wanted - empty, MOST_ROWS - len(rows))):
                rows.append_entry()
        wishes = [CHOOSE, *_wish_choices()]
        spoken = [CHOOSE, *term_choices("taal")]
        for row in self.wishes:
            row.form.term.choices = wishes
        for row in self.languages:
            row.form.code.choices = spoken

    def validate_place(self, field: PlaceField) -> None:
        elsewhere = self.regions.data or self.kind.data == Kind.ADVICE
        if not field.data and not elsewhere:
            raise ValidationError(_("Vul een postcode, plaats of regio in."))

    def validate_start_by(self, field: DateField) -> None:
        if field.data and not self.today <= field.data < date(2200, 1, 1):
            raise ValidationError(_("Kies vandaag of een latere dag."))

    def validate_avoid_regions(self, field: Choices) -> None:
        searched = {*(self.regions.data or ()), self.place.region}
        searched.add(reference.places().region_of(self.place.code))
        if searched & set(field.data or ()):
            raise ValidationError(
                _("U zoekt in een regio die u ook wilt vermijden. Kies één van beide.")
            )

    def read(self, *, asked: bool = False) -> Reading | None:
        """Move what the typed words mean into the fields; what was not understood stays.

        None when nothing was moved, unless it was `asked` for. Identifying text is left as it is,
        to be refused.
        """
        typed = self.text.data or ""
        if not typed or anonymous.open_questions(self.text, look(typed)):
            return None
        reading = read_words(typed, reference.vocabulary(), reference.places())
        if not asked and not self.moved(reading):
            return None
        stays = [*self._fill(reading), *(offer.text for offer in reading.offers)]
        self.text.data = ", ".join([*stays, *reading.leftovers])
        self.add_rows()
        return reading

    @staticmethod
    def moved(reading: Reading) -> bool:
        """Whether anything of it has a place in the fields."""
        return any((reading.terms, reading.languages, reading.persons, reading.places))

    @staticmethod
    def said(offer: Offer) -> list[str]:
        """What words can mean, as the lists call it."""
        terms, known = reference.vocabulary(), reference.places()
        return [
            terms.label(one.slug, language())
            if one.slug in terms
            else place.name
            if (place := known.municipality(one.slug) or known.region(one.slug))
            else one.text
            for one in offer.options
        ]

    def _fill(self, reading: Reading) -> list[str]:
        """Fill the fields; gives the words for which there is none."""
        stays = [_("geen %(what)s", what=found.text) for found in reading.unwanted]
        for found in reading.terms:
            scheme = reference.vocabulary().terms[found.slug].scheme
            if scheme in WISH_SCHEMES:
                self._fill_row("wishes", term=found.slug)
            elif scheme in SETTING_SCHEMES:
                self.settings.data = [*(self.settings.data or ()), found.slug]
            else:
                stays.append(found.text)
        for found in reading.languages:
            self._fill_row("languages", code=found.slug)
        for person in reading.persons:
            role = READ_ROLES.get(person.role or "", person.role or "")
            self._fill_row("persons", role=role, age=wording.written_age(person.age))
        if reading.places and not self.place.data:
            self.place.data = _place_name(reading.places[0].slug)
        return stays

    def _fill_row(self, name: str, **values: str) -> None:
        """Use the first empty row; a term or language that is there already stays one."""
        rows = self[name]
        key = next(iter(values))
        if name != "persons" and any(row.form[key].data == values[key] for row in rows):
            return
        self.add_rows()
        for row in rows:
            if is_empty(row.form):
                for field, value in values.items():
                    row.form[field].data = value
                return

    @property
    def organisation(self) -> Organisation:
        return self.organisations[self.organisation_id.data]

    @property
    def request_id(self) -> UUID:
        return UUID(self.id.data)

    def criteria(self) -> Request:
        """What is asked, as the matcher takes it; only of a form that is valid."""
        return Request(
            id=str(self.request_id),
            kind=Kind(self.kind.data),
            municipality=self.place.code,
            regions=frozenset(filter(None, [*(self.regions.data or ()), self.place.region])),
            avoid_regions=frozenset(self.avoid_regions.data or ()),
            wishes=tuple(wishes(row.form for row in self.wishes)),
            persons=tuple(persons(row.form for row in self.persons)),
            ages_all=self.ages_all.data,
            languages=tuple(languages(row.form for row in self.languages)),
            settings=_group(self.settings, self.settings_must),
            funding=_group(self.funding, self.funding_must),
            funding_municipality=self.funding_municipality.code,
            start_by=self.start_by.data,
            max_km=self.max_km.data,
            online_ok=self.online_ok.data,
            phase=self.phase.data or None,
            organisation=self.organisation_id.data,
        )


class AskForm(Form):
    """The practitioners ticked on the page with the answer."""

    profile_ids = Choices(lazy("Behandelaren"), coerce=UUID, validate_choice=False)

    def validate_profile_ids(self, field: Choices) -> None:
        if not field.data:
            raise ValidationError(_("Kies eerst één of meer behandelaren."))


class RelaxForm(Form):
    """Which relaxation of those on the page; see `queries.relaxation_key`."""

    relaxation = HiddenField(validators=[InputRequired()])


class CloseForm(Form):
    closed_reason = RadioField(
        lazy("Waarom sluit u de aanvraag?"), choices=choices_of(wording.CLOSE_REASONS)
    )


def _given_with_later(form: Any, field: DateField) -> None:
    if form.answer.data == Answer.LATER and not "".join(field.raw_data or []).strip():
        raise StopValidation(_("Vul in vanaf welke dag u kunt."))


class AnswerForm(Form):
    """Ja, later of niet voor mij."""

    answer = RadioField(
        lazy("Uw antwoord"),
        choices=[SelectChoice(each.value) for each in Answer],
        validators=[InputRequired()],
    )
    possible_from = DateField(
        lazy("Vanaf welke dag kunt u?"), validators=[_given_with_later, Optional()]
    )
    reason = SelectField(
        lazy("Waarom niet?"),
        choices=[SelectChoice("", lazy("Dat zeg ik liever niet")), *choices_of(wording.NO_REASONS)],
        default="",
    )

    def __init__(self, *, today: date, **values: Any) -> None:
        super().__init__(**values)
        self.today = today

    def validate_possible_from(self, field: DateField) -> None:
        if field.data and not self.today < field.data < date(2200, 1, 1):
            raise ValidationError(_("Kies een dag na vandaag."))


def _wish_choices() -> list[SelectChoice]:
    """All but the target groups that say an age: a person has that, and is compared in years."""
    ages = {term.slug for term in reference.vocabulary().terms.values() if age_of_term(term)}
    found = term_choices(*WISH_SCHEMES, names=WISH_SCHEMES)
    return [choice for choice in found if choice.value not in ages]


def _place_name(slug: str) -> str:
    """A place as somebody would type it; its code if the name is more than one place."""
    known = reference.places()
    place = known.municipality(slug) or known.region(slug)
    name = place.name if place else slug
    found = reference.municipalities_named(name)
    return name if [each.code for each in found] in ([], [slug]) else slug


def _group(field: Choices, must: BooleanField) -> Group | None:
    return Group(any=frozenset(field.data), must=must.data) if field.data else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
