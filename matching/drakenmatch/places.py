"""Municipalities and regions: names, postcodes, neighbours, and the distance between centroids.

Read from the two csv files of the reference data; lists inside a cell are separated by `|`. The
municipality is the pivot: its GHNT region and its Veilig Thuis region are two facts beside it,
because those divisions differ (Uitgeest).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from drakenmatch.folding import key
from drakenmatch.reading import InvalidValue, text
from drakenmatch.values import municipality_code

T = TypeVar("T")
EARTH_KM = 6371.0088
POSTCODE = re.compile(r"\s*([1-9]\d{3})(?:\s*[A-Za-z]{2})?\s*", re.ASCII)
RANGE = re.compile(r"([1-9]\d{3})(?:-([1-9]\d{3}))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One municipality; `lat` and `lon` are its centroid in degrees."""

    code: str
    name: str
    region: str
    vt_region: str
    lat: float
    lon: float
    province: str = ""
    aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    postcodes: tuple[tuple[int, int], ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, str], within: str = "row") -> Self:
        """Read one row of municipalities.csv; raises `InvalidValue`."""
        cell = _Row(row, within)
        return cls(
            code=municipality_code(cell.text("code"), f"{within}.code"),
            name=cell.text("name"),
            region=cell.text("ghnt_region"),
            vt_region=cell.text("vt_region"),
            lat=cell.degrees("lat", 90),
            lon=cell.degrees("lon", 180),
            province=cell.maybe("province"),
            aliases=cell.list("aliases"),
            places=cell.list("places"),
            postcodes=cell.ranges("postcodes"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One GHNT region; `neighbours` share a border on land with it."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    neighbours: frozenset[str] = frozenset()

    @classmethod
    def from_row(cls, row: Mapping[str, str], within: str = "row") -> Self:
        """Read one row of regions.csv; raises `InvalidValue`."""
        cell = _Row(row, within)
        return cls(
            slug=cell.text("slug"),
            name=cell.text("name"),
            aliases=cell.list("aliases"),
            neighbours=frozenset(cell.list("neighbours")),
        )


class Places:
    """All municipalities and regions, and the questions one asks about them."""

    def __init__(self, municipalities: Iterable[Municipality], regions: Iterable[Region]) -> None:
        """Index the places; raises `InvalidValue` for a doubled code or an unknown region."""
        self.municipalities = _unique(
            "municipalities", ((each.code, each) for each in municipalities)
        )
        self.regions = _unique("regions", ((each.slug, each) for each in regions))
        self._check_regions()
        self._neighbours = self._borders()
        self._named = self._names()
        self._region_named = _folded(
            (label, region.slug)
            for region in self.regions.values()
            for label in (region.slug, region.name, *region.aliases)
        )
        self._postcodes = self._by_postcode()
        self._place_of = {code: place for place, code in enumerate(self.municipalities)}
        listed = self.municipalities.values()
        self._points = np.radians([(each.lat, each.lon) for each in listed]).reshape(-1, 2)
        self._km: dict[str, NDArray[np.float64]] = {}

    @classmethod
    def read(cls, municipalities: Path | str, regions: Path | str) -> Self:
        """Read the two csv files.

        Raises `InvalidValue` when they break their rules, `OSError` when they cannot be read.
        """
        return cls.from_rows(_rows(municipalities), _rows(regions))

    @classmethod
    def from_rows(
        cls, municipalities: Iterable[Mapping[str, str]], regions: Iterable[Mapping[str, str]]
    ) -> Self:
        """Build from rows with the column names of the csv files; raises `InvalidValue`."""
        return cls(
            [
                Municipality.from_row(row, f"municipalities[{place}]")
                for place, row in enumerate(municipalities)
            ],
            [Region.from_row(row, f"regions[{place}]") for place, row in enumerate(regions)],
        )

    def municipality(self, code: str | None) -> Municipality | None:
        """Give the municipality of a code; None when there is none (any more)."""
        return self.municipalities.get(code) if code is not None else None

    def region(self, slug: str) -> Region | None:
        """Give the region of a slug."""
        return self.regions.get(slug)

    def region_of(self, code: str | None) -> str | None:
        """Give the slug of the GHNT region in which a municipality lies."""
        found = self.municipality(code)
        return found.region if found else None

    def vt_region_of(self, code: str | None) -> str | None:
        """Give the slug of the Veilig Thuis region in which a municipality lies."""
        found = self.municipality(code)
        return found.vt_region if found else None

    def neighbours(self, slug: str) -> frozenset[str]:
        """Give the regions that border on this one."""
        return self._neighbours.get(slug, frozenset())

    def named(self, name: str) -> tuple[Municipality, ...]:
        """Find municipalities by their name, an alias or a place in them, by code.

        A municipality's own name goes before places of that name elsewhere; 68 place names lie in
        more than one municipality, and then all are given.
        """
        return tuple(self.municipalities[code] for code in self._named.get(key(name), ()))

    def region_named(self, name: str) -> Region | None:
        """Find a region by its slug, name or alias, when exactly one is called so."""
        found = self._region_named.get(key(name), ())
        return self.regions[found[0]] if len(found) == 1 else None

    def place_names(self) -> Mapping[str, tuple[str, ...]]:
        """Give every folded place name with the codes of the municipalities that have it."""
        return self._named

    def at_postcode(self, postcode: str) -> Municipality | None:
        """Find the municipality of "2011" or "2011 LW"; None when that is no known postcode."""
        written = POSTCODE.fullmatch(postcode)
        if written is None:
            return None
        code = self._postcodes.get(int(written[1]))
        return self.municipality(code)

    def km(self, one: str, other: str) -> float | None:
        """Give the distance between two municipalities in km; None when one is not known."""
        there = self._place_of.get(other)
        return (
            None if there is None or one not in self._place_of else float(self.km_from(one)[there])
        )

    def km_from(self, code: str) -> NDArray[np.float64]:
        """Give the distance from a municipality to each in their order, shape (municipalities,).

        Worked out once for each. Raises `KeyError` for a code that is not known.
        """
        known = self._km.get(code)
        if known is None:
            known = self._km[code] = _haversine(self._points[self._place_of[code]], self._points)
        return known

    def _check_regions(self) -> None:
        for each in self.municipalities.values():
            if each.region not in self.regions:
                raise InvalidValue(f"municipalities.{each.code}.ghnt_region", "a known region")
        for region in self.regions.values():
            if not region.neighbours <= self.regions.keys():
                raise InvalidValue(f"regions.{region.slug}.neighbours", "known regions")

    def _borders(self) -> dict[str, frozenset[str]]:
        """Give every border both its sides, also when only one row mentions it."""
        borders: defaultdict[str, set[str]] = defaultdict(set)
        for slug, region in self.regions.items():
            for other in region.neighbours - {slug}:
                borders[slug].add(other)
                borders[other].add(slug)
        return {slug: frozenset(found) for slug, found in borders.items()}

    def _names(self) -> dict[str, tuple[str, ...]]:
        """Municipalities by their own names first; places only add, each code once."""
        listed = self.municipalities.values()
        own = ((name, each.code) for each in listed for name in (each.name, *each.aliases))
        inside = ((name, each.code) for each in listed for name in each.places)
        return _folded([*own, *inside])

    def _by_postcode(self) -> dict[int, str]:
        """Give the municipality of every postcode; listed twice, the lowest code has it."""
        return {
            number: each.code
            for each in reversed(self.municipalities.values())
            for first, last in each.postcodes
            for number in range(first, last + 1)
        }


class _Row:
    """The cells of one row, by name, with the fault at the right place."""

    def __init__(self, row: Mapping[str, str], within: str) -> None:
        self._row = row
        self._within = within

    def maybe(self, name: str) -> str:
        return (self._row.get(name) or "").strip()

    def text(self, name: str) -> str:
        return text(self.maybe(name), f"{self._within}.{name}")

    def list(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.maybe(name).split("|") if part.strip())

    def degrees(self, name: str, most: int) -> float:
        try:
            value = float(self.maybe(name))
        except ValueError:
            value = nan
        if not abs(value) <= most:
            raise InvalidValue(f"{self._within}.{name}", f"degrees from -{most} to {most}")
        return value

    def ranges(self, name: str) -> tuple[tuple[int, int], ...]:
        return tuple(self._range(part, name) for part in self.list(name))

    def _range(self, part: str, name: str) -> tuple[int, int]:
        written = RANGE.fullmatch(part)
        if written is None or int(written[2] or written[1]) < int(written[1]):
            raise InvalidValue(f"{self._within}.{name}", "postcodes such as 2011-2015|2019")
        return int(written[1]), int(written[2] or written[1])


def _rows(path: Path | str) -> Iterator[dict[str, str]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
    except (csv.Error, UnicodeDecodeError) as fault:
        raise InvalidValue(Path(path).name, "a csv file in UTF-8") from fault


def _unique(field: str, pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for name, value in sorted(pairs, key=lambda pair: pair[0]):
        if name in found:
            raise InvalidValue(f"{field}.{name}", "each only once")
        found[name] = value
    return found


def _folded(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, slug in named:
        found[key(name)].setdefault(slug)
    return {name: tuple(slugs) for name, slugs in found.items()}


def _haversine(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give km along the globe, shape (points,), from one point to many of (lat, lon) in radians."""
    north, east = (np.sin((there - here) / 2) ** 2).T
    chord = north + np.cos(here[0]) * np.cos(there[:, 0]) * east
    km: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return km
