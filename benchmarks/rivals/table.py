"""The country as any database would keep it: numbers, masks and lists of codes, one row each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from benchmarks.country.drawing import NEVER, UNKNOWN_SET, Column, age_choices, home_regions
from benchmarks.country.facts import LEVELS, ROUTES, facts
from benchmarks.population import Country, funding
from benchmarks.rivals.oracle import first_bytes, worth

CAP = 3
STEPS = 4
# Tokens of funding: below ANY_WAY the bare route, below CONTRACT the route in whatever way, and
# from CONTRACT on the route with a municipality.
ANY_WAY, CONTRACT, ROUTE_SPAN = 10, 100, 10
YOUNG = 63  # years in the first of two masks


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns of all practitioners; unknown is -1, days that were not given are `NEVER`."""

    ids: list[str]
    keys: Column  # uint64: the first bytes of SHA-256(id)
    kinds: Column
    aspiring: Column
    organisation: Column
    base: Column
    home: Column  # the region of the base, -1 when there is none
    works: Column  # mask of the stated regions
    travel: Column
    online: Column
    ages_known: Column
    young: Column  # mask of the years 0-62
    old: Column  # mask of the years 63-120
    languages: Column
    settings: Column
    room: Column
    room_from: Column
    confirmed: Column
    open: Column
    cap: Column
    paused: Column
    starts: Column
    codes: Column  # term * 4 + step, those of a row together and in order
    funding: Column  # the place of a row's tokens in `fundings`, -1 for unknown
    fundings: list[tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    def codes_of_rows(self) -> Iterator[list[int]]:
        """Give the codes of every row."""
        codes = self.codes.tolist()
        return (codes[first:last] for first, last in pairwise(self.starts.tolist()))


def table(country: Country) -> Table:
    """Work out the columns."""
    columns = country.columns
    base = columns["municipality"].astype(np.int64)
    young, old = _years(columns)
    paid, fundings = _fundings(columns)
    return Table(
        ids=country.ids,
        keys=np.array([first_bytes(each) for each in country.ids], dtype=np.uint64),
        kinds=columns["kinds"].astype(np.int64),
        aspiring=columns["aspiring"],
        organisation=columns["organisation"].astype(np.int64),
        base=base,
        home=np.where(base >= 0, home_regions()[base], -1),
        works=columns["regions"].astype(np.int64),
        travel=columns["travel_km"].astype(np.int64),
        online=columns["online"].astype(np.int64),
        ages_known=columns["ages"] >= 0,
        young=young,
        old=old,
        languages=_known(columns["languages"]),
        settings=_known(columns["settings"]),
        room=columns["room"].astype(np.int64),
        room_from=columns["room_from"].astype(np.int64),
        confirmed=columns["room_confirmed"].astype(np.int64),
        open=columns["open_requests"].astype(np.int64),
        cap=np.where(columns["max_open"] < 0, CAP, columns["max_open"]).astype(np.int64),
        paused=columns["paused_until"].astype(np.int64),
        starts=country.starts,
        codes=columns["terms"].astype(np.int64) * STEPS + _steps(columns),
        funding=paid,
        fundings=fundings,
    )


def _known(bits: Column) -> Column:
    return np.where(bits == UNKNOWN_SET, np.int64(-1), bits.astype(np.int64))


@cache
def code_worth() -> Column:
    """Give the worth of every code."""
    terms = facts().terms
    return np.array([worth(terms[code // STEPS], LEVELS[code % STEPS])[0] for code in codes()])


@cache
def codes() -> range:
    """Give all codes."""
    return range(len(facts().terms) * STEPS)


def _steps(columns: dict[str, Column]) -> Column:
    """Give the step that counts: what has no ladder is high enough from `zelfstandig` on."""
    terms = facts().terms
    steps = [[worth(slug, level)[1] for level in LEVELS] for slug in terms]
    return np.array(steps)[columns["terms"], columns["levels"]]


def _years(columns: dict[str, Column]) -> tuple[Column, Column]:
    choices = age_choices()
    most = max(map(len, choices))
    masks = np.zeros((2, len(choices), most + 1), dtype=np.int64)
    for craft, listed in enumerate(choices):
        for place, ranges in enumerate(listed):
            years = {year for first, last in ranges for year in range(first, last + 1)}
            masks[0, craft, place] = sum(1 << year for year in years if year < YOUNG)
            masks[1, craft, place] = sum(1 << year - YOUNG for year in years if year >= YOUNG)
    # Who says nothing has the place -1: the last one, where the masks are empty.
    young, old = masks[:, columns["craft"], columns["ages"]]
    return young, old


def _fundings(columns: dict[str, Column]) -> tuple[Column, list[tuple[int, ...]]]:
    """Number the different sets of funding, and write each as tokens."""
    named = ("routes", "contracts", "scope", "municipality")
    places: dict[tuple[int, ...], int] = {(): -1}
    rows = []
    for key in zip(*(columns[name].tolist() for name in named), strict=True):
        tokens = () if key[0] == UNKNOWN_SET else tokens_of(funding(*key) or frozenset())
        unknown = key[0] == UNKNOWN_SET
        rows.append(-1 if unknown else places.setdefault((0, *tokens), len(places) - 1))
    return np.array(rows), [tokens[1:] for tokens in places if tokens]


@cache
def tokens_of(stated: frozenset[str]) -> tuple[int, ...]:
    """Write funding as tokens, in order."""
    tokens = set()
    for each in stated:
        route, _, code = each.partition(":")
        number = ROUTES.index(route)
        tokens |= {ANY_WAY + number, contract(number, code) if code else number}
    return tuple(sorted(tokens))


@cache
def contract(route: int, code: str) -> int:
    """Give the token of a contract with a municipality."""
    return CONTRACT + ROUTE_SPAN * places()[code] + route


@cache
def places() -> dict[str, int]:
    """Give the number of every municipality by its code."""
    return {each.code: number for number, each in enumerate(facts().municipalities)}


__all__ = ["NEVER", "Table", "code_worth", "codes", "contract", "places", "table"]
