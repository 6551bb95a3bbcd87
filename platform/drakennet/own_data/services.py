"""Forgetting one member, at once and everywhere."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, false, or_, select

from drakennet.accounts import sessions
from drakennet.accounts.models import User
from drakennet.database import Base, db
from drakennet.extensions import LANGUAGES
from drakennet.intervision import leaving as intervision
from drakennet.intervision.models import Invitation, Session
from drakennet.mail.models import OutboxMail
from drakennet.organisations.models import WorkInvite
from drakennet.own_data.queries import ABOUT_OTHERS, MEMBER
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import ColleagueProfile
from drakennet.requests import leaving as requests
from drakennet.requests.models import CareRequest, Question
from drakennet.security_log import Event, note

GONE = "gewist.invalid"  # nobody can have a mailbox there (RFC 2606)
NAMELESS = "Oud-lid"
SOMEWHERE = "gewist"  # what stands for the place of a session: it may be where the member works


def erase(member: User, *, now: datetime) -> None:
    """Leave nothing that says who this was.

    What waits for the member is settled first, so that nobody waits in vain. Every row that hangs
    on the member goes. An empty row keeps the id: the requests and sessions of others, and the
    access log, still point at it.
    """
    sessions.end_all(member, now=now)
    _forget_mail(member)
    member.name = NAMELESS  # also in the mails that follow
    requests.settle(member, now=now)
    intervision.settle(member, now=now)
    _hand_over(member)
    _empty_sessions(member)
    _forget_mail(member)
    _forget_elsewhere(member)
    _delete_rows(member)
    _empty(member, now)
    note(Event.ERASED, member=member.id)


def _hand_over(member: User) -> None:
    """What the member asked for the organisation is from now on asked by a colleague."""
    made = select(CareRequest).where(CareRequest.made_by_id == member.id)
    for request in db.session.scalars(made.order_by(CareRequest.id)):
        heir = requests.colleague_at(request, member)
        request.made_by_id = heir.id if heir else member.id
    asked = select(Question).where(Question.asked_by_id == member.id)
    for question in db.session.scalars(asked.order_by(Question.id)):
        heir = requests.colleague_at(question.request, member)
        question.asked_by_id = heir.id if heir else member.id
    db.session.flush()


def _empty_sessions(member: User) -> None:
    for session in db.session.scalars(select(Session).where(Session.organiser_id == member.id)):
        session.place, session.skipped = session.place and SOMEWHERE, []
    db.session.flush()


def _forget_mail(member: User) -> None:
    """Mails to the member, and those in which the member is named."""
    own = OutboxMail.member_id == member.id
    named = [
        column.contains(words, autoescape=True)
        for column in (OutboxMail.text, OutboxMail.html, OutboxMail.calendar, OutboxMail.subject)
        for words in (member.email, member.name)
    ]
    sessions_of = select(Session.id).where(Session.organiser_id == member.id)
    about = OutboxMail.about_id.in_(
        sessions_of.union(
            select(Invitation.id).where(Invitation.session_id.in_(sessions_of)),
            select(CareRequest.id).where(CareRequest.made_by_id == member.id),
        )
    )
    addressed = OutboxMail.to_address == member.email
    sent = OutboxMail.sent_at.is_not(None) | OutboxMail.failed_at.is_not(None)
    known = or_(*named) if member.name != NAMELESS else false()
    db.session.execute(delete(OutboxMail).where(or_(own, addressed, known & (sent | about))))


def _forget_elsewhere(member: User) -> None:
    """Where others keep the address, or the bare id in a list of their own."""
    db.session.execute(delete(WorkInvite).where(WorkInvite.email == member.email))
    for profile in db.session.scalars(select(ColleagueProfile).order_by(ColleagueProfile.id)):
        if str(member.id) in profile.not_with:
            profile.not_with = [one for one in profile.not_with if one != str(member.id)]


def _delete_rows(member: User) -> None:
    """Everything that hangs on the member, in whatever table, also one that is made next year."""
    profile = practitioners.profile_of(member)
    if profile is not None:
        db.session.delete(profile)  # through the session, so that every pool hears of it
        db.session.flush()
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            points = any(
                key.column.table.name == MEMBER and key.ondelete == "CASCADE"
                for key in column.foreign_keys
            )
            if points and (table.name, column.name) not in ABOUT_OTHERS:
                db.session.execute(delete(table).where(column == member.id))
    db.session.expire_all()


def _empty(member: User, now: datetime) -> None:
    member.email, member.name = f"{member.id}@{GONE}", NAMELESS
    member.password, member.fs_uniquifier = "", uuid4().hex
    member.language, member.municipality_code = LANGUAGES[0], None  # type: ignore[assignment] # the one row without
    member.claimed_organisation = member.rejection_reason = ""
    member.totp_secret = member.totp_last_counter = member.totp_confirmed_at = None
    member.asked_again_at = member.renewal_asked_at = member.blocked_at = None
    member.confirmed_at = member.approved_at = member.approved_by_id = member.rejected_at = None
    member.created_at = member.erased_at = now
    db.session.flush()
