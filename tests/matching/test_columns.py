"""What of a profile becomes a fact of its own."""

import pytest

from drakenmatch import AgeRange
from drakenmatch.columns import years_in, years_of


@pytest.mark.parametrize(
    ("ranges", "decades", "years"),
    [
        ([], [], []),
        ([(4, 12)], [], [*range(4, 13)]),
        ([(0, 9)], [0], []),
        ([(0, 8)], [], [*range(9)]),
        ([(10, 19), (25, 26)], [1], [25, 26]),
        ([(0, 64)], [0, 1, 2, 3, 4, 5], [60, 61, 62, 63, 64]),
        ([(110, 120)], [11], [120]),
        ([(0, 120)], [*range(12)], [120]),
        # A profile of before the oldest age was agreed upon.
        ([(115, 130)], [], [115, 116, 117, 118, 119, 120]),
    ],
)
def test_ages_are_kept_by_whole_decades_and_else_by_years(
    ranges: list[tuple[int, int]], decades: list[int], years: list[int]
) -> None:
    stated, *found = years_of(tuple(AgeRange(*each) for each in ranges))
    assert stated == ("stated", "ages")
    assert sorted(found) == sorted(
        [*(("decade", each) for each in decades), *(("year", each) for each in years)]
    )


def test_a_decade_is_ten_years() -> None:
    assert [*years_in(2)] == [20, 21, 22, 23, 24, 25, 26, 27, 28, 29]
