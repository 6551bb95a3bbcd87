"""What a file for loading holds: frozen values, each with its reader. The shape only.

Whether what is named exists (a member, a region, a term) is judged by `references`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self, TypeVar
from uuid import UUID

from drakenmatch.reading import Fields, Reader, flag, list_of, one_of, optional, text, whole
from drakenmatch.request import Request as Criteria
from drakenmatch.values import Practitioner, Role, municipality_code
from drakennet.accounts.models import RoleName
from drakennet.extensions import LANGUAGES
from drakennet.loading.kinds import (
    Bucket,
    MemberState,
    email,
    identity,
    line,
    password,
    word_of,
    written,
)
from drakennet.loading.sessions import Session
from drakennet.loading.times import Times
from drakennet.requests.models import Answer

T = TypeVar("T")
PROFILE_DAYS = ("room_from", "room_confirmed", "paused_until", "last_asked")
MATCHED = frozenset(Practitioner.__dataclass_fields__) - {"id", "organisation", "roles", "since"}
ASKED = frozenset(Criteria.__dataclass_fields__) - {"id", "organisation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body where members work."""

    id: UUID | None
    name: str
    type: str
    municipality: str
    created: datetime

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            id=fields.get("id", identity, None),
            name=fields.need("name", line()),
            type=fields.need("type", text),
            municipality=fields.need("municipality", municipality_code),
            created=fields.get("created", times.moment, times.now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role; a coordinator's and Veilig Thuis's are for one region."""

    name: RoleName
    region: str | None

    @classmethod
    def from_json(cls, raw: object, within: str) -> Self:
        """Read `"practitioner"` or `{"name": "coordinator", "region": "kennemerland"}`."""
        if isinstance(raw, str):
            raw = {"name": raw}
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            name=fields.need("name", one_of(RoleName)),
            region=fields.get("region", optional(text), None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person with an account, known by the e-mail address."""

    id: UUID | None
    email: str
    name: str
    municipality: str
    roles: tuple[Grant, ...]
    works_at: tuple[str, ...]
    claimed_organisation: str
    language: str
    state: MemberState
    password: str | None
    created: datetime

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            id=fields.get("id", identity, None),
            email=fields.need("email", email),
            name=fields.need("name", line()),
            municipality=fields.need("municipality", municipality_code),
            roles=fields.get("roles", list_of(Grant.from_json), ()),
            works_at=fields.get("works_at", list_of(line()), ()),
            claimed_organisation=fields.get("claimed_organisation", line(0), ""),
            language=fields.get("language", word_of(LANGUAGES), LANGUAGES[0]),
            state=fields.get("state", one_of(MemberState), MemberState.APPROVED),
            password=fields.get("password", optional(password), None),
            created=fields.get("created", times.moment, times.now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a practitioner says; the facts for the matcher in the matcher's own names."""

    id: UUID | None
    member: str
    matched: Practitioner
    stated: frozenset[str]  # the matcher's fields that the file gives
    professions: tuple[str, ...]
    about: str
    findable: bool
    created: datetime

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        own = ("id", "member", "role", "professions", "about", "findable", "created")
        fields = Fields(raw, (*own, *sorted(MATCHED)), within)
        facts = _part(times.with_days(raw, PROFILE_DAYS, within), MATCHED)
        role = fields.get("role", one_of(Role), Role.TREATS)
        member = fields.need("member", email)
        return cls(
            id=fields.get("id", identity, None),
            member=member,
            matched=Practitioner.from_json({**facts, "id": member, "roles": [role]}, within),
            stated=frozenset(facts),
            professions=fields.get("professions", list_of(text), ()),
            about=fields.get("about", written(2000), ""),
            findable=fields.get("findable", flag, default=True),
            created=fields.get("created", times.moment, times.now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """What an aandachtsfunctionaris or Veilig Thuis says for intervision."""

    member: str
    agreed: datetime | None
    discipline: str
    themes: tuple[str, ...]
    verbindingsofficier_since: date | None
    max_per_month: int
    paused_until: date | None
    not_with: tuple[str, ...]
    last_invited: date | None

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        day, moment = optional(times.day), optional(times.moment)
        return cls(
            member=fields.need("member", email),
            agreed=fields.need("agreed", moment),
            discipline=fields.get("discipline", line(0), ""),
            themes=fields.get("themes", list_of(text), ()),
            verbindingsofficier_since=fields.get("verbindingsofficier_since", day, None),
            max_per_month=fields.get("max_per_month", whole(0, 31), 2),
            paused_until=fields.get("paused_until", day, None),
            not_with=fields.get("not_with", list_of(email), ()),
            last_invited=fields.get("last_invited", day, None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One practitioner asked about one request."""

    practitioner: str
    asked: datetime
    asked_by: str | None
    bucket: Bucket
    answer: Answer | None
    answered: datetime | None
    possible_from: date | None
    reason: str
    withdrawn: datetime | None

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            practitioner=fields.need("practitioner", email),
            asked=fields.get("asked", times.moment, times.now),
            asked_by=fields.get("asked_by", optional(email), None),
            bucket=fields.get("bucket", one_of(Bucket), Bucket.FITS),
            answer=fields.get("answer", optional(one_of(Answer)), None),
            answered=fields.get("answered", optional(times.moment), None),
            possible_from=fields.get("possible_from", optional(times.day), None),
            reason=fields.get("reason", line(0), ""),
            withdrawn=fields.get("withdrawn", optional(times.moment), None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an organisation asks; `criteria` in the matcher's own names."""

    id: UUID
    organisation: str
    made_by: str
    label: str
    criteria: Criteria
    created: datetime
    closed: datetime | None
    closed_reason: str
    questions: tuple[Question, ...]

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            id=fields.need("id", identity),
            organisation=fields.need("organisation", line()),
            made_by=fields.need("made_by", email),
            label=fields.get("label", written(60), ""),
            criteria=fields.need("criteria", _criteria(str(fields.need("id", identity)), times)),
            created=fields.get("created", times.moment, times.now),
            closed=fields.get("closed", optional(times.moment), None),
            closed_reason=fields.get("closed_reason", line(0), ""),
            questions=fields.get("questions", _all(Question.from_json, times), ()),
        )


def _criteria(request_id: str, times: Times) -> Reader[Criteria]:
    """Read the matcher's request; its id and organisation are those of the entry around it."""

    def read(raw: object, within: str) -> Criteria:
        fields = Fields(raw, sorted(ASKED), within)
        fields.get("text", written(500), "")
        dated = _part(times.with_days(raw, ("start_by",), within), ASKED)
        return Criteria.from_json({**dated, "id": request_id}, within)

    return read


def _part(raw: object, names: frozenset[str]) -> dict[str, object]:
    return {name: raw[name] for name in names if name in raw} if isinstance(raw, dict) else {}


def _all(read: Callable[[object, str, Times], T], times: Times) -> Reader[tuple[T, ...]]:
    return list_of(lambda raw, within: read(raw, within, times))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole file."""

    organisations: tuple[Organisation, ...]
    members: tuple[Member, ...]
    profiles: tuple[Profile, ...]
    colleagues: tuple[Colleague, ...]
    requests: tuple[Request, ...]
    sessions: tuple[Session, ...]

    @classmethod
    def from_json(cls, raw: object, times: Times) -> Self:
        """Read a file's JSON; raises `InvalidValue` with the path of the first fault."""
        fields = Fields(raw, cls.__dataclass_fields__)
        return cls(
            organisations=fields.get("organisations", _all(Organisation.from_json, times), ()),
            members=fields.get("members", _all(Member.from_json, times), ()),
            profiles=fields.get("profiles", _all(Profile.from_json, times), ()),
            colleagues=fields.get("colleagues", _all(Colleague.from_json, times), ()),
            requests=fields.get("requests", _all(Request.from_json, times), ()),
            sessions=fields.get("sessions", _all(Session.from_json, times), ()),
        )
