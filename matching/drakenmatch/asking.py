"""A request and a profile made ready for comparing: what never changes is worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from drakenmatch.naming import Labels
from drakenmatch.order import column
from drakenmatch.places import Places
from drakenmatch.request import Request
from drakenmatch.values import AgeRange, Level, Practitioner, Role, Wish
from drakenmatch.vocabulary import Kin, Vocabulary

WORTH: Mapping[Level, float] = {
    Level.TRAINING: 0.5,
    Level.INDEPENDENT: 0.8,
    Level.PRACTITIONER: 1.0,
    Level.SUPERVISOR: 1.0,
}
BELOW_LEVEL = 0.5


class Held(NamedTuple):
    """How well a term is held: its worth in the score, and its step on the ladder."""

    worth: float
    step: int


# All that a profile can hold: a held term is one of these four, by its step.
HELD = tuple(Held(WORTH[level], level.step) for level in Level)
_HELD_AT: Mapping[Level, Held] = dict(zip(Level, HELD, strict=True))
_RANKED = frozenset({Role.TREATS, Role.ASPIRES})


class Worth(dict[tuple[str, Level], Held]):
    """What each term is worth at each level, worked out when it is first met."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, held_: tuple[str, Level]) -> Held:
        """Weigh a term and level that are met for the first time."""
        worth = self[held_] = held(*held_, self._vocabulary)
        return worth


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile with what the pool works out when it is put in."""

    who: Practitioner
    base: str | None
    home: str | None
    held: Mapping[str, Held]
    years: tuple[AgeRange, ...]
    key: int
    aspiring: bool
    ranked: bool

    @classmethod
    def of(cls, who: Practitioner, vocabulary: Vocabulary, places: Places) -> "Entry":
        """Work out a profile. A base that is no municipality (any more) counts as unknown."""
        return cls.weighed(who, Worth(vocabulary), places, column(who.id))

    @classmethod
    def weighed(cls, who: Practitioner, worth: Worth, places: Places, key: int) -> "Entry":
        """Work out one of many profiles, with what others held and the key it is known to have."""
        base = places.municipality(who.municipality)
        return cls(
            who=who,
            base=base.code if base else None,
            home=base.region if base else None,
            held={held_[0]: worth[held_] for held_ in who.expertise.items()},
            years=merged(who.ages or ()),
            key=key,
            aspiring=Role.TREATS not in who.roles,
            ranked=not who.roles.isdisjoint(_RANKED),
        )


def held(slug: str, level: Level, vocabulary: Vocabulary) -> Held:
    """Weigh a level. Where no ladder exists, `zelfstandig` is all there is: 1, and high enough."""
    if level is Level.TRAINING or vocabulary.has_ladder(slug):
        return _HELD_AT[level]
    return _HELD_AT[Level.SUPERVISOR]


@lru_cache(maxsize=4096)
def merged(ranges: tuple[AgeRange, ...]) -> tuple[AgeRange, ...]:
    """Join ranges that touch: [0, 5] and [6, 12] also hold somebody of "4 to 8"."""
    joined: list[AgeRange] = []
    for each in sorted(ranges):
        if joined and each.first <= joined[-1].last + 1:
            joined[-1] = AgeRange(joined[-1].first, max(joined[-1].last, each.last))
        else:
            joined.append(each)
    return tuple(joined)


class Sought(NamedTuple):
    """One wish, and how much each term a profile may hold has to do with it."""

    wish: Wish
    kin: Kin
    least: int  # the step on the ladder that is asked

    @classmethod
    def of(cls, wish: Wish, request: Request, vocabulary: Vocabulary) -> "Sought":
        """Find the kin of a wished term.

        A narrower term of an unwanted one is unwanted too, unless somebody asks for it by name.
        """
        kin = vocabulary.kin(wish.term, must=wish.must)
        if request.not_wishes:
            asked = {each.term for each in request.wishes}
            below = map(vocabulary.narrower, request.not_wishes)
            kin = kin.without(frozenset(request.not_wishes).union(*below) - asked)
        return cls(wish, kin, wish.min_level.step)

    def best(self, entry: Entry) -> tuple[str, float] | None:
        """Find the held term that answers the wish best, with its value; None if there is none.

        Of equal ones the wished term itself comes first, then the alphabet decides.
        """
        wished, best = self.wish.term, None
        for slug, held_ in entry.held.items():
            if slug in self.kin.worth:
                value = -self.value(slug, held_), slug != wished, slug
                if best is None or value < best:
                    best = value
        return None if best is None else (best[2], -best[0])

    def value(self, slug: str, held_: Held) -> float:
        """Multiply level and relatedness; below the asked level the half."""
        value = held_.worth * self.kin.worth[slug]
        return value if held_.step >= self.least else value * BELOW_LEVEL

    def met_by(self, entry: Entry, step: int) -> bool:
        """Say whether the term itself or a narrower one is held at this step or above."""
        return any(slug in self.kin.same and each.step >= step for slug, each in entry.held.items())


@dataclass(frozen=True)
class Asked:
    """A request worked out for one day: its regions, ages and wishes."""

    request: Request
    today: date
    vocabulary: Vocabulary
    places: Places
    regions: frozenset[str]
    here: str | None
    start: date
    ages: tuple[AgeRange, ...]
    sought: tuple[Sought, ...]

    @classmethod
    def of(cls, request: Request, today: date, vocabulary: Vocabulary, places: Places) -> "Asked":
        """Work out a request; with a municipality its region is added."""
        here = places.municipality(request.municipality)
        return cls(
            request=request,
            today=today,
            vocabulary=vocabulary,
            places=places,
            regions=request.regions | {here.region} if here else request.regions,
            here=here.code if here else None,
            start=request.start_by or today,
            ages=tuple([years for each in request.persons if (years := each.years)]),
            sought=tuple([Sought.of(wish, request, vocabulary) for wish in request.wishes]),
        )

    @cached_property
    def around(self) -> frozenset[str]:
        """The regions that border on those asked."""
        return frozenset().union(*map(self.places.neighbours, self.regions)) - self.regions

    @cached_property
    def kin(self) -> tuple[str, ...]:
        """All terms that have to do with any of the wishes."""
        return tuple(frozenset().union(*(sought.kin.worth for sought in self.sought)))

    @cached_property
    def labels(self) -> Labels:
        """What slugs are called: each is looked up once."""
        return Labels(self.vocabulary, self.places)

    @cached_property
    def _km(self) -> dict[str, float | None]:
        return {}

    def km(self, entry: Entry) -> float | None:
        """Give the distance between both centroids; None when one of them is not known."""
        if self.here is None or entry.base is None:
            return None
        if entry.base not in self._km:
            self._km[entry.base] = self.places.km(self.here, entry.base)
        return self._km[entry.base]

    def covered(self, entry: Entry) -> list[AgeRange]:
        """Give the asked ages that lie wholly within the ages a profile treats."""
        return [
            age
            for age in self.ages
            if any(each.first <= age.first and age.last <= each.last for each in entry.years)
        ]
