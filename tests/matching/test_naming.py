"""What is called by a slug is shown by its name, in both languages where there are two."""

import pytest

from drakenmatch.naming import Labels, label
from tests.matching.examples import HAARLEM, PLACES, VOCABULARY


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("zelfstandig", {"nl": "zelfstandig", "en": "independent"}),
        ("emdr-kj", {
            "nl": "EMDR bij kinderen en jongeren", "en": "EMDR with children and adolescents",
        }),
        ("kennemerland", "Kennemerland"),
        (HAARLEM, "Haarlem"),
        ("gone", "gone"),
    ],
)  # fmt: skip
def test_a_slug_has_a_name(slug: str, name: object) -> None:
    assert label(slug, VOCABULARY, PLACES) == name
    names = Labels(VOCABULARY, PLACES)
    assert names[slug] == name
    assert names[slug] is names[slug]
    assert dict(names) == {slug: name}
