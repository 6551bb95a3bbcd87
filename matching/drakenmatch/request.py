"""What an organisation asks: one frozen value, without anything that identifies a client."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Value,
    day,
    flag,
    free_text,
    list_of,
    one_of,
    optional,
    set_of,
    text,
    whole,
)
from drakenmatch.values import (
    MOST_KM,
    Group,
    Kind,
    Language,
    Person,
    Wish,
    funding_group,
    municipality_code,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Value):
    """A request; only `id` and `kind` must be given, what is not stated is not asked.

    A draft has its id from its first preview, because the id decides how equals rotate.
    """

    id: str
    kind: Kind
    regions: frozenset[str] = frozenset()
    municipality: str | None = None
    avoid_regions: frozenset[str] = frozenset()
    max_km: int | None = None
    online_ok: bool = False
    wishes: tuple[Wish, ...] = ()
    not_wishes: frozenset[str] = frozenset()
    persons: tuple[Person, ...] = ()
    ages_all: bool = False
    languages: tuple[Language, ...] = ()
    settings: Group | None = None
    funding: Group | None = None
    funding_municipality: str | None = None
    start_by: date | None = None
    phase: str | None = None
    organisation: str | None = None
    not_ids: frozenset[str] = frozenset()
    same_practitioner_ok: bool = False
    text: str = ""

    def __post_init__(self) -> None:
        """Refuse what contradicts itself; raises `InvalidValue`."""
        if self.kind is Kind.INTERVISION:
            raise InvalidValue("kind", "casus, structureel or advies")
        _once("wishes", "term", (wish.term for wish in self.wishes))
        _once("languages", "code", (language.code for language in self.languages))
        for place, wish in enumerate(self.wishes):
            if wish.term in self.not_wishes:
                raise InvalidValue(f"wishes[{place}].term", "a term that is not in not_wishes")

    @property
    def contract_with(self) -> str | None:
        """The municipality whose contract pays."""
        return self.funding_municipality or self.municipality

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a request.

        Raises `InvalidValue` for every fault; `within` is the path of the object that holds it.
        """
        fields = Fields(raw, cls.__dataclass_fields__, within)
        try:
            return cls._read(fields)
        except InvalidValue as fault:
            # The rules of `__post_init__` do not know in which object they are.
            raise fault.inside(within) if _misses(fault, within) else fault from None

    @classmethod
    def _read(cls, fields: Fields) -> Self:
        return cls(
            id=fields.need("id", text),
            kind=fields.need("kind", one_of(Kind)),
            regions=fields.get("regions", set_of(text), frozenset()),
            municipality=fields.get("municipality", optional(municipality_code), None),
            avoid_regions=fields.get("avoid_regions", set_of(text), frozenset()),
            max_km=fields.get("max_km", optional(whole(0, MOST_KM)), None),
            online_ok=fields.get("online_ok", flag, default=False),
            wishes=fields.get("wishes", list_of(Wish.from_json), ()),
            not_wishes=fields.get("not_wishes", set_of(text), frozenset()),
            persons=fields.get("persons", list_of(Person.from_json), ()),
            ages_all=fields.get("ages_all", flag, default=False),
            languages=fields.get("languages", list_of(Language.from_json), ()),
            settings=fields.get("settings", optional(Group.from_json), None),
            funding=fields.get("funding", optional(funding_group), None),
            funding_municipality=fields.get(
                "funding_municipality", optional(municipality_code), None
            ),
            start_by=fields.get("start_by", optional(day), None),
            phase=fields.get("phase", optional(text), None),
            organisation=fields.get("organisation", optional(text), None),
            not_ids=fields.get("not_ids", set_of(text), frozenset()),
            same_practitioner_ok=fields.get("same_practitioner_ok", flag, default=False),
            text=fields.get("text", free_text, ""),
        )


def _misses(fault: InvalidValue, within: str) -> bool:
    return bool(within) and not fault.field.startswith(within)


def _once(field: str, name: str, slugs: Iterable[str]) -> None:
    seen: Counter[str] = Counter()
    for place, slug in enumerate(slugs):
        seen[slug] += 1
        if seen[slug] > 1:
            raise InvalidValue(f"{field}[{place}].{name}", "each only once")
