"""One press leads to a page that is ready; the second press sends."""

from datetime import date, timedelta

import pytest
from flask import Flask

from drakennet import clock
from drakennet.accounts.models import RoleName
from drakennet.clock import AMSTERDAM
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.intervision import asking, services
from drakennet.intervision.models import Session
from drakennet.mail.services import queue
from drakennet.practitioners.models import ColleagueProfile
from tests import factories
from tests.conftest import LogIn
from tests.intervision.helpers import (
    answer_form,
    colleagues,
    contents,
    counts,
    invited,
    outbox,
    visitor,
)
from tests.pages import Page, submit

INVITE = "/intervisie/uitnodigen"
AMSTERDAM_CODE = "GM0363"


def test_two_presses_and_nothing_to_fill_in(app: Flask, log_in: LogIn) -> None:
    organiser, others = factories.colleague(name="Roos"), colleagues(7)
    browser = log_in(organiser)
    page = Page(browser.get(INVITE))
    assert page.h1 == "Nodig uit voor intervisie"
    assert page.title == "Uitnodigen – Drakennet"
    assert "required" not in page.html
    sent = browser.post(INVITE, data=answer_form(page).fields)
    (session,) = db.session.query(Session).all()
    assert sent.location == f"/intervisie/{session.id}"
    assert (session.minutes, session.quorum, session.seats) == (60, 3, 5)
    assert len(session.invitations) == 6
    assert set(invited(session)) < {each.id for each in others}
    assert len(outbox("invitation")) == 6
    shown = Page(browser.get(sent.location))
    assert "Verstuurd aan 6 collega's." in shown.text


def test_page_says_who_when_and_what(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague(name="Roos"))
    factories.colleague(name="Bente", place=factories.organisation(type_slug="ggd"))
    page = Page(browser.get(INVITE))
    assert "Bente" in page.text and "GGD" not in page.text
    assert "Werkt in uw regio." in page.text
    assert "maandag 30 november 2026, 10:00" in page.text
    assert "Roos nodigt u uit voor intervisie" in page.text
    assert "u werkt in dezelfde regio" in page.text


