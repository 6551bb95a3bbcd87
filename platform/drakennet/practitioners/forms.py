"""What a practitioner can say of themselves."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import (
    BooleanField,
    DateField,
    Field,
    RadioField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation

from drakenmatch.ages import age_of_term
from drakenmatch.values import Level
from drakennet import clock
from drakennet.extensions import language
from drakennet.fields import (
    UNKNOWN,
    Choices,
    Number,
    Stated,
    Statement,
    choices_of,
    region_choices,
    term_choices,
)
from drakennet.forms import Form, SelectChoice, said
from drakennet.practitioners.models import PractitionerProfile
from drakennet.practitioners.services import presumed_level
from drakennet.practitioners.visibility import CHOICES, DEFAULTS
from drakennet.practitioners.wording import (
    AGES,
    AUDIENCES,
    EXPERTISE,
    KINDS,
    LEVELS,
    ONLINE,
    ROLES,
    ROOMS,
    ROUTES,
    bands,
    contract_of,
    contract_words,
    ranges,
)
from drakennet.privacy.forms import Anonymous, bsn_only
from drakennet.privacy.pieces import Kind
from drakennet.reference import queries as reference
from drakennet.reference.forms import MunicipalityField

MOST_REGIONS = 5
MOST_TERMS = 25
LONGEST_PAUSE = timedelta(days=366)

# ---- Fields ----


class Levels(Field):
    """How far somebody is, for each chosen method: `levels-<slug>` is a box of its own."""

    data: dict[str, str]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002 - the signature is WTForms's
        self.process_errors = []
        self.data = dict(data) if isinstance(data, Mapping) else {}
        for name in formdata or ():
            if name.startswith(f"{self.name}-"):
                self.data[name.removeprefix(f"{self.name}-")] = formdata.get(name)
        if not set(self.data.values()) <= set(Level):
            self.process_errors = [_("Kies een niveau uit de lijst.")]

    def in_words(self) -> str:
        label = reference.vocabulary().label
        levels = {slug: LEVELS[Level(level)] for slug, level in sorted(self.data.items())}
        return ", ".join(f"{label(slug, language())}: {name}" for slug, name in levels.items())


def _region_field() -> Choices:
    return Choices(
        lazy("In welke regio's werkt u?"),
        choices=region_choices,
        long=True,
        most=MOST_REGIONS,
        description=lazy("Kies er hooguit vijf."),
    )


def _expertise_choices() -> list[SelectChoice]:
    """Groups of ages are no expertise: they have a question of their own."""
    terms = reference.vocabulary().terms
    return [
        choice
        for choice in term_choices(*EXPERTISE, names=EXPERTISE)
        if choice.value not in terms or age_of_term(terms[choice.value]) is None
    ]


def _expertise_field() -> Choices:
    return Choices(
        lazy("Waarin bent u goed?"),
        choices=_expertise_choices,
        most=MOST_TERMS,
        description=lazy(
            "Methoden en problematiek, samen hooguit 25. U wordt gevonden op wat u aankruist."
        ),
    )


def pause_field() -> DateField:
    return DateField(
        lazy("Pauze tot en met"),
        [Optional()],
        description=lazy("Tot en met deze dag wordt u niet gevraagd. Daarna weer vanzelf."),
    )


def check_pause(field: DateField) -> None:
    if field.data and field.data > clock.today() + LONGEST_PAUSE:
        raise ValidationError(_("Kies een dag binnen een jaar. Verlengen kan altijd."))


# ---- Room, and the first three choices ----


def _day_of_from(form: Any, field: DateField) -> None:
    """Only "from" has a day, and it has to have one."""
    if form.room.data != "from":
        field.data, field.errors = None, []
        raise StopValidation
    if not any(field.raw_data or ()):
        field.errors = []
        raise StopValidation(_("Vul de dag in vanaf wanneer u plek heeft."))
    if field.data and field.data > clock.today() + LONGEST_PAUSE:
        raise ValidationError(_("Kies een dag binnen een jaar."))


def _audience_field(name: str, label: Any) -> RadioField:
    """The circles that a field may be shown to; what is offered first holds without a choice."""
    words = {one.name.lower(): AUDIENCES[name, one] for one in CHOICES[name]}
    return RadioField(label, choices=choices_of(words))


def _room_field() -> RadioField:
    return RadioField(
        lazy("Heeft u plek?"),
        [InputRequired(lazy("Kies ja, vanaf een datum, of nee."))],
        choices=choices_of(ROOMS),
    )


def _room_from_field() -> DateField:
    return DateField(lazy("Vanaf welke dag?"), [_day_of_from])


class RoomForm(Form):
    room = _room_field()
    room_from = _room_from_field()


class BeginForm(Form):
    """The three choices that make a usable profile; the role is filled in.

    In the order of the page, which is that of the faults above it.
    """

    regions = _region_field()
    expertise = _expertise_field()
    role = RadioField(lazy("Ik ben"), choices=choices_of(ROLES))
    room = _room_field()
    room_from = _room_from_field()

    def validate_regions(self, field: Choices) -> None:
        if not field.data:
            raise ValidationError(_("Kies ten minste één regio."))

    def validate_expertise(self, field: Choices) -> None:
        if not field.data:
            raise ValidationError(_("Kies ten minste één methode of onderwerp."))


# ---- What two windows may edit ----


class ProfileForm(Statement):
    _stored_ages: list[list[int]] | None = None
    _contracts: Sequence[str] = ()
    role = RadioField(lazy("Ik ben"), choices=choices_of(ROLES))
    professions = Choices(
        lazy("Beroep of registratie"), choices=lambda: term_choices("beroep"), most=6
    )
    municipality = MunicipalityField(
        lazy("Waar is uw praktijk of werkplek?"),
        [Length(max=80)],
        description=lazy("Een postcode, gemeente of plaats. Hiermee rekenen wij de afstand uit."),
    )
    regions = _region_field()
    travel_km = Number(
        lazy("Hoe ver reist u?"),
        [Optional(), NumberRange(0, 300, lazy("Vul een getal van 0 tot en met 300 in."))],
        description=lazy("In kilometers, enkele reis."),
    )
    online = RadioField(lazy("Werkt u ook online?"), choices=choices_of(ONLINE))
    expertise = _expertise_field()
    levels = Levels(lazy("Hoe ver bent u in elke methode?"))
    ages = Stated(lazy("Welke leeftijden behandelt u?"), lambda: choices_of(AGES))
    languages = Stated(lazy("In welke talen werkt u?"), lambda: term_choices("taal"), long=True)
    settings = Stated(
        lazy("In welke settings werkt u?"), lambda: term_choices("werksetting"), long=True
    )
    funding = Stated(lazy("Hoe kan uw werk betaald worden?"), lambda: choices_of(ROUTES))
    contracts = TextAreaField(
        lazy("Contracten met gemeenten"),
        [Length(max=2000), bsn_only],  # read as municipalities, and never stored as it was typed
        description=lazy("Eén per regel, bijvoorbeeld: Jeugdwet Haarlem."),
    )
    kinds = Choices(lazy("Waarvoor mag men u vragen?"), choices=choices_of(KINDS))
    max_open_requests = Number(
        lazy("Hoeveel open aanvragen tegelijk?"),
        [Optional(), NumberRange(0, 20, lazy("Vul een getal van 0 tot en met 20 in."))],
        description=lazy("Vult u niets in, dan zijn het er 3. Bij 0 wordt u niet gevraagd."),
    )
    paused_until = pause_field()
    about = TextAreaField(
        lazy("Over uw werkwijze"),
        [
            Length(max=600, message=lazy("Maak de tekst hooguit 600 tekens lang.")),
            # Contact goes through the platform, so these cannot be confirmed.
            Anonymous(Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.IBAN),
        ],
        description=lazy("Noem nooit cliënten of casussen."),
    )
    findable = BooleanField(lazy("Organisaties mogen mij vinden"))

    def validate_paused_until(self, field: DateField) -> None:
        check_pause(field)

    def validate_contracts(self, field: TextAreaField) -> None:
        lines = [line.strip() for line in (field.data or "").splitlines() if line.strip()]
        self._contracts = list(dict.fromkeys(map(contract_of, lines)))

    @classmethod
    def of(cls, profile: PractitionerProfile, **kwargs: Any) -> Self:
        """The form as the profile is stored; what was posted goes over it."""
        form = cls(data=_stored(profile), **kwargs)
        form._stored_ages = profile.ages
        return form

    def level_rows(self) -> list[tuple[str, str, str]]:
        """Give slug, label and level of the chosen terms that have a ladder."""
        vocabulary = reference.vocabulary()
        return [
            (slug, vocabulary.label(slug, language()), self._level(slug))
            for slug in self.expertise.data or ()
            if vocabulary.has_ladder(slug)
        ]

    def _level(self, slug: str) -> str:
        return self.levels.data.get(slug) or presumed_level(self.role.data or "", slug)

    def values(self) -> dict[str, Any]:
        """Give what was stated, by column; `expertise` maps a term to its level."""
        plain = ("role", "professions", "travel_km", "kinds", "max_open_requests", "paused_until")
        levels = {slug: level for slug, _label, level in self.level_rows()}
        return {
            **{name: self[name].data for name in (*plain, "about", "findable", "regions")},
            **{name: self[name].answer for name in ("languages", "settings")},
            "municipality_code": self.municipality.code,
            "online": {"yes": True, "no": False}.get(self.online.data),
            "expertise": {
                slug: levels.get(slug, Level.INDEPENDENT) for slug in self.expertise.data or ()
            },
            "ages": self._ages(),
            "funding": self._funding(),
        }

    def _ages(self) -> list[list[int]] | None:
        """Keep what was stated more finely than in bands, as long as the bands stay the same."""
        chosen: list[str] | None = self.ages.answer
        if self._stored_ages is not None and chosen == bands(self._stored_ages):
            return self._stored_ages
        return None if chosen is None else ranges(chosen)

    def _funding(self) -> list[str] | None:
        routes = self.funding.answer
        return [*(routes or ()), *self._contracts] if self._contracts else routes


def _stored(profile: PractitionerProfile) -> dict[str, Any]:
    names = ("role", "professions", "travel_km", "languages", "settings", "kinds", "version")
    more = ("max_open_requests", "paused_until", "about", "findable")
    funding = profile.funding
    has_ladder = reference.vocabulary().has_ladder
    return {
        **{name: getattr(profile, name) for name in (*names, *more)},
        "municipality": profile.municipality_code,
        "regions": [each.region_slug for each in profile.regions],
        "online": UNKNOWN if profile.online is None else ("yes" if profile.online else "no"),
        "expertise": [each.term_slug for each in profile.expertise],
        "levels": {
            each.term_slug: each.level for each in profile.expertise if has_ladder(each.term_slug)
        },
        "ages": None if profile.ages is None else bands(profile.ages),
        "funding": None if funding is None else [each for each in funding if ":" not in each],
        "contracts": "\n".join(contract_words(each) for each in funding or () if ":" in each),
    }


class VisibilityForm(Form):
    """Who sees what; only what is chosen otherwise than the default is stored."""

    name = _audience_field("name", lazy("Wie ziet uw naam?"))
    place = _audience_field("place", lazy("Wie ziet uw gemeente?"))
    about = _audience_field("about", lazy("Wie ziet wat u over uw werkwijze schrijft?"))
    email = _audience_field("email", lazy("Wie ziet uw e-mailadres?"))

    def choices(self) -> dict[str, str]:
        chosen = {name: said(self[name]) for name in CHOICES}
        return {name: one for name, one in chosen.items() if one != DEFAULTS[name].name.lower()}
