"""Own data is one's own, and is let go on the day that was promised."""

from datetime import date, timedelta

import pytest
from flask import Flask

from drakennet.accounts.models import RoleName
from drakennet.coordination.models import Check, Looked
from drakennet.database import db
from drakennet.own_data.tasks import tick
from tests import factories
from tests.conftest import NOW, LogIn

MOMENT = timedelta(seconds=1)


@pytest.mark.asvs("8.2.3", "14.2.6")
def test_project_leader_takes_no_number_of_others_along(app: Flask, log_in: LogIn) -> None:
    """What a project leader looked at is data of the one it was about, and theirs to take."""
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    someone = factories.member(RoleName.PRACTITIONER)
    db.session.add(
        Check(
            member_id=someone.id,
            looked=Looked.REGISTER,
            register="BIG",
            number="49012345601",
            seen_on=date(2026, 11, 1),
            by_id=leader.id,
            made_at=NOW,
        )
    )
    db.session.commit()
    file = "/mijn-gegevens/drakennet.json"
    assert "49012345601" not in log_in(leader).get(file).text
    assert "49012345601" in log_in(someone).get(file).text


@pytest.mark.asvs("14.2.7")
@pytest.mark.parametrize(
    ("ago", "kept"),
    [
        pytest.param(timedelta(days=90), "", id="ninety days"),
        pytest.param(timedelta(days=90) - MOMENT, "Zus", id="a moment less"),
    ],
)
def test_words_of_a_closed_request_go_after_ninety_days(
    ago: timedelta, kept: str, app: Flask
) -> None:
    request = factories.care_request()
    request.label, request.closed_at, request.closed_reason = "Zus", NOW - ago, "x"
    db.session.commit()
    tick(NOW)
    assert request.label == kept
