"""Whether a value names only what exists: terms, regions and municipalities.

A value can be well written and still speak of a term that this vocabulary does not have.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from drakenmatch.places import Places
from drakenmatch.reading import InvalidValue
from drakenmatch.request import Request
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary

LANGUAGE_SCHEME = "taal"
SETTING_SCHEMES = ("werksetting", "werkvorm")
TERMS, REGIONS = "terms of the vocabulary", "known regions"
LANGUAGES, SETTINGS = "languages of the vocabulary", "settings of the vocabulary"
MUNICIPALITY = "the code of a known municipality"


def practitioner_faults(
    who: Practitioner, vocabulary: Vocabulary, places: Places, *, today: date
) -> Iterator[InvalidValue]:
    """Give what is wrong with a profile, field by field; a pool takes it all the same.

    For importing: a term that left the vocabulary should not take a stored profile down with it.
    """
    if not vocabulary.terms.keys() >= who.expertise.keys():
        yield InvalidValue("expertise", TERMS)
    if not places.regions.keys() >= who.regions:
        yield InvalidValue("regions", REGIONS)
    if not _is_known(who.municipality, places):
        yield InvalidValue("municipality", MUNICIPALITY)
    if not _are_languages(who.languages or (), vocabulary):
        yield InvalidValue("languages", LANGUAGES)
    if not _are_settings(who.settings or (), vocabulary):
        yield InvalidValue("settings", SETTINGS)
    if who.room_confirmed and who.room_confirmed > today:
        yield InvalidValue("room_confirmed", "a date that is not in the future")


def request_faults(
    request: Request, vocabulary: Vocabulary, places: Places
) -> Iterator[InvalidValue]:
    """Give what a request names that does not exist.

    `Pool.rank` refuses such a request: an avoided region that nobody knows protects nobody.
    """
    terms, regions = vocabulary.terms.keys(), places.regions.keys()
    if not terms >= {wish.term for wish in request.wishes}:
        yield InvalidValue("wishes", TERMS)
    if request.not_wishes and not terms >= {*request.not_wishes}:
        yield InvalidValue("not_wishes", TERMS)
    if not regions >= {*request.regions}:
        yield InvalidValue("regions", REGIONS)
    if request.avoid_regions and not regions >= {*request.avoid_regions}:
        yield InvalidValue("avoid_regions", REGIONS)
    if not _is_known(request.municipality, places):
        yield InvalidValue("municipality", MUNICIPALITY)
    if not _is_known(request.funding_municipality, places):
        yield InvalidValue("funding_municipality", MUNICIPALITY)
    spoken = request.languages
    if spoken and not _are_languages([language.code for language in spoken], vocabulary):
        yield InvalidValue("languages", LANGUAGES)
    if request.settings and not _are_settings(request.settings.any, vocabulary):
        yield InvalidValue("settings.any", SETTINGS)


def _is_known(code: str | None, places: Places) -> bool:
    return code is None or code in places.municipalities


def _are_languages(codes: Iterable[str], vocabulary: Vocabulary) -> bool:
    return _all_in((LANGUAGE_SCHEME,), codes, vocabulary)


def _are_settings(slugs: Iterable[str], vocabulary: Vocabulary) -> bool:
    return _all_in(SETTING_SCHEMES, slugs, vocabulary)


def _all_in(schemes: Collection[str], slugs: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Say whether all are of these schemes; a vocabulary that has none of them cannot judge."""
    terms = vocabulary.terms
    if all(slug in terms and terms[slug].scheme in schemes for slug in slugs):
        return True
    return not any(vocabulary.in_scheme(scheme) for scheme in schemes)
