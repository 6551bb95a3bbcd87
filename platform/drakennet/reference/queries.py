"""Questions about the facts; what the matcher needs is kept until a newer load."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from drakenmatch.organisations import OrganisationNames
from drakenmatch.places import Places
from drakenmatch.vocabulary import Vocabulary
from drakennet.database import db
from drakennet.reference.models import (
    Dated,
    FactsLoad,
    Municipality,
    OrganisationType,
    Region,
    Term,
)

ORGANISATIONS = Path(__file__).parent / "data" / "organisations.csv"


def regions(*, today: date) -> Sequence[Region]:
    """The regions of today, by name."""
    statement = select(Region).where(_valid(Region, today))
    return db.session.scalars(statement.order_by(Region.name, Region.slug)).all()


def municipalities(*, today: date) -> Sequence[Municipality]:
    """The municipalities of today, by name."""
    statement = select(Municipality).where(_valid(Municipality, today))
    return db.session.scalars(statement.order_by(Municipality.name, Municipality.code)).all()


def organisation_types(*, today: date) -> Sequence[OrganisationType]:
    """By name in Dutch."""
    statement = select(OrganisationType).where(_valid(OrganisationType, today))
    return db.session.scalars(statement.order_by(OrganisationType.nl, OrganisationType.slug)).all()


def terms(*schemes: str, today: date) -> Sequence[Term]:
    """The terms of one or more schemes, in the order in which people are shown them."""
    statement = select(Term).where(Term.scheme.in_(schemes), _valid(Term, today))
    return db.session.scalars(statement.order_by(Term.position, Term.slug)).all()


def municipalities_named(text: str) -> list[Municipality]:
    """What somebody may mean by a postcode, a municipality, a village or a code.

    One when it is clear, several when the name occurs more than once, none when unknown.
    """
    known = places()
    at_postcode = known.at_postcode(text)
    found = [at_postcode] if at_postcode else list(known.named(text))
    exact = known.municipality(text.strip().upper())
    codes = {each.code for each in ([exact] if exact else found)}
    statement = select(Municipality).where(Municipality.code.in_(codes))
    return list(db.session.scalars(statement.order_by(Municipality.name, Municipality.code)))


def vocabulary() -> Vocabulary:
    """The vocabulary for the matcher, as the database holds it now."""
    return _vocabulary(_version("taxonomy.json"))


def places() -> Places:
    """The places for the matcher, as the database holds them now."""
    return _places(_version("municipalities.csv") + _version("regions.csv"))


@lru_cache(maxsize=1)
def other_names() -> OrganisationNames:
    """The other names of organisations: read from the file, since nobody edits them here."""
    with ORGANISATIONS.open(encoding="utf-8", newline="") as file:
        return OrganisationNames(
            {row["name"]: row["variants"].split("|") for row in csv.DictReader(file)}
        )


def _valid(model: type[Dated], today: date) -> ColumnElement[bool]:
    return and_(model.valid_from <= today, or_(model.valid_to.is_(None), model.valid_to > today))


class Register(NamedTuple):
    """A professional register; `pattern` is the form of its numbers, None when nobody told us."""

    code: str
    name: str
    pattern: str | None


def registers() -> Sequence[Register]:
    """The registers in which a profession can be looked up, as the facts list them."""
    load = db.session.get_one(FactsLoad, "taxonomy.json")
    listed: Any = load.extra["registers"]
    return [Register(one["code"], one["name"], one["regex"]) for one in listed]


def _version(file: str) -> str:
    """A process notices by this that another has loaded newer facts."""
    statement = select(FactsLoad.sha256).where(FactsLoad.file == file)
    return db.session.scalars(statement).one_or_none() or ""


@lru_cache(maxsize=2)
def _vocabulary(_version: str) -> Vocabulary:
    rows = db.session.scalars(select(Term).order_by(Term.position, Term.slug)).all()
    load = db.session.get_one(FactsLoad, "taxonomy.json")
    names = ("slug", "scheme", "nl", "en", "synonyms", "broader")
    return Vocabulary.from_json(
        {
            "terms": [{name: getattr(row, name) for name in names} for row in rows],
            "related": [[row.slug, other] for row in rows for other in row.related],
            "unrelated": [[row.slug, other] for row in rows for other in row.unrelated],
            "ambiguous_texts": load.extra["ambiguous_texts"],
        }
    )


@lru_cache(maxsize=2)
def _places(_version: str) -> Places:
    regions = db.session.scalars(select(Region).order_by(Region.slug)).all()
    municipalities = db.session.scalars(select(Municipality).order_by(Municipality.code)).all()
    return Places.from_rows(
        [
            {
                "code": row.code,
                "name": row.name,
                "province": row.province,
                "ghnt_region": row.region_slug,
                "vt_region": row.vt_region_slug,
                "lat": str(row.lat),
                "lon": str(row.lon),
                **{
                    name: "|".join(getattr(row, name))
                    for name in ("aliases", "postcodes", "places")
                },
            }
            for row in municipalities
        ],
        [
            {
                "slug": row.slug,
                "name": row.name,
                "aliases": "|".join(row.aliases),
                "neighbours": "|".join(row.neighbours),
            }
            for row in regions
        ],
    )
