"""The vocabulary: terms with labels, synonyms and broader terms, read from one JSON file.

A term is known by its slug, and a slug occurs once in the whole vocabulary, whatever the scheme:
profiles and requests name bare slugs. A second term of the same slug is therefore refused, also
in another scheme. Where a file writes `scheme:slug`, the scheme is checked and dropped.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from drakenmatch.folding import key
from drakenmatch.likeness import LIKENESS_SCHEMES, Likeness
from drakenmatch.reading import (
    Fields,
    InvalidValue,
    Value,
    as_object,
    free_text,
    list_of,
    optional,
    text,
)

BROADER_STEP = 0.5
RELATED = 0.5
# A look-alike never counts for more than this, however alike the words are.
LOOK_ALIKE = 0.3
LADDER_SCHEMES = frozenset({"behandelmethode", "instrument"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Value):
    """One term, with its label in both languages; `broader` is the slug of one wider term."""

    slug: str
    scheme: str
    nl: str
    en: str
    synonyms: tuple[str, ...] = ()
    broader: str | None = None
    evidence: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, raw: object, within: str = "") -> Self:
        """Read a term; raises `InvalidValue`."""
        fields = Fields(raw, cls.__dataclass_fields__, within)
        return cls(
            slug=fields.need("slug", text),
            scheme=fields.need("scheme", text),
            nl=fields.need("nl", text),
            en=fields.need("en", text),
            synonyms=fields.get("synonyms", list_of(text), ()),
            broader=fields.get("broader", optional(text), None),
            evidence=fields.get("evidence", list_of(free_text), ()),
        )

    def label(self, language: str) -> str:
        """Give the label in `nl` or `en`."""
        return self.en if language == "en" else self.nl

    @property
    def has_ladder(self) -> bool:
        """Whether levels mean anything: only for methods and instruments."""
        return self.scheme in LADDER_SCHEMES


class Kin(NamedTuple):
    """What has to do with a term: how much each counts for it (0 to 1), and in which way.

    `same` are the term itself and the narrower ones: they count in full, and meet a must.
    """

    worth: Mapping[str, float]
    how: Mapping[str, str]
    same: frozenset[str]
    left_out: frozenset[str] = frozenset()

    def without(self, slugs: frozenset[str]) -> "Kin":
        """Leave out some terms."""
        worth = {slug: worth for slug, worth in self.worth.items() if slug not in slugs}
        return Kin(worth, self.how, self.same - slugs, slugs.intersection(self.worth))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All terms and what they have to do with each other."""

    terms: Mapping[str, Term]
    version: str = ""
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    related: frozenset[frozenset[str]] = frozenset()
    unrelated: frozenset[frozenset[str]] = frozenset()
    _above: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)
    _below: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    _likeness: Likeness = field(default=Likeness({}), repr=False, compare=False)
    _alike: dict[str, Mapping[str, float]] = field(default_factory=dict, repr=False, compare=False)
    _kin: dict[tuple[str, bool], Kin] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, path: Path | str) -> Self:
        """Read a file of the shape of taxonomy.json.

        Raises `InvalidValue` when it breaks its rules, `OSError` when it cannot be read.
        """
        try:
            return cls.from_json(json.loads(Path(path).read_text(encoding="utf-8-sig")))
        except (ValueError, RecursionError) as fault:
            if isinstance(fault, InvalidValue):
                raise
            raise InvalidValue("value", "a JSON object") from fault

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """Build a vocabulary from parsed JSON: `terms`, and what of the rest is there.

        `related` and `unrelated` hold reviewed pairs of slugs, each bare or as
        `{"terms": [a, b], "evidence": [...]}`. Other names (schemes, registers, sources) are left
        alone: they are not about matching. Raises `InvalidValue`.
        """
        given = as_object(raw, "value")
        fields = Fields(given, [str(name) for name in given])
        terms = _by_slug(fields.need("terms", list_of(Term.from_json)))
        above = {slug: _ancestors(slug, terms) for slug in terms}
        return cls(
            terms=terms,
            version=fields.get("version", free_text, ""),
            ambiguous=_ambiguous(fields, terms),
            related=_pairs("related", fields, terms),
            unrelated=_pairs("unrelated", fields, terms),
            _above=above,
            _below=_descendants(above),
            _likeness=Likeness(
                {
                    slug: (term.nl, term.en, *term.synonyms)
                    for slug, term in terms.items()
                    if term.scheme in LIKENESS_SCHEMES
                }
            ),
        )

    def __contains__(self, slug: str) -> bool:
        return slug in self.terms

    def label(self, slug: str, language: str = "nl") -> str:
        """Give the label of a term; a slug that nobody knows (any more) is its own label."""
        term = self.terms.get(slug)
        return term.label(language) if term else slug

    def ancestors(self, slug: str) -> Mapping[str, int]:
        """Give the wider terms of a term, each with its distance in steps, from 1."""
        return self._above.get(slug, {})

    def narrower(self, slug: str) -> frozenset[str]:
        """Give all terms below this one, at any distance, without itself."""
        return self._below.get(slug, frozenset())

    def is_narrower(self, slug: str, than: str) -> bool:
        """Say whether `slug` lies below `than`, at any distance."""
        return than in self.ancestors(slug)

    def related_to(self, slug: str) -> frozenset[str]:
        """Give the terms that a reviewer paired with this one."""
        return frozenset().union(*(pair for pair in self.related if slug in pair)) - {slug}

    def kin(self, slug: str, *, must: bool = False) -> Kin:
        """Give what has to do with a term: itself and narrower 1, related and broader .5 a step.

        A term that only reads alike counts for at most .3, and for a must not at all.
        """
        known = self._kin.get((slug, must))
        if known is None:
            known = self._kin[slug, must] = self._all_kin(slug, must=must)
        return known

    def _all_kin(self, slug: str, *, must: bool) -> Kin:
        same = self.narrower(slug) | {slug}
        alike = {} if must else self.look_alikes(slug)
        kin = {other: (worth, "look-alike") for other, worth in alike.items()}
        kin |= dict.fromkeys(self.related_to(slug), (RELATED, "related"))
        kin |= {
            other: (BROADER_STEP**far, "broader") for other, far in self.ancestors(slug).items()
        }
        kin |= dict.fromkeys(same, (1.0, "narrower"))
        worth = {other: worth for other, (worth, _) in kin.items()}
        return Kin(worth, {other: how for other, (_, how) in kin.items()}, same)

    def look_alikes(self, slug: str) -> Mapping[str, float]:
        """Give the terms that only read like this one, each with its worth: at most .3."""
        return {other: min(LOOK_ALIKE, cosine) for other, cosine in self.reads_like(slug).items()}

    def reads_like(self, slug: str) -> Mapping[str, float]:
        """Give the same terms with the cosine between the labels.

        Whatever is linked with it in another way, or reviewed as unrelated, is none of them.
        """
        if slug not in self._alike:
            self._alike[slug] = dict(self._reading_like(slug))
        return self._alike[slug]

    def _reading_like(self, slug: str) -> Iterator[tuple[str, float]]:
        linked = self.related_to(slug) | self.narrower(slug) | self.ancestors(slug).keys()
        for other, cosine in self._likeness.near(slug):
            apart = frozenset({slug, other}) in self.unrelated or other in linked
            if not apart and self.terms[other].scheme == self.terms[slug].scheme:
                yield other, cosine

    def has_ladder(self, slug: str) -> bool:
        """Say whether levels mean anything for this term; an unknown term has no ladder."""
        return slug in self.terms and self.terms[slug].has_ladder

    def in_scheme(self, scheme: str) -> tuple[Term, ...]:
        """Give the terms of one scheme, in the order of the file."""
        return tuple(term for term in self.terms.values() if term.scheme == scheme)


