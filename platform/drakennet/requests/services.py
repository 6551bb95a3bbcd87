"""The rules of requests: asking, answering, closing. They change and flush, never commit.

A question holds one of the practitioner's places for open requests while it waits and after
"yes". "Later" gives the place back: nobody is full because of what they may do some day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from drakenmatch import Bucket, Match, Ranking, Request, relaxed
from drakennet.access.models import Seen
from drakennet.access.services import Look, log
from drakennet.accounts.models import User
from drakennet.attempts import note, too_often
from drakennet.database import db, recording
from drakennet.errors import Refusal
from drakennet.formats import short_day
from drakennet.mail import services as mail
from drakennet.organisations.models import Organisation
from drakennet.organisations.queries import contact_at
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners import services as profiles
from drakennet.practitioners.queries import name_for
from drakennet.practitioners.visibility import Audience
from drakennet.requests import mails, queries
from drakennet.requests.models import Answer, CareRequest, Question, Showing

MOST_UNANSWERED = 3
ALL = 1000  # matches to look through for those who were ticked on an older page


@dataclass
class Outcome:
    """Who was asked, and who was not and why; by name."""

    asked: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


# ---- The organisation ----


def create(
    criteria: Request, *, organisation: Organisation, member: User, label: str, now: datetime
) -> CareRequest:
    """Keep a new request, under the id that its draft had. The same form twice is one request."""
    request_id = UUID(criteria.id)
    db.session.scalars(  # two presses at once: the second waits here, and finds the first's request
        select(User.id).where(User.id == member.id).with_for_update(key_share=True)
    ).one()
    known = db.session.get(CareRequest, request_id)
    if known is not None and known.organisation_id == organisation.id:
        return known
    if known is not None:
        raise Refusal(_("Dit formulier is al gebruikt. Begin een nieuwe aanvraag."))
    request = CareRequest(
        id=request_id,
        organisation_id=organisation.id,
        made_by_id=member.id,
        label=label,
        criteria=criteria.to_json(),
        created_at=now,
    )
    db.session.add(request)
    db.session.flush()
    return request


def relax(request: CareRequest, key: str, *, today: date) -> None:
    """Ask a little less, in one of the ways that the page offers; it can be put back."""
    request = _searchable(request)
    offered = queries.ranked(request, today=today, limit=0).relaxations
    chosen = next((one for one in offered if queries.relaxation_key(one) == key), None)
    if chosen is None:
        raise Refusal(_("Dit kan nu niet meer worden versoepeld. Bekijk de aanvraag opnieuw."))
    request.earlier = [
        *request.earlier,
        {"criteria": request.criteria, "relaxation": chosen.to_json()},
    ]
    request.criteria = relaxed(request.asked, chosen, today=today).to_json()
    db.session.flush()


def restore(request: CareRequest) -> None:
    """Put back what was asked before the last relaxation."""
    request = _open(request)
    if request.earlier:
        request.criteria = request.earlier[-1]["criteria"]
        request.earlier = request.earlier[:-1]
        db.session.flush()


def ask(
    request: CareRequest,
    profile_ids: Collection[UUID],
    *,
    member: User,
    now: datetime,
    today: date,
) -> Outcome:
    """Ask these practitioners, as far as the rules let; who cannot be asked, is told by name."""
    request = _searchable(request)
    queries.lock_profiles(profile_ids)
    ids = [str(each) for each in profile_ids]
    known = practitioners.profiles_by_id(ids)
    names = {key: name_for(profile, Audience.MEMBERS) for key, profile in known.items()}
    askable = queries.askable(request, today=today, limit=ALL)
    outcome = _gone(ids, askable.ranking, request, names)
    chosen = _allowed(ids, askable, request, names, outcome)
    # In one order everywhere, so that two who ask the same people never wait for each other.
    for match in sorted(chosen, key=lambda each: each.practitioner_id):
        name = names.get(match.practitioner_id, "")
        whom = ("question", match.practitioner_id, str(request.organisation_id))
        if too_often(*whom, now=now):
            outcome.refused.append((name, _("kreeg vandaag al drie vragen van u; vraag morgen")))
        elif profiles.hold(UUID(match.practitioner_id), today=today):
            note(*whom, now=now)
            _put_question(request, match, member, now)
            outcome.asked.append(name)
        else:
            outcome.refused.append((name, _("heeft intussen geen plek meer")))
    return outcome


def note_contacts_shown(request: CareRequest, viewer: User, *, now: datetime) -> None:
    """The page is about to show how to reach those who said yes: each look is a line."""
    looks = [
        Look(question.profile.member_id, request.id)
        for question in request.questions
        if question.email
    ]
    log(viewer, Seen.CONTACT, looks, organisation_id=request.organisation_id, now=now)


def withdraw(request: CareRequest, question_id: UUID, *, now: datetime) -> None:
    """Take one unanswered question back: the practitioner need not answer any more."""
    request = _open(request)
    for question in request.unanswered:
        if question.id == question_id:
            _take_back(question, now)


def close(request: CareRequest, reason: str, *, now: datetime) -> None:
    """End a request: nobody has to answer, and every place that it held is free again."""
    request = _open(request)
    request.closed_at, request.closed_reason = now, reason
    for question in _in_order(request.questions):
        if question.waits:
            _take_back(question, now)
        elif question.answer in {Answer.YES, Answer.LATER}:
            mail.queue(mails.question_withdrawn(question), now=now)
            _let_go(question)
    db.session.flush()


def reopen(request: CareRequest, *, today: date) -> None:
    """Go on. Who said yes holds a place again, if there is one; who waited can be asked anew."""
    request = queries.locked(request)
    request.closed_at, request.closed_reason = None, ""
    for question in _in_order(request.questions):
        if question.accepted and not question.held:
            question.held = _held(question, today)
    db.session.flush()


# ---- The practitioner ----


def answer(
    question: Question,
    given: Answer,
    *,
    possible_from: date | None,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """Answer, or answer differently, as long as the request is open."""
    request = queries.locked(question.request)
    if request.closed_at is not None or question.withdrawn_at is not None:
        raise Refusal(_("Deze vraag is niet meer open. U hoeft niets meer te doen. Dank u wel."))
    before = (question.answer, question.possible_from)
    question.answer, question.answered_at = given, now
    question.possible_from = possible_from if given is Answer.LATER else None
    question.reason = reason if given is Answer.NO else ""
    db.session.flush()
    _settle_place(question, today)
    profiles.answered(question.profile_id, queries.youngest_unanswered(question.profile_id))
    if before != (question.answer, question.possible_from):
        _tell_contact(question, before[0], now)


def _tell_contact(question: Question, before: Answer | None, now: datetime) -> None:
    """Who asked may have left; the organisation still waits for the answer."""
    contact = contact_at(question.request.organisation_id, question.asked_by)
    if contact is not None:
        mail.queue(mails.answer_received(question, contact, before=before), now=now)


def _settle_place(question: Question, today: date) -> None:
    if question.answer is not Answer.YES:
        _let_go(question)
    elif not question.held:
        question.held = _held(question, today)
        if not question.held:
            raise Refusal(
                _(
                    "U hebt nu zoveel open aanvragen als u wilt. Uw antwoord is niet gewijzigd. "
                    "Verhoog het aantal in uw profiel en antwoord opnieuw."
                )
            )


def count_shown(request: CareRequest, ids: Iterable[str], *, today: date) -> None:
    """Keep whose cards are shown; who was shown with this request before, is counted already."""
    new = {UUID(each) for each in ids} - queries.shown_ids(request)
    if not new:
        return
    region = queries.region_of(request.criteria)
    rows = [
        {
            "request_id": request.id,
            "profile_id": profile_id,
            "shown_on": today,
            "region_slug": region,
        }
        for profile_id in sorted(new)
    ]
    with recording() as session:
        # The same page may be opened twice at once: both have counted then.
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        session.execute(dialect.insert(Showing).on_conflict_do_nothing(), rows)


# ---- Helpers ----


def _open(request: CareRequest) -> CareRequest:
    request = queries.locked(request)
    if request.closed_at is not None:
        raise Refusal(_("Deze aanvraag is gesloten. Open haar eerst opnieuw."))
    return request


def _searchable(request: CareRequest) -> CareRequest:
    request = _open(request)
    if queries.outdated(request):
        raise Refusal(
            _(
                "Deze aanvraag noemt iets dat niet meer in onze lijsten staat. Er is niets "
                "gewijzigd. Maak een nieuwe aanvraag."
            )
        )
    return request


def _gone(
    ids: Iterable[str], ranking: Ranking, request: CareRequest, names: dict[str, str]
) -> Outcome:
    """Those who were ticked and are no longer in the answer."""
    outcome = Outcome()
    there = {match.practitioner_id for match in ranking.matches}
    asked = {str(one.profile_id) for one in request.questions if one.withdrawn_at is None}
    for key in ids:
        if key in asked:
            outcome.refused.append((names.get(key, _("Iemand")), _("is al gevraagd")))
        elif key not in there:
            outcome.refused.append((names.get(key, _("Iemand")), _("kan nu niet worden gevraagd")))
    return outcome


def _allowed(
    ids: Collection[str],
    askable: queries.Askable,
    request: CareRequest,
    names: dict[str, str],
    outcome: Outcome,
) -> list[Match]:
    """The first ones in the order of the answer, as far as the limits reach.

    Half of who fits may be asked, because they are asked for the same; those of a combination
    each do another part of it.
    """
    ranking, open_now = askable.ranking, len(request.unanswered)
    fits_now = sum(question.bucket == Bucket.FITS for question in request.unanswered)
    most_fits = -(-(ranking.counts[Bucket.FITS] + fits_now) // 2)
    chosen: list[Match] = []
    for match in ranking.matches:
        if match.practitioner_id not in ids:
            continue
        fits_chosen = sum(one.bucket is Bucket.FITS for one in chosen)
        rival = match.bucket is Bucket.FITS and match.practitioner_id not in askable.parts
        if match.cooling_until:
            why = _("is pas gevraagd; te vragen vanaf %(day)s", day=short_day(match.cooling_until))
        elif open_now + len(chosen) >= MOST_UNANSWERED:
            why = _("er staan dan meer dan drie vragen open; wacht eerst op een antwoord")
        elif rival and fits_now + fits_chosen >= most_fits:
            why = _("u vraagt ten hoogste de helft van wie past tegelijk; wacht op een antwoord")
        else:
            chosen.append(match)
            continue
        outcome.refused.append((names.get(match.practitioner_id, ""), why))
    return chosen


def _put_question(request: CareRequest, match: Match, member: User, now: datetime) -> None:
    """Ask; a question that was taken back before, is asked again."""
    profile_id = UUID(match.practitioner_id)
    question = next((one for one in request.questions if one.profile_id == profile_id), None)
    if question is None:
        question = Question(profile_id=profile_id)
        request.questions.append(question)
    question.asked_by, question.asked_at, question.withdrawn_at = member, now, None
    question.bucket = match.bucket.value
    question.reasons = [reason.to_json() for reason in match.reasons]
    question.held = True
    db.session.flush()
    db.session.refresh(question)
    mail.queue(mails.question(question), now=now)


def _take_back(question: Question, now: datetime) -> None:
    question.withdrawn_at = now
    db.session.flush()
    _let_go(question)
    profiles.answered(question.profile_id, queries.youngest_unanswered(question.profile_id))
    mail.queue(mails.question_withdrawn(question), now=now)


def _let_go(question: Question) -> None:
    if question.held:
        profiles.release(question.profile_id)
        question.held = False


def _held(question: Question, today: date) -> bool:
    """Hold a place without starting a cooling-off: nobody was asked anything now."""
    held = profiles.hold(question.profile_id, today=today)
    if held:
        waiting_since = queries.youngest_unanswered(question.profile_id)
        profiles.answered(question.profile_id, waiting_since)
    return held


def _in_order(questions: Iterable[Question]) -> list[Question]:
    return sorted(questions, key=lambda question: question.profile_id)
