"""The score: one table of weights, one documented function a criterion.

The first line of a criterion's docstring is what the page "Zo rangschikken wij" shows; the line
after "English:" is its translation. A value lies between 0 and 1. Unknown is always .5, and
what counts as met or partly is never below .5: so saying nothing never beats a good answer.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeAlias

from drakenmatch.answers import Verdict
from drakenmatch.asking import Asked, Entry, Sought
from drakenmatch.gates import CONFIRMED_DAYS, Passing, in_region, is_confirmed, is_paid_through
from drakenmatch.values import AgeRange, Kind, Room

UNKNOWN = 0.5
SHARED_REGION = 0.6
ONLINE = 0.5
NEAR_KM = 60
STEPS = 20
FROM_IN_TIME = 0.8
LATE_DAYS = 56
FRESH_DAYS = 30

Fact: TypeAlias = str | int | date | Collection[str]


class Finding(NamedTuple):
    """What one criterion found: `share` is its part of the criterion's weight.

    Facts of type str (and collections of them) are slugs, to be labelled when shown.
    """

    value: float
    verdict: Verdict
    code: str
    facts: Mapping[str, Fact]
    share: float = 1.0
    subject: str = ""


Criterion: TypeAlias = Callable[[Asked, Entry], Iterator[Finding]]


def expertise(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Wat u zoekt: hoe goed de behandelaar elk gevraagd onderwerp beheerst.

    English: What you look for: how well the practitioner masters each subject you ask for.

    Each wish takes the largest level x relatedness, weighed by the wish's own weight.
    """
    total = sum(sought.wish.weight for sought in asked.sought)
    for sought in asked.sought:
        yield _wish(asked, sought, entry, sought.wish.weight / total)


