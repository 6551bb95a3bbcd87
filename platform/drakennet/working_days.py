"""Working days in the Netherlands: Monday to Friday, never a public holiday."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from drakennet.clock import AMSTERDAM

ONE_DAY = timedelta(days=1)
OPENING = time(9)
TIME_TO_ANSWER = 3  # working days
_TIMES = (time(10), time(13, 30), time(15, 30), time(9, 15))


def is_holiday(day: date) -> bool:
    """Tell a public holiday; those with only some people off (Good Friday, 5 May) count too."""
    return day in _holidays(day.year)


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and not is_holiday(day)  # noqa: PLR2004 - Friday


def add_working_days(moment: datetime, number: int) -> datetime:
    """Find the same wall time in Amsterdam, so many working days later.

    What happens on a day off counts as happening when the next working day begins, at nine.
    """
    local = moment.astimezone(AMSTERDAM)
    day, at = local.date(), local.time()
    if not is_working_day(day):
        day, at = _next_working_day(day), OPENING
    for _each in range(number):
        day = _next_working_day(day)
    return datetime.combine(day, at, tzinfo=AMSTERDAM)


def working_days(first: date, last: date) -> list[date]:
    """List the working days from the first to the last, both included."""
    days = (first + number * ONE_DAY for number in range((last - first).days + 1))
    return [day for day in days if is_working_day(day)]


def proposed_moments(
    now: datetime, *, within_days: int, number: int = 4, busy: Collection[date] = ()
) -> list[datetime]:
    """Spread moments over the working days to come, between 9 and 17 o'clock in Amsterdam.

    With room enough they begin after a mail of now has had its three working days.
    """
    today = now.astimezone(AMSTERDAM).date()
    days = working_days(today + ONE_DAY, today + within_days * ONE_DAY)
    days = [day for day in days if day not in busy] or [_next_working_day(today)]
    answered = add_working_days(now, TIME_TO_ANSWER).date()
    later = [day for day in days if day > answered]
    days = later if len(later) > 1 else days[-2:]
    each_day = -(-number // len(days))
    if len(days) > number:
        days = [days[round(place * (len(days) - 1) / (number - 1))] for place in range(number)]
    slots = [
        datetime.combine(day, at, tzinfo=AMSTERDAM)
        for place, day in enumerate(days)
        for at in sorted(_TIMES[(place + turn) % len(_TIMES)] for turn in range(each_day))
    ]
    return slots[:number]


def _next_working_day(day: date) -> date:
    day += ONE_DAY
    while not is_working_day(day):
        day += ONE_DAY
    return day


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    kinds = ("public", "optional")
    return frozenset(holidays.country_holidays("NL", years=year, categories=kinds))
