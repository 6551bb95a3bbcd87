"""Making written words comparable: accents, capitals, hyphens and Dutch plurals folded away."""

import re
import unicodedata

WORD = re.compile(r"[0-9a-z+&]+")
VOWELS = frozenset("aeiou")
ENDS = {"z": "s", "v": "f"}
# Shorter words are names and abbreviations: NET is not nets, and VO is not voen.
SHORTEST_PLURAL = 5


def fold(text: str) -> str:
    """Fold accents, capitals and apostrophes: "'s-Gravenhage" becomes "s-gravenhage"."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    # An acute accent that stands on its own would become a space.
    spread = unicodedata.normalize("NFKD", text.replace("´", "'")).casefold()
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return re.sub(r"['’‘`ʼ]", "", bare)


def words(text: str) -> tuple[str, ...]:
    """Split into folded words; a hyphen, a slash or a full stop ends a word."""
    return tuple(WORD.findall(fold(text)))


def key(text: str) -> str:
    """Give the form under which a label is found: its words with one space between."""
    return " ".join(words(text))


def singular(word: str) -> str:
    """Give one form for singular and plural: behandelaar(s), behandelaren -> behandelar.

    The result is a key, not a word. Other irregular plurals are synonyms in the vocabulary.
    """
    if len(word) < SHORTEST_PLURAL or not word.isalpha():
        return word
    if word.endswith("kinderen"):
        return word.removesuffix("eren")
    if word.endswith("heden"):
        return word.removesuffix("eden") + "eid"
    if word.endswith("en"):
        return _short_vowel(_voiceless(_undoubled(word[:-2])))
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _short_vowel(word[:-1])
    return _short_vowel(word)


def uninflected(word: str) -> str:
    """Give one form for an adjective with and without its -e: seksuele -> seksuel.

    For a second try only: "oudere" is somebody else than "ouder".
    """
    one = singular(word)
    if len(word) <= SHORTEST_PLURAL or not word.isalpha() or not one.endswith("e"):
        return one
    return _short_vowel(_voiceless(_undoubled(one[:-1])))


def _undoubled(stem: str) -> str:
    """Gezinn -> gezin: a closed syllable doubles its consonant in the plural."""
    doubled = stem[-1] == stem[-2] and stem[-1] not in VOWELS
    return stem[:-1] if doubled else stem


def _voiceless(stem: str) -> str:
    """Huiz -> huis, briev -> brief: no Dutch word ends in a z or a v."""
    return stem[:-1] + ENDS.get(stem[-1], stem[-1])


def _short_vowel(stem: str) -> str:
    """Behandelaar -> behandelar: an open syllable writes its long vowel once."""
    long_vowel = len(stem) > SHORTEST_PLURAL and stem[-2] == stem[-3] and stem[-2] in VOWELS
    return stem[:-2] + stem[-1] if long_vowel else stem


def singular_key(text: str) -> str:
    """Give the key of a label with every word in its singular form."""
    return " ".join(singular(word) for word in words(text))
