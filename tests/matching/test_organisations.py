"""Organisations are suggested by the names people use; likeness alone never decides."""

import pytest

from drakenmatch.organisations import OrganisationNames, Suggestion, likeness

NAMES = OrganisationNames(
    {
        "GGZ Noord-Holland-Noord": ["GGZ NHN"],
        "Stichting De Waag": ["Waag Nederland"],
        "CJG Kennemerland": ["Centrum voor Jeugd en Gezin Kennemerland"],
        "Waagstaete": ["Waag Nederland"],
    }
)
AMONG = (
    "GGz Breburg",
    "GGZ Noord-Holland Noord",
    "JGZ Kennemerland",
    "CJG Kennemerland",
    "De Schuilhof",
    "De Schuilhoek",
    "Waag Nederland",
    "de waag",
    "Waagstaete",
)


def suggested(typed: str, **more: int) -> list[tuple[str, bool]]:
    return [(each.name, each.known) for each in NAMES.suggest(typed, AMONG, **more)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ggz nhn", [("GGZ Noord-Holland Noord", True)]),
        ("GGZ-Noord-Holland-Noord", [("GGZ Noord-Holland Noord", True)]),
        ("Centrum voor jeugd en gezin Kennemerland", [("CJG Kennemerland", True)]),
        ("Stichting Schuilhof", [("De Schuilhof", True), ("De Schuilhoek", False)]),
        ("De Schuilhof B.V.", [("De Schuilhof", True), ("De Schuilhoek", False)]),
        ("Schuilhofje", [("De Schuilhof", False), ("De Schuilhoek", False)]),
        ("GGZ XYZ", []),
        ("JGZ Kennemerland", [("JGZ Kennemerland", True)]),
        ("CJG Kenemerland", [("CJG Kennemerland", False)]),
        ("", []),
        ("!!", []),
        ("de", []),
    ],
)
def test_what_may_be_meant(typed: str, expected: list[tuple[str, bool]]) -> None:
    assert suggested(typed) == expected


def test_another_name_leads_to_every_organisation_that_has_it() -> None:
    names = OrganisationNames({"Noord": ["De Brug", "Stichting Kade"], "Zuid": ["De Brug"]})
    for one, other in (("brug", "Noord"), ("brug", "Zuid"), ("kade", "Noord"), ("kade", "brug")):
        assert names.same(one, other) and names.same(other, one)
    assert not names.same("kade", "Zuid")
    assert not names.same("Noord", "Zuid")


def test_a_name_of_two_organisations_suggests_both() -> None:
    assert suggested("waag nederland") == [
        ("Waag Nederland", True),
        ("de waag", True),
        ("Waagstaete", True),
    ]


def test_what_is_known_comes_before_what_reads_alike() -> None:
    names = ("Waag Nederlanden", "de waag")
    assert NAMES.suggest("waag nederland", names) == [
        Suggestion("de waag", known=True),
        Suggestion("Waag Nederlanden", known=False),
    ]


def test_no_more_than_asked_for() -> None:
    assert suggested("waag nederland", most=1) == [("Waag Nederland", True)]
    assert suggested("Schuilhofje", most=1) == [("De Schuilhof", False)]
    many = [f"Schuilhof {letter}" for letter in "cdefgh"]
    assert [each.name for each in NAMES.suggest("Schuilhof", many)] == many[:4]
    assert NAMES.suggest("Schuilhof d", ["Schuilhof d", "Schuilhof d"]) == [
        Suggestion("Schuilhof d", known=True)
    ]


def test_without_a_table_only_the_spelling_counts() -> None:
    nothing = OrganisationNames({})
    assert nothing.same("GGZ NHN", "ggz nhn")
    assert not nothing.same("GGZ NHN", "GGZ Noord-Holland-Noord")
    assert not nothing.same("", "")
    assert NAMES.same("ggz noord-holland-noord", "GGZ NHN")


def test_short_words_are_exact_and_likeness_has_a_bar() -> None:
    assert likeness("GGZ NHN", "GGz Breburg") == 0
    assert likeness("CJG Haarlem", "JGZ Haarlem") == 0
    assert likeness("Brug Haarlem", "Burg Haarlem") == 0
    assert likeness("Bruggen Haarlem", "Burggen Haarlem") > 70
    assert likeness("Schuilhof Noord", "Schuilhof noord") == 100
    assert likeness("Noord Schuilhof", "Schuilhof Noord") == 100
    # Of seven letters and three: 2 x 7 / 20 is exactly the bar.
    assert likeness("abcdefgxyz", "abcdefguvw") == 70
    assert OrganisationNames({}).suggest("abcdefgxyz", ["abcdefguvw"])
    assert not OrganisationNames({}).suggest("abcdefxyzz", ["abcdefguvw"])
