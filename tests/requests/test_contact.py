"""An answer reaches the organisation, also when who asked has left it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from drakennet.access.models import AccessLine, Seen
from drakennet.accounts import services as accounts
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from drakennet.organisations import queries as organisations
from drakennet.organisations import services
from drakennet.organisations.models import Membership
from drakennet.requests.models import Answer, Question
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit
from tests.requests.scenes import link

SHOW = "Toon met wie u een afspraak maakt"
SayYes = Callable[[Question], Page]


def leave(question: Question) -> None:
    own = Membership.member_id == question.asked_by_id
    membership = db.session.scalars(select(Membership).where(own)).one()
    services.end(membership, by=question.asked_by, now=NOW)
    db.session.commit()


@pytest.fixture
def say_yes(client: Client, log_in: LogIn) -> Callable[[Question], Page]:
    """Press from the mail, then read behind log-in with whom to make an appointment."""

    def press(question: Question) -> Page:
        submit(client, link(question), {"answer": "yes"})
        browser = log_in(question.profile.member)
        return Page(browser.get(Page(client.get(link(question))).links[SHOW]))

    return press


def told() -> list[str]:
    received = OutboxMail.kind == "answer_received"
    return list(db.session.scalars(select(OutboxMail.to_address).where(received)))


def test_who_asked_hears_it_first(say_yes: SayYes) -> None:
    place = factories.organisation()
    factories.organisation_contact(place)
    question = factories.question(request=factories.care_request(place))
    page = say_yes(question)
    assert told() == [question.asked_by.email]
    assert question.asked_by.email in page.text


def test_colleague_hears_it_when_who_asked_has_left(say_yes: SayYes) -> None:
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    practitioner = factories.member(RoleName.PRACTITIONER)
    factories.works_at(practitioner, place)
    colleague = factories.organisation_contact(place)
    leave(question)
    page = say_yes(question)
    assert told() == [colleague.email]
    assert colleague.email in page.text
    assert question.asked_by.email not in page.text


@pytest.mark.asvs("8.3.1")
def test_nobody_who_left_is_named_or_told(say_yes: SayYes) -> None:
    question = factories.question()
    leave(question)
    page = say_yes(question)
    assert told() == []
    assert question.asked_by.email not in page.text
    assert "Er is nu niemand bereikbaar" in page.text
    assert organisations.contact_at(question.request.organisation_id, question.asked_by) is None


@pytest.mark.asvs("8.3.2")
def test_who_is_no_contact_any_more_is_not_told(say_yes: SayYes) -> None:
    """Still there, with other work: what was asked is no longer theirs to read."""
    place = factories.organisation()
    question = factories.question(request=factories.care_request(place))
    colleague = factories.organisation_contact(place)
    accounts.take_role(question.asked_by, RoleName.ORGANISATION_CONTACT, now=NOW)
    db.session.commit()
    page = say_yes(question)
    assert told() == [colleague.email]
    assert question.asked_by.email not in page.text


@pytest.mark.asvs("8.3.2", "8.2.2")
def test_link_itself_shows_nobody(client: Client) -> None:
    """It may be forwarded, or opened by a scanner: it gives away one answer, and no person."""
    question = factories.question()
    submit(client, link(question), {"answer": "yes"})
    page = Page(client.get(link(question)))
    assert "Uw antwoord: Ja" in page.text
    assert "Zij ziet uw naam en e-mailadres en kan u mailen." in page.text
    for words in (question.asked_by.email, question.asked_by.name):
        assert words not in page.html
    answer = client.get(page.links[SHOW])
    assert answer.location == f"/inloggen?next={page.links[SHOW]}"


@pytest.mark.asvs("16.2.1", "16.3.3")
def test_each_look_at_who_asked_is_a_line(say_yes: SayYes) -> None:
    question = factories.question()
    page = say_yes(question)
    assert question.asked_by.email in page.text
    (line,) = db.session.scalars(select(AccessLine))
    assert (line.viewer_id, line.subject_id) == (question.profile.member_id, question.asked_by_id)
    assert (line.seen, line.about_id) == (Seen.CONTACT, question.request_id)


def test_who_keeps_the_address_hidden_gets_in_touch(client: Client, log_in: LogIn) -> None:
    profile = factories.practitioner_profile(visibility={"email": "nobody"})
    question = factories.question(profile=profile)
    submit(client, link(question), {"answer": "yes"})
    page = Page(client.get(link(question)))
    assert "U koos om zelf contact op te nemen." in page.text
    read = Page(log_in(profile.member).get(page.links[SHOW])).text
    assert "ziet uw e-mailadres niet en wacht op uw mail" in read


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("who", ["another practitioner", "the asker", "too early", "closed", "no"])
def test_page_is_for_who_said_yes_to_what_is_open(who: str, log_in: LogIn) -> None:
    said = {"too early": None, "no": Answer.NO}.get(who, Answer.YES)
    question = factories.question(answer=said, answered_at=NOW if said else None)
    people = {
        "another practitioner": factories.practitioner_profile().member,
        "the asker": question.asked_by,
    }
    if who == "closed":
        question.request.closed_at = NOW
    person = people.get(who, question.profile.member)
    assert log_in(person).get(f"/vragen-aan-mij/{question.id}").status_code == 404


def test_list_of_questions_leads_there(say_yes: SayYes, log_in: LogIn) -> None:
    question = factories.question()
    say_yes(question)
    page = Page(log_in(question.profile.member).get("/vragen-aan-mij"))
    assert page.links[SHOW] == f"/vragen-aan-mij/{question.id}"
