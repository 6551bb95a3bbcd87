"""Days and moments in a file: exact, or counted from the moment of loading.

"-12d" is twelve days ago, "+5wd 14:00" two o'clock in Amsterdam on the fifth working day from
now, "-3h" three hours ago. So a demonstration is as fresh as the day on which it is loaded.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from drakenmatch.reading import YEARS, InvalidValue
from drakenmatch.reading import day as exact_day
from drakennet.clock import AMSTERDAM
from drakennet.working_days import is_working_day

RELATIVE = re.compile(r"([+-]\d{1,4})(h|d|wd)(?: ([01]\d|2[0-3]):([0-5]\d))?", re.ASCII)
A_DAY = "a date written as 2026-11-21, or counted from today as -12d or +5wd"
A_MOMENT = "a time with its zone as 2026-11-21T14:30:00+01:00, or counted from now as -12d 14:30"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Readers for one moment of loading."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(AMSTERDAM).date()

    def day(self, raw: object, field: str) -> date:
        found = RELATIVE.fullmatch(raw) if isinstance(raw, str) else None
        if found and found[2] != "h" and found[3] is None:
            return self._counted(int(found[1]), found[2])
        try:
            return exact_day(raw, field)
        except InvalidValue:
            raise InvalidValue(field, A_DAY) from None

    def moment(self, raw: object, field: str) -> datetime:
        found = RELATIVE.fullmatch(raw) if isinstance(raw, str) else None
        return self._relative(found, field) if found else _exact(raw, field)

    def with_days(self, raw: object, names: Iterable[str], within: str) -> object:
        """Write the counted days in an object as dates, for a reader that knows only those."""
        if not isinstance(raw, Mapping):
            return raw
        days = {
            name: self.day(raw[name], f"{within}.{name}").isoformat()
            for name in names
            if raw.get(name) is not None
        }
        return {**raw, **days}

    def _relative(self, found: re.Match[str], field: str) -> datetime:
        number, unit = int(found[1]), found[2]
        if unit == "h":
            if found[3] is not None:
                raise InvalidValue(field, A_MOMENT)
            return self.now + timedelta(hours=number)
        at = self.now.astimezone(AMSTERDAM).time()
        if found[3] is not None:
            at = time(int(found[3]), int(found[4]))
        return datetime.combine(self._counted(number, unit), at, tzinfo=AMSTERDAM)

    def _counted(self, number: int, unit: str) -> date:
        if unit == "d":
            return self.today + number * ONE_DAY
        day, step = self.today, ONE_DAY if number > 0 else -ONE_DAY
        for _each in range(abs(number)):
            day += step
            while not is_working_day(day):
                day += step
        return day


def _exact(raw: object, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS:
        raise InvalidValue(field, A_MOMENT)
    return moment
