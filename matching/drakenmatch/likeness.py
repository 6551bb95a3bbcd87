"""Look-alikes: terms that read alike. Label likeness is a trap, so this is guarded and printed.

TF-IDF over pieces of words (character 3-5-grams); the labels and synonyms of a term, in Dutch and
English, are joined. Only within three schemes, and only from a cosine of .45: below it cgt meets
dgt, and mistreated children meet mistreated parents.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from drakenmatch.folding import key
from drakenmatch.ngrams import counted

LIKENESS_SCHEMES = frozenset({"behandelmethode", "problematiek", "instrument"})
BAR = 0.45

Vectors = Mapping[str, Mapping[str, float]]


class Likeness:
    """How much the labels of some terms read alike; worked out when first asked."""

    def __init__(self, labels: Mapping[str, Collection[str]]) -> None:
        """Take all labels of each term, by its slug."""
        self._labels = labels

    def near(self, slug: str) -> Iterator[tuple[str, float]]:
        """Give every other term that reads like this one, with its cosine, from the bar up."""
        cosines: defaultdict[str, float] = defaultdict(float)
        for piece, value in self._vectors.get(slug, {}).items():
            for other in self._holders[piece]:
                cosines[other] += value * self._vectors[other][piece]
        for other, cosine in sorted(cosines.items()):
            if other != slug and cosine >= BAR:
                yield other, cosine

    @cached_property
    def _vectors(self) -> Vectors:
        """Weigh the pieces of each term by their rarity, and make every vector 1 long."""
        counts = {slug: counted(set(map(key, told))) for slug, told in self._labels.items()}
        known = Counter(piece for pieces in counts.values() for piece in pieces)
        rarity = {piece: 1 + math.log((1 + len(counts)) / (1 + n)) for piece, n in known.items()}
        vectors = {}
        for slug, pieces in counts.items():
            # In one order, so that both ways to compare two terms give the same number.
            weighed = {piece: pieces[piece] * rarity[piece] for piece in sorted(pieces)}
            length = math.hypot(*weighed.values())
            vectors[slug] = {piece: value / length for piece, value in weighed.items()}
        return vectors

    @cached_property
    def _holders(self) -> Mapping[str, list[str]]:
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for slug, vector in self._vectors.items():
            for piece in vector:
                holders[piece].append(slug)
        return holders
