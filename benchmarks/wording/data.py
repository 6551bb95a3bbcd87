"""Hand-written texts: everyday words, and sentences in the voice of the field."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.wording.errors import half
from benchmarks.wording.readers import Answer, person_text
from drakenmatch import Person, Places, Vocabulary

DATA = Path(__file__).parents[1] / "data"
FACTS = Path(__file__).parents[2] / "platform" / "drakennet" / "reference" / "data"
FIELDS = ("terms", "not_terms", "languages", "not_languages")


class Sentence(NamedTuple):
    """A text, what must be read in it, and what must be chosen or offered."""

    half: str
    text: str
    meant: frozenset[Answer]
    offered: frozenset[str]


def vocabulary() -> Vocabulary:
    """Give the vocabulary that the platform ships."""
    return Vocabulary.read(FACTS / "taxonomy.json")


def places() -> Places:
    """Give the places that the platform ships."""
    return Places.read(FACTS / "municipalities.csv", FACTS / "regions.csv")


def everyday_words() -> Iterator[tuple[str, str]]:
    """Give each everyday word with its half."""
    for word in (DATA / "ordinary.txt").read_text(encoding="utf-8").split():
        yield half(word), word


def sentences(known: Places) -> Iterator[Sentence]:
    """Give the sentences; places in the file are names, or slugs of regions."""
    for line in (DATA / "sentences.jsonl").read_text(encoding="utf-8").splitlines():
        raw: dict[str, Any] = json.loads(line)
        meant = {(name, slug) for name in FIELDS for slug in raw.get(name, ())}
        for name in ("places", "not_places"):
            meant |= {(name, _code(each, known)) for each in raw.get(name, ())}
        for role, age in raw.get("persons", ()):
            person = Person.from_json({"role": role, "age": age})
            meant.add(("persons", person_text(person)))
        offered = frozenset(raw.get("offered", ()))
        yield Sentence(half(raw["text"]), raw["text"], frozenset(meant), offered)


def _code(name: str, known: Places) -> str:
    return name if name in known.regions else known.named(name)[0].code
