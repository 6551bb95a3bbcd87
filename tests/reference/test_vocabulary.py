"""The matcher reads the same vocabulary from the database as from the file."""

import pytest
from flask import Flask

from drakennet.reference import queries
from tests.matching.examples import VOCABULARY


@pytest.mark.parametrize("slug", ["emdr", "pleger", "cgt", "kindermishandeling", "iag", "ar"])
def test_what_terms_have_to_do_with_each_other_is_kept(app: Flask, slug: str) -> None:
    with app.app_context():
        kept = queries.vocabulary()
    assert kept.related_to(slug) == VOCABULARY.related_to(slug)
    assert kept.look_alikes(slug) == VOCABULARY.look_alikes(slug)
    assert kept.unrelated == VOCABULARY.unrelated
    assert kept.unrelated
