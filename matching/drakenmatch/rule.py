"""The whole rule as figures and sentences: what the site publishes, and what a version stands for.

Nothing is decided here: every figure is the constant that the code itself uses. A test keeps the
figures of each version, so that no figure changes without a new number.
"""

from collections.abc import Mapping
from typing import NamedTuple

from drakenmatch import asking, criteria, gates, likeness, rank, values, vocabulary
from drakenmatch.explain import OWN_LABELS


class Worth(NamedTuple):
    """What a kind of term, or a level, counts for: a factor from 0 to 1."""

    name: str
    value: float
    nl: str
    en: str


def figures() -> Mapping[str, float]:
    """Give every figure of the rule by its name."""
    weights = {f"weight of {row.name}": row.weight for row in criteria.published()}
    worths = {f"worth of {row.name}": row.value for row in (*kinships(), *levels())}
    return {
        **weights,
        **worths,
        "unknown": criteria.UNKNOWN,
        "alike from a cosine of": likeness.BAR,
        "nearness of a shared region": criteria.SHARED_REGION,
        "nearness of online": criteria.ONLINE,
        "nearness ends at km": criteria.NEAR_KM,
        "nearness in steps of one in": criteria.STEPS,
        "room from a day in time": criteria.FROM_IN_TIME,
        "late room counts for days": criteria.LATE_DAYS,
        "room is fresh for days": criteria.FRESH_DAYS,
        "room is confirmed for days": gates.CONFIRMED_DAYS,
        "nearly within km": gates.NEARLY_KM,
        "unknown travel within km": gates.TRAVEL_UNKNOWN_KM,
        "nearly costs at most": rank.NEARLY_COST,
        "nearly costs at most, when few": rank.WIDER_COST,
        "few is fewer than": rank.FEW,
        "open requests, when unstated": values.CAP_WHEN_UNSTATED,
        "cooling off in days": values.COOLING_OFF.days,
    }


def kinships() -> tuple[Worth, ...]:
    """Give what a term counts for that has to do with the asked one."""
    return (
        Worth(
            "itself",
            1.0,
            "Het onderwerp zelf, of iets wat daaronder valt.",
            "The subject itself, or something that is part of it.",
        ),
        Worth(
            "broader",
            vocabulary.BROADER_STEP,
            "Een breder onderwerp: één stap breder. Elke volgende stap telt weer voor de helft.",
            "A broader subject: one step broader. Each further step counts for half of that.",
        ),
        Worth(
            "related",
            vocabulary.RELATED,
            "Een onderwerp dat verwant is volgens de woordenlijst.",
            "A subject that is related according to the vocabulary.",
        ),
        Worth(
            "look-alike",
            vocabulary.LOOK_ALIKE,
            "Een onderwerp dat er alleen op lijkt: ten hoogste dit, en nooit bij een eis.",
            "A subject that only reads alike: at most this, and never for a requirement.",
        ),
        Worth(
            "below",
            asking.BELOW_LEVEL,
            "Een lager niveau dan u vraagt: van de uitkomst telt dit deel.",
            "A lower level than you ask for: this part of the outcome counts.",
        ),
    )


def levels() -> tuple[Worth, ...]:
    """Give what each level of a method or instrument counts for, from low to high."""
    return tuple(
        Worth(level.value, worth, *_both(OWN_LABELS[level]))
        for level, worth in asking.WORTH.items()
    )


def _both(label: object) -> tuple[str, str]:
    assert isinstance(label, dict)
    return label["nl"], label["en"]
