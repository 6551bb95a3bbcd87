"""The guard of free text: what could identify a client is found before anything is stored.

A citizen service number (BSN) is refused, always: consent does not make it lawful. The rest is
pointed out, so that somebody can say the same with an age band or a sector. Pure: text in,
findings out.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a finding looks like."""

    BSN = "bsn"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    ADDRESS = "address"
    EMAIL = "email"
    IBAN = "iban"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where in the text (`text[start:end]`) something identifying stands."""

    start: int
    end: int
    kind: Kind
    refused: bool = False


GAP = r"[^\S\n]"  # a space, of any width, on the same line
DASH = r"[-‐‑‒–—]"
# Between the groups of a number: nothing, spaces, or one mark with or without spaces.
MARK = rf"(?:[.·/]|{DASH})"
BETWEEN = rf"{GAP}{{0,2}}{MARK}?{GAP}{{0,2}}"

NUMBERS = re.compile(rf"\d+(?:{BETWEEN}\d+)*")
DIGITS = re.compile(r"\d+")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
IBAN = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}\d{{2}}(?:{GAP}?[A-Za-z0-9]){{11,30}}")
PHONE = re.compile(
    rf"(?<![\dA-Z+])(?:(?:\+|00){GAP}?31{BETWEEN}(?:\({GAP}?0{GAP}?\){BETWEEN})?|\(?0)[1-9]"
    rf"(?:\)?{BETWEEN}\d){{8}}(?!{BETWEEN}?\d)"
)
NUMBER_IN_STREET = r"\d{1,5}(?:[^\S\n]?[a-zA-Z])?"
# In small letters only without a space: "2011 en 12" is a year and a number.
POSTCODE = rf"(?<!\d)[1-9]\d{{3}}(?:{GAP}?[A-Z]{{2}}|[a-z]{{2}})(?![A-Za-z])"
ADDRESSES = (
    re.compile(
        rf"{POSTCODE}[\s,]*(?:(?:nr|no|nummer|huisnummer)\b\.?:?\s*)?"
        rf"{NUMBER_IN_STREET}(?![\dA-Za-z])"
    ),
    re.compile(rf"(?<!\d)(?<!\d[.,]){NUMBER_IN_STREET}\s*,?\s*{POSTCODE}"),
)

MONTHS = (
    "jan(?:uari|uary)?|feb(?:ruari|ruary)?|maart|mrt|march|mar|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    "|aug(?:ustus|ust)?|sep(?:t|tember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
YEAR = r"(?P<year>(?:19|20)\d\d)"
SHORT_YEAR = r"(?:['’`]?(?P<short>\d\d))"
IN_NUMBERS = r"(?P<month>0?[1-9]|1[0-2])"
# An order of day and month that only English has counts too.
DATES = tuple(
    re.compile(rf"(?<![\d/.-]){pattern}(?![\d])", re.IGNORECASE)
    for pattern in (
        rf"{DAY}{GAP}?(?:[-/.]|{DASH}){GAP}?{IN_NUMBERS}{GAP}?(?:[-/.]|{DASH}){GAP}?{YEAR}",
        rf"{DAY}[-/]{IN_NUMBERS}[-/]{SHORT_YEAR}",
        rf"{DAY}{GAP}{IN_NUMBERS}{GAP}{YEAR}",
        rf"{YEAR}[-/.]{IN_NUMBERS}[-/.]{DAY}",
        rf"{DAY}(?:e|ste|de|th|st|nd|rd)?{GAP}?-?(?P<name>{MONTHS})\.?,?{GAP}?-?(?:{YEAR}|{SHORT_YEAR})",
        rf"(?P<name>\b(?:{MONTHS}))\.?{GAP}{DAY}(?:th|st|nd|rd)?,?{GAP}{YEAR}",
    )
)
# Said to be a birth: then a date without a year, or without any mark, is enough.
BORN = re.compile(
    rf"\b(?:geb(?:oren|oortedatum)?|g\.?d|born|d\.?o\.?b|date of birth)\b\.?:?"
    rf"{GAP}?(?:op|on|is|was)?{GAP}*(?P<date>\d{{1,2}}{GAP}?(?:{MONTHS})\b(?:\.?{GAP}'?\d{{2,4}})?"
    r"|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|\d{8}|\d{6})(?!\d)",
    re.IGNORECASE,
)


def check(
    text: str, *, allowed_names: Collection[str] = (), today: date | None = None
) -> list[Finding]:
    """Find what could identify a client, in order of place; no two findings overlap.

    `allowed_names` (regions, municipalities, organisations) never trigger by themselves. With
    `today` a later date is no date of birth: an appointment is still to come.
    """
    found: list[Finding] = []
    finders: tuple[Callable[[str], Iterator[Finding]], ...] = (
        _ibans,
        _international_phones,
        _bsns,
        _emails,
        lambda words: _birth_dates(words, today),
        _phones,
        _addresses,
    )
    for finder in finders:
        found += [one for one in finder(text) if not _overlaps(one, found)]
    allowed = _spans(text, allowed_names)
    return sorted(one for one in found if one.refused or not _inside(one, allowed))


def is_bsn(digits: str) -> bool:
    """The eleven-test: nine digits, weighed 9 to 2 and -1, divide by eleven; all zeros do not."""
    if len(digits) != len(BSN_WEIGHTS) or not digits.strip("0"):
        return False
    return sum(weight * int(one) for weight, one in zip(BSN_WEIGHTS, digits, strict=True)) % 11 == 0


def _bsns(text: str) -> Iterator[Finding]:
    """Look at every row of whole groups of digits that is nine long and split in one way."""
    for run in NUMBERS.finditer(text):
        groups = [
            (match.start() + run.start(), match.end() + run.start())
            for match in DIGITS.finditer(run[0])
        ]
        yield from _nine_digits(text, groups)


def _nine_digits(text: str, groups: list[tuple[int, int]]) -> Iterator[Finding]:
    past = 0
    for first, (start, _) in enumerate(groups):
        digits, marks = "", set[str]()
        for place in range(first, min(first + 9, len(groups))):
            if place > first:
                marks.add("".join(text[groups[place - 1][1] : groups[place][0]].split()))
            digits += text[slice(*groups[place])]
            end = groups[place][1]
            if len(digits) >= len(BSN_WEIGHTS):
                break
        if start >= past and len(marks) < 2 and is_bsn(digits):  # noqa: PLR2004 - one way
            yield Finding(start, end, Kind.BSN, refused=True)
            past = end


def _ibans(text: str) -> Iterator[Finding]:
    for match in IBAN.finditer(text):
        if length := _iban_length(match[0]):
            yield Finding(match.start(), match.start() + length, Kind.IBAN)


def _iban_length(written: str) -> int:
    """The longest start of the text that is a bank account by its own check; 0 if none is."""
    for length in range(len(written), 14, -1):
        if (
            length < len(written)
            and written[length].isalnum()
            and not written[length - 1].isspace()
        ):
            continue  # inside a word
        code = "".join(written[:length].split()).upper()
        turned = code[4:] + code[:4]
        if len(code) > 14 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:  # noqa: PLR2004 - ISO 13616
            return len(written[:length].rstrip())
    return 0


def _emails(text: str) -> Iterator[Finding]:
    return (Finding(match.start(), match.end(), Kind.EMAIL) for match in EMAIL.finditer(text))


def _phones(text: str) -> Iterator[Finding]:
    return (Finding(match.start(), match.end(), Kind.PHONE) for match in PHONE.finditer(text))


def _international_phones(text: str) -> Iterator[Finding]:
    """After +31 or 0031 nine digits follow by rule, that are no BSN; so these go first."""
    return (one for one in _phones(text) if text[one.start : one.start + 2] in {"+3", "+ ", "00"})


def _addresses(text: str) -> Iterator[Finding]:
    """A house number after the postcode, or else before it."""
    return _first_found(text, ADDRESSES, Kind.ADDRESS)


def _first_found(text: str, patterns: Iterable[re.Pattern[str]], kind: Kind) -> Iterator[Finding]:
    found: list[Finding] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            one = Finding(match.start(), match.end(), kind)
            if not _overlaps(one, found):
                found.append(one)
                yield one


def _birth_dates(text: str, today: date | None) -> Iterator[Finding]:
    for match in BORN.finditer(text):
        yield Finding(match.start("date"), match.end("date"), Kind.BIRTH_DATE)
    found: list[Finding] = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            one = Finding(match.start(), match.end(), Kind.BIRTH_DATE)
            if not _is_later(match, today) and not _overlaps(one, found):
                found.append(one)
    yield from found


def _is_later(match: re.Match[str], today: date | None) -> bool:
    """Whether the date is still to come. A year of two figures may be any century's."""
    groups = match.groupdict()
    if today is None or not groups.get("year"):
        return False
    year = int(groups["year"])
    if year != today.year:
        return year > today.year
    month = int(groups["month"]) if groups.get("month") else _month(groups["name"])
    return (month, int(groups["day"])) > (today.month, today.day)


def _month(name: str) -> int:
    """By the letters in which the months differ, in both languages."""
    starts = ("ja", "fe", "maa mar mr", "ap", "me may", "jun", "jul", "au", "se", "o", "n", "d")
    return next(
        number
        for number, start in enumerate(starts, 1)
        if name.lower().startswith(tuple(start.split()))
    )


def _overlaps(one: Finding, others: Collection[Finding]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _spans(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    return [
        match.span()
        for name in names
        if name.strip()
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]


def _inside(one: Finding, spans: Collection[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)
