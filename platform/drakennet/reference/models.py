"""The facts: regions, municipalities, vocabulary. Data with validity dates, never an enum."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from drakennet.database import Base


class Dated:
    """From and until when a row is true; an empty end is still true."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class VtRegion(Dated, Base):
    """A region of Veilig Thuis, the advice and reporting point."""

    __tablename__ = "vt_region"

    slug: Mapped[str] = mapped_column(primary_key=True)
    cbs_code: Mapped[str]
    name: Mapped[str]
    organisation: Mapped[str]


class Region(Dated, Base):
    """A region of Geweld hoort nergens thuis; a reconstruction (see `confidence`)."""

    __tablename__ = "region"

    slug: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    aliases: Mapped[list[str]]
    centrumgemeenten: Mapped[list[str]]
    neighbours: Mapped[list[str]]  # slugs; by land only
    lat: Mapped[float]
    lon: Mapped[float]
    tile_col: Mapped[int]
    tile_row: Mapped[int]
    confidence: Mapped[str]


class Municipality(Dated, Base):
    """The pivot: stored wherever a place is, both kinds of region follow from it."""

    __tablename__ = "municipality"

    code: Mapped[str] = mapped_column(primary_key=True)  # CBS, as GM0392
    name: Mapped[str]
    aliases: Mapped[list[str]]
    province: Mapped[str]
    region_slug: Mapped[str] = mapped_column(ForeignKey("region.slug"))
    vt_region_slug: Mapped[str] = mapped_column(ForeignKey("vt_region.slug"))
    lat: Mapped[float]
    lon: Mapped[float]
    postcodes: Mapped[list[str]]  # ranges of four digits: "2000-2003" or "2019"
    places: Mapped[list[str]]

    region: Mapped[Region] = relationship()
    vt_region: Mapped[VtRegion] = relationship()


class OrganisationType(Dated, Base):
    __tablename__ = "organisation_type"

    slug: Mapped[str] = mapped_column(primary_key=True)
    nl: Mapped[str]
    en: Mapped[str]


class Term(Dated, Base):
    """A word of the field: a method, a problem, a language, a profession."""

    __tablename__ = "term"

    slug: Mapped[str] = mapped_column(primary_key=True)
    scheme: Mapped[str] = mapped_column(index=True)
    nl: Mapped[str]
    en: Mapped[str]
    synonyms: Mapped[list[str]]
    broader: Mapped[str | None]
    related: Mapped[list[str]]
    unrelated: Mapped[list[str]]
    position: Mapped[int]  # the order in which people are shown them


class FactsLoad(Base):
    """Which version of the fact files this database holds."""

    __tablename__ = "facts_load"

    file: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    loaded_at: Mapped[datetime]
    extra: Mapped[dict[str, object]] = mapped_column(JSON)  # what is no row: ambiguous texts
