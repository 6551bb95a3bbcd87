"""Questions about organisations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from drakenmatch.folding import key
from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality


def works_at(member: User, organisation_id: UUID) -> bool:
    statement = select(Membership.id).where(
        Membership.member_id == member.id,
        Membership.organisation_id == organisation_id,
        Membership.ended_at.is_(None),
    )
    return db.session.scalars(statement).one_or_none() is not None


def organisation_named(name: str) -> Organisation | None:
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()


def organisations_in(region_slug: str) -> Sequence[Organisation]:
    """The organisations of a region, by name."""
    statement = (
        select(Organisation)
        .join(Organisation.municipality)
        .where(Municipality.region_slug == region_slug)
        .order_by(Organisation.name, Organisation.id)
    )
    return db.session.scalars(statement).all()


def organisations_like(name: str, *, most: int = 4) -> Sequence[Organisation]:
    """Which organisations may be meant: those known to be called so, else what looks like it.

    Only to choose from: nobody is put with an organisation because of a likeness.
    """
    every = db.session.scalars(select(Organisation).order_by(Organisation.name)).all()
    named = {one.name: one for one in every}
    return [named[each.name] for each in reference.other_names().suggest(name, named, most=most)]


def same_name(one: str, other: str) -> bool:
    """Apart from capitals, accents and signs."""
    return bool(key(one)) and key(one) == key(other)
