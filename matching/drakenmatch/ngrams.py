"""Pieces of words: the character n-grams under which likely words meet, whatever their ending.

Dutch writes compounds as one word and stemmers do not split them; "traumabehandeling" and
"behandeling van trauma" share most of their pieces all the same.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from drakenmatch.folding import words

SHORTEST, LONGEST = 3, 5


@lru_cache(maxsize=65_536)
def pieces(word: str) -> tuple[str, ...]:
    """Cut one folded word in pieces of 3 to 5 signs, its begin and end marked by a space."""
    marked = f" {word} "
    return tuple(
        marked[start : start + size]
        for size in range(SHORTEST, LONGEST + 1)
        for start in range(len(marked) - size + 1)
    )


def counted(texts: Iterable[str]) -> Counter[str]:
    """Count the pieces of all words in these texts."""
    return Counter(piece for text in texts for word in words(text) for piece in pieces(word))
