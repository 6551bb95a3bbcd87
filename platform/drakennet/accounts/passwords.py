"""When a password is too easy: not by which signs it holds, but by what is guessed first."""

import hashlib
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from wtforms import ValidationError

SHORTEST_WORD = 4
FEWEST_SIGNS = 5
MOST_WORDS = 2  # three words are a sentence
EVASIONS = str.maketrans("013457@$!", "oieastasi")
KEYBOARDS = (
    ("1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"),
    ("&é\"'(-è_çà)", "azertyuiop^$", "qsdfghjklmù", "wxcvbn,;:!"),
)
OWN_WORDS = ("drakennet",)
HASH = 40  # letters of a SHA-1, the first of each line in a file of breached passwords


def refuse_weak(password: str, email: str, name: str) -> None:
    """No rule about which signs it must hold; only what is guessed first is refused."""
    own = [*OWN_WORDS, email.partition("@")[0], *re.split(r"\W+", name)]
    folded = password.casefold()
    if any(len(word) >= SHORTEST_WORD and word.casefold() in folded for word in own):
        raise ValidationError(
            _("Kies een wachtwoord zonder uw naam, uw e-mailadres of de naam van deze site.")
        )
    if is_weak(password):
        raise ValidationError(
            _("Dit wachtwoord is makkelijk te raden. Kies een zin van een paar woorden.")
        )


def is_weak(password: str) -> bool:
    """Tell whether a list or a rule of whoever guesses comes to it soon."""
    folded = password.casefold()
    easy = _repeats(folded) or _counts(folded) or _walks(folded) or _common(folded)
    return easy or _breached(password)


def _repeats(password: str) -> bool:
    """Aaaaaaaaaaaa, 121212121212, abcabcabcabc."""
    period = (password + password).find(password, 1)
    return len(set(password)) < FEWEST_SIGNS or period <= len(password) // 2


def _counts(password: str) -> bool:
    """123456789012, abcdefghijkl: most signs follow the one before."""
    steps = [ord(after) - ord(before) for before, after in pairwise(password)]
    return sum(step in {-1, 1, -9, 9} for step in steps) > len(steps) * 2 / 3


def _walks(password: str) -> bool:
    """1qaz2wsx3edc, qwertyuiop12: most keys lie beside the one before."""
    steps = list(pairwise(password))
    return any(
        sum(step in beside for step in steps) >= len(steps) * 2 / 3 for beside in _neighbours()
    )


@lru_cache(maxsize=1)
def _neighbours() -> tuple[frozenset[tuple[str, str]], ...]:
    """For each keyboard the pairs of keys that touch; a key does not touch itself."""
    found = []
    for rows in KEYBOARDS:
        places = {key: (x, y) for y, row in enumerate(rows) for x, key in enumerate(row)}
        found.append(
            frozenset(
                (one, other)
                for one, (x, y) in places.items()
                for other, (u, v) in places.items()
                if one != other and abs(x - u) <= 1 and abs(y - v) <= 1
            )
        )
    return tuple(found)


def _common(password: str) -> bool:
    """Welkom2026!!, P@ssw0rd1234: one or two common words, and few other letters."""
    plain = (password, password.translate(EVASIONS))
    return any(_letters(text) in _list() or _made_of_common(text) for text in plain)


def _letters(text: str) -> str:
    """As the list writes it: nobody is the safer for a capital, a space or a point."""
    return re.sub(r"[\W\d_]", "", text)


def _made_of_common(password: str) -> bool:
    rest, words = _common_words().subn("", password)
    return 1 <= words <= MOST_WORDS and len(re.findall(r"[^\W\d_]", rest)) < SHORTEST_WORD


@lru_cache(maxsize=1)
def _common_words() -> re.Pattern[str]:
    """What most passwords are made of, the longest first; a list of our own making."""
    return re.compile("|".join(sorted(_read("common_words.txt"), key=len, reverse=True)))


@lru_cache(maxsize=1)
def _list() -> frozenset[str]:
    """Sayings and sentences that many choose; letters only."""
    return frozenset(_read("common_passwords.txt"))


def _read(name: str) -> list[str]:
    return (Path(__file__).parent / "data" / name).read_text(encoding="ascii").split()


def _breached(password: str) -> bool:
    """In the operator's file, if there is one: lines that begin with a SHA-1, in order."""
    path: Path | None = current_app.extensions["settings"].breached_passwords
    if path is None:
        return False
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:  # halve until the line is found: such a file has a milliard of them
            middle = (low + high) // 2
            file.seek(max(0, middle - 1))
            if middle:
                file.readline()
            begin, line = file.tell(), file.readline()
            if begin >= high or not line or line[:HASH].upper() >= wanted:
                if line[:HASH].upper() == wanted:
                    return True
                high = middle
            else:
                low = begin + len(line)
    return False
