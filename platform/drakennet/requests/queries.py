"""Questions about requests, and the answer of the matcher."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from itsdangerous import BadSignature
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from drakenmatch import (
    Bucket,
    Combination,
    Need,
    Pool,
    Ranking,
    Relaxation,
    Request,
    combine,
    needs_of,
    request_faults,
)
from drakennet.accounts.models import User
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.organisations.models import Membership, Organisation
from drakennet.permissions import May, allowed
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import PractitionerProfile
from drakennet.reference import queries as reference
from drakennet.reference.models import VtRegion
from drakennet.requests.models import CareRequest, Question, Showing, State
from drakennet.signing import signer

ANSWER = "question"  # what is signed for this is no link elsewhere

# How many of each group the page shows at first (in pairs), and when all of it is asked for.
SHOWN = {Bucket.FITS: 6, Bucket.NEARLY: 4, Bucket.ADVICE: 2}
MOST_SHOWN = 100


# ---- Requests and questions ----


def request_by_id(request_id: UUID) -> CareRequest | None:
    """A request with its questions and those who were asked."""
    return db.session.scalars(_with_questions().where(CareRequest.id == request_id)).one_or_none()


def own_requests(member: User) -> Sequence[CareRequest]:
    """The requests of all organisations where the member works.

    First those that got a yes, for these wait for the organisation; the closed ones last; new
    before old.
    """
    statement = (
        _with_questions()
        .join(Membership, Membership.organisation_id == CareRequest.organisation_id)
        .where(Membership.member_id == member.id, Membership.ended_at.is_(None))
        .order_by(CareRequest.closed_at.is_not(None), CareRequest.created_at.desc(), CareRequest.id)
    )
    found = db.session.scalars(statement).all()
    return sorted(found, key=lambda request: request.state is not State.ACCEPTED)


def organisations_of(member: User) -> Sequence[Organisation]:
    """Where the member works now, the one joined last first."""
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == member.id, Membership.ended_at.is_(None))
        .order_by(Membership.started_at.desc(), Organisation.id)
    )
    return db.session.scalars(statement).all()


def _with_questions() -> Select[CareRequest]:
    return select(CareRequest).options(
        selectinload(CareRequest.questions)
        .joinedload(Question.profile)
        .joinedload(PractitionerProfile.member),
        joinedload(CareRequest.organisation),
    )


def questions_to(member: User) -> Sequence[Question]:
    """What the member was asked as a practitioner, the newest first; not what was taken back."""
    statement = (
        select(Question)
        .join(Question.profile)
        .where(PractitionerProfile.member_id == member.id, Question.withdrawn_at.is_(None))
        .options(joinedload(Question.request).joinedload(CareRequest.organisation))
        .order_by(Question.asked_at.desc(), Question.id)
    )
    return db.session.scalars(statement).all()


def open_questions(member: User) -> Sequence[Question]:
    """Those that wait for the member's answer, the oldest first."""
    return [question for question in reversed(questions_to(member)) if question.waits]


def question_by_id(request_id: UUID, question_id: UUID) -> CareRequest | None:
    """The request, if the question is one of its own."""
    found = request_by_id(request_id)
    return found if found and any(one.id == question_id for one in found.questions) else None


def youngest_unanswered(profile_id: UUID) -> date | None:
    """The day of the last question to a practitioner that still waits for an answer."""
    statement = (
        select(Question.asked_at)
        .where(
            Question.profile_id == profile_id,
            Question.answer.is_(None),
            Question.withdrawn_at.is_(None),
        )
        .order_by(Question.asked_at.desc(), Question.id)
        .limit(1)
    )
    asked_at = db.session.scalars(statement).one_or_none()
    return asked_at.astimezone(AMSTERDAM).date() if asked_at else None


# ---- Locks, for what is read to decide a write ----


