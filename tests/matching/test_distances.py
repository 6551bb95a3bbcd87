"""Distances as a column: whole kilometres for the limits, steps of .05 for the score."""

from math import ceil

import numpy as np
import pytest

from drakenmatch.columns import FARTHEST
from drakenmatch.criteria import closeness
from drakenmatch.distances import NOWHERE, Distances
from tests.matching.examples import ALKMAAR, HAARLEM, HEEMSTEDE, LEEUWARDEN, PLACES

CODES = [*PLACES.municipalities]


@pytest.mark.parametrize("code", [HAARLEM, HEEMSTEDE, ALKMAAR, LEEUWARDEN])
def test_what_is_next_door_and_what_is_far(code: str) -> None:
    distances, km = Distances(PLACES), PLACES.km(HAARLEM, code)
    assert km is not None
    place = CODES.index(code)
    assert distances.closeness(HAARLEM)[place] == closeness(km)
    assert distances.rounded_up(HAARLEM)[place] == min(ceil(km), FARTHEST)


def test_an_unknown_base_is_farther_than_anybody_travels_and_half_as_near() -> None:
    distances = Distances(PLACES)
    assert distances.rounded_up(HAARLEM)[-1] == NOWHERE > distances.rounded_up(HAARLEM)[:-1].max()
    assert distances.closeness(HAARLEM)[-1] == 0.5
    assert len(distances.rounded_up(HAARLEM)) == len(CODES) + 1
    # A country of them is kept for every municipality that was asked.
    assert distances.rounded_up(HAARLEM).dtype == np.int16


def test_where_no_place_is_asked_nobody_is_near() -> None:
    *known, unknown = Distances(PLACES).closeness(None)
    assert set(known) == {0.0}
    assert unknown == 0.5
