"""Who it is about: "kind van 6", "moeder (34)", "4-12 jaar", "baby van 8 maanden" are persons.

A number is an age only beside a person or with a word such as "jaar"; "6 weken", "groep 5",
"al 6 jaar" and "2 kinderen" are none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drakenmatch.ordinary import FILLERS
from drakenmatch.typed import Word
from drakenmatch.values import OLDEST, AgeRange, Person
from drakenmatch.vocabulary import Term

# An adult whose age is not said: the ages that adult services have in common.
ADULT, ADULT_UP_TO, OLDER_UP_TO = 18, 64, 80
OLDER = 65
MONTHS = 12

# As they are written, in both numbers, and the role that goes into the request.
ROLES = {
    "baby": ("baby", "babys", "babytje", "zuigeling", "zuigelingen"),
    "peuter": ("peuter", "peuters", "dreumes"),
    "kleuter": ("kleuter", "kleuters"),
    "kind": ("kind", "kinderen", "kinder", "kindje", "kindjes", "kids", "child", "children"),
    "dochter": (
        "dochter",
        "dochters",
        "dochtertje",
        "meisje",
        "meisjes",
        "meid",
        "meiden",
        "daughter",
    ),
    "zoon": ("zoon", "zonen", "zoons", "zoontje", "jongen", "jongens", "jongetje", "son"),
    "jongere": ("jongere", "jongeren", "puber", "pubers", "tiener", "tieners", "teenager"),
    "getuige": ("getuige", "getuigen", "witness"),
    "moeder": ("moeder", "moeders", "mother", "mama"),
    "vader": ("vader", "vaders", "father", "papa"),
    "ouder": ("ouder", "ouders", "opvoeder", "opvoeders", "parent", "parents"),
    "vrouw": ("vrouw", "vrouwen", "mevrouw", "mevr", "mvr", "mw", "woman"),
    "man": ("man", "mannen", "meneer", "dhr"),
    "slachtoffer": ("slachtoffer", "slachtoffers", "victim"),
    "pleger": ("pleger", "plegers", "dader"),
}
ROLE_OF = {word: role for role, listed in ROLES.items() for word in listed}
_PLURAL = {"kinderen", "zonen", "jongeren", "vrouwen", "mannen", "getuigen", "children", "meiden"}
PLURAL = frozenset({word for word in ROLE_OF if word.endswith("s")} | _PLURAL)
# Whose age may be said too, but whom no role names; a "pleegkind" or "tienermoeder" has one.
_OTHERS = (
    "broer broers broertje broertjes zus zussen zusje zusjes tweeling oudere kleinkind jeugdige "
    "oma opa grootmoeder grootvader client clienten cliente bewoner bewoonster volwassene persoon "
    "iemand"
)
OTHERS = frozenset(_OTHERS.split())
ENDS_IN = re.compile(r".{3,}(kind|kinderen|moeder|vader|jongen|meisje|zoon|dochter)s?")
YOUNGEST_ADULT = 11
GROWN = frozenset({"moeder", "vader", "vrouw", "man"})
# Who is a person also without an age. The others are target groups, and then a wish.
CHILDREN = frozenset({"baby", "peuter", "kleuter", "kind", "dochter", "zoon", "jongere"})
PARENTS = frozenset({"moeder", "vader", "ouder"})
AGES_OF = {"baby": AgeRange(0, 1), "peuter": AgeRange(2, 3), "kleuter": AgeRange(4, 6)}

_TWENTY = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien twintig"
)
SPELLED = {word: number for number, word in enumerate(_TWENTY.split()) if number > 1}
# Between a person and the age, and between a bound and the age.
_OF = "van v is was aged of leeftijd leeftijden ca circa ongeveer bijna net zijn"
AGE_FOLLOWS = frozenset({"leeftijd", "leeftijden", "leeftijdsgroep", "age", "ages", "aged"})
FROM = frozenset({"vanaf", "boven", "above", "over", "ouder", "older"})
UNDER = frozenset({"onder", "jonger", "under", "younger", "tot"})
THAN = frozenset({"dan", "than"})
BETWEEN = frozenset(_OF.split()) | FROM | UNDER | THAN | {"tussen", "between", "de"}
# What is counted is no age; neither is what lasts or has lasted.
_COUNTED = (
    "keer x maal dag dagen week weken wk uur uren km kilometer minuut minuten sessie sessies "
    "gesprek gesprekken euro eur procent plek plekken mensen personen gezin gezinnen "
    "januari februari maart april mei juni juli augustus september oktober november december "
    "maand maanden mnd weeks months times hours days broer broers zus zussen broertjes zusjes"
)
COUNTED = frozenset(_COUNTED.split())
_LASTING = "al sinds binnen afgelopen laatste komende na duurt per woont wonen last within for"
LASTING = frozenset(_LASTING.split())
_LASTED = (
    "ervaring geleden bezig lang getrouwd samen terug gescheiden relatie huwelijk ago experience"
)
LASTED = frozenset(_LASTED.split())
# What somebody went through: for "30 jaar", or "als kind", and then nobody is meant.
_UNDERGONE = (
    "mishandeld misbruikt verwaarloosd geslagen verkracht aangerand gepest vernederd verslaafd "
    "getuige slachtoffer meegemaakt mishandeling misbruik geweld therapie hulpverlening detentie "
    "abused neglected violence"
)
UNDERGONE = frozenset(_UNDERGONE.split())
ONCE = frozenset({"als", "as"})

_SPELLED = "|".join(sorted(SPELLED, key=len, reverse=True))
_ROLE = "|".join(ROLE_OF)
_N = rf"(?:\d{{1,3}}|{_SPELLED})"
_YEARS = r"[ -]?(?:jaar|jarige?n?|jr|j|years?|yrs?)(?![a-z0-9])"
_YOUNG = r"[ -]?(?:maanden?|mnd|weken|weeks?|wk|months?)(?![a-z0-9])"
# "Kind van 6 en ouder 34" are two people; "12 jaar en ouder 20 weken" is no parent.
_UNCOUNTED = rf"(?!-)(?! (?:{'|'.join(COUNTED | LASTED)})\b)"
_NO_PARENT = rf"(?! (?:van|v|is) \d)(?!,? (?:1[1-9]|[2-9]\d)(?![a-z0-9]){_UNCOUNTED})"
_TO = r"(?:-| tot | tot en met | t-m | tm | to )"
# A number of a row is not yet somebody else's: "kind van 6, 34 jaar moeder". In "2 6 en 11" only
# the last has a word before it.
_AND = r"(?:,| en| and| &| \+|, en| of)"
_NEXT = (
    rf"(?:{_AND} |\+| (?=\d{{1,2}}(?: \d{{1,2}})*{_AND} \d)){_N}(?![a-z0-9]|\+(?!\d))"
    rf"(?!{_YOUNG})(?!{_YEARS} (?:{'|'.join(LASTED | UNDERGONE)})\b)"
    rf"(?!(?:{_YEARS})?(?: oude?)? (?:{_ROLE})\b)"
)
# "2 jaar en 3 maanden" is one age.
_AND_MONTHS = rf"(?:(?: en| and)? \d{{1,2}}{_YOUNG})?"
# A number, and what may follow it. A comma stands behind a word that ends a thought.
AGES = re.compile(
    rf"(?P<first>{_N})(?:"
    rf"(?P<above>\+(?!\d)|(?:{_YEARS})?,? (?:en|of|and|or) (?:ouder|older)(?![a-z]){_NO_PARENT})"
    rf"(?:{_TO}(?P<up_to>\d{{1,3}})(?![a-z0-9]){_UNCOUNTED}(?:{_YEARS})?)?"
    rf"|(?P<young>{_YOUNG})"
    rf"|(?:{_YEARS})?{_TO}(?P<last>\d{{1,3}})(?![a-z0-9])(?!-\d)(?P<years>{_YEARS})?"
    rf"|(?P<row>(?:(?:{_YEARS})?{_NEXT})*)(?P<unit>{_YEARS}{_AND_MONTHS})?"
    rf")(?![a-z0-9])(?!-\d)"
)
NUMBERS = re.compile(_N)


class Aged(NamedTuple):
    """Persons found in a row of words, and which words those were.

    In `doubt` it is one of these persons.
    """

    start: int
    stop: int
    persons: tuple[Person, ...]
    doubt: bool = False


class _Group(NamedTuple):
    """Ages that belong together, from the first number up to `stop`.

    `sure` when they must be ages, as with "jaar"; else they are so only behind a person.
    `from_there` behind "ouder": a parent of that age, or everybody from that age.
    """

    ages: tuple[int | AgeRange, ...]
    stop: int
    sure: bool = False
    young: bool = False
    spelled: bool = False
    from_there: AgeRange | None = None


def ages_in(typed: Sequence[Word]) -> list[Aged]:
    """Find the ages, from left to right. Beside a child of 6, "ouder 34" is its parent."""
    found = list(_one_by_one(typed))
    ages = [_last(each.age) for aged in found for each in aged.persons if each.role in CHILDREN]
    return [_without_doubt(aged, min(ages)) if ages and aged.doubt else aged for aged in found]


def _without_doubt(aged: Aged, youngest: int) -> Aged:
    parent = aged.persons[0]
    old_enough = _last(parent.age) >= youngest + YOUNGEST_ADULT
    return aged._replace(persons=(parent,), doubt=False) if old_enough else aged


def is_long_ago(typed: Sequence[Word], start: int, stop: int) -> bool:
    """Say whether somebody was a child when it happened: "als kind misbruikt"."""
    before = [typed[at].text for at in range(max(0, start - 2), start)]
    if not before or before[-1] not in ONCE:
        return False
    after = [typed[at].text for at in range(stop, min(len(typed), stop + 2))]
    return not UNDERGONE.isdisjoint(before + after) or before[0] == "zelf"


def _one_by_one(typed: Sequence[Word]) -> Iterator[Aged]:
    starts = [at for at, word in enumerate(typed) if NUMBERS.match(word.text)]
    if not starts:
        return
    reader, taken = _Ages(typed), 0
    for at in starts:
        aged = reader.aged(at, taken) if at >= taken else None
        if aged:
            yield aged
            taken = aged.stop


class _Ages:
    """Reads one text. A position outside it holds an empty word."""

    def __init__(self, typed: Sequence[Word]) -> None:
        self._typed = typed
        self._text = "".join(
            f"{'-' if word.joined else ' '}{word.text}{',' * word.ends}" for word in typed
        )
        self._at = [0]
        for word in typed:
            self._at.append(self._at[-1] + 1 + len(word.text) + word.ends)

    def aged(self, at: int, floor: int) -> Aged | None:
        """Read the ages of which the first number stands here; nothing before `floor` is used."""
        group = self._group(at)
        if group is None or max(map(_last, group.ages)) > OLDEST:
            return None
        start, role = self._before(at, floor)
        if group.from_there and role in {None, "ouder"}:
            return self._doubt(at, group.stop, group.from_there)
        if role in GROWN and any(_last(age) < YOUNGEST_ADULT for age in group.ages):
            start, role = at, None
        stop, owner = self._after(group.stop) if group.sure or group.young else (group.stop, None)
        if owner and (role is None or self._ends(start)):
            start, role = at, owner
        else:
            stop = group.stop
        if not self._is_age(at, group, role):
            return None
        if is_long_ago(self._typed, start, stop):
            return Aged(start, stop, ())
        return Aged(start, stop, tuple(Person(role=role or None, age=age) for age in group.ages))

    def _doubt(self, at: int, stop: int, from_there: AgeRange) -> Aged | None:
        """Give a parent of 34 beside everybody from 34, for "ouder 34"; no child is a parent."""
        if self._is_counted(stop):
            return None
        everybody = Person(age=from_there)
        if from_there.first < YOUNGEST_ADULT:
            return Aged(at - 1, stop, (everybody,))
        parent = Person(role="ouder", age=from_there.first)
        return Aged(at - 1, stop, (parent, everybody), doubt=True)

    def _is_counted(self, stop: int) -> bool:
        following = self._following(stop)
        # "Zoon van 8 samen met vader" is eight; what lasted has a unit.
        has_unit = not self._word(stop - 1).isdigit()
        return following in COUNTED or (has_unit and following in LASTED)

    def _following(self, stop: int) -> str:
        return "" if self._ends(stop - 1) else self._word(stop)

    def _is_age(self, at: int, group: _Group, role: str | None) -> bool:
        if self._is_counted(group.stop):
            return False
        if role is None and self._following(group.stop) in UNDERGONE:
            return False
        following = self._following(group.stop)
        if group.young or not group.sure:
            loose = following and following not in FILLERS and group.spelled
            return role is not None and (group.young or following not in PLURAL) and not loose
        return role is not None or self._word(at - 1) not in LASTING

    def _before(self, at: int, floor: int) -> tuple[int, str | None]:
        """Give the person just before an age, and where that stands."""
        start = at - 1
        while start > floor and self._leads_to(start, at):
            start -= 1
        word = self._word(start) if start >= floor else ""
        if word in ROLE_OF and self._word(start + 1) not in THAN:
            return start, ROLE_OF[word]
        # "Ouder dan 65" says nothing about a parent.
        bound = self._word(at - 1) in THAN and self._word(at - 2) in FROM | UNDER
        # What else it means is read later: "pleegkind van 6".
        compound = ENDS_IN.fullmatch(word)
        role = ROLE_OF[compound[1]] if compound else "" if word in OTHERS else None
        return max(floor, at - 2) if bound else at, role

    def _leads_to(self, place: int, at: int) -> bool:
        """Say whether a word only stands between a person and an age; "ouder van" is a person."""
        if self._word(place) == "ouder" and place + 1 < at:
            return self._word(place + 1) in THAN
        return self._word(place) in BETWEEN and not self._ends(place)

    def _after(self, stop: int) -> tuple[int, str | None]:
        """Give the person just after an age, and where that ends: "6 jaar oude dochter"."""
        at = stop
        if self._word(at) in {"oud", "oude", "old"} and not self._ends(at - 1):
            at += 1
        role = None if self._ends(at - 1) else ROLE_OF.get(self._word(at))
        return at + 1, role

    def _word(self, at: int) -> str:
        return self._typed[at].text if 0 <= at < len(self._typed) else ""

    def _ends(self, at: int) -> bool:
        return self._typed[at].ends

    def _group(self, at: int) -> _Group | None:
        """Read the numbers that start here as one age, a range, or a row of ages."""
        found = AGES.match(self._text, self._at[at] + 1)
        if found is None or (self._typed[at].joined and self._word(at - 1).isdigit()):
            return None
        stop = at + 1 + len(re.findall("[ -]", found[0]))
        first, said = _value(found["first"]), found.groupdict()
        if said["young"]:
            months = 0 if "w" in said["young"] else first // MONTHS
            return _Group((months,), stop, young=True)
        if said["above"]:
            last = int(said["up_to"] or 0)
            above = AgeRange(first, last) if last > first else _above(first)
            return _Group((above,), stop, sure=True)
        if said["last"]:
            group = _range(stop, found)
            return group._replace(sure=group.sure or self._word(at - 1) in AGE_FOLLOWS)
        return self._row(at, stop, found)

    def _row(self, at: int, stop: int, found: re.Match[str]) -> _Group:
        values = [_value(each) for each in NUMBERS.findall(found["first"] + found["row"])]
        sure = bool(found["unit"]) or bool(re.search(_YEARS, found["row"]))
        before = self._bound(at)
        if before in {"tussen", "between"} and len(values) > 1:
            return _Group((AgeRange(min(values), max(values)),), stop, sure=True)
        known = sure or before in {"jonger", "younger", "onder", "ouder", "older", "boven"}
        if len(values) == 1 and (before in FROM | UNDER) and known:
            ages = _above(values[0]) if before in FROM else _below(values[0], before)
            parent = self._word(at - 1) == "ouder"
            return _Group((ages,), stop, sure=True, from_there=ages if parent else None)
        sure = sure or before in AGE_FOLLOWS
        return _Group(tuple(values), stop, sure, spelled=not found["first"].isdigit())

    def _bound(self, at: int) -> str | None:
        """Give the word that bounds an age: "tussen de 4 en 12", "ouder dan 65"."""
        before = self._word(at - 1)
        if before in THAN | {"de"}:
            return self._word(at - 2)
        # "Ouder (34)" is a parent.
        return None if before == "ouder" and self._ends(at - 1) else before


def _range(stop: int, found: re.Match[str]) -> _Group:
    first, last = _value(found["first"]), _value(found["last"])
    ages = AgeRange(min(first, last), max(first, last))
    # "4-12" alone is an age; "24-7" is none.
    bare = f"{first}-{last}" in found[0] and first < last
    return _Group((ages,), stop, sure=bare or bool(found["years"]))


def _value(written: str) -> int:
    return SPELLED[written] if written in SPELLED else int(written)


def _last(age: int | AgeRange | None) -> int:
    return age.last if isinstance(age, AgeRange) else age or 0


def _above(first: int) -> AgeRange:
    """Give the ages from here on, up to where services for that age end."""
    last = OLDER_UP_TO if first >= OLDER else ADULT_UP_TO if first >= ADULT else ADULT
    return AgeRange(first, max(first, last))


def _below(first: int, bound: str | None) -> AgeRange:
    """Give the ages up to here; "tot 12" may be 12, "onder de 12" may not."""
    return AgeRange(0, first if bound == "tot" else max(0, first - 1))


def age_of_term(term: Term) -> AgeRange | None:
    """Read a target group such as "Kind 4-12 jaar" or "Oudere (65+)" as ages; others give None."""
    if term.scheme != "doelgroep":
        return None
    written = re.search(r"(\d+)-(\d+)", term.nl)
    if written:
        return AgeRange(int(written[1]), int(written[2]))
    for label in (term.nl, *term.synonyms):
        above = re.search(r"(\d+)(?:\+| jaar en ouder)", label)
        if above:
            return _above(int(above[1]))
    return None
