"""Distances from one municipality to all others, worked out once and kept."""

import numpy as np
from numpy.typing import NDArray

from drakenmatch.columns import FARTHEST
from drakenmatch.criteria import NEAR_KM, STEPS, UNKNOWN
from drakenmatch.places import Places

# Farther than anybody travels: for a base that is not known.
NOWHERE = FARTHEST + 1


class Distances:
    """From here to each municipality in the order of `Places`, and last to an unknown base."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._rounded_up: dict[str, NDArray[np.int16]] = {}
        self._closeness: dict[str, NDArray[np.float64]] = {}
        self._elsewhere = np.array([*(0.0 for _ in places.municipalities), UNKNOWN])

    def rounded_up(self, here: str) -> NDArray[np.int16]:
        """Give whole km, shape (municipalities + 1,): 12.1 km is too far for who travels 12."""
        self._work_out(here)
        return self._rounded_up[here]

    def closeness(self, here: str | None) -> NDArray[np.float64]:
        """Give the value of nearness, shape (municipalities + 1,); 0 when no place is asked."""
        if here is None:
            return self._elsewhere
        self._work_out(here)
        return self._closeness[here]

    def _work_out(self, here: str) -> None:
        if here in self._closeness:
            return
        km = self._places.km_from(here)
        far = np.minimum(np.ceil(km), FARTHEST)
        self._rounded_up[here] = np.append(far, NOWHERE).astype(np.int16)
        # As `criteria.closeness`, for all at once.
        near = np.maximum(0.0, np.rint(STEPS * (1 - km / NEAR_KM))) / STEPS
        self._closeness[here] = np.append(near, UNKNOWN)
