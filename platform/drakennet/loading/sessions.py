"""Sessions of intervision in a file for loading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from drakenmatch.reading import Fields, flag, list_of, one_of, optional, text, whole
from drakennet.intervision.models import DEFAULT_FORM, FORMS, NO_THEME, Can
from drakennet.loading.kinds import MOST_PEOPLE, email, identity, line, word_of
from drakennet.loading.times import Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One colleague asked; `says` answers the moments of the session in their order."""

    member: str
    reasons: tuple[str, ...]
    asked: datetime
    expires: datetime
    answered: datetime | None
    declined: bool
    seat_taken: datetime | None
    waiting: datetime | None
    replaced: datetime | None
    says: tuple[Can | None, ...]

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        moment = optional(times.moment)
        return cls(
            member=fields.need("member", email),
            reasons=fields.get("reasons", list_of(line()), ()),
            asked=fields.need("asked", times.moment),
            expires=fields.need("expires", times.moment),
            answered=fields.get("answered", moment, None),
            declined=fields.get("declined", flag, default=False),
            seat_taken=fields.get("seat_taken", moment, None),
            waiting=fields.get("waiting", moment, None),
            replaced=fields.get("replaced", moment, None),
            says=fields.get("says", list_of(optional(one_of(Can))), ()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One press of the button and what came of it; `planned` counts the moments from 0."""

    id: UUID
    organiser: str
    region: str
    theme: str
    form: str
    place: str
    quorum: int | None
    seats: int | None
    with_veilig_thuis: bool
    created: datetime
    deadline: datetime
    moments: tuple[datetime, ...]
    planned: int | None
    planned_at: datetime | None
    cancelled: datetime | None
    fallback: datetime | None
    invitations: tuple[Invitation, ...]

    @classmethod
    def from_json(cls, raw: object, within: str, times: Times) -> Self:
        fields = Fields(raw, cls.__dataclass_fields__, within)
        moment, people = optional(times.moment), optional(whole(1, MOST_PEOPLE))

        def invitation(one: object, path: str) -> Invitation:
            return Invitation.from_json(one, path, times)

        return cls(
            id=fields.need("id", identity),
            organiser=fields.need("organiser", email),
            region=fields.need("region", text),
            theme=fields.get("theme", text, NO_THEME),
            form=fields.get("form", word_of(FORMS), DEFAULT_FORM),
            place=fields.get("place", line(0), ""),
            quorum=fields.get("quorum", people, None),
            seats=fields.get("seats", people, None),
            with_veilig_thuis=fields.get("with_veilig_thuis", flag, default=False),
            created=fields.need("created", times.moment),
            deadline=fields.need("deadline", times.moment),
            moments=fields.need("moments", list_of(times.moment)),
            planned=fields.get("planned", optional(whole(0, MOST_PEOPLE)), None),
            planned_at=fields.get("planned_at", moment, None),
            cancelled=fields.get("cancelled", moment, None),
            fallback=fields.get("fallback", moment, None),
            invitations=fields.get("invitations", list_of(invitation), ()),
        )
