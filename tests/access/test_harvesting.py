"""Who looks at very many different people is shown no more, and the project leader hears of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet.access import mails, services
from drakennet.access.models import HarvestAlert, ProfileLook
from drakennet.access.tasks import tick
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.mail.models import OutboxMail
from tests import factories, golden
from tests.conftest import NOW, LogIn
from tests.pages import Page, submit

REGION = "/mijn-regio"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(
        app.extensions["settings"],
        looks_an_hour=3,
        looks_a_day=5,
        network_looks_an_hour=8,
        network_looks_a_day=10,
    )
    monkeypatch.setitem(app.extensions, "settings", settings)


def people(number: int) -> list[User]:
    return [factories.member() for _each in range(number)]


def look(viewer: User, subjects: list[User], *, after: timedelta = timedelta()) -> int:
    return len(services.may_look(viewer, [one.id for one in subjects], now=NOW + after))


@pytest.mark.asvs("2.4.1")
def test_so_many_new_people_an_hour() -> None:
    viewer, others = factories.member(), people(4)
    assert look(viewer, others) == 3
    assert look(viewer, others[3:]) == 0


def test_who_was_shown_stays_shown() -> None:
    """An honest heavy user looks at the same few people all day, and is never stopped."""
    viewer, others = factories.member(), people(3)
    for minutes in range(0, 23 * 60, 30):
        assert look(viewer, others, after=timedelta(minutes=minutes)) == 3


def test_next_hour_there_are_more_and_next_day_again() -> None:
    viewer, others = factories.member(), people(12)
    assert look(viewer, others[:4]) == 3
    assert look(viewer, others[4:8], after=HOUR - timedelta(seconds=1)) == 0
    assert look(viewer, others[4:8], after=HOUR) == 2
    assert look(viewer, others[8:], after=3 * HOUR) == 0
    assert look(viewer, others[8:], after=DAY) == 3


def test_oneself_counts_for_nothing() -> None:
    viewer = factories.member()
    assert look(viewer, [viewer]) == 1
    assert look(viewer, [viewer, *people(3)]) == 4
    assert not db.session.scalars(
        select(ProfileLook).where(ProfileLook.subject_id == viewer.id)
    ).all()


def test_network_counts_all_its_accounts() -> None:
    others = people(9)
    for first in (0, 3):
        assert look(factories.member(), others[first : first + 3]) == 3
    assert look(factories.member(), others[6:]) == 2


def test_colleagues_who_see_the_same_people_share_them() -> None:
    others = people(3)
    assert [look(factories.member(), others) for _colleague in range(4)] == [3, 3, 3, 3]


def test_no_address_is_kept() -> None:
    look(factories.member(), people(1))
    (kept,) = db.session.scalars(select(ProfileLook.network_hash)).all()
    assert len(kept) == 64


def test_project_leader_lets_somebody_go_on_today(app: Flask, log_in: LogIn) -> None:
    """Who has a good reason is not stopped; the limits of the office and the next day stay."""
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    viewer, others = factories.member(name="Drukke Zoeker"), people(16)
    assert look(viewer, others[:4]) == 3
    page = submit(log_in(leader), f"/mijn-regio/leden/{viewer.id}/meer-zien", {}, page=REGION)
    assert page.response.status_code == 302
    assert look(viewer, others[3:7]) == 4  # more than an hour, and than a day
    assert look(viewer, others[7:12]) == 1  # eight for the network
    seen = Page(log_in(leader).get(REGION))
    assert "Drukke Zoeker, op 24 november 2026 Bekijk : Drukke Zoeker Mocht verder" in seen.text
    assert not [form for form in seen.forms if "meer-zien" in form.action]
    assert look(viewer, others[12:], after=DAY) == 3


@pytest.mark.usefixtures("app")
def test_letting_go_on_is_for_who_was_stopped_and_never_for_oneself() -> None:
    leader, viewer = factories.member(RoleName.ADMINISTRATOR), factories.member()
    with pytest.raises(Refusal, match="gewoon verder"):
        services.lift(viewer, by=leader, now=NOW)
    look(leader, people(4))
    with pytest.raises(Refusal, match="Voor uzelf"):
        services.lift(leader, by=leader, now=NOW)


def test_page_says_who_hears_of_it_and_what_happens(log_in: LogIn) -> None:
    viewer = factories.organisation_contact()
    for _each in range(4):
        factories.practitioner_profile(about="zebravinken")
    page = submit(log_in(viewer), "/zoek", {"text": "zebravinken"})
    assert "3 behandelaren gevonden" in page.text
    assert "De projectleider van uw regio krijgt hier vanzelf bericht van" in page.text
    assert "Bel of mail" not in page.text


def test_project_leader_hears_once_a_day() -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    viewer, others = factories.member(), people(4)
    for _again in range(2):
        look(viewer, others)
        db.session.commit()
        tick(NOW)
        db.session.commit()
    assert [alert.viewer_id for alert in db.session.scalars(select(HarvestAlert))] == [viewer.id]
    assert [mail.to_address for mail in db.session.scalars(select(OutboxMail))] == [leader.email]


def test_about_the_only_project_leader_an_administrator_hears() -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    administrator = factories.member(RoleName.ADMINISTRATOR)
    look(leader, people(4))
    tick(NOW)
    db.session.commit()
    told = db.session.scalars(select(OutboxMail.to_address)).all()
    assert told == [administrator.email]


def test_honest_looking_is_no_alert() -> None:
    look(factories.member(), people(3))
    assert not db.session.scalars(select(HarvestAlert)).all()


def test_looks_are_forgotten_after_a_day() -> None:
    look(factories.member(), people(2))
    services.forget(NOW + DAY - timedelta(seconds=1))
    assert len(db.session.scalars(select(ProfileLook)).all()) == 2
    services.forget(NOW + DAY)
    assert not db.session.scalars(select(ProfileLook)).all()


def test_mail_names_nobody() -> None:
    leader = factories.member(name="Robin Leider", email="robin@example.nl")
    golden.check("harvesting", mails.harvesting(leader))
