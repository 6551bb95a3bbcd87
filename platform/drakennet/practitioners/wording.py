"""The closed lists of a profile, as people read them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from wtforms import ValidationError

from drakenmatch.values import OLDEST, Kind, Level, Role, Route
from drakennet.fields import NOT_YET, UNKNOWN
from drakennet.formats import short_day
from drakennet.practitioners.models import RoomStatement
from drakennet.practitioners.visibility import Audience
from drakennet.reference import queries as reference

Words = Mapping[str, Any]  # value -> lazy text, which is translated when it is shown

EXPERTISE: Words = {
    "behandelmethode": lazy("Methoden"),
    "problematiek": lazy("Problematiek"),
    "doelgroep": lazy("Doelgroepen"),
    "instrument": lazy("Instrumenten"),
}
LEVELS: Words = {
    Level.TRAINING: lazy("in opleiding"),
    Level.INDEPENDENT: lazy("zelfstandig"),
    Level.PRACTITIONER: lazy("practitioner"),
    Level.SUPERVISOR: lazy("supervisor"),
}
ROLES: Words = {
    Role.TREATS: lazy("Behandelaar"),
    Role.ASPIRES: lazy("Aankomend behandelaar: ik werk onder supervisie"),
}
ROOMS: Words = {
    "yes": lazy("Ja, ik heb nu plek"),
    "from": lazy("Ja, vanaf een datum"),
    "no": lazy("Nee, nu niet"),
}
KINDS: Words = {
    Kind.CASE: lazy("Behandeling van een gezin of persoon (casus)"),
    Kind.STRUCTURAL: lazy("Vast meewerken bij een organisatie (structureel)"),
    Kind.ADVICE: lazy("Advies of meedenken"),
    Kind.INTERVISION: lazy("Intervisie"),
}
ROUTES: Words = {
    Route.JEUGDWET: lazy("Jeugdwet"),
    Route.WMO: lazy("Wmo"),
    Route.ZVW: lazy("Zorgverzekeringswet (Zvw)"),
    Route.WLZ: lazy("Wet langdurige zorg (Wlz)"),
    Route.OPVANG: lazy("De opvang betaalt"),
    Route.PARTICULIER: lazy("Particulier"),
}
ONLINE: Words = {"yes": lazy("Ja"), "no": lazy("Nee"), UNKNOWN: NOT_YET}
# The bands of the vocabulary: who is 12 belongs to both.
AGES: Words = {
    "0-4": lazy("0 tot 4 jaar"),
    "4-12": lazy("4 tot 12 jaar"),
    "12-18": lazy("12 tot 18 jaar"),
    "18-23": lazy("18 tot 23 jaar"),
    "23-64": lazy("23 tot 65 jaar"),
    f"65-{OLDEST}": lazy("65 jaar en ouder"),
}
_LIMITS = {band: tuple(map(int, band.split("-"))) for band in AGES}
ROOM_KINDS: Mapping[str | None, str] = {"yes": "success", "from": "warning"}


def room_text(room: RoomStatement) -> str:
    if room.from_day is not None:
        return str(_("Plek vanaf %(day)s", day=short_day(room.from_day)))
    sentences = {"yes": _("Heeft plek"), "no": _("Heeft nu geen plek")}
    return str(sentences.get(room.stated or "", _("Onbekend of er plek is")))


def bands(ages: Sequence[Sequence[int]]) -> list[str]:
    """Give the bands that lie wholly in these ranges."""
    return [
        band
        for band, (first, last) in _LIMITS.items()
        if any(start <= first and last <= end for start, end in ages)
    ]


def ranges(chosen: Sequence[str]) -> list[list[int]]:
    """Give the ranges of these bands; bands that touch become one."""
    found: list[list[int]] = []
    for band, (first, last) in _LIMITS.items():
        if band not in chosen:
            continue
        if found and found[-1][1] >= first - 1:
            found[-1][1] = last
        else:
            found.append([first, last])
    return found


def ages_text(ages: Sequence[Sequence[int]]) -> str:
    return ", ".join(
        str(_("%(first)s tot en met %(last)s jaar", first=first, last=last)) for first, last in ages
    )


# Who sees a field, in the words of that field.
AUDIENCES: Mapping[tuple[str, Audience], Any] = {
    ("name", Audience.PUBLIC): lazy("Iedereen: ook op de open pagina van mijn regio"),
    ("name", Audience.MEMBERS): lazy("Leden die de projectleider kent (gewoonlijk)"),
    ("name", Audience.ACCEPTED): lazy("Alleen organisaties waar ik ja tegen zei"),
    ("place", Audience.MEMBERS): lazy("Leden die de projectleider kent (gewoonlijk)"),
    ("place", Audience.NOBODY): lazy("Niemand: zoek mij alleen op mijn regio's"),
    ("about", Audience.MEMBERS): lazy("Leden die de projectleider kent (gewoonlijk)"),
    ("about", Audience.ACCEPTED): lazy("Alleen organisaties waar ik ja tegen zei"),
    ("about", Audience.NOBODY): lazy("Niemand"),
    ("email", Audience.ACCEPTED): lazy("Organisaties waar ik ja tegen zei (gewoonlijk)"),
    ("email", Audience.NOBODY): lazy("Niemand: ik neem zelf contact op"),
}


def contract_of(line: str) -> str:
    """Read "Jeugdwet Haarlem"; raises `ValidationError` with a sentence."""
    word, _space, place = line.partition(" ")
    route = word.strip(":").lower()
    found = reference.municipalities_named(place)
    if route not in set(Route):
        raise ValidationError(_("“%(line)s”: begin met Jeugdwet, Wmo, Zvw of Wlz.", line=line))
    if len(found) != 1:
        raise ValidationError(
            _("“%(line)s”: wij weten niet welke gemeente dit is. Probeer een postcode.", line=line)
        )
    return f"{route}:{found[0].code}"


def contract_words(contract: str) -> str:
    """Write a contract so that it can be read again."""
    route, _colon, code = contract.partition(":")
    (municipality,) = reference.municipalities_named(code)
    clear = len(reference.municipalities_named(municipality.name)) == 1
    return f"{route.capitalize()} {municipality.name if clear else code}"
