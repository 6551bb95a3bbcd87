"""The sessions of intervision of the demonstration, in every state."""

from collections.abc import Iterator
from random import Random
from uuid import UUID

from drakennet.demo.generate.people import HOME, Entry, People
from drakennet.demo.queries import address

SEATS = 5
REASONS = ("group.same-region", "group.other-discipline", "group.other-sector")
FROM_AFAR = ("group.next-region", "group.other-sector")
# State, theme, form: those of others; the region is drawn.
OTHERS = (
    ("asking", "partnergeweld", "intervisie-kort"),
    ("asking", "algemeen", "intervisie-kort"),
    ("asking", "verwaarlozing", "snelle-consultatie"),
    ("planned", "ouderenmishandeling", "intervisie-kort"),
    ("planned", "complexe-scheiding", "intervisie"),
    ("held", "kindermishandeling", "intervisie"),
    ("held", "meldcode", "intervisie-kort"),
    ("fallback", "stalking", "intervisie-kort"),
    ("cancelled", "lvb", "intervisie-kort"),
)
# When each state began, its moments, its deadline, what happened.
STORIES: dict[str, Entry] = {
    "asking": {
        "created": "-1d 09:40",
        "moments": ["+4wd 14:00", "+6wd 10:00", "+8wd 15:30"],
        "deadline": "+7wd 15:30",
    },
    "planned": {
        "created": "-17d 16:05",
        "moments": ["+2wd 10:00", "+3wd 14:00", "+5wd 09:30"],
        "deadline": "+4wd 09:30",
        "planned": 1,
        "planned_at": "-14d 11:25",
    },
    "held": {
        "created": "-34d 08:55",
        "moments": ["-16wd 10:00", "-15wd 14:00"],
        "deadline": "-16wd 14:00",
        "planned": 1,
        "planned_at": "-31d 13:10",
    },
    "fallback": {
        "created": "-18d 15:30",
        "moments": ["-1wd 10:00", "+1wd 14:00"],
        "deadline": "-1d 10:00",
        "fallback": "-1d 10:00",
    },
    "cancelled": {
        "created": "-20d 12:15",
        "moments": ["+3wd 11:00", "+4wd 11:00"],
        "deadline": "+3wd 11:00",
        "cancelled": "-2d 09:00",
    },
}
EXPIRES = {"asking": "+2wd 12:00", "fallback": "-13d 15:30", "cancelled": "-15d 12:15"}
# What those who were invited said: on each moment, or a word.
ANSWERS: dict[str, tuple[object, ...]] = {
    "asking": (["yes", "no", "yes"], ["if_need_be", "yes", "no"], "declined", None, None, None),
    "planned": (["yes", "yes", "no"], ["no", "yes", "yes"], ["no", "yes", "no"], "declined"),
    "held": (["no", "yes"], ["yes", "yes"], ["no", "yes"], ["if_need_be", "yes"], "declined"),
    "fallback": (["yes", "no"], "declined", "silent", "silent"),
    "cancelled": (["yes", "no"], ["no", "yes"], "silent"),
}


def gatherings(people: People, chance: Random) -> list[Entry]:
    return list(_Gatherings(people, chance).all())


class _Gatherings:
    def __init__(self, people: People, chance: Random) -> None:
        self.people = people
        self.chance = chance
        self.region = {
            member["email"]: people.places.region_of(member["municipality"])
            for member in people.members
        }
        self.profiles = {one["member"]: one for one in people.colleagues}
        self.free = [
            one["member"]
            for one in people.colleagues
            if one["agreed"] and "paused_until" not in one and "discipline" in one
        ]

    def all(self) -> Iterator[Entry]:
        """Two that the visitor organises, one to which the visitor is invited, and the others'."""
        self.free.remove(address("verbindingsofficier"))
        mine = address("verbindingsofficier")
        yield self._session("planned", "partnergeweld", "intervisie-kort", mine)
        yield self._session("held", "kindermishandeling", "intervisie-kort", mine)
        host = next(one for one in self.free if self.region[one] == HOME)
        self.free.remove(host)
        yield self._session("asking", "eergerelateerd-geweld", "intervisie-kort", host, first=mine)
        for state, theme, form in OTHERS:
            host = self.chance.choice([one for one in self.free if self.region[one] != HOME])
            self.free.remove(host)
            yield self._session(state, theme, form, host)

    def _session(
        self, state: str, theme: str, form: str, host: str, first: str | None = None
    ) -> Entry:
        region = str(self.region[host])
        asked = ([first] if first else []) + self._near(region)
        answers = ANSWERS[state]
        if form == "snelle-consultatie":
            answers = answers[-3:]
        if first:  # the visitor still has to answer
            answers = (None, *answers[:4])
        return {
            "id": str(UUID(int=self.chance.getrandbits(128), version=4)),
            "organiser": host,
            "region": region,
            "theme": theme,
            "form": form,
            **STORIES[state],
            "invitations": [
                self._invitation(email, said, state, region)
                for email, said in zip(asked, answers, strict=False)
            ],
        }

    def _near(self, region: str) -> list[str]:
        """Colleagues of the region, then of its neighbours; nobody is asked twice."""
        neighbours = self.people.places.neighbours(region)
        here = [one for one in self.free if self.region[one] == region]
        near = [one for one in self.free if self.region[one] in neighbours]
        # At home some stay free, so that a visitor finds colleagues to invite.
        chosen = [*here[: 2 if region == HOME else SEATS], *near][: SEATS + 1]
        self.free = [one for one in self.free if one not in chosen]
        return chosen

    def _invitation(self, email: str, said: object, state: str, region: str) -> Entry:
        story = STORIES[state]
        days = int(story["created"].split("d")[0].strip("-"))
        answered = f"-{max(1, days - 1)}d 16:20"
        invitation: Entry = {
            "member": email,
            "reasons": list(REASONS if self.region[email] == region else FROM_AFAR),
            "asked": story["created"],
            "expires": EXPIRES.get(state, story.get("planned_at")),
        }
        if state == "asking":
            self.profiles[email]["last_invited"] = "-1d"
        if said == "silent":
            invitation["replaced"] = EXPIRES[state]
        elif said == "declined":
            invitation |= {"answered": answered, "declined": True}
        elif said is not None:
            invitation |= {"answered": answered, "seat_taken": answered, "says": said}
        return invitation
