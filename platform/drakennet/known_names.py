"""Names that the guard leaves alone: of regions, municipalities, villages, terms, organisations."""

from collections.abc import Iterator
from functools import lru_cache

from flask import has_request_context
from sqlalchemy import select

from drakenmatch.places import Places
from drakenmatch.vocabulary import Vocabulary
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.permissions import current_member
from drakennet.privacy.known import Known
from drakennet.privacy.pieces import folded
from drakennet.privacy.words import listed
from drakennet.reference import queries as reference


def known_names() -> Known:
    """As the database has them now."""
    facts = _of_facts(_Same(reference.places(), reference.vocabulary()))
    if not _may_know_who_is_here():
        return facts
    statement = select(Organisation.name).order_by(Organisation.name)
    return facts | Known.of(db.session.scalars(statement))


def _may_know_who_is_here() -> bool:
    """Anybody can sign up and type; until a project leader knows them, no answer tells of others.

    What is left alone would say that an organisation of that name is a member.
    """
    if not has_request_context():
        return True
    member = current_member()
    return member is not None and bool(member.approved)


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
