"""Organisations and who works there."""

from collections.abc import Mapping

from flask import Flask

from drakennet.accounts.models import RoleName, User
from drakennet.organisations.queries import current_memberships, manages, works_at
from drakennet.permissions import Predicate, Who


def _asks_for_this_organisation(member: User, thing: object) -> bool:
    """A contact of the organisation that the thing (a request) belongs to."""
    organisation_id = getattr(thing, "organisation_id", None)
    return (
        organisation_id is not None
        and member.approved
        and member.is_a(RoleName.ORGANISATION_CONTACT)
        and works_at(member, organisation_id)
    )


def _manages_this_organisation(member: User, thing: object) -> bool:
    """A manager of the organisation itself, or of the one that a row belongs to."""
    organisation_id = getattr(thing, "organisation_id", None) or getattr(thing, "id", None)
    return member.approved and organisation_id is not None and manages(member, organisation_id)


def _manages_an_organisation(member: User, _thing: object) -> bool:
    return member.approved and any(one.manages for one in current_memberships(member))


def _manages_this_colleague(member: User, other: object) -> bool:
    """A manager of an organisation where the other works too; never of oneself."""
    if not isinstance(other, User) or other.id == member.id or not member.approved:
        return False
    places = {one.organisation_id for one in current_memberships(member) if one.manages}
    return any(one.organisation_id in places for one in current_memberships(other))


RULES: Mapping[Who, Predicate] = {
    Who.ASKS_FOR_THIS_ORGANISATION: _asks_for_this_organisation,
    Who.MANAGES_THIS_ORGANISATION: _manages_this_organisation,
    Who.MANAGES_AN_ORGANISATION: _manages_an_organisation,
    Who.MANAGES_THIS_COLLEAGUE: _manages_this_colleague,
    Who.OWNS_THIS_MEMBERSHIP: lambda member, membership: membership.member_id == member.id,
}


def init_app(app: Flask) -> None:
    from drakennet.organisations.views import blueprint

    app.register_blueprint(blueprint)
