"""The guard in a form: what it finds is said beside the field, and the text is kept."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import ValidationError

from drakennet import clock
from drakennet.privacy import guard

# How the guard's findings are called to the person who typed them.
FINDINGS = {
    guard.Kind.BSN: lazy("een burgerservicenummer"),
    guard.Kind.BIRTH_DATE: lazy("een geboortedatum"),
    guard.Kind.PHONE: lazy("een telefoonnummer"),
    guard.Kind.ADDRESS: lazy("een adres"),
    guard.Kind.EMAIL: lazy("een e-mailadres"),
    guard.Kind.IBAN: lazy("een rekeningnummer"),
}


def anonymous(_form: Any, field: Any) -> None:
    """Nothing here may identify a client; a short word needs no exception."""
    found = guard.check(field.data or "", today=clock.today())
    if found:
        what = ", ".join(dict.fromkeys(str(FINDINGS[one.kind]) for one in found))
        raise ValidationError(
            _(
                "Dit lijkt op %(what)s. Haal het weg: hier mag niets staan van een cliënt.",
                what=what,
            )
        )
