"""A link in one mail is worth nothing where another is asked, whatever number it holds."""

import pytest
from flask import Flask

from drakennet.factors import mails as factors
from drakennet.factors.models import FactorReset
from drakennet.intervision import mails as intervision
from drakennet.organisations import queries as organisations
from drakennet.organisations.models import WorkInvite
from drakennet.requests import queries as requests
from tests import factories
from tests.conftest import Client


@pytest.mark.asvs("9.2.2")
def test_number_signed_for_something_else_is_no_link(app: Flask, client: Client) -> None:
    question = factories.question()
    number = question.id
    with app.test_request_context():
        others = (
            intervision.token_of(number),
            organisations.invite_token(WorkInvite(id=number)),
            factors.token_of(FactorReset(id=number)),
        )
        own = requests.answer_token(question)
    assert client.get(f"/antwoord/{own}").status_code == 200
    assert [client.get(f"/antwoord/{token}").status_code for token in others] == [404] * 3
