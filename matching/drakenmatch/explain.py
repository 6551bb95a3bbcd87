"""From findings to reasons: points, sentences, and the missed gates named first."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from drakenmatch.answers import Reason, Verdict
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import READS, Criterion, Fact, Finding
from drakenmatch.gates import Miss, Passing
from drakenmatch.naming import OWN_LABELS, Labels, label
from drakenmatch.places import Places
from drakenmatch.reading import Json
from drakenmatch.vocabulary import Vocabulary

__all__ = ["OWN_LABELS", "Explaining", "explained", "label", "labelled", "points"]

# Unmet gates stand before unknown ones, and both before what is met.
PLACE = tuple(-passing.cost for passing in Passing)
# A reason with its place among the others.
Told: TypeAlias = tuple[int, Reason]
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


class Found(NamedTuple):
    """What a criterion found, the points it brings, and the reason that says so."""

    finding: Finding
    points: float
    reason: Reason


class Explaining:
    """Explains profiles for one request: who states the same is given the same reason."""

    def __init__(self, weights: Mapping[Criterion, float], asked: Asked) -> None:
        self._asked = asked
        known: list[dict[Hashable, list[Found]]] = [{} for _ in weights]
        self._parts = [
            (criterion, READS[criterion], out_of, found)
            for (criterion, out_of), found in zip(weights.items(), known, strict=True)
        ]

    def explained(self, entry: Entry, missed: tuple[Miss, ...]) -> tuple[float, tuple[Reason, ...]]:
        """Give the score and its reasons, as the function `explained`."""
        found = self._found(entry)
        score = sum([each.points for each in found])
        if not missed and not entry.aspiring:
            return score, tuple([each.reason for each in found])
        told = [*_of_gates(self._asked, entry, missed), *_as_read(self._asked, found, missed)]
        told.sort(key=itemgetter(0))
        return score, tuple([reason for _, reason in told])

    def _found(self, entry: Entry) -> list[Found]:
        """Ask each criterion, unless somebody stated the same before."""
        everything: list[Found] = []
        for criterion, reads, out_of, known in self._parts:
            stated = reads(self._asked, entry)
            found = known.get(stated)
            if found is None:
                found = known[stated] = list(self._asks(criterion, out_of, entry))
            everything += found
        return everything

    def _asks(self, criterion: Criterion, out_of: float, entry: Entry) -> Iterator[Found]:
        for finding in criterion(self._asked, entry):
            most = out_of * finding.share
            reason = _reason(criterion.__name__, finding, most, self._asked)
            yield Found(finding, most * finding.value, reason)


def explained(
    weights: Mapping[Criterion, float], asked: Asked, entry: Entry, missed: tuple[Miss, ...]
) -> tuple[float, tuple[Reason, ...]]:
    """Give the score and its reasons: unmet gates first, then unknown ones, then the rule's order.

    The score is added up in the order of the rule, as `points` does.
    """
    return Explaining(weights, asked).explained(entry, missed)


def _of_gates(asked: Asked, entry: Entry, missed: tuple[Miss, ...]) -> Iterator[Told]:
    """Explain role and reach, which carry no weight of their own."""
    by_gate = {miss.gate.criterion: miss.passing for miss in missed}
    if entry.aspiring:
        passing = by_gate.get("role", Passing.MET)
        code = "role.in-training" if passing else "role.structural"
        verdict = Verdict.UNMET if passing else Verdict.MET
        yield PLACE[passing], _reason("role", Finding(0, verdict, code, {}), 0.0, asked)
    if "reach" in by_gate:
        passing = by_gate["reach"]
        code, facts = _why_out_of_reach(asked, entry, passing)
        # Who says nothing about places is let through no gate, and is not said to work elsewhere.
        nowhere = code == "reach.unknown"
        verdict = Verdict.UNKNOWN if nowhere else AS_VERDICT.get(passing, Verdict.UNMET)
        yield PLACE[passing], _reason("reach", Finding(0, verdict, code, facts), 0.0, asked)


def _as_read(asked: Asked, found: Iterable[Found], missed: tuple[Miss, ...]) -> Iterator[Told]:
    """Give each reason its place; for a must half a list or a wider term reads as its gate."""
    for finding, _, reason in found:
        passing = _passing(reason.criterion, finding, missed) if missed else Passing.MET
        if passing:
            read = finding._replace(verdict=AS_VERDICT.get(passing, Verdict.UNMET))
            yield PLACE[passing], _reason(reason.criterion, read, reason.out_of, asked)
        else:
            yield PLACE[passing], reason


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
