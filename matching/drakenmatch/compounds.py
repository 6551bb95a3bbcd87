"""Dutch compounds: "rouwproblematiek", "schematherapeut", "Arabischtalig".

A word is taken apart only as a label and a head that is listed here. A head that says nothing of
its own leaves the meaning of the label; any other meaning is offered, not chosen. Who gives a
treatment is looked for as that treatment ("hechtingstherapeut"), and one kind of help as another.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from drakenmatch.labels import Labels, Slugs, forms
from drakenmatch.ordinary import ORDINARY

SHORTEST_LABEL, SHORTEST_BEGINNING = 4, 3
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
METHOD = "behandelmethode"
PROBLEM = frozenset({"problematiek"})
# The schemes whose terms keep their meaning before a head of each kind; others are offered.
KEPT: Mapping[str, frozenset[str]] = {
    "problem": frozenset({"problematiek", "doelgroep"}),
    "method": frozenset({"behandelmethode", "instrument"}),
    "language": frozenset({"taal"}),
}


# What may be said in the place of each other: a treatment or who gives it, and other help.
_TREATMENT = (
    "behandeling behandelingen behandelaar behandelaars behandelaren therapie therapieen therapeut "
    "therapeute therapeuten traject trajecten programma"
)
_OTHER_HELP = (
    "begeleiding begeleider begeleiders hulp hulpverlening hulpverlener hulpverleners training "
    "trainingen trainer trainers coaching coach ondersteuning gesprekken problemen problematiek"
)
TREATMENT = frozenset(_TREATMENT.split())
EITHER = sorted(TREATMENT.union(_OTHER_HELP.split()), key=len, reverse=True)
PLAIN = ("therapie", "behandeling", "training")


class Compound(NamedTuple):
    """What the label in a compound means, and whether the whole means nothing else."""

    slugs: Slugs
    certain: bool


def taken_apart(word: str, labels: Labels) -> Compound | None:
    """Find a known label in a compound that is itself no label."""
    both = [each for each in (_otherwise(word, labels), _of_label(word, labels)) if each]
    sure = [each for each in both if each.certain]
    if sure or not both:
        return sure[0] if sure else None
    return Compound(tuple(dict.fromkeys(slug for each in both for slug in each.slugs)), False)


def _otherwise(word: str, labels: Labels) -> Compound | None:
    """Find the same with another head: "relatiebegeleiding" may be "relatietherapie"."""
    head = next((each for each in EITHER if word.endswith(each)), "")
    stem = word.removesuffix(head)
    if not head or len(stem) < SHORTEST_LABEL:
        return None
    for plain in PLAIN:
        slugs = labels.exact.get(stem + plain, ())
        if slugs and all(labels.vocabulary.terms[slug].scheme == METHOD for slug in slugs):
            same = head in TREATMENT and plain != "training"
            return Compound(slugs, certain=same and len(slugs) == 1)
    return None


def _of_label(word: str, labels: Labels) -> Compound | None:
    for label, link, kind in _splits(word):
        everyday = label in ORDINARY or label + link in ORDINARY
        slugs = labels.meanings((forms(label),))
        if not slugs or (everyday and kind != "problem"):
            continue
        schemes = {labels.vocabulary.terms[slug].scheme for slug in slugs}
        if kind == "language" and schemes != KEPT[kind]:
            continue
        kept = schemes <= (PROBLEM if everyday else KEPT[kind])
        return Compound(slugs, certain=len(slugs) == 1 and kept)
    return None


def of_problem(word: str, labels: Labels) -> Compound | None:
    """Find the problem that a compound ends with: "oorlogstrauma" may be one.

    Sure when its beginning means the same: "drugsverslaafd". It is for what is no slip of the pen,
    and "mishandeling" is the end of too many other things.
    """
    if word in ORDINARY:
        return None
    for at in range(SHORTEST_BEGINNING, len(word) - SHORTEST_LABEL):
        slugs = labels.exact.get(word[at:], ())
        if len(slugs) == 1 and _is_problem(slugs[0], word[at:], labels):
            same = [labels.exact.get(word[:at].removesuffix(link)) for link in ("", "s")]
            return Compound(slugs, certain=slugs in same)
    return None


def _is_problem(slug: str, end: str, labels: Labels) -> bool:
    """Say whether a term is a problem, and all that end so are kinds of it."""
    vocabulary = labels.vocabulary
    if vocabulary.terms[slug].scheme not in PROBLEM:
        return False
    kinds = {slug, *vocabulary.narrower(slug)}
    ends = (slugs for name, slugs in labels.exact.items() if name.endswith(end) and " " not in name)
    return end in labels.written and all(map(kinds.issuperset, ends))


def _splits(word: str) -> Iterator[tuple[str, str, str]]:
    """Give each label that a head may stand behind, with what links them and the head's kind."""
    for head, kind in HEADS:
        if not word.endswith(head):
            continue
        first = word.removesuffix(head)
        for link in LINKS:
            label = first.removesuffix(link)
            if first.endswith(link) and len(label) >= SHORTEST_LABEL:
                yield label, link, kind
