"""A file is loaded whole, or refused with its name, the path in it and what was expected."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_security import verify_password
from sqlalchemy import func, select

from drakennet.accounts.models import RoleName, User
from drakennet.database import Base, db
from drakennet.intervision.models import Can, Session, State
from drakennet.loading import UnusableFile, load
from drakennet.practitioners import queries as practitioners
from drakennet.practitioners.models import ColleagueProfile, PoolChange, PractitionerProfile
from drakennet.requests import models as requests
from drakennet.requests.models import Answer, CareRequest
from tests import factories
from tests.conftest import NOW
from tests.factories import organisation_of
from tests.loading.files import REQUEST_ID, SESSION_ID, documented, good, saved, spoilt


def member(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def number_of_rows() -> int:
    """Of everything that a file can bring."""
    kept = {"region", "vt_region", "municipality", "organisation_type", "term", "facts_load"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in kept]
    return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_the_documented_example_loads(app: Flask, tmp_path: Path) -> None:
    counts = load(saved(tmp_path, documented()), now=NOW)
    assert counts["members"] == 2 and counts["requests"] == 1 and counts["sessions"] == 0


def test_members_arrive_with_their_roles_and_work(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, good()), now=NOW)
    contact = member("an@example.nl")
    assert contact.approved and contact.is_a(RoleName.ORGANISATION_CONTACT)
    assert verify_password("een lang wachtwoord", contact.password)
    place = organisation_of(contact)
    assert place is not None and place.name == "Opvang Vlierboog"


@pytest.mark.parametrize(
    ("state", "derived"),
    [  # may log in, approved, waits for the coordinator
        ("approved", (True, True, False)),
        ("waiting", (True, False, True)),
        ("unconfirmed", (False, False, False)),
        ("rejected", (True, False, False)),
        ("blocked", (False, False, False)),
    ],
)
def test_a_member_arrives_in_the_stated_state(
    app: Flask, tmp_path: Path, state: str, derived: tuple[bool, bool, bool]
) -> None:
    load(saved(tmp_path, spoilt("members[1].state", state)), now=NOW)
    person = member("bo@example.nl")
    assert (person.active, person.approved, person.waiting) == derived


def test_a_profile_is_ranked_in_the_very_next_search(app: Flask, tmp_path: Path) -> None:
    before = practitioners.fresh_pool()
    assert len(before) == 0
    db.session.commit()
    load(saved(tmp_path, good()), now=NOW)
    (found,) = practitioners.fresh_pool()
    assert found.expertise.keys() == {"emdr-kj"} and found.room_confirmed == date(2026, 11, 21)
    assert db.session.scalar(select(func.count(PoolChange.number))) == 1


def test_every_fact_of_a_profile_reaches_the_matcher(app: Flask, tmp_path: Path) -> None:
    facts: dict[str, Any] = {
        "municipality": "GM0392",
        "regions": ["kennemerland"],
        "travel_km": 25,
        "online": True,
        "expertise": {"emdr-kj": "zelfstandig"},
        "ages": [[4, 17]],
        "languages": ["ar"],
        "settings": ["vrouwenopvang"],
        "funding": ["zvw"],
        "room": "from",
        "room_from": "2026-12-01",
        "room_confirmed": "2026-11-20",
        "kinds": ["casus"],
        "open_requests": 1,
        "max_open_requests": 4,
        "paused_until": "2026-12-24",
        "last_asked": "2026-11-19",
    }
    load(saved(tmp_path, spoilt("profiles[0]", {"member": "bo@example.nl", **facts})), now=NOW)
    (found,) = practitioners.fresh_pool()
    stored = found.to_json()
    assert {name: stored[name] for name in facts} == facts
    # Of who they are, not of what they say; `last_invited` is for intervision.
    assert stored.keys() - facts == {"id", "organisation", "roles", "since", "last_invited"}


def test_what_was_not_said_stays_unknown(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, good()), now=NOW)
    profile = db.session.scalars(select(PractitionerProfile)).one()
    assert (profile.online, profile.languages, profile.funding) == (None, None, None)
    assert profile.version == 1


def test_an_unanswered_question_holds_a_place(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, good()), now=NOW)
    profile = db.session.scalars(select(PractitionerProfile)).one()
    assert (profile.open_requests, profile.last_asked) == (1, date(2026, 11, 23))
    (question,) = db.session.get_one(CareRequest, UUID(REQUEST_ID)).questions
    assert question.held and question.waits
    assert question.asked_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # 10:30 in Amsterdam


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ({"answer": "yes", "answered": "-1h"}, 1),
        ({"answer": "no", "answered": "-1h", "reason": "vol"}, 0),
        ({"answer": "later", "answered": "-1h", "possible_from": "+10d"}, 0),
        ({"withdrawn": "-1h"}, 0),
    ],
)
def test_an_answer_holds_a_place_as_the_rules_say(
    app: Flask, tmp_path: Path, question: dict[str, str], held: int
) -> None:
    given = {"practitioner": "bo@example.nl", "asked": "-1d", **question}
    load(saved(tmp_path, spoilt("requests[0].questions[0]", given)), now=NOW)
    profile = db.session.scalars(select(PractitionerProfile)).one()
    assert (profile.open_requests, profile.last_asked) == (held, None)


def test_a_practitioner_who_was_there_holds_one_more(app: Flask, tmp_path: Path) -> None:
    somebody = factories.practitioner_profile()
    asked = {"practitioner": somebody.member.email, "answer": "yes", "answered": "-1h"}
    load(saved(tmp_path, spoilt("requests[0].questions[0]", asked)), now=NOW)
    db.session.refresh(somebody)
    assert somebody.open_requests == 1
    (question,) = db.session.scalars(select(requests.Question)).all()
    assert question.answer is Answer.YES


def test_criteria_are_the_matchers_request(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, spoilt("requests[0].criteria.start_by", "+14d")), now=NOW)
    request = db.session.get_one(CareRequest, UUID(REQUEST_ID))
    assert request.asked.id == REQUEST_ID
    assert request.asked.organisation == str(request.organisation_id)
    assert request.asked.start_by == date(2026, 12, 8)


def test_a_session_arrives_with_moments_and_answers(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, good()), now=NOW)
    session = db.session.get_one(Session, UUID(SESSION_ID))
    first, second = session.moments
    (invitation,) = session.invitations
    assert session.state(now=NOW) is State.ASKING and session.seats_taken == 1
    assert first.starts_at == datetime(2026, 11, 27, 13, tzinfo=UTC)  # Friday, 14:00 in Amsterdam
    assert (invitation.says(first), invitation.says(second)) == (Can.YES, None)


def test_who_rather_does_not_meet_is_kept_by_id(app: Flask, tmp_path: Path) -> None:
    load(saved(tmp_path, good()), now=NOW)
    mine = ColleagueProfile.member_id == member("ca@example.nl").id
    profile = db.session.scalars(select(ColleagueProfile).where(mine)).one()
    assert profile.not_with == [str(member("do@example.nl").id)]


def test_the_same_file_twice_is_refused_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = saved(tmp_path, good())
    load(path, now=NOW)
    before = number_of_rows()
    with pytest.raises(UnusableFile, match=r"people\.json: organisations\[0\]\.name: .*database"):
        load(path, now=NOW)
    assert number_of_rows() == before
    db.session.rollback()


def test_what_the_database_refuses_is_told_too(app: Flask, tmp_path: Path) -> None:
    """Two things under one id: the file alone cannot know the second."""
    known = factories.organisation()
    with pytest.raises(UnusableFile, match="the database refuses it"):
        load(saved(tmp_path, spoilt("organisations[0].id", str(known.id))), now=NOW)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("organisations[0].type", "kasteel", "a type of organisation"),
        ("organisations[0].municipality", "GM9999", "a municipality of today"),
        ("organisations[0].name", "a\nb", "one line"),
        ("organisations[0].colour", "blue", "one of the fields"),
        ("members[0].email", "an", "an e-mail address"),
        ("members[1].email", "AN@example.nl", "each only once in the file"),
        ("members[0].name", "", "one line of 1 to 120"),
        ("members[0].name", "x" * 121, "one line of 1 to 120"),
        ("members[0].name", "BSN 111222333", "without a citizen service number"),
        ("members[0].name", 7, "a text"),
        ("members[0].password", "kort", "a password of 12"),
        ("members[0].language", "fr", "one of nl, en"),
        ("members[0].state", "dead", "one of approved"),
        ("members[0].works_at[0]", "Nergens", "the name of an organisation"),
        ("members[0].roles[0]", "koning", "one of practitioner"),
        ("members[0].roles[0]", "coordinator", "the region that they coordinate"),
        ("members[0].roles[0]", {"name": "coordinator", "region": "x"}, "the slug of a region"),
        ("members[0].roles[0]", {"name": "practitioner", "region": "drenthe"}, "no region"),
        ("members[0].roles", ["practitioner", "practitioner"], "each only once"),
        ("members[0].created", "gisteren", "a time with its zone"),
        ("members[0].created", "2026-11-21T10:00:00", "a time with its zone"),
        ("profiles[0].member", "an@example.nl", "a member who is a practitioner"),
        ("profiles[0].member", "zz@example.nl", "the e-mail address of a member"),
        ("profiles[0].professions", ["emdr-kj"], "a term of beroep"),
        ("profiles[0].regions", ["atlantis"], "the slug of a region"),
        ("profiles[0].expertise", {"toveren": "zelfstandig"}, "a term of the vocabulary"),
        ("profiles[0].expertise", {"emdr-kj": "goed"}, "one of in-opleiding"),
        ("profiles[0].languages", ["emdr-kj"], "a term of taal"),
        ("profiles[0].settings", ["ar"], "a term of werksetting or werkvorm"),
        ("profiles[0].funding", ["jeugdwet:GM9999"], "a municipality"),
        ("profiles[0].ages", [[17, 4]], "from not above to"),
        ("profiles[0].travel_km", True, "a whole number"),
        ("profiles[0].room", "from", "a date with room from"),
        ("profiles[0].room_from", "+3d", "a date with room from"),
        ("profiles[0].room_confirmed", "+1d", "not later than today"),
        ("profiles[0].room_confirmed", "-1d 10:00", "a date written as"),
        ("profiles[0].about", "x\x00y", "without NUL"),
        ("colleagues[0].discipline", "bakker", "a term of the vocabulary of beroep"),
        ("colleagues[0].not_with[0]", "zz@example.nl", "the e-mail address of a member"),
        ("colleagues[1].member", "ca@example.nl", "each only once in the file"),
        ("requests[0].id", "5", "a UUID"),
        ("requests[0].organisation", "Nergens", "the name of an organisation"),
        ("requests[0].made_by", ..., "must be given"),
        ("requests[0].label", "x" * 61, "at most 60 characters"),
        ("requests[0].criteria", [1], "an object"),
        ("requests[0].criteria.kind", "intervisie", "casus, structureel or advies"),
        ("requests[0].criteria.id", "x", "one of the fields"),
        ("requests[0].criteria.wishes[0].term", "toveren", "a term of the vocabulary"),
        ("requests[0].criteria.wishes[0].weight", 4, "from 1 to 3"),
        ("requests[0].criteria.persons[0].role", "koning", "one of moeder"),
        ("requests[0].criteria.phase", "later", "one of veiligheid"),
        ("requests[0].criteria.avoid_regions", ["atlantis"], "the slug of a region"),
        ("requests[0].criteria.text", "geboren 111222333", "citizen service number"),
        ("requests[0].closed", "-1d", "a reason with closed"),
        ("requests[0].closed_reason", "gestart", "a reason with closed"),
        ("requests[0].questions[0].practitioner", "an@example.nl", "a member with a profile"),
        ("requests[0].questions[0].answer", "yes", "a time with answer"),
        ("requests[0].questions[0].possible_from", "+1d", "with the answer later only"),
        ("requests[0].questions[0].bucket", "best", "one of fits"),
        ("sessions[0].organiser", "zz@example.nl", "the e-mail address of a member"),
        ("sessions[0].theme", "toveren", "a term of the vocabulary"),
        ("sessions[0].form", "borrel", "one of snelle-consultatie"),
        ("sessions[0].quorum", 9, "not more than the seats"),
        ("sessions[0].moments", [], "one moment or more"),
        ("sessions[0].moments", ["+1d 10:00", "+1d 10:00"], "each once"),
        ("sessions[0].planned", 2, "the number of a moment"),
        ("sessions[0].planned", 1, "a time with planned"),
        ("sessions[0].invitations[0].member", "ca@example.nl", "else than the organiser"),
        ("sessions[0].invitations[0].says", ["yes"] * 3, "one answer for each moment"),
        ("sessions[0].invitations[0].reasons[0]", "mooi", "one of group"),
    ],
)
def test_a_fault_names_its_place_and_nothing_is_kept(
    app: Flask, tmp_path: Path, path: str, value: Any, named: str
) -> None:
    with pytest.raises(UnusableFile) as fault:
        load(saved(tmp_path, spoilt(path, value)), now=NOW)
    said = str(fault.value)
    assert said.startswith("people.json: ") and named in said
    assert said.removeprefix("people.json: ").startswith(path.split("[", maxsplit=1)[0])
    assert number_of_rows() == 0
    db.session.rollback()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("", "line 1, column 1"),
        ("[1]", "an object"),
        ("7", "an object"),
        ("null", "an object"),
        ('"text"', "an object"),
        ('{"members": {}}', "members: a list"),
        ('{"members": [7]}', "members[0]: an object"),
        ('{"members": null}', "members: a list"),
        ('{"member": []}', "member: one of the fields organisations"),
        ('{"members": [], "members": []}', "each name once"),
        ('{"members": [NaN]}', "NaN"),
        ('{"members": [Infinity]}', "Infinity"),
        ('{"members": [1e999]}', "members[0]: an object"),
        ('{"members": [' + "9" * 5000 + "]}", "people.json"),
        ("[" * 100_000, "nested less deeply"),
        ('{"organisations": [{"name": "\\ud800"}]}', "without broken characters"),
        ('{"\\u0000": 1}', "one of the fields"),
        ('{"members": [],}', "line 1"),
    ],
    ids=range(18),
)
@pytest.mark.asvs("1.5.2")
def test_unexpected_json_is_told_in_one_line(
    app: Flask, tmp_path: Path, content: str, named: str
) -> None:
    with pytest.raises(UnusableFile) as fault:
        load(saved(tmp_path, content), now=NOW)
    assert named in str(fault.value)
    assert len(str(fault.value).splitlines()) == 1
    db.session.rollback()


def test_a_file_that_is_not_there_or_not_text(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"nowhere\.json: cannot be read"):
        load(tmp_path / "nowhere.json", now=NOW)
    picture = tmp_path / "picture.json"
    picture.write_bytes(b"\x89PNG")
    with pytest.raises(UnusableFile, match="UTF-8"):
        load(picture, now=NOW)
