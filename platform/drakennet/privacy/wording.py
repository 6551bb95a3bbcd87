"""How the guard's findings and reasons are called to the person who types."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from drakennet.privacy.models import Reason
from drakennet.privacy.pieces import Finding, Kind

FINDINGS = {
    Kind.BSN: lazy("een burgerservicenummer"),
    Kind.BIRTH_DATE: lazy("een geboortedatum"),
    Kind.PHONE: lazy("een telefoonnummer"),
    Kind.ADDRESS: lazy("een adres"),
    Kind.EMAIL: lazy("een e-mailadres"),
    Kind.IBAN: lazy("een rekeningnummer"),
    Kind.PLATE: lazy("een kenteken"),
    Kind.NAME: lazy("een naam"),
    Kind.PLACE_OF_DAY: lazy("de naam van een school of club"),
}
ADVICE = {
    Kind.BSN: lazy("Een burgerservicenummer mag hier nooit staan."),
    Kind.BIRTH_DATE: lazy("Een leeftijdsgroep is genoeg."),
    Kind.PHONE: lazy("Contact loopt via het platform."),
    Kind.ADDRESS: lazy("De regio is genoeg."),
    Kind.EMAIL: lazy("Contact loopt via het platform."),
    Kind.IBAN: lazy("Dit hoort niet op het platform."),
    Kind.PLATE: lazy("Dit hoort niet op het platform."),
    Kind.NAME: lazy("Noem een rol, zoals moeder of kind."),
    Kind.PLACE_OF_DAY: lazy("Het soort school of club is genoeg."),
}
REASONS = {
    Reason.NO_PERSON: lazy("Dit is geen gegeven van een mens, maar bijvoorbeeld van een methode"),
    Reason.COLLEAGUE: lazy("Dit is een beroepskracht of organisatie, die dit goed vindt"),
    Reason.MYSELF: lazy("Dit ben ik zelf"),
    Reason.NEEDED: lazy("Zonder dit is mijn vraag niet te begrijpen"),
}


def listed(findings: Iterable[Finding]) -> str:
    """What the findings look like, each kind once."""
    return ", ".join(dict.fromkeys(str(FINDINGS[one.kind]) for one in findings))


def says(findings: Iterable[Finding], *, firm: bool) -> str:
    """What is wrong, beside the field."""
    what = listed(findings)
    if firm:
        return str(
            _(
                "Dit lijkt op %(what)s. Haal het weg: hier mag niets staan van een cliënt.",
                what=what,
            )
        )
    return str(
        _(
            "Dit lijkt op %(what)s. Zeg het algemener, of kies waarom het mag blijven staan.",
            what=what,
        )
    )


def replacing(words: str) -> str:
    """What the button says that puts other words there."""
    return str(_("Maak er “%(words)s” van", words=words)) if words else str(_("Haal het weg"))
