"""Calendar files: two independent readers find the same instant, on both sides of both changes."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
import vobject
from icalendar import Calendar, Event

from drakennet.clock import AMSTERDAM
from drakennet.mail.calendar import calendar_part
from drakennet.mail.mails import CalendarPart

MOMENTS = [
    pytest.param("2026-10-23T09:30", "2026-10-23T07:30", id="before winter time"),
    pytest.param("2026-10-26T09:30", "2026-10-26T08:30", id="after it"),
    pytest.param("2027-03-26T09:30", "2027-03-26T08:30", id="before summer time"),
    pytest.param("2027-03-30T09:30", "2027-03-30T07:30", id="after it"),
    pytest.param("2026-10-25T01:30", "2026-10-24T23:30", id="in the night itself"),
]


def part(
    starts_at: datetime, method: Literal["REQUEST", "CANCEL"] = "REQUEST", **changes: Any
) -> CalendarPart:
    values: dict[str, Any] = {
        "uid": "1@drakennet",
        "sequence": 0,
        "minutes": 60,
        "title": "Intervisie, 60 min",
        "url": "http://127.0.0.1:5000/uitnodiging/x",
        "attendee": "lid@example.nl",
        "organiser": "netwerk@drakennet.example",
        "now": datetime(2026, 9, 1, tzinfo=UTC),
    }
    return calendar_part(method=method, starts_at=starts_at, **(values | changes))


def event_of(made: CalendarPart) -> Event:
    (event,) = Calendar.from_ical(made.content).events
    assert isinstance(event, Event)
    return event


@pytest.mark.parametrize(("wall", "in_utc"), MOMENTS)
def test_both_readers_find_the_instant(wall: str, in_utc: str) -> None:
    made = part(datetime.fromisoformat(wall).replace(tzinfo=AMSTERDAM))
    meant = datetime.fromisoformat(in_utc).replace(tzinfo=UTC)
    other = vobject.readOne(made.content).vevent
    assert event_of(made).start == other.dtstart.value == meant
    assert event_of(made).end == other.dtend.value == meant + timedelta(minutes=60)
    assert meant.astimezone(AMSTERDAM).strftime("%Y-%m-%dT%H:%M") == wall


def test_an_hour_over_the_change_is_an_hour() -> None:
    event = event_of(part(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)))
    assert event.end - event.start == timedelta(hours=1)


def test_what_stands_in_it_and_nothing_more() -> None:
    event = event_of(part(datetime(2026, 12, 1, 9, tzinfo=UTC)))
    assert {
        name: str(value) for name, value in event.items() if name not in {"DTSTART", "DTEND"}
    } == {
        "DTSTAMP": str(event["DTSTAMP"]),
        "UID": "1@drakennet",
        "SEQUENCE": "0",
        "SUMMARY": "Intervisie, 60 min",
        "DESCRIPTION": "http://127.0.0.1:5000/uitnodiging/x",
        "URL": "http://127.0.0.1:5000/uitnodiging/x",
        "STATUS": "CONFIRMED",
        "CLASS": "PRIVATE",
        "ORGANIZER": "mailto:netwerk@drakennet.example",
        "ATTENDEE": "mailto:lid@example.nl",
    }


def test_cancelling_says_so() -> None:
    made = part(datetime(2026, 12, 1, 9, tzinfo=UTC), "CANCEL", sequence=3)
    assert made.method == "CANCEL"
    assert str(Calendar.from_ical(made.content)["METHOD"]) == "CANCEL"
    assert str(event_of(made)["STATUS"]) == "CANCELLED"
    assert event_of(made)["SEQUENCE"] == 3


def test_lines_end_and_fold_as_the_standard_says() -> None:
    content = part(
        datetime(2026, 12, 1, 9, tzinfo=UTC), url="http://a.example/" + "x" * 200
    ).content
    lines = content.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in "".join(lines)


@pytest.mark.asvs("1.1.2")
@pytest.mark.parametrize("title", ["Kop\r\nATTENDEE:mailto:x@example.nl", "a;b,c\\d"])
def test_a_text_stays_a_text(title: str) -> None:
    event = event_of(part(datetime(2026, 12, 1, 9, tzinfo=UTC), title=title))
    assert str(event["ATTENDEE"]) == "mailto:lid@example.nl"
    assert str(event["SUMMARY"]) == title.replace("\r\n", "\n")
