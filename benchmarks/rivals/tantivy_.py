"""tantivy: every fact a token, the gates as one query; who passes is scored exactly with NumPy.

Tried at 100,000 profiles: the score as a sum of constant scores in the query itself, the first
80 scored exactly and more when a bound said so. A disjunction reads all its postings, also of
those who are shut out, so that took four times as long in a region. What holds for today is one
token per kind (and per kind and region), as if the index were made anew every night.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import tantivy

from benchmarks.country.drawing import Column
from benchmarks.rivals.exact import Exact, within
from benchmarks.rivals.peer import InProcess, in_order
from benchmarks.rivals.question import YOUNG, Question, kilometres
from benchmarks.rivals.table import Table

# Tokens: single facts, then where each list of numbers begins.
ONLINE, ROOM_NOW, NOWHERE = range(3)
READY = 10
WORKS, HOME, LANGUAGE, SETTING, YEAR = 100, 200, 300, 400, 500
AREA, AREAS = 700, 28
BASE, CODE, PAID, ORGANISATION = 1_000, 2_000, 10_000, 30_000
OLD, FARTHEST = 90, 200
NOT_SOON = 30_000
STRUCTURAL = 0b010
Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
Q = tantivy.Query


class Tantivy(InProcess):
    """An index in memory, one segment, searched in this thread."""

    name = "tantivy"

    def __init__(self, index: tantivy.Index, table: Table) -> None:
        self.schema = index.schema
        self.searcher = index.searcher()
        self.table = table
        self.exact = Exact(table)
        assert self.searcher.num_segments == 1, "the place in the segment is the row"

    def best(self, asked: Question) -> list[str]:
        """Search for all who pass; score them here."""
        gates = [(Must, each) for each in self._gates(asked)]
        shut = [(MustNot, each) for each in self._shut(asked)]
        query = Q.const_score_query(Q.boolean_query([*gates, *shut]), 1.0)
        hits = self.searcher.search(query, limit=len(self.table), count=False).hits
        rows = np.fromiter((address.doc for _, address in hits), dtype=np.int64, count=len(hits))
        rows = rows[within(asked, self.table, rows)]
        bands = np.floor(2 * self.exact.scores(asked, rows) + 1e-6)
        aspiring = self.table.aspiring[rows].astype(np.int64)
        return in_order(rows, bands, aspiring, self.table, asked)

    def token(self, token: int) -> tantivy.Query:
        """Ask for one token."""
        return Q.term_query(self.schema, "t", token, "basic")

    def any_of(self, tokens: Iterable[int]) -> tantivy.Query:
        """Ask for any of some tokens."""
        listed = [(Should, self.token(each)) for each in tokens]
        return listed[0][1] if len(listed) == 1 else Q.boolean_query(listed)

    def days(self, field: str, first: int, last: int) -> tantivy.Query:
        """Ask for a range of days."""
        return Q.range_query(
            self.schema, field, tantivy.FieldType.Integer, first, last, include_upper=True
        )

    # ---- Gates ----

    def _gates(self, asked: Question) -> Iterator[tantivy.Query]:
        kind = asked.kind.bit_length() - 1
        if asked.regions and not asked.online and asked.here < 0:
            yield self.any_of(AREA + AREAS * kind + region for region in asked.regions)
        else:
            yield self.token(READY + kind)
            if asked.regions:
                yield self._reach(asked)
        if not asked.advice:
            later = [(Should, self.days("starts", 1, asked.by))] if asked.by > 0 else []
            yield Q.boolean_query([(Should, self.token(ROOM_NOW)), *later])
        yield from self._musts(asked)

    def _shut(self, asked: Question) -> Iterator[tantivy.Query]:
        if asked.organisation >= 0:
            yield self.token(ORGANISATION + asked.organisation)
        if asked.avoid:
            avoided = [region for region in range(28) if asked.avoid >> region & 1]
            yield self.any_of([each + span for each in avoided for span in (WORKS, HOME)])
            yield self.token(NOWHERE)

    def _reach(self, asked: Question) -> tantivy.Query:
        """Ask for the regions, and for every base from where it could be near enough."""
        spans = (WORKS,) if asked.here >= 0 else (WORKS, HOME)
        tokens = [region + span for region in asked.regions for span in spans]
        if asked.here >= 0:
            near = kilometres()[asked.here, :-1] <= min(asked.max_km, FARTHEST)
            tokens += [BASE + base for base in np.flatnonzero(near).tolist()]
        return self.any_of([*tokens, ONLINE] if asked.online else tokens)

    def _musts(self, asked: Question) -> Iterator[tantivy.Query]:
        years = [self.token(YEAR + age) for age in asked.ages]
        if years and asked.ages_needed > 1:
            yield from years
        elif years:
            yield Q.boolean_query([(Should, each) for each in years])
        for bit in range(63):
            if asked.languages_must >> bit & 1:
                yield self.token(LANGUAGE + bit)
        if asked.settings_must:
            yield self.any_of(SETTING + each for each in asked.settings)
        if asked.funding_must:
            yield self.any_of(PAID + token for each in asked.funding for token in each.met)
        for wish in asked.wishes:
            if wish.must is not None:
                yield self.any_of(CODE + code for code in wish.must)


@contextmanager
def opened(table: Table) -> Iterator[Tantivy]:
    """Fill an index; one thread writes one segment, in the order of the rows."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("t", stored=False, indexed=True, fast=False)
    builder.add_integer_field("starts", stored=False, indexed=True, fast=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(heap_size=1_500_000_000, num_threads=1)
    for document in _documents(table, index.schema):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    yield Tantivy(index, table)


def _documents(table: Table, schema: tantivy.Schema) -> Iterator[tantivy.Document]:
    fresh = table.confirmed >= -OLD
    starts = np.where((table.room == 1) & fresh, table.room_from, NOT_SOON).tolist()
    for tokens, start in zip(_tokens(table), starts, strict=True):
        yield tantivy.Document.from_dict({"t": tokens, "starts": start}, schema)


def _tokens(table: Table) -> Iterator[list[int]]:
    """Write every fact of a row as a token."""
    masks = (table.works, table.languages, table.settings, table.young, table.old, *_ready(table))
    areas = [AREA + AREAS * kind for kind in range(3)]
    spans = (WORKS, LANGUAGE, SETTING, YEAR, YEAR + YOUNG, READY, *areas)
    numbers = zip(*(mask.tolist() for mask in masks), strict=True)
    paid = [table.fundings[at] if at >= 0 else () for at in table.funding.tolist()]
    for sets, held, own, single in zip(
        numbers, table.codes_of_rows(), paid, _facts(table), strict=True
    ):
        tokens = [
            span + bit
            for mask, span in zip(sets, spans, strict=True)
            if mask > 0
            for bit in range(mask.bit_length())
            if mask >> bit & 1
        ]
        yield [*tokens, *(CODE + code for code in held), *(PAID + token for token in own), *single]


def _ready(table: Table) -> Iterator[Column]:
    """Give the kinds that somebody may be asked for now, and for each the regions: bit sets."""
    open_now = (table.open < table.cap) & (table.paused < 0)
    based = np.where(table.home >= 0, np.int64(1) << np.maximum(table.home, 0), 0)
    kinds = np.where(table.aspiring, table.kinds & STRUCTURAL, table.kinds & 0b111) * open_now
    yield kinds
    for kind in range(3):
        yield (table.works | based) * (kinds >> kind & 1)


def _facts(table: Table) -> Iterator[list[int]]:
    """Write what is one fact, such as being open, or a base."""
    fresh = table.confirmed >= -OLD
    truths = {
        ONLINE: table.online == 1,
        ROOM_NOW: fresh & ((table.room == 2) | ((table.room == 1) & (table.room_from <= 0))),
        NOWHERE: (table.base < 0) & (table.works == 0),
    }
    flags = zip(*(column.tolist() for column in truths.values()), strict=True)
    codes = (table.base, table.home, table.organisation)
    spans = (BASE, HOME, ORGANISATION)
    for held, numbers in zip(flags, zip(*map(np.ndarray.tolist, codes), strict=True), strict=True):
        single = [token for token, flag in zip(truths, held, strict=True) if flag]
        yield single + [s + n for s, n in zip(spans, numbers, strict=True) if n >= 0]
