"""The rules of intervision: invite, ask in waves, answer, plan, cancel.

Each change of a session begins with `queries.locked_session`, so two people who answer at the
same instant are dealt with one after the other; seats move by conditional updates besides.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from drakennet.accounts.models import User
from drakennet.attempts import note, too_often
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.intervision import asking, invitees, mails, queries
from drakennet.intervision.models import (
    FORMS,
    OFFERS,
    Can,
    Invitation,
    Moment,
    MomentAnswer,
    Proposal,
    Proposed,
    Session,
    State,
    Wish,
)
from drakennet.mail.mails import Message
from drakennet.mail.services import queue
from drakennet.practitioners.models import ColleagueProfile
from drakennet.practitioners.queries import colleague_of
from drakennet.working_days import TIME_TO_ANSWER, add_working_days

BEFORE_THE_LAST = timedelta(days=1)  # the quorum is needed this long before the last moment


# ---- Inviting ----


def propose(organiser: User, wish: Wish, *, now: datetime) -> Proposal:
    """Say who would be asked, and why; changes nothing."""
    return invitees.proposal(
        organiser,
        wish,
        wish.seats + asking.SPARE,
        now=now,
        apart=wish.skipped,
        preferred=wish.preferred,
    )


def invite(organiser: User, wish: Wish, *, remember: Mapping[str, Any], now: datetime) -> Session:
    """Make the session and ask the first wave; all of it or nothing."""
    db.session.scalars(  # two presses at once: the second waits here, and finds the first's session
        select(User.id).where(User.id == organiser.id).with_for_update(key_share=True)
    ).one()
    if made := queries.session_of(wish.id):
        if made.organiser_id != organiser.id:
            raise Refusal(_("Deze uitnodiging is verlopen. Open de pagina opnieuw."))
        return made
    session = _new_session(organiser, wish, now=now)
    db.session.add(session)
    db.session.flush()
    if not asking.ask(session, wish.seats + asking.SPARE, preferred=wish.preferred, now=now):
        raise Refusal(
            _("Er is nu niemand die u kunt vragen. Er is niets verstuurd. Kies een andere regio.")
        )
    _remember(organiser, remember)
    return session


def _new_session(organiser: User, wish: Wish, *, now: datetime) -> Session:
    return Session(
        id=wish.id,
        organiser=organiser,
        region_slug=wish.region_slug,
        theme=wish.theme,
        form=wish.form,
        minutes=FORMS[wish.form].minutes,
        place=wish.place,
        quorum=wish.quorum,
        seats=wish.seats,
        with_veilig_thuis=wish.with_veilig_thuis,
        skipped=[str(each) for each in wish.skipped],
        created_at=now,
        deadline_at=_deadline(wish.moments, now=now),
        moments=[Moment(starts_at=moment) for moment in sorted(wish.moments)],
        invitations=[],
    )


def _deadline(moments: Collection[datetime], *, now: datetime) -> datetime:
    """A day before the last moment; halfway, if that is nearer than two days."""
    last = max(moments)
    return max(last - BEFORE_THE_LAST, now + (last - now) / 2)


def _remember(organiser: User, choices: Mapping[str, Any]) -> None:
    """Keep them for the next time, beside the member's own edits and not instead of them."""
    if colleague_of(organiser) is None:
        db.session.add(ColleagueProfile(member_id=organiser.id))
        db.session.flush()
    asking.update_profile(organiser.id, last_choices=dict(choices))


def preview(organiser: User, wish: Wish, proposed: Proposed, *, now: datetime) -> Message:
    """Write the mail that this colleague would get; nothing of it is kept."""
    one = Invitation(
        id=wish.id,
        session=_new_session(organiser, wish, now=now),
        member=db.session.get_one(User, proposed.person.member_id),
        reasons=proposed.reasons,
        asked_at=now,
        expires_at=min(add_working_days(now, TIME_TO_ANSWER), _deadline(wish.moments, now=now)),
    )
    return mails.invitation(one, example=True)


# ---- Answering ----


