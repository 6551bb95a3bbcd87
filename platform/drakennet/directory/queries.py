"""Who has to do with these words, as members may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from drakenmatch import Hit
from drakennet.extensions import language
from drakennet.practitioners.queries import Card, fresh_pool
from drakennet.reference import queries as reference

MOST = 20
# Below this part of the best score, a hit is more noise than help.
CLEAR = 0.3


@dataclass(frozen=True)
class Found:
    """One line of the list: a card, and the words by which it was found."""

    card: Card
    terms: Sequence[tuple[str, str]]  # what the practitioner names, and the words it answers
    words: Sequence[str]  # what stands in their own text


def hits(text: str) -> list[Hit]:
    """The findable practitioners for these words, the best first."""
    found = fresh_pool().search(text, limit=MOST)
    return [hit for hit in found if hit.score >= CLEAR * found[0].score]


def told(hit: Hit, card: Card) -> Found:
    """The hit in the words of the reader; what is known of places stands on the card already."""
    vocabulary = reference.vocabulary()
    label = partial(vocabulary.label, language=language())
    terms: dict[str, str] = {}
    for each in hit.matched:
        if each.term in vocabulary:
            terms.setdefault(label(each.term), each.text)
    return Found(card=card, terms=list(terms.items()), words=hit.words)
