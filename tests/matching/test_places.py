from pathlib import Path

import pytest

from drakenmatch import InvalidValue, Places
from drakenmatch.places import Municipality, Region
from tests.matching.examples import AMSTERDAM, HAARLEM, PLACES, UITGEEST

ROW = {
    "code": "GM0001", "name": "Hier", "ghnt_region": "noord", "vt_region": "noord",
    "lat": "52", "lon": "4", "postcodes": "1000-1002|1005",
}  # fmt: skip
REGION = {"slug": "noord", "name": "Noord", "neighbours": ""}


@pytest.mark.parametrize(
    ("postcode", "name"),
    [
        ("2011", "Haarlem"),
        ("2011 LW", "Haarlem"),
        ("2011lw", "Haarlem"),
        (" 1911 ", "Uitgeest"),
        ("0999", None),
        ("1010 ZZ", None),
        ("20111", None),
        ("2011 L", None),
        ("", None),
    ],
)
def test_a_postcode_lies_in_a_municipality(postcode: str, name: str | None) -> None:
    found = PLACES.at_postcode(postcode)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("name", "vt_region"),
    [
        ("Uitgeest", "noord-holland-noord"),
        ("Heusden", "midden-brabant"),
        ("Mook en Middelaar", "gelderland-zuid"),
        ("Alphen-Chaam", "midden-brabant"),
        ("Haarlem", "kennemerland"),
    ],
)
def test_the_municipality_is_the_pivot(name: str, vt_region: str) -> None:
    assert PLACES.vt_region_of(PLACES.named(name)[0].code) == vt_region


def test_uitgeest_is_reached_by_its_postcode() -> None:
    found = PLACES.at_postcode("1911")
    assert found is not None
    assert (found.code, found.vt_region, found.region) == (
        UITGEEST,
        "noord-holland-noord",
        "noord-holland-noord",
    )


@pytest.mark.parametrize(
    ("name", "municipalities"),
    [
        ("haarlem", ["Haarlem"]),
        ("Den Bosch", ["'s-Hertogenbosch"]),
        ("S GRAVENHAGE", ["'s-Gravenhage"]),
        ("Santpoort-Noord", ["Velsen"]),
        ("nergens", []),
    ],
)
def test_a_name_an_alias_and_a_place_are_found(name: str, municipalities: list[str]) -> None:
    assert [each.name for each in PLACES.named(name)] == municipalities


def test_a_place_in_two_municipalities_gives_both() -> None:
    double = [name for name, codes in PLACES.place_names().items() if len(codes) > 1]
    assert len(double) >= 60
    assert all(len(PLACES.named(name)) > 1 for name in double)


def test_borders_have_two_sides() -> None:
    for slug in PLACES.regions:
        for other in PLACES.neighbours(slug):
            assert slug in PLACES.neighbours(other)
    assert "amsterdam-amstelland" in PLACES.neighbours("kennemerland")
    assert PLACES.neighbours("gone") == frozenset()


def test_a_border_that_one_row_mentions_has_two_sides() -> None:
    places = Places.from_rows(
        [], [{**REGION, "neighbours": "zuid|noord"}, {**REGION, "slug": "zuid"}]
    )
    assert places.neighbours("zuid") == {"noord"}
    # Nobody is their own neighbour.
    assert places.neighbours("noord") == {"zuid"}


def test_regions_have_names() -> None:
    region = PLACES.region_named("Gooi & Vechtstreek")
    assert region is not None
    assert region.slug == "gooi-en-vechtstreek"
    assert PLACES.region(region.slug) == region
    assert PLACES.region_named("nergens") is None
    assert PLACES.region_of(HAARLEM) == "kennemerland"


def test_unknown_codes_are_unknown() -> None:
    assert PLACES.municipality(None) is None
    assert PLACES.region_of("GM9999") is None
    assert PLACES.vt_region_of(None) is None
    assert PLACES.km(HAARLEM, "GM9999") is None


def test_distance_between_centroids() -> None:
    km = PLACES.km(HAARLEM, AMSTERDAM)
    assert km is not None
    assert 15 < km < 20
    assert km == PLACES.km(AMSTERDAM, HAARLEM)
    assert PLACES.km(HAARLEM, HAARLEM) == 0


def test_the_order_of_rows_means_nothing() -> None:
    rows = [ROW, {**ROW, "code": "GM0002", "postcodes": "1001-1003"}]
    forward = Places.from_rows(rows, [REGION])
    backward = Places.from_rows(rows[::-1], [REGION])
    for postcode in ("1000", "1002", "1003", "1004", "1005"):
        assert forward.at_postcode(postcode) == backward.at_postcode(postcode)
    assert forward.at_postcode("1004") is None
    first = forward.at_postcode("1002")
    assert first is not None
    assert first.code == "GM0001"


