"""Retention is a clock: each rule lets go of what is too old, and of nothing younger."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from drakennet.accounts.models import LoginSession, RoleName, User
from drakennet.database import db
from drakennet.mail.models import OutboxMail
from drakennet.own_data import mails
from drakennet.own_data.models import RetentionRun
from drakennet.own_data.tasks import RETENTION, tick
from drakennet.privacy.models import GuardConfirmation, Reason
from drakennet.privacy.pieces import Kind
from drakennet.requests.models import CareRequest
from tests import factories, golden
from tests.conftest import NOW, LogIn
from tests.pages import Page

DAY = timedelta(days=1)
AFTER = {rule.name: rule.after for rule in RETENTION}

pytestmark = pytest.mark.usefixtures("app")


def night(after: timedelta) -> dict[str, int]:
    tick(NOW + after)
    db.session.commit()
    last = select(RetentionRun).order_by(RetentionRun.ran_at.desc()).limit(1)
    return dict(db.session.scalars(last).one().did)


def test_once_a_day() -> None:
    tick(NOW)
    tick(NOW + timedelta(hours=1))
    tick(NOW + DAY)
    assert db.session.scalar(select(func.count()).select_from(RetentionRun)) == 2


@pytest.mark.asvs("14.2.4")
@pytest.mark.parametrize(("days", "left"), [(-1, "Voor de Kanarie"), (0, "")])
def test_free_text_of_a_closed_request(days: int, left: str) -> None:
    request = factories.care_request(text="een gezin met zebravinken")
    request.label, request.closed_at = "Voor de Kanarie", NOW
    db.session.commit()
    night(AFTER["free_text"] + days * DAY)
    db.session.refresh(request)
    assert request.label == left
    assert bool(request.asked.text) is bool(left)


def test_open_request_keeps_its_words() -> None:
    request = factories.care_request()
    request.label = "Voor de Kanarie"
    db.session.commit()
    night(AFTER["free_text"] + DAY)
    assert db.session.scalars(select(CareRequest.label)).one() == "Voor de Kanarie"


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (0, 0)])
def test_log_ins(days: int, left: int) -> None:
    member = factories.member()
    db.session.add(
        LoginSession(
            member_id=member.id, key_hash="0", created_at=NOW, last_seen_at=NOW, ended_at=NOW
        )
    )
    db.session.commit()
    night(AFTER["log_ins"] + days * DAY)
    assert db.session.scalar(select(func.count()).select_from(LoginSession)) == left


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (0, 0)])
def test_address_that_nobody_confirmed(days: int, left: int) -> None:
    factories.member(RoleName.PRACTITIONER, confirmed_at=None, approved_at=None)
    night(AFTER["unconfirmed"] + days * DAY)
    assert db.session.scalar(select(func.count()).select_from(User)) == left


@pytest.mark.parametrize(("days", "left"), [(-1, 1), (0, 0)])
def test_why_a_marked_text_was_let_stand(days: int, left: int) -> None:
    confirmed = GuardConfirmation(
        field="RequestForm.text", kind=Kind.NAME, reason=Reason.NEEDED, confirmed_at=NOW
    )
    db.session.add(confirmed)
    db.session.commit()
    night(AFTER["confirmations"] + days * DAY)
    assert db.session.scalar(select(func.count()).select_from(GuardConfirmation)) == left


def test_blocked_member_is_not_let_go_by_the_clock() -> None:
    factories.member(confirmed_at=None, blocked_at=NOW)
    assert night(AFTER["unconfirmed"] + DAY)["unconfirmed"] == 0


def asked(member: User) -> int:
    to = OutboxMail.to_address == member.email
    unused = select(func.count()).select_from(OutboxMail).where(OutboxMail.kind == "unused_account")
    return db.session.scalar(unused.where(to)) or 0


def erased(member: User) -> bool:
    db.session.refresh(member)
    return member.erased_at is not None


def test_unused_account_is_asked_twice_and_then_erased() -> None:
    member = factories.member(email="slaper@example.nl")
    two_years = AFTER["unused"]
    night(two_years - DAY)
    assert asked(member) == 0
    night(two_years)
    night(two_years + 29 * DAY)
    assert asked(member) == 1
    night(two_years + 30 * DAY)
    assert asked(member) == 2
    night(two_years + 59 * DAY)
    assert not erased(member)
    assert night(two_years + 60 * DAY)["unused"] == 1
    assert erased(member)
    assert night(two_years + 200 * DAY)["unused"] == 0


def test_who_logs_in_meanwhile_stays() -> None:
    member = factories.member()
    two_years = AFTER["unused"]
    night(two_years)
    seen = NOW + two_years + DAY
    db.session.add(
        LoginSession(member_id=member.id, key_hash="0", created_at=seen, last_seen_at=seen)
    )
    db.session.commit()
    night(two_years + 30 * DAY)
    night(two_years + 60 * DAY)
    assert not erased(member)
    assert asked(member) == 1


def test_project_leader_reads_the_rules_and_what_was_done(log_in: LogIn) -> None:
    night(DAY)
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    page = Page(log_in(leader).get("/bewaren"))
    assert page.h1 == "Hoe lang wij bewaren"
    for rule in RETENTION:
        assert str(rule.what) in page.text
        assert f"{rule.after.days} dagen" in page.text


def test_members_do_not_read_it(log_in: LogIn) -> None:
    assert log_in(factories.organisation_contact()).get("/bewaren").status_code == 404


@pytest.mark.parametrize("last", [False, True])
def test_mail(last: bool) -> None:
    member = factories.member(name="Robin Slaper", email="robin@example.nl")
    golden.check(f"unused_account{'_last' * last}", mails.unused_account(member, last=last))


def test_page_says_what_went_each_night_in_two_columns(log_in: LogIn) -> None:
    """A column for each rule would not fit on a phone, and most nights do nothing."""
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    did = {rule.name: 0 for rule in RETENTION}
    db.session.add(RetentionRun(ran_at=NOW, did=did))
    db.session.add(RetentionRun(ran_at=NOW - DAY, did=did | {"free_text": 3}))
    db.session.commit()
    page = Page(log_in(leader).get("/bewaren"))
    (table,) = re.findall(r"<caption>Wat er is opgeruimd.*?</table>", page.html, re.DOTALL)
    assert table.count('scope="col"') == 2
    what = next(rule.what for rule in RETENTION if rule.name == "free_text")
    first, second = page.text.index("Niets was te oud."), page.text.index(f"{what}: 3")
    assert first < second
