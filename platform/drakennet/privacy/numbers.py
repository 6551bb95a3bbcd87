"""Numbers that are somebody's: BSN, bank account, telephone, licence plate, and e-mail."""

import re
from collections.abc import Iterator

from drakennet.privacy.pieces import BETWEEN, GAP, Finding, Kind

BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
FIGURES = len(BSN_WEIGHTS)

# ---- BSN ----

# One sign of any kind may stand between two groups, with spaces round it.
SIGN = r"[.·•,;:/\\|_*+'`~=\-–]"
RUN = re.compile(rf"\d+(?:[^\S\n]{{0,3}}{SIGN}?[^\S\n]{{0,3}}\d+)*")
DIGITS = re.compile(r"\d+")
LISTED = frozenset(",;")  # single figures between these are a list, unless it is nine long
SAID = re.compile(r"\b(?:bsn|b\.s\.n|burger ?service|sofi|citizen service|ssn)", re.IGNORECASE)
SAID_WITHIN = 40
# After the word, whatever stands between the figures; seven or eight of them miss their zeros.
SAID_NUMBER = re.compile(
    r"(?:bsn|b\.s\.n\.?|burger ?service ?(?:nummer|nr)?|sofi-?(?:nummer|nr)?|citizen service"
    r" number)"
    r"[^\d]{0,40}?(?<!\d)(?P<number>\d(?:[^\dA-Za-z]{0,3}\d){6,8})(?!\d)",
    re.IGNORECASE,
)
# A number that says itself to be another: of a register, of a company, of money.
OTHER_REGISTER = re.compile(
    r"\b(?:skj|big|agb|kvk|rsin|nvo|nip|fgzpt|registerplein)\b[-\s]?(?:registratie|register|code)?"
    r"-?(?:nummer|nr\.?|no\.?)?(?:\s+is)?\s*[:#]?\s*$",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:€|\beur(?:o)?)\s*$", re.IGNORECASE)
MONEY_AFTER = re.compile(r"\s*(?:,-|,\d\d\b|euro\b|eur\b|€)", re.IGNORECASE)
COUNTED = {
    word: str(number) for number, words in enumerate((
        ("nul", "zero", "oh"), ("een", "één", "eén", "one"), ("twee", "two"), ("drie", "three"),
        ("vier", "four"), ("vijf", "five"), ("zes", "six"), ("zeven", "seven"),
        ("acht", "eight"), ("negen", "nine"),
    )) for word in words
}  # fmt: skip
WORDS = "|".join(sorted(COUNTED, key=len, reverse=True))
SPELLED = re.compile(
    rf"(?<!\w)(?:{WORDS})(?:[\s,.-]{{1,3}}(?:{WORDS})){{8,10}}(?!\w)", re.IGNORECASE
)
SPELLED_WORD = re.compile(WORDS, re.IGNORECASE)


def is_bsn(digits: str) -> bool:
    """The eleven-test: nine digits, weighed 9 to 2 and -1, divide by eleven; all zeros do not."""
    if len(digits) != FIGURES or not digits.strip("0"):
        return False
    return sum(weight * int(one) for weight, one in zip(BSN_WEIGHTS, digits, strict=True)) % 11 == 0


def bsns(text: str) -> Iterator[Finding]:
    """Give each citizen service number: said to be one, in a row of figures, or in words."""
    said = list(_said_bsns(text))
    yield from said
    for run in RUN.finditer(text):
        groups = [
            (match.start() + run.start(), match.end() + run.start())
            for match in DIGITS.finditer(run[0])
        ]
        for one in _nine_digits(text, groups):
            if not any(one.start < other.end and other.start < one.end for other in said):
                yield one
    yield from _spelled(text)


def _said_bsns(text: str) -> Iterator[Finding]:
    if not SAID.search(text):
        return
    for match in SAID_NUMBER.finditer(text):
        digits = "".join(DIGITS.findall(match["number"]))
        if is_bsn(digits.zfill(FIGURES)):
            yield Finding(match.start("number"), match.end("number"), Kind.BSN, refused=True)


def _nine_digits(text: str, groups: list[tuple[int, int]]) -> Iterator[Finding]:
    """Look at every row of whole groups of digits that is nine long and split in one way."""
    past = 0
    for first, (start, _) in enumerate(groups):
        digits, marks, place = "", set[str](), first
        while place < len(groups) and len(digits) < FIGURES:
            if place > first:
                marks.add("".join(text[groups[place - 1][1] : groups[place][0]].split()))
            digits += text[slice(*groups[place])]
            place += 1
        end = groups[place - 1][1]
        if start < past or not is_bsn(digits) or not _one_number(groups[first:place], marks):
            continue
        if place - first == FIGURES and marks & LISTED and len(groups) > FIGURES:
            continue
        if not _says_otherwise(text, start, end):
            yield Finding(start, end, Kind.BSN, refused=True)
            past = end


