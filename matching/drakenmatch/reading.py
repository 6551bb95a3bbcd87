"""Reading JSON: small readers that compose, and one exception for every fault.

A reader takes what a JSON parser gave and the path of the field, and returns a value or raises
`InvalidValue`. Nothing here trusts its input: `True` is not the number 1, a date has ten
characters, and a text can always be written as UTF-8.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import Field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Self, TypeAlias, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[object, str], T]
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

LONGEST_TEXT = 20_000
# Far enough for every profile, and no sum of dates can leave the calendar.
YEARS = range(1900, 2200)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class InvalidValue(ValueError):
    """A value that breaks its rule: `field` says where, `expectation` what would be right.

    The faulty value itself is never repeated: it may hold what should not be in a log.
    """

    def __init__(self, field: str, expectation: str) -> None:
        super().__init__(field, expectation)
        self.field = field
        self.expectation = expectation

    def __str__(self) -> str:
        return f"{self.field}: {self.expectation}"

    def inside(self, parent: str) -> Self:
        """Give the same fault, seen from the object that holds the faulty one."""
        return type(self)(f"{parent}.{self.field}", self.expectation)


def text(raw: object, field: str) -> str:
    """Read a text that is not empty."""
    value = free_text(raw, field)
    if not value.strip():
        raise InvalidValue(field, "a text that is not empty")
    return value


def free_text(raw: object, field: str) -> str:
    """Read a text, possibly empty, that can be written as UTF-8."""
    if not isinstance(raw, str) or len(raw) > LONGEST_TEXT:
        raise InvalidValue(field, f"a text of at most {LONGEST_TEXT} characters")
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise InvalidValue(field, "a text without broken characters") from None
    return raw


def flag(raw: object, field: str) -> bool:
    """Read true or false."""
    if not isinstance(raw, bool):
        raise InvalidValue(field, "true or false")
    return raw


def day(raw: object, field: str) -> date:
    """Read a date written as 2026-11-21, between 1900 and 2199."""
    expectation = "a date written as 2026-11-21"
    if not isinstance(raw, str) or not DAY.fullmatch(raw):
        raise InvalidValue(field, expectation)
    try:
        value = date.fromisoformat(raw)
    except ValueError:
        raise InvalidValue(field, expectation) from None
    if value.year not in YEARS:
        raise InvalidValue(field, expectation + ", between 1900 and 2199")
    return value


def whole(low: int, high: int) -> Reader[int]:
    """Make a reader of whole numbers from `low` to `high`, both inclusive."""

    def read(raw: object, field: str) -> int:
        if not isinstance(raw, int) or isinstance(raw, bool) or not low <= raw <= high:
            raise InvalidValue(field, f"a whole number from {low} to {high}")
        return raw

    return read


def number(raw: object, field: str) -> float:
    """Read a finite number."""
    expectation = "a number"
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise InvalidValue(field, expectation)
    # Also refuses NaN, which is smaller than nothing, and integers too large for a float.
    if not abs(raw) < 1e15:  # noqa: PLR2004  a bound, not a rule: no score or count is near it
        raise InvalidValue(field, expectation)
    return float(raw)


def one_of(kind: type[E]) -> Reader[E]:
    """Make a reader of one word of a closed list."""

    def read(raw: object, field: str) -> E:
        if not isinstance(raw, str) or raw not in {*kind}:
            raise InvalidValue(field, "one of " + ", ".join(kind))
        return kind(raw)

    return read


def optional(reader: Reader[T]) -> Reader[T | None]:
    """Make a reader that also accepts null."""

    def read(raw: object, field: str) -> T | None:
        return None if raw is None else reader(raw, field)

    return read


def list_of(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Make a reader of a list."""

    def read(raw: object, field: str) -> tuple[T, ...]:
        if not isinstance(raw, list | tuple):
            raise InvalidValue(field, "a list")
        return tuple(reader(item, f"{field}[{place}]") for place, item in enumerate(raw))

    return read


def set_of(reader: Reader[T]) -> Reader[frozenset[T]]:
    """Make a reader of a list in which the order and a repetition mean nothing."""

    def read(raw: object, field: str) -> frozenset[T]:
        items = sorted(raw, key=str) if isinstance(raw, set | frozenset) else raw
        return frozenset(list_of(reader)(items, field))

    return read


def mapping_of(reader: Reader[T]) -> Reader[dict[str, T]]:
    """Make a reader of an object whose names are texts and whose values are alike."""

    def read(raw: object, field: str) -> dict[str, T]:
        return {
            text(name, field): reader(item, f"{field}.{name}")
            for name, item in as_object(raw, field).items()
        }

    return read


def as_object(raw: object, field: str) -> Mapping[object, object]:
    """Check that this is a JSON object at all."""
    if not isinstance(raw, Mapping):
        raise InvalidValue(field, "an object")
    return raw


def json_value(raw: object, field: str) -> Json:
    """Read any JSON value, and copy it."""
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return free_text(raw, field)
    if isinstance(raw, int | float):
        number(raw, field)
        return raw
    if isinstance(raw, list | tuple):
        return [json_value(item, f"{field}[{place}]") for place, item in enumerate(raw)]
    return mapping_of(json_value)(raw, field)


class Fields:
    """The fields of one JSON object, asked for by name.

    A name that nobody knows is a fault: a misspelt `travelkm` must not quietly become "unknown".
    """

    def __init__(self, raw: object, known: Collection[str], within: str = "") -> None:
        self._prefix = within + "." if within else ""
        self._values = as_object(raw, within or "value")
        for name in self._values:
            if name not in known:
                expectation = "one of the fields " + ", ".join(known)
                raise InvalidValue(self._prefix + _printable(name), expectation)

    def get(self, name: str, reader: Reader[T], default: T) -> T:
        """Read a field that may be absent."""
        return self.need(name, reader) if name in self._values else default

    def need(self, name: str, reader: Reader[T]) -> T:
        """Read a field that must be there."""
        if name not in self._values:
            raise InvalidValue(self._prefix + name, "this field must be given")
        return reader(self._values[name], self._prefix + name)


def _printable(name: object) -> str:
    return name if isinstance(name, str) and name.isidentifier() else ascii(name)[:40]


class Value:
    """What all values share: they can be written as JSON in their own names."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[object]]]

    def to_json(self) -> dict[str, Json]:
        """Write the value as a JSON object; sets become sorted lists, dates texts."""
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}


def plain(value: object) -> Json:
    """Turn a value of this library into what `json.dumps` understands."""
    if isinstance(value, Value):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return _plain_many(value)


def _plain_many(value: object) -> Json:
    if isinstance(value, frozenset):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in sorted(value.items())}
    return json_value(value, "value")
