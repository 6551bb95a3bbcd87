"""The sentences that a reader sees, in Dutch (B1) and English, one table.

A reason carries a code and facts; a sentence is this table's text with the facts filled in. A fact
is a number or a text, `{"nl": ..., "en": ...}` for a label, `{"date": "2026-11-21"}` for a date, or
a list of those.
"""

from collections.abc import Mapping
from datetime import date

from drakenmatch.reading import Json

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
    "expertise.named": {"nl": "Noemt {wish}.", "en": "Names {wish}."},
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
        "nl": "Heeft plaats (bevestigd op {confirmed}).",
        "en": "Has room (confirmed on {confirmed}).",
    },
    "room.in-time": {
        "nl": "Heeft plaats vanaf {from} (bevestigd op {confirmed}).",
        "en": "Has room from {from} (confirmed on {confirmed}).",
    },
    "room.late": {
        "nl": "Heeft pas plaats vanaf {from} (bevestigd op {confirmed}).",
        "en": "Has no room until {from} (confirmed on {confirmed}).",
    },
    "room.no": {
        "nl": "Heeft nu geen plaats (bevestigd op {confirmed}).",
        "en": "Has no room now (confirmed on {confirmed}).",
    },
    "room.unknown": {
        "nl": "Onbekend is of er plaats is.",
        "en": "It is unknown whether there is room.",
    },
    "room.unconfirmed": {
        "nl": "Onbekend is of er plaats is: dat is nog niet bevestigd.",
        "en": "It is unknown whether there is room: that has not been confirmed.",
    },
    "room.stale": {
        "nl": "Onbekend is of er nog plaats is; laatst bevestigd op {confirmed}.",
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
