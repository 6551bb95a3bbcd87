"""Working days in the Netherlands, and moments that are proposed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from drakennet.clock import AMSTERDAM
from drakennet.working_days import add_working_days, is_working_day, proposed_moments


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 11, 28), id="a Saturday"),
        pytest.param(date(2026, 11, 29), id="a Sunday"),
        pytest.param(date(2026, 12, 25), id="Christmas"),
        pytest.param(date(2027, 1, 1), id="New Year"),
        pytest.param(date(2027, 3, 26), id="Good Friday"),
        pytest.param(date(2027, 3, 29), id="Easter Monday"),
        pytest.param(date(2027, 4, 27), id="King's Day"),
        pytest.param(date(2027, 5, 5), id="Liberation Day"),
        pytest.param(date(2027, 5, 6), id="Ascension"),
        pytest.param(date(2027, 5, 17), id="Whit Monday"),
    ],
)
def test_day_off(day: date) -> None:
    assert not is_working_day(day)


def test_same_wall_time_over_the_change_of_the_clock() -> None:
    friday = datetime(2026, 10, 23, 10, 0, tzinfo=AMSTERDAM)
    wednesday = add_working_days(friday, 3)
    assert wednesday.isoformat() == "2026-10-28T10:00:00+01:00"
    assert wednesday.astimezone(UTC) - friday.astimezone(UTC) == timedelta(days=5, hours=1)


@pytest.mark.parametrize("within", [1, 3, 7, 14, 21, 28])
@pytest.mark.parametrize("start", range(0, 400, 3))
def test_proposed_moments_keep_the_rules(start: int, within: int) -> None:
    """All year round: a working day from tomorrow on, between nine and five, all different."""
    now = datetime(2026, 9, 1, 22, 30, tzinfo=UTC) + timedelta(days=start)
    today = now.astimezone(AMSTERDAM).date()
    moments = proposed_moments(now, within_days=within)
    assert len(set(moments)) == len(moments) == 4
    assert moments == sorted(moments)
    for moment in moments:
        assert is_working_day(moment.date())
        assert moment.date() > today
        assert time(9) <= moment.time() <= time(15, 30)  # an hour and a half still ends by five


def test_within_the_term_when_it_has_a_working_day() -> None:
    now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    for within in (1, 7, 14, 28):
        last = date(2026, 11, 24) + timedelta(days=within)
        assert all(one.date() <= last for one in proposed_moments(now, within_days=within))


def test_days_that_are_taken_are_passed_over() -> None:
    now = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    busy = {date(2026, 11, 30), date(2026, 12, 2)}
    assert not busy & {one.date() for one in proposed_moments(now, within_days=14, busy=busy)}
