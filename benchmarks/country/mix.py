"""The requests of a benchmark: 55 % in a region, 25 % around a place, 20 % anywhere.

Every request carries in `text` the words in which somebody would have typed it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from itertools import count
from random import Random
from typing import NamedTuple

from benchmarks.country.drawing import ORGANISATIONS, age_choices
from benchmarks.country.facts import ROUTES, TODAY, Facts, busyness, craft_shares, facts
from benchmarks.population import SEED, organisation
from drakenmatch import Group, Kind, Language, Level, Person, Request, Wish

ASKED_LANGUAGES = ("ar", "ary", "tr", "en", "pl", "ti", "fa", "es", "uk", "so", "pap", "ber")
CHILD = 17


class Place(StrEnum):
    """Where a request looks."""

    REGION = "region"
    RADIUS = "radius"
    NATIONWIDE = "nationwide"


# Twenty at a time hold the mix exactly, so also a short run has it.
TWENTY = (Place.REGION,) * 11 + (Place.RADIUS,) * 5 + (Place.NATIONWIDE,) * 4


class Asking(NamedTuple):
    """A request and what kind of question it is."""

    place: Place
    request: Request


def requests(many: int, seed: int = SEED) -> list[Asking]:
    """Invent requests: the first ones are the same however many are asked for."""
    stream = _stream(seed)
    return [next(stream) for _ in range(many)]


def _stream(seed: int) -> Iterator[Asking]:
    rng = Random(seed)
    numbers = count()
    while True:
        for place in rng.sample(TWENTY, len(TWENTY)):
            yield Asking(place, _request(Random(seed << 32 | next(numbers)), place))


def nothing_stated(number: int) -> Request:
    """Give the request that everybody may answer: the most that can be asked of a matcher."""
    return Request(id=f"nothing-{number}", kind=Kind.CASE)


class _Writer:
    """Puts one request together; the draws that belong together share their trade."""

    def __init__(self, rng: Random, known: Facts) -> None:
        self.rng = rng
        self.known = known
        self.trade = rng.choices(range(len(known.crafts)), craft_shares().tolist())[0]

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def kind(self) -> Kind:
        kinds = (Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE)
        return self.rng.choices(kinds, (70, 18, 12))[0]

    def wishes(self) -> tuple[Wish, ...]:
        craft = self.known.crafts[self.trade]
        usual = [*craft.core, *craft.more[:6]]
        many = self.rng.choices((0, 1, 2, 3, 4), (4, 34, 34, 20, 8))[0]
        slugs = self.rng.sample(usual, min(many, len(usual)))
        if slugs and self.maybe(0.15):
            slugs[-1] = self.rng.choice([each for each in self.known.terms if each not in slugs])
        return tuple(self._wish(slug, first=not place) for place, slug in enumerate(slugs))

    def _wish(self, slug: str, *, first: bool) -> Wish:
        levels = (Level.TRAINING, Level.INDEPENDENT, Level.PRACTITIONER)
        return Wish(
            term=slug,
            must=self.maybe(0.5 if first else 0.12),
            weight=self.rng.choices((1, 2, 3), (70, 20, 10))[0],
            min_level=self.rng.choices(levels, (76, 20, 4))[0],
        )

    def persons(self) -> tuple[Person, ...]:
        many = self.rng.choices((0, 1, 2, 3), (25, 45, 22, 8))[0]
        ranges = self.rng.choice(age_choices()[self.trade])
        ages = [self.rng.randint(*self.rng.choice(ranges)) for _ in range(many)]
        return tuple(
            Person(role="getuige" if age <= CHILD else "slachtoffer", age=min(age, 85))
            for age in ages
        )

    def languages(self) -> tuple[Language, ...]:
        if not self.maybe(0.18):
            return ()
        codes = self.rng.sample(ASKED_LANGUAGES, 1 if self.maybe(0.85) else 2)
        return tuple(Language(code=code, must=self.maybe(0.5)) for code in codes)

    def settings(self) -> Group | None:
        if not self.maybe(0.25):
            return None
        slugs = self.known.crafts[self.trade].settings
        return Group(
            any=frozenset(self.rng.sample(slugs, self.rng.randint(1, 2))), must=self.maybe(0.3)
        )

    def funding(self) -> Group | None:
        if not self.maybe(0.45):
            return None
        own = self.known.crafts[self.trade].funding
        route = self.rng.choice(own if self.maybe(0.9) else ROUTES)
        return Group(any=frozenset({route}), must=self.maybe(0.35))

    def municipality(self) -> int:
        return self.rng.choices(range(len(busyness())), busyness().tolist())[0]


def _request(rng: Random, place: Place) -> Request:
    writer = _Writer(rng, facts())
    base = writer.known.municipalities[writer.municipality()]
    asked = Request(
        id=f"{rng.getrandbits(64):016x}",
        kind=writer.kind(),
        regions=_regions(writer, base.region) if place is Place.REGION else frozenset(),
        municipality=base.code if place is Place.RADIUS else None,
        max_km=rng.choice((10, 15, 20, 25, 30, 50, None)) if place is Place.RADIUS else None,
        online_ok=place is not Place.NATIONWIDE and writer.maybe(0.12),
        wishes=writer.wishes(),
        persons=writer.persons(),
        ages_all=writer.maybe(0.2),
        languages=writer.languages(),
        settings=writer.settings(),
        funding=writer.funding(),
        funding_municipality=base.code if writer.maybe(0.6) else None,
        start_by=TODAY + timedelta(days=rng.randint(0, 60)) if writer.maybe(0.5) else None,
        phase="veiligheid" if writer.maybe(0.1) else None,
        organisation=organisation(rng.randrange(ORGANISATIONS)) if writer.maybe(0.6) else None,
        avoid_regions=_avoided(writer, base.region),
        not_wishes=frozenset(),
    )
    return replace(asked, not_wishes=_not_wished(writer, asked), text=typed(rng, asked))


def _regions(writer: _Writer, home: str) -> frozenset[str]:
    around = sorted(writer.known.places.neighbours(home))
    return frozenset({home, *(writer.rng.sample(around, 1) if writer.maybe(0.15) else ())})


def _avoided(writer: _Writer, home: str) -> frozenset[str]:
    """Somebody hides from a region; it is never the one in which help is sought."""
    others = sorted(writer.known.places.neighbours(home))
    return frozenset({writer.rng.choice(others)} if writer.maybe(0.04) else ())


def _not_wished(writer: _Writer, asked: Request) -> frozenset[str]:
    wished = {wish.term for wish in asked.wishes}
    other = writer.rng.choice(writer.known.crafts[writer.trade].more)
    return frozenset({other} - wished if writer.maybe(0.03) else ())


def typed(rng: Random, asked: Request) -> str:
    """Write the request as somebody types it: labels, ages, a place, now and then an error."""
    known = facts()
    words = [known.vocabulary.label(wish.term) for wish in asked.wishes]
    words += [known.vocabulary.label(language.code) for language in asked.languages]
    words += [
        f"kind van {person.age}"
        if (person.years or (0,))[0] <= CHILD
        else f"volwassene {person.age} jaar"
        for person in asked.persons
    ]
    base = known.places.municipality(asked.municipality)
    places = [base.name] if base else [known.places.regions[slug].name for slug in asked.regions]
    where = f"in {' en '.join(sorted(places))}" if places else ""
    text = " ".join([", ".join(words), where]).strip().lower()
    return _with_error(rng, text) if rng.random() < 0.3 else text


def _with_error(rng: Random, text: str) -> str:
    """Leave out one letter of a longer word."""
    long = [word for word in text.split() if len(word) > 7 and word.isalpha()]
    if not long:
        return text
    word, place = rng.choice(long), rng.randint(1, 6)
    return text.replace(word, word[:place] + word[place + 1 :], 1)
