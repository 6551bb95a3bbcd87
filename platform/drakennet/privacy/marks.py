"""A text with its findings marked, as a page shows it: what stands there, and what could."""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from drakennet.privacy import wording
from drakennet.privacy.pieces import Finding, Kind


@dataclass(frozen=True)
class Way:
    """One button: the other words, and what it says."""

    value: str
    label: str
    words: str


@dataclass(frozen=True)
class Mark:
    """Something marked, how often it stands there, and the ways to say it otherwise."""

    words: str
    what: str
    advice: str
    firm: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Marks:
    """All of one field."""

    name: str
    pieces: tuple[tuple[str, bool], ...]  # the whole text, and which parts are marked
    marks: tuple[Mark, ...]
    seen: str
    may_stay: bool
    reason: str | None = None


def key(one: Finding, text: str) -> str:
    """A short sign for what was found, so that the text itself is not sent twice."""
    return hashlib.sha256(f"{one.kind}|{text[one.start : one.end]}".encode()).hexdigest()[:16]


def marks_of(
    name: str,
    text: str,
    findings: Sequence[Finding],
    *,
    firm: Collection[Kind] = (),
    reason: str | None = None,
) -> Marks:
    """Each piece once, in the order of the text."""
    unique = {key(one, text): one for one in reversed(findings)}
    ordered = sorted(unique.items(), key=lambda pair: pair[1])
    return Marks(
        name=name,
        pieces=tuple(_pieces(text, findings)),
        marks=tuple(_mark(name, text, sign, one, firm) for sign, one in ordered),
        seen=" ".join(sign for sign, one in ordered if not is_firm(one, firm)),
        may_stay=not any(is_firm(one, firm) for one in findings),
        reason=reason,
    )


def is_firm(one: Finding, firm: Collection[Kind]) -> bool:
    return one.refused or one.kind in firm


def replaced(text: str, findings: Sequence[Finding], sign: str, number: int) -> str:
    """Put the chosen words in every place where this stands."""
    for one in reversed(findings):
        if key(one, text) == sign:
            options = _options(one)
            words = options[number] if number < len(options) else ""
            before, after = text[: one.start], text[one.end :]
            text = before + words + after if words else _joined(before, after)
    return text


def _joined(before: str, after: str) -> str:
    """Leave no hole where something was taken out: no two spaces, no empty brackets."""
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]
    if not after or after[0] in " .,;:)!?\r\n":
        before = before.rstrip(" ")
    elif not before or before[-1] in " \r\n":
        after = after.lstrip(" ")
    if not before:
        return re.sub(r"^[ ,;]+", "", after)
    return before + after if after else before.rstrip(" ,;")


def _options(one: Finding) -> tuple[str, ...]:
    """What could stand there instead; nothing always could."""
    return tuple(dict.fromkeys((*one.coarser, "")))


def _mark(name: str, text: str, sign: str, one: Finding, firm: Collection[Kind]) -> Mark:
    return Mark(
        words=text[one.start : one.end],
        what=str(wording.FINDINGS[one.kind]),
        advice=str(wording.ADVICE[one.kind]),
        firm=is_firm(one, firm),
        ways=tuple(
            Way(f"{name}|{sign}|{number}", wording.replacing(words), words)
            for number, words in enumerate(_options(one))
        ),
    )


def _pieces(text: str, findings: Sequence[Finding]) -> list[tuple[str, bool]]:
    pieces, past = [], 0
    for one in findings:
        pieces += [(text[past : one.start], False), (text[one.start : one.end], True)]
        past = one.end
    return [(words, marked) for words, marked in (*pieces, (text[past:], False)) if words]
