"""What exists: in the database, and in the file that is being loaded."""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from sqlalchemy import select

from drakenmatch.places import Places
from drakenmatch.reading import InvalidValue
from drakenmatch.vocabulary import Vocabulary
from drakennet.accounts.models import RoleGrant, RoleName, User
from drakennet.database import db
from drakennet.intervision.models import Session
from drakennet.loading.document import Document
from drakennet.organisations.models import Organisation
from drakennet.practitioners.models import ColleagueProfile, PractitionerProfile
from drakennet.reference import queries as reference
from drakennet.reference.models import OrganisationType
from drakennet.requests.models import CareRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the database holds, by the keys that a file uses."""

    members: dict[str, UUID]
    organisations: dict[str, UUID]
    profiles: dict[str, UUID]
    colleagues: frozenset[str]
    practitioners: frozenset[str]
    requests: frozenset[UUID]
    sessions: frozenset[UUID]

    @classmethod
    def read(cls) -> "Stored":
        profile, colleague = PractitionerProfile, ColleagueProfile
        of_profile = select(User.email, profile.id).join(profile, profile.member_id == User.id)
        of_colleague = select(User.email).join(colleague, colleague.member_id == User.id)
        treats = select(User.email).where(User.roles.any(RoleGrant.name == RoleName.PRACTITIONER))
        names = select(Organisation.name, Organisation.id)
        run, scalars = db.session.execute, db.session.scalars
        return cls(
            members=dict(run(select(User.email, User.id)).all()),
            organisations=dict(run(names).all()),
            profiles=dict(run(of_profile).all()),
            colleagues=frozenset(scalars(of_colleague)),
            practitioners=frozenset(scalars(treats)),
            requests=frozenset(scalars(select(CareRequest.id))),
            sessions=frozenset(scalars(select(Session.id))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a file may name."""

    members: Collection[str]
    practitioners: Collection[str]
    profiles: Collection[str]
    organisations: Collection[str]
    types: Collection[str]
    vocabulary: Vocabulary
    places: Places

    @classmethod
    def of(cls, document: Document, stored: Stored) -> "Known":
        treating = (
            member.email
            for member in document.members
            if any(grant.name is RoleName.PRACTITIONER for grant in member.roles)
        )
        return cls(
            members={*stored.members, *(each.email for each in document.members)},
            practitioners={*stored.practitioners, *treating},
            profiles={*stored.profiles, *(each.member for each in document.profiles)},
            organisations={
                *stored.organisations,
                *(each.name for each in document.organisations),
            },
            types=set(db.session.scalars(select(OrganisationType.slug))),
            vocabulary=reference.vocabulary(),
            places=reference.places(),
        )

    def member(self, path: str, email: str | None) -> None:
        if email is not None:
            among(path, email, self.members, "the e-mail address of a member")

    def organisation(self, path: str, name: str) -> None:
        among(path, name, self.organisations, "the name of an organisation")

    def municipality(self, path: str, code: str | None) -> None:
        if code is not None:
            among(path, code, self.places.municipalities, "the code of a municipality of today")

    def region(self, path: str, slug: str) -> None:
        among(path, slug, self.places.regions, "the slug of a region")

    def regions(self, path: str, slugs: Iterable[str]) -> None:
        for slug in sorted(slugs):
            self.region(path, slug)

    def term(self, path: str, slug: str, *schemes: str) -> None:
        """A term of the vocabulary; with schemes, of one of those."""
        of = f" of {' or '.join(schemes)}" if schemes else ""
        among(path, slug, self.vocabulary.terms, f"a term of the vocabulary{of}")
        if schemes:
            among(path, self.vocabulary.terms[slug].scheme, schemes, f"a term{of}")

    def terms(self, path: str, slugs: Iterable[str] | None, *schemes: str) -> None:
        for slug in slugs or ():
            self.term(path, slug, *schemes)


def fault(path: str, expectation: str) -> NoReturn:
    raise InvalidValue(path, expectation)


def among(path: str, one: Hashable, things: Collection[Hashable], expectation: str) -> None:
    if one not in things:
        fault(path, expectation)


def once(
    path: str, name: str, values: Sequence[Hashable], stored: Collection[Hashable] = ()
) -> None:
    """Refuse what the file has twice, or the database has already."""
    seen = set[Hashable]()
    for place, value in enumerate(values):
        if value in seen:
            fault(f"{path}[{place}].{name}", "each only once in the file")
        if value in stored:
            fault(f"{path}[{place}].{name}", "one that is not in the database yet")
        seen.add(value)
