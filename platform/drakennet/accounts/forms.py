"""The forms of accounts."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as lazy
from wtforms import (
    EmailField,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget, PasswordInput

from drakennet.accounts.models import ASKABLE, WORKS_SOMEWHERE, RoleName, User
from drakennet.accounts.passwords import refuse_weak
from drakennet.accounts.services import SignUp
from drakennet.forms import Form, SelectChoice, said
from drakennet.privacy.forms import bsn_only
from drakennet.reference.forms import MunicipalityField

ROLE_NAMES: Mapping[RoleName, Any] = {
    RoleName.ORGANISATION_CONTACT: lazy("Contactpersoon van een organisatie"),
    RoleName.PRACTITIONER: lazy("Behandelaar"),
    RoleName.AANDACHTSFUNCTIONARIS: lazy("Aandachtsfunctionaris"),
    RoleName.VEILIG_THUIS: lazy("Medewerker van Veilig Thuis"),
    RoleName.COORDINATOR: lazy("Regionaal projectleider"),
    RoleName.ADMINISTRATOR: lazy("Beheerder"),
}
ROLE_WISHES: Mapping[RoleName, Any] = {
    RoleName.ORGANISATION_CONTACT: lazy(
        "Ik zoek behandelaren voor mijn organisatie (contactpersoon)"
    ),
    RoleName.PRACTITIONER: lazy("Ik behandel trauma of hechting (behandelaar, ook in opleiding)"),
    RoleName.AANDACHTSFUNCTIONARIS: lazy(
        "Ik bewaak de meldcode (aandachtsfunctionaris of verbindingsofficier)"
    ),
    RoleName.VEILIG_THUIS: lazy("Ik werk bij Veilig Thuis"),
}
LANGUAGE_NAMES = (SelectChoice("nl", "Nederlands"), SelectChoice("en", "English"))

# A sentence for each way in which a field can be wrong.
NO_NAME = lazy("Vul uw naam in.")
NAME_TOO_LONG = lazy("Uw naam mag hooguit 120 tekens lang zijn.")
NO_EMAIL = lazy("Vul uw e-mailadres in.")
NO_ADDRESS = lazy("Vul hier alleen uw naam in, zonder webadres of e-mailadres.")
BAD_EMAIL = lazy("Dit e-mailadres klopt niet. Een voorbeeld: naam@organisatie.nl.")
NO_PASSWORD = lazy("Vul uw wachtwoord in.")
PASSWORD_LENGTH = lazy("Kies een wachtwoord van 12 tot 128 tekens.")
NO_MUNICIPALITY = lazy("Vul de gemeente, de plaats of de postcode in waar u werkt.")
NO_ROLE = lazy("Kies ten minste één rol.")
NO_ORGANISATION = lazy("Vul de naam in van de organisatie waar u werkt.")
ORGANISATION_TOO_LONG = lazy("De naam van de organisatie mag hooguit 120 tekens lang zijn.")
LONGEST_NAME = 120
TITLES = "drs|dr|ds|ing|ir|mr|mw|prof|st"  # with a point, they may stand against the name
ADDRESS = re.compile(rf"://|@|\b(?!(?:{TITLES})\.)[\w-]{{2,}}\.[a-z]{{2,}}", re.IGNORECASE)


def roles_of(member: User) -> str:
    """What the member is, in words."""
    return ", ".join(str(ROLE_NAMES[grant.name]) for grant in member.roles)


def _name() -> StringField:
    return StringField(
        lazy("Naam"),
        [
            DataRequired(NO_NAME),
            Length(max=LONGEST_NAME, message=NAME_TOO_LONG),
            _no_address,
            bsn_only,
        ],
    )


def _no_address(_form: Any, field: StringField) -> None:
    """Our mails begin with this name, and anybody may have one sent to any address."""
    if ADDRESS.search(said(field)):
        raise ValidationError(str(NO_ADDRESS))


def _email() -> EmailField:
    return EmailField(
        lazy("E-mailadres"),
        [DataRequired(NO_EMAIL), Length(max=254, message=BAD_EMAIL), Email(BAD_EMAIL)],
    )


def _municipality() -> MunicipalityField:
    return MunicipalityField(
        lazy("Waar werkt u?"),
        [DataRequired(NO_MUNICIPALITY), Length(max=80, message=NO_MUNICIPALITY)],
        description=lazy("Een postcode, gemeente of plaats. Hieruit volgt uw regio."),
    )


def _organisation() -> StringField:
    return StringField(
        lazy("Organisatie"), [Length(max=LONGEST_NAME, message=ORGANISATION_TOO_LONG), bsn_only]
    )


def _new_password(label: Any, *, kept: bool = False) -> PasswordField:
    return PasswordField(
        label,
        [InputRequired(PASSWORD_LENGTH), Length(min=12, max=128, message=PASSWORD_LENGTH)],
        widget=PasswordInput(hide_value=not kept),
        description=lazy("Ten minste 12 tekens. Een zin van een paar woorden is sterk."),
    )


def old_password() -> PasswordField:
    return PasswordField(
        lazy("Wachtwoord"),
        [InputRequired(NO_PASSWORD), Length(max=128, message=NO_PASSWORD)],
    )


class SignUpForm(Form):
    name = _name()
    email = _email()
    roles = SelectMultipleField(
        lazy("Wat doet u?"),
        [InputRequired(NO_ROLE)],
        choices=lambda: [SelectChoice(role.value, ROLE_WISHES[role]) for role in ASKABLE],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=lazy("U kunt meer dan één rol kiezen."),
    )
    municipality = _municipality()
    claimed_organisation = _organisation()
    # Kept when the form comes back, so that a question about the place loses nothing.
    password = _new_password(lazy("Wachtwoord"), kept=True)

    def wish(self, language: str) -> SignUp:
        """What the service needs, once the form is found right."""
        return SignUp(
            name=said(self.name),
            email=said(self.email),
            password=said(self.password),
            roles=[RoleName(role) for role in self.roles.data or []],
            municipality_code=self.municipality.code or "",
            claimed_organisation=said(self.claimed_organisation),
            language=language,
        )

    def validate_claimed_organisation(self, field: StringField) -> None:
        if not field.data and WORKS_SOMEWHERE & set(self.roles.data or []):
            raise ValidationError(str(NO_ORGANISATION))

    def validate_password(self, field: PasswordField) -> None:
        refuse_weak(said(field), said(self.email), said(self.name))


class LogInForm(Form):
    email = EmailField(lazy("E-mailadres"), [InputRequired(NO_EMAIL), Length(max=254)])
    password = old_password()


class ForgotForm(Form):
    email = _email()


class ResetForm(Form):
    """For whom the link is, is set before it judges the new password."""

    email: str = ""
    name: str = ""
    password = _new_password(lazy("Nieuw wachtwoord"))

    def validate_password(self, field: PasswordField) -> None:
        refuse_weak(said(field), self.email, self.name)


class PasswordForm(ResetForm):
    """The old one first."""

    current_password = PasswordField(
        lazy("Uw wachtwoord van nu"),
        [InputRequired(NO_PASSWORD), Length(max=128, message=NO_PASSWORD)],
    )


class AccountForm(Form):
    name = _name()
    municipality = _municipality()
    language = RadioField(lazy("Taal"), [InputRequired()], choices=LANGUAGE_NAMES)


class AskAgainForm(Form):
    """What somebody may put right after a "no"."""

    name = _name()
    municipality = _municipality()
    claimed_organisation = _organisation()

    def __init__(self, member: User, **kwargs: Any) -> None:
        self.needs_organisation = any(member.is_a(role) for role in WORKS_SOMEWHERE)
        super().__init__(
            name=member.name,
            municipality=member.municipality_code,
            claimed_organisation=member.claimed_organisation,
            **kwargs,
        )

    def validate_claimed_organisation(self, field: StringField) -> None:
        if not field.data and self.needs_organisation:
            raise ValidationError(str(NO_ORGANISATION))


class AddressForm(Form):
    """Where the mails go, and what the member logs in with."""

    email = _email()


class WithPasswordForm(Form):
    """To confirm an address elsewhere than where it was signed up."""

    password = old_password()
