"""Questions about where somebody stands, and about how attention is spread."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from drakenmatch import (
    Count,
    Exposure,
    InvalidValue,
    Outlook,
    Request,
    WhyNot,
    exposure,
    request_faults,
    what_would_help,
    why_not,
)
from drakenmatch.folding import fold
from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import PractitionerProfile
from drakennet.practitioners.visibility import Audience, shows
from drakennet.reference import queries as reference
from drakennet.requests.models import Answer, CareRequest, Question, Showing
from drakennet.requests.queries import region_of

LATELY = timedelta(days=90)
MOST_REQUESTS = 100
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a practitioner was shown, asked and said yes, lately."""

    shown: int
    asked: int
    accepted: int


# ---- Why not ... ? ----


def named(typed: str) -> Sequence[str]:
    """The ids of findable practitioners whose name has all these words, by name.

    Only names that members may see: who keeps it for after a yes, is found by nobody here.
    """
    wanted = _words(typed)
    if not wanted:
        return []
    statement = (
        select(PractitionerProfile, User.name)
        .join(PractitionerProfile.member)
        .where(PractitionerProfile.id.in_(practitioners.findable_ids()))
        .order_by(User.name, PractitionerProfile.id)
    )
    return [
        str(profile.id)
        for profile, name in db.session.execute(statement)
        if wanted <= _words(name) and shows(profile, "name", Audience.MEMBERS)
    ]


def _words(text: str) -> set[str]:
    return set(WORD.findall(fold(text)))


def why(request: CareRequest, profile_id: str, *, today: date) -> WhyNot | None:
    """Where somebody stands in the answer as the page shows it; None for who is not there (now).

    Who was asked already stands apart from that answer, but for the one this is about.
    """
    done = {str(one.profile_id) for one in request.questions if one.withdrawn_at is None}
    asked = request.asked
    asked = replace(asked, not_ids=asked.not_ids | (done - {profile_id}))
    try:
        return why_not(practitioners.fresh_pool(), asked, profile_id, today=today)
    except InvalidValue:
        return None


# ---- What brings me higher? ----


def outlook(profile: PractitionerProfile, *, now: datetime, today: date) -> Outlook | None:
    """How the profile does in the requests of lately; None for who is found by nobody."""
    pool = practitioners.fresh_pool()
    who = pool.get(str(profile.id))
    if who is None:
        return None
    return what_would_help(pool, who, _recent_requests(now), today=today)


def _recent_requests(now: datetime) -> Iterator[Request]:
    """The newest, open or not older than 90 days, that name only what is still in our lists."""
    statement = (
        select(CareRequest)
        .where(or_(CareRequest.closed_at.is_(None), CareRequest.created_at > now - LATELY))
        .order_by(CareRequest.created_at.desc(), CareRequest.id)
        .limit(MOST_REQUESTS)
    )
    vocabulary, places = reference.vocabulary(), reference.places()
    for request in db.session.scalars(statement):
        asked = request.asked
        if not any(True for _fault in request_faults(asked, vocabulary, places)):
            yield asked


def seen_lately(profile: PractitionerProfile, *, now: datetime, today: date) -> Seen:
    mine = [one for one in _counts(now, today) if one.practitioner_id == str(profile.id)]
    return Seen(
        shown=sum(one.shown for one in mine),
        asked=sum(one.asked for one in mine),
        accepted=sum(one.accepted for one in mine),
    )


# ---- How attention is spread ----


def spread(*, now: datetime, today: date) -> Exposure:
    """Of all findable practitioners: how often they were shown, asked, and said yes, lately."""
    profiles, places = practitioners.fresh_pool(), reference.places()
    return exposure(_counts(now, today), profiles, places=places, today=today)


def _counts(now: datetime, today: date) -> Iterator[Count]:
    """For each practitioner and region. Who was asked, was shown: also before that was counted."""
    shown, (asked, accepted) = _shown(today), _asked(now)
    for profile_id in {*shown, *asked}:
        seen, put = shown.get(profile_id, Counter()), asked.get(profile_id, Counter())
        for region in {*seen, *put}:
            yield Count(
                practitioner_id=str(profile_id),
                region=region,
                shown=max(seen[region], put[region]),
                asked=put[region],
                accepted=accepted.get(profile_id, Counter())[region],
            )


PerRegion = Mapping[UUID, Counter[str]]


def _shown(today: date) -> PerRegion:
    statement = (
        select(Showing.profile_id, Showing.region_slug, func.count())
        .where(Showing.shown_on > today - LATELY)
        .group_by(Showing.profile_id, Showing.region_slug)
    )
    found: dict[UUID, Counter[str]] = {}
    for profile_id, region, often in db.session.execute(statement):
        found.setdefault(profile_id, Counter())[region] = often
    return found


def _asked(now: datetime) -> tuple[PerRegion, PerRegion]:
    """Who was asked, and who of them said yes; what was taken back does not count."""
    statement = (
        select(Question.profile_id, Question.answer, CareRequest.criteria)
        .join(Question.request)
        .where(Question.asked_at > now - LATELY, Question.withdrawn_at.is_(None))
    )
    asked: dict[UUID, Counter[str]] = {}
    accepted: dict[UUID, Counter[str]] = {}
    for profile_id, answer, criteria in db.session.execute(statement):
        region = region_of(criteria)
        asked.setdefault(profile_id, Counter())[region] += 1
        if answer is Answer.YES:
            accepted.setdefault(profile_id, Counter())[region] += 1
    return asked, accepted