KNOWN = "a known region"
POSTCODES = "postcodes such as 2011-2015|2019"


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"code": "0001"}, "municipalities[0].code: a municipality code such as GM0392"),
        ({"name": ""}, "municipalities[0].name: a text that is not empty"),
        ({"vt_region": " "}, "municipalities[0].vt_region: a text that is not empty"),
        ({"lat": "north"}, "municipalities[0].lat: degrees from -90 to 90"),
        ({"lat": "90.5"}, "municipalities[0].lat: degrees from -90 to 90"),
        ({"lat": "-90.5"}, "municipalities[0].lat: degrees from -90 to 90"),
        ({"lon": "180.5"}, "municipalities[0].lon: degrees from -180 to 180"),
        ({"postcodes": "100"}, f"municipalities[0].postcodes: {POSTCODES}"),
        ({"postcodes": "1005-1000"}, f"municipalities[0].postcodes: {POSTCODES}"),
        ({"ghnt_region": "zuid"}, f"municipalities.GM0001.ghnt_region: {KNOWN}"),
    ],
)
def test_a_wrong_row_is_refused(wrong: dict[str, str], fault: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Places.from_rows([{**ROW, **wrong}], [REGION])
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"name": ""}, "regions[1].name: a text that is not empty"),
        ({"neighbours": "west"}, "regions.zuid.neighbours: known regions"),
        ({"slug": "noord"}, "regions.noord: each only once"),
    ],
)
def test_a_wrong_region_is_refused(wrong: dict[str, str], fault: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Places.from_rows([], [REGION, {**REGION, "slug": "zuid", **wrong}])
    assert str(caught.value) == fault


def test_a_row_holds_everything_by_its_column() -> None:
    assert Municipality.from_row(
        {
            **ROW, "vt_region": "zuid", "lat": "-90", "lon": "180", "province": " Drenthe",
            "aliases": "Daar | Ginds", "places": "Dorp|",
        }
    ) == Municipality(
        code="GM0001", name="Hier", region="noord", vt_region="zuid", lat=-90, lon=180,
        province="Drenthe", aliases=("Daar", "Ginds"), places=("Dorp",),
        postcodes=((1000, 1002), (1005, 1005)),
    )  # fmt: skip
    bare = Municipality.from_row(ROW)
    assert (bare.province, bare.aliases, bare.places) == ("", (), ())
    row = {**REGION, "aliases": "Boven", "neighbours": "zuid|oost"}
    assert Region.from_row(row) == Region(
        slug="noord", name="Noord", aliases=("Boven",), neighbours=frozenset({"zuid", "oost"})
    )


@pytest.mark.parametrize("kind", [Municipality, Region])
def test_a_row_of_its_own_is_called_a_row(kind: type[Municipality | Region]) -> None:
    with pytest.raises(InvalidValue) as caught:
        kind.from_row({})
    assert caught.value.field in {"row.code", "row.slug"}


def test_a_file_may_begin_with_a_mark_and_hold_accents(tmp_path: Path) -> None:
    tables = {"m.csv": [{**ROW, "name": "Sûdwâld"}], "r.csv": [REGION]}
    for name, (row,) in tables.items():
        text = ",".join(row) + "\r\n" + ",".join(row.values()) + "\r\n"
        (tmp_path / name).write_text(text, encoding="utf-8-sig", newline="")
    places = Places.read(tmp_path / "m.csv", tmp_path / "r.csv")
    assert places.municipalities["GM0001"].name == "Sûdwâld"
    assert places.named("Sûdwâld") == (places.municipality("GM0001"),)
    assert places.region_named("noord") == Region(slug="noord", name="Noord")


@pytest.mark.parametrize(
    ("here", "there", "km"),
    [
        (("52", "4"), ("53", "4"), 111.195),
        (("52", "4"), ("52", "5"), 68.458),
        (("52", "4"), ("53", "6"), 175.182),
        # The other side of the earth: half of its girth, and no rounding error further.
        (("-82", "-180"), ("82", "0"), 20_015.115),
    ],
)
def test_the_distance_over_the_globe(
    here: tuple[str, str], there: tuple[str, str], km: float
) -> None:
    rows = [
        {**ROW, "code": code, "lat": lat, "lon": lon}
        for code, (lat, lon) in (("GM0001", here), ("GM0002", there))
    ]
    places = Places.from_rows(rows, [REGION])
    assert places.km("GM0001", "GM0002") == pytest.approx(km, abs=1e-3)
    assert places.km_from("GM0001") is places.km_from("GM0001")


def test_wrong_tables_are_refused(tmp_path: Path) -> None:
    for again in (ROW, {**ROW, "name": "Daar"}):
        with pytest.raises(InvalidValue, match=r"^municipalities\.GM0001: each only once$"):
            Places.from_rows([ROW, again], [REGION])
    with pytest.raises(InvalidValue, match="neighbours: known regions"):
        Places.from_rows([], [{**REGION, "neighbours": "zuid"}])
    (tmp_path / "m.csv").write_bytes(b"code,name\n\xff\xfe,x\n")
    with pytest.raises(InvalidValue, match=r"m\.csv: a csv file in UTF-8"):
        Places.read(tmp_path / "m.csv", tmp_path / "m.csv")