def test_who_was_shown_is_asked(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(12)
    form = answer_form(Page(browser.get(INVITE)))
    browser.post(INVITE, data=form.fields)
    (session,) = db.session.query(Session).all()
    assert {str(each) for each in invited(session)} == {*form.fields["members"].split()[1:]}


def test_looking_again_shows_the_same_people(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(12)
    looks = [answer_form(Page(browser.get(INVITE))).fields for _each in range(2)]
    assert looks[0]["members"] == looks[1]["members"]


def test_a_second_press_makes_no_second_session(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(7)
    form = answer_form(Page(browser.get(INVITE)))
    places = [browser.post(INVITE, data=form.fields).location for _press in range(2)]
    assert places[0] == places[1]
    assert len(outbox()) == 6


def test_somebody_elses_session_is_not_taken_over(app: Flask, log_in: LogIn) -> None:
    colleagues(7)
    theirs = factories.intervision()
    browser = log_in(factories.colleague())
    form = answer_form(Page(browser.get(INVITE)))
    answer = browser.post(INVITE, data={**form.fields, "id": str(theirs.id)})
    assert answer.status_code == 409
    assert db.session.query(Session).count() == 1


def test_everything_can_be_changed(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(7)
    page = submit(
        browser,
        INVITE,
        {
            "theme": "stalking",
            "form": "intervisie",
            "quorum": "3",
            "seats": "3",
            "place": "Buurthuis De Linde",
            "moments-0": "2026-12-07T14:00",
            "moments-1": "",
            "moments-2": "",
            "moments-3": "",
        },
    )
    assert page.status == 302
    (session,) = db.session.query(Session).all()
    assert (session.theme, session.minutes, session.seats) == ("stalking", 90, 3)
    assert session.place == "Buurthuis De Linde"
    (moment,) = session.moments
    assert moment.starts_at.astimezone(AMSTERDAM).isoformat() == "2026-12-07T14:00:00+01:00"


def test_choices_are_remembered(app: Flask, log_in: LogIn) -> None:
    organiser = factories.colleague()
    browser = log_in(organiser)
    colleagues(3)
    version = db.session.query(ColleagueProfile).filter_by(member_id=organiser.id).one().version
    submit(browser, INVITE, {"theme": "stalking", "form": "snelle-consultatie"})
    fields = answer_form(Page(browser.get(INVITE))).fields
    assert (fields["theme"], fields["form"]) == ("stalking", "snelle-consultatie")
    profile = db.session.query(ColleagueProfile).filter_by(member_id=organiser.id).one()
    assert profile.version == version  # a form of theirs that is open stays good


@pytest.mark.parametrize("form", ["weg", None, 7])
def test_a_last_choice_that_is_gone_gives_way(app: Flask, log_in: LogIn, form: object) -> None:
    organiser = factories.colleague(last_choices={"form": form, "region_slug": "nergens"})
    colleagues(3)
    fields = answer_form(Page(log_in(organiser).get(INVITE))).fields
    assert fields["form"] == "intervisie-kort"
    assert fields["region_slug"] == "kennemerland"


def test_refresh_sends_nothing(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(7)
    before = counts()
    page = submit(browser, INVITE, {"refresh": "1", "within_days": "28"})
    assert page.status == 200
    assert counts() == before | {"profile_look": 6}  # the six who were proposed were looked at
    assert "dinsdag 22 december 2026" in page.text  # the four are spread over the longer term


def test_moments_of_ones_own_survive_a_refresh(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    colleagues(7)
    changed = {"refresh": "1", "within_days": "28", "moments-0": "2026-12-02T16:00"}
    fields = answer_form(submit(browser, INVITE, changed)).fields
    assert fields["moments-0"] == "2026-12-02T16:00"
    assert fields["moments-1"] == "2026-12-02T13:30"


def test_not_this_time(app: Flask, log_in: LogIn) -> None:
    """Left out now, and not asked later for the same session."""
    browser = log_in(factories.colleague())
    colleagues(4)
    left_out = answer_form(Page(browser.get(INVITE))).fields["members"].split()[1]
    submit(browser, INVITE, {"skip": [left_out]})
    (session,) = db.session.query(Session).all()
    assert left_out not in map(str, invited(session))
    services.decline(session.invitations[0], now=clock.now())
    db.session.commit()
    assert left_out not in map(str, invited(session))


def test_address_may_carry_choices(app: Flask, log_in: LogIn) -> None:
    colleagues(3)
    page = Page(log_in(factories.colleague()).get(f"{INVITE}?form=snelle-consultatie"))
    assert "intervisie, 15 minuten" in page.text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"moments-0": "2026-12-25T10:00"}, "Dit is een feestdag."),
        ({"moments-0": "2026-11-24T16:00"}, "Kies een dag na vandaag"),
        ({"moments-0": "2029-11-24T16:00"}, "Kies een dag na vandaag"),
        ({"moments-0": "gauw"}, "Not a valid datetime value."),
        ({"quorum": "6"}, "Bij deze vorm horen 3 tot 6 mensen"),
        ({"seats": "1"}, "Bij deze vorm horen 3 tot 6 mensen"),
        ({"place": "bij 111222333"}, "burgerservicenummer"),
        ({"place": "x" * 201}, "200"),
        ({"theme": "niets"}, "Not a valid choice."),
    ],
)
def test_what_cannot_be_is_said(
    app: Flask, log_in: LogIn, changed: dict[str, str], sentence: str
) -> None:
    browser = log_in(factories.colleague())
    colleagues(7)
    page = submit(browser, INVITE, {**changed, "place": changed.get("place", "Haarlem")})
    assert page.status == 422
    assert "Er klopt nog iets niet" in page.text
    if not sentence.startswith("Not"):  # the library says these in the reader's language
        assert sentence in page.text
    assert answer_form(page).fields["place"] == changed.get("place", "Haarlem")
    assert outbox() == []


@pytest.mark.parametrize("field", ["id", "members", "proposed", "skip"])
@pytest.mark.parametrize("value", ["", "onzin", "²", "14 gauw", "a|b|c nee"])
def test_hidden_fields_may_hold_anything(app: Flask, log_in: LogIn, field: str, value: str) -> None:
    browser = log_in(factories.colleague())
    colleagues(3)
    assert submit(browser, INVITE, {field: value}).status == 302


def test_nobody_to_ask_says_what_to_do(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    factories.colleague(paused_until=clock.today())
    page = Page(browser.get(INVITE))
    assert "Nu kunt u in deze groep niemand vragen" in page.text
    assert "1 collega heeft nu even rust" in page.text
    assert "Verstuur" not in page.text
    assert submit(browser, INVITE, {"theme": "algemeen"}).status == 409
    assert db.session.query(Session).count() == 0


def test_too_few_nearby_widens_and_says_so(app: Flask, log_in: LogIn) -> None:
    browser = log_in(factories.colleague())
    near = factories.colleague()
    far = factories.colleague(municipality_code=AMSTERDAM_CODE)
    page = Page(browser.get(INVITE))
    assert "In Kennemerland zijn nu te weinig collega’s te vragen" in page.text
    shown = answer_form(page).fields["members"].split()[1:]
    assert shown == [str(near.id), str(far.id)]  # the own region goes first


def test_enough_nearby_asks_nobody_from_afar(app: Flask, log_in: LogIn) -> None:
    far = factories.colleague(
        municipality_code=AMSTERDAM_CODE, discipline="arts", themes=["stalking"]
    )
    colleagues(7)
    session = factories.intervision(theme="stalking", seats=5)
    assert far.id not in invited(session)


def test_failure_half_way_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    organiser, _others = factories.colleague(), colleagues(4)
    before, sent = contents(), []

    def fails_at_the_third(*args: object, **kwargs: object) -> object:
        sent.append(args)
        if len(sent) == 3:
            raise RuntimeError("the power went out")
        return queue(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came

    monkeypatch.setattr(asking, "queue", fails_at_the_third)
    with pytest.raises(RuntimeError):
        factories.intervision(organiser)
    db.session.rollback()
    assert contents() == before


def test_inviting_nobody_is_refused_whole(app: Flask) -> None:
    organiser = factories.colleague()
    with pytest.raises(Refusal):
        factories.intervision(organiser)
    db.session.rollback()
    assert db.session.query(Session).count() == 0


def test_without_a_profile_of_ones_own(app: Flask, log_in: LogIn) -> None:
    """May invite; is not asked for that, because nothing was agreed."""
    organiser = factories.member(RoleName.AANDACHTSFUNCTIONARIS)
    colleagues(3)
    assert submit(log_in(organiser), INVITE, {"theme": "stalking"}).status == 302
    profile = db.session.query(ColleagueProfile).filter_by(member_id=organiser.id).one()
    assert profile.agreed_at is None
    assert profile.last_choices["theme"] == "stalking"


OTHERS = [role for role in RoleName if role is not RoleName.AANDACHTSFUNCTIONARIS]


@pytest.mark.parametrize("role", [None, *OTHERS])
def test_only_an_aandachtsfunctionaris_invites(
    app: Flask, log_in: LogIn, role: RoleName | None
) -> None:
    browser = log_in(factories.member(role, region="kennemerland")) if role else visitor(app)
    assert browser.get(INVITE).status_code == (404 if role else 302)


def test_asked_are_rested_from_now_on(app: Flask) -> None:
    organiser, asked = factories.colleague(), factories.colleague()
    factories.intervision(organiser)
    profile = db.session.query(ColleagueProfile).filter_by(member_id=asked.id).one()
    assert profile.last_invited == date(2026, 11, 24)
    with pytest.raises(Refusal):
        factories.intervision(organiser)
    db.session.rollback()
    with clock.at(clock.now() + timedelta(days=14)):
        moments = (clock.now() + timedelta(days=9),)
        assert invited(factories.intervision(organiser, moments=moments)) == [asked.id]
