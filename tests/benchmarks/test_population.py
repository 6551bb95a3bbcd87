"""The country of the benchmarks: always the same, and nothing in it that a pool would refuse."""

from collections import Counter

import pytest
from benchmarks.country.drawing import BLOCK
from benchmarks.country.facts import TODAY, facts
from benchmarks.country.mix import Place, nothing_stated, requests
from benchmarks.population import country

from drakenmatch import Practitioner, practitioner_faults, request_faults

SIZE = 600


def test_the_same_people_every_time() -> None:
    assert list(country(SIZE)) == list(country(SIZE))


def test_another_seed_is_another_country() -> None:
    assert set(country(SIZE).ids).isdisjoint(country(SIZE, seed=1).ids)


@pytest.mark.parametrize("larger", [SIZE + 1, BLOCK, BLOCK + 1])
def test_a_larger_country_begins_with_the_smaller(larger: int) -> None:
    many = country(larger)
    assert len(many) == larger
    assert [many.practitioner(row) for row in range(50)] == list(country(50))


def test_a_row_alone_is_the_row_in_the_list() -> None:
    people = country(BLOCK + 3)
    assert [people.practitioner(row).id for row in (BLOCK, BLOCK + 2)] == [
        list(people)[row].id for row in (BLOCK, BLOCK + 2)
    ]


def test_nobody_states_what_does_not_exist() -> None:
    vocabulary, places = facts().vocabulary, facts().places
    for who in country(SIZE):
        assert not list(practitioner_faults(who, vocabulary, places, today=TODAY))


def test_plain_rows_read_back_as_the_values() -> None:
    people = country(50)
    assert [Practitioner.from_json(row) for row in people.rows()] == list(people)


def test_ids_are_unique_and_profiles_keep_to_the_limits() -> None:
    people = list(country(SIZE))
    assert len({who.id for who in people}) == SIZE
    assert max(len(who.expertise) for who in people) <= 25
    assert max(len(who.regions) for who in people) <= 5


@pytest.mark.parametrize(
    "field",
    ["municipality", "travel_km", "online", "ages", "languages", "settings", "funding", "room"],
)
def test_every_answer_is_sometimes_unknown_and_mostly_known(field: str) -> None:
    unknown = sum(getattr(who, field) is None for who in country(SIZE))
    assert 0 < unknown < SIZE / 2


@pytest.mark.parametrize("many", [20, 200])
def test_the_mix_holds_in_every_twenty(many: int) -> None:
    places = Counter(each.place for each in requests(many))
    shares = {place: share / many for place, share in places.items()}
    assert shares == {Place.REGION: 0.55, Place.RADIUS: 0.25, Place.NATIONWIDE: 0.2}


def test_requests_are_the_same_every_time_and_all_different() -> None:
    assert requests(60) == requests(200)[:60]
    assert len({each.request.id for each in requests(200)}) == 200


def test_requests_ask_only_for_what_exists() -> None:
    vocabulary, places = facts().vocabulary, facts().places
    for each in requests(400):
        assert not list(request_faults(each.request, vocabulary, places))
        assert each.request.text or not each.request.wishes


def test_a_place_is_stated_as_the_mix_says() -> None:
    for place, request in requests(200):
        assert bool(request.regions) == (place is Place.REGION)
        assert bool(request.municipality) == (place is Place.RADIUS)


def test_nothing_stated_asks_nothing() -> None:
    asked = nothing_stated(1)
    assert not (asked.wishes or asked.regions or asked.persons or asked.municipality)
