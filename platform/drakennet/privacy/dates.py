"""Dates of birth, told from the many other dates that people write."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from drakennet.privacy.pieces import DASH, GAP, Finding, Kind

MONTHS = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    "|aug(?:ustus|ust)?|sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
YEAR = r"(?P<year>(?:19|20)\d\d)"
SHORT_YEAR = r"(?:['’`‘]?(?P<short>\d\d))"
IN_NUMBERS = r"(?P<month>0?[1-9]|1[0-2])"
SEPARATOR = rf"{GAP}?(?:[-/._\\]|{DASH}){GAP}?"
ROMAN = r"(?P<roman>X{0,1}(?:IX|IV|V?I{0,3}))"
TENS = (
    "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde"
    "|dertiende"
)
SPELLED_DAY = (  # looked at only where a month may follow
    rf"(?<![^\s(])(?=[^\W\d_]{{3,18}}+ [jfmasondJFMASOND])(?:{TENS}|(?:veer|vijf|zes|zeven|acht"
    rf"|negen)tiende|(?:(?:een|twee|drie|vier|vijf|zes|zeven|acht"
    r"|negen)[eë]n)?twintigste|(?:eenen)?dertigste|een|twee|drie|vier|vijf|zes|zeven|acht|negen"
    r"|tien"
    r"|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|negentien"
    r"|(?:\w+[eë]n)?twintig"
    r"|(?:eenen)?dertig)"
)
ORDINAL = "(?:e|ste|de|th|st|nd|rd)"
NAMED_MONTH = rf"(?P<name>{MONTHS})"
A_DASH, A_YEAR = rf"{GAP}?[-/]?{GAP}?", rf"(?:{YEAR}|{SHORT_YEAR})"
# An order of day and month that only English has counts too.
DATES = tuple(
    re.compile(rf"(?<![\d/.-]){pattern}(?!\d)", re.IGNORECASE)
    for pattern in (
        rf"{DAY}{SEPARATOR}{IN_NUMBERS}{SEPARATOR}{YEAR}",
        rf"{DAY}[-/]{IN_NUMBERS}[-/]{SHORT_YEAR}(?![-/.])",
        rf"{DAY}{SEPARATOR}{IN_NUMBERS}{SEPARATOR}['’`‘](?P<short>\d\d)",
        rf"{DAY}{GAP}{IN_NUMBERS}{GAP}{YEAR}",
        rf"{YEAR}[-/.]{IN_NUMBERS}[-/.]{DAY}",
        rf"{DAY}-{ROMAN}-{YEAR}",
        rf"{DAY}{ORDINAL}?{GAP}?[-/]?(?:of{GAP})?{GAP}?{NAMED_MONTH}\b\.?,?{A_DASH}{A_YEAR}",
        rf"(?P<name>\b(?:{MONTHS}))\b\.?{GAP}{DAY}(?:th|st|nd|rd|e)?,?{GAP}{YEAR}",
        rf"{SPELLED_DAY}{GAP}(?P<name>{MONTHS})\b{GAP}{YEAR}",
    )
)
DAY_AND_MONTH = (
    rf"(?:\d{{1,2}}(?:e|ste|de)?|{SPELLED_DAY}){GAP}?-?(?:van{GAP})?(?:{MONTHS})\b"
    rf"(?:\.?{GAP}?['’]?\d{{2,4}}\b(?!{GAP}?jaar))?"
)
SAID_DATE = (
    rf"(?P<date>{DAY_AND_MONTH}|(?:{MONTHS})\b\.?{GAP}['’]?\d{{4}}"
    r"|\d{1,2}[-/.]\d{1,2}(?:[-/.]['’]?\d{2,4})?|\d{8}|\d{6})"
)
# Said to be a birth: then a date without a year, or without any mark, is enough.
BETWEEN_WORDS = r"[^\S\n.:(=-]{0,3}+[.:(=-]{0,2}+[^\S\n]{0,3}+"
BORN = re.compile(
    r"(?:\b(?:geb(?:oren|oorte(?:dat(?:um|a)|dag)?|\.?dat(?:um)?|d)?|g\.?d|born|d\.?o\.?b|date of"
    r" birth"
    r"|birthday|(?:is|was|wordt|werd) (?:weer )?jarig|jarig|verjaardag|verjaart|verjaarde)\b"
    r"|(?<!\S)[*°]{1,2}(?=\s?\d))"
    rf"(?:{BETWEEN_WORDS}(?:op|in|is|was|valt|te|kind|dag|zijn|haar|hun|de|het|jl|moeder|vader"
    rf"|zoon|dochter"
    rf"|van|cli[eë]nte?)\b){{0,4}}+{BETWEEN_WORDS}"
    rf"(?:[^\W\d_]{{2,20}}+,?{GAP}(?:op{GAP})?)?{SAID_DATE}(?!\d)",
    re.IGNORECASE,
)
BECAME = re.compile(
    rf"\b(?:wordt|werd|wordt op|werd op|is|viert|vierde)\b{GAP}(?:op{GAP}"
    rf"|in{GAP})?(?P<date>{DAY_AND_MONTH}"
    rf"|\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{4}})?){GAP}(?:zijn{GAP}|haar{GAP})?(?:\d{{1,2}}\b"
    rf"|(?:\w+{GAP})?verjaardag|jarig)",
    re.IGNORECASE,
)
BECOMES = re.compile(
    rf"(?P<date>{DAY_AND_MONTH}|\d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{4}})?){GAP}(?:wordt|werd|is|was"
    rf"|viert){GAP}(?:\w+{GAP}){{1,3}}?"
    rf"(?:\d{{1,2}}{GAP}?(?:jaar|jr|geworden)|(?:zijn|haar){GAP}(?:\w+{GAP})?verjaardag|jarig)\b",
    re.IGNORECASE,
)

NEAR = 60
WORD = re.compile(r"[^\W_]+(?:[./][^\W\d_]+)?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BIRTHS = _words(
    "geb geboren jarig kind kindje kinderen zoon zoontje zoons dochter dochtertje dochters jongen"
    " jongetje"
    " meisje baby moeder vader ouder broer broertje zus zusje cliënt cliënte client cliente"
    " patiënt patiënte ex"
    " partner man vrouw oma opa leeftijd hij zij ze peuter kleuter puber tweeling pleegkind born"
    " g.d gd dob"
)
BIRTH_STARTS = ("geboorte", "verjaar")
EVENTS = _words(
    "afspraak afspraken sessie sessies gestart begon begonnen vanaf per sinds tot tm t/m"
    " uiterlijk datum dd d.d"
    " versie release bijgewerkt gewijzigd verloopt verlopen geregistreerd ingeschreven"
    " certificaat gecertificeerd"
    " diploma behaald afgerond afgestudeerd opgeleid geplaatst plaatsing aangemeld gemeld"
    " beschikking indicatie wet"
    " publicatie gepubliceerd congres webinar symposium deadline verlof vakantie afwezig terug"
    " gepland week aangifte"
    " opname opgenomen ontslag gescheiden getrouwd uitspraak ots machtiging mail email brief"
    " verslag notulen agenda"
    " ingang ingaand opgericht nieuwsbrief bevestigd controle gecontroleerd pauze open gesloten"
    " themamiddag themadag"
    " middag avond examen toets ronde eerstvolgende volgende bezoek huisbezoek workshop lezing"
    " college jaarverslag"
    " peildatum stand protocol richtlijn handreiking vastgesteld akkoord ondertekend om uur stopt"
    " stoppen eindigt"
    " einde ontvangen verstuurd ingestuurd besproken lopen loopt liep gezien bekeken reactie"
    " werkzaam dienst verhuizing"
    " jeugdwet wmo wlz zvw avg zorgplan plan mdo module dag dagen tussen periode gehuisvest ma di"
    " wo do vr za zo gevlucht gebeld gesproken"
    " binnengekomen weggelopen verhuisd overgeplaatst doorverwezen verwezen rechtszaak"
    " hoorzitting getekend kamer"
)
EVENT_STARTS = (
    *(
        "intake",
        "cursus",
        "bijeenkomst",
        "intervisie",
        "supervisie",
        "vergader",
        "start",
        "begin",
        "geldig",
    ),
    *(
        "inschrijv",
        "aanmeld",
        "contract",
        "besluit",
        "studiedag",
        "beschikbaar",
        "evalu",
        "wachtlijst",
        "plann",
    ),
    *(
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
        "incident",
        "verhuis",
    ),
    *(
        "rapport",
        "sluit",
        "vervolg",
        "traject",
        "accreditatie",
        "laatst",
        "kennismak",
        "uitnodig",
        "herzien",
    ),
    *("antwoord", "casus", "opleiding"),
)
EVENT_PARTS = ("gesprek", "overleg", "training", "scholing", "zitting", "registr", "melding")


WAS_BORN, HAPPENED = 1, 2


@lru_cache(maxsize=4096)
def _tells(word: str) -> int:
    """Tell words about somebody's birth or family from those about something that happened."""
    if word in BIRTHS or word.startswith(BIRTH_STARTS):
        return WAS_BORN
    about = (
        word in EVENTS or word.startswith(EVENT_STARTS) or any(part in word for part in EVENT_PARTS)
    )
    return HAPPENED if about else 0


