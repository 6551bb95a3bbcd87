"""Several practitioners for one household, when nobody can do it alone: the smallest combination.

Everybody in it fits by themselves in all that cannot be divided: reach, room, setting, funding,
and at least one of the persons. What can be divided is who treats whom, the terms that must be
there, and the languages. Whoever treats a perpetrator treats nobody else of the household, unless
the request says that this is allowed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import NamedTuple, Self

from drakenmatch.answers import MOST, Match
from drakenmatch.pool import Pool
from drakenmatch.rank import RULE
from drakenmatch.reading import (
    Fields,
    Value,
    flag,
    free_text,
    list_of,
    number,
    optional,
    text,
    whole,
)
from drakenmatch.request import Request
from drakenmatch.shortlist import EVERYBODY, UNITS, Listed, explained, shortlist

PERPETRATOR = "pleger"
# Far above what a country gives: beyond it the best of the list are combined, and `exact` says so.
MOST_CANDIDATES = 100_000
MOST_STEPS = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Value):
    """One thing that somebody in the combination must cover.

    `criterion` is `ages` for a person, `expertise` or `languages` for a must; `subject` is the
    term or language, and for a person the role, "" when none was given. `person` is the place in
    `request.persons`, from 0; None for a must.
    """

    criterion: str
    subject: str = ""
    person: int | None = None

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a need; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            criterion=fields.need("criterion", text),
            subject=fields.get("subject", free_text, ""),
            person=fields.get("person", optional(whole(0, MOST)), None),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Value):
    """One practitioner of a combination: why they fit, and what of the request they cover."""

    match: Match
    covers: tuple[Need, ...]

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a part; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            match=fields.need("match", Match.from_json),
            covers=fields.need("covers", list_of(Need.from_json)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination(Value):
    """The fewest practitioners that cover the most, and of those with the highest total.

    `parts` in the order of their scores; `uncovered` is what nobody who fits can cover, or cannot
    beside the others. `considered` counts who fits but for what can be divided. `exact` is False
    only when the search was stopped: then a smaller or better one may exist.
    """

    parts: tuple[Part, ...]
    uncovered: tuple[Need, ...]
    total: float
    considered: int
    exact: bool
    rule: str

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a combination; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            parts=fields.need("parts", list_of(Part.from_json)),
            uncovered=fields.need("uncovered", list_of(Need.from_json)),
            total=fields.need("total", number),
            considered=fields.need("considered", whole(0, MOST)),
            exact=fields.need("exact", flag),
            rule=fields.need("rule", text),
        )


def combine(pool: Pool, request: Request, *, today: date) -> Combination:
    """Find the fewest practitioners that cover all persons and all musts, then the best total.

    `today` is an Amsterdam date. Alone is a combination too. Raises `InvalidValue` as `Pool.rank`
    does; that nobody can be found is an answer, with what stays uncovered.
    """
    alone = undivided(request)
    listed = shortlist(pool, alone, today=today, most=MOST_CANDIDATES)
    needs = tuple(_needs(request, alone))
    choices = _choices(pool, request, needs, listed, today)
    found = _Search(choices).run(_persons(needs))
    why = explained(
        pool, alone, [each.listed.practitioner_id for each in found.picked], today=today
    )
    covered = frozenset().union(*(_bits(each.mask) for each in found.picked))
    return Combination(
        parts=tuple(
            Part(match=why[name], covers=tuple(needs[bit].need for bit in _bits(each.mask)))
            for each in found.picked
            if (name := each.listed.practitioner_id) in why
        ),
        uncovered=tuple(one.need for bit, one in enumerate(needs) if bit not in covered),
        total=found.units / UNITS,
        considered=len(listed),
        exact=found.exact and len(listed) < MOST_CANDIDATES,
        rule=RULE,
    )


def needs_of(request: Request) -> tuple[Need, ...]:
    """List what a combination must cover: the persons, then the musts that can be divided."""
    return tuple(each.need for each in _needs(request, undivided(request)))


def undivided(request: Request) -> Request:
    """Give what each one of a combination must meet alone: all that cannot be divided."""
    return replace(
        request,
        wishes=tuple(replace(wish, must=False) for wish in request.wishes),
        languages=tuple(replace(language, must=False) for language in request.languages),
        ages_all=False,
    )


# ---- What must be covered, and who covers what ----


class _Asked(NamedTuple):
    """A need, and the request whose *past* covers it; two sides: perpetrators and the others."""

    need: Need
    request: Request
    perpetrator: bool = False


def _needs(request: Request, alone: Request) -> Iterator[_Asked]:
    """List the persons, then the musts; each asked beside what everybody must meet."""
    for place, person in enumerate(request.persons):
        need = Need(criterion="ages", subject=person.role or "", person=place)
        yield _Asked(need, replace(alone, persons=(person,)), person.role == PERPETRATOR)
    for place, wish in enumerate(request.wishes):
        if wish.must:
            wishes = (*alone.wishes[:place], wish, *alone.wishes[place + 1 :])
            need = Need(criterion="expertise", subject=wish.term)
            yield _Asked(need, replace(alone, wishes=wishes))
    for spoken in request.languages:
        if spoken.must:
            need = Need(criterion="languages", subject=spoken.code)
            yield _Asked(need, replace(alone, languages=(spoken,)))


class _Choice(NamedTuple):
    """One practitioner on one side, and the needs that they cover there, a bit each."""

    listed: Listed
    mask: int


def _choices(
    pool: Pool,
    request: Request,
    needs: Sequence[_Asked],
    listed: Iterable[Listed],
    today: date,
) -> list[_Choice]:
    """Keep the best of those who cover the same: more than there are needs is never wanted."""
    sides = _sides(request, needs)
    covers: defaultdict[str, int] = defaultdict(int)
    for bit, asked in enumerate(needs):
        for name, _score in pool.best(asked.request, today=today, limit=EVERYBODY):
            covers[name] |= 1 << bit
    kept: defaultdict[int, int] = defaultdict(int)
    found = []
    for each in listed:
        for mask in {covers[each.practitioner_id] & side for side in sides}:
            kept[mask] += 1
            if kept[mask] <= (len(needs) if len(sides) > 1 else 1):
                found.append(_Choice(each, mask))
    return found


def _sides(request: Request, needs: Sequence[_Asked]) -> list[int]:
    """Give what one practitioner may cover at most: all, or without one of both sides."""
    those = sum(1 << bit for bit, each in enumerate(needs) if each.perpetrator)
    others = sum(1 << bit for bit in _persons(needs)) & ~those
    if request.same_practitioner_ok or not those or not others:
        return [~0]
    return [~those, ~others]


def _persons(needs: Sequence[_Asked]) -> list[int]:
    return [bit for bit, each in enumerate(needs) if each.need.person is not None]


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


# ---- The search ----


class _Found(NamedTuple):
    """Those who were picked, in order; compared by number, total and public order."""

    picked: tuple[_Choice, ...]
    exact: bool = True

    @property
    def units(self) -> int:
        """The total in millionths of a point."""
        return sum(each.listed.units for each in self.picked)

    @property
    def place(self) -> tuple[int, int, tuple[_Choice, ...]]:
        return len(self.picked), -self.units, self.picked


@dataclass(slots=True)
class _Search:
    """Branch and bound: size by size, on the need that the fewest can cover."""

    choices: Sequence[_Choice]
    steps: int = 0
    best: _Found | None = None
    by_bit: dict[int, list[_Choice]] = field(default_factory=dict)
    widest: int = 0

    def run(self, persons: Sequence[int]) -> _Found:
        """Cover all that anybody covers; if the two sides do not allow it, all but the fewest."""
        coverable = 0
        for each in self.choices:
            coverable |= each.mask
            self.widest = max(self.widest, each.mask.bit_count())
        self.by_bit = {
            bit: [each for each in self.choices if each.mask >> bit & 1] for bit in _bits(coverable)
        }
        those = [1 << bit for bit in persons if coverable >> bit & 1]
        for left_out in range(len(those) + 1):
            for out in combinations(those, left_out):
                self._cover(coverable & ~sum(out))
            if self.best or self._stopped:
                break
        return _Found((self.best or self._greedy(coverable)).picked, exact=not self._stopped)

    @property
    def _stopped(self) -> bool:
        return self.steps > MOST_STEPS

    def _cover(self, wanted: int) -> None:
        """Find the smallest sets that cover what is wanted, no larger than the best so far."""
        most = len(self.best.picked) if self.best else max(1, wanted.bit_count())
        for size in range(1, most + 1):
            before = self.best
            self._extend((), wanted, size)
            if self.best is not before or self._stopped:
                return

    def _extend(self, picked: tuple[_Choice, ...], wanted: int, left: int) -> None:
        """Add each who covers the need that is hardest to cover, the best score first."""
        if not wanted and picked:
            self._keep(picked)
            return
        names = {each.listed.practitioner_id for each in picked}
        for choice in self._who_cover(wanted):
            self.steps += 1
            if self._stopped or self._cannot_win(picked, choice, left):
                return
            rest = wanted & ~choice.mask
            within_reach = rest.bit_count() <= (left - 1) * self.widest
            if within_reach and choice.listed.practitioner_id not in names:
                self._extend((*picked, choice), rest, left - 1)

    def _who_cover(self, wanted: int) -> Sequence[_Choice]:
        """Give who cover the rarest of the needs; without needs anybody will do."""
        lists = [self.by_bit[bit] for bit in _bits(wanted)]
        return min(lists, key=len) if lists else self.choices

    def _cannot_win(self, picked: tuple[_Choice, ...], choice: _Choice, left: int) -> bool:
        """Say that even the best scores from here on bring less than what was found."""
        if self.best is None:
            return False
        most = sum(each.listed.units for each in picked) + choice.listed.units
        return most + (left - 1) * self.choices[0].listed.units < self.best.units

    def _keep(self, picked: tuple[_Choice, ...]) -> None:
        found = _Found(tuple(sorted(picked)))
        if self.best is None or found.place < self.best.place:
            self.best = found

    def _greedy(self, wanted: int) -> _Found:
        """Take who covers the most of what is left, again and again."""
        picked: list[_Choice] = []
        while True:
            names = {each.listed.practitioner_id for each in picked}
            able = [
                each
                for each in self.choices
                if each.mask & wanted and each.listed.practitioner_id not in names
            ]
            if not able:
                return _Found(tuple(sorted(picked)))
            picked.append(max(able, key=lambda each: (each.mask & wanted).bit_count()))
            wanted &= ~picked[-1].mask
