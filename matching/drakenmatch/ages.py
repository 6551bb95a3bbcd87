"""Ages in words: "kind van 6", "moeder 34", "4-12 jaar", "baby van 8 maanden" become persons."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from drakenmatch.values import OLDEST, AgeRange, Person
from drakenmatch.vocabulary import Term

# An adult whose age is not said: the ages that adult services have in common.
ADULT_UP_TO, OLDER_UP_TO = 64, 80
OLDER = 65

# As they are written, in both numbers, and the role that goes into the request.
ROLES = {
    "baby": ("baby", "babys"),
    "peuter": ("peuter", "peuters"),
    "kleuter": ("kleuter", "kleuters"),
    "kind": ("kind", "kinderen", "kinder", "child", "children"),
    "dochter": ("dochter", "dochters", "dochtertje", "meisje", "meisjes", "daughter"),
    "zoon": ("zoon", "zonen", "zoons", "zoontje", "jongen", "jongens", "son"),
    "jongere": ("jongere", "jongeren", "puber", "pubers", "tiener", "tieners"),
    "getuige": ("getuige", "getuigen", "witness"),
    "moeder": ("moeder", "moeders", "mother", "mama"),
    "vader": ("vader", "vaders", "father", "papa"),
    "ouder": ("ouder", "ouders", "opvoeder", "parent"),
    "vrouw": ("vrouw", "vrouwen", "mevrouw", "woman"),
    "man": ("man", "mannen", "meneer"),
    "slachtoffer": ("slachtoffer", "slachtoffers", "victim"),
    "pleger": ("pleger", "plegers", "dader"),
}
ROLE_OF = {word: role for role, listed in ROLES.items() for word in listed}

_ROLE = rf"(?:{'|'.join(ROLE_OF)})"
_YEARS = r"(?:jaar|jr|jarig|jarigen?|years?)"
_OF = r"(?:(?:van|is|aged|of) )?"
_NUMBER = r"(?P<first>\d+)(?! \d{1,2}\b)"
_LIST = r"(?P<list>\d{1,2}(?:, \d{1,2}\b)+(?: (?:en|and) \d{1,2}\b)?)"
# "Moeder, 6 jaar oud kind": the age is of whoever stands on its own side of the comma.
_NOT_OF_NEXT = rf"(?! (?:{_YEARS} )?(?:oude? )?{_ROLE})"
_TO = r"(?:(?:tot en met|t m|tot|and|en) )?"
PATTERNS = tuple(
    re.compile(rf"\b{pattern}\b")
    for pattern in (
        rf"(?P<role>{_ROLE}),? {_OF}{_LIST}{_NOT_OF_NEXT}(?: {_YEARS})?",
        rf"(?:(?P<role>{_ROLE}),? {_OF})?(?P<first>\d+) {_TO}(?P<last>\d+) {_YEARS}",
        rf"(?P<between>tussen|between) (?P<first>\d+) (?:en|and) (?P<last>\d+)(?: {_YEARS})?",
        rf"(?P<role>{_ROLE}) {_OF}(?P<first>\d+) (?:en|and) (?P<last>\d+)(?! \d{1, 2}\b)",
        rf"(?:(?P<role>{_ROLE}),? {_OF})?(?P<months>\d+) (?:maanden?|weken|week|months?)",
        rf"(?P<role>{_ROLE}) {_OF}{_NUMBER}(?: {_YEARS}(?! en ouder))?",
        rf"(?P<role>{_ROLE}), {_OF}{_NUMBER}{_NOT_OF_NEXT}(?: {_YEARS}(?! en ouder))?",
        rf"{_NUMBER} {_YEARS}(?! en ouder)(?: (?:oude? )?(?P<role>{_ROLE}))?",
    )
)
AND = re.compile(r"(?<!tot) (?:en|and) ")


class Aged(NamedTuple):
    """Persons found in a row of words, and which words those were."""

    start: int
    stop: int
    persons: tuple[Person, ...]


def ages_in(words: list[str]) -> Iterator[Aged]:
    """Find the ages in folded words (hyphens gone), from left to right.

    A word that ends a thought ends with a comma: "6 jaar, moeder" is no mother of six.
    """
    text, taken = " ".join(words), 0
    while taken < len(text):
        found = [match for pattern in PATTERNS if (match := pattern.search(text, taken))]
        if not found:
            return
        match = min(found, key=lambda each: (each.start(), -each.end()))
        persons = _persons(match.groupdict(), listed=bool(AND.search(match[0])))
        taken = match.end()
        if persons:
            start = text.count(" ", 0, match.start())
            yield Aged(start, start + match[0].count(" ") + 1, persons)


def _persons(said: dict[str, str | None], *, listed: bool) -> tuple[Person, ...]:
    """Make persons: "van 6 en 9" are two, "6-9 jaar" and "tussen 6 en 9" are one of that age."""
    role = ROLE_OF.get(said.get("role") or "")
    if said.get("months"):
        # Of a baby only the whole years count.
        return (Person(role=role, age=0),)
    if several := said.get("list"):
        return tuple(Person(role=role, age=int(age)) for age in re.findall(r"\d+", several))
    numbers = [int(number) for name in ("first", "last") if (number := said.get(name))]
    if max(numbers) > OLDEST:
        return ()
    if len(numbers) == 1 or (listed and not said.get("between")):
        return tuple(Person(role=role, age=number) for number in numbers)
    return (Person(role=role, age=AgeRange(min(numbers), max(numbers))),)


def age_of_term(term: Term) -> AgeRange | None:
    """Read a target group such as "Kind 4-12 jaar" or "Oudere (65+)" as ages; others give None."""
    if term.scheme != "doelgroep":
        return None
    written = re.search(r"(\d+)-(\d+)", term.nl)
    if written:
        return AgeRange(int(written[1]), int(written[2]))
    for label in (term.nl, *term.synonyms):
        above = re.search(r"(\d+)(?:\+| jaar en ouder)", label)
        if above:
            first = int(above[1])
            return AgeRange(first, OLDER_UP_TO if first >= OLDER else ADULT_UP_TO)
    return None
