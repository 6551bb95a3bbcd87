"""What is known of a practitioner and what a request asks: frozen values, JSON in the same names.

Source of the names and their meaning: the contract of the matcher. Dates are Amsterdam dates,
distances kilometres, ages whole years. `None` always means *unknown*, never *no*.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, Self

from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Reader,
    Value,
    day,
    flag,
    list_of,
    mapping_of,
    one_of,
    optional,
    set_of,
    text,
    whole,
)

CAP_WHEN_UNSTATED = 3
COOLING_OFF = timedelta(days=3)
OLDEST = 120
MOST_KM = 1000
MOST_REQUESTS = 10_000


class Level(StrEnum):
    """How far somebody is in a method, from low to high."""

    TRAINING = "in-opleiding"
    INDEPENDENT = "zelfstandig"
    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"

    @property
    def step(self) -> int:
        """The place on the ladder, from 0."""
        return _LADDER.index(self)

    @property
    def below(self) -> "Level":
        """One step less; the lowest stays where it is."""
        return _LADDER[max(0, self.step - 1)]


_LADDER = tuple(Level)


class Room(StrEnum):
    """Whether there is room to start: a statement that carries a date."""

    YES = "yes"
    FROM = "from"
    NO = "no"


class Kind(StrEnum):
    """What can be asked of a practitioner; a request is never of the kind `intervisie`."""

    CASE = "casus"
    STRUCTURAL = "structureel"
    ADVICE = "advies"
    INTERVISION = "intervisie"


class Route(StrEnum):
    """How the work is paid; `jeugdwet:GM0392` is a contract with one municipality."""

    JEUGDWET = "jeugdwet"
    WMO = "wmo"
    ZVW = "zvw"
    WLZ = "wlz"
    OPVANG = "opvang"
    PARTICULIER = "particulier"


class Role(StrEnum):
    """The roles that are ranked for requests; a profile may hold others, which never count."""

    TREATS = "behandelaar"
    ASPIRES = "aankomend-behandelaar"


class AgeRange(NamedTuple):
    """Ages in years, both inclusive; written as [first, last]."""

    first: int
    last: int


MUNICIPALITY_CODE = re.compile(r"GM\d{4}", re.ASCII)


def municipality_code(raw: object, field: str) -> str:
    """Read a municipality code such as GM0392."""
    if not isinstance(raw, str) or not MUNICIPALITY_CODE.fullmatch(raw):
        raise InvalidValue(field, "a municipality code such as GM0392")
    return raw


def age_range(raw: object, field: str) -> AgeRange:
    """Read [from, to] in years, both inclusive."""
    ages = list_of(whole(0, OLDEST))(raw, field)
    if len(ages) != 2 or ages[0] > ages[1]:  # noqa: PLR2004  a range has two ends
        raise InvalidValue(field, "[from, to] in years, from not above to")
    return AgeRange(*ages)


def age(raw: object, field: str) -> int | AgeRange:
    """Read one age, or a range of ages."""
    if isinstance(raw, list | tuple):
        return age_range(raw, field)
    return whole(0, OLDEST)(raw, field)


def contract(raw: object, field: str) -> str:
    """Read a funding route, on its own or with a municipality: `jeugdwet:GM0392`."""
    route, colon, code = text(raw, field).partition(":")
    one_of(Route)(route, field)
    if colon:
        municipality_code(code, field)
    return f"{route}{colon}{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner(Value):
    """One profile as the matcher sees it; nothing in it names a person.

    Only `id` must be given. Whoever states no role or no kind is never ranked: nobody is asked
    for what they did not offer.
    """

    id: str
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    municipality: str | None = None
    regions: frozenset[str] = frozenset()
    travel_km: int | None = None
    online: bool | None = None
    expertise: Mapping[str, Level] = field(default_factory=dict)
    ages: tuple[AgeRange, ...] | None = None
    languages: frozenset[str] | None = None
    settings: frozenset[str] | None = None
    funding: frozenset[str] | None = None
    room: Room | None = None
    room_from: date | None = None
    room_confirmed: date | None = None
    kinds: frozenset[Kind] = frozenset()
    open_requests: int = 0
    max_open_requests: int | None = None
    paused_until: date | None = None
    last_asked: date | None = None
    last_invited: date | None = None
    since: date | None = None

    @property
    def cap(self) -> int:
        """How many open requests this practitioner wants at most; 0 is never."""
        return CAP_WHEN_UNSTATED if self.max_open_requests is None else self.max_open_requests

    def cooling_until(self, today: date) -> date | None:
        """From when this practitioner may be asked again; None when that is today already."""
        if self.last_asked is None or self.last_asked + COOLING_OFF <= today:
            return None
        return self.last_asked + COOLING_OFF

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a profile.

        Raises `InvalidValue` for every fault; `within` is the path of the object that holds it.
        """
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            id=fields.need("id", text),
            organisation=fields.get("organisation", optional(text), None),
            roles=fields.get("roles", set_of(text), frozenset()),
            municipality=fields.get("municipality", optional(municipality_code), None),
            regions=fields.get("regions", set_of(text), frozenset()),
            travel_km=fields.get("travel_km", optional(whole(0, MOST_KM)), None),
            online=fields.get("online", optional(flag), None),
            expertise=fields.get("expertise", mapping_of(one_of(Level)), {}),
            ages=fields.get("ages", optional(list_of(age_range)), None),
            languages=fields.get("languages", optional(set_of(text)), None),
            settings=fields.get("settings", optional(set_of(text)), None),
            funding=fields.get("funding", optional(set_of(contract)), None),
            room=fields.get("room", optional(one_of(Room)), None),
            room_from=fields.get("room_from", optional(day), None),
            room_confirmed=fields.get("room_confirmed", optional(day), None),
            kinds=fields.get("kinds", set_of(one_of(Kind)), frozenset()),
            open_requests=fields.get("open_requests", whole(0, MOST_REQUESTS), 0),
            max_open_requests=fields.get(
                "max_open_requests", optional(whole(0, MOST_REQUESTS)), None
            ),
            paused_until=fields.get("paused_until", optional(day), None),
            last_asked=fields.get("last_asked", optional(day), None),
            last_invited=fields.get("last_invited", optional(day), None),
            since=fields.get("since", optional(day), None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Value):
    """One asked term; without `min_level` every level will do."""

    term: str
    must: bool = False
    weight: int = 1
    min_level: Level = Level.TRAINING

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a wish; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            term=fields.need("term", text),
            must=fields.get("must", flag, default=False),
            weight=fields.get("weight", whole(1, 3), 1),
            min_level=fields.get("min_level", optional(one_of(Level)), None) or Level.TRAINING,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Value):
    """Somebody for whom help is sought: a role and an age, and nothing that identifies."""

    role: str | None = None
    age: int | AgeRange | None = None

    @property
    def years(self) -> AgeRange | None:
        """The age as a range, None when it was not given."""
        return AgeRange(self.age, self.age) if isinstance(self.age, int) else self.age

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a person; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            role=fields.get("role", optional(text), None),
            age=fields.get("age", optional(age), None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Value):
    """One asked language by its code."""

    code: str
    must: bool = False

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a language; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(code=fields.need("code", text), must=fields.get("must", flag, default=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Value):
    """Slugs of which any will do."""

    any: frozenset[str] = frozenset()
    must: bool = False

    @classmethod
    def from_json(cls, raw: object, within: str = "", slug: Reader[str] = text) -> Self:
        """Read a group whose slugs `slug` reads; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            any=fields.need("any", set_of(slug)), must=fields.get("must", flag, default=False)
        )


def funding_group(raw: object, within: str) -> Group:
    """Read the asked funding: bare routes, the municipality has a field of its own."""
    return Group.from_json(raw, within, one_of(Route))
