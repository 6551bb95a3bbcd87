"""The rule for *past* once more, one profile at a time in float64, for checking all the others.

Written from the published rule and nothing of the matcher's engine: only its values are read.
What it says is what every peer, and the matcher itself, must answer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from math import floor
from typing import NamedTuple

from benchmarks.country.facts import facts
from drakenmatch import AgeRange, Kind, Level, Practitioner, Request, Role, Room, Wish

WEIGHTS = {
    "expertise": 40,
    "nearness": 20,
    "room": 20,
    "ages": 5,
    "languages": 5,
    "settings": 5,
    "funding": 5,
}
BOUGHT = {"jeugdwet", "wmo"}  # by a municipality, with a contract
SHOWN = 20
MASK = 2**64 - 1


class Answer(NamedTuple):
    """One of *past*, with its score."""

    id: str
    score: float


def worth(slug: str, level: Level) -> tuple[float, int]:
    """Value a level, and give its step; what has no ladder counts 1 from `zelfstandig` on."""
    step = tuple(Level).index(level)
    if step and not facts().vocabulary.has_ladder(slug):
        return 1.0, 3
    return (0.5, 0.8, 1.0, 1.0)[step], step


def kin(wish: Wish, request: Request) -> dict[str, float]:
    """Give what a term brings: itself and narrower 1, broader .5 a step, related .5, alike less.

    Which labels read alike is a list of the vocabulary, as the reviewed pairs are.
    """
    vocabulary = facts().vocabulary
    found = {} if wish.must else dict(vocabulary.look_alikes(wish.term))
    found |= dict.fromkeys(vocabulary.related_to(wish.term), 0.5)
    found |= {slug: 0.5**steps for slug, steps in vocabulary.ancestors(wish.term).items()}
    found |= dict.fromkeys({wish.term, *vocabulary.narrower(wish.term)}, 1.0)
    asked = {each.term for each in request.wishes}
    for slug in request.not_wishes:
        for unwanted in {slug, *vocabulary.narrower(slug)} - asked:
            found.pop(unwanted, None)
    return found


@dataclass(frozen=True)
class Oracle:
    """One request on one day."""

    request: Request
    today: date
    kin: dict[str, dict[str, float]] = field(init=False)
    regions: frozenset[str] = field(init=False)
    ages: list[AgeRange] = field(init=False)

    def __post_init__(self) -> None:
        here = facts().places.region_of(self.request.municipality)
        worked_out = {
            "kin": {wish.term: kin(wish, self.request) for wish in self.request.wishes},
            "regions": self.request.regions | ({here} if here else set()),
            "ages": [person.years for person in self.request.persons if person.years],
        }
        for name, value in worked_out.items():
            object.__setattr__(self, name, value)

    def answers(self, practitioners: Iterable[Practitioner]) -> list[Answer]:
        """Give all of *past* in the rule's order: band, then who treats, then the tie, then id."""
        fitting = [(who, self.score(who)) for who in practitioners if self.fits(who)]
        seed = first_bytes(f"{self.today.isoformat()}|{self.request.id}")
        fitting.sort(
            key=lambda each: (
                -floor(2 * each[1] + 1e-6),
                Role.TREATS not in each[0].roles,
                mixed(first_bytes(each[0].id) ^ seed),
                each[0].id,
            )
        )
        return [Answer(who.id, score) for who, score in fitting]

    # ---- Who fits ----

    def fits(self, who: Practitioner) -> bool:
        """Say whether every gate, closed or open, is met."""
        return (
            self._may_be_asked(who)
            and self._reaches(who)
            and self._has_room(who)
            and self._treats_ages(who)
            and self._has_musts(who)
        )

    def _may_be_asked(self, who: Practitioner) -> bool:
        asked = self.request
        cap = 3 if who.max_open_requests is None else who.max_open_requests
        structural = asked.kind is Kind.STRUCTURAL
        return (
            (Role.TREATS in who.roles or (structural and Role.ASPIRES in who.roles))
            and asked.kind in who.kinds
            and who.id not in asked.not_ids
            and (asked.organisation is None or who.organisation != asked.organisation)
            and (who.paused_until is None or who.paused_until < self.today)
            and who.open_requests < cap
            and self._avoids(who)
        )

    def _avoids(self, who: Practitioner) -> bool:
        if not self.request.avoid_regions:
            return True
        home = facts().places.region_of(who.municipality)
        works = {*who.regions, *([home] if home else [])}
        return bool(works) and not works & self.request.avoid_regions

    def _in_region(self, who: Practitioner) -> bool:
        """Where a distance can be asked it decides about the base, and not its region."""
        home = facts().places.region_of(who.municipality)
        counts = {home} if self.request.municipality is None else set()
        return bool(self.regions & {*who.regions, *counts})

    def _km(self, who: Practitioner) -> float | None:
        here, there = self.request.municipality, who.municipality
        return facts().places.km(here, there) if here and there else None

    def _reaches(self, who: Practitioner) -> bool:
        asked, km = self.request, self._km(who)
        if not self.regions or self._in_region(who) or (asked.online_ok and who.online):
            return True
        if km is None or who.travel_km is None or km > who.travel_km:
            return False
        return asked.max_km is None or km <= asked.max_km

    def _has_room(self, who: Practitioner) -> bool:
        if self.request.kind is Kind.ADVICE:
            return True
        if who.room_confirmed is None or not 0 <= (self.today - who.room_confirmed).days <= 90:
            return False
        by = max(self.request.start_by or self.today, self.today)
        in_time = who.room_from is not None and who.room_from <= by
        return who.room is Room.YES or (who.room is Room.FROM and in_time)

    def _covered(self, who: Practitioner) -> int:
        years = {year for first, last in who.ages or () for year in range(first, last + 1)}
        return sum(years.issuperset(range(age.first, age.last + 1)) for age in self.ages)

    def _treats_ages(self, who: Practitioner) -> bool:
        needed = len(self.ages) if self.request.ages_all else min(1, len(self.ages))
        return self._covered(who) >= needed

    def _has_musts(self, who: Practitioner) -> bool:
        asked = self.request
        spoken, works = who.languages or frozenset(), who.settings or frozenset()
        languages = {language.code for language in asked.languages if language.must}
        settings, funding = asked.settings, asked.funding
        return (
            all(self._holds(wish, who) for wish in asked.wishes if wish.must)
            and languages <= spoken
            and not (settings and settings.must and settings.any and not settings.any & works)
            and not (funding and funding.must and funding.any and not self._paid(who))
        )

    def _holds(self, wish: Wish, who: Practitioner) -> bool:
        least = tuple(Level).index(wish.min_level)
        return any(
            self.kin[wish.term].get(slug) == 1.0 and worth(slug, level)[1] >= least
            for slug, level in who.expertise.items()
        )

    def _paid(self, who: Practitioner) -> list[str]:
        """Give the asked routes through which this is certainly paid."""
        asked = self.request
        payer = asked.funding_municipality or asked.municipality
        stated = who.funding or frozenset()
        return [
            route
            for route in (asked.funding.any if asked.funding else ())
            if (
                f"{route}:{payer}" in stated
                if payer and route in BOUGHT
                else any(each.split(":")[0] == route for each in stated)
            )
        ]

    # ---- How well ----

    def score(self, who: Practitioner) -> float:
        """Weigh the values of what the request states."""
        values = dict(self._values(who))
        total = sum(WEIGHTS[name] for name in values)
        return sum(100 * WEIGHTS[name] * value for name, value in values.items()) / (total or 1)

    def _values(self, who: Practitioner) -> Iterator[tuple[str, float]]:
        asked = self.request
        if asked.wishes:
            weight = sum(wish.weight for wish in asked.wishes)
            found = sum(wish.weight * self._expertise(wish, who) for wish in asked.wishes)
            yield "expertise", found / weight
        if self.regions:
            yield "nearness", self._nearness(who)
        if asked.kind is not Kind.ADVICE:
            yield "room", self._room(who)
        if self.ages:
            known = who.ages is not None
            yield "ages", listed(self._covered(who), len(self.ages)) if known else 0.5
        if asked.languages:
            yield "languages", stated(who.languages, {each.code for each in asked.languages})
        if asked.settings and asked.settings.any:
            yield "settings", stated(who.settings, asked.settings.any)
        if asked.funding and asked.funding.any:
            yield "funding", self._funding(who)

    def _expertise(self, wish: Wish, who: Practitioner) -> float:
        least, best = tuple(Level).index(wish.min_level), 0.0
        for slug, level in who.expertise.items():
            value, step = worth(slug, level)
            value *= self.kin[wish.term].get(slug, 0)
            best = max(best, value if step >= least else value / 2)
        return best

    def _nearness(self, who: Practitioner) -> float:
        km = self._km(who)
        ways = [0.0 if facts().places.municipality(who.municipality) else 0.5]
        if km is not None:
            ways = [max(0.0, round(20 * (1 - km / 60)) / 20)]
        ways += [0.6] if self._in_region(who) else []
        ways += [0.5] if self.request.online_ok and who.online else []
        return max(ways)

    def _room(self, who: Practitioner) -> float:
        """Value room that is met; only who fits is scored here."""
        assert who.room_confirmed is not None
        days = (self.today - who.room_confirmed).days
        now = who.room is Room.YES or (who.room_from is not None and who.room_from <= self.today)
        fresh = min(1.0, (90 - days) / 60)
        return 0.5 + ((1.0 if now else 0.8) - 0.5) * fresh

    def _funding(self, who: Practitioner) -> float:
        assert self.request.funding is not None
        asked, paid = self.request.funding.any, self._paid(who)
        if who.funding is None:
            return 0.5
        payer = self.request.funding_municipality or self.request.municipality
        unsure = payer and any(route in BOUGHT and route in who.funding for route in asked)
        return 0.5 if unsure and not paid else listed(len(paid), len(asked))


def listed(met: int, asked: int) -> float:
    """Value a list: nothing 0, a part .5 + .5 x share, all 1."""
    return 0.0 if not met else 0.5 + 0.5 * met / asked if met < asked else 1.0


def stated(own: frozenset[str] | None, asked: Iterable[str]) -> float:
    """Value a list that may be unknown."""
    wanted = set(asked)
    return 0.5 if own is None else listed(len(wanted & own), len(wanted))


def first_bytes(text: str) -> int:
    """Give the number that ties are made from."""
    return int.from_bytes(sha256(text.encode()).digest()[:8])


def mixed(state: int) -> int:
    """Mix 64 bits as splitmix64 does."""
    state = (state + 0x9E3779B97F4A7C15) & MASK
    state = ((state ^ state >> 30) * 0xBF58476D1CE4E5B9) & MASK
    state = ((state ^ state >> 27) * 0x94D049BB133111EB) & MASK
    return state ^ state >> 31
