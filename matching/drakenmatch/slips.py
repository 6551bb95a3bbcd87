"""Typing errors: what the words that are left may have been meant to be."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from drakenmatch.labels import EXACT_UP_TO, Labels, Slugs
from drakenmatch.ordinary import FILLERS, ORDINARY
from drakenmatch.typed import Word

MOST_OFFERED = 3
MOST_WINDOWS = 120
# How many words a misspelt label may have inside a longer text, and when it is the whole thought.
WIDEST, WIDEST_ALONE = 4, 8
LONGEST_ABBREVIATION = 6
AT_NO_END = FILLERS | {"en", "or"}
# A slip takes away as much as this many letters that agree.
COST = 4


class Guess(NamedTuple):
    """What a row of words was probably meant to be: the first, when `certain`."""

    start: int
    stop: int
    slugs: Slugs
    certain: bool


class _Window(NamedTuple):
    start: int
    stop: int
    text: str


def guesses(
    typed: Sequence[Word],
    left: Sequence[int],
    read: Sequence[bool],
    meant: Mapping[int, int],
    labels: Labels,
) -> list[Guess]:
    """Compare rows of words around those that are `left`; give the best that do not overlap.

    `meant` says where exact meanings start and stop: a row may hold such a meaning whole
    ("dialectsche gedragstherapie"), never a part of it.
    """
    windows = _windows(typed, left, read, meant)
    slips = [
        offered(len(window.text), alone=window.stop - window.start == len(typed))
        for window in windows
    ]
    near = labels.near.find([window.text for window in windows], slips)
    found = [
        best
        for window, texts in zip(windows, near, strict=True)
        if texts and (best := _best(window, texts, typed, meant, labels))
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    taken: set[int] = set()
    chosen: list[Guess] = []
    for _, guess in found:
        inside = range(guess.start, guess.stop)
        if taken.isdisjoint(inside):
            taken.update(inside)
            chosen.append(guess)
    return chosen


def begun_at(place: int, typed: Sequence[Word], labels: Labels, *, place_too: bool) -> Guess | None:
    """Offer what the last word of a short text may become, when that is clear: "systeemth"."""
    word = typed[place]
    if place + 1 < len(typed) or word.ends or len(typed) > WIDEST or len(word.text) <= EXACT_UP_TO:
        return None
    slugs = {
        slug: None
        for name in labels.begun_with(word.text)
        for slug in labels.squashed.get(name) or (labels.towns[name] if place_too else ())
    }
    is_clear = 0 < len(slugs) <= MOST_OFFERED
    return Guess(place, place + 1, tuple(slugs), certain=False) if is_clear else None


def chosen(length: int) -> int:
    """Give how many slips a text of this length may have and still be chosen."""
    if length <= EXACT_UP_TO:
        return 0
    return 1 if length < 10 else 2  # noqa: PLR2004  the threshold by length itself


def offered(length: int, *, alone: bool) -> int:
    """Give how many slips a text of this length may have and be offered.

    Among other words a short one is rather another word: "mensen" are no "mannen".
    """
    if length >= 12:  # noqa: PLR2004  the threshold by length itself
        return 3
    return 2 if alone and length > 5 else chosen(length)  # noqa: PLR2004  as above


def _windows(
    typed: Sequence[Word], left: Sequence[int], read: Sequence[bool], meant: Mapping[int, int]
) -> list[_Window]:
    spans: set[tuple[int, int]] = set()
    held = {at for start, stop in meant.items() for at in range(start, stop)}
    free = [at in held or not was_read for at, was_read in enumerate(read)]
    for place in left:
        if typed[place].text[0].isdigit():
            continue
        first, last = _thought(typed, place, free)
        width = WIDEST_ALONE if last - first <= WIDEST_ALONE else WIDEST
        for start in range(max(first, place - width + 1), place + 1):
            for stop in range(place + 1, min(last, start + width) + 1):
                spans.add((start, stop))
    whole = (0, len(typed))
    if whole[1] <= WIDEST_ALONE and _thought(typed, left[0], free) == whole:
        spans.add(whole)
    found = [
        _Window(*span, _joined(typed, *span))
        for span in spans
        if (span == whole and whole[1] > 1) or _may_be(typed, *span)
    ]
    found.sort(key=lambda window: (window.stop - window.start, window.start))
    return found[:MOST_WINDOWS]


def _thought(typed: Sequence[Word], place: int, free: Sequence[bool]) -> tuple[int, int]:
    """Give the row around a word that no sign, and no person with an age, breaks.

    No further than a label may be long: a text of thousands of words must not take its square.
    """
    first = place
    while first > max(0, place - WIDEST_ALONE) and not typed[first - 1].ends and free[first - 1]:
        first -= 1
    last = place + 1
    most = min(len(typed), place + 1 + WIDEST_ALONE)
    while last < most and not typed[last - 1].ends and free[last]:
        last += 1
    return first, last


def _joined(typed: Sequence[Word], start: int, stop: int) -> str:
    return "".join(word.text for word in typed[start:stop])


def _may_be(typed: Sequence[Word], start: int, stop: int) -> bool:
    """Leave out what is one correct word, and what begins or ends with a small one."""
    if stop - start == 1:
        return typed[start].text not in ORDINARY and len(typed[start].text) > EXACT_UP_TO
    return typed[start].text not in AT_NO_END and typed[stop - 1].text not in AT_NO_END


def _best(
    window: _Window,
    near: Sequence[tuple[int, str]],
    typed: Sequence[Word],
    meant: Mapping[int, int],
    labels: Labels,
) -> tuple[int, Guess] | None:
    """Give the guess for one row of words, and how much of it agrees."""
    ranked = sorted(
        (distance, JaroWinkler.normalized_distance(window.text, text), text, slug)
        for distance, text in near
        if _holds(window, text, typed, meant, labels) and _near_enough(distance, text, labels)
        for slug in labels.squashed.get(text) or labels.towns[text]
    )
    if not ranked:
        return None
    distance, _, text, _ = ranked[0]
    tied = dict.fromkeys(each[3] for each in ranked if each[0] == distance)
    slugs = tuple(tied if len(tied) > 1 else dict.fromkeys(each[3] for each in ranked))
    certain = distance <= chosen(len(window.text)) and len(tied) == 1
    certain = certain and text not in labels.abbreviations
    certain = certain and not _looks_abbreviated(window, typed)
    agreeing = len(window.text) - COST * distance
    most = 1 if certain else MOST_OFFERED
    return agreeing, Guess(window.start, window.stop, slugs[:most], certain)


def _near_enough(distance: int, text: str, labels: Labels) -> bool:
    """A place needs a higher bar: one slip, however long its name."""
    return text in labels.squashed or distance <= 1


def _holds(
    window: _Window, text: str, typed: Sequence[Word], meant: Mapping[int, int], labels: Labels
) -> bool:
    """Say whether each exact meaning in the row stands in the label too, as it was typed.

    If it means the same already, nothing is misspelt: "ivm huiselijk geweld".
    """
    inside = [
        (start, stop)
        for start, stop in meant.items()
        if start < window.stop and stop > window.start
    ]
    if any(start < window.start or stop > window.stop for start, stop in inside):
        return False
    parts = [_joined(typed, start, stop) for start, stop in inside]
    slugs = {*labels.squashed.get(text, ())} if parts else set()
    return all(part in text and slugs.isdisjoint(labels.squashed.get(part, ())) for part in parts)


def _looks_abbreviated(window: _Window, typed: Sequence[Word]) -> bool:
    """An unknown abbreviation is asked: BEPPE may be anything."""
    return (
        window.stop - window.start == 1
        and typed[window.start].capitals
        and len(window.text) <= LONGEST_ABBREVIATION
    )
