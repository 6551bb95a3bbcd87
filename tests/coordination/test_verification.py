"""Who is approved, was looked at: somebody says how, and looks again every year."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from drakennet.accounts.models import RoleName, User
from drakennet.coordination import mails, services
from drakennet.coordination.models import Check, Looked
from drakennet.coordination.services import ASKED_BEFORE, LASTS, LookedAt
from drakennet.coordination.tasks import tick
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from drakennet.practitioners import queries as practitioners
from tests import factories, golden
from tests.conftest import NOW, LogIn
from tests.coordination.steps import coordinator, newcomer, page_of
from tests.pages import Page, submit

DAY = timedelta(days=1)
BIG = {"checked": ["register"], "register": "BIG", "number": "19012345601"}


def checks(person: User) -> list[tuple[Looked, str, str, date]]:
    found = select(Check).where(Check.member_id == person.id).order_by(Check.looked)
    return [
        (one.looked, one.register, one.number, one.seen_on) for one in db.session.scalars(found)
    ]


def judged(log_in: LogIn, person: User, action: str, **values: object) -> Page:
    page = page_of(person)
    answers = {"organisation": "none", **values} if action == "goedkeuren" else values
    return submit(log_in(coordinator()), f"{page}/{action}", answers, page=page)


@pytest.mark.asvs("6.1.3")
def test_approval_says_what_was_looked_at(log_in: LogIn) -> None:
    person = newcomer()
    judged(
        log_in,
        person,
        "goedkeuren",
        **{**BIG, "checked": ["register", "employer"]},
        seen_on="2026-11-01",
    )
    assert person.approved
    assert checks(person) == [
        (Looked.EMPLOYER, "", "", NOW.date()),
        (Looked.REGISTER, "BIG", "19012345601", date(2026, 11, 1)),
    ]
    judge = db.session.get_one(User, person.approved_by_id)
    page = Page(log_in(coordinator()).get(page_of(person)))
    for words in ("BIG 19012345601", "Ik belde de organisatie", "Wat er is nagekeken", judge.name):
        assert words in page.text


@pytest.mark.parametrize(
    ("number", "shown"),
    [("111222333", False), ("1112.22.333", False), ("49012345", True), ("19012345601", True)],
)
def test_number_of_before_that_may_be_a_bsn_is_not_shown(
    log_in: LogIn, number: str, shown: bool
) -> None:
    """Kept before such numbers were refused; the page asks to look again without it."""
    leader, person = coordinator(), factories.member(RoleName.PRACTITIONER)
    seen = LookedAt(Looked.REGISTER, NOW.date(), "SKJ", number)
    services.renew(person, by=leader, seen=[seen], now=NOW)
    db.session.commit()
    page = Page(log_in(leader).get(page_of(person)))
    assert (number in page.html) is shown
    assert ("Een nummer van een register tonen wij niet" in page.text) is not shown


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Kruis aan hoe u weet wie dit is."),
        ({"checked": ["register"]}, "Kies in welk register u keek."),
        ({**BIG, "seen_on": "2027-01-01"}, "Deze dag moet nog komen."),
    ],
)
def test_nobody_is_approved_unseen(log_in: LogIn, values: dict[str, object], sentence: str) -> None:
    person = newcomer()
    page = judged(log_in, person, "goedkeuren", **values)
    assert page.status == 422
    assert sentence in page.text
    assert person.waiting
    assert checks(person) == []


@pytest.mark.parametrize(
    ("register", "number", "warned"),
    [
        ("BIG", "19012345601", False),
        ("BIG", "1901 2345 601", False),
        ("BIG", "1234", True),
        ("SKJ", "123456789", False),
        ("SKJ", "12345678901", True),
        ("VEN", "wat er ook staat", False),
        ("BIG", "", False),
    ],
)
def test_odd_number_is_told_and_kept(
    log_in: LogIn, register: str, number: str, warned: bool
) -> None:
    person = newcomer()
    page = page_of(person)
    browser = log_in(coordinator())
    values = {**BIG, "register": register, "number": number, "organisation": "none"}
    submit(browser, f"{page}/goedkeuren", values, page=page)
    assert ("lijkt geen nummer van" in Page(browser.get("/mijn-regio")).text) is warned
    assert checks(person)[0][2] == number


def test_number_that_may_be_a_bsn_is_not_kept(log_in: LogIn) -> None:
    """One in eleven numbers of the SKJ looks like one: the register and the day are enough."""
    person, browser = newcomer(), log_in(coordinator())
    page = page_of(person)
    values = {**BIG, "register": "SKJ", "number": "123456782", "organisation": "none"}
    refused = submit(browser, f"{page}/goedkeuren", values, page=page)
    assert refused.status == 422
    assert "Laat het nummer leeg: het register en de dag zijn genoeg." in refused.text
    assert '<details class="details" open>' in refused.html  # where the number stands
    assert checks(person) == []
    again = refused.form("/goedkeuren").fields | {"number": ""}
    assert browser.post(f"{page}/goedkeuren", data=again).status_code == 302
    assert checks(person)[0][1:3] == ("SKJ", "")


def practitioner() -> User:
    person = factories.member(RoleName.PRACTITIONER)
    factories.practitioner_profile(person)
    return person


def found(person: User) -> bool:
    db.session.expire_all()
    return any(one.id for one in practitioners.matchable()) and person.approved


def at(moment: timedelta) -> None:
    tick(NOW + moment)
    db.session.commit()
    db.session.expire_all()


def is_due(person: User) -> bool:
    return person.renewal_asked_at is not None


@pytest.mark.usefixtures("app")
def test_approval_lasts_a_year_and_is_told_a_month_before() -> None:
    person = practitioner()
    at(LASTS - ASKED_BEFORE - DAY)
    assert not is_due(person)
    at(LASTS - ASKED_BEFORE)
    assert is_due(person)
    told = db.session.scalars(select(OutboxMail.to_address)).all()
    assert told == [person.email]
    at(LASTS - DAY)
    assert found(person)
    at(LASTS)
    assert not found(person)
    assert person.waiting
    assert person.waiting_since == NOW + LASTS


@pytest.mark.usefixtures("app")
def test_nobody_lapses_without_a_month_of_warning() -> None:
    """Also when the worker stood still for years."""
    person = practitioner()
    at(3 * LASTS)
    assert person.approved
    at(3 * LASTS + ASKED_BEFORE - DAY)
    assert person.approved
    at(3 * LASTS + ASKED_BEFORE)
    assert person.waiting


@pytest.mark.usefixtures("app")
def test_project_leaders_do_not_lapse_by_a_clock() -> None:
    leader = coordinator()
    at(2 * LASTS)
    at(3 * LASTS)
    assert leader.approved


def test_project_leader_sees_who_is_due_and_renews(log_in: LogIn) -> None:
    person = practitioner()
    person.approved_at = NOW - LASTS + ASKED_BEFORE
    tick(NOW)
    db.session.commit()
    page = Page(log_in(coordinator()).get("/mijn-regio"))
    assert "Bijna een jaar geleden goedgekeurd (1)" in page.text
    assert judged(log_in, person, "verlengen", checked=["known"]).response.status_code == 302
    db.session.refresh(person)
    assert person.approved_at == NOW
    assert person.renewal_asked_at is None
    assert [one[0] for one in checks(person)] == [Looked.KNOWN]


def test_renewing_unseen_is_refused(log_in: LogIn) -> None:
    person = practitioner()
    page = judged(log_in, person, "verlengen")
    assert page.status == 422
    assert "Kruis aan hoe u weet wie dit is." in page.text


@pytest.mark.asvs("7.4.2", "7.4.5")
def test_blocked_member_is_out_at_once_and_found_by_nobody(log_in: LogIn) -> None:
    person = practitioner()
    theirs = log_in(person)
    assert theirs.get("/home").status_code == 200
    judged(log_in, person, "blokkeren")
    assert theirs.get("/home").status_code == 302
    db.session.refresh(person)
    assert person.blocked_at is not None
    assert not list(practitioners.matchable())


def test_block_can_be_undone(log_in: LogIn) -> None:
    person = practitioner()
    leader = log_in(coordinator())
    submit(leader, f"{page_of(person)}/blokkeren", {}, page=page_of(person))
    assert "Geblokkeerd (1)" in Page(leader.get("/mijn-regio")).text
    submit(leader, f"{page_of(person)}/toelaten", {}, page="/mijn-regio")
    db.session.refresh(person)
    assert person.approved
    assert "Geblokkeerd" not in Page(leader.get("/mijn-regio")).text


@pytest.mark.asvs("8.2.2")
@pytest.mark.parametrize("action", ["verlengen", "blokkeren"])
def test_leader_of_another_region_finds_nothing(log_in: LogIn, action: str) -> None:
    person = practitioner()
    elsewhere = factories.member(RoleName.COORDINATOR, region="groningen")
    browser = log_in(elsewhere)
    token = Page(browser.get("/mijn-regio")).forms[0].fields["csrf_token"]
    answer = browser.post(f"{page_of(person)}/{action}", data={"csrf_token": token})
    assert answer.status_code == 404


@pytest.mark.usefixtures("app")
def test_checks_name_their_register() -> None:
    person, leader = practitioner(), coordinator()
    services.renew(person, by=leader, seen=[LookedAt(Looked.KNOWN, NOW.date())], now=NOW)
    assert checks(person) == [(Looked.KNOWN, "", "", NOW.date())]


@pytest.mark.usefixtures("app")
def test_mail() -> None:
    member = factories.member(name="Robin Jaar", email="robin@example.nl")
    golden.check("nearly_a_year", mails.nearly_a_year(member, until=NOW + ASKED_BEFORE))
