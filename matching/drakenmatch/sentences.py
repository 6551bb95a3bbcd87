"""The sentences that a reader sees, in Dutch (B1) and English, one table.

A reason carries a code and facts; a sentence is this table's text with the facts filled in. A fact
is a number or a text, `{"nl": ..., "en": ...}` for a label, `{"date": "2026-11-21"}` for a date, or
a list of those.
"""

from collections.abc import Mapping
from datetime import date

from drakenmatch.reading import Json
from drakenmatch.sentences_fair import FAIR

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
AND = {"nl": " en ", "en": " and "}

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "role.structural": {
        "nl": "In opleiding, onder supervisie.",
        "en": "In training, under supervision.",
    },
    "role.in-training": {
        "nl": "In opleiding; u vraagt een behandelaar voor een casus.",
        "en": "In training; you ask for a practitioner for a case.",
    },
    "reach.travel-unknown": {
        "nl": "Onbekend is hoe ver deze behandelaar reist; de afstand is ongeveer {km} km.",
        "en": "It is unknown how far this practitioner travels; the distance is about {km} km.",
    },
    "reach.unknown": {
        "nl": "Onbekend is waar deze behandelaar werkt.",
        "en": "It is unknown where this practitioner works.",
    },
    "reach.online-unknown": {
        "nl": "Werkt niet bij u in de buurt; onbekend is of het online kan.",
        "en": "Does not work near you; it is unknown whether online is possible.",
    },
    "reach.too-far": {
        "nl": "Reist tot {travel_km} km; de afstand is ongeveer {km} km.",
        "en": "Travels up to {travel_km} km; the distance is about {km} km.",
    },
    "reach.above-your-limit": {
        "nl": "De afstand is ongeveer {km} km; u vraagt ten hoogste {max_km} km.",
        "en": "The distance is about {km} km; you ask for at most {max_km} km.",
    },
    "reach.far": {
        "nl": "Werkt niet in uw regio; de afstand is ongeveer {km} km.",
        "en": "Does not work in your region; the distance is about {km} km.",
    },
    "reach.elsewhere": {
        "nl": "Werkt niet in de gevraagde regio.",
        "en": "Does not work in the region you ask for.",
    },
    "expertise.itself": {"nl": "Biedt {wish} ({level}).", "en": "Offers {wish} ({level})."},
    "expertise.named-itself": {"nl": "Noemt {wish}.", "en": "Mentions {wish}."},
    "expertise.named-narrower": {
        "nl": "Noemt {by}; dat hoort bij {wish}.",
        "en": "Names {by}; that is part of {wish}.",
    },
    "expertise.named-broader": {
        "nl": "Noemt {by}, maar niet {wish}.",
        "en": "Names {by}, but not {wish}.",
    },
    "expertise.named-related": {
        "nl": "Noemt {by}; dat is verwant aan {wish}.",
        "en": "Names {by}; that is related to {wish}.",
    },
    "expertise.named-look-alike": {
        "nl": "Noemt {by}; dat lijkt op: {wish}.",
        "en": "Names {by}; that reads like: {wish}.",
    },
    "expertise.narrower": {
        "nl": "Biedt {by} ({level}); dat hoort bij {wish}.",
        "en": "Offers {by} ({level}); that is part of {wish}.",
    },
    "expertise.below": {
        "nl": "Biedt {by} ({level}); u vraagt ten minste {min_level}.",
        "en": "Offers {by} ({level}); you ask for at least {min_level}.",
    },
    "expertise.broader": {
        "nl": "Biedt {by} ({level}), maar noemt {wish} niet.",
        "en": "Offers {by} ({level}), but does not name {wish}.",
    },
    "expertise.related": {
        "nl": "Biedt {by} ({level}); dat is verwant aan {wish}.",
        "en": "Offers {by} ({level}); that is related to {wish}.",
    },
    "expertise.look-alike": {
        "nl": "Biedt {by} ({level}); dat lijkt op: {wish}.",
        "en": "Offers {by} ({level}); that reads like: {wish}.",
    },
    "expertise.none": {"nl": "{wish}: niet genoemd.", "en": "{wish}: not named."},
    "nearness.km": {
        "nl": "Werkt op ongeveer {km} km afstand.",
        "en": "Works at a distance of about {km} km.",
    },
    "nearness.here": {"nl": "Werkt in {municipality}.", "en": "Works in {municipality}."},
    "nearness.region": {
        "nl": "Werkt in de regio {regions}.",
        "en": "Works in the region {regions}.",
    },
    "nearness.online": {"nl": "Kan online werken.", "en": "Can work online."},
    "nearness.unknown": {
        "nl": "Onbekend is van waaruit deze behandelaar werkt.",
        "en": "It is unknown where this practitioner is based.",
    },
    "nearness.elsewhere": {
        "nl": "Werkt niet in de gevraagde regio.",
        "en": "Does not work in the region you ask for.",
    },
    "room.yes": {
        "nl": "Heeft plek (bevestigd op {confirmed}).",
        "en": "Has room (confirmed on {confirmed}).",
    },
    "room.in-time": {
        "nl": "Heeft plek vanaf {from} (bevestigd op {confirmed}).",
        "en": "Has room from {from} (confirmed on {confirmed}).",
    },
    "room.late": {
        "nl": "Heeft pas plek vanaf {from} (bevestigd op {confirmed}).",
        "en": "Has no room until {from} (confirmed on {confirmed}).",
    },
    "room.no": {
        "nl": "Heeft nu geen plek (bevestigd op {confirmed}).",
        "en": "Has no room now (confirmed on {confirmed}).",
    },
    "room.unknown": {
        "nl": "Onbekend is of er plek is.",
        "en": "It is unknown whether there is room.",
    },
    "room.unconfirmed": {
        "nl": "Onbekend is of er plek is: dat is nog niet bevestigd.",
        "en": "It is unknown whether there is room: that has not been confirmed.",
    },
    "room.stale": {
        "nl": "Onbekend is of er nog plek is; laatst bevestigd op {confirmed}.",
        "en": "It is unknown whether there still is room; last confirmed on {confirmed}.",
    },
    "ages.all": {"nl": "Behandelt deze leeftijd: {met}.", "en": "Treats this age: {met}."},
    "ages.some": {
        "nl": "Behandelt deze leeftijd: {met}; niet: {missing}.",
        "en": "Treats this age: {met}; not: {missing}.",
    },
    "ages.none": {
        "nl": "Behandelt deze leeftijd niet: {missing}.",
        "en": "Does not treat this age: {missing}.",
    },
    "ages.unknown": {
        "nl": "Onbekend is welke leeftijden deze behandelaar behandelt.",
        "en": "It is unknown which ages this practitioner treats.",
    },
    "languages.all": {"nl": "Spreekt {met}.", "en": "Speaks {met}."},
    "languages.some": {
        "nl": "Spreekt {met}; niet genoemd: {missing}.",
        "en": "Speaks {met}; not named: {missing}.",
    },
    "languages.none": {
        "nl": "Niet genoemd als taal: {missing}.",
        "en": "Language not named: {missing}.",
    },
    "languages.unknown": {
        "nl": "Onbekend is welke talen deze behandelaar spreekt.",
        "en": "It is unknown which languages this practitioner speaks.",
    },
    "settings.all": {"nl": "Werkt zo: {met}.", "en": "Works like this: {met}."},
    "settings.some": {
        "nl": "Werkt zo: {met}; niet genoemd: {missing}.",
        "en": "Works like this: {met}; not named: {missing}.",
    },
    "settings.none": {
        "nl": "Werkt niet zo: {missing}.",
        "en": "Does not work like this: {missing}.",
    },
    "settings.unknown": {
        "nl": "Onbekend is waar en hoe deze behandelaar werkt.",
        "en": "It is unknown where and how this practitioner works.",
    },
    "funding.all": {"nl": "Betaling kan via {met}.", "en": "Payment is possible through {met}."},
    "funding.some": {
        "nl": "Betaling kan via {met}; niet zeker: {missing}.",
        "en": "Payment is possible through {met}; not certain: {missing}.",
    },
    "funding.contract-unknown": {
        "nl": "Werkt met {unsure}, maar het contract met {municipality} is onbekend.",
        "en": "Works with {unsure}, but the contract with {municipality} is unknown.",
    },
    "funding.none": {
        "nl": "Betaling kan niet via {missing}.",
        "en": "Payment is not possible through {missing}.",
    },
    "funding.unknown": {
        "nl": "Onbekend is hoe het werk betaald kan worden.",
        "en": "It is unknown how the work can be paid.",
    },
    "relax.drop-must": {
        "nl": "{subject} niet verplicht: {adds} erbij.",
        "en": "{subject} not required: {adds} more.",
    },
    "relax.lower-level": {
        "nl": "Voor {subject} ook {value}: {adds} erbij.",
        "en": "For {subject} also {value}: {adds} more.",
    },
    "relax.add-region": {
        "nl": "Met {subject} erbij: {adds}.",
        "en": "With {subject} as well: {adds}.",
    },
    "relax.accept-online": {
        "nl": "Ook online: {adds} erbij.",
        "en": "Online as well: {adds} more.",
    },
    "relax.max-km": {
        "nl": "Tot {value} km afstand: {adds} erbij.",
        "en": "Up to {value} km away: {adds} more.",
    },
    "relax.start-by": {
        "nl": "Start uiterlijk op {value}: {adds} erbij.",
        "en": "Start on {value} at the latest: {adds} more.",
    },
    # Intervision: for the inviter, and ("you.") for the invitee after "omdat".
    "group.same-region": {"nl": "Werkt in uw regio.", "en": "Works in your region."},
    "you.group.same-region": {
        "nl": "u werkt in dezelfde regio",
        "en": "you work in the same region",
    },
    "group.next-region": {"nl": "Werkt in een buurregio.", "en": "Works in a neighbouring region."},
    "you.group.next-region": {
        "nl": "u werkt in een buurregio",
        "en": "you work in a neighbouring region",
    },
    "group.online": {
        "nl": "Werkt in een andere regio; online kan.",
        "en": "Works in another region; online is possible.",
    },
    "you.group.online": {"nl": "u kunt online meedoen", "en": "you can take part online"},
    "group.elsewhere": {"nl": "Werkt in een andere regio.", "en": "Works in another region."},
    "group.other-discipline": {
        "nl": "Brengt een andere discipline mee.",
        "en": "Brings another discipline.",
    },
    "you.group.other-discipline": {
        "nl": "u brengt een andere discipline mee",
        "en": "you bring another discipline",
    },
    "group.same-discipline": {
        "nl": "Heeft een discipline die er al is.",
        "en": "Has a discipline that is there already.",
    },
    "group.discipline-unknown": {
        "nl": "De discipline is onbekend.",
        "en": "The discipline is unknown.",
    },
    "group.other-sector": {"nl": "Komt uit een andere sector.", "en": "Comes from another sector."},
    "you.group.other-sector": {
        "nl": "u komt uit een andere sector",
        "en": "you come from another sector",
    },
    "group.same-sector": {
        "nl": "Komt uit een sector die er al is.",
        "en": "Comes from a sector that is there already.",
    },
    "group.sector-unknown": {"nl": "De sector is onbekend.", "en": "The sector is unknown."},
    "group.theme": {"nl": "Heeft ervaring met het thema.", "en": "Has experience with the theme."},
    "you.group.theme": {
        "nl": "u hebt ervaring met het thema",
        "en": "you have experience with the theme",
    },
    "group.no-theme": {"nl": "Noemt het thema niet.", "en": "Does not name the theme."},
    "group.not-asked-this-month": {
        "nl": "Is deze maand nog niet gevraagd.",
        "en": "Has not been asked this month.",
    },
    "you.group.not-asked-this-month": {
        "nl": "u bent deze maand nog niet gevraagd",
        "en": "you have not been asked this month",
    },
    "group.asked-this-month": {
        "nl": "Is deze maand al eens gevraagd.",
        "en": "Has been asked this month already.",
    },
    "you.group.asked-this-month": {
        "nl": "u hebt ruimte voor nog een uitnodiging deze maand",
        "en": "you have room for another invitation this month",
    },
    "group.new-faces": {
        "nl": "Zat nog niet met deze groep aan tafel.",
        "en": "Has not sat with this group before.",
    },
    "you.group.new-faces": {
        "nl": "u kent deze groep nog niet van intervisie",
        "en": "you do not know this group from intervision yet",
    },
    "group.some-known": {
        "nl": "Kent een deel van de groep van intervisie.",
        "en": "Knows part of the group from intervision.",
    },
    "you.group.some-known": {
        "nl": "u kent een deel van de groep nog niet van intervisie",
        "en": "you do not know part of the group from intervision yet",
    },
    "group.all-known": {
        "nl": "Kent de hele groep al van intervisie.",
        "en": "Knows the whole group from intervision.",
    },
    **FAIR,
}


def sentence(code: str, facts: Mapping[str, Json], language: str = "nl") -> str:
    """Write the sentence of a code in `nl` or `en`; another language is read as `nl`."""
    spoken = language if language in AND else "nl"
    filled = {name: shown(fact, spoken) for name, fact in facts.items()}
    return SENTENCES[code][spoken].format_map(filled)


def shown(fact: Json, language: str) -> str:
    """Write one fact: a label in the language, a date in words, a list with "en" at its end."""
    if isinstance(fact, list):
        parts = [shown(each, language) for each in fact]
        return AND[language].join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    if isinstance(fact, dict):
        return _date(str(fact["date"]), language) if "date" in fact else str(fact[language])
    return str(fact)


def _date(iso: str, language: str) -> str:
    value = date.fromisoformat(iso)
    return f"{value.day} {MONTHS[language].split()[value.month - 1]} {value.year}"
