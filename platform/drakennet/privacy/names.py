"""Names of people, by what stands beside them; names of methods, places and organisations stay.

A name from a list counts where nothing says that it is something else. Any other word with a
capital counts only beside what says a person: a title, "zoon", "heet", "de naam is".
"""

import re
from collections.abc import Iterator

from drakennet.privacy import beside
from drakennet.privacy.pieces import Finding, Kind, folded
from drakennet.privacy.words import Row, Token

INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.[ ]?){1,4}(?=[A-Z'a-z])")
LAST_INITIAL = re.compile(r"[ ][A-Z]\.(?!\w)")
AGE_AFTER = re.compile(
    r"\s*(?:\(\s*\d{1,2}\b(?!\s*(?:x|%|keer|sessies|uur|minuten))|,\s*\d{1,2}(?:\s*jaar|,|\."
    r"|\s*\()|(?:is|was|wordt|werd)?\s*\d{1,2}\s*(?:jaar|jr|maanden)\b"
    r"|(?:is|wordt|werd)\s+(?:nu |net |bijna )?(?:\d{1,2}\b|een|twee|drie|vier|vijf|zes|zeven"
    r"|acht|negen|tien)\b)"
)
STATED = re.compile(
    r"\b(?:(?:voor|achter|roep|familie|meisjes|schuil|eigen)?na(?:am|men)|genaamd|geheten|bijnaam"
    r"|name is|named|called)\b"
    r"(?:(?P<of>[^.\n;]{0,45}?)(?:\bis\b|\bluidt\b|\bwas\b|\bzijn\b|:|=)|(?-i:\s(?=[A-Z])))\s*[\"'“‘]?",
    re.IGNORECASE,
)
CALLED = re.compile(
    r"\b(?:heet(?:te|ten)?|heten|genaamd|geheten|noem(?:t|en|de)?|roep(?:t|en)?|luister(?:t|de)?"
    r" naar(?: de naam)?)\b\s*"
    r"(?:(?:zich|haar|hem|ze|zij|hij|we|wij|eigenlijk|voluit|nu|dan|hier|even"
    r"|trouwens)\s+){0,3}[\"'“‘]?",
    re.IGNORECASE,
)
PERSON_NEAR = 60


def names(text: str) -> Iterator[Finding]:
    return iter(Reader(text).found())


class Reader(Row):
    """One text, word by word."""

    def found(self) -> list[Finding]:
        found: list[Finding] = []
        for pattern, judge in ((STATED, self._stated), (CALLED, self._called)):
            for match in pattern.finditer(self.text):
                found += judge(match)
        found += self._initials()
        past = -1
        for number, token in enumerate(self.tokens):
            if token.start < past or not self._may_begin(number):
                continue
            one = self._titled(number) or self._related(number) or self._listed(number)
            if one:
                found.append(one)
                past = one.end
        return found

    # ---- What says that a name follows ----

    def _stated(self, match: re.Match[str]) -> list[Finding]:
        """De naam van de cliënt is ..."""
        number = self._next(match.end())
        if number is None:
            return []
        token, of = self.tokens[number], folded(match["of"] or "")
        if beside.OBJECT.search(of) and not self._is_first(token):
            return []
        if not (token.word[0].isupper() or self._is_first(token)):
            return []
        if token.bare in beside.NO_NAMES:
            last = self._surname_from(number) if token.bare in beside.INFIXES else None
            if last is None or last == number:
                return []
        return [self._whole(number, certain=True)]

    def _called(self, match: re.Match[str]) -> list[Finding]:
        """Haar zoon heet ...; een methode heet ook iets."""
        number = self._next(match.end())
        if number is None:
            return []
        token = self.tokens[number]
        if not (token.titled or self._is_first(token)):
            return []
        if token.bare in beside.NO_NAMES or token.bare in beside.OTHER_WORDS:
            return []
        before = self.text[max(0, match.start() - PERSON_NEAR) : match.start()]
        before = re.split(r"[.!?\n;]", before)[-1]
        person = beside.last(beside.PERSON_WORD, before) > beside.last(beside.OBJECT, before)
        if person and token.titled:
            return [self._whole(number, certain=True)]
        known = token.bare in self.first or (person and token.bare in self.doubtful)
        return [self._whole(number, certain=person)] if known and not self._is_thing(number) else []

    def _initials(self) -> Iterator[Finding]:
        """J. de Vries, F.E. Yilmaz."""
        for match in INITIALS.finditer(self.text):
            number = self._next(match.end())
            if number is None or self.tokens[number].start != match.end():
                continue
            last = self._surname_from(number)
            many = match[0].count(".") > 1
            token = self.tokens[last] if last is not None else None
            if token is None or last is None or self._is_thing(last):
                continue
            titled = re.search(
                r"(?i:\b(?:mevr(?:ouw)?|mw|mvr|dhr|heer|meneer|fam(?:ilie)?)\b\.?\s)$",
                self.text[: match.start()],
            )
            known = token.bare in self.surnames or last > number or titled is not None
            if known or (many and token.titled and token.bare not in beside.OTHER_WORDS):
                yield Finding(match.start(), token.end, Kind.NAME, coarser=beside.PERSON)

    def _titled(self, number: int) -> Finding | None:
        """Mevrouw Jansen, familie El Amrani, oma Riet."""
        before = self._before(number)
        if (
            before is None
            or before.bare not in beside.TITLES
            or not self._joined(before, number, ".")
        ):
            return None
        last = self._surname_from(number)
        if last is None:
            return None
        token = self.tokens[last]
        known = token.bare in self.surnames or token.bare in self.first
        if token.bare in beside.NO_FAMILY or not (known or self._is_family(before, last)):
            return None
        return self._whole(number, coarser=("",), certain=known or last > number)

    def _is_family(self, title: Token, last: int) -> bool:
        """No part of a name such as "Centrum voor Jeugd en Gezin Kennemerland"."""
        inside = title.word[0].isupper() and self.text[: title.start].endswith((" en ", "-", "& "))
        return self.tokens[last].titled and not inside and not self._is_thing(last)

    def _related(self, number: int) -> Finding | None:
        """Zoon Daan, cliënte Samira, haar ex (Kevin); "moeder Arabisch" is no name."""
        before = self._before(number)
        if before is None or not self._joined(before, number, ",:(\"'“‘-–"):
            return None
        if before.bare in beside.AGE_WORDS:  # "dochter van 6, Fatima"
            before = self._relation_before(number)
        if before is None or before.bare not in beside.RELATIONS:
            return None
        token = self.tokens[number]
        known = token.bare in self.first or token.bare in self.doubtful
        if self._is_thing(number) or (not known and not self._could_be(token, before)):
            return None
        if not token.word[0].isupper() and token.bare not in self.first:
            return None
        return self._whole(number, coarser=("",), certain=known)

    def _listed(self, number: int) -> Finding | None:
        """A first name from the list, with nothing beside it that says another thing."""
        token = self.tokens[number]
        if self._is_thing(number):
            return None
        alone = token.bare in self.first and token.bare not in self.doubtful and token.titled
        if (
            not alone
            and token.titled
            and token.bare.endswith("s")
            and token.bare[:-1] in self.first
        ):
            following = self.tokens[number + 1 : number + 2]  # "Daans moeder"
            return (
                self._whole(number) if following and following[0].bare in beside.RELATIONS else None
            )
        if alone or self._lives(number):
            return self._whole(number)
        return None

    def _lives(self, number: int) -> bool:
        """What only a person has beside a name: an age, a surname, something done."""
        token = self.tokens[number]
        if not self._is_first(token):
            return False
        if token.titled or token.shouted:
            if AGE_AFTER.match(self.text, token.end):
                return True
            last = self._surname_from(number + 1)
            if last is not None and self._joined(token, number + 1, ""):
                surname = self.tokens[last]
                if last > number + 1 or (surname.bare in self.surnames and surname.titled):
                    return not self._is_thing(last)
        after = self.tokens[number + 1] if number + 1 < len(self.tokens) else None
        if after is None or not self._joined(token, number + 1, ""):
            return False
        small = not token.titled and not token.shouted
        does = after.bare in (beside.DOES_SURELY if small else beside.DOES)
        return does and (not small or token.bare not in self.doubtful)

    # ---- Words ----

    def _may_begin(self, number: int) -> bool:
        """In small letters only a listed first name, or a surname after a title."""
        token = self.tokens[number]
        if token.word[0].isupper() or token.bare in self.first:
            return True
        before = self._before(number)
        return before is not None and before.bare in beside.TITLES

    def _is_first(self, token: Token) -> bool:
        return token.bare in self.first or token.bare in self.doubtful

    def _could_be(self, token: Token, relation: Token) -> bool:
        """A word with a capital that is no language, no method and no start of a sentence."""
        return (
            token.titled
            and len(token.word) > 2  # noqa: PLR2004 - "Is" and "En" begin a sentence
            and relation.bare in beside.ONE_PERSON
            and (relation.word not in beside.TWO_IN_ONE or self._does(token))
            and not self._ends_sentence(relation, token)
            and token.bare not in beside.OTHER_WORDS
            and not beside.LANGUAGE.search(token.bare)
        )

    def _does(self, token: Token) -> bool:
        """Tell "Moeder Selam vraagt" from "Moeder Kind Huis"."""
        after = re.compile(r" ([a-z]+)").match(self.text, token.end)
        return after is not None and after[1] in beside.DOES | beside.IS

    def _surname_from(self, number: int) -> int | None:
        """The place of the surname itself: after "van der", or the word itself."""
        infixes = 0
        while number < len(self.tokens) and infixes < 4:  # noqa: PLR2004 - no name has more
            token = self.tokens[number]
            if infixes and not self._adjacent(number):
                return None
            if token.bare in beside.INFIXES:
                infixes += 1
            elif (
                token.titled
                or token.shouted
                or token.bare in self.surnames
                or self._is_first(token)
            ):
                good = bool(infixes) or token.bare not in beside.OTHER_WORDS
                return number if good and len(token.word) > 1 else None
            else:
                return None
            number += 1
        return None

    def _whole(
        self, number: int, *, coarser: tuple[str, ...] = (), certain: bool = False
    ) -> Finding:
        """From the first word of a name to the last: first names, "van der", surname, initial."""
        last = number
        while last + 1 < len(self.tokens) and self._adjacent(last + 1):
            following = self.tokens[last + 1]
            if following.bare in beside.INFIXES:
                surname = self._surname_from(last + 1)
                if surname is None or not self.tokens[surname].titled:
                    break
                last = surname
            elif not self._goes_on(following):
                break
            else:
                last += 1
        if last == number and self.tokens[number].bare in beside.INFIXES:
            last = self._surname_from(number) or number
        end = self.tokens[last].end
        if match := LAST_INITIAL.match(self.text, end):
            end = match.end()
        return Finding(
            self.tokens[number].start,
            end,
            Kind.NAME,
            coarser=coarser or beside.PERSON,
            certain=certain,
        )

    def _goes_on(self, token: Token) -> bool:
        return token.titled and token.bare not in beside.OTHER_WORDS and len(token.word) > 1
