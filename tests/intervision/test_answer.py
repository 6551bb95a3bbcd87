"""Answering from the mail: opening shows, only pressing changes."""

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts import services as accounts
from drakennet.accounts.models import RoleName
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.intervision import mails, services
from drakennet.intervision.models import Invitation, Session
from tests import factories
from tests.conftest import NOW, LogIn
from tests.intervision.helpers import (
    NO,
    YES,
    again,
    answer_form,
    colleagues,
    contents,
    link_in,
    link_of,
    outbox,
    planned,
    press,
    said,
    visitor,
)
from tests.pages import Page


def asked(**traits: object) -> tuple[Session, Invitation]:
    colleagues(4)
    session = factories.intervision(**traits)  # type: ignore[arg-type] # traits of a wish
    return session, session.invitations[0]


def choose(session: Session, *answers: str) -> dict[str, str]:
    return {f"can-{moment.id}": can for moment, can in zip(session.moments, answers, strict=True)}


def test_page_tells_what_one_must_know(app: Flask) -> None:
    _session, invitation = asked(organiser=factories.colleague(name="Roos"), theme="stalking")
    page = Page(visitor(app).get(link_in(outbox("invitation", to=invitation.member)[0])))
    assert page.status == 200
    assert page.h1 == "Uitnodiging voor intervisie"
    assert page.title == "Uitnodiging – Drakennet"
    for words in (
        "Roos nodigt u uit",
        "Stalking",
        "60 minuten",
        "Online",
        "u werkt in dezelfde regio",
        "dinsdag 1 december 2026, 10:00",
        "donderdag 3 december 2026, 14:00",
    ):
        assert words in page.text
    assert "checked" not in page.html


@pytest.mark.asvs("3.5.3")
def test_a_hundred_looks_change_nothing(app: Flask) -> None:
    """Mail scanners open every link, GET and HEAD alike."""
    _session, invitation = asked()
    browser, link = visitor(app), link_of(invitation)
    before = contents()
    for _look in range(100):
        assert browser.get(link).status_code == 200
    assert browser.head(link).status_code == 200
    assert contents() == before


def test_answer_is_kept_shown_and_can_be_changed(app: Flask) -> None:
    session, invitation = asked()
    browser, link = visitor(app), link_of(invitation)
    page = press(browser, link, **choose(session, "yes", "if_need_be"))
    assert "Uw antwoord is bewaard" in page.text
    fields = answer_form(page).fields
    assert [fields[f"can-{moment.id}"] for moment in session.moments] == ["yes", "if_need_be"]
    press(browser, link, **choose(session, "no", "yes"))
    assert [again(session).invitations[0].says(each) for each in session.moments] == [NO, YES]
    assert again(session).seats_taken == 1


def test_one_moment_is_enough(app: Flask) -> None:
    session, invitation = asked()
    press(visitor(app), link_of(invitation), **{f"can-{session.moments[1].id}": "yes"})
    assert len(invitation.answers) == 1


def test_declining_is_one_press(app: Flask) -> None:
    session, invitation = asked(seats=2)
    page = press(visitor(app), link_of(invitation), declined="1")
    assert "U hebt gezegd: ik doe niet mee" in page.text
    assert invitation.declined
    assert len(again(session).invitations) == 4


def test_declining_can_be_taken_back(app: Flask) -> None:
    session, invitation = asked()
    browser = visitor(app)
    press(browser, link_of(invitation), declined="1")
    press(browser, link_of(invitation), **choose(session, "yes", "yes"))
    assert not invitation.declined
    assert again(session).seated == [invitation]


@pytest.mark.parametrize("value", ["", "misschien", "YES", "²"])
def test_no_choice_of_ours_is_no_choice(app: Flask, value: str) -> None:
    session, invitation = asked()
    page = press(visitor(app), link_of(invitation), **choose(session, value, value))
    assert page.status == 422
    assert "U hebt nog niets gekozen." in page.text
    assert invitation.answered_at is None


@pytest.mark.asvs("3.5.1")
def test_without_the_token_of_the_form_nothing_changes(app: Flask) -> None:
    session, invitation = asked()
    refused = visitor(app).post(link_of(invitation), data=choose(session, "yes", "yes"))
    assert refused.status_code in {400, 403}
    assert invitation.answered_at is None


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("token", ["x", "e30.x", "ImFiYyI.", "%00", "ü", "." * 2000])
def test_wrong_link_is_not_found(app: Flask, token: str) -> None:
    assert visitor(app).get(f"/uitnodiging/{token}").status_code in {400, 404}


