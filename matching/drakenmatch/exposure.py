"""Who is shown, asked and accepted: a report over counts, by which a rule can be judged as fair.

Nobody is put in an order here. `gini` is 0 when all are shown equally often and 1 when one person
is always shown and nobody else ever is; for small groups it is divided by its largest possible
value, (n - 1) / n. It is None for fewer than two people, or when nobody was shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Self

from drakenmatch.places import Places
from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Value,
    flag,
    free_text,
    list_of,
    number,
    optional,
    text,
    whole,
)
from drakenmatch.values import Practitioner

NEWCOMER = timedelta(days=90)
SMALL_REGION = 5
TOP_TENTH = 10
MOST = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Value):
    """How often one practitioner was shown, asked and accepted for requests in one region.

    The region "" is nowhere in particular. Several counts of the same two are added up.
    """

    practitioner_id: str
    region: str = ""
    shown: int = 0
    asked: int = 0
    accepted: int = 0

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a count; raises `InvalidValue`."""
        fields, often = Fields(raw, cls.__dataclass_fields__, within), whole(0, MOST)
        return cls(
            practitioner_id=fields.need("practitioner_id", text),
            region=fields.get("region", free_text, ""),
            shown=fields.get("shown", often, 0),
            asked=fields.get("asked", often, 0),
            accepted=fields.get("accepted", often, 0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Value):
    """The sums of one practitioner; `newcomer` for less than 90 days."""

    practitioner_id: str
    shown: int
    asked: int
    accepted: int
    newcomer: bool

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read the sums of one practitioner; raises `InvalidValue`."""
        fields, often = Fields(raw, cls.__dataclass_fields__, within), whole(0, MOST)
        return cls(
            practitioner_id=fields.need("practitioner_id", text),
            shown=fields.need("shown", often),
            asked=fields.need("asked", often),
            accepted=fields.need("accepted", often),
            newcomer=fields.need("newcomer", flag),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Value):
    """How often a group is shown and how often the others are, each in the mean per person.

    A mean of nobody is None; `ratio` is 1 when both are shown equally often.
    """

    people: int
    shown_each: float | None
    others_each: float | None

    @property
    def ratio(self) -> float | None:
        """The mean of the group for every 1 of the others."""
        if self.shown_each is None or not self.others_each:
            return None
        return self.shown_each / self.others_each

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a gap; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            people=fields.need("people", whole(0, MOST)),
            shown_each=fields.need("shown_each", optional(number)),
            others_each=fields.need("others_each", optional(number)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Value):
    """How attention is spread over a group of people, who are listed by id.

    `top_share` is the part of all showings that the most shown tenth (`top_people`, at least one)
    had together; with everybody shown equally often it would be `even_share`.
    """

    region: str
    people: tuple[Person, ...]
    shown: int
    asked: int
    accepted: int
    gini: float | None
    top_people: int
    top_share: float | None
    even_share: float | None
    newcomers: Gap

    @property
    def small(self) -> bool:
        """Whether there are so few that a figure says little, and could point at somebody."""
        return len(self.people) < SMALL_REGION

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read how attention is spread; raises `InvalidValue`."""
        fields, often = Fields(raw, cls.__dataclass_fields__, within), whole(0, MOST)
        return cls(
            region=fields.need("region", free_text),
            people=fields.need("people", list_of(Person.from_json)),
            shown=fields.need("shown", often),
            asked=fields.need("asked", often),
            accepted=fields.need("accepted", often),
            gini=fields.need("gini", optional(number)),
            top_people=fields.need("top_people", often),
            top_share=fields.need("top_share", optional(number)),
            even_share=fields.need("even_share", optional(number)),
            newcomers=fields.need("newcomers", Gap.from_json),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure(Value):
    """The report: all together, every region by name, and the regions with fewer than five."""

    everywhere: Spread
    regions: tuple[Spread, ...]
    small_regions: Gap

    def region(self, slug: str) -> Spread:
        """Give the report of one region; raises `InvalidValue` for one that is not in it."""
        found = next((each for each in self.regions if each.region == slug), None)
        if found is None:
            raise InvalidValue("region", "a region of the report")
        return found

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a report; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            everywhere=fields.need("everywhere", Spread.from_json),
            regions=fields.need("regions", list_of(Spread.from_json)),
            small_regions=fields.need("small_regions", Gap.from_json),
        )


def exposure(
    counts: Iterable[Count], profiles: Iterable[Practitioner], *, places: Places, today: date
) -> Exposure:
    """Report who was shown, asked and accepted.

    A profile belongs to the regions it lists, the region of its base, and the regions where it was
    shown; who was never shown counts as 0. Counts of a profile that is not given are left out.
    """
    known = {who.id: who for who in profiles}
    found = [count for count in counts if count.practitioner_id in known]
    members = _members(known.values(), found, places)
    regions = [
        _spread(slug, members[slug], [each for each in found if each.region == slug], today)
        for slug in sorted(members)
    ]
    return Exposure(
        everywhere=_spread("", list(known.values()), found, today),
        regions=tuple(regions),
        small_regions=_small(regions),
    )


def _members(
    profiles: Collection[Practitioner], counts: Iterable[Count], places: Places
) -> Mapping[str, list[Practitioner]]:
    """Give who belongs to each region, also those with nobody."""
    shown = {(count.region, count.practitioner_id) for count in counts}
    return {
        slug: [
            who
            for who in profiles
            if slug in who.regions
            or slug == places.region_of(who.municipality)
            or (slug, who.id) in shown
        ]
        for slug in places.regions
    }


def _spread(
    region: str, members: Iterable[Practitioner], counts: Iterable[Count], today: date
) -> Spread:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        sums[count.practitioner_id] += Counter(
            shown=count.shown, asked=count.asked, accepted=count.accepted
        )
    in_order = sorted(members, key=lambda who: who.id)
    people = tuple(_person(who, sums[who.id], today) for who in in_order)
    often = sorted((each.shown for each in people), reverse=True)
    total, top = sum(often), ceil(len(often) / TOP_TENTH)
    return Spread(
        region=region,
        people=people,
        shown=total,
        asked=sum(each.asked for each in people),
        accepted=sum(each.accepted for each in people),
        gini=gini(often),
        top_people=top,
        top_share=sum(often[:top]) / total if total else None,
        even_share=top / len(often) if often else None,
        newcomers=_gap(
            [each.shown for each in people if each.newcomer],
            [each.shown for each in people if not each.newcomer],
        ),
    )


def _person(who: Practitioner, sums: Mapping[str, int], today: date) -> Person:
    return Person(
        practitioner_id=who.id,
        shown=sums["shown"],
        asked=sums["asked"],
        accepted=sums["accepted"],
        newcomer=who.since is not None and today - who.since < NEWCOMER,
    )


def _small(regions: Iterable[Spread]) -> Gap:
    """Compare the people of small regions with those of the others, each in their own region."""
    small: list[int] = []
    large: list[int] = []
    for region in regions:
        (small if region.small else large).extend(each.shown for each in region.people)
    return _gap(small, large)


def _gap(group: Sequence[int], others: Sequence[int]) -> Gap:
    return Gap(people=len(group), shown_each=_mean(group), others_each=_mean(others))


def _mean(numbers: Sequence[int]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def gini(numbers: Collection[float]) -> float | None:
    """Measure inequality from 0 (all equal) to 1 (one has all); None when that says nothing."""
    total, several = sum(numbers), len(numbers)
    if several < 2 or not total:  # noqa: PLR2004 - nobody is unequal alone
        return None
    weighed = sum(place * each for place, each in enumerate(sorted(numbers), start=1))
    return (2 * weighed / total - several - 1) / (several - 1)
