"""Who is asked for intervision: colleagues of other organisations, a group that differs.

The group grows one by one: each next colleague is the one who adds most to those who are there,
the inviter included. Equals rotate by the public seed of the day.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from drakenmatch.answers import Reason, Verdict
from drakenmatch.gathering import Colleague, Composition, Gathering, Invitee, Seat
from drakenmatch.order import band, column, seed, tie
from drakenmatch.sentences import sentence

ASKED_RECENTLY = timedelta(days=14)
# A rhythm of about eight weeks makes one a month plenty; the second is for a colleague in need.
CAP_WHEN_UNSTATED = 2
RESTED_DAYS = 90
NEIGHBOUR, ONLINE, UNKNOWN = 0.6, 0.3, 0.5


@dataclass(slots=True)
class _Group:
    """The gathering on its day, with everybody who is in it so far."""

    gathering: Gathering
    today: date
    members: list[Colleague] = field(default_factory=list)

    @property
    def organisations(self) -> set[str]:
        return {each.organisation for each in self.members if each.organisation is not None}


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
    group = _Group(gathering, today, [gathering.inviter, *gathering.present])
    pool = sorted({each.id: each for each in colleagues}.values(), key=lambda each: each.id)
    open_to_ask, closed = _sift(group, pool)
    for_veilig_thuis = _seats_for_veilig_thuis(group)
    invitees = list(_fill(group, open_to_ask, Seat.VEILIG_THUIS, for_veilig_thuis))
    seats = gathering.seats - len(invitees)
    invitees += _fill(group, open_to_ask, Seat.SEAT, seats)
    invitees += _fill(group, open_to_ask, Seat.SPARE, 1 if gathering.seats else 0)
    return Composition(invitees=tuple(invitees), considered=len(pool), closed=dict(closed))


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
    there = frozenset().union(*(each.disciplines for each in group.members))
    if who.disciplines <= there:
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
    open_to_ask, closed = [], Counter[str]()
    for who in pool:
        stopped = next((name for name, rule in HARD.items() if not rule(group, who)), None)
        if who.id in taken or not _may_sit_together(group, who):
            continue
        if stopped:
            closed[stopped] += 1
        else:
            open_to_ask.append(who)
    return open_to_ask, closed


def _may_sit_together(group: _Group, who: Colleague) -> bool:
    """Respect every private "niet met", whoever of the two declared it."""
    return not any(each.id in who.avoids or who.id in each.avoids for each in group.members)


def _seats_for_veilig_thuis(group: _Group) -> int:
    """Give one seat when it was asked, there is one, and nobody of them is in the group yet."""
    there = any(each.veilig_thuis for each in group.members)
    return int(group.gathering.veilig_thuis and not there and group.gathering.seats > 0)


def _fill(
    group: _Group, open_to_ask: Iterable[Colleague], seat: Seat, seats: int
) -> Iterator[Invitee]:
    """Add the best colleague seat by seat, as long as there is one."""
    rest = [who for who in open_to_ask if _suits(group, who, seat)]
    for _ in range(seats):
        rest = [who for who in rest if _still_fits(group, who)]
        if not rest:
            return
        best = min(rest, key=lambda who: _place(group, who))
        yield _invitee(group, best, seat)
        group.members.append(best)


def _suits(group: _Group, who: Colleague, seat: Seat) -> bool:
    """Ask Veilig Thuis only for their own seat, and only of the inviter's region."""
    if seat is Seat.VEILIG_THUIS:
        return who.veilig_thuis and bool(who.regions & group.gathering.inviter.regions)
    return not who.veilig_thuis


def _still_fits(group: _Group, who: Colleague) -> bool:
    return (
        who not in group.members
        and of_another_organisation(group, who)
        and _may_sit_together(group, who)
    )


def _place(group: _Group, who: Colleague) -> tuple[int, int, str]:
    score = sum(reason.points for reason in _reasons(group, who))
    day_seed = seed(group.today, group.gathering.id)
    return -band(score), tie(column(who.id), day_seed), who.id


def _invitee(group: _Group, who: Colleague, seat: Seat) -> Invitee:
    reasons = tuple(_reasons(group, who))
    score = sum(reason.points for reason in reasons)
    return Invitee(colleague_id=who.id, seat=seat, score=score, reasons=reasons)


def _reasons(group: _Group, who: Colleague) -> Iterator[Reason]:
    found = {wished: each for wished in GROUP_WEIGHTS if (each := wished(group, who))}
    total = sum(GROUP_WEIGHTS[wished] for wished in found)
    for wished, each in found.items():
        out_of = 100 * GROUP_WEIGHTS[wished] / total
        yield Reason(
            criterion=wished.__name__,
            verdict=each.verdict,
            points=out_of * each.value,
            out_of=out_of,
            detail=sentence(each.code, {}),
            code=each.code,
        )