def locked(request: CareRequest) -> CareRequest:
    """The request as it is now; whoever else wants to change it waits."""
    statement = (
        select(CareRequest)
        .where(CareRequest.id == request.id)
        .options(selectinload(CareRequest.questions))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one()


def lock_profiles(ids: Collection[UUID]) -> None:
    """Have others who ask these practitioners wait; always in one order, so none waits in turn."""
    statement = (
        select(PractitionerProfile.id)
        .where(PractitionerProfile.id.in_(ids))
        .order_by(PractitionerProfile.id)
        .with_for_update()
    )
    db.session.execute(statement).all()


# ---- The link in the mail ----


def answer_token(question: Question) -> str:
    return str(signer(ANSWER).dumps(str(question.id)))


def question_by_token(token: str) -> Question | None:
    """The question of a link; None for a link that is not ours, or to somebody who left."""
    try:
        question_id = UUID(signer(ANSWER).loads(token))
    except (BadSignature, ValueError):
        return None
    question = question_of(question_id)
    answers = question and allowed(May.ANSWER_QUESTIONS, member=question.profile.member)
    return question if answers else None


def question_of(question_id: UUID) -> Question | None:
    """With who asked and who was asked."""
    statement = (
        select(Question)
        .where(Question.id == question_id)
        .options(
            joinedload(Question.profile).joinedload(PractitionerProfile.member),
            joinedload(Question.request).joinedload(CareRequest.organisation),
            joinedload(Question.asked_by),
        )
    )
    return db.session.scalars(statement).one_or_none()


# ---- The answer of the matcher ----


def preview(asked: Request, *, today: date) -> Ranking:
    """How many would fit, without anybody's card."""
    return practitioners.fresh_pool().rank(asked, today=today, limit=0)


def outdated(request: CareRequest) -> bool:
    """Whether it names a term or a place that is no longer there: then nobody can be ranked."""
    faults = request_faults(request.asked, reference.vocabulary(), reference.places())
    return any(True for _fault in faults)


def limits(unfolded: Collection[str] = ()) -> Mapping[Bucket, int]:
    """How many of each group are shown: the first few, or all of a group that was unfolded."""
    return {each: MOST_SHOWN if each in unfolded else first for each, first in SHOWN.items()}


def ranked(request: CareRequest, *, today: date, limit: int | Mapping[Bucket, int] = 20) -> Ranking:
    """Who could be asked; those who were asked already stand apart from it."""
    return practitioners.fresh_pool().rank(searched(request), today=today, limit=limit)


def searched(request: CareRequest) -> Request:
    """What is asked, of those who were not asked yet."""
    asked = request.asked
    return replace(asked, not_ids=asked.not_ids | _done(request))


def _done(request: CareRequest) -> set[str]:
    return {str(one.profile_id) for one in request.questions if one.withdrawn_at is None}


@dataclass(frozen=True)
class Together:
    """Several who together cover what is asked; `asked` is what those already asked leave open."""

    asked: Request
    combination: Combination
    beside: bool  # somebody was asked already who covers the rest


def together(request: CareRequest, *, today: date) -> Together | None:
    """The smallest combination, when nobody can do all of it alone.

    Whoever was asked and may still come, stays part of it: the others are sought beside them.
    """
    asked, pool = request.asked, practitioners.fresh_pool()
    helping = [one.profile_id for one in request.questions if one.waits or one.accepted]
    covered = {need for each in helping for need in _covers(pool, each, asked, today)}
    if covered.issuperset(needs_of(asked)):
        return None
    left = replace(_without(asked, covered), not_ids=asked.not_ids | _done(request))
    found = combine(pool, left, today=today)
    several = len(found.parts) + bool(covered) > 1
    return Together(left, found, bool(covered)) if several and found.parts else None


def _covers(pool: Pool, profile_id: UUID, asked: Request, today: date) -> tuple[Need, ...]:
    """What somebody who was asked can do, whatever else they were asked since."""
    who, alone = pool.get(str(profile_id)), Pool(pool.vocabulary, pool.places)
    if who is not None:
        alone.put(replace(who, open_requests=0, max_open_requests=None, paused_until=None))
    parts = combine(alone, asked, today=today).parts
    return parts[0].covers if parts else ()


def _without(asked: Request, covered: Collection[Need]) -> Request:
    """Ask for the persons and musts that are not covered; what is still a must, is for somebody."""
    done = {(need.criterion, need.subject) for need in covered if need.person is None}
    persons = {need.person for need in covered}
    left = tuple(one for place, one in enumerate(asked.persons) if place not in persons)
    return replace(
        asked,
        persons=left or asked.persons,
        wishes=tuple(
            replace(wish, must=wish.must and ("expertise", wish.term) not in done)
            for wish in asked.wishes
        ),
        languages=tuple(
            replace(each, must=each.must and ("languages", each.code) not in done)
            for each in asked.languages
        ),
    )


class Askable(NamedTuple):
    """Who could be asked, those of a combination included; and who those are."""

    ranking: Ranking
    parts: Collection[str]


def askable(request: CareRequest, *, today: date, limit: int) -> Askable:
    """Whoever is asked as part of a combination is asked to help, not for advice."""
    ranking, found = ranked(request, today=today, limit=limit), together(request, today=today)
    matches = [part.match for part in found.combination.parts] if found else []
    parts = {match.practitioner_id: match for match in matches}
    listed = {one.practitioner_id for one in (*ranking.fits, *ranking.nearly)}
    beside = [replace(one, bucket=Bucket.NEARLY) for key, one in parts.items() if key not in listed]
    advice = tuple(one for one in ranking.advice if one.practitioner_id not in parts)
    whole = replace(ranking, nearly=(*ranking.nearly, *beside), advice=advice)
    return Askable(whole, parts)


def shown_ids(request: CareRequest) -> set[UUID]:
    """Whose cards were shown with the answer to this request before."""
    return set(
        db.session.scalars(select(Showing.profile_id).where(Showing.request_id == request.id))
    )


def region_of(criteria: Mapping[str, Any]) -> str:
    """The region in which is asked, of several the first by name; "" for the whole country."""
    home = reference.places().region_of(criteria.get("municipality"))
    return home or min(criteria.get("regions") or [""])


def relaxation_key(relaxation: Relaxation) -> str:
    """A name for a relaxation, the same as long as it means the same."""
    parts = (relaxation.loosening, relaxation.criterion, relaxation.subject, relaxation.value)
    return "|".join("" if part is None else str(part) for part in parts)


def veilig_thuis_of(asked: Request) -> VtRegion | None:
    """The region of Veilig Thuis: another division than the regions in which we search."""
    slug = reference.places().vt_region_of(asked.municipality)
    return db.session.get(VtRegion, slug) if slug else None


def waiting_days(question: Question, now: datetime) -> int:
    """How many days a question waits, by the calendar in Amsterdam."""
    asked = question.asked_at.astimezone(AMSTERDAM).date()
    return (now.astimezone(AMSTERDAM).date() - asked).days


def longest_waiting(request: CareRequest, now: datetime) -> int:
    """How many days the oldest of its questions waits."""
    return max((waiting_days(one, now) for one in request.unanswered), default=0)
