"""Dutch compounds: "rouwproblematiek", "schematherapeut", "Arabischtalig".

A word is taken apart only as a label and a head that is listed here. A head that says nothing of
its own leaves the meaning of the label; any other meaning is offered, not chosen.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drakenmatch.labels import Labels, Slugs, forms
from drakenmatch.ordinary import ORDINARY

SHORTEST_LABEL = 4
LINKS = ("", "s", "e", "en", "n")
# What is left of the meaning behind which head: that of a problem, of a method, of a language.
_HEADS = {
    "problem": (
        "problematiek problemen probleem klachten klacht stoornis stoornissen verleden ervaring "
        "ervaringen gerelateerd gerelateerde achtergrond situatie slachtoffer slachtoffers"
    ),
    "method": (
        "behandeling behandelingen behandelaar behandelaars behandelaren therapie therapieen "
        "therapeut therapeuten training trainingen methode methodiek interventie interventies "
        "sessie sessies traject trajecten programma begeleiding hulp hulpverlening"
    ),
    "language": "talig talige sprekend sprekende sprekenden",
}
HEADS = sorted(
    ((head, kind) for kind, heads in _HEADS.items() for head in heads.split()),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
# The schemes whose terms keep their meaning before a head of each kind; others are offered.
KEPT: Mapping[str, frozenset[str]] = {
    "problem": frozenset({"problematiek", "doelgroep"}),
    "method": frozenset({"behandelmethode", "instrument"}),
    "language": frozenset({"taal"}),
}


class Compound(NamedTuple):
    """What the label in a compound means, and whether the whole means nothing else."""

    slugs: Slugs
    certain: bool


def taken_apart(word: str, labels: Labels) -> Compound | None:
    """Find a known label in a compound that is itself no label."""
    for label, kind in _splits(word):
        slugs = labels.meanings((forms(label),))
        if not slugs or (label in ORDINARY and kind != "problem"):
            continue
        schemes = {labels.vocabulary.terms[slug].scheme for slug in slugs}
        if kind == "language" and schemes != KEPT[kind]:
            continue
        return Compound(slugs, certain=len(slugs) == 1 and schemes <= KEPT[kind])
    return None


def _splits(word: str) -> Iterator[tuple[str, str]]:
    for head, kind in HEADS:
        if not word.endswith(head):
            continue
        first = word.removesuffix(head)
        for link in LINKS:
            label = first.removesuffix(link)
            if first.endswith(link) and len(label) >= SHORTEST_LABEL:
                yield label, kind
