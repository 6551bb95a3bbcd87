"""A request in words: the closed lists that people choose from, and a summary of what is asked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from drakenmatch import AgeRange, Kind, Need, Person, Request, Route
from drakenmatch.values import OLDEST
from drakennet.formats import short_day
from drakennet.reference import queries as reference
from drakennet.requests.models import Answer, CareRequest, Question, State

Words = Mapping[str, Any]  # slug -> lazy text, which is translated when it is shown
Line = tuple[str, str]

KINDS: Words = {
    Kind.CASE: lazy("Hulp voor een casus"),
    Kind.STRUCTURAL: lazy("Structurele inzet, bijvoorbeeld één dag per week"),
    Kind.ADVICE: lazy("Advies: iemand die meedenkt"),
}
SHORT_KINDS: Words = {
    Kind.CASE: lazy("Casus"),
    Kind.STRUCTURAL: lazy("Structureel"),
    Kind.ADVICE: lazy("Advies"),
}
ROLES: Words = {
    "moeder": lazy("Moeder"),
    "vader": lazy("Vader"),
    "ouder": lazy("Ouder"),
    "kind": lazy("Kind"),
    "getuige": lazy("Kind dat getuige was"),
    "jongere": lazy("Jongere"),
    "vrouw": lazy("Vrouw"),
    "man": lazy("Man"),
    "slachtoffer": lazy("Slachtoffer"),
    "pleger": lazy("Pleger"),
    "partner": lazy("Partner of ex-partner"),
    "verzorger": lazy("Andere verzorger"),
    "familielid": lazy("Ander familielid"),
}
AGES: Mapping[str, AgeRange] = {
    "0-3": AgeRange(0, 3),
    "4-7": AgeRange(4, 7),
    "8-11": AgeRange(8, 11),
    "12-15": AgeRange(12, 15),
    "16-17": AgeRange(16, 17),
    "18-23": AgeRange(18, 23),
    "volwassene": AgeRange(23, 64),
    "65+": AgeRange(65, 80),
}
AGE = re.compile(r"(\d{1,3})(?:\s*(?:-|–|t/m|tot en met)\s*(\d{1,3}))?(?:\s*jaar)?", re.ASCII)
ROUTES: Words = {
    Route.JEUGDWET: lazy("Jeugdwet"),
    Route.WMO: lazy("Wmo"),
    Route.ZVW: lazy("Zorgverzekeringswet"),
    Route.WLZ: lazy("Wet langdurige zorg"),
    Route.OPVANG: lazy("Budget van de opvang"),
    Route.PARTICULIER: lazy("Eigen betaling"),
}
PHASES: Words = {
    "veiligheid": lazy("Directe veiligheid"),
    "risicogestuurd": lazy("Risicogestuurde zorg"),
    "herstel": lazy("Herstelgerichte zorg"),
}
STATES: Words = {
    State.OPEN: lazy("Open"),
    State.ASKED: lazy("Gevraagd"),
    State.ACCEPTED: lazy("Ja gekregen"),
    State.CLOSED: lazy("Gesloten"),
}
STATE_KINDS = {  # how its badge looks
    State.OPEN: "info",
    State.ASKED: "warning",
    State.ACCEPTED: "success",
    State.CLOSED: "neutral",
}
NO_REASONS: Words = {
    "vol": lazy("Ik heb geen plek"),
    "afstand": lazy("Het is te ver weg"),
    "expertise": lazy("Dit is niet mijn vak"),
    "leeftijd": lazy("Deze leeftijd behandel ik niet"),
    "betaling": lazy("De betaling past niet"),
    "anders": lazy("Een andere reden"),
}
CLOSE_REASONS: Words = {
    "gestart": lazy("De hulp is gestart, via Drakennet"),
    "elders": lazy("Wij vonden hulp op een andere manier"),
    "niet-nodig": lazy("De hulp is niet meer nodig"),
    "niemand": lazy("Wij vonden niemand"),
}

# The reasons that a practitioner who is asked reads: those that say no exact age and no place.
TOLD = frozenset({"role", "expertise", "room", "languages", "settings"})


def title(label: str, asked: Request) -> str:
    """The organisation's own word, or what kind of request it is and where."""
    kind = str(SHORT_KINDS[asked.kind])
    where = place(asked) or ", ".join(regions(asked.regions))
    return label or (_("%(kind)s in %(place)s", kind=kind, place=where) if where else kind)


