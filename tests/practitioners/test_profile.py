"""A practitioner keeps a profile: usable in three choices, nothing guessed, nothing lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from drakennet import clock, create_app
from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.practitioners import queries, wording
from drakennet.practitioners.models import PractitionerProfile
from tests import factories
from tests.conftest import Client, LogIn
from tests.pages import Page, submit
from tests.practitioners.test_pool import found, pool

BEGIN, PROFILE, ROOM = "/mijn-profiel/begin", "/mijn-profiel", "/mijn-profiel/plek"
THREE = {"regions": ["kennemerland"], "expertise": ["emdr-kj"], "room": "yes"}


def profile_of(person: User) -> PractitionerProfile:
    profile = queries.profile_of(person)
    assert profile is not None
    return profile


def assert_is_a_good_page(page: Page) -> None:
    """One h1, a title, no id twice, and every field with its label."""
    assert page.h1
    assert page.title
    assert len(page.ids) == len(set(page.ids))
    for name in page.form(having="csrf_token").fields:
        assert name


# ---- Three choices ----


def test_faults_stand_in_the_order_of_the_page(log_in: LogIn) -> None:
    page = submit(log_in(factories.member(RoleName.PRACTITIONER)), BEGIN, {"regions": []})
    places = [page.html.index(f'href="#{name}') for name in ("regions", "expertise", "room")]
    assert places == sorted(places)


def test_three_choices_are_found_at_once_in_every_process(app: Flask, log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    browser = log_in(person)
    other = create_app(app.extensions["settings"])
    assert found() == set()
    with other.app_context():
        assert found() == set()
    page = submit(browser, BEGIN, THREE)
    assert page.status == 302
    profile = profile_of(person)
    assert found() == {str(profile.id)}
    with other.app_context():
        assert found() == {str(profile.id)}
        db.session.remove()
        db.engine.dispose()


def test_three_choices_are_a_statement_with_a_date(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    submit(log_in(person), BEGIN, {**THREE, "room": "from", "room_from": "2026-12-08"})
    profile = profile_of(person)
    assert (profile.room, profile.room_from) == ("from", date(2026, 12, 8))
    assert profile.room_confirmed == clock.today()
    assert profile.municipality_code == person.municipality_code
    assert profile.kinds == ["casus", "structureel", "advies"]


def test_aspiring_practitioner_is_not_offered_for_a_case(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    submit(log_in(person), BEGIN, {**THREE, "role": "aankomend-behandelaar"})
    profile = profile_of(person)
    assert profile.kinds == ["structureel"]
    assert [each.level for each in profile.expertise] == ["in-opleiding"]


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        pytest.param({"expertise": []}, "#expertise", id="no expertise"),
        pytest.param({"regions": []}, "#regions", id="no region"),
        pytest.param({"room": "from"}, "#room_from", id="from when?"),
        pytest.param({"room": "from", "room_from": "2029-01-01"}, "#room_from", id="in years"),
        pytest.param({"room": "from", "room_from": "morgen"}, "#room_from", id="no date"),
        pytest.param({"regions": ["atlantis"]}, "#regions", id="no such region"),
        pytest.param({"room": "misschien"}, "#room", id="no such answer"),
    ],
)
def test_unfinished_choices_come_back_with_what_was_filled_in(
    log_in: LogIn, choices: dict[str, Any], field: str
) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    page = submit(log_in(person), BEGIN, {**THREE, **choices})
    assert page.status == 422
    assert field in page.links.values()
    if "expertise" not in choices:
        assert page.form(having="expertise").fields["expertise"] == ["emdr-kj"]
    assert queries.profile_of(person) is None


def test_begin_and_profile_lead_to_each_other(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER)
    browser = log_in(person)
    assert browser.get(PROFILE).location == BEGIN
    factories.practitioner_profile(person)
    assert browser.get(BEGIN).location == PROFILE


# ---- The whole form ----


@pytest.fixture
def profile(app: Flask) -> PractitionerProfile:
    return factories.practitioner_profile()


@pytest.fixture
def browser(profile: PractitionerProfile, log_in: LogIn) -> Client:
    return log_in(profile.member)


def test_page_is_good(browser: Client) -> None:
    page = Page(browser.get(PROFILE))
    assert_is_a_good_page(page)
    assert page.h1 == "Mijn profiel"
    assert "6 van 13 vragen beantwoord" in page.text


def test_untouched_form_changes_nothing(browser: Client, profile: PractitionerProfile) -> None:
    before = pool()
    page = submit(browser, PROFILE, {})
    assert page.status == 302
    assert "Er was niets gewijzigd" in Page(browser.get(PROFILE)).text
    assert pool() == before
    db.session.refresh(profile)
    assert profile.ages == [[4, 17]], "finer than the bands of the form, and kept"


@pytest.mark.parametrize("question", ["ages", "languages", "settings", "funding"])
def test_unknown_is_not_none_and_none_is_not_unknown(
    browser: Client, profile: PractitionerProfile, question: str
) -> None:
    some = {"ages": "4-12", "languages": "ar", "settings": "vrouwenopvang", "funding": "zvw"}
    stated = {"ages": [[4, 12]], "funding": ["zvw"]}.get(question, [some[question]])
    for typed, stored in [
        (["unknown"], None),
        ([], []),
        ([some[question]], stated),
        (["unknown", some[question]], stated),
        (["unknown"], None),
    ]:
        assert submit(browser, PROFILE, {question: typed}).status == 302
        db.session.refresh(profile)
        assert getattr(profile, question) == stored


@pytest.mark.parametrize(("online", "stored"), [("yes", True), ("no", False), ("unknown", None)])
def test_online_may_be_unknown(
    browser: Client, profile: PractitionerProfile, online: str, stored: bool | None
) -> None:
    submit(browser, PROFILE, {"online": online})
    db.session.refresh(profile)
    assert profile.online is stored


def test_everything_is_kept_and_named(browser: Client, profile: PractitionerProfile) -> None:
    typed: dict[str, Any] = {
        "professions": ["gz-psycholoog"],
        "municipality": "Zwolle",
        "regions": ["ijsselland"],
        "travel_km": "25",
        "online": "yes",
        "expertise": ["emdr-kj", "partnergeweld"],
        "levels-emdr-kj": "supervisor",
        "ages": ["4-12", "12-18"],
        "languages": ["nl", "ar"],
        "settings": ["wijkteam"],
        "funding": ["wmo"],
        "contracts": "Jeugdwet Haarlem\n\nJeugdwet 2011\njeugdwet Zwolle",
        "kinds": ["advies"],
        "max_open_requests": "0",
        "paused_until": "2026-12-31",
        "about": "  Ik werk met gezinnen.  ",
    }
    assert submit(browser, PROFILE, typed).status == 302
    db.session.refresh(profile)
    assert profile.municipality_code == "GM0193"
    assert [each.region_slug for each in profile.regions] == ["ijsselland"]
    assert {each.term_slug: each.level for each in profile.expertise} == {
        "emdr-kj": "supervisor",
        "partnergeweld": "zelfstandig",
    }
    assert profile.ages == [[4, 18]]
    assert profile.funding == ["wmo", "jeugdwet:GM0392", "jeugdwet:GM0193"]
    assert (profile.max_open_requests, profile.travel_km) == (0, 25)
    assert profile.about == "Ik werk met gezinnen."
    page = Page(browser.get(PROFILE))
    assert "Bewaard. Gewijzigd:" in page.text
    assert "Jeugdwet Haarlem" in page.html
    again = submit(browser, PROFILE, {})
    assert again.status == 302, "what is shown can be sent again"


def test_claimed_level_is_kept_but_counts_as_independent(browser: Client) -> None:
    submit(browser, PROFILE, {"levels-emdr-kj": "supervisor"})
    page = Page(browser.get(PROFILE))
    assert page.form(having="levels-emdr-kj").fields["levels-emdr-kj"] == "supervisor"
    assert "Tot dan telt het als zelfstandig" in page.text
    (value,) = pool()
    assert value.expertise["emdr-kj"] == "zelfstandig"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (
            {"regions": ["friesland", "drenthe", "groningen", "twente", "utrecht", "zeeland"]},
            "regions",
        ),
        ({"travel_km": "ver"}, "travel_km"),
        ({"travel_km": "-1"}, "travel_km"),
        ({"max_open_requests": "9999999999999999999999"}, "max_open_requests"),
        ({"municipality": "Atlantis"}, "municipality"),
        ({"contracts": "Haarlem"}, "contracts"),
        ({"contracts": "Jeugdwet Atlantis"}, "contracts"),
        ({"about": "x" * 601}, "about"),
        ({"about": "Bel mij op 06 12345678"}, "about"),
        ({"paused_until": "2030-01-01"}, "paused_until"),
        ({"levels-emdr-kj": "meester"}, "levels"),
        ({"languages": ["klingon"]}, "languages"),
        ({"kinds": ["alles"]}, "kinds"),
        ({"role": "tovenaar"}, "role"),
    ],
)
def test_refused_form_keeps_what_was_typed(
    browser: Client, profile: PractitionerProfile, typed: dict[str, Any], field: str
) -> None:
    page = submit(browser, PROFILE, {"about": "Nieuw", **typed})
    assert page.status == 422
    assert f"#{field}" in page.links.values()
    assert_is_a_good_page(page)
    shown = page.form(having="about").fields
    assert shown["about"] == typed.get("about", "Nieuw")
    db.session.refresh(profile)
    assert profile.about == ""


def test_more_than_25_terms_is_refused(browser: Client) -> None:
    page = Page(browser.get(PROFILE))
    assert page.status == 200
    from drakennet.reference import queries as reference

    slugs = [term.slug for term in reference.terms("behandelmethode", today=clock.today())]
    db.session.rollback()
    assert submit(browser, PROFILE, {"expertise": slugs[:26]}).status == 422
    assert submit(browser, PROFILE, {"expertise": slugs[:25]}).status == 302


def test_stale_form_loses_neither(browser: Client, profile: PractitionerProfile) -> None:
    opened = Page(browser.get(PROFILE)).form(having="about").fields
    submit(browser, PROFILE, {"about": "Uit het andere venster", "travel_km": "30"})
    page = Page(browser.post(PROFILE, data={**opened, "about": "Uit dit venster"}))
    assert page.status == 409
    assert "Uit het andere venster" in page.text
    assert "Uit dit venster" in page.text
    assert_is_a_good_page(page)
    db.session.refresh(profile)
    assert profile.about == "Uit het andere venster"
    again = page.form(having="about").fields
    assert again["about"] == "Uit dit venster"
    assert browser.post(PROFILE, data=again).status_code == 302
    db.session.refresh(profile)
    assert profile.about == "Uit dit venster"


def test_being_asked_makes_no_open_form_stale(
    browser: Client, profile: PractitionerProfile
) -> None:
    from drakennet.practitioners import services

    opened = Page(browser.get(PROFILE)).form(having="about").fields
    assert services.hold(profile.id, today=clock.today())
    db.session.commit()
    assert browser.post(PROFILE, data={**opened, "about": "Nieuw"}).status_code == 302
    db.session.refresh(profile)
    assert (profile.about, profile.open_requests) == ("Nieuw", 1)


def test_hidden_by_own_choice_at_once(browser: Client) -> None:
    assert found()
    page = Page(browser.get(PROFILE))
    fields = {k: v for k, v in page.form(having="about").fields.items() if k != "findable"}
    assert browser.post(PROFILE, data=fields).status_code == 302
    assert found() == set()
    assert "organisaties u niet mogen vinden" in Page(browser.get(PROFILE)).text


# ---- Room ----


@pytest.mark.parametrize(
    ("pressed", "stored"),
    [
        ({"room": "yes"}, ("yes", None)),
        ({"room": "no"}, ("no", None)),
        ({"room": "from", "room_from": "2026-12-24"}, ("from", date(2026, 12, 24))),
    ],
)
def test_one_press_dates_the_statement(
    log_in: LogIn, pressed: dict[str, str], stored: tuple[str, date | None]
) -> None:
    long_ago = clock.today() - timedelta(days=100)
    profile = factories.practitioner_profile(room="yes", room_confirmed=long_ago)
    page = submit(log_in(profile.member), ROOM, pressed, page=PROFILE)
    assert page.status == 302
    db.session.refresh(profile)
    assert (profile.room, profile.room_from) == stored
    assert profile.room_confirmed == clock.today()
    assert profile.version == 1
    (value,) = pool()
    assert value.room_confirmed == clock.today()


def test_still_true(log_in: LogIn) -> None:
    profile = factories.practitioner_profile(
        room="from",
        room_from=clock.today() - timedelta(days=1),
        room_confirmed=clock.today() - timedelta(days=40),
    )
    browser = log_in(profile.member)
    assert "langer dan 30 dagen" in Page(browser.get(PROFILE)).text
    submit(browser, ROOM, {"still_true": "yes"}, page="/home")
    db.session.refresh(profile)
    assert (profile.room, profile.room_from) == ("yes", None)
    assert profile.room_confirmed == clock.today()


def test_nothing_said_cannot_be_still_true(log_in: LogIn) -> None:
    profile = factories.practitioner_profile(room=None, room_confirmed=None)
    page = submit(log_in(profile.member), ROOM, {"still_true": "yes"}, page=PROFILE)
    assert page.status == 409


def test_room_without_a_day_is_asked_for(browser: Client) -> None:
    page = submit(browser, ROOM, {"room": "from"}, page=PROFILE)
    assert page.status == 422
    assert_is_a_good_page(page)


# ---- How searchers see me ----


def test_preview_is_the_card(browser: Client, profile: PractitionerProfile) -> None:
    page = Page(browser.get(f"{PROFILE}/zo-ziet-een-zoekende-u"))
    assert page.status == 200
    assert profile.member.name in [name for _level, name in page.headings]
    assert profile.member.email not in page.html
    assert "Alle redenen en punten" in page.text


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"findable": False}, "niet mogen vinden"),
        ({"kinds": []}, "waarvoor men u mag vragen"),
        ({"max_open_requests": 0}, "waarvoor men u mag vragen"),
        ({"paused_until": date(2026, 12, 1)}, "U heeft pauze"),
        ({"open_requests": 3}, "zoveel open aanvragen"),
        ({"room": "no"}, "U heeft nu geen plek"),
        ({"regions": [], "municipality_code": None}, "niet waar u werkt"),
    ],
)
def test_preview_says_why_nobody_asks(log_in: LogIn, traits: dict[str, Any], sentence: str) -> None:
    profile = factories.practitioner_profile(**traits)
    page = Page(log_in(profile.member).get(f"{PROFILE}/zo-ziet-een-zoekende-u"))
    assert page.status == 200
    assert sentence in page.text


def test_waiting_member_prepares_and_previews(log_in: LogIn) -> None:
    person = factories.member(RoleName.PRACTITIONER, approved_at=None)
    browser = log_in(person)
    assert submit(browser, BEGIN, THREE).status == 302
    page = Page(browser.get(f"{PROFILE}/zo-ziet-een-zoekende-u"))
    assert "bekijkt uw aanmelding nog" in page.text
    assert found() == set()


@pytest.mark.parametrize("address", [PROFILE, BEGIN, f"{PROFILE}/zo-ziet-een-zoekende-u"])
def test_who_is_no_practitioner_has_no_profile(log_in: LogIn, address: str) -> None:
    browser = log_in(factories.organisation_contact())
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        ([[0, 4]], ["0-4"]),
        ([[4, 17]], ["4-12"]),
        ([[0, 18], [65, 120]], ["0-4", "4-12", "12-18", "65-120"]),
        ([[18, 64]], ["18-23", "23-64"]),
        ([], []),
    ],
)
def test_bands_of_ages(ages: list[list[int]], bands: list[str]) -> None:
    assert wording.bands(ages) == bands
    assert wording.bands(wording.ranges(bands)) == bands