def answer(invitation: Invitation, answers: Mapping[UUID, Can], *, now: datetime) -> None:
    """Keep what somebody says of the moments, give or free the seat, and see what follows."""
    session = _open(invitation.session_id, now=now)
    _note(invitation, answers, now=now)
    moment = session.planned_moment
    comes = (
        invitation.says(moment) is Can.YES
        if moment
        else any(each.can in OFFERS for each in invitation.answers)
    )
    if comes:
        _seat_or_wait(session, invitation, now=now)
    else:
        _leave(session, invitation, now=now)
    _settle(session, now=now)


def decline(invitation: Invitation, *, now: datetime) -> None:
    """Not this time: the seat is free at once, and nobody asks why."""
    session = _open(invitation.session_id, now=now)
    _note(invitation, {}, now=now)
    invitation.declined = True
    _leave(session, invitation, now=now)
    _settle(session, now=now)


def _open(session_id: UUID, *, now: datetime) -> Session:
    session = queries.locked_session(session_id)
    if session.state(now=now) in {State.CANCELLED, State.HELD}:
        raise Refusal(_("Deze intervisie is voorbij of gaat niet door. Er is niets gewijzigd."))
    return session


def _note(invitation: Invitation, answers: Mapping[UUID, Can], *, now: datetime) -> None:
    invitation.answered_at = now
    invitation.declined = False
    kept = {each.moment_id: each for each in invitation.answers}
    for moment_id, can in answers.items():
        if moment_id in kept:
            kept[moment_id].can = can
        else:
            invitation.answers.append(MomentAnswer(moment_id=moment_id, can=can))
    if not answers:
        invitation.answers.clear()
    db.session.flush()


def _seat_or_wait(session: Session, invitation: Invitation, *, now: datetime) -> None:
    if invitation.seat_taken_at:
        return
    if not _take_seat(session):
        invitation.waiting_at = invitation.waiting_at or now
        return
    invitation.seat_taken_at, invitation.waiting_at = now, None
    if session.planned_at:
        queue(mails.planned(invitation, now=now), now=now)


def _take_seat(session: Session) -> bool:
    """Exactly one of two gets the last one, whatever was read before."""
    statement = (
        update(Session)
        .where(Session.id == session.id, Session.seats_taken < Session.seats)
        .values(seats_taken=Session.seats_taken + 1)
        .returning(Session.seats_taken)
    )
    return db.session.execute(statement).one_or_none() is not None


def _leave(session: Session, invitation: Invitation, *, now: datetime) -> None:
    seated = invitation.seat_taken_at is not None
    invitation.seat_taken_at = invitation.waiting_at = None
    if not seated:
        return
    fewer = update(Session).where(Session.id == session.id)
    fewer = fewer.values(seats_taken=Session.seats_taken - 1)
    db.session.execute(fewer.returning(Session.seats_taken))
    if session.planned_at:
        session.calendar_sequence += 1
        queue(mails.withdrawn(invitation, now=now), now=now)
        _offer_to_the_waiting(session, now=now)
        if len(session.seated) < session.quorum:
            queue(mails.fallback(session), now=now)


# ---- What follows ----


def _settle(session: Session, *, now: datetime) -> None:
    """Fill free seats from the waiting list, plan when the quorum is there, ask the next best."""
    _offer_to_the_waiting(session, now=now)
    if session.planned_at:
        return
    if moment := _agreed_moment(session, now=now):
        _plan(session, moment, frozenset({Can.YES}), now=now)
    elif now < session.deadline_at:
        asking.refill(session, now=now)


def _offer_to_the_waiting(session: Session, *, now: datetime) -> None:
    moment = session.planned_moment
    for invitation in session.waiting:
        if moment is None or invitation.says(moment) is Can.YES:
            _seat_or_wait(session, invitation, now=now)


def _agreed_moment(session: Session, *, now: datetime) -> Moment | None:
    """The earliest moment with enough times "yes"; of two, the one with fewer "if need be"."""
    at_hand = [*session.seated, *session.waiting]
    agreed = []
    for moment in session.ahead(now=now):
        said = [invitation.says(moment) for invitation in at_hand]
        if said.count(Can.YES) >= session.quorum:
            agreed.append((moment.starts_at, said.count(Can.IF_NEED_BE), moment))
    return min(agreed, key=lambda one: one[:2])[2] if agreed else None