@pytest.mark.asvs("9.2.2")
def test_link_of_another_purpose_is_not_found(app: Flask) -> None:
    """A signature of ours over something else opens nothing."""
    _session, invitation = asked()
    head, _dot, tail = mails.token_of(invitation.id).partition(".")
    assert visitor(app).get(f"/uitnodiging/{head}.{tail[::-1]}").status_code == 404
    assert mails.read_token(mails.token_of(invitation.id)) == invitation.id


def test_link_of_a_blocked_member_is_worthless(app: Flask) -> None:
    _session, invitation = asked()
    invitation.member.blocked_at = NOW
    db.session.commit()
    assert visitor(app).get(link_of(invitation)).status_code == 404


@pytest.mark.asvs("8.3.2")
def test_link_of_who_no_longer_comes_is_worthless(app: Flask) -> None:
    """Still a member, as a practitioner; the work for the meldcode was taken over by another."""
    _session, invitation = asked()
    accounts.give_role(invitation.member, RoleName.PRACTITIONER, now=NOW)
    accounts.take_role(invitation.member, RoleName.AANDACHTSFUNCTIONARIS, now=NOW)
    db.session.commit()
    assert visitor(app).get(link_of(invitation)).status_code == 404


def test_forwarded_link_gives_no_data(app: Flask) -> None:
    """No names of others, no addresses, and not where it is before there is a seat."""
    session, invitation = asked(place="Achter de blauwe deur")
    page = Page(visitor(app).get(link_of(invitation)))
    assert "Op locatie" in page.text
    assert "blauwe deur" not in page.html
    assert "@example.nl" not in page.html
    others = [one.member.name for one in session.invitations if one is not invitation]
    assert not any(f"{name} " in page.text for name in others)
    page = press(visitor(app), link_of(invitation), **choose(session, "yes", "yes"))
    assert "Achter de blauwe deur" in page.text


def test_planned_page_offers_to_leave(app: Flask) -> None:
    session = planned()
    page = Page(visitor(app).get(link_of(session.seated[0])))
    assert "U komt op dinsdag 1 december 2026, 10:00" in page.text
    assert len([name for name in answer_form(page).fields if name.startswith("can-")]) == 1
    press(visitor(app), link_of(session.seated[0]), declined="1")
    assert len(again(session).seated) == 1


def test_who_was_late_gets_a_free_seat_or_the_waiting_list(app: Flask) -> None:
    session = planned(seats=2)
    late = next(one for one in session.invitations if one.answered_at is None)
    browser, link = visitor(app), link_of(late)
    assert "De intervisie is op dinsdag 1 december" in Page(browser.get(link)).text
    page = press(browser, link, **{f"can-{session.moments[0].id}": "yes"})
    assert "U staat op de wachtlijst" in page.text


def test_answers_posted_from_an_old_page(app: Flask) -> None:
    """The page was opened before the planning; no answer for the planned moment is no seat."""
    session = planned(seats=2)
    late = next(one for one in session.invitations if one.answered_at is None)
    press(visitor(app), link_of(late), **{f"can-{session.moments[1].id}": "yes"})
    assert again(session).waiting == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_link_of_a_cancelled_session_is_kindly_closed(app: Flask, method: str) -> None:
    _session, invitation = asked()
    browser, link = visitor(app), link_of(invitation)
    form = answer_form(Page(browser.get(link)))
    services.cancel(invitation.session, now=NOW)
    db.session.commit()
    before = contents()
    page = Page(
        getattr(browser, method)(link, **({"data": form.fields} if method == "post" else {}))
    )
    assert page.status == 410
    assert page.h1 == "Deze intervisie gaat niet door"
    assert contents() == before


def test_link_of_a_past_session_is_kindly_closed(app: Flask) -> None:
    session = planned()
    end = session.ends_at()
    assert end
    with clock.at(end):
        page = Page(visitor(app).get(link_of(session.invitations[0])))
    assert (page.status, page.h1) == (410, "Deze intervisie is geweest")


def test_page_mail_and_calendar_say_the_same_time(app: Flask, log_in: LogIn) -> None:
    session = planned()
    starts_at = session.starts_at
    assert starts_at
    wall = starts_at.astimezone(AMSTERDAM)
    (mail,) = outbox("planned", to=session.organiser)
    assert wall.strftime("%H:%M") == "10:00"
    assert "dinsdag 1 december 2026, 10:00" in mail.text
    assert mail.calendar and "DTSTART:20261201T090000Z" in mail.calendar
    page = Page(log_in(session.organiser).get(link_in(mail)))
    assert page.h1 == "dinsdag 1 december 2026, 10:00"


def test_late_answer_after_silence_counts(app: Flask) -> None:
    _session, invitation = asked()
    invitation.replaced_at = NOW
    db.session.commit()
    page = Page(visitor(app).get(link_of(invitation)))
    assert "U kunt nog antwoorden" in page.text
    said(invitation, YES, NO)
    assert invitation.seat_taken_at
