"""An organisation asks, the matcher answers, practitioners are asked."""

from collections.abc import Mapping

from flask import Flask

from drakennet.accounts.models import User
from drakennet.permissions import Predicate, Who
from drakennet.requests.models import Question


def _said_yes(member: User, thing: object) -> bool:
    """The practitioner who was asked and said yes, as long as the request is open."""
    return (
        isinstance(thing, Question)
        and thing.profile.member_id == member.id
        and thing.accepted
        and thing.request.closed_at is None
    )


RULES: Mapping[Who, Predicate] = {Who.SAID_YES_TO_THIS_QUESTION: _said_yes}


def init_app(app: Flask) -> None:
    from drakennet.requests.views import blueprint

    app.register_blueprint(blueprint)
