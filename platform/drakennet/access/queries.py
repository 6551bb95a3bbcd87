"""Questions to the access log."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from drakennet.access.models import BEGINNING, AccessLine, HarvestAlert, Seen
from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.organisations.models import Organisation
from drakennet.reference.models import Municipality

PAGE = 50
RECENTLY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Look:
    """A line as the member reads it; None is somebody, or an organisation, that left."""

    at: datetime
    seen: Seen
    viewer: str | None
    organisation: str | None


def looks_at(member: User, *, page: int = 1) -> tuple[Sequence[Look], bool]:
    """Who looked at this member, the last first, fifty a page; and whether there are older ones."""
    rows = db.session.execute(
        select(AccessLine.at, AccessLine.seen, User.name, Organisation.name)
        .outerjoin(User, User.id == AccessLine.viewer_id)
        .outerjoin(Organisation, Organisation.id == AccessLine.organisation_id)
        .where(AccessLine.subject_id == member.id)
        .order_by(AccessLine.number.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return [Look(*row) for row in rows[:PAGE]], len(rows) > PAGE


def last_line() -> AccessLine | None:
    return db.session.scalars(_newest_first().limit(1)).one_or_none()


def _newest_first() -> Select[AccessLine]:
    return select(AccessLine).order_by(AccessLine.number.desc())


def broken_lines() -> Iterator[tuple[int, str]]:
    """The lines that were changed, or that miss the one before; with what is wrong, in order.

    The oldest lines go when their time is over: the first that is left may follow any.
    """
    statement = select(AccessLine).order_by(AccessLine.number)
    before: AccessLine | None = None
    for line in db.session.scalars(statement.execution_options(yield_per=1000)):
        if line.hash != line.computed():
            yield line.number, "was changed"
        if before is None:
            follows = line.number > 1 or line.previous == BEGINNING
        else:
            follows = (line.number, line.previous) == (before.number + 1, before.hash)
        if not follows:
            yield line.number, "does not follow the line before"
        before = line


def alerts_to_tell() -> Sequence[HarvestAlert]:
    """Those that no project leader got a mail about; whoever else tells them waits."""
    statement = (
        select(HarvestAlert)
        .where(HarvestAlert.told_at.is_(None))
        .order_by(HarvestAlert.day, HarvestAlert.id)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(statement).all()


def alert_of(viewer: User, *, day: date) -> HarvestAlert | None:
    """Whether the account came at its end that day; whoever else decides about it waits."""
    statement = select(HarvestAlert).where(
        HarvestAlert.viewer_id == viewer.id, HarvestAlert.day == day
    )
    return db.session.scalars(statement.with_for_update()).one_or_none()


def recent_alerts(regions: Collection[str], *, today: date) -> Sequence[HarvestAlert]:
    """Of members in these regions, in the last thirty days, the last first."""
    statement = (
        select(HarvestAlert)
        .join(HarvestAlert.viewer)
        .join(User.municipality)
        .where(Municipality.region_slug.in_(regions), HarvestAlert.day > today - RECENTLY)
        .options(joinedload(HarvestAlert.viewer))
        .order_by(HarvestAlert.day.desc(), HarvestAlert.id)
    )
    return db.session.scalars(statement).all()
