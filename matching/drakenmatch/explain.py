"""From findings to reasons: points, sentences, and the missed gates named first."""

from collections.abc import Iterator, Mapping
from datetime import date
from operator import itemgetter

from drakenmatch.answers import Reason, Verdict
from drakenmatch.asking import Asked, Entry
from drakenmatch.criteria import Criterion, Fact, Finding
from drakenmatch.gates import Miss, Passing
from drakenmatch.naming import OWN_LABELS, Labels, label
from drakenmatch.places import Places
from drakenmatch.reading import Json
from drakenmatch.vocabulary import Vocabulary

__all__ = ["OWN_LABELS", "explained", "label", "labelled", "points"]

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
    of_criteria = list(_of_criteria(weights, asked, entry, missed))
    found = [*_of_gates(asked, entry, missed), *of_criteria]
    found.sort(key=itemgetter(0))
    score = sum([reason.points for _, reason in of_criteria])
    return score, tuple([reason for _, reason in found])


def _of_gates(asked: Asked, entry: Entry, missed: tuple[Miss, ...]) -> Iterator[tuple[int, Reason]]:
    """Explain role and reach, which carry no weight of their own."""
    by_gate = {miss.gate.criterion: miss.passing for miss in missed}
    if entry.aspiring:
        passing = by_gate.get("role", Passing.MET)
        code = "role.in-training" if passing else "role.structural"
        verdict = Verdict.UNMET if passing else Verdict.MET
        yield _rank(passing), _reason("role", Finding(0, verdict, code, {}), 0, asked)
    if "reach" in by_gate:
        passing = by_gate["reach"]
        code, facts = _why_out_of_reach(asked, entry, passing)
        # Who says nothing about places is let through no gate, and is not said to work elsewhere.
        nowhere = code == "reach.unknown"
        verdict = Verdict.UNKNOWN if nowhere else AS_VERDICT.get(passing, Verdict.UNMET)
        yield _rank(passing), _reason("reach", Finding(0, verdict, code, facts), 0, asked)


def _of_criteria(
    weights: Mapping[Criterion, float], asked: Asked, entry: Entry, missed: tuple[Miss, ...]
) -> Iterator[tuple[int, Reason]]:
    for criterion, out_of in weights.items():
        name = criterion.__name__
        for finding in criterion(asked, entry):
            passing = _passing(name, finding, missed) if missed else Passing.MET
            # For a must a wider term or half a list is not enough: it reads as the gate does.
            if passing:
                finding = finding._replace(verdict=AS_VERDICT.get(passing, Verdict.UNMET))  # noqa: PLW2901 - the same finding, as it reads
            yield _rank(passing), _reason(name, finding, out_of * finding.share, asked)


def _passing(name: str, finding: Finding, missed: tuple[Miss, ...]) -> Passing:
    return max(
        (
            miss.passing
            for miss in missed
            if miss.gate.criterion == name and finding.subject in {"", miss.gate.subject}
        ),
        default=Passing.MET,
    )


def _rank(passing: Passing) -> int:
    """Put unmet gates before unknown ones, and both before what is met."""
    return -passing.cost


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
