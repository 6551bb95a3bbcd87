"""Small worlds to rank in: one practitioner, one request, and what differs in a test."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from drakenmatch import (
    AgeRange,
    Colleague,
    Gathering,
    Group,
    Kind,
    Language,
    Level,
    Match,
    Person,
    Places,
    Pool,
    Practitioner,
    Ranking,
    Reason,
    Request,
    Room,
    Vocabulary,
    Wish,
)
from drakenmatch.asking import Asked, Entry
from drakenmatch.rank import rank as reference

DATA = Path(__file__).parents[2] / "platform" / "drakennet" / "reference" / "data"
TODAY = date(2026, 11, 21)
HAARLEM, VELSEN, HEEMSTEDE = "GM0392", "GM0453", "GM0397"
AMSTERDAM, ALKMAAR, LEEUWARDEN, UITGEEST = "GM0363", "GM0361", "GM0080", "GM0450"

VOCABULARY = Vocabulary.read(DATA / "taxonomy.json")
PLACES = Places.read(DATA / "municipalities.csv", DATA / "regions.csv")


USUAL = Practitioner(
    id="p",
    organisation="praktijk",
    roles=frozenset({"behandelaar"}),
    municipality=HAARLEM,
    regions=frozenset({"kennemerland"}),
    travel_km=30,
    online=False,
    expertise={"emdr-kj": Level.INDEPENDENT},
    ages=(AgeRange(0, 64),),
    languages=frozenset({"nl", "ar"}),
    settings=frozenset({"vrouwenopvang"}),
    funding=frozenset({"jeugdwet:GM0392"}),
    room=Room.YES,
    room_confirmed=TODAY,
    kinds=frozenset({Kind.CASE, Kind.STRUCTURAL, Kind.ADVICE}),
)


def practitioner(**traits: Any) -> Practitioner:
    """Somebody in Haarlem who meets all of `ASKED`, but for these traits."""
    return replace(USUAL, **traits)


def request(**asks: Any) -> Request:
    """A case in Haarlem and nothing more, but for what is asked here."""
    return replace(Request(id="r", kind=Kind.CASE, municipality=HAARLEM), **asks)


ASKED = request(
    wishes=(Wish(term="emdr-kj", must=True),),
    persons=(Person(role="getuige", age=6), Person(role="moeder", age=34)),
    languages=(Language(code="ar"),),
    settings=Group(any=frozenset({"vrouwenopvang"})),
    funding=Group(any=frozenset({"jeugdwet"})),
)


def pool_of(practitioners: Iterable[Practitioner]) -> Pool:
    pool = Pool(VOCABULARY, PLACES)
    for each in practitioners:
        pool.put(each)
    return pool


def rank(asked: Request, *who: Practitioner, limit: int = 1000) -> Ranking:
    return pool_of(who).rank(asked, today=TODAY, limit=limit)


def ids(matches: Iterable[Match]) -> list[str]:
    return [match.practitioner_id for match in matches]


def bucket(asked: Request, who: Practitioner) -> str:
    """Say in which bucket somebody comes who is alone in the pool; "" for none."""
    found = rank(asked, who).matches
    worked_out = Asked.of(asked, TODAY, VOCABULARY, PLACES)
    by_the_readable_form = reference(worked_out, [Entry.of(who, VOCABULARY, PLACES)], 1000)
    assert found == by_the_readable_form.matches
    return found[0].bucket.value if found else ""


def reason(asked: Request, who: Practitioner, criterion: str) -> Reason:
    """Give the first reason of a criterion, of somebody who is alone in the pool."""
    (match,) = rank(asked, who).matches
    return next(each for each in match.reasons if each.criterion == criterion)


def value(asked: Request, who: Practitioner, criterion: str) -> float:
    """Give the part of its points that a criterion brought."""
    (match,) = rank(asked, who).matches
    found = [each for each in match.reasons if each.criterion == criterion]
    return sum(each.points for each in found) / sum(each.out_of for each in found)


def colleague(name: str, **known: Any) -> Colleague:
    """Somebody in the inviter's region, of their own organisation."""
    usual = Colleague(
        id=name,
        organisation=f"org-{name}",
        regions=frozenset({"kennemerland"}),
        disciplines=frozenset({"pedagoog"}),
        sector="jeugdhulp",
        agreed=True,
    )
    return replace(usual, **known)


INVITER = colleague("inviter", organisation="eigen", disciplines=frozenset({"af"}), sector="opvang")


def gathering(seats: int = 4, *, veilig_thuis: bool = False) -> Gathering:
    return Gathering(
        id="g",
        inviter=INVITER,
        seats=seats,
        neighbours=PLACES.neighbours("kennemerland"),
        veilig_thuis=veilig_thuis,
    )
