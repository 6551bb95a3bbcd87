"""Requests as somebody types them in a hurry, with what a careful colleague reads in them."""

from pathlib import Path

import pytest

from drakenmatch import AgeRange, Person, Reading, read_words
from tests.matching.examples import PLACES, VOCABULARY

WRITTEN = (Path(__file__).parent / "requests.txt").read_text(encoding="utf-8").splitlines()
LINES = [line.strip() for line in WRITTEN if not line.startswith("#")]
REQUESTS = list(zip(LINES[::2], LINES[1::2], strict=True))


def told(reading: Reading) -> list[str]:
    found = [
        f"{no}{kind}{_name(each.slug)}"
        for no, before in (("", ""), ("-", "not_"))
        for kind, field in (("", "terms"), ("taal:", "languages"), ("in:", "places"))
        for each in getattr(reading, before + field)
    ]
    asked = ["(" + "|".join(one.slug for one in each.options) + ")" for each in reading.offers]
    return [*found, *map(_person, reading.persons), *asked]


def _name(slug: str) -> str:
    place = PLACES.municipality(slug)
    return place.name.replace(" ", "_") if place else slug


def _person(person: Person) -> str:
    age = person.age
    years = f"{age.first}-{age.last}" if isinstance(age, AgeRange) else age
    return (person.role or "?") + ("" if age is None else f"={years}")


@pytest.mark.parametrize(("typed", "meant"), REQUESTS)
def test_a_hurried_request(typed: str, meant: str) -> None:
    assert sorted(told(read_words(typed, VOCABULARY, PLACES))) == sorted(meant.split())
