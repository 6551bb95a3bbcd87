"""Who is in the demonstration: organisations, members and what they say of themselves."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from random import Random
from typing import Any
from uuid import UUID

from drakenmatch.places import Places
from drakennet.demo.generate.crafts import CRAFTS, Craft
from drakennet.demo.generate.words import (
    AF_DISCIPLINES,
    AF_ORGANISATIONS,
    FIRST_HALVES,
    NAMES,
    ORGANISATIONS,
    PRACTITIONERS,
    SECOND_HALVES,
    SHARES,
    THEMES,
)
from drakennet.demo.queries import DOMAIN, PASSWORD, PERSONAS, address
from drakennet.reference.services import DATA as FACTS

Entry = dict[str, Any]
COLLEAGUES = 120
VEILIG_THUIS = 22
WAITING = 12
HOME = "kennemerland"
HAARLEM = "GM0392"
LEVELS = ("zelfstandig",) * 6 + ("practitioner",) * 3 + ("supervisor",)


class People:
    """Draws everybody from one source of chance, so that every run draws the same."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.places = Places.read(FACTS / "municipalities.csv", FACTS / "regions.csv")
        self.regions = sorted(self.places.regions)
        self.organisations: list[Entry] = []
        self.members: list[Entry] = []
        self.profiles: list[Entry] = []
        self.colleagues: list[Entry] = []
        self._addresses: Counter[str] = Counter()
        self._faces = set[str]()
        self._halves = [
            f"{one}{other}" for one in FIRST_HALVES.split("|") for other in SECOND_HALVES.split("|")
        ]
        chance.shuffle(self._halves)

    def make(self) -> None:
        self._organisations()
        self._personas()
        self._contacts()
        self._practitioners()
        self._colleagues()
        self._veilig_thuis()
        self._coordinators()
        self._newcomers()

    # ---- Organisations ----

    def _organisations(self) -> None:
        self._organisation("vrouwenopvang", "Opvang", HAARLEM)  # the first: that of the persona
        homes = self._spread(sum(number for _word, number in ORGANISATIONS.values()) - 1)
        for kind, (word, number) in ORGANISATIONS.items():
            for _each in range(number - (kind == "vrouwenopvang")):
                self._organisation(kind, word, self._municipality(homes.pop()))

    def _organisation(self, kind: str, word: str, municipality: str) -> str:
        name = f"{word} {self._halves.pop()}"
        self.organisations.append(
            {"id": self._id(), "name": name, "type": kind, "municipality": municipality}
        )
        return name

    # ---- Members ----

    def _personas(self) -> None:
        """Those whom a visitor can be; all at home in and around Haarlem."""
        shelter = self.organisations[0]["name"]
        team = self._organisation("cjg-wijkteam", "Buurtteam", HAARLEM)
        point = self._organisation("veilig-thuis", "Advies- en meldpunt", HAARLEM)
        roles: dict[str, tuple[list[Any], list[str]]] = {
            "contact": (["organisation_contact"], [shelter]),
            "behandelaar": (["practitioner"], []),
            "verbindingsofficier": (["aandachtsfunctionaris"], [team]),
            "projectleider": ([_regional("coordinator", HOME)], []),
            "veiligthuis": ([_regional("veilig_thuis", HOME)], [point]),
            "beheerder": (["administrator"], []),
            "nieuw": (["practitioner"], []),
        }
        names = (
            *("Nadia El Amrani", "Samira Bouazza", "Esra Kaya", "Joost van Leeuwen"),
            *("Cheryl Pinas", "Femke Hoekstra", "Ruben Maduro"),
        )
        for (persona, (granted, works_at)), name in zip(roles.items(), names, strict=True):
            self._faces.add(name)
            state = {"state": "waiting", "created": "-2d"} if persona == "nieuw" else {}
            self._member(
                name, HAARLEM, granted, works_at, email=address(persona), password=PASSWORD, **state
            )
        assert set(roles) == set(PERSONAS)
        self._profile_of_persona()
        self.colleagues += [
            self._colleague(address("verbindingsofficier"), since="-420d", agreed="-400d"),
            {"member": address("veiligthuis"), "agreed": "-200d", "max_per_month": 2},
        ]

    def _profile_of_persona(self) -> None:
        self.profiles.append(
            {
                "id": self._id(),
                "member": address("behandelaar"),
                "professions": ["gz-psycholoog", "emdr-practitioner"],
                "municipality": HAARLEM,
                "regions": [HOME],
                "travel_km": 25,
                "online": True,
                "expertise": {
                    "emdr-kj": "practitioner",
                    "kind-getuige": "zelfstandig",
                    "huiselijk-geweld": "zelfstandig",
                    "ptss": "zelfstandig",
                    "writejunior": "zelfstandig",
                },
                "ages": [[4, 18]],
                "languages": ["nl", "ar", "ary"],
                "settings": ["individueel", "ouder-kind", "op-locatie-opvang", "met-tolk"],
                "funding": [f"jeugdwet:{HAARLEM}", "jeugdwet:GM0453"],
                "room": "yes",
                "room_confirmed": "-4d",
                "kinds": ["casus", "structureel", "advies", "intervisie"],
                "about": "Ik werk met kinderen die thuis geweld zagen, ook in het Arabisch.",
                "created": "-500d",
            }
        )

    def _contacts(self) -> None:
        care = self.organisations[1 : sum(number for _word, number in ORGANISATIONS.values())]
        for place in care:
            self._member(
                self._name()[0], place["municipality"], ["organisation_contact"], [place["name"]]
            )

    def _practitioners(self) -> None:
        employers = [place["name"] for place in self.organisations[1:55]]
        for region, number in PRACTITIONERS.items():
            for _each in range(number - (region == HOME)):
                craft = self._one(CRAFTS, [craft.share for craft in CRAFTS])
                name, languages = self._name()
                works_at = [self.chance.choice(employers)] if self._happens(35) else []
                created = f"-{self.chance.randint(20, 900)}d"
                member = self._member(
                    name, self._municipality(region), ["practitioner"], works_at, created=created
                )
                self._profile(member, region, craft, languages)

    def _profile(self, member: Entry, region: str, craft: Craft, languages: Sequence[str]) -> None:
        municipality = member["municipality"]
        aspires = self._happens(12)
        profile: Entry = {
            "id": self._id(),
            "member": member["email"],
            "role": "aankomend-behandelaar" if aspires else "behandelaar",
            "professions": list(self.chance.choice(craft.professions)),
            "municipality": municipality,
            "regions": self._around(region),
            "travel_km": self._maybe(85, self.chance.choice((10, 15, 20, 25, 30, 40, 60))),
            "online": self._maybe(80, self._happens(60)),
            "expertise": self._expertise(craft, aspires=aspires),
            "ages": self._maybe(90, [list(span) for span in self.chance.choice(craft.ages)]),
            "languages": self._maybe(88, self._languages(languages)),
            "settings": self._maybe(82, self._some(craft.settings, 2, 4)),
            "funding": self._maybe(85, self._funding(craft, municipality)),
            "kinds": self._kinds(),
            "about": self.chance.choice(craft.about) if self._happens(60) else "",
            "created": member["created"],
            **self._room(),
        }
        if self._happens(18):
            profile["max_open_requests"] = self.chance.choice((1, 1, 2, 5))
        if self._happens(6):
            profile["paused_until"] = f"+{self.chance.randint(3, 40)}d"
        self.profiles.append(
            {name: value for name, value in profile.items() if value not in (None, "")}
        )

    def _expertise(self, craft: Craft, *, aspires: bool) -> dict[str, str]:
        terms = [*craft.core, *self._some(craft.more, 2, min(6, len(craft.more)))]
        return {
            term: "in-opleiding" if aspires else self.chance.choice(LEVELS)
            for term in dict.fromkeys(terms)
        }

    def _funding(self, craft: Craft, municipality: str) -> list[str]:
        """A contract with some municipalities, or the route alone."""
        route = craft.funding[0]
        if route in {"jeugdwet", "wmo"} and self._happens(65):
            region = self.places.region_of(municipality)
            near = [each for each in self._municipalities(region or "") if each != municipality]
            codes = [municipality, *self._some(near, 0, min(3, len(near)))]
            return [f"{route}:{code}" for code in codes]
        return self._some(craft.funding, 1, len(craft.funding))

    def _room(self) -> Entry:
        """Half of the statements are fresh; the others have aged, or were never made."""
        if self._happens(16):
            return {}
        age = self._one((self._days(0, 27), self._days(31, 85), self._days(95, 200)), (62, 24, 14))
        kind = self._one(("yes", "from", "no"), (52, 22, 26))
        room: Entry = {"room": kind, "room_confirmed": age}
        if kind == "from":
            room["room_from"] = f"+{self.chance.randint(4, 75)}d"
        return room

    def _kinds(self) -> list[str]:
        shares = {"casus": 88, "structureel": 55, "advies": 62, "intervisie": 45}
        return [kind for kind, share in shares.items() if self._happens(share)] or ["casus"]

    def _colleagues(self) -> None:
        """Aandachtsfunctionarissen, each at an organisation of their own."""
        for number, region in enumerate(self._spread(COLLEAGUES - 1, more_at_home=9)):
            kind = list(AF_ORGANISATIONS)[number % len(AF_ORGANISATIONS)]
            municipality = self._municipality(region)
            place = self._organisation(kind, AF_ORGANISATIONS[kind], municipality)
            member = self._member(
                self._name()[0], municipality, ["aandachtsfunctionaris"], [place], created="-300d"
            )
            since = self._maybe(60, f"-{self.chance.randint(60, 1400)}d")
            agreed = None if self._happens(5) else f"-{self.chance.randint(30, 290)}d"
            self.colleagues.append(self._colleague(member["email"], since=since, agreed=agreed))

    def _colleague(self, email: str, *, since: str | None, agreed: str | None) -> Entry:
        colleague: Entry = {
            "member": email,
            "agreed": agreed,
            "discipline": self.chance.choice(AF_DISCIPLINES),
            "themes": self._some(THEMES, 2, 5),
            "max_per_month": self.chance.choice((1, 2, 2, 2, 3, 4)),
        }
        if since:
            colleague["verbindingsofficier_since"] = since
        if self._happens(4):
            colleague["paused_until"] = f"+{self.chance.randint(5, 30)}d"
        return colleague

    def _veilig_thuis(self) -> None:
        for region in self.chance.sample(
            [each for each in self.regions if each != HOME], VEILIG_THUIS
        ):
            municipality = self._municipality(region)
            place = self._organisation("veilig-thuis", "Advies- en meldpunt", municipality)
            roles = [_regional("veilig_thuis", region)]
            email = self._member(self._name()[0], municipality, roles, [place])["email"]
            if self._happens(80):
                self.colleagues.append({"member": email, "agreed": "-150d", "max_per_month": 2})

    def _coordinators(self) -> None:
        for region in self.regions:
            if region != HOME:
                roles = [_regional("coordinator", region)]
                self._member(self._name()[0], self._municipality(region), roles, [])

    def _newcomers(self) -> None:
        """Waiting for their coordinator, or on the way there and not arrived."""
        states = ["waiting"] * WAITING + ["unconfirmed"] * 4 + ["rejected"] * 2 + ["blocked"]
        for number, state in enumerate(states):
            region = HOME if number < 3 else self.chance.choice(self.regions)  # noqa: PLR2004 - some at home
            role = self.chance.choice(
                ("practitioner", "organisation_contact", "aandachtsfunctionaris")
            )
            claimed = self.chance.choice(self.organisations)["name"]
            self._member(
                self._name()[0],
                self._municipality(region),
                [role],
                [],
                created=f"-{self.chance.randint(1, 9)}d",
                state=state,
                claimed_organisation="" if role == "practitioner" else claimed,
            )

    # ---- Chance ----

    def _member(
        self,
        name: str,
        municipality: str,
        roles: list[Any],
        works_at: list[str],
        **more: Any,
    ) -> Entry:
        member = {
            "id": self._id(),
            "email": more.pop("email", None) or self._address(name),
            "name": name,
            "municipality": municipality,
            "roles": roles,
            **({"works_at": works_at} if works_at else {}),
            "created": f"-{self.chance.randint(30, 800)}d",
            **{key: value for key, value in more.items() if value},
        }
        self.members.append(member)
        return member

    def _name(self) -> tuple[str, Sequence[str]]:
        """A name that nobody else has here, and the languages that may go with it."""
        while True:
            languages, first, family = self._one(NAMES, SHARES)
            name = f"{self.chance.choice(first.split())} {self.chance.choice(family.split('|'))}"
            if name not in self._faces:
                self._faces.add(name)
                return name, languages

    def _address(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore")
        local = ".".join(plain.decode().lower().split())
        self._addresses[local] += 1
        number = self._addresses[local]
        return f"{local}{number if number > 1 else ''}@{DOMAIN}"

    def _spread(self, number: int, more_at_home: int = 0) -> list[str]:
        """Regions, each at least once, the populous ones more often."""
        shares = [PRACTITIONERS[region] for region in self.regions]
        drawn = number - len(self.regions) - more_at_home
        chosen = [*self.regions, *[HOME] * more_at_home]
        chosen += self.chance.choices(self.regions, shares, k=drawn)
        self.chance.shuffle(chosen)
        return chosen

    def _municipality(self, region: str) -> str:
        """Half of all work is in the first towns of a region."""
        codes = self._municipalities(region)
        by_size = sorted(codes, key=lambda code: -len(self.places.municipalities[code].postcodes))
        return self.chance.choice(by_size[:2] if self._happens(55) else codes)

    def _municipalities(self, region: str) -> list[str]:
        listed = self.places.municipalities.values()
        return sorted(each.code for each in listed if each.region == region)

    def _around(self, region: str) -> list[str]:
        neighbours = sorted(self.places.neighbours(region))
        return [region, *self._some(neighbours, 0, 1 if self._happens(35) else 0)]

    def _languages(self, own: Sequence[str]) -> list[str]:
        others = ["en"] * self._happens(70) + ["de"] * self._happens(15) + ["fr"] * self._happens(8)
        return list(dict.fromkeys([*own, *others]))

    def _id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _happens(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def _maybe(self, percent: int, value: Any) -> Any:
        return value if self._happens(percent) else None

    def _days(self, least: int, most: int) -> str:
        return f"-{self.chance.randint(least, most)}d"

    def _one(self, things: Sequence[Any], shares: Sequence[int]) -> Any:
        return self.chance.choices(things, shares)[0]

    def _some(self, things: Collection[str], least: int, most: int) -> list[str]:
        return self.chance.sample(list(things), self.chance.randint(least, most))


def _regional(role: str, region: str) -> Entry:
    return {"name": role, "region": region}
