"""Distances from one municipality to all others, worked out once and kept."""

import numpy as np
from numpy.typing import NDArray

from drakenmatch.columns import FARTHEST
from drakenmatch.criteria import UNKNOWN, closeness
from drakenmatch.places import Places

# Farther than anybody travels: for a base that is not known.
NOWHERE = FARTHEST + 1


class Distances:
    """From here to each municipality in the order of `Places`, and last to an unknown base."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._km: dict[str, tuple[float, ...]] = {}

    def rounded_up(self, here: str) -> NDArray[np.int16]:
        """Give whole km, shape (municipalities + 1,): 12.1 km is too far for who travels 12."""
        km = np.ceil(np.array(self._row(here)))
        return np.append(np.minimum(km, FARTHEST), NOWHERE).astype(np.int16)

    def closeness(self, here: str | None) -> NDArray[np.float64]:
        """Give the value of nearness, shape (municipalities + 1,); 0 when no place is asked."""
        if here is None:
            known = [0.0] * len(self._places.municipalities)
        else:
            known = [closeness(km) for km in self._row(here)]
        return np.array([*known, UNKNOWN])

    def _row(self, here: str) -> tuple[float, ...]:
        if here not in self._km:
            there = self._places.municipalities
            self._km[here] = tuple(self._places.km(here, code) or 0.0 for code in there)
        return self._km[here]
