"""The kinds of value in a file for loading, beside those of the matcher."""

import unicodedata
from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from drakenmatch.reading import LONGEST_TEXT, InvalidValue, Reader, free_text
from drakennet.privacy import guard

LONGEST_NAME = 120
MOST_PEOPLE = 50
LONGEST_PASSWORD = 128


class MemberState(StrEnum):
    """How far a member is on the way in, or out."""

    APPROVED = "approved"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    REJECTED = "rejected"
    BLOCKED = "blocked"


class Bucket(StrEnum):
    """The matcher's group in which a practitioner stood when asked."""

    FITS = "fits"
    NEARLY = "nearly"
    ADVICE = "advice"


def identity(raw: object, field: str) -> UUID:
    """Read a UUID."""
    try:
        return UUID(raw if isinstance(raw, str) else "")
    except ValueError:
        raise InvalidValue(field, "a UUID") from None


def email(raw: object, field: str) -> str:
    """Read an e-mail address; two that differ in capitals only are one."""
    expectation = "an e-mail address such as naam@example.nl"
    try:
        given = raw if isinstance(raw, str) else ""
        return validate_email(given, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise InvalidValue(field, expectation) from None


def line(least: int = 1, most: int = LONGEST_NAME) -> Reader[str]:
    """Make a reader of one line of text, without a citizen service number."""

    def read(raw: object, field: str) -> str:
        value = written(LONGEST_TEXT)(raw, field)
        if not least <= len(value) <= most or not value.isprintable():
            raise InvalidValue(field, f"one line of {least} to {most} characters")
        return value

    return read


def written(most: int) -> Reader[str]:
    """Make a reader of free text, possibly empty, without a citizen service number."""

    def read(raw: object, field: str) -> str:
        value = unicodedata.normalize("NFC", free_text(raw, field)).strip()
        if len(value) > most or "\x00" in value:
            raise InvalidValue(field, f"a text of at most {most} characters, without NUL")
        if any(finding.refused for finding in guard.check(value)):
            raise InvalidValue(field, "a text without a citizen service number (BSN)")
        return value

    return read


def password(raw: object, field: str) -> str:
    value = free_text(raw, field)
    if not 12 <= len(value) <= LONGEST_PASSWORD:  # noqa: PLR2004 - the rule of the sign-up page
        raise InvalidValue(field, f"a password of 12 to {LONGEST_PASSWORD} characters")
    return value


def word_of(known: Collection[str]) -> Reader[str]:
    """Make a reader of one word of a closed list."""

    def read(raw: object, field: str) -> str:
        if not isinstance(raw, str) or raw not in known:
            raise InvalidValue(field, "one of " + ", ".join(known))
        return raw

    return read
