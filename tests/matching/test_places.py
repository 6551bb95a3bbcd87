from pathlib import Path

import pytest

from drakenmatch import InvalidValue, Places
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
    places = Places.from_rows([], [{**REGION, "neighbours": "zuid"}, {**REGION, "slug": "zuid"}])
    assert places.neighbours("zuid") == {"noord"}


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


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "0001"}, "municipalities[0].code"),
        ({"name": ""}, "municipalities[0].name"),
        ({"lat": "north"}, "municipalities[0].lat"),
        ({"lon": "999"}, "municipalities[0].lon"),
        ({"postcodes": "100"}, "municipalities[0].postcodes"),
        ({"postcodes": "1005-1000"}, "municipalities[0].postcodes"),
        ({"ghnt_region": "zuid"}, "municipalities.GM0001.ghnt_region"),
    ],
)
def test_a_wrong_row_is_refused(wrong: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        Places.from_rows([{**ROW, **wrong}], [REGION])
    assert caught.value.field == field


def test_wrong_tables_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="each only once"):
        Places.from_rows([ROW, ROW], [REGION])
    with pytest.raises(InvalidValue, match="neighbours: known regions"):
        Places.from_rows([], [{**REGION, "neighbours": "zuid"}])
    (tmp_path / "m.csv").write_bytes(b"code,name\n\xff\xfe,x\n")
    with pytest.raises(InvalidValue, match=r"m\.csv: a csv file in UTF-8"):
        Places.read(tmp_path / "m.csv", tmp_path / "m.csv")
