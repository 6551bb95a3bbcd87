"""What a coordinator decides about a new member."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from drakennet import clock
from drakennet.accounts.models import WORKS_SOMEWHERE, User
from drakennet.coordination.models import Looked
from drakennet.coordination.services import LookedAt
from drakennet.database import db
from drakennet.fields import Choices, choices_of, term_label
from drakennet.forms import Form, SelectChoice, said
from drakennet.organisations import queries as organisations
from drakennet.organisations import services
from drakennet.organisations.models import Organisation
from drakennet.privacy.forms import bsn_only, register_number
from drakennet.reference import queries as reference
from drakennet.reference.forms import MunicipalityField

OTHER, NEW, NONE = "other", "new", "none"
NOTHING = SelectChoice("", lazy("Kies …"))
NOWHERE = SelectChoice(NONE, lazy("Geen organisatie"))
WAYS: Mapping[Looked, Any] = {
    Looked.REGISTER: lazy("Ik zag deze persoon in een beroepsregister"),
    Looked.EMPLOYER: lazy("Ik belde de organisatie, met een nummer dat ik zelf opzocht"),
    Looked.KNOWN: lazy("Ik ken deze persoon zelf"),
}
MORE = (
    SelectChoice(OTHER, lazy("Een andere organisatie in deze regio, die al op Drakennet staat")),
    SelectChoice(NEW, lazy("Een organisatie die nog niet op Drakennet staat")),
)


class ChecksForm(Form):
    """What was looked at. A number in another form than usual is kept, and told."""

    checked = Choices(
        lazy("Hoe weet u wie dit is?"),
        [InputRequired(lazy("Kruis aan hoe u weet wie dit is."))],
        choices=choices_of(WAYS),
    )
    register = SelectField(lazy("Register"), default="")
    number = StringField(lazy("Nummer in het register"), [Length(max=40), register_number])
    seen_on = DateField(lazy("Gezien in het register op"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = reference.registers()
        self.register.choices = [NOTHING, *(SelectChoice(one.code, one.name) for one in known)]

    def validate_register(self, field: SelectField) -> None:
        if Looked.REGISTER in (self.checked.data or ()) and not field.data:
            raise ValidationError(_("Kies in welk register u keek."))

    def validate_seen_on(self, field: DateField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Deze dag moet nog komen. Vul in wanneer u keek."))

    def looked_at(self) -> list[LookedAt]:
        """Everything that was ticked, as the service writes it down."""
        day = self.seen_on.data or clock.today()
        return [
            LookedAt(way, day, self.register.data, said(self.number))
            if way is Looked.REGISTER
            else LookedAt(way, clock.today())
            for way in map(Looked, self.checked.data or ())
        ]

    def doubtful(self) -> str | None:
        """The register whose numbers look otherwise; a warning, for nobody lists every form."""
        number = re.sub(r"[\s.-]", "", said(self.number))
        for one in reference.registers():
            if one.code == self.register.data and number and one.pattern:
                return None if re.fullmatch(one.pattern, number) else one.name
        return None


class ApproveForm(ChecksForm):
    """Where the member works: one that may be meant, another, a new one, or nowhere."""

    seen = HiddenField()  # the name that was judged
    organisation = RadioField(
        lazy("Waar werkt dit lid?"),
        [InputRequired(lazy("Kies waar dit lid werkt."))],
    )
    other = SelectField(lazy("Andere organisatie"), default="")
    name = StringField(
        lazy("Naam van de nieuwe organisatie"),
        [Length(max=120, message=lazy("De naam mag hooguit 120 tekens lang zijn.")), bsn_only],
    )
    type_slug = SelectField(lazy("Soort organisatie"), default="")
    municipality = MunicipalityField(lazy("Gemeente van de nieuwe organisatie"), [Length(max=80)])

    def __init__(self, member: User, **kwargs: Any) -> None:
        claimed, region = member.claimed_organisation, member.municipality.region_slug
        super().__init__(
            seen=member.name, name=claimed, municipality=member.municipality_code, **kwargs
        )
        self.person = member.name
        like = organisations.organisations_like(claimed)
        nowhere = all(grant.name not in WORKS_SOMEWHERE for grant in member.roles)
        self.organisation.choices = [*_named(like), *(MORE if not nowhere else [*MORE, NOWHERE])]
        self.other.choices = [NOTHING, *_named(organisations.organisations_in(region))]
        types = reference.organisation_types(today=clock.today())
        self.type_slug.choices = [
            NOTHING,
            *(SelectChoice(one.slug, term_label(one)) for one in types),
        ]
        if self.organisation.data is None:
            self.organisation.data = _guess(like, claimed)

    def workplace(self) -> Organisation | None:
        """The organisation that was chosen; a new one is made here."""
        chosen = self.organisation.data
        if chosen == NONE:
            return None
        if chosen == NEW:
            return services.make(
                said(self.name),
                type_slug=self.type_slug.data,
                municipality_code=self.municipality.code or "",
                now=clock.now(),
            )
        return db.session.get(Organisation, UUID(self.other.data if chosen == OTHER else chosen))

    def validate_seen(self, field: HiddenField) -> None:
        if field.data != self.person:
            field.data = self.person
            raise ValidationError(
                _("Dit lid heeft intussen een andere naam. Kijk nog eens wie het is.")
            )

    def validate_other(self, field: SelectField) -> None:
        if self.organisation.data == OTHER and not field.data:
            raise ValidationError(_("Kies welke organisatie u bedoelt."))

    def validate_name(self, field: StringField) -> None:
        if self.organisation.data != NEW:
            return
        if not field.data:
            raise ValidationError(_("Vul de naam van de nieuwe organisatie in."))
        if organisations.organisation_named(field.data):
            raise ValidationError(_("Een organisatie met deze naam bestaat al. Kies die."))

    def validate_type_slug(self, field: SelectField) -> None:
        if self.organisation.data == NEW and not field.data:
            raise ValidationError(_("Kies wat voor organisatie het is."))

    def validate_municipality(self, field: MunicipalityField) -> None:
        if self.organisation.data == NEW and not field.data:
            raise ValidationError(_("Vul in waar de organisatie zit."))


class RejectForm(Form):
    reason = TextAreaField(
        lazy("Reden, voor het lid zelf"),
        [
            DataRequired(lazy("Schrijf waarom, zodat de ander weet wat er mist.")),
            Length(max=500, message=lazy("Houd het bij hooguit 500 tekens.")),
        ],
    )


def _named(found: Sequence[Organisation]) -> list[SelectChoice]:
    return [SelectChoice(str(one.id), f"{one.name} ({one.municipality.name})") for one in found]


def _guess(like: Sequence[Organisation], claimed: str) -> str:
    """The same name, else what was claimed as a new one."""
    if like and organisations.same_name(like[0].name, claimed):
        return str(like[0].id)
    return NEW if claimed else NONE
