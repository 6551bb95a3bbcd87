"""Who has to do with these words, as members may see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from drakenmatch import Hit
from drakennet.extensions import language
from drakennet.practitioners.queries import Card, fresh_pool
from drakennet.reference import queries as reference

MOST = 10  # each is a look, and there are sixty an hour
# Below this part of the best score, a hit is more noise than help.
CLEAR = 0.3
# Below this a term helps to order, but a reader would not see why it is named.
SAID = 0.5


@dataclass(frozen=True)
class Found:
    """One line of the list: a card, and the words by which it was found."""

    card: Card
    terms: Mapping[str, list[str]]  # asked words, and what the practitioner names for them
    words: Sequence[str]  # what stands in their own text


def hits(text: str) -> list[Hit]:
    """The findable practitioners for these words, the best first."""
    found = fresh_pool().search(text, limit=MOST)
    return [hit for hit in found if hit.score >= CLEAR * found[0].score]


def told(hit: Hit, card: Card) -> Found:
    """The hit in the words of the reader; what is known of places stands on the card already."""
    vocabulary = reference.vocabulary()
    label = partial(vocabulary.label, language=language())
    terms: defaultdict[str, list[str]] = defaultdict(list)
    for each in hit.matched:
        if each.term in vocabulary and each.worth >= SAID:
            terms[each.text].append(label(each.term))
    return Found(card=card, terms=terms, words=hit.words)