def _by_slug(listed: Iterable[Term]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for place, term in enumerate(listed):
        if term.slug in terms:
            raise InvalidValue(f"terms[{place}].slug", "a slug that no other term has")
        terms[term.slug] = term
    for place, term in enumerate(terms.values()):
        if term.broader is not None and term.broader not in terms:
            raise InvalidValue(f"terms[{place}].broader", "the slug of a term in this file")
    return terms


def _ancestors(slug: str, terms: Mapping[str, Term]) -> dict[str, int]:
    found: dict[str, int] = {}
    above = terms[slug].broader
    while above is not None:
        if above == slug or above in found:
            raise InvalidValue(f"terms.{slug}.broader", "a wider term, not a circle")
        found[above] = len(found) + 1
        above = terms[above].broader
    return found


def _descendants(above: Mapping[str, Mapping[str, int]]) -> dict[str, frozenset[str]]:
    below: defaultdict[str, set[str]] = defaultdict(set)
    for slug, ancestors in above.items():
        for ancestor in ancestors:
            below[ancestor].add(slug)
    return {slug: frozenset(found) for slug, found in below.items()}


def _ambiguous(fields: Fields, terms: Mapping[str, Term]) -> dict[str, tuple[str, ...]]:
    def entry(raw: object, within: str) -> tuple[str, tuple[str, ...]]:
        one = Fields(raw, ("text", "terms"), within)
        slugs = one.need("terms", list_of(text))
        found = tuple(_reference(slug, terms, within) for slug in slugs)
        return key(one.need("text", text)), found

    nothing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    return dict(fields.get("ambiguous_texts", list_of(entry), nothing))


def _reference(written: str, terms: Mapping[str, Term], within: str) -> str:
    scheme, _, slug = written.rpartition(":")
    if slug not in terms or scheme not in {"", terms[slug].scheme}:
        raise InvalidValue(f"{within}.terms", "scheme:slug of terms in this file")
    return slug


def _pairs(name: str, fields: Fields, terms: Mapping[str, Term]) -> frozenset[frozenset[str]]:
    def pair(raw: object, within: str) -> frozenset[str]:
        if isinstance(raw, Mapping):
            raw = Fields(raw, ("terms", "evidence"), within).need("terms", list_of(text))
        slugs = frozenset(list_of(text)(raw, within))
        if len(slugs) != 2 or not slugs <= terms.keys():  # noqa: PLR2004  a pair
            raise InvalidValue(within, "two different slugs of terms in this file")
        return slugs

    nothing: tuple[frozenset[str], ...] = ()
    return frozenset(fields.get(name, list_of(pair), nothing))
