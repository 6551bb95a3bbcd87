"""The requests of the demonstration, in every state; who is asked, the matcher says."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

from drakenmatch.answers import Bucket, Match
from drakenmatch.places import Places
from drakenmatch.pool import Pool
from drakenmatch.vocabulary import Vocabulary
from drakennet.demo.generate.people import HAARLEM, HOME, Entry
from drakennet.demo.queries import address
from drakennet.loading.document import Document
from drakennet.loading.times import Times
from drakennet.reference.services import DATA as FACTS

DAY = datetime(2026, 11, 17, 10, tzinfo=UTC)  # any Tuesday: all dates are counted
# What somebody may ask; a municipality or region is added.
ASKED: tuple[tuple[str, Entry], ...] = (
    (
        "Kind en moeder",
        {
            "wishes": [{"term": "emdr-kj", "must": True, "weight": 2}, {"term": "kind-getuige"}],
            "persons": [{"role": "getuige", "age": 8}, {"role": "moeder", "age": [24, 64]}],
            "funding": {"any": ["jeugdwet"]},
            "phase": "risicogestuurd",
        },
    ),
    (
        "Peuter met nachtmerries",
        {
            "wishes": [{"term": "imh", "weight": 2}, {"term": "nika"}],
            "persons": [{"role": "kind", "age": 2}],
            "settings": {"any": ["ouder-kind"], "must": False},
            "funding": {"any": ["jeugdwet"]},
        },
    ),
    (
        "Moeder in de opvang",
        {
            "wishes": [{"term": "emdr", "must": True}, {"term": "partnergeweld"}],
            "persons": [{"role": "slachtoffer", "age": [24, 64]}],
            "online_ok": True,
            "funding": {"any": ["zvw"]},
            "phase": "herstel",
        },
    ),
    (
        "Vader wil leren stoppen",
        {
            "wishes": [{"term": "plegerbehandeling", "must": True}],
            "persons": [{"role": "pleger", "age": [24, 64]}],
            "phase": "risicogestuurd",
        },
    ),
    (
        "Twee broers",
        {
            "wishes": [{"term": "speltherapie"}, {"term": "traumabehandeling", "weight": 2}],
            "persons": [{"role": "kind", "age": 5}, {"role": "kind", "age": 9}],
            "ages_all": True,
            "funding": {"any": ["jeugdwet"]},
        },
    ),
    (
        "Gezin na scheiding",
        {
            "wishes": [{"term": "complexe-scheiding", "weight": 2}, {"term": "systeemtherapie"}],
            "persons": [
                {"role": "moeder", "age": [24, 64]},
                {"role": "vader", "age": [24, 64]},
                {"role": "kind", "age": 11},
            ],
        },
    ),
    (
        "Meisje met dissociatie",
        {
            "wishes": [{"term": "complexe-ptss", "must": True}, {"term": "dissociatie"}],
            "persons": [{"role": "slachtoffer", "age": [16, 17]}],
            "online_ok": True,
        },
    ),
    (
        "Hulp in het Arabisch",
        {
            "wishes": [{"term": "emdr-kj"}],
            "persons": [{"role": "kind", "age": 10}],
            "languages": [{"code": "ar", "must": True}],
            "funding": {"any": ["jeugdwet"]},
        },
    ),
    (
        "Een dag per week in de opvang",
        {
            "kind": "structureel",
            "wishes": [{"term": "traumasensitief-opvoeden"}, {"term": "psycho-educatie"}],
            "settings": {"any": ["op-locatie-opvang"], "must": False},
        },
    ),
    (
        "Meedenken over medicatie",
        {
            "kind": "advies",
            "wishes": [{"term": "farmacotherapie", "must": True}],
            "online_ok": True,
        },
    ),
)
FOR_HAARLEM: Entry = {
    "kind": "casus",
    "municipality": HAARLEM,
    "wishes": [
        {"term": "emdr-kj", "must": True, "weight": 3},
        {"term": "huiselijk-geweld", "weight": 1},
    ],
    "persons": [{"role": "getuige", "age": 6}, {"role": "moeder", "age": [24, 64]}],
    "languages": [{"code": "ar", "must": False}],
    "funding": {"any": ["jeugdwet"], "must": False},
    "phase": "risicogestuurd",
}
# How each story ends, how often, and what those who were asked have said by now.
ENDS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("open", 8, ()),
    ("asked", 14, ("waits", "waits")),
    ("partly", 8, ("no", "waits", "waits")),
    ("later", 4, ("later", "no")),
    ("accepted", 9, ("yes", "no")),
    ("gestart", 5, ("yes", "withdrawn")),
    ("elders", 2, ("no", "withdrawn")),
    ("niet-nodig", 2, ("withdrawn",)),
    ("niemand", 2, ("no", "no")),
)
OPEN = {"open", "asked", "partly", "later", "accepted"}
RESTED = 4  # days after which another organisation may ask as well
NO_REASONS = ("vol", "afstand", "expertise", "leeftijd", "betaling", "anders")


def cases(people: Mapping[str, list[Entry]], chance: Random) -> list[Entry]:
    """First those of the organisation that a visitor can be, then everybody else's."""
    return list(_Cases(people, chance).all())