def standing(request: CareRequest, days: int) -> list[str]:
    """Where an open request stands, in sentences; `days` is how long its oldest question waits."""
    told: list[str] = []
    if accepted := sum(one.accepted for one in request.questions):
        told.append(
            ngettext(
                "%(num)s behandelaar zei ja: maak een afspraak.",
                "%(num)s behandelaren zeiden ja: maak een afspraak.",
                accepted,
            )
        )
    if waiting := len(request.unanswered):
        told.append(
            ngettext(
                "%(num)s vraag wacht op antwoord.", "%(num)s vragen wachten op antwoord.", waiting
            )
        )
        if days:
            told.append(
                ngettext("Al %(num)s dag geen antwoord.", "Al %(num)s dagen geen antwoord.", days)
            )
    if not told:
        told.append(
            _("Niemand heeft nu een vraag van u. Vraag er één of meer.")
            if request.questions
            else _("U vroeg nog niemand.")
        )
    return told


def answer_name(question: Question) -> str:
    """What somebody answered, or that nothing was answered yet."""
    match question.answer:
        case Answer.YES:
            return str(_("Ja"))
        case Answer.LATER if question.possible_from:
            return str(_("Later, vanaf %(day)s", day=short_day(question.possible_from)))
        case Answer.LATER:
            return str(_("Later"))
        case Answer.NO:
            return str(_("Niet voor mij"))
        case _unanswered:
            return str(_("Nog geen antwoord"))


def place(asked: Request) -> str:
    """The name of the municipality, or nothing."""
    found = reference.places().municipality(asked.municipality)
    return found.name if found else ""


def regions(slugs: Iterable[str]) -> list[str]:
    known = reference.places()
    return sorted(found.name for slug in slugs if (found := known.region(slug)))


def all_regions(asked: Request) -> list[str]:
    """Where is searched: with a municipality its region is added."""
    home = reference.places().region_of(asked.municipality)
    return regions(asked.regions | ({home} if home else set()))


def labels(slugs: Iterable[str], language: str) -> list[str]:
    vocabulary = reference.vocabulary()
    return [vocabulary.label(slug, language) for slug in slugs]


def band(age: int | AgeRange | None) -> str:
    """The age band that holds an age: for whom it does not concern exactly."""
    if age is None:
        return ""
    first, last = (age, age) if isinstance(age, int) else age
    for name, years in AGES.items():
        if years.first <= first and last <= years.last:
            return age_name(name)
    return str(_("%(first)s tot en met %(last)s jaar", first=first, last=last))


def read_age(text: str) -> int | AgeRange | None:
    """Read "6", "4-7", "6 jaar", "volwassene" or "65+"; None when it is none of these."""
    words = text.strip().lower()
    if words in AGES:
        return AGES[words]
    found = AGE.fullmatch(words)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    if not first <= last <= OLDEST:
        return None
    return AgeRange(first, last) if found[2] else first


def written_age(age: int | AgeRange | None) -> str:
    if age is None or isinstance(age, int):
        return "" if age is None else str(age)
    return next((name for name, years in AGES.items() if years == age), f"{age[0]}-{age[1]}")


def age_name(name: str) -> str:
    """A band as a reader sees it."""
    if name == "volwassene":
        return str(_("volwassene"))
    return str(_("65 jaar of ouder") if name == "65+" else _("%(ages)s jaar", ages=name))


