"""What a slug is called, in both languages: levels, routes, terms, regions and municipalities."""

from collections.abc import Mapping

from drakenmatch.places import Places
from drakenmatch.reading import Json
from drakenmatch.values import Level, Route
from drakenmatch.vocabulary import Vocabulary

# What is no term of the vocabulary, but a closed list of the matcher itself.
OWN_LABELS: Mapping[str, Json] = {
    Level.TRAINING: {"nl": "in opleiding", "en": "in training"},
    Level.INDEPENDENT: {"nl": "zelfstandig", "en": "independent"},
    Level.PRACTITIONER: {"nl": "practitioner", "en": "practitioner"},
    Level.SUPERVISOR: {"nl": "supervisor", "en": "supervisor"},
    Route.JEUGDWET: {"nl": "de Jeugdwet", "en": "the Jeugdwet (youth act)"},
    Route.WMO: {"nl": "de Wmo", "en": "the Wmo (social support act)"},
    Route.ZVW: {"nl": "de Zvw", "en": "the Zvw (health insurance act)"},
    Route.WLZ: {"nl": "de Wlz", "en": "the Wlz (long-term care act)"},
    Route.OPVANG: {"nl": "de opvang", "en": "the shelter"},
    "funding": {"nl": "De betaling", "en": "The funding"},
    "settings": {"nl": "De setting", "en": "The setting"},
    Route.PARTICULIER: {"nl": "eigen betaling", "en": "own payment"},
}


class Labels(dict[str, Json]):
    """Labels by slug. In one ranking the same few come again and again: each is made once."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        super().__init__()
        self._vocabulary = vocabulary
        self._places = places

    def __missing__(self, slug: str) -> Json:
        """Make the label of a slug that is met for the first time."""
        made = self[slug] = label(slug, self._vocabulary, self._places)
        return made


def label(slug: str, vocabulary: Vocabulary, places: Places) -> Json:
    """Give the label of a level, route, term, region or municipality; otherwise the slug itself."""
    if slug in OWN_LABELS:
        return OWN_LABELS[slug]
    if slug in vocabulary:
        return {"nl": vocabulary.label(slug), "en": vocabulary.label(slug, "en")}
    place = places.region(slug) or places.municipality(slug)
    return place.name if place else slug
