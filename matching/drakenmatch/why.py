"""Why is this practitioner not on top? The answer about anybody by name, and about nobody else.

What only the practitioner may know is not told: being away and being full read the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile
from typing import Self

from drakenmatch.answers import Bucket, Reason, Verdict
from drakenmatch.asking import Asked, Entry
from drakenmatch.changes import Change, changes_for
from drakenmatch.checking import request_faults
from drakenmatch.explain import explained, points
from drakenmatch.gates import Miss, Passing
from drakenmatch.pool import Pool
from drakenmatch.rank import RULE, weights
from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Json,
    Value,
    day,
    flag,
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
from drakenmatch.request import Request
from drakenmatch.sentences import SENTENCES, sentence
from drakenmatch.standing import Rule, Standing, closed_by, company, place_of, stand

MOST = 10_000_000
FIRST_LOOK = 50
LOWER = ("lower.bucket", "lower.cost", "lower.score", "lower.training", "lower.turn", "lower.turn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Value):
    """One sentence, by its code and facts; `detail` is the Dutch."""

    code: str
    detail: str
    facts: Mapping[str, Json] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, facts: Mapping[str, Json] | None = None) -> Self:
        """Write the sentence of a code."""
        return cls(code=code, detail=sentence(code, facts or {}), facts=facts or {})

    def sentence(self, language: str = "nl") -> str:
        """Write it in `nl` or `en`."""
        return sentence(self.code, self.facts, language)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a sentence; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            code=fields.need("code", _code),
            detail=fields.need("detail", free_text),
            facts=fields.get("facts", mapping_of(json_value), {}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed(Value):
    """An open gate that is not met; `never_nearly` when this alone keeps somebody off the list."""

    criterion: str
    subject: str
    verdict: Verdict
    never_nearly: bool

    @classmethod
    def of(cls, miss: Miss) -> Self:
        """Say how a gate was missed."""
        unknown = miss.passing is Passing.UNKNOWN
        return cls(
            criterion=miss.gate.criterion,
            subject=miss.gate.subject,
            verdict=Verdict.UNKNOWN if unknown else Verdict.UNMET,
            never_nearly=miss.passing is Passing.SHUT,
        )

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a missed gate; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            criterion=fields.need("criterion", text),
            subject=fields.need("subject", free_text),
            verdict=fields.need("verdict", one_of(Verdict)),
            never_nearly=fields.need("never_nearly", flag),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Value):
    """A criterion on which two differ: the points of this one, and of the one above."""

    criterion: str
    points: float
    above: float
    out_of: float

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a difference; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            criterion=fields.need("criterion", text),
            points=fields.need("points", number),
            above=fields.need("above", number),
            out_of=fields.need("out_of", number),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower(Value):
    """Why somebody stands lower than another: what decides, and where their points differ.

    `differences` has the largest first, and sums to the difference of both scores.
    """

    than: str
    because: Told
    differences: tuple[Difference, ...]

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a comparison; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            than=fields.need("than", text),
            because=fields.need("because", Told.from_json),
            differences=fields.need("differences", list_of(Difference.from_json)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot(Value):
    """Where one practitioner stands, and why.

    `bucket` and `place` (from 1, of `of`) are None for who is on no list. `closed` are the gates
    that no request can open, `missed` the open ones. `reasons` add up to `score`. `changes` are the
    fewest and mildest that bring this practitioner into `fits`: () is there already, None is not
    possible. `lower` compares with the one just above, or the one that was asked about.
    """

    practitioner_id: str
    bucket: Bucket | None
    place: int | None
    of: int | None
    score: float
    stands: Told
    closed: tuple[Told, ...]
    missed: tuple[Missed, ...]
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...] | None
    lower: Lower | None
    cooling_until: date | None
    rule: str

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read an answer; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            practitioner_id=fields.need("practitioner_id", text),
            bucket=fields.need("bucket", optional(one_of(Bucket))),
            place=fields.need("place", optional(whole(1, MOST))),
            of=fields.need("of", optional(whole(1, MOST))),
            score=fields.need("score", number),
            stands=fields.need("stands", Told.from_json),
            closed=fields.need("closed", list_of(Told.from_json)),
            missed=fields.need("missed", list_of(Missed.from_json)),
            reasons=fields.need("reasons", list_of(Reason.from_json)),
            changes=fields.need("changes", optional(list_of(Change.from_json))),
            lower=fields.need("lower", optional(Lower.from_json)),
            cooling_until=fields.need("cooling_until", optional(day)),
            rule=fields.need("rule", text),
        )


def why_not(
    pool: Pool, request: Request, practitioner_id: str, *, today: date, than: str | None = None
) -> WhyNot:
    """Say where somebody in the pool stands in the answer to a request, and why there.

    `than` names somebody to compare with; without it that is the one just above in the bucket.
    Raises `InvalidValue` for somebody who is not in the pool, and for a request that names a term,
    region or municipality that does not exist.
    """
    for fault in request_faults(request, pool.vocabulary, pool.places):
        raise fault
    asked = Asked.of(request, today, pool.vocabulary, pool.places)
    entry = _entry(pool, practitioner_id, "practitioner_id")
    other = _entry(pool, than, "than") if than is not None else None
    standing = _standing(pool, asked, entry)
    answer = _answer(asked, standing)
    if closed := closed_by(asked, entry):
        told = tuple(Told.of(code, facts) for code, facts in closed)
        return replace(answer, closed=told)
    answer = replace(answer, changes=changes_for(asked, entry, standing.missed))
    if standing.bucket is None:
        never = any(miss.never_nearly for miss in answer.missed)
        stands = Told.of("stands.never-nearly" if never else "stands.too-much")
        return replace(answer, stands=stands)
    return _placed(answer, pool, asked, standing, other)


def _placed(
    answer: WhyNot, pool: Pool, asked: Asked, standing: Standing, other: Entry | None
) -> WhyNot:
    """Fill in the place of somebody who is on a list, and who stands above."""
    bucket = standing.bucket
    assert bucket is not None  # who is on no list was answered before
    above, of = _above(pool, asked, answer.practitioner_id, bucket)
    if other is None and above:
        other = _entry(pool, above[-1], "than")
    place = len(above) + 1
    return replace(
        answer,
        bucket=bucket,
        place=place,
        of=of,
        stands=Told.of(f"stands.{bucket}", {"place": place, "of": of}),
        lower=_lower(pool, asked, standing, other) if other else None,
    )


def _answer(asked: Asked, standing: Standing) -> WhyNot:
    """Give the answer about somebody who is on no list: the rest is filled in where it holds."""
    entry = standing.entry
    return WhyNot(
        practitioner_id=entry.who.id,
        bucket=None,
        place=None,
        of=None,
        score=standing.score,
        stands=Told.of("stands.closed"),
        closed=(),
        missed=tuple(map(Missed.of, standing.missed)),
        reasons=explained(weights(asked), asked, entry, standing.missed)[1],
        changes=None,
        lower=None,
        cooling_until=entry.who.cooling_until(asked.today),
        rule=RULE,
    )


def _entry(pool: Pool, practitioner_id: str, name: str) -> Entry:
    who = pool.get(practitioner_id)
    if who is None:
        raise InvalidValue(name, "somebody in the pool")
    return Entry.of(who, pool.vocabulary, pool.places)


def _standing(pool: Pool, asked: Asked, entry: Entry) -> Standing:
    return stand(asked, Rule.of(asked), entry, lambda: company(pool, asked, entry.who.id))


def _above(pool: Pool, asked: Asked, who_id: str, bucket: Bucket) -> tuple[list[str], int]:
    """Give who stands above in the bucket, and how many it holds."""
    most = pool.rank(asked.request, today=asked.today, limit=0).counts[bucket]
    if bucket is Bucket.FITS:
        ids = [each for each, _ in pool.best(asked.request, today=asked.today, limit=most)]
        return list(takewhile(who_id.__ne__, ids)), most
    # Only *past* can be listed without writing the reasons; most ask about somebody near the top.
    for limit in (min(most, FIRST_LOOK), most):
        ranking = pool.rank(asked.request, today=asked.today, limit={bucket: limit})
        ids = [match.practitioner_id for match in ranking.matches]
        if who_id in ids:
            break
    return list(takewhile(who_id.__ne__, ids)), most


def _lower(pool: Pool, asked: Asked, standing: Standing, other: Entry) -> Lower | None:
    """Compare with somebody who stands above; None when they do not."""
    theirs = _standing(pool, asked, other)
    if standing.bucket is None or theirs.bucket is None:
        return None
    mine = place_of(asked, standing, standing.bucket)
    above = place_of(asked, theirs, theirs.bucket)
    if mine <= above:
        return None
    decides = next(code for code, one, two in zip(LOWER, mine, above, strict=True) if one != two)
    found = sorted(
        _differences(asked, standing.entry, other), key=lambda each: each.points - each.above
    )
    return Lower(than=other.who.id, because=Told.of(decides), differences=tuple(found))


def _differences(asked: Asked, entry: Entry, other: Entry) -> Iterator[Difference]:
    for criterion, out_of in weights(asked).items():
        mine = points({criterion: out_of}, asked, entry)
        above = points({criterion: out_of}, asked, other)
        if mine != above:
            yield Difference(criterion=criterion.__name__, points=mine, above=above, out_of=out_of)


def _code(raw: object, within: str) -> str:
    code = text(raw, within)
    if code not in SENTENCES:
        raise InvalidValue(within, "a code of the table of sentences")
    return code
