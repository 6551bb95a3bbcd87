"""How well typed words are read, beside exact labels and rapidfuzz.

    python3 dev.py bench words            one table: ours on both halves, the others on `test`
    python3 dev.py bench words --check    ours only; exit 1 when a bound is not kept

Typing errors are generated from labels of five letters and more, abbreviations are those of the
vocabulary, everyday words and sentences are hand-written (`data/`). All are split in two by a hash
of the text; nothing was tuned on `test`.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import quantiles
from typing import NamedTuple

from benchmarks.wording import data, readers
from benchmarks.wording.errors import abbreviations, half, labels, misspelt
from benchmarks.wording.readers import Reader, Said
from drakenmatch import Places, Vocabulary, read_words
from drakenmatch.ages import ROLE_OF, age_of_term
from drakenmatch.folding import key

HALVES = ("dev", "test")
ROUNDS = 5
LARGE = 5000
# Each bound with whether a figure must be at least or at most this.
BOUNDS: Mapping[str, tuple[str, float]] = {
    "one slip right": ("at least", 0.99),
    "one slip wrong": ("at most", 0.02),
    "two slips right": ("at least", 0.93),
    "two slips wrong": ("at most", 0.02),
    "labels right": ("at least", 1.0),
    "held out guessed": ("at most", 0.0),
    "everyday hits": ("at most", 0.05),
    "sentence precision": ("at least", 0.97),
    "sentence recall": ("at least", 0.95),
    "p99 ms": ("at most", 2.0),
    "p99 ms, 5000 terms": ("at most", 2.0),
}
Figures = dict[str, float]


class World(NamedTuple):
    """What everything is read with."""

    vocabulary: Vocabulary
    places: Places


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 when a bound is not kept")
    parser.add_argument("--wrong", action="store_true", help="show what was misread in `dev`")
    chosen = parser.parse_args(arguments)
    world = World(data.vocabulary(), data.places())
    ours = readers.ours(*world)
    if chosen.wrong:
        show_misread(world, ours)
        return 0
    columns = {
        f"ours, {part}": measured(world, ours, part) | held_out(world, part) for part in HALVES
    }
    for figures in columns.values():
        figures |= {"p99 ms, 5000 terms": slowest(readers.ours(larger(world), world.places), world)}
    if not chosen.check:
        columns |= {name: measured(world, reader, "test") for name, reader in rivals(world)}
    print(table(columns))
    broken = list(faults(columns["ours, test"]))
    print(*broken, sep="\n", file=sys.stderr, end="\n" if broken else "")
    return 1 if chosen.check and broken else 0


def rivals(world: World) -> Iterable[tuple[str, Reader]]:
    """What somebody would otherwise take."""
    for name, best in (
        ("exact only", readers.exact_only),
        ("WRatio", readers.wratio),
        ("token_set_ratio", readers.token_set),
    ):
        yield name, readers.by_windows(*world, best)


def measured(world: World, read: Reader, part: str) -> Figures:
    """Give all figures of one reader on one half."""
    return (
        misspelt_figures(world, read, part)
        | label_figures(world, read, part)
        | everyday_figures(read, part)
        | sentence_figures(world, read, part)
        | {"p99 ms": slowest(read, world)}
    )


def misspelt_figures(world: World, read: Reader, part: str) -> Figures:
    figures: Figures = {}
    for slips, name in ((1, "one slip"), (2, "two slips")):
        wanted = [each for its, each in misspelt(world.vocabulary, slips) if its == part]
        found = [(is_first(world, read(each.typed), each.slugs), each) for each in wanted]
        wrong = [
            is_wrong(world, read(each.typed), each.slugs) for right, each in found if not right
        ]
        figures[f"{name} right"] = sum(right for right, _ in found) / len(found)
        figures[f"{name} wrong"] = sum(wrong) / len(found)
    return figures


def label_figures(world: World, read: Reader, part: str) -> Figures:
    """Read every label as it is written; then abbreviations with the half of them taken away."""
    wanted = [each for each in labels(world.vocabulary).items() if half(each[0]) == part]
    found = [is_first(world, read(label), slugs) for label, slugs in wanted]
    return {"labels right": sum(found) / len(found)}


def everyday_figures(read: Reader, part: str) -> Figures:
    words = [word for its, word in data.everyday_words() if its == part]
    found = [read(word) for word in words]
    return {
        "everyday hits": sum(bool(each.chosen) for each in found) / len(words),
        "everyday hits or offers": sum(bool(each.first) for each in found) / len(words),
    }


def sentence_figures(world: World, read: Reader, part: str) -> Figures:
    right = claimed = wanted = 0
    for each in data.sentences(world.places):
        if each.half == part:
            found = read(each.text)
            offered = {slug for options in found.offered for slug in options}
            right += len(found.chosen & each.meant) + len(offered & each.offered)
            claimed += len(found.chosen) + len(offered & each.offered)
            wanted += len(each.meant) + len(each.offered)
    return {"sentence precision": right / claimed, "sentence recall": right / wanted}


def is_first(world: World, found: Said, slugs: frozenset[str]) -> bool:
    """Say whether what was meant stands first; a target group of an age is a person."""
    persons = {which for kind, which in found.chosen if kind == "persons"}
    return bool(found.first & slugs) or any(
        is_person(world, each, slug) for each in persons for slug in slugs
    )


def is_person(world: World, person: str, slug: str) -> bool:
    term = world.vocabulary.terms[slug]
    ages = age_of_term(term)
    role, _, years = person.partition(" ")
    if ages and years:
        first, last = map(int, years.split("-"))
        return first <= ages.first and ages.last <= last
    names = {ROLE_OF.get(label.lower()) for label in (term.nl, *term.synonyms)}
    return person == slug or role in names - {None}


def is_wrong(world: World, found: Said, slugs: frozenset[str]) -> bool:
    """Say whether something else was chosen."""
    return bool(found.chosen) and not is_first(world, found, slugs)


def held_out(world: World, part: str) -> Figures:
    """Take half of the abbreviations away: what is not known must be asked, never guessed."""
    gone = {label for label in abbreviations(world.vocabulary) if half(label) == part}
    known = without(world.vocabulary, gone)
    # Who knows CPTSS knows C-PTSS too, who knows "PCL-5 / CAPS-5" both, and who knows MBT knows
    # what kind of thing MBT-K is: those were not taken away.
    left = {bare(part) for label in labels(known) for part in (label, *label.split())}
    tried = sorted(
        label for label in gone if left.isdisjoint(map(bare, (label, *re.split("[-/]", label))))
    )
    found = [read_words(label, known, world.places) for label in tried]
    guessed = [bool(each.terms or each.languages or each.places) for each in found]
    asked = [bool(each.asked or each.offers or each.leftovers) for each in found]
    return {
        "held out guessed": sum(guessed) / len(tried),
        "held out asked": sum(asked) / len(tried),
    }


def bare(label: str) -> str:
    return key(label).replace(" ", "")


def without(vocabulary: Vocabulary, gone: set[str]) -> Vocabulary:
    terms = [term.to_json() for term in vocabulary.terms.values()]
    for term in terms:
        term["synonyms"] = [
            each for each in vocabulary.terms[str(term["slug"])].synonyms if each not in gone
        ]
        for name in ("nl", "en"):
            # An abbreviation in brackets is one too: "Cognitieve gedragstherapie (CGT)".
            for each in gone:
                term[name] = str(term[name]).replace(f" ({each})", "")
    return Vocabulary.from_json({"terms": terms})


def slowest(read: Reader, world: World) -> float:
    """Give the 99th percentile of the CPU time of a sentence in ms, each the best of five."""
    texts = [each.text for each in data.sentences(world.places)]
    read(texts[0])
    return quantiles([min(timed(read, text) for _ in range(ROUNDS)) for text in texts], n=100)[98]


def timed(read: Callable[[str], Said], text: str) -> float:
    start = time.process_time_ns()
    read(text)
    return (time.process_time_ns() - start) / 1e6


def larger(world: World) -> Vocabulary:
    """Give a vocabulary of thousands: every term again and again, for another trade."""
    trades = [
        "kapper",
        "bakker",
        "smid",
        "tuin",
        "water",
        "hout",
        "metaal",
        "glas",
        "papier",
        "zeil",
        "spoor",
        "lucht",
        "weg",
        "brug",
        "haven",
        "markt",
        "boek",
        "muziek",
        "dans",
        "verf",
    ]
    terms: list[dict[str, object]] = [
        {**each.to_json()} for each in world.vocabulary.terms.values()
    ]
    for trade in trades:
        for term in world.vocabulary.terms.values():
            if len(terms) < LARGE:
                names = [f"{trade}{name.lower()}" for name in (term.nl, term.en, *term.synonyms)]
                slug = f"{trade}-{term.slug}"
                terms.append(
                    {
                        "slug": slug,
                        "scheme": term.scheme,
                        "nl": names[0],
                        "en": names[1],
                        "synonyms": names[2:],
                    }
                )
    return Vocabulary.from_json({"terms": terms})


def faults(figures: Figures) -> Iterable[str]:
    """Name the bounds that are not kept."""
    for name, (which, bound) in BOUNDS.items():
        value = figures[name]
        if value < bound if which == "at least" else value > bound:
            yield f"{name}: {value:.3f}, {which} {bound:g}"


def table(columns: Mapping[str, Figures]) -> str:
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    rows = [["", *columns, "bound"]]
    for name in names:
        cells = [f"{figures[name]:.3f}" if name in figures else "" for figures in columns.values()]
        which, bound = BOUNDS.get(name, ("", None))
        rows.append([name, *cells, f"{which} {bound:g}" if bound is not None else ""])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def show_misread(world: World, read: Reader) -> None:
    """Print what goes wrong on `dev`, for whoever improves the reading."""
    for slips in (1, 2):
        for its, each in misspelt(world.vocabulary, slips):
            found = read(each.typed)
            if its == "dev" and not is_first(world, found, each.slugs):
                print(slips, each.typed, sorted(each.slugs), sorted(found.first))
    for label, slugs in labels(world.vocabulary).items():
        if half(label) == "dev" and not is_first(world, read(label), slugs):
            print("label", label, sorted(slugs), sorted(read(label).first))
    for its, word in data.everyday_words():
        if its == "dev" and read(word).first:
            print("everyday", word, sorted(read(word).chosen), read(word).offered)
    for sentence in data.sentences(world.places):
        found = read(sentence.text)
        if sentence.half == "dev" and found.chosen != sentence.meant:
            missed, extra = sentence.meant - found.chosen, found.chosen - sentence.meant
            print("sentence", sentence.text, "\n   missed", sorted(missed), "extra", sorted(extra))


if __name__ == "__main__":
    sys.exit(main())
