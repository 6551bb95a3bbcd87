"""Writing down who looked, and ending what looks like harvesting."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import current_app, has_request_context, request
from flask_babel import gettext as _
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from drakennet.access import mails, queries
from drakennet.access.models import BEGINNING, AccessLine, HarvestAlert, ProfileLook, Seen
from drakennet.accounts.models import User
from drakennet.accounts.queries import judges_of
from drakennet.attempts import network_of
from drakennet.clock import AMSTERDAM
from drakennet.config import Settings
from drakennet.database import SAFE_METHODS, db, in_turn, let_go, recording
from drakennet.errors import Refusal
from drakennet.mail.services import queue
from drakennet.security_log import Event, note

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = timedelta(days=5 * 365 + 2)  # five years, as the log of a care file
CHAIN = 7_204_118  # the lock on PostgreSQL under which lines are added


class Look(NamedTuple):
    """One look that is about to happen: whom it shows, and the request it belongs to."""

    subject_id: UUID
    about_id: UUID | None = None


def log(
    viewer: User,
    seen: Seen,
    looks: Iterable[Look],
    *,
    organisation_id: UUID | None = None,
    now: datetime,
) -> None:
    """Add a line for each look at somebody else; looking at oneself is nobody's business."""
    others = [look for look in looks if look.subject_id != viewer.id]
    if not others:
        return
    with recording() as session:
        in_turn(session, CHAIN)
        before = session.scalars(
            select(AccessLine).order_by(AccessLine.number.desc()).limit(1)
        ).one_or_none()
        for look in others:
            line = AccessLine(
                number=before.number + 1 if before else 1,
                at=now,
                viewer_id=viewer.id,
                organisation_id=organisation_id,
                subject_id=look.subject_id,
                seen=seen,
                about_id=look.about_id,
                previous=before.hash if before else BEGINNING,
            )
            line.hash = line.computed()
            session.add(line)
            before = line
        session.flush()
    _keep()


def may_look(viewer: User, subjects: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Which of these people the viewer may be shown now; each new one is counted.

    Whoever was shown in the last day may be shown again. Others are counted: so many an hour and
    a day for an account, and (more) for everybody on one network together.
    """
    others = dict.fromkeys(subject for subject in subjects if subject != viewer.id)
    known = _known(viewer, others, now)
    if known >= others.keys():
        return set(subjects)
    with recording() as session:
        shown = known | _counted(session, viewer, [one for one in others if one not in known], now)
    _keep()
    return shown | ({viewer.id} & set(subjects))


class TooManyLooks(Refusal):
    status = 429


def must_look(viewer: User, subjects: Collection[UUID], *, now: datetime) -> None:
    """As `may_look`, for a page that shows all of them or none; raises `TooManyLooks`."""
    if not may_look(viewer, subjects, now=now) >= set(subjects):
        raise TooManyLooks(
            _(
                "U zag vandaag veel verschillende mensen. Wie u al zag, blijft u zien. Nieuwe "
                "mensen tonen wij u later weer: meestal over een uur, uiterlijk morgen. Heeft u nu "
                "meer nodig? De projectleider van uw regio krijgt hier vanzelf bericht van, en kan "
                "u met één druk op de knop verder laten kijken."
            )
        )


def tell(now: datetime) -> int:
    """Mail the project leaders of the region about an account that came at its end."""
    alerts = queries.alerts_to_tell()
    for alert in alerts:
        for judge in judges_of(alert.viewer.municipality.region_slug, about=alert.viewer):
            queue(mails.harvesting(judge), now=now)
        alert.told_at = now
    return len(alerts)


def lift(viewer: User, *, by: User, now: datetime) -> None:
    """Somebody who can be asked why, lets the account go on today; an office's limits stay."""
    if viewer.id == by.id:
        raise Refusal(_("Voor uzelf kan dit niet. Vraag het een ander."))
    alert = queries.alert_of(viewer, day=now.astimezone(AMSTERDAM).date())
    if alert is None:
        raise Refusal(_("Dit lid kan vandaag gewoon verder kijken. Er is niets veranderd."))
    alert.lifted_at = now
    note(Event.RIGHTS_CHANGED, member=viewer.id)
    db.session.flush()


def forget(now: datetime) -> int:
    """Let go of what is too old: lines of the log after five years, looks after a day."""
    db.session.execute(delete(ProfileLook).where(ProfileLook.first_at <= now - DAY))
    too_old = delete(AccessLine).where(AccessLine.at <= now - KEPT)
    return len(db.session.scalars(too_old.returning(AccessLine.number)).all())


def _known(viewer: User, subjects: Collection[UUID], now: datetime) -> set[UUID]:
    statement = select(ProfileLook.subject_id).where(
        ProfileLook.viewer_id == viewer.id,
        ProfileLook.subject_id.in_(subjects),
        ProfileLook.first_at > now - DAY,
    )
    return set(db.session.scalars(statement))


def _counted(session: Session, viewer: User, new: list[UUID], now: datetime) -> set[UUID]:
    """Count as many of the new ones as the limits leave; the rest is an alert."""
    network = _network()
    in_turn(session, viewer.id.int, int(network[:15], 16))
    session.execute(delete(ProfileLook).where(ProfileLook.first_at <= now - DAY))
    left = max(0, min(_left(session, viewer, network, now)))
    counted = new[:left]
    for subject in counted:
        look = ProfileLook(subject_id=subject, network_hash=network, first_at=now)
        look.viewer_id = viewer.id
        session.merge(look)
    if len(counted) < len(new):
        _alert(session, viewer, now)
    session.flush()
    return set(counted)


def _left(session: Session, viewer: User, network: str, now: datetime) -> Iterable[int]:
    """How many more may be shown, by each of the limits that hold."""
    settings: Settings = current_app.extensions["settings"]
    lifted = session.scalar(_alerts_of(viewer, now).where(HarvestAlert.lifted_at.is_not(None)))
    by_account = ProfileLook.viewer_id == viewer.id
    by_network = ProfileLook.network_hash == network
    for condition, within, most in (
        (by_account, HOUR, settings.looks_an_hour),
        (by_account, DAY, settings.looks_a_day),
        (by_network, HOUR, settings.network_looks_an_hour),
        (by_network, DAY, settings.network_looks_a_day),
    ):
        different = select(func.count(ProfileLook.subject_id.distinct()))
        if lifted and condition is by_account:
            continue
        seen = session.scalar(different.where(condition, ProfileLook.first_at > now - within))
        yield most - (seen or 0)


def _alert(session: Session, viewer: User, now: datetime) -> None:
    """Once a day for an account; the lock on the account is held."""
    if session.scalars(_alerts_of(viewer, now)).one_or_none() is None:
        day = now.astimezone(AMSTERDAM).date()
        session.add(HarvestAlert(viewer_id=viewer.id, day=day))


def _alerts_of(viewer: User, now: datetime) -> Select[UUID]:
    """That of today, if there is one."""
    today = HarvestAlert.day == now.astimezone(AMSTERDAM).date()
    return select(HarvestAlert.id).where(HarvestAlert.viewer_id == viewer.id, today)


def _network() -> str:
    """No address is kept, only enough to tell one network from another."""
    settings: Settings = current_app.extensions["settings"]
    address = network_of(request.remote_addr) if has_request_context() else ""
    return hashlib.sha256(f"{settings.secret_key}|look|{address}".encode()).hexdigest()


def _keep() -> None:
    """A look has happened, also on a page that refuses a form: what was written stays."""
    if has_request_context() and request.method not in SAFE_METHODS:
        let_go()
