"""What was read in typed words: frozen values, JSON in the same names."""

from dataclasses import dataclass
from typing import Self

from drakenmatch.reading import Fields, Value, free_text, list_of, text
from drakenmatch.values import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Value):
    """A meaning that was found: the words, and a term, language, municipality or region.

    Among options it may also be a `person`: then the words say who.
    """

    text: str
    slug: str
    kind: str

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a finding; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(**{name: fields.need(name, text) for name in ("text", "slug", "kind")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Value):
    """Words with several meanings, or one that is not sure: the reader chooses."""

    text: str
    options: tuple[Found, ...]

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read an offer; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        options = fields.need("options", list_of(Found.from_json))
        return cls(text=fields.need("text", text), options=options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Value):
    """All that was read. The texts in it are folded: lower case, without accents.

    What is said not to be wanted stands in the fields with `not_`. `asked` holds those of the
    `leftovers` that look like an abbreviation: nobody can guess those, so ask what they mean.
    """

    terms: tuple[Found, ...] = ()
    not_terms: tuple[Found, ...] = ()
    languages: tuple[Found, ...] = ()
    not_languages: tuple[Found, ...] = ()
    places: tuple[Found, ...] = ()
    not_places: tuple[Found, ...] = ()
    persons: tuple[Person, ...] = ()
    offers: tuple[Offer, ...] = ()
    leftovers: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def unwanted(self) -> tuple[Found, ...]:
        """Everything that is said not to be wanted."""
        return (*self.not_terms, *self.not_languages, *self.not_places)

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a reading; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        found = list_of(Found.from_json)
        return cls(
            terms=fields.get("terms", found, ()),
            not_terms=fields.get("not_terms", found, ()),
            languages=fields.get("languages", found, ()),
            not_languages=fields.get("not_languages", found, ()),
            places=fields.get("places", found, ()),
            not_places=fields.get("not_places", found, ()),
            persons=fields.get("persons", list_of(Person.from_json), ()),
            offers=fields.get("offers", list_of(Offer.from_json), ()),
            leftovers=fields.get("leftovers", list_of(free_text), ()),
            asked=fields.get("asked", list_of(free_text), ()),
        )
