"""People, what they may be, and their log-ins."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_security import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.database import Base, WithId
from drakennet.permissions import Predicate, Who
from drakennet.reference.models import Municipality, Region


class RoleName(StrEnum):
    PRACTITIONER = "practitioner"
    AANDACHTSFUNCTIONARIS = "aandachtsfunctionaris"
    ORGANISATION_CONTACT = "organisation_contact"
    COORDINATOR = "coordinator"
    VEILIG_THUIS = "veilig_thuis"
    ADMINISTRATOR = "administrator"


# What a person may ask for at sign-up; the others are given.
ASKABLE = (
    RoleName.ORGANISATION_CONTACT,
    RoleName.PRACTITIONER,
    RoleName.AANDACHTSFUNCTIONARIS,
    RoleName.VEILIG_THUIS,
)

# Who does these, does them for an organisation.
WORKS_SOMEWHERE = frozenset(
    {RoleName.ORGANISATION_CONTACT, RoleName.AANDACHTSFUNCTIONARIS, RoleName.VEILIG_THUIS}
)


class User(WithId, UserMixin, Base):  # type: ignore[misc] # UserMixin types id and roles its own way
    """A person with an account; what they are is derived from what happened and when."""

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint(
            "municipality_code IS NOT NULL OR erased_at IS NOT NULL",
            name="municipality_unless_erased",
        ),
    )

    email: Mapped[str] = mapped_column(unique=True)  # lower case
    name: Mapped[str]
    password: Mapped[str]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="nl")
    municipality_code: Mapped[str] = mapped_column(  # everybody has one, but who was erased
        ForeignKey("municipality.code"), nullable=True
    )
    claimed_organisation: Mapped[str] = mapped_column(default="")  # as typed at sign-up
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # the address is theirs
    approved_at: Mapped[datetime | None]  # a coordinator knows them
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id"))
    asked_again_at: Mapped[datetime | None]  # approved before, and waits anew since then
    renewal_asked_at: Mapped[datetime | None]  # the approval is nearly a year old
    rejected_at: Mapped[datetime | None]
    rejection_reason: Mapped[str] = mapped_column(default="")
    blocked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # forgotten: only the id is left, for who points at it
    totp_secret: Mapped[str | None]  # encrypted by Flask-Security
    totp_last_counter: Mapped[int | None]  # so that a code works once
    totp_confirmed_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    roles: Mapped[list["RoleGrant"]] = relationship(  # type: ignore[assignment] # as above
        foreign_keys="RoleGrant.member_id",
        back_populates="member",
        cascade="all, delete-orphan",
        order_by="RoleGrant.name",
    )
    passkeys: Mapped[list["Passkey"]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="Passkey.created_at"
    )

    @property
    def active(self) -> bool:  # type: ignore[override] # a column there, derived here
        """Flask-Security's word for: may log in."""
        return self.confirmed_at is not None and self.blocked_at is None

    @property
    def approved(self) -> bool:
        return self.active and self.approved_at is not None and self.rejected_at is None

    @property
    def waiting(self) -> bool:
        """For a coordinator to look."""
        return self.active and self.approved_at is None and self.rejected_at is None

    @property
    def waiting_since(self) -> datetime | None:
        """From when they wait: the confirmed address, or what made them wait again."""
        return self.asked_again_at or self.confirmed_at

    @property
    def must_name_organisation(self) -> bool:
        """Left where they worked, and did not say yet where they do so now."""
        works_somewhere = any(grant.name in WORKS_SOMEWHERE for grant in self.roles)
        return self.waiting and works_somewhere and not self.claimed_organisation

    @property
    def has_second_factor(self) -> bool:
        return self.totp_confirmed_at is not None or bool(self.passkeys)

    def is_a(self, role: RoleName) -> bool:
        return any(grant.name == role for grant in self.roles)

    def coordinates(self, region_slug: str) -> bool:
        return self.approved and any(
            grant.name == RoleName.COORDINATOR and grant.region_slug == region_slug
            for grant in self.roles
        )


class RoleGrant(WithId, RoleMixin, Base):  # type: ignore[misc] # RoleMixin types name and id its own way
    """A role held, beside any other; a coordinator's and Veilig Thuis's for one region."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("member_id", "name", "region_slug"),
        Index(  # two empty regions are not equal to a database
            "uq_role_grant_without_region",
            "member_id",
            "name",
            unique=True,
            sqlite_where=text("region_slug IS NULL"),
            postgresql_where=text("region_slug IS NULL"),
        ),
    )

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    name: Mapped[RoleName]
    region_slug: Mapped[str | None] = mapped_column(ForeignKey("region.slug"))
    granted_at: Mapped[datetime]

    member: Mapped[User] = relationship(foreign_keys=[member_id], back_populates="roles")
    region: Mapped[Region | None] = relationship()


class LoginSession(WithId, Base):
    """A log-in that lives on the server: ended here, it is ended everywhere at once."""

    __tablename__ = "login_session"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    key_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of the key in the cookie
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    network: Mapped[str] = mapped_column(default="", server_default="")  # coarse, to recognise
    second_factor_at: Mapped[datetime | None]  # when it was last shown in this log-in
    proved_at: Mapped[datetime | None]  # when the member last proved to be the member

    member: Mapped[User] = relationship()


class Passkey(WithId, Base):
    """A key that a telephone or computer keeps for this member; we hold the public half."""

    __tablename__ = "passkey"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]  # what the member calls it
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url, as browsers write it
    public_key: Mapped[str]  # COSE, base64url
    sign_count: Mapped[int]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    last_challenge: Mapped[str] = mapped_column(default="")  # so that an answer works once

    member: Mapped[User] = relationship(back_populates="passkeys")


def _approved_as(role: RoleName) -> Predicate:
    return lambda member, _thing: member.approved and member.is_a(role)


def _coordinates_this_member(member: User, other: Any) -> bool:
    """A coordinator judges the members of the own region, never themselves."""
    return (
        isinstance(other, User)
        and other.id != member.id
        and member.coordinates(other.municipality.region_slug)
    )


RULES: Mapping[Who, Predicate] = {
    Who.SIGNED_IN: lambda member, _thing: member.active,
    # A new member prepares the profile while waiting; nobody finds it before the approval.
    Who.PRACTITIONER: lambda member, _thing: member.active and member.is_a(RoleName.PRACTITIONER),
    Who.APPROVED_PRACTITIONER: _approved_as(RoleName.PRACTITIONER),
    Who.AANDACHTSFUNCTIONARIS: _approved_as(RoleName.AANDACHTSFUNCTIONARIS),
    Who.ORGANISATION_CONTACT: _approved_as(RoleName.ORGANISATION_CONTACT),
    Who.VEILIG_THUIS: _approved_as(RoleName.VEILIG_THUIS),
    Who.COORDINATOR: _approved_as(RoleName.COORDINATOR),
    Who.ADMINISTRATOR: _approved_as(RoleName.ADMINISTRATOR),
    Who.COORDINATES_THIS_MEMBER: _coordinates_this_member,
    Who.OWNS_THIS_LOG_IN: lambda member, login: login.member_id == member.id,
    Who.OWNS_THIS_PASSKEY: lambda member, passkey: passkey.member_id == member.id,
}
