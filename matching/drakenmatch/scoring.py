"""The score of many profiles at once: the criteria of `criteria`, with its weights and constants.

Every value is a table of what can occur, read at the place of each profile, and points are added
in the order of the reference: so both give the same number, to the last bit.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from drakenmatch import criteria
from drakenmatch.asking import HELD, Sought
from drakenmatch.bits import WORD, Floats, Index, Mask, Rows, unpacked
from drakenmatch.columns import ALWAYS, UNSTATED
from drakenmatch.criteria import Criterion
from drakenmatch.gates import CONFIRMED_DAYS
from drakenmatch.sifting import last_day
from drakenmatch.survey import Survey
from drakenmatch.values import Kind


class Part(NamedTuple):
    """A part of a criterion: its share of the weight, and the value of each row."""

    share: float
    values: Floats


def points(survey: Survey, rows: Index, bring: Mapping[Criterion, float]) -> Floats:
    """Give the score of each of these rows, shape (rows,); `bring` as in `explain.points`."""
    total = np.zeros(len(rows))
    for criterion, out_of in bring.items():
        for part in PARTS[criterion](survey, rows):
            total += out_of * part.share * part.values
    return total


def expertise(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.expertise`."""
    total = sum(sought.wish.weight for sought in survey.asked.sought)
    for sought in survey.asked.sought:
        yield Part(sought.wish.weight / total, _wish(survey, sought, rows))


def _wish(survey: Survey, sought: Sought, rows: Index) -> Floats:
    """Take the best of the term itself, narrower ones, and all that is less related."""
    by_step = [0.0, *(sought.value(sought.wish.term, held) for held in HELD)]
    best = np.array(by_step)[survey.steps(sought)[rows]]
    others = [slug for slug, near in sought.relatedness.items() if near != 1.0]
    kin = [slug for slug in others if slug in survey.columns.terms]
    return np.maximum(best, _kin(survey, sought, kin)[rows]) if kin else best


def _kin(survey: Survey, sought: Sought, kin: list[str]) -> Floats:
    found = np.zeros(survey.words * WORD)
    for slug in kin:
        by_step = np.array([sought.value(slug, held) for held in HELD])
        holders, steps = survey.columns.terms[slug].columns()
        found[holders] = np.maximum(found[holders], by_step[steps])
    return found


def nearness(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.nearness`: the largest of distance, shared region and online."""
    if not survey.asked.regions:
        return
    by_base = survey.distances.closeness(survey.asked.here)
    values = by_base[survey.columns.base[rows]]
    shared = _of(survey.in_region(), rows)
    values = np.maximum(values, shared * criteria.SHARED_REGION)
    if survey.asked.request.online_ok:
        values = np.maximum(values, _of(survey.all("online", True), rows) * criteria.ONLINE)
    yield Part(1.0, values)


def room(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.room`."""
    if survey.asked.request.kind is Kind.ADVICE:
        return
    opens, confirmed = survey.columns.opens[rows], survey.columns.confirmed[rows]
    today = survey.asked.today.toordinal()
    age, late = today - confirmed, opens.astype(np.int64) - last_day(survey)
    known = (opens != UNSTATED) & (age >= 0) & (age <= CONFIRMED_DAYS)
    by_delay = np.array([criteria.stated_from(days) for days in range(criteria.LATE_DAYS + 1)])
    stated = by_delay[np.clip(late, 0, criteria.LATE_DAYS)]
    stated[(opens >= ALWAYS) & (opens <= today)] = 1.0
    by_age = np.array([criteria.freshness(days) for days in range(CONFIRMED_DAYS + 1)])
    fresh = by_age[np.clip(age, 0, CONFIRMED_DAYS)]
    values = criteria.UNKNOWN + (stated - criteria.UNKNOWN) * fresh
    yield Part(1.0, np.where(known, values, criteria.UNKNOWN))


def ages(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.ages`."""
    covered = [survey.covers(age) for age in survey.asked.ages]
    yield from _of_list(survey, rows, "ages", covered)


def languages(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.languages`."""
    asked = survey.asked.request.languages
    spoken = [survey.all("languages", language.code) for language in asked]
    yield from _of_list(survey, rows, "languages", spoken)


def settings(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.settings`."""
    group = survey.asked.request.settings
    offered = [survey.all("settings", slug) for slug in (group.any if group else ())]
    yield from _of_list(survey, rows, "settings", offered)


def funding(survey: Survey, rows: Index) -> Iterator[Part]:
    """As `criteria.funding`: without any certain route, a bare one is unknown."""
    group = survey.asked.request.funding
    routes = sorted(group.any) if group else []
    paid = [survey.paid_through(route) for route in routes]
    for share, values in _of_list(survey, rows, "funding", paid):
        unsure = _of(survey.perhaps_through(routes), rows) & (values == 0)
        yield Part(share, np.where(unsure, criteria.UNKNOWN, values))


def _of_list(survey: Survey, rows: Index, name: str, met: list[Rows]) -> Iterator[Part]:
    """Value a list by how many of it are met; who states no list is unknown."""
    if not met:
        return
    number = np.zeros(len(rows), np.intp)
    for each in met:
        number += _of(each, rows)
    by_number = np.array([criteria.part_met(some, len(met)) for some in range(len(met) + 1)])
    stated = _of(survey.all("stated", name), rows)
    yield Part(1.0, np.where(stated, by_number[number], criteria.UNKNOWN))


def _of(held: Rows, rows: Index) -> Mask:
    return unpacked(held)[rows]


PARTS: Mapping[Criterion, Callable[[Survey, Index], Iterator[Part]]] = {
    criteria.expertise: expertise,
    criteria.nearness: nearness,
    criteria.room: room,
    criteria.ages: ages,
    criteria.languages: languages,
    criteria.settings: settings,
    criteria.funding: funding,
}