def _one_number(groups: list[tuple[int, int]], marks: set[str]) -> bool:
    """Split in one way, or in two in the groups in which people write a BSN."""
    sizes = tuple(end - start for start, end in groups)
    return len(marks) < 2 or (len(marks) == 2 and sizes == (4, 2, 3))  # noqa: PLR2004 - one way, two ways


def _says_otherwise(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - SAID_WITHIN) : start]
    if SAID.search(before):
        return False
    if OTHER_REGISTER.search(before) or MONEY_BEFORE.search(before):
        return True
    return bool(MONEY_AFTER.match(text, end)) and not SAID.search(text[end : end + SAID_WITHIN])


def _spelled(text: str) -> Iterator[Finding]:
    for match in SPELLED.finditer(text):
        digits = "".join(COUNTED[word.lower()] for word in SPELLED_WORD.findall(match[0]))
        if is_bsn(digits):
            yield Finding(match.start(), match.end(), Kind.BSN, refused=True)
        elif len(digits) == 10 and digits.startswith("0"):  # noqa: PLR2004 - a Dutch telephone number
            yield Finding(match.start(), match.end(), Kind.PHONE)


# ---- Bank accounts ----

IBAN = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{2}}\d{{2}}(?:{GAP}?[.-]?[A-Za-z0-9]){{11,30}}")
# In this form there is nothing else, also with a slip of the pen in it.
DUTCH_IBAN = re.compile(
    rf"(?<![A-Za-z0-9])NL(?:{GAP}|[.-])?\d\d(?:{GAP}|[.-])?[A-Z]{{4}}(?:(?:{GAP}"
    rf"|[.-])?\d){{10}}(?!\d)",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"\b(?:bank|giro|post)?rekening(?:nummer|nr)?\b[^\d\n.]{0,20}(?P<number>\d(?:[."
    r" -]?\d){5,9})(?!\d)",
    re.IGNORECASE,
)


def ibans(text: str) -> Iterator[Finding]:
    for match in DUTCH_IBAN.finditer(text):
        yield Finding(match.start(), match.end(), Kind.IBAN)
    for match in IBAN.finditer(text):
        if length := _iban_length(match[0]):
            yield Finding(match.start(), match.start() + length, Kind.IBAN)


def accounts(text: str) -> Iterator[Finding]:
    for match in ACCOUNT.finditer(text):
        yield Finding(match.start("number"), match.end("number"), Kind.IBAN)


def _iban_length(written: str) -> int:
    """The longest start of the text that is a bank account by its own check; 0 if none is."""
    for length in range(len(written), 14, -1):
        if (
            length < len(written)
            and written[length].isalnum()
            and not written[length - 1].isspace()
        ):
            continue  # inside a word
        code = "".join(sign for sign in written[:length] if sign.isalnum()).upper()
        turned = code[4:] + code[:4]
        if len(code) > 14 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:  # noqa: PLR2004 - ISO 13616
            return len(written[:length].rstrip())
    return 0


# ---- Telephones and e-mail ----

PHONE = re.compile(
    rf"(?<![\dA-Z+])(?:\(?(?:\+|00){GAP}?31\)?{BETWEEN}(?:\({GAP}?0{GAP}?\){BETWEEN})?"
    rf"|\(?0(?:\){GAP}?)?)[1-9]"
    rf"(?:\)?{BETWEEN}\d){{8}}(?!{BETWEEN}?\d)"
)
FOREIGN_PHONE = re.compile(
    rf"(?<![\w+])\+{GAP}?[1-9]\d{{0,2}}(?:\(0\)|{BETWEEN})\d(?:{BETWEEN}\d){{6,11}}(?!\d)"
)
OTHER_PHONES = (
    # Dutch, where the plus was forgotten.
    re.compile(r"(?<![\w+.,-])316[ -]?\d{8}(?!\d)"),
    # After a word for it, with the area left out.
    re.compile(
        r"\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel(?:e nummer)?|gsm|whatsapp|app(?:en)?|bel(?:len)?"
        r"|bereikbaar|06-nummer|(?:zijn|haar|hun|mijn|prive|priv[eé])\s?nummer)\b\.?:?(?:\s+(?:is"
        r"|kan|op|naar|via|onder|haar|hem|mij|moeder|vader)){0,3}"
        r"\s*:?\s*(?P<number>\(?\+?\d\)?(?:[ .-]{0,2}\d){6,9})(?!\d)",
        re.IGNORECASE,
    ),
    # Not all groups of two: figures and words, as somebody says them.
    re.compile(r"\b(?:nul zes|06)[ -]+(?:[a-z]+[ -]){3,}[a-z]+tig\b", re.IGNORECASE),
)  # fmt: skip
IS_DATE = re.compile(r"\(?(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:19|20)\d\d\b")
SERVICE = re.compile(r"\(?0[89]00")

EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}[ ]?@[ ]?[\w-]{1,63}(?:\.[\w-]{1,63})+")
SPELLED_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{2,64}\s?(?:\(at\)|\[at\]|\{at\}|\(a\)|\bapenstaartje\b|\s(?:at"
    r"|apestaartje)\s)\s?"
    r"[\w-]{2,63}\s?(?:\.|\(dot\)|\[dot\]|\(punt\)|\[punt\]|\spunt\s|\sdot\s)\s?(?:nl|com|net|org"
    r"|be|eu|de|info)\b",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[Finding]:
    for match in PHONE.finditer(text):
        if not IS_DATE.match(match[0]) and not SERVICE.match(match[0]):
            yield Finding(match.start(), match.end(), Kind.PHONE)


def other_phones(text: str) -> Iterator[Finding]:
    for pattern in OTHER_PHONES:
        group = "number" if "number" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            number = match[group]
            if not IS_DATE.match(number) and not SERVICE.match(number):
                yield Finding(match.start(group), match.end(group), Kind.PHONE)


def international_phones(text: str) -> Iterator[Finding]:
    """After +31 or 0031 nine digits follow by rule, that are no BSN; so these go first."""
    for one in phones(text):
        if text[one.start : one.end].lstrip("(").startswith(("+", "00")):
            yield one
    for match in FOREIGN_PHONE.finditer(text):
        yield Finding(match.start(), match.end(), Kind.PHONE)


def emails(text: str) -> Iterator[Finding]:
    if "@" in text:
        for match in EMAIL.finditer(text):
            yield Finding(match.start(), match.end(), Kind.EMAIL)
    for match in SPELLED_EMAIL.finditer(text):
        yield Finding(match.start(), match.end(), Kind.EMAIL)


# ---- Licence plates ----

# The fourteen forms that a plate may have, and the three before 1978.
FORMS = (
    *("XX-99-99", "99-99-XX", "99-XX-99", "XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9"),
    *("9-XXX-99", "XX-999-X", "X-999-XX", "XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)


def _of_form(between: str, letter: str) -> str:
    return "|".join(
        form.replace("-", between).replace("X", letter).replace("9", r"\d") for form in FORMS
    )


CONSONANT = "[BDFGHJKLMNPRSTVWXYZ]"
PLATE = re.compile(rf"(?<![\w-])(?:{_of_form('-', '[A-Z]')})(?![\w-])")
SMALL_PLATE = re.compile(rf"(?<![\w-])(?:{_of_form('-', CONSONANT.lower())})(?![\w-])")
# Without dashes only three groups that are no postcode and no code of two letters and a number.
CLOSE_FORMS = re.compile(
    rf"(?<![\w-])(?:\d\d{CONSONANT}{{2}}\d\d|{CONSONANT}{{2}}\d\d{CONSONANT}{{2}}"
    rf"|\d\d{CONSONANT}{{3}}\d"
    rf"|\d{CONSONANT}{{3}}\d\d|{CONSONANT}{{2}}\d{{3}}{CONSONANT}"
    rf"|{CONSONANT}\d{{3}}{CONSONANT}{{2}}"
    rf"|{CONSONANT}{{3}}\d\d{CONSONANT}|{CONSONANT}\d\d{CONSONANT}{{3}}|\d{CONSONANT}{{2}}\d{{3}}"
    rf"|\d{{3}}{CONSONANT}{{2}}\d)(?![\w-])"
)
DRIVEN = re.compile(
    r"\b(?:kenteken\w*|nummerbord|nummerplaat|auto|autootje|wagen|bus|busje|bestelbus|scooter"
    r"|brommer"
    r"|motor|caravan|camper|rijdt|reed|volkswagen|vw|opel|ford|golf|polo|toyota|renault|peugeot"
    r"|citro[eë]n"
    r"|bmw|audi|mercedes|fiat|kia|hyundai|volvo|seat|skoda|suzuki|mazda|nissan|tesla|dacia"
    r"|licence plate)\b"
    r"[^.\n]{0,40}?(?P<plate>(?<![\w-])(?:" + _of_form(r"[ .·-]?", "[A-Za-z]") + r")(?![\w-]))",
    re.IGNORECASE,
)


def plates(text: str) -> Iterator[Finding]:
    for pattern in (PLATE, SMALL_PLATE, CLOSE_FORMS):
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), Kind.PLATE, coarser=("auto",))
    for match in DRIVEN.finditer(text):
        yield Finding(match.start("plate"), match.end("plate"), Kind.PLATE, coarser=("auto",))
