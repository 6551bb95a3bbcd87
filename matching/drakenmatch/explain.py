"""From findings to reasons: points, sentences, and the missed gates named first."""

from collections.abc import Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import TypeAlias

from drakenmatch.answers import Reason, Verdict
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import Criterion, Fact, Finding
from drakenmatch.gates import Miss, Passing
from drakenmatch.naming import OWN_LABELS, Labels, label
from drakenmatch.places import Places
from drakenmatch.reading import Json
from drakenmatch.vocabulary import Vocabulary

__all__ = ["OWN_LABELS", "explained", "label", "labelled", "points"]

# Unmet gates stand before unknown ones, and both before what is met.
PLACE = tuple(-passing.cost for passing in Passing)
# The place of a reason among the others, its criterion, what was found, and the most it can bring.
Told: TypeAlias = tuple[int, str, Finding, float]
AS_VERDICT = {Passing.UNKNOWN: Verdict.UNKNOWN}


def labelled(fact: Fact, vocabulary: Vocabulary, places: Places) -> Json:
    """Turn a fact into what a sentence can show in both languages."""
    return _told(fact, Labels(vocabulary, places))


def _told(fact: Fact, labels: Mapping[str, Json]) -> Json:
    if isinstance(fact, str):
        return labels[fact]
    if isinstance(fact, int):
        return fact
    if isinstance(fact, date):
        return {"date": fact.isoformat()}
    return [labels[each] for each in fact]


def points(findings: Mapping[Criterion, float], asked: Asked, entry: Entry) -> float:
    """Add up the score: `findings` gives the points that each stated criterion can bring."""
    return sum(
        out_of * finding.share * finding.value
        for criterion, out_of in findings.items()
        for finding in criterion(asked, entry)
    )


def explained(
    weights: Mapping[Criterion, float], asked: Asked, entry: Entry, missed: tuple[Miss, ...]
) -> tuple[float, tuple[Reason, ...]]:
    """Give the score and its reasons: unmet gates first, then unknown ones, then the rule's order.

    The score is added up in the order of the rule, as `points` does.
    """
    found = [
        (criterion.__name__, finding, out_of)
        for criterion, out_of in weights.items()
        for finding in criterion(asked, entry)
    ]
    score = sum([out_of * finding.share * finding.value for _, finding, out_of in found])
    told = [*_of_gates(asked, entry, missed), *_as_read(found, missed)]
    told.sort(key=itemgetter(0))
    return score, tuple([_reason(name, finding, most, asked) for _, name, finding, most in told])


def _of_gates(asked: Asked, entry: Entry, missed: tuple[Miss, ...]) -> Iterator[Told]:
    """Explain role and reach, which carry no weight of their own."""
    by_gate = {miss.gate.criterion: miss.passing for miss in missed}
    if entry.aspiring:
        passing = by_gate.get("role", Passing.MET)
        code = "role.in-training" if passing else "role.structural"
        verdict = Verdict.UNMET if passing else Verdict.MET
        yield PLACE[passing], "role", Finding(0, verdict, code, {}), 0.0
    if "reach" in by_gate:
        passing = by_gate["reach"]
        code, facts = _why_out_of_reach(asked, entry, passing)
        # Who says nothing about places is let through no gate, and is not said to work elsewhere.
        nowhere = code == "reach.unknown"
        verdict = Verdict.UNKNOWN if nowhere else AS_VERDICT.get(passing, Verdict.UNMET)
        yield PLACE[passing], "reach", Finding(0, verdict, code, facts), 0.0


def _as_read(found: list[tuple[str, Finding, float]], missed: tuple[Miss, ...]) -> Iterator[Told]:
    """Give each finding its place; for a must half a list or a wider term reads as its gate."""
    for name, finding, out_of in found:
        passing = _passing(name, finding, missed) if missed else Passing.MET
        read = finding
        if passing:
            read = finding._replace(verdict=AS_VERDICT.get(passing, Verdict.UNMET))
        yield PLACE[passing], name, read, out_of * finding.share


def _passing(name: str, finding: Finding, missed: tuple[Miss, ...]) -> Passing:
    return max(
        (
            miss.passing
            for miss in missed
            if miss.gate.criterion == name and finding.subject in {"", miss.gate.subject}
        ),
        default=Passing.MET,
    )


def _why_out_of_reach(
    asked: Asked, entry: Entry, passing: Passing
) -> tuple[str, Mapping[str, Fact]]:
    km, travel_km, max_km = asked.km(entry), entry.who.travel_km, asked.request.max_km
    if passing is Passing.UNKNOWN:
        online = asked.request.online_ok and entry.who.online is None
        return ("reach.online-unknown", {}) if online else _km("reach.travel-unknown", km)
    if km is None:
        known = entry.base or entry.who.regions
        return ("reach.elsewhere" if known else "reach.unknown"), {}
    if max_km is not None and km > max_km:
        return "reach.above-your-limit", {"km": round(km), "max_km": max_km}
    if travel_km is not None:
        return "reach.too-far", {"km": round(km), "travel_km": travel_km}
    return _km("reach.far", km)


def _km(code: str, km: float | None) -> tuple[str, Mapping[str, Fact]]:
    return code, {"km": round(km or 0)}


def _reason(name: str, finding: Finding, out_of: float, asked: Asked) -> Reason:
    return Reason(
        criterion=name,
        verdict=finding.verdict,
        points=out_of * finding.value,
        out_of=out_of,
        code=finding.code,
        facts={key: _told(fact, asked.labels) for key, fact in finding.facts.items()},
    )
