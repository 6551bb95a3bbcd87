"""What somebody can say of themselves, and what saying it would bring: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from drakenmatch.reading import (
    Fields,
    Json,
    Value,
    free_text,
    json_value,
    list_of,
    mapping_of,
    number,
    one_of,
    whole,
)
from drakenmatch.sentences import sentence

MOST = 10_000_000


class Fact(StrEnum):
    """What somebody can say of themselves."""

    CONFIRM_ROOM = "confirm-room"
    ROOM = "room"
    AGES = "ages"
    LANGUAGES = "languages"
    SETTINGS = "settings"
    TRAVEL = "travel"
    ONLINE = "online"
    FUNDING = "funding"
    CONTRACTS = "contracts"
    REGION = "region"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Value):
    """One fact, and what stating it would change in these requests.

    `fits`: in how many more one would fit. `higher` and `lower`: in how many one would come in a
    better, or a worse, group. `scored`: in how many the points alone would rise; `points`: how
    many points (0-100) all scores would gain together, where one is on a list afterwards.
    `subject` is the region or the kind.
    """

    fact: Fact
    fits: int
    higher: int
    lower: int
    scored: int
    points: float
    subject: str = ""
    detail: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)

    def sentence(self, language: str = "nl") -> str:
        """Write what to state, in `nl` or `en`."""
        return sentence(f"help.{self.fact}", self.facts, language)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a fact that helps; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            fact=fields.need("fact", one_of(Fact)),
            fits=fields.need("fits", whole(-MOST, MOST)),
            higher=fields.need("higher", whole(0, MOST)),
            lower=fields.need("lower", whole(0, MOST)),
            scored=fields.need("scored", whole(0, MOST)),
            points=fields.need("points", number),
            subject=fields.get("subject", free_text, ""),
            detail=fields.get("detail", free_text, ""),
            facts=fields.get("facts", mapping_of(json_value), {}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Value):
    """How somebody does in a number of requests, and what would bring them higher.

    `counts` is per bucket; `only_missed` in how many one criterion alone stood in the way of
    fitting. `helps` are at most five facts, the largest gain first.
    """

    requests: int
    counts: Mapping[str, int]
    only_missed: Mapping[str, int]
    helps: tuple[Help, ...]

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read an outlook; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        counts = mapping_of(whole(0, MOST))
        return cls(
            requests=fields.need("requests", whole(0, MOST)),
            counts=fields.need("counts", counts),
            only_missed=fields.need("only_missed", counts),
            helps=fields.need("helps", list_of(Help.from_json)),
        )
