"""Who is asked: never whom a rule protects; the matcher's own tests show the rest."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.intervision.models import VEILIG_THUIS, Session
from drakennet.practitioners.models import ColleagueProfile
from tests import factories
from tests.conftest import NOW, LogIn
from tests.intervision.helpers import YES, answer_form, colleagues, declines, invited, said
from tests.pages import Page

YESTERDAY = date(2026, 11, 23)


def profile_of(member: User) -> ColleagueProfile:
    return db.session.query(ColleagueProfile).filter_by(member_id=member.id).one()


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({"agreed_at": None}, id="did not agree to be asked"),
        pytest.param({"paused_until": date(2026, 11, 24)}, id="pauses until today"),
        pytest.param({"last_invited": date(2026, 11, 11)}, id="was asked 13 days ago"),
        pytest.param({"max_per_month": 0}, id="wants no invitations now"),
        pytest.param({"approved_at": None}, id="waits for approval"),
        pytest.param({"blocked_at": NOW}, id="is blocked"),
        pytest.param({"rejected_at": NOW}, id="was rejected"),
        pytest.param({"confirmed_at": None}, id="did not confirm the address"),
    ],
)
def test_is_not_asked(app: Flask, log_in: LogIn, traits: dict[str, Any]) -> None:
    organiser = factories.colleague()
    factories.colleague(name="Beschermd", **traits)
    with pytest.raises(Refusal):
        factories.intervision(organiser)
    db.session.rollback()
    assert "Beschermd" not in Page(log_in(organiser).get("/intervisie/uitnodigen")).text


@pytest.mark.parametrize(
    "traits",
    [
        pytest.param({"paused_until": YESTERDAY}, id="paused until yesterday"),
        pytest.param({"last_invited": date(2026, 11, 10)}, id="was asked 14 days ago"),
    ],
)
def test_is_asked_again(app: Flask, traits: dict[str, Any]) -> None:
    organiser, other = factories.colleague(), factories.colleague(**traits)
    assert invited(factories.intervision(organiser)) == [other.id]


def test_never_the_own_organisation(app: Flask) -> None:
    place = factories.organisation()
    organiser = factories.colleague(place)
    factories.colleague(place)
    other = factories.colleague()
    assert invited(factories.intervision(organiser)) == [other.id]


def test_who_works_at_two_places_is_a_colleague_at_both(app: Flask) -> None:
    place = factories.organisation()
    organiser = factories.colleague(place)
    with_two = factories.colleague(place)
    factories.works_at(with_two, factories.organisation())
    other = factories.colleague()
    assert invited(factories.intervision(organiser)) == [other.id]


def test_at_most_one_of_each_organisation(app: Flask) -> None:
    place = factories.organisation()
    for _each in range(4):
        factories.works_at(factories.colleague(place), factories.organisation())
    session = factories.intervision()
    assert len(session.invitations) == 1


def test_a_refill_is_of_another_organisation_too(app: Flask) -> None:
    place, organiser = factories.organisation(), factories.colleague()
    for _each in range(3):
        factories.colleague(place)
    session = factories.intervision(organiser)
    assert len(session.invitations) == 1
    declines(session.invitations[0])
    assert len(session.invitations) == 2  # only after the first is out


@pytest.mark.parametrize("who_says_it", ["organiser", "colleague"])
def test_rather_not_with_is_respected_in_silence(
    app: Flask, log_in: LogIn, who_says_it: str
) -> None:
    organiser, other = factories.colleague(), factories.colleague(name="Liever niet")
    third = factories.colleague()
    one, two = (organiser, other) if who_says_it == "organiser" else (other, organiser)
    profile_of(one).not_with = [str(two.id)]
    db.session.commit()
    assert "Liever niet" not in Page(log_in(organiser).get("/intervisie/uitnodigen")).text
    assert invited(factories.intervision(organiser)) == [third.id]


def test_rather_not_with_holds_between_two_who_are_asked(app: Flask) -> None:
    organiser, one, two = (factories.colleague() for _each in range(3))
    profile_of(one).not_with = [str(two.id)]
    db.session.commit()
    assert len(invited(factories.intervision(organiser))) == 1


def test_who_accepted_may_be_asked_again_until_the_own_cap(app: Flask) -> None:
    organiser, other = factories.colleague(), factories.colleague(max_per_month=2)
    for _time in range(2):
        session = factories.intervision(organiser, quorum=1, seats=1)
        said(session.invitations[0], YES, YES)
    with pytest.raises(Refusal):  # the cap of this month
        factories.intervision(organiser)
    db.session.rollback()
    with clock.at(NOW + timedelta(days=7)):  # the first of December
        moments = (clock.now() + timedelta(days=9),)
        session = factories.intervision(organiser, moments=moments)
        assert invited(session) == [other.id]


def test_who_declined_is_left_alone_for_two_weeks(app: Flask) -> None:
    organiser, _other = factories.colleague(), factories.colleague()
    declines(factories.intervision(organiser).invitations[0])
    with pytest.raises(Refusal):
        factories.intervision(organiser)
    db.session.rollback()


def test_one_seat_for_veilig_thuis_if_asked(app: Flask) -> None:
    organiser, _others = factories.colleague(), colleagues(5)
    theirs = [veilig_thuis("kennemerland") for _each in range(2)]
    session = factories.intervision(organiser, with_veilig_thuis=True)
    seated = [one for one in session.invitations if VEILIG_THUIS in one.reasons]
    assert len(seated) == 1 and seated[0].member_id in {each.id for each in theirs}
    assert len(session.invitations) == 4


def test_veilig_thuis_is_not_asked_of_its_own_accord(app: Flask) -> None:
    organiser, others = factories.colleague(), colleagues(1)
    veilig_thuis("kennemerland")
    assert invited(factories.intervision(organiser)) == [others[0].id]


def test_veilig_thuis_of_elsewhere_has_no_seat(app: Flask, log_in: LogIn) -> None:
    organiser, others = factories.colleague(), colleagues(1)
    veilig_thuis("friesland")
    page = Page(log_in(organiser).get("/intervisie/uitnodigen?with_veilig_thuis=y"))
    assert "Bij Veilig Thuis in deze regio kan nu niemand worden gevraagd." in page.text
    session = factories.intervision(organiser, with_veilig_thuis=True)
    assert invited(session) == [others[0].id]


def test_shown_in_a_tampered_form_is_not_asked(app: Flask, log_in: LogIn) -> None:
    """The page's list is a wish, not a right."""
    organiser, _other = factories.colleague(), factories.colleague()
    hidden = factories.colleague(agreed_at=None)
    browser = log_in(organiser)
    form = answer_form(Page(browser.get("/intervisie/uitnodigen")))
    browser.post(
        "/intervisie/uitnodigen",
        data={**form.fields, "members": f"kennemerland|algemeen|False {hidden.id}"},
    )
    (session,) = db.session.query(Session).all()
    assert hidden.id not in invited(session)


def veilig_thuis(region: str) -> User:
    """A contact of Veilig Thuis who opened the seat."""
    person = factories.member(RoleName.VEILIG_THUIS, region=region)
    factories.works_at(person, factories.organisation(type_slug="veilig-thuis"))
    db.session.add(ColleagueProfile(member_id=person.id, agreed_at=clock.now()))
    db.session.commit()
    return person
