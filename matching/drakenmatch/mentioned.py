"""Who is mentioned in a text: everybody once, with the age that was said."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from drakenmatch.ages import ADULT, CHILDREN, PARENTS
from drakenmatch.readings import Found, Offer
from drakenmatch.values import AgeRange, Person

PERSON = "person"
# Other words for a child that was named already.
ANY_CHILD = frozenset({"kind", "dochter", "zoon", "jongere"})


class Spoken(NamedTuple):
    """Somebody who is mentioned; `aged` when an age was said."""

    start: int
    person: Person
    aged: bool = False


def mentioned(start: int, role: str | None, ages: AgeRange | None) -> Spoken:
    """Make somebody of whom no age was said; `ages` are what the word itself tells."""
    return Spoken(start, Person(role=role, age=ages))


def may_be(text: str, persons: Iterable[Person]) -> Offer:
    """Offer the persons of whom one is meant: a parent of 34, or everybody from 34."""
    return Offer(text=text, options=tuple(map(_as_option, persons)))


def _as_option(person: Person) -> Found:
    age = person.age
    if isinstance(age, AgeRange):
        return Found(text=f"{age.first} jaar en ouder", slug=f"{age.first}-{age.last}", kind=PERSON)
    return Found(text=f"{person.role} van {age}", slug=f"{person.role}-{age}", kind=PERSON)


def with_ages(said: Sequence[Spoken], several: set[int]) -> list[Spoken]:
    """Give the one age that stands alone to whom it suits: "kind met PTSS, 13 jaar".

    `several` says where more than one person is mentioned: theirs are ages from ... to ...
    """
    loose = [each for each in said if each.aged and each.person.role is None]
    if len(loose) != 1 or (age := loose[0].person.age) is None:
        return list(said)
    many = isinstance(age, AgeRange)
    roles = PARENTS if (age.first if isinstance(age, AgeRange) else age) >= ADULT else ANY_CHILD
    suits = [
        each
        for each in said
        if not each.aged and each.person.role in roles and (each.start in several) is many
    ]
    if len(suits) != 1 or suits[0].start > loose[0].start:
        return list(said)
    whole = suits[0]._replace(person=Person(role=suits[0].person.role, age=age), aged=True)
    return [whole if each is suits[0] else each for each in said if each is not loose[0]]


def is_said(person: Person, said: Sequence[Spoken]) -> bool:
    """Say whether somebody without an age of their own was mentioned already.

    A baby beside a child of six is one more; "de kinderen" beside that child are not.
    """
    if person.role is None:
        return any(each.person.age == person.age for each in said)
    roles = {each.person.role for each in said}
    if person.role in ANY_CHILD:
        aged = {each.person.role for each in said if each.aged}
        return person.role in roles or bool(aged & CHILDREN)
    return bool(roles & PARENTS) if person.role == "ouder" else person.role in roles