def gist(asked: Request, language: str) -> str:
    """What is asked, where and for whom, in one line."""
    where = [place(asked)] if place(asked) else all_regions(asked)
    wishes = labels([wish.term for wish in asked.wishes], language)
    persons = [_person(each, _exact) for each in asked.persons]
    parts = (where, wishes, persons, labels([each.code for each in asked.languages], language))
    told = ["; ".join(part) for part in parts if part]
    return " · ".join([str(SHORT_KINDS[asked.kind]), *told])


def summary(asked: Request, language: str) -> Iterator[Line]:
    """All that the organisation asked, for its own eyes."""
    yield _("Soort aanvraag"), str(KINDS[asked.kind])
    yield from _place_lines(asked)
    yield from _wish_lines(asked, language)
    yield from _line(_("Voor wie"), [_person(each, _exact) for each in asked.persons])
    yield from _line(
        _("Talen"),
        [_asked_for(labels([each.code], language)[0], each.must) for each in asked.languages],
    )
    yield from _group_lines(asked, language)
    yield from _limit_lines(asked)


def anonymous_summary(asked: Request, language: str) -> Iterator[Line]:
    """What a practitioner who is asked reads, also in a mail: no municipality, age bands only."""
    yield _("Soort vraag"), str(KINDS[asked.kind])
    yield from _line(_("Regio"), all_regions(asked))
    yield from _line(_("Gezocht"), labels([wish.term for wish in asked.wishes], language))
    yield from _line(_("Leeftijd"), [band(each.age) for each in asked.persons if each.age])
    yield from _line(_("Talen"), labels([each.code for each in asked.languages], language))
    if asked.start_by:
        yield _("Start uiterlijk"), short_day(asked.start_by)


def needs(found: Iterable[Need], asked: Request, language: str) -> str:
    """The persons and musts that somebody covers, or that nobody does."""
    return "; ".join(_need(each, asked, language) for each in found)


def _need(need: Need, asked: Request, language: str) -> str:
    if need.person is not None:
        return _person(asked.persons[need.person], _exact)
    return labels([need.subject], language)[0]


def _place_lines(asked: Request) -> Iterator[Line]:
    yield from _line(_("Plaats"), [place(asked)])
    yield from _line(_("Regio"), all_regions(asked))
    yield from _line(_("Niet in"), regions(asked.avoid_regions))


def _wish_lines(asked: Request, language: str) -> Iterator[Line]:
    yield from _line(
        _("Gezocht"),
        [_asked_for(labels([wish.term], language)[0], wish.must) for wish in asked.wishes],
    )


def _asked_for(words: str, must: bool) -> str:
    return str(_("%(what)s (moet)", what=words)) if must else words


def _person(person: Person, write: Callable[[int | AgeRange], str]) -> str:
    role = str(ROLES.get(person.role or "", person.role or _("Iemand")))
    return f"{role}, {write(person.age)}" if person.age is not None else role


def _exact(age: int | AgeRange) -> str:
    return str(_("%(age)s jaar", age=age)) if isinstance(age, int) else band(age)


def _group_lines(asked: Request, language: str) -> Iterator[Line]:
    if asked.settings:
        names = labels(sorted(asked.settings.any), language)
        yield _("Setting"), _asked_for(_(" of ").join(names), asked.settings.must)
    if asked.funding:
        names = [str(ROUTES[Route(route)]) for route in sorted(asked.funding.any)]
        yield _("Betaling"), _asked_for(_(" of ").join(names), asked.funding.must)


def _limit_lines(asked: Request) -> Iterator[Line]:
    if asked.start_by:
        yield _("Start uiterlijk"), short_day(asked.start_by)
    if asked.max_km is not None:
        yield _("Afstand"), _("ten hoogste %(km)s km", km=asked.max_km)
    if asked.online_ok:
        yield _("Online"), _("mag ook")
    if asked.phase:
        yield _("Fase"), str(PHASES.get(asked.phase, asked.phase))


def _line(name: str, values: Iterable[str]) -> Iterator[Line]:
    filled = [value for value in values if value]
    if filled:
        yield name, "; ".join(filled)