class _Cases:
    def __init__(self, people: Mapping[str, list[Entry]], chance: Random) -> None:
        self.chance = chance
        self.people = people
        self.places = Places.read(FACTS / "municipalities.csv", FACTS / "regions.csv")
        self.pool = Pool(Vocabulary.read(FACTS / "taxonomy.json"), self.places)
        document = Document.from_json(people, Times(DAY))
        for profile in document.profiles:
            self.pool.put(profile.matched)
        self.contacts = [
            member
            for member in people["members"]
            if "organisation_contact" in member["roles"] and member.get("works_at")
        ]

    def all(self) -> Iterator[Entry]:
        shelter = self.contacts[0]
        yield self._case(shelter, "Meisje van zes en haar moeder", FOR_HAARLEM, "open", ())
        own: tuple[tuple[int, str, tuple[str, ...]], ...] = (
            (1, "partly", ("no", "waits")),
            (2, "accepted", ("yes",)),
            (5, "gestart", ("yes",)),
        )
        for number, end, answers in own:
            label, wanted = ASKED[number]
            yield self._case(shelter, label, self._placed(wanted, HAARLEM), end, answers)
        yield self._for_the_persona()
        others = [(end, answers) for end, number, answers in ENDS for _each in range(number)]
        self.chance.shuffle(others)
        for end, answers in others:
            contact = self.chance.choice(self.contacts[1:])
            label, wanted = self.chance.choice(ASKED)
            criteria = self._placed(wanted, contact["municipality"])
            yield self._case(contact, label, criteria, end, answers)

    def _for_the_persona(self) -> Entry:
        """Somebody else's request, in which the practitioner that a visitor can be is asked."""
        near = {code for code, one in self.places.municipalities.items() if one.region == HOME}
        contact = next(one for one in self.contacts[1:] if one["municipality"] in near)
        criteria = self._placed(ASKED[0][1], contact["municipality"])
        case = self._case(contact, "Jongen van acht", criteria, "open", ())
        case["created"] = _at(RESTED + 1, 9)
        match = self._ask(case, address("behandelaar"))
        case["questions"] = [self._question(case, match, "waits", RESTED)]
        return case

    def _placed(self, wanted: Entry, municipality: str) -> Entry:
        return {"kind": "casus", "municipality": municipality, **wanted}

    def _case(
        self, contact: Entry, label: str, criteria: Entry, end: str, answers: tuple[str, ...]
    ) -> Entry:
        age = self.chance.randint(2, 6) if end in {"open", "asked"} else self.chance.randint(8, 60)
        case: Entry = {
            "id": str(UUID(int=self.chance.getrandbits(128), version=4)),
            "organisation": contact["works_at"][0],
            "made_by": contact["email"],
            "label": label,
            "criteria": criteria,
            "created": _at(age, 9, self.chance.randrange(60)),
        }
        if end not in OPEN:
            closed = _at(self.chance.randint(1, age - 2), 17)
            case |= {"closed": closed, "closed_reason": end}
        case["questions"] = [
            self._question(case, match, said, self._asked_ago(said, age))
            for match, said in zip(self._matches(case, len(answers)), answers, strict=False)
        ]
        return case

    def _asked_ago(self, said: str, age: int) -> int:
        """In days; who has not answered yet was asked in the last few."""
        return self.chance.randint(1, min(5, age - 1)) if said == "waits" else age - 1

    def _matches(self, case: Entry, number: int) -> list[Match]:
        """Those who could be asked, the best first; at most half of those who fit."""
        if not number:
            return []
        ranking = self.pool.rank(self._read(case), today=Times(DAY).today, limit=60)
        rested = [match for match in ranking.matches if match.cooling_until is None]
        fits = [match for match in rested if match.bucket is Bucket.FITS]
        others = [match for match in rested if match.bucket is not Bucket.FITS]
        return [*fits[: -(-ranking.counts[Bucket.FITS] // 2)], *others][:number]

    def _ask(self, case: Entry, email: str) -> Match:
        ranking = self.pool.rank(self._read(case), today=Times(DAY).today, limit=100)
        return next(match for match in ranking.matches if match.practitioner_id == email)

    def _read(self, case: Entry) -> Any:
        (request,) = Document.from_json({"requests": [case]}, Times(DAY)).requests
        return request.criteria

    def _question(self, case: Entry, match: Match, said: str, days: int) -> Entry:
        closed = case.get("closed")
        question: Entry = {
            "practitioner": match.practitioner_id,
            "asked": _at(days, self.chance.randint(10, 12), self.chance.randrange(60)),
            "bucket": (match.bucket or Bucket.FITS).value,
        }
        if said == "withdrawn":
            question["withdrawn"] = closed
        elif said != "waits":
            hour = self.chance.randint(13, 16)
            question |= {"answer": said, "answered": _at(max(1, days - 1), hour, 20)}
        if said == "later":
            question["possible_from"] = f"+{self.chance.randint(10, 50)}d"
        if said == "no":
            question["reason"] = self.chance.choice(NO_REASONS)
        if not closed and said in {"waits", "yes"}:
            self._held(match.practitioner_id)
        return question

    def _held(self, email: str) -> None:
        """One place less; so nobody is asked for more than they want."""
        who = self.pool.get(email)
        assert who is not None
        self.pool.put(
            replace(who, open_requests=who.open_requests + 1, last_asked=Times(DAY).today)
        )


def _at(days: int, hour: int, minute: int = 0) -> str:
    """So many days ago, at a time when people work."""
    return f"-{days}d {hour:02}:{minute:02}"
