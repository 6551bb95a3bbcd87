"""Days and moments in a file: exact, or counted from the moment of loading."""

from datetime import UTC, date, datetime

import pytest

from drakenmatch.reading import InvalidValue
from drakennet.loading.times import Times

# A Friday evening in summer: in Amsterdam it is Saturday already.
TIMES = Times(datetime(2026, 7, 24, 22, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("-0d", date(2026, 7, 25)),
        ("-12d", date(2026, 7, 13)),
        ("+1d", date(2026, 7, 26)),
        ("+1wd", date(2026, 7, 27)),
        ("-1wd", date(2026, 7, 24)),
        ("+6wd", date(2026, 8, 3)),
    ],
)
def test_a_day_is_counted_in_amsterdam(written: str, meant: date) -> None:
    assert TIMES.day(written, "day") == meant


def test_working_days_step_over_holidays() -> None:
    before_christmas = Times(datetime(2026, 12, 24, 10, tzinfo=UTC))
    assert before_christmas.day("+1wd", "day") == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-21T14:30:00+01:00", datetime(2026, 11, 21, 13, 30, tzinfo=UTC)),
        ("2026-11-21T13:30:00Z", datetime(2026, 11, 21, 13, 30, tzinfo=UTC)),
        ("-3h", datetime(2026, 7, 24, 19, 30, tzinfo=UTC)),
        ("-1d 14:30", datetime(2026, 7, 24, 12, 30, tzinfo=UTC)),
        ("-1d", datetime(2026, 7, 23, 22, 30, tzinfo=UTC)),
        # Wall time holds when the clock goes back in October.
        ("+100d 14:30", datetime(2026, 11, 2, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_wall_time_in_amsterdam(written: str, meant: datetime) -> None:
    assert TIMES.moment(written, "moment") == meant


@pytest.mark.parametrize("written", ["", "12d", "+1y", "-1d 10:00", "-3h", "2026-13-01", 12, None])
def test_what_is_no_day_is_a_fault(written: object) -> None:
    with pytest.raises(InvalidValue, match=r"^day: a date written as"):
        TIMES.day(written, "day")


@pytest.mark.parametrize(
    "written", ["", "-1d 24:00", "-3h 10:00", "+99999d", "2026-11-21T10:00:00", "0001-01-01", 12]
)
def test_what_is_no_moment_is_a_fault(written: object) -> None:
    with pytest.raises(InvalidValue, match=r"^moment: a time with its zone"):
        TIMES.moment(written, "moment")
