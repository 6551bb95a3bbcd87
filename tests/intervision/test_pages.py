"""The pages behind log-in: for the organiser and who takes part, for nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.database import db
from drakennet.intervision import queries, services, tasks
from drakennet.intervision.models import State
from tests import factories
from tests.conftest import NOW, LogIn
from tests.intervision.helpers import (
    IF_NEED_BE,
    NO,
    YES,
    again,
    colleagues,
    declines,
    outbox,
    planned,
    said,
    visitor,
)
from tests.pages import Page, submit


def test_organiser_sees_who_said_what(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(name="Roos"), colleagues(5)
    session = factories.intervision(organiser)
    one, two, three, _silent = session.invitations
    said(one, YES, NO)
    said(two, IF_NEED_BE, NO)
    declines(three)
    page = Page(log_in(organiser).get(f"/intervisie/{session.id}"))
    assert page.h1 == "Intervisie die nog geen moment heeft"
    for invitation in session.invitations:
        assert invitation.member.name in page.text
    for words in (
        "Wij vragen collega’s",
        f"Ja: {one.member.name}",
        f"Als het moet: {two.member.name}",
        "Kan niet meedoen",
        "Nog geen antwoord",
    ):
        assert words in page.text
    assert "@example.nl" not in page.html


def test_participant_sees_who_comes(app: Flask, log_in: LogIn) -> None:
    session = planned(place="Kamer 2")
    one, other = session.seated
    silent = next(each for each in session.invitations if each.answered_at is None)
    page = Page(log_in(one.member).get(f"/intervisie/{session.id}"))
    assert page.h1 == "dinsdag 1 december 2026, 10:00"
    assert other.member.name in page.text and "Kamer 2" in page.text
    assert silent.member.name not in page.text
    assert "afzeggen" not in page.text
    assert "Bekijk of wijzig uw antwoord" in page.links


@pytest.mark.parametrize("address", ["", "/annuleren", "/plannen", "/momenten"])
def test_it_is_not_there_for_others(app: Flask, log_in: LogIn, address: str) -> None:
    session = planned()
    gone = next(one for one in session.invitations if one.answered_at is None)
    declines(gone)
    strangers = [
        factories.colleague(),
        factories.member(RoleName.COORDINATOR, region="kennemerland"),
        gone.member,
    ]
    if address:
        strangers.append(session.seated[0].member)  # takes part, and does not organise
    for stranger in strangers:
        browser = log_in(stranger)
        ask = browser.post if address else browser.get
        token = Page(browser.get("/intervisie")).forms
        values = token[0].fields if token else {}
        path = f"/intervisie/{session.id}{address}"
        assert ask(path, **({"data": values} if address else {})).status_code in {403, 404}
    assert again(session).state(now=NOW) is State.PLANNED


def test_unknown_session_and_visitors(app: Flask, log_in: LogIn) -> None:
    session = planned()
    assert log_in(session.organiser).get(f"/intervisie/{uuid4()}").status_code == 404
    assert visitor(app).get(f"/intervisie/{session.id}").status_code == 302


def test_blocked_organiser_sees_nothing(app: Flask, log_in: LogIn) -> None:
    session = planned()
    browser = log_in(session.organiser)
    session.organiser.blocked_at = NOW
    db.session.commit()
    assert browser.get(f"/intervisie/{session.id}").status_code in {302, 404}


def test_cancel_plan_and_new_moments_by_button(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    session = factories.intervision(organiser)
    browser, page = log_in(organiser), f"/intervisie/{session.id}"
    moments = {"moments-0": "2026-12-10T10:00", "moments-1": "", "moments-2": "", "moments-3": ""}
    submit(browser, f"{page}/momenten", moments, page=page)
    (moment,) = again(session).moments
    services.answer(again(session).invitations[0], {moment.id: YES}, now=NOW)
    submit(browser, f"{page}/plannen", {"moment": str(moment.id)}, page=page)
    assert again(session).state(now=NOW) is State.PLANNED
    submit(browser, f"{page}/annuleren", {}, page=page)
    assert again(session).state(now=NOW) is State.CANCELLED
    assert "Deze intervisie gaat niet door" in Page(browser.get(page)).text


@pytest.mark.parametrize("moment", ["", "2026-12-25T10:00", "2026-11-20T10:00"])
def test_wrong_new_moments_are_said(app: Flask, log_in: LogIn, moment: str) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    session = factories.intervision(organiser)
    page = f"/intervisie/{session.id}"
    values = {f"moments-{number}": moment for number in range(4)}
    refused = submit(log_in(organiser), f"{page}/momenten", values, page=page)
    assert refused.status == 422
    assert "Er klopt nog iets niet" in refused.text
    assert len(again(session).moments) == 2


def test_too_late_to_plan_is_said(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    session = factories.intervision(organiser)
    page = f"/intervisie/{session.id}"
    refused = submit(log_in(organiser), f"{page}/plannen", {"moment": "x"}, page=page)
    assert refused.status == 409
    assert "Dit moment kan niet meer." in refused.text


def test_fallback_page_says_what_to_do(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(), colleagues(1)
    session = factories.intervision(organiser)
    tasks.tick(session.deadline_at)
    with clock.at(session.deadline_at):
        page = Page(log_in(organiser).get(f"/intervisie/{session.id}"))
    assert "Te weinig collega’s kunnen op hetzelfde moment" in page.text
    assert '<details class="details" open>' in page.html
    assert "Verstuur deze momenten" in page.text


def test_overview(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(name="Roos"), colleagues(4)
    empty = Page(log_in(organiser).get("/intervisie"))
    assert empty.h1 == "Intervisie"
    assert "Nog geen intervisie" in empty.text
    session = factories.intervision(organiser)
    page = Page(log_in(organiser).get("/intervisie"))
    assert f"/intervisie/{session.id}" in page.links.values()
    theirs = Page(log_in(session.invitations[0].member).get("/intervisie"))
    assert "Roos nodigt u uit, 60 minuten" in theirs.links


def test_what_waits_for_an_answer(app: Flask) -> None:
    colleagues(4)
    session = factories.intervision()
    one, two, *_rest = session.invitations
    assert list(queries.open_invitations(one.member, now=NOW)) == [one]
    assert list(queries.own_sessions(session.organiser, now=NOW)) == [session]
    said(one, YES, NO)
    assert list(queries.open_invitations(one.member, now=NOW)) == []
    assert list(queries.own_sessions(one.member, now=NOW)) == [session]
    assert list(queries.open_invitations(two.member, now=two.expires_at)) == []
    services.cancel(session, now=NOW)
    db.session.commit()
    assert list(queries.open_invitations(two.member, now=NOW)) == []
    assert list(queries.own_sessions(one.member, now=NOW + timedelta(days=8))) == []
    assert outbox("session_cancelled", to=two.member)


def test_moment_that_nobody_can(app: Flask, log_in: LogIn) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    session = factories.intervision(organiser)
    page = f"/intervisie/{session.id}"
    values = {"moment": str(session.moments[0].id)}
    refused = submit(log_in(organiser), f"{page}/plannen", values, page=page)
    assert "Op dit moment kan nog niemand." in refused.text
    said(session.invitations[0], NO, YES)
    assert again(session).state(now=NOW) is State.ASKING
