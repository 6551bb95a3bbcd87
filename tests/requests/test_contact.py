"""An answer reaches the organisation, also when who asked has left it."""

import pytest
from sqlalchemy import select

from drakennet.accounts import services as accounts
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from drakennet.organisations import queries as organisations
from drakennet.organisations import services
from drakennet.organisations.models import Membership
from drakennet.requests import queries
from drakennet.requests.models import Question
from tests import factories
from tests.conftest import NOW, Client
from tests.pages import Page, submit


def leave(question: Question) -> None:
    own = Membership.member_id == question.asked_by_id
    membership = db.session.scalars(select(Membership).where(own)).one()
    services.end(membership, by=question.asked_by, now=NOW)
    db.session.commit()


def answered(client: Client, question: Question) -> Page:
    address = f"/antwoord/{queries.answer_token(question)}"
    submit(client, address, {"answer": "yes"})
    return Page(client.get(address))


def told() -> list[str]:
    received = OutboxMail.kind == "answer_received"
    return list(db.session.scalars(select(OutboxMail.to_address).where(received)))


def test_who_asked_hears_it_first(client: Client) -> None:
    place = factories.organisation()
    factories.organisation_contact(place)
    question = factories.question(request=factories.care_request(place))
    page = answered(client, question)
    assert told() == [question.asked_by.email]
    assert question.asked_by.email in page.text


def test_colleague_hears_it_when_who_asked_has_left(client: Client) -> None:
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    practitioner = factories.member(RoleName.PRACTITIONER)
    factories.works_at(practitioner, place)
    colleague = factories.organisation_contact(place)
    leave(question)
    page = answered(client, question)
    assert told() == [colleague.email]
    assert colleague.email in page.text
    assert question.asked_by.email not in page.text


@pytest.mark.asvs("8.3.1")
def test_nobody_who_left_is_named_or_told(client: Client) -> None:
    question = factories.question()
    leave(question)
    page = answered(client, question)
    assert told() == []
    assert question.asked_by.email not in page.text
    assert organisations.contact_at(question.request.organisation_id, question.asked_by) is None


@pytest.mark.asvs("8.3.2")
def test_who_is_no_contact_any_more_is_not_told(client: Client) -> None:
    """Still there, with other work: what was asked is no longer theirs to read."""
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    colleague = factories.organisation_contact(place)
    accounts.take_role(question.asked_by, RoleName.ORGANISATION_CONTACT, now=NOW)
    db.session.commit()
    page = answered(client, question)
    assert told() == [colleague.email]
    assert question.asked_by.email not in page.text
