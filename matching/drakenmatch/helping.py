"""What would bring me higher? For practitioners about themselves, by trying every fact again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from drakenmatch.answers import Bucket
from drakenmatch.asking import Asked, Entry
from drakenmatch.checking import request_faults
from drakenmatch.explain import label
from drakenmatch.gates import TRAVEL_UNKNOWN_KM
from drakenmatch.outlook import Fact, Help, Outlook
from drakenmatch.pool import Pool
from drakenmatch.reading import Json
from drakenmatch.request import Request
from drakenmatch.sentences import sentence
from drakenmatch.standing import KIND_LABELS, Rule, Standing, company, stand
from drakenmatch.stating import Trial, trials
from drakenmatch.values import Kind, Practitioner

MOST_SHOWN = 5
HEIGHT = {None: 0, Bucket.ADVICE: 1, Bucket.NEARLY: 2, Bucket.FITS: 3}
SAME_SCORE = 1e-9
FACTS = tuple(Fact)


def what_would_help(
    pool: Pool, practitioner: Practitioner, requests: Iterable[Request], *, today: date
) -> Outlook:
    """Say how this profile does in these requests, and which facts would bring it higher.

    The profile need not be in the pool: one that waits for approval can ask this too. Being full
    or away is set aside, for that passes. Raises `InvalidValue` for a request that names
    a term, region or municipality that does not exist.
    """
    looks = [_look(pool, request, practitioner.id, today) for request in requests]
    me = replace(practitioner, open_requests=0, max_open_requests=None, paused_until=None)
    now = _standings(me, looks, pool)
    possible = trials(me, [look.asked for look in looks], pool.places, today)
    tried = [_tried(each, now, _standings(each.who, looks, pool)) for each in possible]
    helps = [_told(each, pool) for each in tried if each.higher or each.scored]
    return Outlook(
        requests=len(looks),
        counts={each.value: sum(one.bucket is each for one in now) for each in Bucket},
        only_missed=_only_missed(now),
        helps=tuple(sorted(helps, key=_order)[:MOST_SHOWN]),
    )


@dataclass(frozen=True)
class _Look:
    """One request, ready to try several profiles of one person on it."""

    pool: Pool
    asked: Asked
    rule: Rule
    practitioner_id: str

    @cached_property
    def others(self) -> int:
        """Counted only when somebody misses so much that it matters."""
        return company(self.pool, self.asked, self.practitioner_id)

    def standing(self, entry: Entry) -> Standing:
        return stand(self.asked, self.rule, entry, lambda: self.others)


def _look(pool: Pool, request: Request, practitioner_id: str, today: date) -> _Look:
    for fault in request_faults(request, pool.vocabulary, pool.places):
        raise fault
    asked = Asked.of(request, today, pool.vocabulary, pool.places)
    return _Look(pool, asked, Rule.of(asked), practitioner_id)


def _standings(who: Practitioner, looks: Sequence[_Look], pool: Pool) -> list[Standing]:
    entry = Entry.of(who, pool.vocabulary, pool.places)
    return [look.standing(entry) for look in looks]


def _tried(trial: Trial, now: Sequence[Standing], then: Sequence[Standing]) -> Help:
    pairs = list(zip(now, then, strict=True))
    steps = [HEIGHT[new.bucket] - HEIGHT[old.bucket] for old, new in pairs]
    gains = [new.score - old.score if new.bucket else 0.0 for old, new in pairs]
    return Help(
        fact=trial.fact,
        subject=trial.subject,
        fits=sum((new.bucket is Bucket.FITS) - (old.bucket is Bucket.FITS) for old, new in pairs),
        higher=sum(step > 0 for step in steps),
        lower=sum(step < 0 for step in steps),
        scored=sum(
            step == 0 and gain > SAME_SCORE for step, gain in zip(steps, gains, strict=True)
        ),
        points=sum(gains),
    )


def _only_missed(now: Sequence[Standing]) -> Mapping[str, int]:
    """Count what stood alone in the way; who is shut out for good missed more than that."""
    found = Counter(
        one.missed[0].gate.criterion for one in now if len(one.missed) == 1 and not one.shut_out
    )
    return dict(found.most_common())


def _order(helps: Help) -> tuple[int, int, float, int, str]:
    """Put the largest first; of equal ones the order of the facts, then the alphabet."""
    place = FACTS.index(helps.fact)
    return -helps.fits, -helps.higher, -helps.points, place, helps.subject


def _told(helps: Help, pool: Pool) -> Help:
    """Add the sentence and its facts."""
    facts: dict[str, Json] = {}
    if helps.fact is Fact.TRAVEL:
        facts["km"] = TRAVEL_UNKNOWN_KM
    elif helps.fact is Fact.REGION:
        facts["subject"] = label(helps.subject, pool.vocabulary, pool.places)
    elif helps.fact is Fact.KIND:
        facts["subject"] = KIND_LABELS[Kind(helps.subject)]
    return replace(helps, facts=facts, detail=sentence(f"help.{helps.fact}", facts))