def nearness(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Dichtbij: de afstand tussen de gemeenten, of dezelfde regio.

    English: Nearby: the distance between the municipalities, or the same region.

    The largest of 1 - km/60 in steps of .05, .6 for a shared region, .5 online if accepted.
    """
    if asked.regions:
        yield max(_nearness(asked, entry), key=lambda finding: finding.value)


def room(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Plek: of er op tijd plek is, en hoe kort geleden dat is bevestigd.

    English: Room: whether there is room in time, and how recently that was confirmed.

    .5 + (stated - .5) x f; f is 1 up to 30 days after the confirmation, and 0 from 90.
    """
    if asked.request.kind is not Kind.ADVICE:
        yield _room(asked, entry)


def ages(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Leeftijd: voor hoeveel van de personen de leeftijd past.

    English: Age: for how many of the persons the age fits.
    """
    if not asked.ages:
        return
    if entry.who.ages is None:
        yield _unknown("ages")
        return
    covered = asked.covered(entry)
    missing = [age for age in asked.ages if age not in covered]
    yield _listed("ages", [_years(age) for age in covered], [_years(age) for age in missing])


def languages(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Taal: hoeveel van de gevraagde talen de behandelaar spreekt.

    English: Language: how many of the languages you ask for the practitioner speaks.

    Codes are compared exactly: who speaks Moroccan Arabic may not follow Syrian Arabic.
    """
    codes = [language.code for language in asked.request.languages]
    yield from _of_list("languages", codes, entry.who.languages)


def settings(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Setting: op hoeveel van de gevraagde manieren of plekken de behandelaar werkt.

    English: Setting: in how many of the ways or places you ask for the practitioner works.
    """
    group = asked.request.settings
    yield from _of_list("settings", sorted(group.any) if group else [], entry.who.settings)


def funding(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Betaling: via hoeveel van de gevraagde wegen het werk betaald kan worden.

    English: Funding: through how many of the ways you ask for the work can be paid.

    For what a municipality buys only its contract is certain; the bare route is unknown.
    """
    group = asked.request.funding
    if group is None or not group.any:
        return
    by_route = {route: is_paid_through(route, asked, entry) for route in sorted(group.any)}
    paid = [route for route, passing in by_route.items() if passing is Passing.MET]
    unsure = [route for route, passing in by_route.items() if passing is Passing.UNKNOWN]
    if entry.who.funding is None:
        yield _unknown("funding")
    elif paid or not unsure:
        yield _listed("funding", paid, [route for route in by_route if route not in paid])
    else:
        payer = asked.request.contract_with or ""
        yield _unknown("funding", "contract-unknown", unsure=unsure, municipality=payer)


WEIGHTS: Mapping[Criterion, float] = {
    expertise: 40,
    nearness: 20,
    room: 20,
    ages: 5,
    languages: 5,
    settings: 5,
    funding: 5,
}


def stated(asked: Asked) -> tuple[bool, ...]:
    """Say of each criterion, in the order of the weights, whether the request states it."""
    request = asked.request
    return (
        bool(asked.sought),
        bool(asked.regions),
        request.kind is not Kind.ADVICE,
        bool(asked.ages),
        bool(request.languages),
        bool(request.settings and request.settings.any),
        bool(request.funding and request.funding.any),
    )


def _where(asked: Asked, entry: Entry) -> Hashable:
    """Give what nearness reads: a base matters only where a distance is asked."""
    base = entry.base is None if asked.here is None else entry.base
    home = entry.home if entry.home in asked.regions else None
    return base, home, asked.regions & entry.who.regions, entry.who.online


# All that a criterion reads of a profile: who states the same is found to be the same.
READS: Mapping[Criterion, Callable[[Asked, Entry], Hashable]] = {
    expertise: lambda asked, entry: tuple(map(entry.who.expertise.get, asked.kin)),
    nearness: _where,
    room: lambda _, entry: (entry.who.room, entry.who.room_from, entry.who.room_confirmed),
    ages: lambda _, entry: entry.who.ages,
    languages: lambda _, entry: entry.who.languages,
    settings: lambda _, entry: entry.who.settings,
    funding: lambda _, entry: entry.who.funding,
}


class Published(NamedTuple):
    """One row of the rule as the site publishes it."""

    name: str
    weight: float
    nl: str
    en: str


def published() -> tuple[Published, ...]:
    """Give the criteria with weight and sentence, from the table that the code itself uses."""
    return tuple(
        Published(criterion.__name__, weight, *_sentences(criterion))
        for criterion, weight in WEIGHTS.items()
    )


def _sentences(criterion: Criterion) -> tuple[str, str]:
    lines = (criterion.__doc__ or "").splitlines()
    return lines[0], lines[2].partition("English: ")[2]


def _wish(asked: Asked, sought: Sought, entry: Entry, share: float) -> Finding:
    wish = sought.wish
    best = sought.best(entry)
    if best is None:
        return Finding(0, Verdict.UNMET, "expertise.none", {"wish": wish.term}, share, wish.term)
    by, value = best
    near, high = sought.kin.worth[by], entry.held[by].step >= sought.least
    facts = {"wish": wish.term, "by": by, "level": entry.who.expertise[by].value}
    if not high:
        facts["min_level"] = wish.min_level.value
    # A level of something without a ladder, such as a problem, says nothing to a reader.
    ladder = asked.vocabulary.has_ladder(by) or not high
    code = f"expertise.{'' if ladder else 'named-'}{_how(sought, by, high=high)}"
    met = near == 1.0 and high
    return Finding(value, Verdict.MET if met else Verdict.PARTLY, code, facts, share, wish.term)


def _how(sought: Sought, by: str, *, high: bool) -> str:
    if sought.kin.worth[by] < 1:
        return sought.kin.how[by]
    if not high:
        return "below"
    return "itself" if by == sought.wish.term else "narrower"


def _nearness(asked: Asked, entry: Entry) -> Iterator[Finding]:
    """Give every way to be near; the first of the highest is the one that is shown."""
    km = asked.km(entry)
    if km is not None and asked.here is not None:
        yield _distance(asked, entry, km)
    elif entry.base is None:
        yield _unknown("nearness")
    else:
        yield Finding(0, Verdict.UNMET, "nearness.elsewhere", {})
    if in_region(asked, entry):
        shared = sorted(asked.regions & {*entry.who.regions, entry.home})
        yield Finding(SHARED_REGION, Verdict.MET, "nearness.region", {"regions": shared})
    if asked.request.online_ok and entry.who.online:
        yield Finding(ONLINE, Verdict.PARTLY, "nearness.online", {})


def _distance(asked: Asked, entry: Entry, km: float) -> Finding:
    value = closeness(km)
    verdict = Verdict.PARTLY if value >= UNKNOWN else Verdict.UNMET
    if value >= SHARED_REGION:
        verdict = Verdict.MET
    if entry.base == asked.here:
        return Finding(value, verdict, "nearness.here", {"municipality": entry.base or ""})
    return Finding(value, verdict, "nearness.km", {"km": round(km)})


def closeness(km: float) -> float:
    """Value a distance, in steps of .05: 1 is next door, and 0 from 58.5 km."""
    return max(0, round(STEPS * (1 - km / NEAR_KM))) / STEPS


def _room(asked: Asked, entry: Entry) -> Finding:
    who, confirmed = entry.who, entry.who.room_confirmed
    if who.room is None or (who.room is Room.FROM and who.room_from is None):
        return _unknown("room")
    if confirmed is None or confirmed > asked.today:
        return _unknown("room", "unconfirmed")
    if not is_confirmed(asked, entry):
        return _unknown("room", "stale", confirmed=confirmed)
    stated, verdict, code = _stated(asked, entry)
    facts: dict[str, Fact] = {"confirmed": confirmed}
    if who.room_from and who.room is Room.FROM:
        facts["from"] = who.room_from
    value = UNKNOWN + (stated - UNKNOWN) * freshness((asked.today - confirmed).days)
    return Finding(value, verdict, code, facts)


def _stated(asked: Asked, entry: Entry) -> tuple[float, Verdict, str]:
    """Value the statement itself, before its age is weighed; a `from` that has passed is a yes."""
    if entry.who.room is Room.NO:
        return 0.0, Verdict.UNMET, "room.no"
    starts = entry.who.room_from if entry.who.room is Room.FROM else None
    if starts is None or starts <= asked.today:
        return 1.0, Verdict.MET, "room.yes"
    late = (starts - max(asked.start, asked.today)).days
    if late <= 0:
        return stated_from(late), Verdict.MET, "room.in-time"
    return stated_from(late), Verdict.UNMET, "room.late"


def stated_from(late: int) -> float:
    """Value room from a later day, by how many days that is too late: 0 after eight weeks."""
    return FROM_IN_TIME * min(1.0, max(0.0, 1 - late / LATE_DAYS))


def freshness(days: int) -> float:
    """Weigh a statement by its age: whole up to 30 days, nothing from 90."""
    return min(1.0, max(0.0, (CONFIRMED_DAYS - days) / (CONFIRMED_DAYS - FRESH_DAYS)))


def _of_list(name: str, asked: list[str], stated: frozenset[str] | None) -> Iterator[Finding]:
    if not asked:
        return
    if stated is None:
        yield _unknown(name)
        return
    met = [slug for slug in asked if slug in stated]
    yield _listed(name, met, [slug for slug in asked if slug not in stated])


def _listed(name: str, met: list[str], missing: list[str]) -> Finding:
    """Say what of a stated list is met; see `part_met` for its value."""
    if not met:
        return Finding(0, Verdict.UNMET, f"{name}.none", {"missing": missing})
    if not missing:
        return Finding(1, Verdict.MET, f"{name}.all", {"met": met})
    value = part_met(len(met), len(met) + len(missing))
    return Finding(value, Verdict.PARTLY, f"{name}.some", {"met": met, "missing": missing})


def part_met(met: int, asked: int) -> float:
    """Value a stated list: nothing 0, a part .5 + .5 x share, all 1."""
    return UNKNOWN + (1 - UNKNOWN) * met / asked if met else 0.0


def _unknown(name: str, why: str = "unknown", **facts: Fact) -> Finding:
    return Finding(UNKNOWN, Verdict.UNKNOWN, f"{name}.{why}", facts)


def _years(age: AgeRange) -> str:
    return str(age.first) if age.first == age.last else f"{age.first}-{age.last}"
