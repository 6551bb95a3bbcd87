"""Colleagues come by invitation, go at once, and somebody always manages the organisation."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.mail.models import OutboxMail
from drakennet.organisations import mails, queries, services
from drakennet.organisations.models import Membership, Organisation, WorkInvite
from tests import factories, golden
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit

OWN = "/mijn-organisatie"


def manager(place: Organisation) -> User:
    person = factories.member(RoleName.ORGANISATION_CONTACT)
    services.join(person, place, now=NOW)
    db.session.commit()
    return person


def membership(person: User) -> Membership:
    return db.session.scalars(select(Membership).where(Membership.member_id == person.id)).one()


def invited(place: Organisation, by: User, email: str = "nieuw@example.nl") -> WorkInvite:
    services.invite(place, email, by=by, now=NOW)
    db.session.commit()
    return db.session.scalars(select(WorkInvite).order_by(WorkInvite.invited_at)).all()[-1]


def link(invite: WorkInvite) -> str:
    return f"/organisatie/uitnodiging/{queries.invite_token(invite)}"


# ---- Who manages ----


@pytest.mark.usefixtures("app")
def test_first_contact_manages_and_the_second_does_not() -> None:
    place = factories.organisation()
    first, second = manager(place), manager(place)
    assert membership(first).manages
    assert not membership(second).manages


@pytest.mark.usefixtures("app")
def test_practitioner_does_not_manage_by_being_first() -> None:
    place, person = factories.organisation(), factories.member(RoleName.PRACTITIONER)
    services.join(person, place, now=NOW)
    assert not membership(person).manages


def test_manager_appoints_a_second_and_may_then_step_down(log_in: LogIn) -> None:
    place = factories.organisation()
    first, second = manager(place), manager(place)
    browser = log_in(first)
    one, two = membership(first), membership(second)
    refused = submit(browser, f"{OWN}/leden/{one.id}/geen-beheerder", {}, page=OWN)
    assert refused.response.status_code == 409
    assert "Wijs eerst een andere beheerder aan" in refused.text
    submit(browser, f"{OWN}/leden/{two.id}/beheerder", {}, page=OWN)
    submit(browser, f"{OWN}/leden/{one.id}/geen-beheerder", {}, page=OWN)
    db.session.expire_all()
    assert (membership(first).manages, membership(second).manages) == (False, True)


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize(
    "path", ["leden/{member}/einde", "leden/{member}/beheerder", "{place}/uitnodigen"]
)
def test_manager_of_another_organisation_finds_nothing(log_in: LogIn, path: str) -> None:
    place = factories.organisation()
    address = path.format(member=membership(manager(place)).id, place=place.id)
    stranger = log_in(manager(factories.organisation()))
    token = Page(stranger.get(OWN)).form("/uitnodigen").fields["csrf_token"]
    answer = stranger.post(f"{OWN}/{address}", data={"csrf_token": token, "email": "x@example.nl"})
    assert answer.status_code == 404


def test_colleague_who_does_not_manage_sees_no_buttons(log_in: LogIn) -> None:
    place = factories.organisation(name="De Schuilhof")
    first, second = manager(place), manager(place)
    page = Page(log_in(second).get(OWN))
    assert first.name in page.text
    assert "De Schuilhof" in page.text
    assert [form.action for form in page.forms if OWN in form.action] == [
        f"{OWN}/leden/{membership(second).id}/einde"
    ]


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize("traits", [{"approved_at": None}, {"rejected_at": NOW}])
def test_who_is_not_approved_reads_no_colleagues(log_in: LogIn, traits: dict[str, Any]) -> None:
    """An invitation was accepted, or the approval is over: no second step is asked, so no names."""
    place = factories.organisation(name="De Schuilhof")
    boss = manager(place)
    person = factories.member(RoleName.PRACTITIONER, **traits)
    services.accept(invited(place, boss, person.email), person, now=NOW)
    db.session.commit()
    page = Page(log_in(person).get(OWN))
    assert "De Schuilhof" in page.text
    assert person.name in page.text
    assert boss.name not in page.text


# ---- Going ----


@pytest.mark.asvs("7.4.2", "8.3.1")
def test_who_is_let_go_loses_everything_at_once(log_in: LogIn) -> None:
    place = factories.organisation()
    boss, leaver = manager(place), manager(place)
    request = factories.care_request(place)
    theirs = log_in(leaver)
    assert theirs.get(f"/aanvragen/{request.id}").status_code == 200
    submit(log_in(boss), f"{OWN}/leden/{membership(leaver).id}/einde", {}, page=OWN)
    assert theirs.get(f"/aanvragen/{request.id}").status_code == 302
    db.session.expire_all()
    assert membership(leaver).ended_at == NOW
    assert leaver.waiting
    assert log_in(leaver).get(f"/aanvragen/{request.id}").status_code == 404


def test_who_leaves_keeps_the_profile(log_in: LogIn) -> None:
    place = factories.organisation()
    boss = manager(place)
    person = factories.member(RoleName.PRACTITIONER)
    profile = factories.practitioner_profile(person)
    services.join(person, place, now=NOW)
    db.session.commit()
    submit(log_in(person), f"{OWN}/leden/{membership(person).id}/einde", {}, page=OWN)
    db.session.expire_all()
    assert profile.member.approved
    assert [one.member_id for one in queries.colleagues_at(place.id)] == [boss.id]


def test_last_manager_cannot_leave_the_others_alone(log_in: LogIn) -> None:
    place = factories.organisation()
    boss, other = manager(place), manager(place)
    address = f"{OWN}/leden/{membership(boss).id}/einde"
    assert submit(log_in(boss), address, {}, page=OWN).response.status_code == 409
    services.end(membership(other), by=boss, now=NOW)
    db.session.commit()
    assert submit(log_in(boss), address, {}, page=OWN).response.status_code == 302


def test_nowhere_tells_what_to_do(log_in: LogIn) -> None:
    page = Page(log_in(factories.member()).get(OWN))
    assert page.h1 == "Mijn organisatie"
    assert "U werkt nu voor geen organisatie" in page.text


# ---- Coming from elsewhere ----


def gone(place: Organisation, *roles: RoleName, days: int = 40) -> User:
    """Confirmed long ago, and today no longer there."""
    long_ago = NOW - timedelta(days=days)
    person = factories.member(
        *(roles or (RoleName.AANDACHTSFUNCTIONARIS,)),
        claimed_organisation=place.name,
        created_at=long_ago,
        confirmed_at=long_ago,
    )
    services.join(person, place, now=long_ago)
    services.end(membership(person), by=person, now=NOW)
    db.session.commit()
    return person


def test_who_left_says_where_they_work_now(log_in: LogIn) -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    person = gone(factories.organisation())
    browser = log_in(person)
    for own in ("/home", "/account"):
        assert "Zeg waar u nu werkt" in Page(browser.get(own)).text
    assert "noemde nog geen nieuwe organisatie" in Page(log_in(leader).get("/mijn-regio")).text
    address = f"{OWN}/waar-ik-nu-werk"
    page = submit(browser, address, {"claimed_organisation": "Stichting Wulp"}, page=OWN)
    assert page.response.status_code == 302
    told = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == "new_member")).all()
    assert [mail.to_address for mail in told] == [leader.email]
    assert "Stichting Wulp" in Page(log_in(leader).get("/mijn-regio")).text
    judging = Page(log_in(leader).get(f"/mijn-regio/leden/{person.id}")).text
    assert "Wacht opnieuw sinds dinsdag 24 november 2026, 11:00" in judging
    assert "Zeg waar u nu werkt" not in Page(browser.get("/home")).text


def test_better_name_is_kept_and_nobody_is_mailed_again(log_in: LogIn) -> None:
    factories.member(RoleName.COORDINATOR, region="kennemerland")
    person = gone(factories.organisation())
    services.name_new(person, "Wlup", now=NOW)
    services.name_new(person, "Wulp", now=NOW + timedelta(days=3))
    db.session.commit()
    assert (person.claimed_organisation, person.waiting_since) == ("Wulp", NOW)
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1
    form = Page(log_in(person).get(OWN)).form("waar-ik-nu-werk")
    assert form.fields["claimed_organisation"] == "Wulp"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Vul de naam in van de organisatie waar u nu werkt."),
        ("x" * 121, "mag hooguit 120 tekens lang zijn"),
        ("Wulp 111222333", "Hier staat een burgerservicenummer"),
    ],
)
def test_new_workplace_needs_a_name(log_in: LogIn, typed: str, sentence: str) -> None:
    person = gone(factories.organisation())
    address = f"{OWN}/waar-ik-nu-werk"
    page = submit(log_in(person), address, {"claimed_organisation": typed}, page=OWN)
    assert page.response.status_code == 422
    assert sentence in page.text
    db.session.refresh(person)
    assert person.claimed_organisation == ""


def test_who_does_not_wait_names_nothing(log_in: LogIn) -> None:
    """A name that was approved is not changed beside the project leader."""
    person = gone(factories.organisation())
    browser = log_in(person)
    form = Page(browser.get(OWN)).form("waar-ik-nu-werk")
    person.approved_at = NOW
    db.session.commit()
    answer = browser.post(form.action, data={**form.fields, "claimed_organisation": "Wulp"})
    assert answer.status_code == 409
    db.session.refresh(person)
    assert person.claimed_organisation == ""
    assert not [one for one in Page(browser.get(OWN)).forms if "waar-ik" in one.action]


@pytest.mark.usefixtures("app")
def test_who_still_works_elsewhere_is_judged_for_that() -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    left, stays = factories.organisation(), factories.organisation()
    person = factories.member(RoleName.AANDACHTSFUNCTIONARIS)
    services.join(person, left, now=NOW)
    first = membership(person)
    services.join(person, stays, now=NOW)
    services.end(first, by=person, now=NOW)
    db.session.commit()
    assert person.waiting
    assert not person.must_name_organisation
    assert person.claimed_organisation == stays.name
    mails_ = db.session.scalars(select(OutboxMail)).all()
    assert [mail.to_address for mail in mails_] == [leader.email]


@pytest.mark.usefixtures("app")
def test_invitation_names_the_new_workplace() -> None:
    place = factories.organisation()
    boss, person = manager(place), gone(factories.organisation())
    services.accept(invited(place, boss, person.email), person, now=NOW)
    db.session.commit()
    assert person.claimed_organisation == place.name


# ---- Coming ----


def test_invited_colleague_accepts_with_the_button(log_in: LogIn) -> None:
    place = factories.organisation()
    boss = manager(place)
    submit(log_in(boss), f"{OWN}/{place.id}/uitnodigen", {"email": "Nieuw@example.nl"}, page=OWN)
    (invite,) = db.session.scalars(select(WorkInvite))
    newcomer = factories.member(RoleName.ORGANISATION_CONTACT, email="nieuw@example.nl")
    browser = log_in(newcomer)
    page = Page(browser.get(link(invite)))
    assert boss.name in page.text
    assert not queries.works_at(newcomer, place.id)
    assert submit(browser, link(invite), {}).response.location == OWN
    assert queries.works_at(newcomer, place.id)
    assert not membership(newcomer).manages


def test_link_tells_a_visitor_nothing(client: Client) -> None:
    place = factories.organisation(name="De Schuilhof")
    boss = manager(place)
    page = Page(client.get(link(invited(place, boss))))
    assert page.response.status_code == 200
    assert "De Schuilhof" not in page.text
    assert boss.name not in page.text


@pytest.mark.asvs("6.3.4")
def test_somebody_else_cannot_use_the_link(log_in: LogIn) -> None:
    place = factories.organisation()
    invite = invited(place, manager(place))
    other = factories.member(RoleName.ORGANISATION_CONTACT)
    browser = log_in(other)
    page = Page(browser.get(link(invite)))
    token = page.forms[0].fields["csrf_token"]
    assert browser.post(link(invite), data={"csrf_token": token}).status_code == 409
    assert not queries.works_at(other, place.id)


@pytest.mark.asvs("8.3.2")
@pytest.mark.parametrize("what", ["left", "steps down", "is blocked", "waits"])
def test_invitation_is_worth_as_much_as_who_sent_it(log_in: LogIn, what: str) -> None:
    """Whoever no longer manages lets nobody in afterwards."""
    place = factories.organisation()
    boss, other = manager(place), manager(place)
    services.appoint(membership(other))
    newcomer = factories.member(email="nieuw@example.nl")
    invite = invited(place, boss)
    if what == "left":
        services.end(membership(boss), by=boss, now=NOW)
    elif what == "steps down":
        services.step_down(membership(boss))
    else:
        setattr(boss, *{"is blocked": ("blocked_at", NOW), "waits": ("approved_at", None)}[what])
    db.session.commit()
    browser = log_in(newcomer)
    assert "Deze uitnodiging geldt niet meer" in Page(browser.get(link(invite))).text
    with pytest.raises(Refusal, match="geldt niet meer"):
        services.accept(invite, newcomer, now=NOW)
    assert not queries.works_at(newcomer, place.id)
    assert invite.email not in Page(log_in(other).get(OWN)).text


@pytest.mark.parametrize("what", ["expired", "withdrawn", "accepted"])
def test_link_works_once_and_for_two_weeks(log_in: LogIn, what: str) -> None:
    place = factories.organisation()
    invite = invited(place, manager(place))
    newcomer = factories.member(email="nieuw@example.nl")
    if what == "expired":
        invite.expires_at = NOW
    elif what == "withdrawn":
        services.withdraw(invite, now=NOW)
    else:
        invite.accepted_at = NOW
    db.session.commit()
    page = Page(log_in(newcomer).get(link(invite)))
    assert "Deze uitnodiging geldt niet meer" in page.text
    assert timedelta(days=14) == services.INVITE_LASTS


@pytest.mark.usefixtures("app")
def test_forged_link_is_no_link() -> None:
    assert queries.invite_by_token("zelf.gemaakt") is None


@pytest.mark.asvs("6.3.8")
@pytest.mark.parametrize("known", [False, True])
def test_inviting_answers_the_same_for_any_address(log_in: LogIn, known: bool) -> None:
    if known:
        factories.member(email="nieuw@example.nl")
    place = factories.organisation()
    browser = log_in(manager(place))
    answer = submit(
        browser, f"{OWN}/{place.id}/uitnodigen", {"email": "nieuw@example.nl"}, page=OWN
    )
    assert answer.response.location == OWN
    assert "Uw collega krijgt een mail met een link" in Page(browser.get(OWN)).text
    sent = db.session.scalars(select(OutboxMail.kind))
    assert list(sent) == ["work_invite"]


def test_bad_address_gets_a_sentence(log_in: LogIn) -> None:
    place = factories.organisation()
    browser = log_in(manager(place))
    page = submit(browser, f"{OWN}/{place.id}/uitnodigen", {"email": "geen adres"}, page=OWN)
    assert page.response.status_code == 422
    assert "Dit lijkt geen e-mailadres" in page.text
    assert 'value="geen adres"' in page.html


def test_invitation_can_be_taken_back(log_in: LogIn) -> None:
    place = factories.organisation()
    boss = manager(place)
    invite = invited(place, boss)
    submit(log_in(boss), f"{OWN}/uitnodigingen/{invite.id}/intrekken", {}, page=OWN)
    db.session.refresh(invite)
    assert invite.withdrawn_at == NOW


@pytest.mark.usefixtures("app")
def test_mailbox_is_no_target() -> None:
    place = factories.organisation()
    boss = manager(place)
    for _again in range(5):
        services.invite(place, "nieuw@example.nl", by=boss, now=NOW)
    assert len(db.session.scalars(select(OutboxMail)).all()) == 3


@pytest.mark.usefixtures("app")
def test_mail_names_neither_person_nor_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "invite_token", lambda _invite: "TOKEN")
    place = factories.organisation(name="De Schuilhof")
    golden.check("work_invite", mails.work_invite(invited(place, manager(place))))


# ---- Helping a colleague who lost the second step ----


def test_manager_starts_the_help_and_another_confirms(log_in: LogIn) -> None:
    place = factories.organisation()
    boss, other = manager(place), manager(place)
    address = f"/leden/{other.id}/tweede-stap"
    assert log_in(boss).get(address).status_code == 200
    assert log_in(other).get(f"/leden/{boss.id}/tweede-stap").status_code == 404
    assert log_in(boss).get(f"/leden/{boss.id}/tweede-stap").status_code == 404
    stranger = manager(factories.organisation())
    assert log_in(stranger).get(address).status_code == 404


@pytest.mark.parametrize("manages", [True, False])
def test_help_is_for_managers(log_in: LogIn, manages: bool) -> None:
    place = factories.organisation()
    boss, other = manager(place), manager(place)
    status = log_in(boss if manages else other).get("/hulp-bij-inloggen").status_code
    assert status == (200 if manages else 404)
