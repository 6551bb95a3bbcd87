"""Who becomes a member: judged by the coordinator of the own region, once, with a reason for no."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from drakennet.accounts.models import RoleName, User
from drakennet.coordination import services
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.organisations import services as organisations
from drakennet.organisations.models import Membership, Organisation
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.coordination.steps import GRONINGEN, coordinator, mails, newcomer, page_of
from tests.factories import organisation_of
from tests.pages import Page, submit

NEW = {
    "organisation": "new",
    "name": "De Schuilhof",
    "type_slug": "vrouwenopvang",
    "municipality": "Haarlem",
}


def approve(browser: Client, person: User, **values: Any) -> Page:
    address = page_of(person)
    answers = {"checked": "known", **values}
    return submit(browser, f"{address}/goedkeuren", answers, page=address)


def reject(browser: Client, person: User, reason: str = "Ik ken u niet.") -> Page:
    address = page_of(person)
    return submit(browser, f"{address}/afwijzen", {"reason": reason}, page=address)


def test_page_shows_what_somebody_claims(log_in: LogIn) -> None:
    person = newcomer(RoleName.AANDACHTSFUNCTIONARIS, claimed_organisation="De Schuilhof")
    page = Page(log_in(coordinator()).get(page_of(person)))
    assert page.h1 == person.name
    assert page.title == "Aanmelding beoordelen – Drakennet"
    for words in (person.email, "Aandachtsfunctionaris", "De Schuilhof", "Haarlem, Kennemerland"):
        assert words in page.text
    assert len(page.ids) == len(set(page.ids))


def test_approved_member_works_at_the_new_organisation(log_in: LogIn) -> None:
    person, judge = newcomer(RoleName.ORGANISATION_CONTACT), coordinator()
    assert approve(log_in(judge), person, **NEW).response.location == "/mijn-regio"
    assert person.approved
    assert person.approved_by_id == judge.id
    place = organisation_of(person)
    assert place is not None
    assert (place.name, place.type_slug) == ("De Schuilhof", "vrouwenopvang")
    assert place.municipality.name == "Haarlem"
    assert [mail.to_address for mail in mails("approved")] == [person.email]


def test_same_name_is_proposed_first(log_in: LogIn) -> None:
    """Written otherwise, it is still the same; a name that looks like it is only offered."""
    factories.organisation(name="De Schuilhoek")
    same = factories.organisation(name="de schuilhof")
    factories.organisation(name="Heel Iets Anders")
    person = newcomer(RoleName.ORGANISATION_CONTACT, claimed_organisation="De Schuilhof!")
    browser = log_in(coordinator())
    page = Page(browser.get(page_of(person)))
    assert page.form("goedkeuren").fields["organisation"] == str(same.id)
    radios = page.html.split('name="organisation"')
    assert "de schuilhof" in radios[1]
    assert "De Schuilhoek" in radios[2]
    approve(browser, person)
    assert organisation_of(person) == same


def test_lookalike_is_never_chosen_by_itself(log_in: LogIn) -> None:
    factories.organisation(name="JGZ Kennemerland")
    person = newcomer(RoleName.ORGANISATION_CONTACT, claimed_organisation="CJG Kennemerland")
    page = Page(log_in(coordinator()).get(page_of(person)))
    assert "JGZ Kennemerland" in page.text
    assert page.form("goedkeuren").fields["organisation"] == "new"


def test_another_organisation_of_the_region_is_chosen(log_in: LogIn) -> None:
    place = factories.organisation(name="Heel Iets Anders")
    far = factories.organisation(name="Ver Weg", municipality_code=GRONINGEN)
    person = newcomer(claimed_organisation="De Schuilhof")
    browser = log_in(coordinator())
    assert approve(browser, person, organisation="other", other=str(far.id)).status == 422
    assert approve(browser, person, organisation="other", other=str(place.id)).status == 302
    assert organisation_of(person) == place


def test_practitioner_may_work_alone(log_in: LogIn) -> None:
    person = newcomer(RoleName.PRACTITIONER)
    assert approve(log_in(coordinator()), person, organisation="none").status == 302
    assert organisation_of(person) is None
    assert person.approved


@pytest.mark.parametrize(
    "role",
    [RoleName.ORGANISATION_CONTACT, RoleName.AANDACHTSFUNCTIONARIS, RoleName.VEILIG_THUIS],
)
def test_others_need_an_organisation(role: RoleName, log_in: LogIn) -> None:
    person = newcomer(role)
    assert approve(log_in(coordinator()), person, organisation="none").status == 422
    assert person.waiting


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Vul de naam van de nieuwe organisatie in"),
        ({"name": "Bestaat Al"}, "bestaat al"),
        ({"name": "n" * 121}, "hooguit 120 tekens"),
        ({"type_slug": ""}, "wat voor organisatie"),
        ({"municipality": ""}, "waar de organisatie zit"),
        ({"municipality": "Atlantis"}, "Wij kennen “Atlantis” niet"),
        ({"organisation": "other", "other": ""}, "welke organisatie u bedoelt"),
    ],
)
def test_half_an_organisation_is_refused(
    changes: dict[str, str], sentence: str, log_in: LogIn
) -> None:
    factories.organisation(name="Bestaat Al")
    person = newcomer(RoleName.ORGANISATION_CONTACT)
    page = approve(log_in(coordinator()), person, **NEW | changes)
    assert page.status == 422
    assert sentence in page.text
    assert person.waiting
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


@pytest.mark.parametrize("organisation", ["", "x", str(UUID(int=7)), "9" * 20])
def test_made_up_organisation_is_refused(organisation: str, log_in: LogIn) -> None:
    person = newcomer()
    page = approve(log_in(coordinator()), person, organisation=organisation)
    assert page.status == 422
    assert person.waiting


def test_veilig_thuis_gets_the_region_of_the_coordinator(log_in: LogIn) -> None:
    person = newcomer(RoleName.VEILIG_THUIS)
    approve(log_in(coordinator()), person, **NEW)
    assert [grant.region_slug for grant in person.roles] == ["kennemerland"]


def test_rejected_member_is_mailed_the_reason(log_in: LogIn) -> None:
    person = newcomer()
    assert reject(log_in(coordinator()), person, "Bel mij eerst even.").status == 302
    assert (person.approved, person.waiting) == (False, False)
    (mail,) = mails("rejected")
    assert "Bel mij eerst even." in mail.text
    assert "Bel mij" not in mail.subject


@pytest.mark.parametrize("reason", ["", "   ", "r" * 501])
def test_a_no_needs_a_reason(reason: str, log_in: LogIn) -> None:
    person = newcomer(claimed_organisation="De Schuilhof")
    page = reject(log_in(coordinator()), person, reason)
    assert page.status == 422
    assert page.form("goedkeuren").fields["name"] == "De Schuilhof"
    assert person.waiting


def test_a_no_can_be_taken_back(log_in: LogIn) -> None:
    person, browser = newcomer(), log_in(coordinator())
    reject(browser, person)
    assert page_of(person) in Page(browser.get("/mijn-regio")).links.values()
    approve(browser, person, organisation="none")
    assert person.approved
    assert person.rejection_reason == ""


def test_second_judge_is_told(log_in: LogIn) -> None:
    """Two coordinators have the page open; the second changes nothing."""
    person = newcomer()
    first, second = log_in(coordinator()), log_in(coordinator())
    form = Page(second.get(page_of(person))).form("afwijzen").fields
    approve(first, person, organisation="none")
    answer = second.post(f"{page_of(person)}/afwijzen", data=form | {"reason": "Nee."})
    assert answer.status_code == 409
    assert "al goedgekeurd" in answer.get_data(as_text=True)
    assert person.approved
    assert mails("rejected") == []


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("action", ["", "/goedkeuren", "/afwijzen"])
def test_member_of_another_region_is_not_there(action: str, log_in: LogIn) -> None:
    person = newcomer(municipality_code=GRONINGEN)
    browser = log_in(coordinator())
    token = Page(browser.get("/mijn-regio")).forms[0].fields["csrf_token"]
    values = {"csrf_token": token, "organisation": "none", "reason": "Nee."}
    address = f"{page_of(person)}{action}"
    answer = browser.post(address, data=values) if action else browser.get(address)
    assert answer.status_code == 404
    assert person.waiting


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize(
    "role",
    [role for role in RoleName if role not in {RoleName.COORDINATOR, RoleName.ADMINISTRATOR}],
)
def test_members_do_not_judge_each_other(role: RoleName, log_in: LogIn) -> None:
    browser = log_in(factories.member(role, region="kennemerland"))
    assert browser.get(page_of(newcomer())).status_code == 404


def test_coordinator_never_judges_themselves(log_in: LogIn) -> None:
    """Not even one who lost the approval, or is coordinator of two regions."""
    judge = coordinator()
    assert log_in(judge).get(page_of(judge)).status_code == 404
    waiting = coordinator(approved_at=None)
    assert log_in(waiting).get(page_of(waiting)).status_code == 404
    with pytest.raises(Refusal):
        services.approve(judge, by=judge, workplace=None, seen=[], now=NOW)


def test_only_the_name_that_was_read_is_approved(log_in: LogIn) -> None:
    """A newcomer takes another name while the coordinator is on the telephone."""
    person = newcomer(name="Sanne Bekend")
    browser = log_in(coordinator())
    opened = Page(browser.get(page_of(person))).form("/goedkeuren")
    person.name = "Iemand Anders"
    db.session.commit()
    answers = {**opened.fields, "checked": "known"}
    page = Page(browser.post(opened.action, data=answers))
    assert page.status == 422
    assert "Dit lid heeft intussen een andere naam." in page.text
    assert page.h1 == "Iemand Anders"
    assert person.waiting
    again = page.form("/goedkeuren")
    answers = {**again.fields, "checked": "known"}
    assert browser.post(again.action, data=answers).status_code == 302


@pytest.mark.parametrize("traits", [{"confirmed_at": None}, {"blocked_at": NOW}])
def test_who_cannot_log_in_is_not_judged(traits: dict[str, Any], log_in: LogIn) -> None:
    person = newcomer(**traits)
    assert log_in(coordinator()).get(page_of(person)).status_code == 404


def test_administrator_judges_everywhere(log_in: LogIn) -> None:
    person = newcomer(RoleName.VEILIG_THUIS, municipality_code=GRONINGEN)
    browser = log_in(factories.member(RoleName.ADMINISTRATOR))
    assert approve(browser, person, **NEW).status == 302
    assert [grant.region_slug for grant in person.roles] == ["groningen"]


def test_name_is_shown_as_text(log_in: LogIn) -> None:
    person = newcomer(name="<script>x</script>", claimed_organisation="<b>Ö</b>")
    page = Page(log_in(coordinator()).get(page_of(person)))
    assert "<script>x" not in page.html
    assert "<b>Ö" not in page.html
    assert page.h1 == "<script>x</script>"


def test_member_is_shown_with_where_they_work(log_in: LogIn) -> None:
    """What they typed long ago says little of whom an alert is about."""
    person = factories.member(RoleName.ORGANISATION_CONTACT)
    organisations.join(person, factories.organisation(name="De Schuilhof"), now=NOW)
    left = factories.organisation(name="Het Oude Huis")
    db.session.add(
        Membership(member_id=person.id, organisation_id=left.id, started_at=NOW, ended_at=NOW)
    )
    db.session.commit()
    page = Page(log_in(coordinator()).get(page_of(person)))
    assert "Werkt op Drakennet voor De Schuilhof Beheerder" in page.text
    assert "Het Oude Huis" not in page.text
