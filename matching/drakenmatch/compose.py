"""Who is asked for intervision: colleagues of other organisations, a group that differs.

What a colleague adds depends on who is there, the inviter included. The group is the one that adds
up to the most (see `seating`). Equals rotate by the public seed of the day.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

import numpy as np

from drakenmatch.answers import Reason, Verdict
from drakenmatch.gathering import Colleague, Composition, Gathering, Invitee, Seat
from drakenmatch.order import band, column, seed, tie, ties
from drakenmatch.seating import UNKNOWN, Columns, Group, Weights, best_group

ASKED_RECENTLY = timedelta(days=14)
# A rhythm of about eight weeks makes one a month plenty; the second is for a colleague in need.
CAP_WHEN_UNSTATED = 2
RESTED_DAYS = 90
NEIGHBOUR, ONLINE = 0.6, 0.3


@dataclass(slots=True)
class _Group:
    """The gathering on its day, with everybody who is in it so far."""

    gathering: Gathering
    today: date
    members: list[Colleague] = field(default_factory=list)
    organisations: frozenset[str | None] = frozenset()
    disciplines: frozenset[str] = frozenset()

    def add(self, who: Colleague) -> None:
        """Give somebody a seat."""
        self.members.append(who)
        self.organisations |= {who.organisation} - {None}
        self.disciplines |= who.disciplines


class Found(NamedTuple):
    """What a wish found: a value from 0 to 1, a verdict, and the code of the sentence."""

    value: float
    verdict: Verdict
    code: str


Rule: TypeAlias = Callable[[_Group, Colleague], bool]
Wished: TypeAlias = Callable[[_Group, Colleague], Found | None]


def compose_group(
    colleagues: Iterable[Colleague], gathering: Gathering, *, today: date
) -> Composition:
    """Propose whom to ask: as many as there are seats, and one spare.

    `today` is an Amsterdam date. A Veilig Thuis contact gets at most one seat, and only when one
    was asked; who agreed to be asked opened it. Raises nothing: too few colleagues is an answer.
    """
    group = _Group(gathering, today)
    for who in (gathering.inviter, *gathering.present):
        group.add(who)
    pool = sorted({each.id: each for each in colleagues}.values(), key=lambda each: each.id)
    open_to_ask, closed = _sift(group, pool)
    invitees = list(_for_veilig_thuis(group, open_to_ask))
    apart = _kept_apart(group)
    rest = [
        who
        for who in open_to_ask
        if not who.veilig_thuis and of_another_organisation(group, who) and not apart(who)
    ]
    wanted = rest if gathering.seats else []
    found = _best_group(group, wanted, gathering.seats - len(invitees))
    invitees += [_seated(group, who, Seat.SEAT) for who in found.people]
    if found.spare is not None:
        invitees.append(_seated(group, found.spare, Seat.SPARE))
    return Composition(
        invitees=tuple(invitees),
        considered=len(pool),
        closed=dict(closed),
        total=found.total,
        most=found.most,
    )


def agreed(_: _Group, who: Colleague) -> bool:
    """Agreed to be asked for intervision."""
    return who.agreed


def present(group: _Group, who: Colleague) -> bool:
    """Not paused, today included."""
    return who.paused_until is None or who.paused_until < group.today


def rested(group: _Group, who: Colleague) -> bool:
    """Not asked in the last 14 days, unless they accepted."""
    if who.last_invited is None or who.last_accepted:
        return True
    return who.last_invited + ASKED_RECENTLY <= group.today


def below_cap(_: _Group, who: Colleague) -> bool:
    """Below their own number of invitations a month."""
    cap = CAP_WHEN_UNSTATED if who.cap is None else who.cap
    return who.invitations_this_month < cap


def of_another_organisation(group: _Group, who: Colleague) -> bool:
    """Of no organisation that is in the group; without one somebody stands for themselves."""
    return who.organisation not in group.organisations


def has_a_moment(group: _Group, who: Colleague) -> bool:
    """Not known to be absent at every proposed moment."""
    moments = group.gathering.moments
    return not moments or not moments <= who.cannot


# Each with the name under which those it stops are counted, in this order.
HARD: Mapping[str, Rule] = {
    "agreed": agreed,
    "paused": present,
    "recently-asked": rested,
    "cap": below_cap,
    "organisation": of_another_organisation,
    "moment": has_a_moment,
}


def region(group: _Group, who: Colleague) -> Found:
    """Dezelfde regio, dan een buurregio, dan online."""
    if who.regions & group.gathering.inviter.regions:
        return Found(1, Verdict.MET, "group.same-region")
    if who.regions & group.gathering.neighbours:
        return Found(NEIGHBOUR, Verdict.PARTLY, "group.next-region")
    if group.gathering.online and who.online is not False:
        return Found(ONLINE, Verdict.PARTLY, "group.online")
    return Found(0, Verdict.UNMET, "group.elsewhere")


def discipline(group: _Group, who: Colleague) -> Found:
    """Een andere discipline dan wie er al is."""
    if not who.disciplines:
        return Found(UNKNOWN, Verdict.UNKNOWN, "group.discipline-unknown")
    if who.disciplines <= group.disciplines:
        return Found(0, Verdict.UNMET, "group.same-discipline")
    return Found(1, Verdict.MET, "group.other-discipline")


def sector(group: _Group, who: Colleague) -> Found:
    """Een andere sector dan wie er al is."""
    if who.sector is None:
        return Found(UNKNOWN, Verdict.UNKNOWN, "group.sector-unknown")
    if who.sector in {each.sector for each in group.members}:
        return Found(0, Verdict.UNMET, "group.same-sector")
    return Found(1, Verdict.MET, "group.other-sector")


def theme(group: _Group, who: Colleague) -> Found | None:
    """Ervaring met het thema."""
    if group.gathering.theme is None:
        return None
    if group.gathering.theme in who.expertise:
        return Found(1, Verdict.MET, "group.theme")
    return Found(0, Verdict.UNMET, "group.no-theme")


def turn(group: _Group, who: Colleague) -> Found:
    """Wie het minst gevraagd is."""
    days = RESTED_DAYS if who.last_invited is None else (group.today - who.last_invited).days
    waited = min(1.0, max(0.0, days / RESTED_DAYS))
    value = (waited + 1 / (1 + who.invitations_this_month)) / 2
    if who.invitations_this_month:
        return Found(value, Verdict.PARTLY, "group.asked-this-month")
    return Found(value, Verdict.MET, "group.not-asked-this-month")


def acquaintance(group: _Group, who: Colleague) -> Found:
    """Liever mensen die elkaar nog niet van intervisie kennen."""
    known = sum(each.id in who.met or who.id in each.met for each in group.members)
    value = 1 - known / len(group.members)
    if not known:
        return Found(value, Verdict.MET, "group.new-faces")
    verdict = Verdict.PARTLY if value else Verdict.UNMET
    return Found(value, verdict, "group.some-known" if value else "group.all-known")


GROUP_WEIGHTS: Mapping[Wished, float] = {
    region: 30,
    theme: 20,
    discipline: 15,
    sector: 15,
    turn: 10,
    acquaintance: 10,
}


def _sift(group: _Group, pool: Iterable[Colleague]) -> tuple[list[Colleague], Counter[str]]:
    """Keep who may be asked, and count the others by the first rule that stops them."""
    taken = {each.id for each in group.members} | group.gathering.not_ids
    apart = _kept_apart(group)
    open_to_ask, closed = [], Counter[str]()
    for who in pool:
        if who.id in taken or apart(who):
            continue
        for name, rule in HARD.items():
            if not rule(group, who):
                closed[name] += 1
                break
        else:
            open_to_ask.append(who)
    return open_to_ask, closed


def _kept_apart(group: _Group) -> Callable[[Colleague], bool]:
    """Respect every private "niet met" of those who are there, whoever of the two declared it."""
    there = {each.id for each in group.members}
    avoided = frozenset().union(*(each.avoids for each in group.members))
    return lambda who: who.id in avoided or not there.isdisjoint(who.avoids)


def _for_veilig_thuis(group: _Group, open_to_ask: Iterable[Colleague]) -> Iterator[Invitee]:
    """Give one seat when it was asked, there is one, and nobody of them is in the group yet.

    Only for a contact of the inviter's region.
    """
    gathering = group.gathering
    there = any(each.veilig_thuis for each in group.members)
    if not gathering.veilig_thuis or there or not gathering.seats:
        return
    own = gathering.inviter.regions
    contacts = [who for who in open_to_ask if who.veilig_thuis and who.regions & own]
    if contacts:
        best = min(contacts, key=lambda who: _place(group, who))
        yield _seated(group, best, Seat.VEILIG_THUIS)


def _best_group(group: _Group, people: Sequence[Colleague], seats: int) -> Group:
    day_seed = seed(group.today, group.gathering.id)
    points = _points(group)
    columns = Columns.of(
        people,
        own=[_own(points, group, who) for who in people],
        turn=ties(np.array([column(who.id) for who in people], dtype=np.uint64), day_seed),
    )
    weights = Weights(points[discipline], points[sector], points[acquaintance])
    return best_group(columns, weights, group.members, seats)


def _own(points: Mapping[Wished, float], group: _Group, who: Colleague) -> float:
    """Add up what does not depend on the others of the group."""
    return sum(
        points[wished] * found.value
        for wished in (region, theme, turn)
        if (found := wished(group, who))
    )


def _place(group: _Group, who: Colleague) -> tuple[int, int, str]:
    score = sum(reason.points for reason in _reasons(group, who))
    day_seed = seed(group.today, group.gathering.id)
    return -band(score), tie(column(who.id), day_seed), who.id


def _seated(group: _Group, who: Colleague, seat: Seat) -> Invitee:
    """Give somebody a seat, with what speaks for it beside those who are there."""
    reasons = tuple(_reasons(group, who))
    group.add(who)
    score = sum(reason.points for reason in reasons)
    return Invitee(colleague_id=who.id, seat=seat, score=score, reasons=reasons)


def _points(group: _Group) -> dict[Wished, float]:
    """Give how many of the 100 points each wish can bring; without a theme the others share."""
    stated = {
        wished: weight
        for wished, weight in GROUP_WEIGHTS.items()
        if wished is not theme or group.gathering.theme is not None
    }
    return {wished: 100 * weight / sum(stated.values()) for wished, weight in stated.items()}


def _reasons(group: _Group, who: Colleague) -> Iterator[Reason]:
    for wished, out_of in _points(group).items():
        found = wished(group, who)
        if found is not None:
            yield Reason(
                criterion=wished.__name__,
                verdict=found.verdict,
                points=out_of * found.value,
                out_of=out_of,
                code=found.code,
            )