def _told(text: str) -> list[int]:
    """What the words tell, in their order."""
    return [told for word in WORD.findall(text) if (told := _tells(word.lower()))]


WHEN = re.compile(r"\b(?:op|per|sinds|vanaf|tot|voor|na|rond|van)\s(?:de\s)?$", re.IGNORECASE)
SAID_BIRTH = re.compile(
    r"\b(?:geb|geboren|geboorte\w*|jarig|verjaardag|born|g\.?d|dob)\b", re.IGNORECASE
)
LATE = 2 * 365
CLAUSE = re.compile(r"[.!?](?:\s|$)|\n|;")

BANDS = ((0, 3), (4, 7), (8, 11), (12, 15), (16, 17), (18, 23))
ELDERLY = 65


def birth_dates(text: str, today: date | None) -> Iterator[Finding]:
    for pattern in (BORN, BECAME, BECOMES):
        for match in pattern.finditer(text):
            start, end = match.span("date")
            coarser = _coarser(_whole_date(text[start:end]), today)
            yield Finding(start, end, Kind.BIRTH_DATE, coarser=coarser)
    found: list[tuple[int, int]] = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < past and begun < end for begun, past in found):
                continue
            found.append((start, end))
            day = _read(match)
            later = today is not None and day is not None and day > today
            if not later and not _is_event(text, start, end, day=day, today=today):
                yield Finding(start, end, Kind.BIRTH_DATE, coarser=_coarser(day, today))


