"""The directory: the profiles of a pool in an index for free words, made when first searched."""

from collections.abc import Iterable

from drakenmatch.places import Places
from drakenmatch.search import Index
from drakenmatch.values import Practitioner
from drakenmatch.vocabulary import Vocabulary


class Directory:
    """What the profiles of a pool hold, for `search`. Who only ranks does not pay for it."""

    def __init__(self, vocabulary: Vocabulary, places: Places) -> None:
        self._vocabulary, self._places = vocabulary, places
        self._texts: dict[str, tuple[str, ...]] = {}
        self._index: Index | None = None

    def put(self, who: Practitioner, texts: Iterable[str]) -> None:
        """Add a profile, or replace the one of the same id."""
        self._texts.pop(who.id, None)
        told = tuple(texts)
        if told:
            self._texts[who.id] = told
        if self._index is not None:
            self._index.put(who.id, held(who), told)

    def remove(self, name: str) -> None:
        """Take a profile out."""
        self._texts.pop(name, None)
        if self._index is not None:
            self._index.remove(name)

    def filled(self, everybody: Iterable[Practitioner]) -> Index:
        """Give the index; the first time it is filled with everybody."""
        if self._index is None:
            self._index = Index(self._vocabulary, self._places)
            for who in everybody:
                self._index.put(who.id, held(who), self._texts.get(who.id, ()))
        return self._index


def held(who: Practitioner) -> list[str]:
    """Give all that somebody can be found by: terms, languages, settings, and where they work."""
    base = [who.municipality] if who.municipality else []
    others = (who.languages or (), who.settings or (), who.regions)
    return [*who.expertise, *base, *(slug for group in others for slug in sorted(group))]
