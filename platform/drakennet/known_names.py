"""Names that the guard leaves alone: of regions, municipalities, villages, terms, organisations."""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import select

from drakenmatch.places import Places
from drakenmatch.vocabulary import Vocabulary
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.privacy.known import Known
from drakennet.privacy.pieces import folded
from drakennet.privacy.words import listed
from drakennet.reference import queries as reference


def known_names() -> Known:
    """As the database has them now."""
    statement = select(Organisation.name).order_by(Organisation.name)
    facts = _of_facts(_Same(reference.places(), reference.vocabulary()))
    return facts | Known.of(db.session.scalars(statement))


class _Same:
    """The facts as one object, equal as long as no newer ones are loaded."""

    def __init__(self, places: Places, vocabulary: Vocabulary) -> None:
        self.places, self.vocabulary = places, vocabulary

    def __hash__(self) -> int:
        return hash((id(self.places), id(self.vocabulary)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and self.places is other.places
            and self.vocabulary is other.vocabulary
        )


@lru_cache(maxsize=2)
def _of_facts(facts: _Same) -> Known:
    return Known.of(_names(facts.places, facts.vocabulary))


def _names(places: Places, vocabulary: Vocabulary) -> Iterator[str]:
    """A village that is also somebody's first name is no excuse for the name."""
    first = listed("first_names")
    for each in places.municipalities.values():
        yield from (each.name, *each.aliases)
        yield from (village for village in each.places if folded(village) not in first)
    for region in places.regions.values():
        yield from (region.name, *region.aliases)
    for term in vocabulary.terms.values():
        yield from (term.nl, term.en, *term.synonyms)
