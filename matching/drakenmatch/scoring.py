"""The score of many profiles at once: the criteria of `criteria`, with its weights and constants.

Every value is a table of what can occur, read at the place of each profile, and points are added
in the order of the reference: so both give the same number, to the last bit.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from drakenmatch import criteria
from drakenmatch.asking import HELD, Asked, Sought
from drakenmatch.bits import WORD, Floats, Index, Numbers, Rows, Spots, zeros
from drakenmatch.columns import Fact
from drakenmatch.criteria import Criterion
from drakenmatch.gates import BY_CONTRACT, CONFIRMED_DAYS
from drakenmatch.survey import Survey
from drakenmatch.values import Group

# A part of a criterion: its share of the weight, and the value of each row.
Part: TypeAlias = tuple[float, Floats]


class Worth(NamedTuple):
    """All values that occur, and the place of each profile's own among them."""

    values: Floats
    places: Numbers

    @property
    def nbytes(self) -> int:
        """How many bytes it takes."""
        return self.values.nbytes + self.places.nbytes


# By age in days, and one more for every statement that is too old or of later.
BY_AGE = np.array([*map(criteria.freshness, range(CONFIRMED_DAYS + 1)), 0.0])
# The same of room in time, by `Survey.room_known`: room today first, then room from a later day.
IN_TIME: Floats = np.concatenate(
    [
        (stated - criteria.UNKNOWN) * BY_AGE + criteria.UNKNOWN
        for stated in (1.0, criteria.FROM_IN_TIME)
    ]
)
BY_DELAY = np.array([*map(criteria.stated_from, range(1, criteria.LATE_DAYS + 1))])
# What is worth nothing to who is not in a set, and this to who is.
SHARED_REGION = np.array([0.0, criteria.SHARED_REGION])
ONLINE = np.array([0.0, criteria.ONLINE])
UNSURE = np.array([0.0, criteria.UNKNOWN])


def points(
    survey: Survey,
    rows: Index,
    bring: Mapping[Criterion, float],
    *,
    fitting: bool,
) -> Floats:
    """Give the score of each of these rows, shape (rows,); `bring` as in `explain.points`.

    `fitting` says that all of them are in *past*, which leaves less to look up.
    """
    same, parts = (settled(survey.asked), FITTING) if fitting else ({}, PARTS)
    total, spots = np.zeros(len(rows)), Spots(rows, survey.words)
    for criterion, out_of in bring.items():
        if criterion in same:
            total += out_of * same[criterion]
            continue
        for share, values in parts[criterion](survey, spots):
            total += out_of * share * values
    return total


def settled(asked: Asked) -> Mapping[Criterion, float]:
    """Give what everybody in *past* scores alike, because its gate leaves no room for less."""
    request = asked.request
    found: dict[Criterion, float] = {}
    if asked.here is None and not request.online_ok:
        found[criteria.nearness] = criteria.SHARED_REGION
    if request.ages_all or len(asked.ages) == 1:
        found[criteria.ages] = 1.0
    if all(language.must for language in request.languages):
        found[criteria.languages] = 1.0
    if _asks_one(request.settings):
        found[criteria.settings] = 1.0
    if _asks_one(request.funding):
        found[criteria.funding] = 1.0
    return found


def _asks_one(group: Group | None) -> bool:
    return group is not None and group.must and len(group.any) == 1


