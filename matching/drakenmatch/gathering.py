"""Intervision as values: a colleague, a gathering, and the group that is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from drakenmatch.answers import MOST, Reason, Verdict
from drakenmatch.reading import (
    Fields,
    Value,
    day,
    flag,
    list_of,
    mapping_of,
    number,
    one_of,
    optional,
    set_of,
    text,
    whole,
)
from drakenmatch.sentences import sentence

MOST_SEATS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague(Value):
    """Somebody who may be asked for intervision.

    `regions`: where they work; of a Veilig Thuis contact (`veilig_thuis`) the regions served.
    `avoids`: the private "niet met", by id. `met`: with whom they sat in a group before, by id.
    `last_accepted`: whether the invitation of `last_invited` was accepted. `cannot`: moments of
    which an absence is known; what is not known is no absence. `cap` is a month's invitations.
    """

    id: str
    organisation: str | None = None
    regions: frozenset[str] = frozenset()
    disciplines: frozenset[str] = frozenset()
    sector: str | None = None
    expertise: frozenset[str] = frozenset()
    online: bool | None = None
    agreed: bool = False
    paused_until: date | None = None
    last_invited: date | None = None
    last_accepted: bool = False
    invitations_this_month: int = 0
    cap: int | None = None
    avoids: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()
    cannot: frozenset[str] = frozenset()
    veilig_thuis: bool = False

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a colleague; raises `InvalidValue`."""
        fields, slugs = Fields(raw, cls.__dataclass_fields__, within), set_of(text)
        return cls(
            id=fields.need("id", text),
            organisation=fields.get("organisation", optional(text), None),
            regions=fields.get("regions", slugs, frozenset()),
            disciplines=fields.get("disciplines", slugs, frozenset()),
            sector=fields.get("sector", optional(text), None),
            expertise=fields.get("expertise", slugs, frozenset()),
            online=fields.get("online", optional(flag), None),
            agreed=fields.get("agreed", flag, default=False),
            paused_until=fields.get("paused_until", optional(day), None),
            last_invited=fields.get("last_invited", optional(day), None),
            last_accepted=fields.get("last_accepted", flag, default=False),
            invitations_this_month=fields.get("invitations_this_month", whole(0, MOST), 0),
            cap=fields.get("cap", optional(whole(0, MOST)), None),
            avoids=fields.get("avoids", slugs, frozenset()),
            met=fields.get("met", slugs, frozenset()),
            cannot=fields.get("cannot", slugs, frozenset()),
            veilig_thuis=fields.get("veilig_thuis", flag, default=False),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering(Value):
    """One intervision to compose a group for.

    `seats` is how many are still wanted besides `present`, who were asked before and did not
    decline. `neighbours` are the regions that border on the inviter's. `theme` is a slug, None for
    "algemeen". `not_ids` declined or were dropped. `veilig_thuis`: one seat was asked for them.
    """

    id: str
    inviter: Colleague
    seats: int
    theme: str | None = None
    online: bool = True
    neighbours: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    present: tuple[Colleague, ...] = ()
    not_ids: frozenset[str] = frozenset()
    veilig_thuis: bool = False

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a gathering; raises `InvalidValue`."""
        fields, slugs = Fields(raw, cls.__dataclass_fields__, within), set_of(text)
        return cls(
            id=fields.need("id", text),
            inviter=fields.need("inviter", Colleague.from_json),
            seats=fields.need("seats", whole(0, MOST_SEATS)),
            theme=fields.get("theme", optional(text), None),
            online=fields.get("online", flag, default=True),
            neighbours=fields.get("neighbours", slugs, frozenset()),
            moments=fields.get("moments", slugs, frozenset()),
            present=fields.get("present", list_of(Colleague.from_json), ()),
            not_ids=fields.get("not_ids", slugs, frozenset()),
            veilig_thuis=fields.get("veilig_thuis", flag, default=False),
        )


class Seat(StrEnum):
    """What somebody is asked for."""

    SEAT = "seat"
    VEILIG_THUIS = "veilig-thuis"
    SPARE = "spare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitee(Value):
    """Somebody who is proposed, with the reasons that are the score."""

    colleague_id: str
    seat: Seat
    score: float
    reasons: tuple[Reason, ...]

    def why_you(self, language: str = "nl") -> tuple[str, ...]:
        """Write for the invitee what speaks for asking them: "u werkt in dezelfde regio"."""
        speaks = (Verdict.MET, Verdict.PARTLY)
        told = [each for each in self.reasons if each.verdict in speaks]
        return tuple(sentence(f"you.{each.code}", each.facts, language) for each in told)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read an invitee; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            colleague_id=fields.need("colleague_id", text),
            seat=fields.need("seat", one_of(Seat)),
            score=fields.need("score", number),
            reasons=fields.need("reasons", list_of(Reason.from_json)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition(Value):
    """The proposed group in the order of asking: the seats, then one spare.

    `closed` says how many could not be asked, by the first rule that stood in the way. A private
    "niet met" is in no count: a number of one would give it away. `total` adds up the scores of the
    seats, those of Veilig Thuis and the spare apart; no group of as many adds up to more than
    `most`, which is half a point higher when every group that could be better was tried.
    """

    invitees: tuple[Invitee, ...]
    considered: int
    closed: Mapping[str, int] = field(default_factory=dict)
    total: float = 0.0
    most: float = 0.0

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a composition; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            invitees=fields.need("invitees", list_of(Invitee.from_json)),
            considered=fields.need("considered", whole(0, MOST)),
            closed=fields.get("closed", mapping_of(whole(0, MOST)), {}),
            total=fields.get("total", number, 0.0),
            most=fields.get("most", number, 0.0),
        )
