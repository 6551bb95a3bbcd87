"""Organisations and who works there."""

from collections.abc import Mapping

from flask import Flask

from drakennet.accounts.models import RoleName, User
from drakennet.organisations.queries import works_at
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


RULES: Mapping[Who, Predicate] = {Who.ASKS_FOR_THIS_ORGANISATION: _asks_for_this_organisation}


def init_app(app: Flask) -> None:
    from drakennet.organisations.views import blueprint

    app.register_blueprint(blueprint)
