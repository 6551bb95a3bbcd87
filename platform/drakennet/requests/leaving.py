"""Nobody waits for who leaves or is shut out: what is open is settled, and told without the why."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from drakennet.accounts.models import User
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.organisations.queries import contacts_at, current_memberships
from drakennet.practitioners.queries import profile_of
from drakennet.requests import queries, services
from drakennet.requests.models import LEFT, Answer, CareRequest, Question


def settle(member: User, *, now: datetime) -> None:
    """Answer "no" to what a practitioner was asked; close what no contact is left to read."""
    _answer_no(member, now)
    _close_unread(member, now)


def colleague_at(request: CareRequest, member: User) -> User | None:
    """Another contact of the same organisation, who has been there longest."""
    contacts = contacts_at(request.organisation_id)
    return next((one for one in contacts if one.id != member.id), None)


def _answer_no(member: User, now: datetime) -> None:
    """Who asked can ask somebody else; after a yes the page goes on to warn them."""
    profile = profile_of(member)
    if profile is None:
        return
    # Requests first, then the profile, as whoever asks does; who is asking now goes first.
    requests = {one.request_id: one.request for one in _counted_on(member)}
    for _id, request in sorted(requests.items()):
        queries.locked(request)
    queries.lock_profiles([profile.id])
    for question in _counted_on(member):
        services.answer(
            question,
            Answer.NO,
            possible_from=None,
            reason=LEFT if question.answer is Answer.YES else "",
            now=now,
            today=now.astimezone(AMSTERDAM).date(),
        )


def _counted_on(member: User) -> Sequence[Question]:
    """What waits for the member or may still come, of requests that are open."""
    return [
        question
        for question in queries.questions_to(member)
        if question.answer is not Answer.NO and question.request.closed_at is None
    ]


def _close_unread(member: User, now: datetime) -> None:
    """With a colleague left the request goes on; without one nobody could read the answers."""
    places = [each.organisation_id for each in current_memberships(member)]
    theirs = or_(CareRequest.made_by_id == member.id, CareRequest.organisation_id.in_(places))
    statement = select(CareRequest).where(theirs).order_by(CareRequest.id)
    for request in db.session.scalars(statement).all():
        unread = colleague_at(request, member) is None
        if unread and queries.locked(request).closed_at is None:
            services.close(request, LEFT, now=now)