def _plan(session: Session, moment: Moment, enough: Collection[Can], *, now: datetime) -> None:
    """Fix the moment; the seats are for those who can come then, in the order they answered."""
    told = [each for each in session.invitations if each.takes_part]
    comes = [each for each in [*session.seated, *session.waiting] if each.says(moment) in enough]
    session.planned_moment_id, session.planned_at, session.fallback_at = moment.id, now, None
    session.seats_taken = len(comes[: session.seats])
    for place, invitation in enumerate(comes):
        has_seat = place < session.seats
        invitation.seat_taken_at = (invitation.seat_taken_at or now) if has_seat else None
        invitation.waiting_at = None if has_seat else (invitation.waiting_at or now)
    for invitation in told:
        if invitation not in comes:
            invitation.seat_taken_at = invitation.waiting_at = None
    db.session.flush()
    queue(mails.planned_for_organiser(session, now=now), now=now)
    for invitation in told:
        seated = invitation.seat_taken_at is not None
        queue(
            mails.planned(invitation, now=now) if seated else mails.group_complete(invitation),
            now=now,
        )


# ---- The organiser ----


def plan_now(session: Session, moment_id: str, *, now: datetime) -> None:
    """The organiser does not wait for the quorum; who can if need be comes too."""
    session = _open(session.id, now=now)
    moment = next((one for one in session.ahead(now=now) if str(one.id) == moment_id), None)
    if session.planned_at or moment is None:
        raise Refusal(_("Dit moment kan niet meer. Kies een ander moment. Er is niets gewijzigd."))
    if not any(one.says(moment) in OFFERS for one in [*session.seated, *session.waiting]):
        raise Refusal(_("Op dit moment kan nog niemand. Kies een ander moment."))
    _plan(session, moment, OFFERS, now=now)


def new_moments(session: Session, moments: Sequence[datetime], *, now: datetime) -> None:
    """Begin again with other moments, a few times a day; who did not decline is asked for these."""
    session = _open(session.id, now=now)
    if session.planned_at:
        raise Refusal(_("Deze intervisie is al gepland. Er is niets gewijzigd."))
    if not session.fallback_at and {one.starts_at for one in session.moments} == set(moments):
        return  # pressed twice
    if too_often("moments", str(session.id), now=now):
        raise Refusal(_("U koos vandaag al drie keer andere momenten. Wacht tot morgen."))
    note("moments", str(session.id), now=now)
    for invitation in session.invitations:
        invitation.answers.clear()
    db.session.flush()
    session.moments.clear()
    db.session.flush()
    session.moments = [Moment(starts_at=moment) for moment in sorted(set(moments))]
    session.deadline_at, session.fallback_at = _deadline(moments, now=now), None
    session.seats_taken = 0
    db.session.flush()
    for invitation in session.invitations:
        if not invitation.declined:
            invitation.answered_at = invitation.replaced_at = None
            invitation.seat_taken_at = invitation.waiting_at = None
            invitation.expires_at = asking.until(session, now=now)
            queue(mails.invitation(invitation), now=now)
    asking.refill(session, now=now)


def cancel(session: Session, *, now: datetime) -> None:
    """Call it off: calendars are cleared, links lead to a kind page, everybody hears it."""
    session = queries.locked_session(session.id)
    if session.cancelled_at:
        return
    if session.state(now=now) is State.HELD:
        raise Refusal(_("Deze intervisie is al geweest. Er is niets gewijzigd."))
    session.cancelled_at = now
    session.calendar_sequence += 1
    db.session.flush()
    if session.planned_at:
        queue(mails.cancelled_for_organiser(session, now=now), now=now)
    for invitation in session.invitations:
        if invitation.takes_part:
            queue(mails.cancelled(invitation, now=now), now=now)


# ---- Time ----


def let_time_pass(session_id: UUID, *, now: datetime) -> None:
    """Three working days of silence free a seat; the deadline without a quorum is told."""
    session = queries.locked_session(session_id)
    if session.state(now=now) is not State.ASKING:
        return
    for invitation in session.invitations:
        if invitation.pending and invitation.expires_at <= now:
            invitation.replaced_at = now
    _settle(session, now=now)
    if now >= session.deadline_at and not session.planned_at:
        session.fallback_at = now
        queue(mails.fallback(session), now=now)
