"""Load the facts: repeatable, and safe on a database that is in use.

A row that left the files is not deleted, since members may point at it: it ends (`valid_to`).
"""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from drakennet.database import db
from drakennet.reference.models import (
    FactsLoad,
    Municipality,
    OrganisationType,
    Region,
    Term,
    VtRegion,
)

DATA = Path(__file__).parent / "data"
VALID_FROM = date(2023, 1, 1)
Row = dict[str, Any]
Fact = VtRegion | Region | Municipality | OrganisationType | Term


def load_facts(*, now: datetime, folder: Path = DATA) -> list[str]:
    """Bring the tables up to the files; give the names of the files that were new."""
    # Parents first: a municipality points at both kinds of region.
    loaders: Mapping[str, Callable[[Path], Mapping[str, Any]]] = {
        "vt_regions.csv": lambda path: _load(VtRegion, "slug", _vt_regions(path), now),
        "regions.csv": lambda path: _load(Region, "slug", _regions(path), now),
        "municipalities.csv": lambda path: _load(Municipality, "code", _municipalities(path), now),
        "organisation_types.csv": lambda path: _load(OrganisationType, "slug", _rows(path), now),
        "taxonomy.json": lambda path: _load_taxonomy(path, now),
    }
    return [name for name, load in loaders.items() if _load_new(folder / name, load, now)]


def _load_new(path: Path, load: Callable[[Path], Mapping[str, Any]], now: datetime) -> bool:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    known = db.session.get(FactsLoad, path.name)
    if known is not None and known.sha256 == sha256:
        return False
    extra = dict(load(path))
    db.session.merge(FactsLoad(file=path.name, sha256=sha256, loaded_at=now, extra=extra))
    db.session.flush()
    return True


def _load(model: type[Fact], key: str, rows: Iterator[Row], now: datetime) -> Mapping[str, Any]:
    """Insert or update by key, and end what is no longer there."""
    gone = {getattr(row, key): row for row in db.session.scalars(select(model))}
    for row in rows:
        known = gone.pop(row[key], None)
        thing: Any = known if known is not None else model(valid_from=VALID_FROM)
        for name, value in row.items():
            setattr(thing, name, value)
        thing.valid_to = None
        db.session.add(thing)
    for thing in gone.values():
        thing.valid_to = thing.valid_to or now.date()
    db.session.flush()
    return {}


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _list(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _vt_regions(path: Path) -> Iterator[Row]:
    for row in _rows(path):
        yield {name: row[name] for name in ("slug", "cbs_code", "name", "organisation")}


def _regions(path: Path) -> Iterator[Row]:
    for row in _rows(path):
        yield {
            "slug": row["slug"],
            "name": row["name"],
            "confidence": row["confidence"],
            **{name: _list(row[name]) for name in ("aliases", "centrumgemeenten", "neighbours")},
            **{name: float(row[name]) for name in ("lat", "lon")},
            **{name: int(row[name]) for name in ("tile_col", "tile_row")},
        }


def _municipalities(path: Path) -> Iterator[Row]:
    for row in _rows(path):
        yield {
            "code": row["code"],
            "name": row["name"],
            "province": row["province"],
            "region_slug": row["ghnt_region"],
            "vt_region_slug": row["vt_region"],
            **{name: _list(row[name]) for name in ("aliases", "postcodes", "places")},
            **{name: float(row[name]) for name in ("lat", "lon")},
        }


def _load_taxonomy(path: Path, now: datetime) -> Mapping[str, Any]:
    taxonomy = json.loads(path.read_text(encoding="utf-8"))
    _load(Term, "slug", _terms(taxonomy), now)
    return {name: taxonomy[name] for name in ("schemes", "ambiguous_texts", "registers")}


def _terms(taxonomy: Mapping[str, Any]) -> Iterator[Row]:
    related, unrelated = _pairs(taxonomy, "related"), _pairs(taxonomy, "unrelated")
    for position, term in enumerate(taxonomy["terms"]):
        kept = ("slug", "scheme", "nl", "en", "synonyms", "broader")
        yield {
            **{name: term[name] for name in kept},
            "related": related[term["slug"]],
            "unrelated": unrelated[term["slug"]],
            "position": position,
        }


def _pairs(taxonomy: Mapping[str, Any], name: str) -> Mapping[str, list[str]]:
    """Give each term the others that reviewers paired with it; a pair stands with its first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pair in taxonomy.get(name, []):
        first, second = pair["terms"]
        found[first].append(second)
    return found
