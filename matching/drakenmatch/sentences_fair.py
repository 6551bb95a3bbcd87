"""The sentences of "why not ...?" and "what brings you higher?", in Dutch (B1) and English.

Part of the one table in `sentences`; of their own file because that table is long.
"""

from collections.abc import Mapping

FAIR: Mapping[str, Mapping[str, str]] = {
    "stands.fits": {
        "nl": "Past: plaats {place} van {of}.",
        "en": "Fits: place {place} of {of}.",
    },
    "stands.nearly": {
        "nl": "Past bijna: plaats {place} van {of}.",
        "en": "Nearly fits: place {place} of {of}.",
    },
    "stands.advice": {
        "nl": "Kan nu niet behandelen, wel advies geven: plaats {place} van {of}.",
        "en": "Cannot treat now, but can advise: place {place} of {of}.",
    },
    "stands.closed": {
        "nl": "Staat bij deze aanvraag niet in de lijst.",
        "en": "Is not on the list for this request.",
    },
    "stands.too-much": {
        "nl": "Staat niet in de lijst, ook niet bij bijna: te veel past niet of is onbekend.",
        "en": "Is not on the list, nor under nearly: too much does not fit or is unknown.",
    },
    "stands.never-nearly": {
        "nl": "Staat niet in de lijst: hierop kan niemand bijna passen.",
        "en": "Is not on the list: on this nobody can nearly fit.",
    },
    # Being away and being full are told in the same words: which of the two is no one's business.
    "closed.not-taking": {
        "nl": "Neemt nu geen aanvragen aan.",
        "en": "Takes no requests at the moment.",
    },
    "closed.no-role": {"nl": "Behandelt zelf niet.", "en": "Does not treat anybody."},
    "closed.kind": {
        "nl": "Wil niet worden gevraagd voor {kind}.",
        "en": "Does not want to be asked for {kind}.",
    },
    "closed.excluded": {
        "nl": "U wilt deze behandelaar niet vragen bij deze aanvraag.",
        "en": "You do not want to ask this practitioner for this request.",
    },
    "closed.own-organisation": {
        "nl": "Werkt bij uw eigen organisatie.",
        "en": "Works at your own organisation.",
    },
    "closed.avoided": {
        "nl": "Werkt in een regio die u wilt vermijden.",
        "en": "Works in a region that you want to avoid.",
    },
    "closed.avoided-unknown": {
        "nl": "U wilt een regio vermijden, en onbekend is waar deze behandelaar werkt.",
        "en": "You want to avoid a region, and it is unknown where this practitioner works.",
    },
    "change.drop-must": {"nl": "{subject} niet verplicht.", "en": "{subject} not required."},
    "change.lower-level": {
        "nl": "Voor {subject} ook {value}.",
        "en": "For {subject} also {value}.",
    },
    "change.any-age": {
        "nl": "Voor ten minste één van de personen, en niet voor iedereen.",
        "en": "For at least one of the persons, and not for everybody.",
    },
    "change.add-region": {"nl": "Met {subject} erbij.", "en": "With {subject} as well."},
    "change.accept-online": {"nl": "Ook online.", "en": "Online as well."},
    "change.max-km": {"nl": "Tot {value} km afstand.", "en": "Up to {value} km away."},
    "change.start-by": {
        "nl": "Start uiterlijk op {value}.",
        "en": "Start on {value} at the latest.",
    },
    "lower.bucket": {
        "nl": "Staat in een latere groep.",
        "en": "Is in a later group.",
    },
    "lower.cost": {
        "nl": "Wie hoger staat, mist minder van wat u verplicht stelde.",
        "en": "The one above misses less of what you require.",
    },
    "lower.score": {
        "nl": "Wie hoger staat, heeft meer punten.",
        "en": "The one above has more points.",
    },
    "lower.training": {
        "nl": "Even veel punten; wie in opleiding is, komt na de anderen.",
        "en": "As many points; who is in training comes after the others.",
    },
    "lower.turn": {
        "nl": "Even veel punten; wie dan eerst staat, wisselt elke dag.",
        "en": "As many points; who then comes first changes every day.",
    },
    "help.confirm-room": {
        "nl": "Bevestig dat u plek hebt.",
        "en": "Confirm that you have room.",
    },
    "help.room": {
        "nl": "Zeg of u plek hebt. Dit geldt als u nu plek hebt.",
        "en": "Say whether you have room. This holds if you have room now.",
    },
    "help.ages": {
        "nl": "Zeg welke leeftijden u behandelt.",
        "en": "Say which ages you treat.",
    },
    "help.languages": {
        "nl": "Zeg welke talen u spreekt.",
        "en": "Say which languages you speak.",
    },
    "help.settings": {
        "nl": "Zeg waar en hoe u werkt.",
        "en": "Say where and how you work.",
    },
    "help.travel": {
        "nl": "Zeg hoe ver u reist. Dit geldt vanaf {km} km.",
        "en": "Say how far you travel. This holds from {km} km.",
    },
    "help.online": {
        "nl": "Zeg of u online werkt. Dit geldt als u dat doet.",
        "en": "Say whether you work online. This holds if you do.",
    },
    "help.funding": {
        "nl": "Zeg hoe uw werk betaald kan worden.",
        "en": "Say how your work can be paid.",
    },
    "help.contracts": {
        "nl": "Zeg met welke gemeenten u een contract hebt.",
        "en": "Say with which municipalities you have a contract.",
    },
    "help.region": {
        "nl": "Werkt u ook in {subject}? Zet die regio erbij.",
        "en": "Do you also work in {subject}? Add that region.",
    },
    "help.kind": {
        "nl": "Mag men u ook vragen voor {subject}? Kruis dat dan aan.",
        "en": "May people also ask you for {subject}? Then tick that.",
    },
}
