"""What a ranking answers: matches in three buckets, each with the reasons that are its score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Json,
    Value,
    day,
    free_text,
    json_value,
    list_of,
    mapping_of,
    number,
    one_of,
    optional,
    text,
    whole,
)
from drakenmatch.sentences import SENTENCES, sentence

MOST = 10_000_000


class Verdict(StrEnum):
    """How a profile stands to one thing asked; unknown is never yes and never no."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNKNOWN = "unknown"


class Bucket(StrEnum):
    """In which of the three groups a match is shown."""

    FITS = "fits"
    NEARLY = "nearly"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Value):
    """One part of a score: `points` of `out_of`, and in words why.

    `sentence("en")` writes the same as `detail`, from `code` and `facts`. A reason of 0 out of 0
    explains a gate that carries no weight (role, reach).
    """

    criterion: str
    verdict: Verdict
    points: float
    out_of: float
    code: str
    facts: Mapping[str, Json] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The Dutch sentence; written when it is read, because most are never."""
        return self.sentence()

    def to_json(self) -> dict[str, Json]:
        """Write the reason with its Dutch sentence."""
        return {**Value.to_json(self), "detail": self.detail}

    def sentence(self, language: str = "nl") -> str:
        """Write the reason in `nl` or `en`."""
        return sentence(self.code, self.facts, language)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a reason; raises `InvalidValue`."""
        fields = Fields(raw, (*cls.__dataclass_fields__, "detail"), within)
        reason = cls(
            criterion=fields.need("criterion", text),
            verdict=fields.need("verdict", one_of(Verdict)),
            points=fields.need("points", number),
            out_of=fields.need("out_of", number),
            code=fields.need("code", _code),
            facts=fields.get("facts", mapping_of(json_value), {}),
        )
        fields.need("detail", free_text)  # written from code and facts, so not kept
        return reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Value):
    """One practitioner in the answer. `score` is 0-100 and the sum of the reasons' points.

    `cooling_until`: from that date the practitioner may be asked again; None is now.
    """

    practitioner_id: str
    bucket: Bucket
    score: float
    reasons: tuple[Reason, ...]
    cooling_until: date | None = None

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a match; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            practitioner_id=fields.need("practitioner_id", text),
            bucket=fields.need("bucket", one_of(Bucket)),
            score=fields.need("score", number),
            reasons=fields.need("reasons", list_of(Reason.from_json)),
            cooling_until=fields.get("cooling_until", optional(day), None),
        )


class Loosening(StrEnum):
    """The ways to ask a little less; on one gate a later one is milder than an earlier one."""

    DROP_MUST = "drop-must"
    LOWER_LEVEL = "lower-level"
    ADD_REGION = "add-region"
    ACCEPT_ONLINE = "accept-online"
    MAX_KM = "max-km"
    START_BY = "start-by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation(Value):
    """One thing to ask less of, and exactly how many would then be in `fits` besides.

    `criterion` is the gate, `subject` the term, language or region, `value` the new level (slug),
    distance (km) or date. `drakenmatch.relaxed(request, relaxation, today=...)` gives the request.
    """

    loosening: Loosening
    criterion: str
    adds: int
    subject: str = ""
    value: Json = None
    detail: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)

    def sentence(self, language: str = "nl") -> str:
        """Write the relaxation in `nl` or `en`, such as "Met Gooi en Vechtstreek erbij: 3."."""
        return sentence(f"relax.{self.loosening}", self.facts, language)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a relaxation; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            loosening=fields.need("loosening", one_of(Loosening)),
            criterion=fields.need("criterion", text),
            adds=fields.need("adds", whole(0, MOST)),
            subject=fields.get("subject", free_text, ""),
            value=fields.get("value", json_value, None),
            detail=fields.get("detail", free_text, ""),
            facts=fields.get("facts", mapping_of(json_value), {}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Value):
    """The answer to one request.

    `fits`, `nearly` and `advice` hold at most `limit` matches together; `counts` is exact, per
    bucket. `closed` says how many would have been in `fits` but are full (`cap`) or away (`pause`).
    `considered` is how many treating practitioners were looked at, `rule` the rule's version.
    """

    fits: tuple[Match, ...]
    nearly: tuple[Match, ...]
    advice: tuple[Match, ...]
    counts: Mapping[str, int]
    relaxations: tuple[Relaxation, ...]
    closed: Mapping[str, int]
    considered: int
    rule: str

    @property
    def matches(self) -> tuple[Match, ...]:
        """All shown matches in their order."""
        return self.fits + self.nearly + self.advice

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a ranking; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        matches, counts = list_of(Match.from_json), mapping_of(whole(0, MOST))
        return cls(
            fits=fields.need("fits", matches),
            nearly=fields.need("nearly", matches),
            advice=fields.need("advice", matches),
            counts=fields.need("counts", counts),
            relaxations=fields.need("relaxations", list_of(Relaxation.from_json)),
            closed=fields.need("closed", counts),
            considered=fields.need("considered", whole(0, MOST)),
            rule=fields.need("rule", text),
        )


def _code(raw: object, within: str) -> str:
    code = text(raw, within)
    if code not in SENTENCES:
        raise InvalidValue(within, "a code of the table of sentences")
    return code