def expertise(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.expertise`."""
    total = sum([sought.wish.weight for sought in survey.asked.sought])
    return [
        (sought.wish.weight / total, _wish(survey, sought, spots)) for sought in survey.asked.sought
    ]


def _wish(survey: Survey, sought: Sought, spots: Spots) -> Floats:
    """Take the highest value; who has which is kept, because a term is asked again and again."""
    wish = sought.wish
    subject = "wish", wish.term, wish.must, wish.min_level, sought.kin.left_out
    worth = survey.kept(subject, lambda: _worth(survey, sought))
    found: Floats = worth.values.take(worth.places.take(spots.rows))
    return found


def _worth(survey: Survey, sought: Sought) -> Worth:
    """Value a wish for everybody: the lowest value first, so that the highest stays."""
    by_value = sorted(_facts_by_value(sought).items())
    values, places = [0.0], zeros(survey.words * WORD, len(by_value))
    for value, facts in by_value:
        if survey.columns.facts.mark(len(values), facts, places):
            values.append(value)
    return Worth(np.array(values), places)


def _facts_by_value(sought: Sought) -> Mapping[float, list[Fact]]:
    """Group what can be held by its value: equally related terms of one step are worth the same."""
    related: defaultdict[float, list[str]] = defaultdict(list)
    for slug, near in sought.kin.worth.items():
        related[near].append(slug)
    found: defaultdict[float, list[Fact]] = defaultdict(list)
    for slugs in related.values():
        for held in HELD:
            found[sought.value(slugs[0], held)] += [("term", slug, held.step) for slug in slugs]
    return found


def nearness(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.nearness`: the largest of distance, shared region and online."""
    by_base = survey.distances.closeness(survey.asked.here)
    values = by_base.take(survey.columns.base.take(spots.rows))
    values = np.maximum(values, SHARED_REGION.take(spots.number([survey.in_region])))
    if survey.asked.request.online_ok:
        values = np.maximum(values, ONLINE.take(spots.number([survey.all("online", True)])))
    return [(1.0, values)]


def room(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.room`: a statement that is unknown, or too old, weighs nothing."""
    days = np.subtract(survey.columns.opens.take(spots.rows), survey.today, dtype=np.intp)
    values = _by_day(survey.last - survey.today).take(days, mode="clip")
    values -= criteria.UNKNOWN
    values *= BY_AGE.take(survey.days_known.take(spots.rows))
    values += criteria.UNKNOWN
    return [(1.0, values)]


def room_in_time(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `room`, of who has room in time, today or later."""
    return [(1.0, IN_TIME.take(survey.room_known.take(spots.rows)))]


# Few: a start in a far year makes a table of half a megabyte.
@lru_cache(maxsize=64)
def _by_day(in_time: int) -> Floats:
    """Value a statement by the day from which there is room, counted from today: now is the first.

    `in_time` is how many days later still are. The last is for what lies beyond, and for who
    states that there is no room.
    """
    return np.concatenate(([1.0], np.full(in_time, criteria.FROM_IN_TIME), BY_DELAY))


def ages(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.ages`."""
    covered = [survey.covers(age) for age in survey.asked.ages]
    return [(1.0, _of_list(survey, spots, "ages", covered))]


def languages(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.languages`."""
    asked = survey.asked.request.languages
    spoken = [survey.all("languages", language.code) for language in asked]
    return [(1.0, _of_list(survey, spots, "languages", spoken))]


def settings(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.settings`."""
    group = survey.asked.request.settings
    offered = [survey.all("settings", slug) for slug in (group.any if group else ())]
    return [(1.0, _of_list(survey, spots, "settings", offered))]


def funding(survey: Survey, spots: Spots) -> Sequence[Part]:
    """As `criteria.funding`: without any certain route, a bare one is unknown."""
    group = survey.asked.request.funding
    routes = sorted(group.any) if group else []
    paid = [survey.paid_through(route) for route in routes]
    values = _of_list(survey, spots, "funding", paid)
    if survey.asked.request.contract_with is not None and not BY_CONTRACT.isdisjoint(routes):
        unsure = spots.number([survey.perhaps_through(routes)])
        values = np.maximum(values, UNSURE.take(unsure))
    return [(1.0, values)]


def _of_list(survey: Survey, spots: Spots, name: str, met: list[Rows]) -> Floats:
    """Value a list by how many of it are met; who states no list is unknown."""
    stated = spots.number([survey.all("stated", name), *met])
    values: Floats = _by_number(len(met)).take(stated)
    return values


@lru_cache
def _by_number(most: int) -> Floats:
    """Value a list: not stated, and then by how many of it are met."""
    met = [criteria.part_met(number, most) for number in range(most + 1)]
    return np.array([criteria.UNKNOWN, *met])


PARTS: Mapping[Criterion, Callable[[Survey, Spots], Sequence[Part]]] = {
    criteria.expertise: expertise,
    criteria.nearness: nearness,
    criteria.room: room,
    criteria.ages: ages,
    criteria.languages: languages,
    criteria.settings: settings,
    criteria.funding: funding,
}
# In *past* everybody has room in time.
FITTING = {**PARTS, criteria.room: room_in_time}