def _happened(before: str, after: str, day: date | None, today: date | None) -> bool:
    """With a word for when before it ("op"), of late, or with what happened after it."""
    if not WHEN.search(before) or SAID_BIRTH.search(before):
        return False
    of_late = day is not None and today is not None and (today - day).days < LATE
    return of_late or HAPPENED in _told(after)


def _is_event(text: str, start: int, end: int, *, day: date | None, today: date | None) -> bool:
    """Whether the nearest word says that something happened then, and not who was born."""
    before = text[max(0, start - NEAR) : start]
    ends = [match.end() for match in CLAUSE.finditer(before)]
    before = before[ends[-1] if ends else 0 :]
    after = text[end : end + NEAR // 2]
    after = after[: match.start()] if (match := CLAUSE.search(after)) else after
    if re.search(r"\bgeb(?:oren|oorte\w*)?\b", after, re.IGNORECASE):
        return False
    if _happened(before, after, day, today):
        return True
    if told := _told(before):
        return told[-1] == HAPPENED
    return _told(after)[:1] == [HAPPENED]


def _whole_date(written: str) -> date | None:
    found = (match for pattern in DATES if (match := pattern.fullmatch(written)))
    first = next(found, None)
    return _read(first) if first else None


def _read(match: re.Match[str]) -> date | None:
    """None for what is no day, or of which the century is not said."""
    groups = match.groupdict()
    if not groups.get("year") or not groups.get("day"):
        return None
    if groups.get("month"):
        month = int(groups["month"])
    elif groups.get("name"):
        month = _month(groups["name"])
    else:
        month = 1
    try:
        return date(int(groups["year"]), month, int(groups["day"]))
    except ValueError:
        return None


def _month(name: str) -> int:
    """By the letters in which the months differ, in both languages."""
    starts = ("ja", "fe", "maa mar mr", "ap", "me may", "jun", "jul", "au", "se", "o", "n", "d")
    return next(
        number
        for number, start in enumerate(starts, 1)
        if name.lower().startswith(tuple(start.split()))
    )


def _coarser(born: date | None, today: date | None) -> tuple[str, ...]:
    """The age band, in the words in which people read it."""
    if born is None or today is None or born > today:
        return ()
    return (band(today.year - born.year - ((today.month, today.day) < (born.month, born.day))),)


def band(age: int) -> str:
    for low, high in BANDS:
        if low <= age <= high:
            return f"{low}-{high} jaar"
    return "65-plus" if age >= ELDERLY else "volwassen"
