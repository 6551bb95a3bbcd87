"""A plain Python loop with rapidfuzz: what one writes first, and what many keep.

Every profile in turn, the quick gates first. Whether the wished label stands in a profile is asked
of rapidfuzz, per profile, and what is alike but not the same is then looked up.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.country.facts import facts
from benchmarks.rivals.exact import Exact, within
from benchmarks.rivals.peer import InProcess, in_order
from benchmarks.rivals.question import YOUNG, Question
from benchmarks.rivals.table import STEPS, Table

ALIKE = 90


class Profile(NamedTuple):
    """What the loop looks at, as plain values."""

    row: int
    kinds: int
    open: bool
    paused: int
    aspiring: bool
    organisation: int
    confirmed: int
    room: int
    room_from: int
    works: int
    home: int
    online: int
    young: int
    old: int
    languages: int
    settings: int
    codes: frozenset[int]
    labels: tuple[str, ...]
    paid: frozenset[int]


class Loop(InProcess):
    """A list of profiles."""

    name = "Python loop + rapidfuzz"

    def __init__(self, table: Table) -> None:
        self.table = table
        self.exact = Exact(table)
        self.profiles = list(_profiles(table))

    def best(self, asked: Question) -> list[str]:
        """Look at everybody; the few that are left are scored as the others do."""
        labels = [_label(codes[0]) for codes in (wish.values[0][1] for wish in asked.wishes)]
        found = [each.row for each in self.profiles if _fits(each, asked, labels)]
        rows = np.array(found, dtype=np.int64)
        rows = rows[within(asked, self.table, rows)]
        bands = np.floor(2 * self.exact.scores(asked, rows) + 1e-6)
        return in_order(rows, bands, self.table.aspiring[rows].astype(np.int64), self.table, asked)


@contextmanager
def opened(table: Table) -> Iterator[Loop]:
    """Make the list."""
    yield Loop(table)


def _label(code: int) -> str:
    known = facts()
    return known.vocabulary.label(known.terms[code // STEPS]).lower()


def _profiles(table: Table) -> Iterator[Profile]:
    named = ("kinds", "paused", "aspiring", "organisation", "confirmed", "room", "room_from")
    more = ("works", "home", "online", "young", "old", "languages", "settings", "funding")
    columns = {name: getattr(table, name).tolist() for name in (*named, *more)}
    paid = [frozenset(tokens) for tokens in table.fundings]
    labels = [_label(code) for code in range(len(facts().terms) * STEPS)]
    is_open = (table.open < table.cap).tolist()
    for row, codes in enumerate(table.codes_of_rows()):
        at = {name: column[row] for name, column in columns.items()}
        funding = at.pop("funding")
        yield Profile(
            row=row,
            open=is_open[row],
            codes=frozenset(codes),
            labels=tuple(labels[code] for code in codes),
            paid=paid[funding] if funding >= 0 else frozenset(),
            **at,
        )


def _fits(who: Profile, asked: Question, labels: Sequence[str]) -> bool:
    return (
        who.kinds & asked.kind != 0
        and who.open
        and who.paused < 0
        and (asked.structural or not who.aspiring)
        and (asked.organisation < 0 or who.organisation != asked.organisation)
        and (asked.advice or _has_room(who, asked))
        and (not asked.regions or _may_reach(who, asked))
        and (not asked.avoid or _avoids(who, asked))
        and _meets(who, asked)
        and _wished(who, asked, labels)
    )


def _has_room(who: Profile, asked: Question) -> bool:
    in_time = who.room == 2 or (who.room == 1 and who.room_from <= asked.by)
    return in_time and who.confirmed >= -90


def _may_reach(who: Profile, asked: Question) -> bool:
    """Around a place the distance is asked of those who are left."""
    shared = who.works & asked.region_mask or who.home in asked.regions
    return asked.here >= 0 or bool(shared) or (asked.online and who.online == 1)


def _avoids(who: Profile, asked: Question) -> bool:
    everywhere = who.works | (1 << who.home if who.home >= 0 else 0)
    return everywhere != 0 and not everywhere & asked.avoid


def _meets(who: Profile, asked: Question) -> bool:
    treated = sum(
        (who.young >> age if age < YOUNG else who.old >> age - YOUNG) & 1 for age in asked.ages
    )
    return (
        treated >= asked.ages_needed
        and who.languages & asked.languages_must == asked.languages_must
        and not (asked.languages_must and who.languages < 0)
        and not (asked.settings_must and not _works_so(who, asked))
        and not (
            asked.funding_must and all(who.paid.isdisjoint(each.met) for each in asked.funding)
        )
    )


def _works_so(who: Profile, asked: Question) -> bool:
    return who.settings >= 0 and any(who.settings >> bit & 1 for bit in asked.settings)


def _wished(who: Profile, asked: Question, labels: Sequence[str]) -> bool:
    """Ask rapidfuzz for each wished label; only a must shuts somebody out."""
    for wish, label in zip(asked.wishes, labels, strict=True):
        process.extractOne(label, who.labels, scorer=fuzz.ratio, score_cutoff=ALIKE)
        if wish.must is not None and who.codes.isdisjoint(wish.must):
            return False
    return True
