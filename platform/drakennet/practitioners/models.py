"""What practitioners, and colleagues for intervision, say about themselves."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakenmatch.criteria import FRESH_DAYS
from drakenmatch.gates import CONFIRMED_DAYS
from drakennet.accounts.models import User
from drakennet.database import Base, WithId
from drakennet.reference.models import Municipality, Region


class RoomStatement(NamedTuple):
    """What a practitioner said about room, as it may be shown on one day."""

    stated: str | None  # yes, from, no; None: unknown, also when it was said too long ago
    from_day: date | None
    confirmed: date | None
    fresh: bool  # else it is shown in grey


class PractitionerProfile(WithId, Base):
    """A practitioner's own statement. An empty (None) answer is *unknown*, never yes or no.

    The closed lists (room, levels, kinds, funding) and their meaning are drakenmatch's.
    """

    __tablename__ = "practitioner_profile"
    __table_args__ = (
        CheckConstraint("open_requests >= 0", name="open_requests_not_negative"),
        CheckConstraint("room IN ('yes', 'from', 'no')", name="room_known"),
        CheckConstraint("(room = 'from') = (room_from IS NOT NULL)", name="room_from_dated"),
    )

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), unique=True
    )
    role: Mapped[str] = mapped_column(default="behandelaar")  # or aankomend-behandelaar
    professions: Mapped[list[str]] = mapped_column(default=list)  # slugs of scheme beroep
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    travel_km: Mapped[int | None]
    online: Mapped[bool | None]
    ages: Mapped[list[list[int]] | None]  # [from, to] in years, both inclusive
    languages: Mapped[list[str] | None]
    settings: Mapped[list[str] | None]
    funding: Mapped[list[str] | None]
    room: Mapped[str | None]
    room_from: Mapped[date | None]
    room_confirmed: Mapped[date | None]
    kinds: Mapped[list[str]] = mapped_column(default=list)
    max_open_requests: Mapped[int | None]  # None: the platform's cap; 0: never
    open_requests: Mapped[int] = mapped_column(default=0)  # moved only by conditional updates
    last_asked: Mapped[date | None]
    paused_until: Mapped[date | None]
    about: Mapped[str] = mapped_column(default="")
    findable: Mapped[bool] = mapped_column(default=True)  # the practitioner's own choice
    visibility: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    member: Mapped[User] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    regions: Mapped[list["ProfileRegion"]] = relationship(
        cascade="all, delete-orphan", order_by="ProfileRegion.region_slug"
    )
    expertise: Mapped[list["ProfileExpertise"]] = relationship(
        cascade="all, delete-orphan", order_by="ProfileExpertise.term_slug"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    def room_on(self, today: date) -> RoomStatement:
        """A statement about room grows old: grey after 30 days, unknown after 90."""
        if self.room is None or self.room_confirmed is None:
            return RoomStatement(None, None, self.room_confirmed, fresh=False)
        days = (today - self.room_confirmed).days
        if not 0 <= days <= CONFIRMED_DAYS:
            return RoomStatement(None, None, self.room_confirmed, fresh=False)
        arrived = self.room_from is not None and self.room_from <= today
        stated, from_day = ("yes", None) if arrived else (self.room, self.room_from)
        return RoomStatement(stated, from_day, self.room_confirmed, fresh=days <= FRESH_DAYS)


class ProfileRegion(Base):
    """A region where a practitioner works."""

    __tablename__ = "profile_region"

    profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioner_profile.id", ondelete="CASCADE"), primary_key=True
    )
    region_slug: Mapped[str] = mapped_column(ForeignKey("region.slug"), primary_key=True)

    region: Mapped[Region] = relationship()


class ProfileExpertise(Base):
    """A term of the vocabulary, and how far the practitioner is in it."""

    __tablename__ = "profile_expertise"

    profile_id: Mapped[UUID] = mapped_column(
        ForeignKey("practitioner_profile.id", ondelete="CASCADE"), primary_key=True
    )
    term_slug: Mapped[str] = mapped_column(ForeignKey("term.slug"), primary_key=True)
    level: Mapped[str] = mapped_column(default="zelfstandig")


class PoolChange(Base):
    """A profile that changed: every process reads what it has not seen before it ranks."""

    __tablename__ = "pool_change"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - a number is never used again

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    profile_id: Mapped[UUID]  # no foreign key: a removed profile is a change too


class ColleagueProfile(WithId, Base):
    """What an aandachtsfunctionaris or verbindingsofficier says for intervision."""

    __tablename__ = "colleague_profile"

    member_id: Mapped[UUID] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"), unique=True
    )
    agreed_at: Mapped[datetime | None]  # to be asked; None: never asked
    discipline: Mapped[str] = mapped_column(default="")  # slug of scheme beroep
    themes: Mapped[list[str]] = mapped_column(default=list)  # slugs of the vocabulary
    verbindingsofficier_since: Mapped[date | None]
    max_per_month: Mapped[int] = mapped_column(default=2)
    paused_until: Mapped[date | None]
    not_with: Mapped[list[str]] = mapped_column(default=list)  # member ids; private
    last_invited: Mapped[date | None]
    last_choices: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of the invite form
    version: Mapped[int] = mapped_column()

    member: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way
