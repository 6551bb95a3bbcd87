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
    yield from _municipality("municipality", who.municipality, places)
    yield from _languages(who.languages or (), vocabulary)
    yield from _settings("settings", who.settings or (), vocabulary)
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
    if request.municipality is not None:
        yield from _municipality("municipality", request.municipality, places)
    if request.funding_municipality is not None:
        yield from _municipality("funding_municipality", request.funding_municipality, places)
    if request.languages:
        yield from _languages([language.code for language in request.languages], vocabulary)
    if request.settings:
        yield from _settings("settings.any", request.settings.any, vocabulary)


def _municipality(field: str, code: str | None, places: Places) -> Iterator[InvalidValue]:
    if code is not None and places.municipality(code) is None:
        yield InvalidValue(field, "the code of a known municipality")


def _languages(codes: Iterable[str], vocabulary: Vocabulary) -> Iterator[InvalidValue]:
    if not _all_in((LANGUAGE_SCHEME,), codes, vocabulary):
        yield InvalidValue("languages", "languages of the vocabulary")


def _settings(field: str, slugs: Iterable[str], vocabulary: Vocabulary) -> Iterator[InvalidValue]:
    if not _all_in(SETTING_SCHEMES, slugs, vocabulary):
        yield InvalidValue(field, "settings of the vocabulary")


def _all_in(schemes: Collection[str], slugs: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Say whether all are of these schemes; a vocabulary that has none of them cannot judge."""
    terms = vocabulary.terms
    if all(slug in terms and terms[slug].scheme in schemes for slug in slugs):
        return True
    return not any(vocabulary.in_scheme(scheme) for scheme in schemes)
