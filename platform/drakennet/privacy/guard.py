"""The guard of free text: what could identify a client is found before anything is stored.

A citizen service number (BSN) is refused, always: consent does not make it lawful. The rest is
pointed out, so that somebody can say the same with an age band or a sector. Pure: text in,
findings out.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date

from drakennet.privacy import addresses, dates, names, numbers
from drakennet.privacy.known import Known
from drakennet.privacy.numbers import is_bsn
from drakennet.privacy.pieces import Finding, Kind, legible

__all__ = ["Finding", "Kind", "check", "is_bsn", "may_be_bsn"]


def check(
    text: str, *, allowed_names: Collection[str] | Known = (), today: date | None = None
) -> list[Finding]:
    """Find what could identify a client, in order of place; no two findings overlap.

    `allowed_names` (regions, municipalities, organisations) never trigger by themselves. With
    `today` a later date is no date of birth: an appointment is still to come.
    """
    plain = legible(text)
    found: list[Finding] = []
    taken = bytearray(len(plain))
    finders: tuple[Callable[[str], Iterator[Finding]], ...] = (
        numbers.ibans,
        numbers.international_phones,
        numbers.bsns,
        numbers.emails,
        numbers.phones,
        lambda words: dates.birth_dates(words, today),
        numbers.accounts,
        numbers.other_phones,
        addresses.addresses,
        numbers.plates,
        names.names,
        addresses.places_of_the_day,
    )
    for finder in finders:
        for one in finder(plain):
            if not any(taken[one.start : one.end]):
                taken[one.start : one.end] = b"\x01" * (one.end - one.start)
                found.append(one)
    known = allowed_names if isinstance(allowed_names, Known) else Known.of(allowed_names)
    spans = known.spans(plain)
    return sorted(one for one in found if one.refused or one.certain or not _inside(one, spans))


def refused(text: str) -> bool:
    """Whether the text holds a citizen service number."""
    return next(numbers.bsns(legible(text)), None) is not None


def may_be_bsn(number: str) -> bool:
    """Whether a number can be one, also with words or signs between its figures."""
    return refused(number) or is_bsn(re.sub(r"\D", "", number))


def _inside(one: Finding, spans: Collection[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)
