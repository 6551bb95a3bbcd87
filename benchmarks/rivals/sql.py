"""The rule for *past* and its score as SQL, in the words that PostgreSQL and SQLite share.

Masks answer what is asked row by row. What differs between the two is in `Dialect`: how a list of
codes is tested, where the distances stand, and what the smallest of two is called.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.rivals.question import YOUNG, Question

SPAN = 62  # codes in one mask of a column


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the two databases say differently."""

    holds: Callable[[Sequence[int]], str]  # any of these codes of expertise
    paid: Callable[[Sequence[int]], str]  # any of these tokens of funding
    km: str
    near: str
    least: str
    greatest: str


def bits_of(codes: Sequence[int]) -> dict[int, int]:
    """Give codes as masks by the place of their column."""
    wanted: defaultdict[int, int] = defaultdict(int)
    for code in codes:
        wanted[code // SPAN] |= 1 << code % SPAN
    return wanted


def masks(codes: Sequence[int]) -> str:
    """Test codes that stand as bits in the columns c0, c1, ..."""
    tests = (f"(c{place} & {mask}) <> 0" for place, mask in sorted(bits_of(codes).items()))
    return f"({' OR '.join(tests)})"


def where(asked: Question, say: Dialect) -> list[str]:
    """Give the gates as conditions, those first that shut most out for least work."""
    return [*_closed(asked), *_room(asked), *_reach(asked, say), *_musts(asked, say)]


def _closed(asked: Question) -> Iterator[str]:
    yield f"(kinds & {asked.kind}) <> 0"
    yield "open < cap"
    yield "paused < 0"
    if not asked.structural:
        yield "aspiring = 0"
    if asked.organisation >= 0:
        yield f"organisation <> {asked.organisation}"
    if asked.avoid:
        home = "(1 << home)"
        yield f"(works & {asked.avoid}) = 0 AND (home < 0 OR ({home} & {asked.avoid}) = 0)"
        yield "(works <> 0 OR home >= 0)"


def _room(asked: Question) -> Iterator[str]:
    if not asked.advice:
        yield f"confirmed >= -90 AND (room = 2 OR (room = 1 AND room_from <= {asked.by}))"


def _reach(asked: Question, say: Dialect) -> Iterator[str]:
    if not asked.regions:
        return
    ways = [shared(asked)]
    if asked.online:
        ways.append("online = 1")
    if asked.here >= 0:
        ways.append(f"{say.km} <= {say.least}(travel, {asked.max_km:g})")
    yield f"({' OR '.join(ways)})"


def shared(asked: Question) -> str:
    """Say that a region is shared; the base counts as one when no distance is asked."""
    stated = f"(works & {asked.region_mask}) <> 0"
    bases = ", ".join(map(str, asked.regions))
    return stated if asked.here >= 0 else f"({stated} OR home IN ({bases}))"


def _musts(asked: Question, say: Dialect) -> Iterator[str]:
    if asked.ages:
        yield f"{_covered(asked)} >= {asked.ages_needed}"
    if asked.languages_must:
        must = asked.languages_must
        yield f"languages >= 0 AND (languages & {must}) = {must}"
    if asked.settings_must:
        yield f"settings >= 0 AND (settings & {_mask(asked.settings)}) <> 0"
    if asked.funding_must:
        yield f"({' OR '.join(say.paid(each.met) for each in asked.funding)})"
    for wish in asked.wishes:
        if wish.must is not None:
            yield say.holds(wish.must)


def score(asked: Question, say: Dialect) -> str:
    """Give the score of somebody who fits, of 100."""
    parts = [f"{wish.points!r} * {_wish(wish.values, say)}" for wish in asked.wishes]
    values: dict[str, Callable[[], str]] = {
        "nearness": lambda: _nearness(asked, say),
        "room": lambda: _fresh_room(say),
        "ages": lambda: _listed(_covered(asked), len(asked.ages)),
        "languages": lambda: _of_mask("languages", asked.languages),
        "settings": lambda: _of_mask("settings", asked.settings),
        "funding": lambda: _funding(asked, say),
    }
    parts += [
        f"{asked.points[name]!r} * {write()}"
        for name, write in values.items()
        if name in asked.points
    ]
    return " + ".join(parts) or "0.0"


def _wish(values: Sequence[tuple[float, Sequence[int]]], say: Dialect) -> str:
    cases = " ".join(f"WHEN {say.holds(codes)} THEN {value!r}" for value, codes in values)
    return f"(CASE {cases} ELSE 0.0 END)"


def _nearness(asked: Question, say: Dialect) -> str:
    own = say.near if asked.here >= 0 else "(CASE WHEN base < 0 THEN 0.5 ELSE 0.0 END)"
    ways = [own, f"(CASE WHEN {shared(asked)} THEN 0.6 ELSE 0.0 END)"]
    if asked.online:
        ways.append("(CASE WHEN online = 1 THEN 0.5 ELSE 0.0 END)")
    return f"{say.greatest}({', '.join(ways)})"


def _fresh_room(say: Dialect) -> str:
    """Value room that is met: who has it later than today counts a little less."""
    now = "(CASE WHEN room = 2 OR room_from <= 0 THEN 0.5 ELSE 0.3 END)"
    return f"(0.5 + {now} * {say.least}(1.0, (90 + confirmed) / 60.0))"


def _covered(asked: Question) -> str:
    return "(" + " + ".join(map(_year, asked.ages)) + ")"


def _year(age: int) -> str:
    return f"((young >> {age}) & 1)" if age < YOUNG else f"((old >> {age - YOUNG}) & 1)"


def _of_mask(column: str, bits: Sequence[int]) -> str:
    """Value a list of which somebody may have said nothing."""
    met = " + ".join(f"(({column} >> {bit}) & 1)" for bit in bits)
    return f"(CASE WHEN {column} < 0 THEN 0.5 ELSE {_listed(f'({met})', len(bits))} END)"


def _listed(met: str, asked: int) -> str:
    if asked == 1:
        return f"{met} * 1.0"
    return (
        f"(CASE {met} WHEN 0 THEN 0.0 WHEN {asked} THEN 1.0 ELSE 0.5 + {met} * {0.5 / asked!r} END)"
    )


def _funding(asked: Question, say: Dialect) -> str:
    met = " + ".join(
        f"(CASE WHEN {say.paid(each.met)} THEN 1 ELSE 0 END)" for each in asked.funding
    )
    unsure = [say.paid(each.unsure) for each in asked.funding if each.unsure]
    half = f"WHEN ({met}) = 0 AND ({' OR '.join(unsure)}) THEN 0.5" if unsure else ""
    stated = _listed(f"({met})", len(asked.funding))
    return f"(CASE WHEN funding IS NULL THEN 0.5 {half} ELSE {stated} END)"


def _mask(bits: Sequence[int]) -> int:
    return sum(1 << bit for bit in bits)
