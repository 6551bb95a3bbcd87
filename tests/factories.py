"""People and things for tests: each plausible by default, each trait to be overruled by name."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import select

from drakenmatch import Kind, Person, Request, Wish
from drakennet import clock
from drakennet.accounts.models import RoleGrant, RoleName, User
from drakennet.database import db
from drakennet.intervision import models as intervision_models
from drakennet.intervision import services as intervision_services
from drakennet.mail.mails import Message
from drakennet.organisations.models import Membership, Organisation
from drakennet.practitioners.models import (
    ColleagueProfile,
    PractitionerProfile,
    ProfileExpertise,
    ProfileRegion,
)
from drakennet.requests.models import CareRequest, Question

Thing = TypeVar("Thing")
HAARLEM = "GM0392"
_number = count(1)


def member(*roles: RoleName, region: str | None = None, **traits: Any) -> User:
    """Confirmed and approved; `region` is the region of a coordinator or Veilig Thuis."""
    now: datetime = clock.now()
    number = next(_number)
    values: dict[str, Any] = {
        "email": f"lid{number}@example.nl",
        "name": f"Lid {number}",
        "password": "unusable",
        "fs_uniquifier": uuid4().hex,
        "municipality_code": HAARLEM,
        "created_at": now,
        "confirmed_at": now,
        "approved_at": now,
    }
    person = User(**(values | traits))
    regional = {RoleName.COORDINATOR, RoleName.VEILIG_THUIS}
    person.roles = [
        RoleGrant(name=role, region_slug=region if role in regional else None, granted_at=now)
        for role in roles
    ]
    return _added(person)


def organisation(**traits: Any) -> Organisation:
    values = {
        "name": f"Opvang {next(_number)}",
        "type_slug": "vrouwenopvang",
        "municipality_code": HAARLEM,
        "created_at": clock.now(),
    }
    return _added(Organisation(**(values | traits)))


def works_at(person: User, place: Organisation) -> Membership:
    return _added(Membership(member_id=person.id, organisation_id=place.id, started_at=clock.now()))


def organisation_of(member: User) -> Organisation | None:
    """Where the member works now; of several, the one joined last."""
    statement = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == member.id, Membership.ended_at.is_(None))
        .order_by(Membership.started_at.desc(), Membership.id)
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def organisation_contact(place: Organisation | None = None, **traits: Any) -> User:
    person = member(RoleName.ORGANISATION_CONTACT, **traits)
    works_at(person, place or organisation())
    return person


def practitioner_profile(person: User | None = None, **traits: Any) -> PractitionerProfile:
    """Works in Kennemerland with EMDR for children, and has room."""
    now, today = clock.now(), clock.today()
    regions = traits.pop("regions", ["kennemerland"])
    expertise = traits.pop("expertise", {"emdr-kj": "zelfstandig"})
    values: dict[str, Any] = {
        "member_id": (person or member(RoleName.PRACTITIONER)).id,
        "municipality_code": HAARLEM,
        "ages": [[4, 17]],
        "room": "yes",
        "room_confirmed": today,
        "kinds": ["casus", "structureel", "advies"],
        "created_at": now,
        "updated_at": now,
    }
    profile = PractitionerProfile(**(values | traits))
    profile.regions = [ProfileRegion(region_slug=slug) for slug in regions]
    profile.expertise = [
        ProfileExpertise(term_slug=slug, level=level) for slug, level in expertise.items()
    ]
    return _added(profile)


def colleague(place: Organisation | None = None, **traits: Any) -> User:
    """An aandachtsfunctionaris who agreed to be asked, at an organisation of their own."""
    profile = {"agreed_at": clock.now(), "verbindingsofficier_since": date(2025, 3, 1)}
    profile |= {name: traits.pop(name) for name in list(traits) if hasattr(ColleagueProfile, name)}
    person = member(RoleName.AANDACHTSFUNCTIONARIS, **traits)
    works_at(person, place or organisation())
    _added(ColleagueProfile(member_id=person.id, **profile))
    return person


def _added(thing: Thing) -> Thing:
    db.session.add(thing)
    db.session.commit()
    return thing


def message(**traits: Any) -> Message:
    """A mail, ready for the outbox."""
    values = {
        "kind": "confirm_address",
        "to": "iemand@example.nl",
        "subject": "Drakennet",
        "text": "Hallo",
        "html": "<p>Hallo</p>",
    }
    return Message(**(values | traits))


def care_request(place: Organisation | None = None, **criteria: Any) -> CareRequest:
    """For a child of six in Haarlem, with EMDR for children; each criterion to be overruled."""
    place = place or organisation()
    request_id = uuid4()
    values: dict[str, Any] = {
        "kind": Kind.CASE,
        "municipality": HAARLEM,
        "wishes": (Wish(term="emdr-kj", must=True),),
        "persons": (Person(role="kind", age=6),),
        "organisation": str(place.id),
    }
    asked = Request(id=str(request_id), **(values | criteria))
    contact = organisation_contact(place)
    return _added(
        CareRequest(
            id=request_id,
            organisation_id=place.id,
            made_by_id=contact.id,
            label="",
            criteria=asked.to_json(),
            created_at=clock.now(),
        )
    )


def question(
    request: CareRequest | None = None, profile: PractitionerProfile | None = None, **traits: Any
) -> Question:
    """Asked now, waiting for an answer, and holding one of the practitioner's places."""
    request, profile = request or care_request(), profile or practitioner_profile()
    profile.open_requests += 1
    profile.last_asked = clock.today()
    values: dict[str, Any] = {
        "request_id": request.id,
        "profile_id": profile.id,
        "asked_by_id": request.made_by_id,
        "asked_at": clock.now(),
        "bucket": "fits",
        "held": True,
    }
    asked = _added(Question(**(values | traits)))
    db.session.expire_all()
    return asked


def intervision(organiser: User | None = None, **traits: Any) -> intervision_models.Session:
    """Sent by one press: two moments a week and more away, two needed of at most three."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "theme": "algemeen",
        "form": "intervisie-kort",
        "region_slug": "kennemerland",
        "moments": (
            datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
            datetime(2026, 12, 3, 13, 0, tzinfo=UTC),
        ),
        "quorum": 2,
        "seats": 3,
    }
    wish = intervision_models.Wish(**(values | traits))
    session = intervision_services.invite(
        organiser or colleague(), wish, remember={}, now=clock.now()
    )
    db.session.commit()
    db.session.refresh(session)
    return session
