"""The calendar file in a mail: one event, one attendee, nothing about anybody else.

Times are in UTC. One event that does not repeat is one instant, and an instant in UTC means the
same to every reader; a time zone of our own in the file is what readers disagree about.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from drakennet.mail.mails import CalendarPart

Method = Literal["REQUEST", "CANCEL"]
STATUS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}


def calendar_part(
    *,
    method: Method,
    uid: str,
    sequence: int,
    starts_at: datetime,
    minutes: int,
    title: str,
    url: str,
    attendee: str,
    organiser: str,
    now: datetime,
) -> CalendarPart:
    """Make the file for one attendee; `organiser` is the address of the platform.

    The attendee has said yes already, so no answer is asked: it would go to a mailbox that
    nobody reads. Place and theme stay behind the link.
    """
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    event.DTSTART = starts_at.astimezone(UTC)
    event.DTEND = event.DTSTART + timedelta(minutes=minutes)
    event.add("summary", title)
    event.add("url", url)
    event.add("description", url)
    event.add("status", STATUS[method])
    event.add("class", "PRIVATE")
    event.add("organizer", _address(organiser, {"CN": "Drakennet"}))
    event.add(
        "attendee", _address(attendee, {"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}), encode=False
    )
    calendar = Calendar()
    calendar.add("prodid", "-//Drakennet//Intervisie//NL")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return CalendarPart(content=calendar.to_ical().decode(), method=method)


def _address(address: str, parameters: dict[str, str]) -> vCalAddress:
    value = vCalAddress(f"mailto:{address}")
    for name, said in parameters.items():
        value.params[name] = vText(said)
    return value
