"""What was worked out about the profiles of a pool, kept until the next change of any of them.

Only what is asked again by others is kept: what a day says, a region, an age, or a term and those
related to it. A request as a whole is never kept.
"""

from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar


class Sized(Protocol):
    """An array, or what holds some."""

    @property
    def nbytes(self) -> int:
        """How many bytes it takes."""


T = TypeVar("T", bound=Sized)

# Bytes: hundreds of sets of 100,000 profiles.
MOST = 32_000_000


class Kept:
    """Arrays by what they answer. When they take too much room all go, and are made again."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: dict[Hashable, Any] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._known)

    def forget(self) -> None:
        """Forget everything: somebody changed."""
        if self._known:
            self._known.clear()
            self._size = 0

    def of(self, subject: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept about a subject, or make it. Nobody changes what is given."""
        known: T | None = self._known.get(subject)
        if known is not None:
            return known
        made = make()
        if self._size + made.nbytes > self._most:
            self.forget()
        self._known[subject] = made
        self._size += made.nbytes
        return made
