"""A small world with everybody in it, and a word of its own in every private field."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlparse
from uuid import UUID

from flask import Flask
from sqlalchemy import JSON, Column, Enum, String, Table, select, update

from drakennet.access.models import HarvestAlert, ProfileLook
from drakennet.accounts import mails as account_mails
from drakennet.accounts.models import LoginSession, Passkey, RoleName, User
from drakennet.coordination.models import Check, Looked
from drakennet.database import Base, db
from drakennet.factors import mails as factor_mails
from drakennet.factors.models import FactorReset, RecoveryCode
from drakennet.intervision import mails as intervision_mails
from drakennet.intervision.models import Can, Invitation
from drakennet.intervision.models import Session as Intervision
from drakennet.mail.services import queue
from drakennet.organisations.models import Membership, Organisation, WorkInvite
from drakennet.organisations.queries import invite_token
from drakennet.own_data import services as own_data
from drakennet.practitioners.models import ColleagueProfile, PractitionerProfile
from drakennet.privacy.models import GuardConfirmation, Reason
from drakennet.privacy.pieces import Kind
from drakennet.requests.models import Answer, CareRequest, Question
from drakennet.requests.queries import answer_token
from tests import factories
from tests.conftest import NOW
from tests.intervision.helpers import said

HERE, FAR = "kennemerland", "zuid-limburg"
FAR_PLACE, HIDDEN_PLACE = "GM0935", "GM0473"  # Maastricht and Zandvoort
STRICT = {"name": "accepted", "about": "nobody", "place": "nobody", "email": "nobody"}

# Every column in which people type, or that opens an account. A new text column belongs here or
# in CLOSED: a test says so.
PRIVATE = frozenset(
    {
        "care_request.criteria",  # its "text"
        "care_request.label",
        "colleague_profile.last_choices",  # its "place"
        "colleague_profile.not_with",
        "guard_confirmation.field",
        "intervision_session.place",
        "intervision_session.skipped",
        "login_session.device",
        "login_session.key_hash",
        "login_session.network",
        "member.claimed_organisation",
        "member.email",
        "member.fs_uniquifier",
        "member.name",
        "member.password",
        "member.rejection_reason",
        "member.totp_secret",
        "organisation.name",
        "outbox_mail.calendar",
        "outbox_mail.html",
        "outbox_mail.last_error",
        "outbox_mail.subject",
        "outbox_mail.text",
        "outbox_mail.to_address",
        "outbox_mail.unsubscribe_url",
        "passkey.credential_id",
        "passkey.last_challenge",
        "passkey.name",
        "passkey.public_key",
        "practitioner_profile.about",
        "profile_look.network_hash",
        "recovery_code.code_hash",
        "verification_check.number",
        "work_invite.email",
    }
)
# Slugs of closed lists, counts and hashes of nobody: nothing that is one person's.
CLOSED = frozenset(
    {
        "access_line.hash",
        "access_line.previous",
        "attempt.key_hash",
        "care_request.closed_reason",
        "care_request.earlier",  # what stood in criteria, and is shown where that is
        "colleague_profile.discipline",
        "colleague_profile.themes",
        "intervision_invitation.reasons",
        "intervision_session.form",
        "intervision_session.theme",
        "member.language",
        "outbox_mail.calendar_method",
        "outbox_mail.kind",
        "practitioner_profile.ages",
        "practitioner_profile.funding",
        "practitioner_profile.kinds",
        "practitioner_profile.languages",
        "practitioner_profile.professions",
        "practitioner_profile.role",
        "practitioner_profile.room",
        "practitioner_profile.settings",
        "practitioner_profile.visibility",
        "profile_expertise.level",
        "question.bucket",
        "question.reason",
        "question.reasons",
        "retention_run.did",
        "showing.region_slug",
        "verification_check.register",
    }
)
_ADDRESSES = {"member.email", "outbox_mail.to_address", "work_invite.email"}
_WITHIN = {"care_request.criteria": "text", "colleague_profile.last_choices": "place"}
_LISTS = {"colleague_profile.not_with", "intervision_session.skipped"}  # ids of members
_FACTS = {"region", "vt_region", "municipality", "organisation_type", "term", "facts_load"}
_WORD = re.compile(
    r"kwz[a-z]{9}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b"
)


@dataclass(frozen=True)
class Canary:
    """A word that stands in one field of one row, and nowhere else."""

    column: str
    row: Mapping[str, Any] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.column} of {self.row.get('id')}"


@dataclass
class World:
    """Who and what there is; `canaries` by word, `links` by the route that they are for."""

    people: dict[str, User]
    organisations: dict[str, Organisation]
    requests: dict[str, CareRequest]
    links: list[tuple[str, str, frozenset[UUID]]]  # endpoint, token, whom its reader may know
    hidden: dict[str, User]
    seated: list[User]  # who come to the session
    canaries: dict[str, Canary] = field(default_factory=dict)

    def found_in(self, page: str) -> set[Canary]:
        return {self.canaries[word] for word in _WORD.findall(page) if word in self.canaries}


def text_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Where a text or a list may stand that is not a key of something else."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            texts = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
            if texts and not column.foreign_keys and table.name not in _FACTS:
                yield table, column


def plant(world: World) -> None:
    """Put a word of its own in every private field of every row that there is."""
    for table, column in text_columns():
        name = f"{table.name}.{column.name}"
        if name in PRIVATE:
            for row in db.session.execute(select(table)).mappings().all():
                word, value = _planted(name, row[column.name])
                world.canaries[word] = Canary(name, dict(row))
                keys = [key == row[key.name] for key in table.primary_key]
                db.session.execute(update(table).where(*keys).values({column: value}))
    for person in world.hidden.values():
        world.canaries[str(person.id)] = Canary("member.id", {"id": person.id})
    db.session.commit()
    db.session.expire_all()


def _planted(name: str, value: Any) -> tuple[str, Any]:
    if name in _LISTS:
        word = str(UUID(bytes=secrets.token_bytes(16)))
        return word, [word]
    word = "kwz" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _sign in range(9))
    if name in _WITHIN:
        return word, {**(value or {}), _WITHIN[name]: word}
    return word, f"{word}@example.nl" if name in _ADDRESSES else word


# ---- Who and what there is ----


def build(app: Flask) -> World:
    """Two organisations and two regions, every role, and everybody whom nobody may find."""
    roles, made = RoleName, factories.member
    home = factories.organisation()
    away = factories.organisation(municipality_code=FAR_PLACE)
    boss, other = (
        factories.organisation_contact(home),
        factories.organisation_contact(away, municipality_code=FAR_PLACE),
    )
    people = {
        "boss": boss,
        "other": other,
        "accepting": made(roles.PRACTITIONER),
        "strict": made(roles.PRACTITIONER),
        "strict and accepting": made(roles.PRACTITIONER),
        "unasked": made(roles.PRACTITIONER),
        "colleague": factories.colleague(home),
        "veilig thuis": made(roles.VEILIG_THUIS, region=HERE),
        "coordinator": made(roles.COORDINATOR, region=HERE),
        "far coordinator": made(roles.COORDINATOR, region=FAR, municipality_code=FAR_PLACE),
        "administrator": made(roles.ADMINISTRATOR),
        "waiting": made(roles.PRACTITIONER, approved_at=None),
        "turned down": made(roles.PRACTITIONER, approved_at=None, rejected_at=NOW),
    }
    for number in range(3):
        people[f"invitee {number}"] = factories.colleague()
    hidden = {name: hidden_member(name) for name in ("unfindable", "blocked", "never confirmed")}
    profiles = {
        name: factories.practitioner_profile(
            people[name],
            about="x",
            visibility=STRICT if "strict" in name else {},
            municipality_code=HIDDEN_PLACE if "strict" in name else factories.HAARLEM,
        )
        for name in ("accepting", "strict", "strict and accepting", "unasked", "waiting")
    }
    requests = {"home": factories.care_request(home), "away": factories.care_request(away)}
    yes = {"answer": Answer.YES, "answered_at": NOW}
    questions = [
        factories.question(requests["home"], profiles["accepting"], **yes),
        factories.question(requests["home"], profiles["strict and accepting"], **yes),
        factories.question(requests["home"], profiles["strict"]),
    ]
    session = _session(people["colleague"])
    _more_rows(people)
    seated = [one.member for one in session.invitations if one.seat_taken_at]
    organisations = {"home": home, "away": away}
    world = World(people, organisations, requests, [], hidden, seated)
    world.hidden |= {"waiting": people["waiting"], "turned down": people["turned down"]}
    plant(world)
    with app.test_request_context():
        world.links = list(_links(world, questions, session))
    db.session.rollback()  # what a page reads in, it cannot write in
    return world


HIDDEN: Mapping[str, dict[str, Any]] = {
    "never confirmed": {"confirmed_at": None, "approved_at": None},
    "unverified": {"approved_at": None},
    "turned down": {"approved_at": None, "rejected_at": NOW},
    "blocked": {"blocked_at": NOW},
}


def hidden_member(kind: str) -> User:
    """A practitioner whom nobody may find, with all that others have."""
    person = factories.member(RoleName.PRACTITIONER, **HIDDEN.get(kind, {}))
    factories.works_at(person, factories.organisation())
    factories.practitioner_profile(person, about="fluit", findable=kind != "unfindable")
    return _erased(person) if kind == "erased" else person


def hidden_colleague(kind: str) -> User:
    """One whom nobody may ask for intervision, where everybody else could be."""
    agreed = {"agreed_at": None} if kind == "not asked" else {}
    person = factories.colleague(**HIDDEN.get(kind, {}), **agreed)
    return _erased(person) if kind == "erased" else person


def _erased(person: User) -> User:
    own_data.erase(person, now=NOW)
    db.session.commit()
    return person


def _session(organiser: User) -> Intervision:
    """Two come, one has not answered."""
    session = factories.intervision(organiser, place="x")
    for invitation in session.invitations[:2]:
        said(invitation, Can.YES, Can.NO)
    return session


def _more_rows(people: dict[str, User]) -> None:
    """One of everything that people leave behind."""
    boss, coordinator, waiting = people["boss"], people["coordinator"], people["waiting"]
    for person in (boss, waiting):
        queue(factories.message(to=person.email, member_id=person.id), now=NOW)
        db.session.add_all(
            [
                Passkey(
                    member_id=person.id,
                    name="x",
                    credential_id=str(person.id),
                    public_key="x",
                    sign_count=0,
                    created_at=NOW,
                ),
                RecoveryCode(member_id=person.id, number=1, code_hash="x", created_at=NOW),
                GuardConfirmation(
                    member_id=person.id,
                    field="x",
                    kind=Kind.EMAIL,
                    reason=Reason.MYSELF,
                    confirmed_at=NOW,
                ),
                Check(
                    member_id=person.id,
                    looked=Looked.REGISTER,
                    register="BIG",
                    seen_on=date(2026, 11, 1),
                    by_id=coordinator.id,
                    made_at=NOW,
                ),
            ]
        )
    db.session.add_all(
        [
            WorkInvite(
                organisation_id=factories.organisation_of(boss).id,  # type: ignore[union-attr] # they work there
                email="x@example.nl",
                invited_by_id=boss.id,
                invited_at=NOW,
                expires_at=NOW + timedelta(days=9),
            ),
            FactorReset(member_id=boss.id, started_by_id=coordinator.id, started_at=NOW),
            HarvestAlert(viewer_id=people["unasked"].id, day=NOW.date()),
            ProfileLook(
                viewer_id=people["unasked"].id,
                subject_id=people["accepting"].id,
                network_hash="x",
                first_at=NOW,
            ),
            LoginSession(  # of somebody who is logged in elsewhere too
                member_id=boss.id,
                key_hash="x",
                created_at=NOW,
                last_seen_at=NOW,
                device="x",
                network="x",
            ),
        ]
    )
    db.session.commit()


def _links(
    world: World, questions: list[Question], session: Intervision
) -> Iterator[tuple[str, str, frozenset[UUID]]]:
    """Each kind of link that a mail may hold, and the rows that its reader may know of."""
    for question in questions:
        place = question.request.organisation_id
        yield "requests.answer", answer_token(question), frozenset({place})
    for invitation in db.session.scalars(select(Invitation)):
        where = {session.id} if invitation.seat_taken_at else set()
        of = frozenset({session.organiser_id} | where)
        yield "intervision.answer", intervision_mails.token_of(invitation.id), of
    for invite in db.session.scalars(select(WorkInvite)):
        of = frozenset({invite.invited_by_id, invite.organisation_id})
        yield "organisations.work_invite", invite_token(invite), of
    for reset in db.session.scalars(select(FactorReset)):
        yield "factors.stop_reset", factor_mails.token_of(reset), frozenset({reset.started_by_id})
    newcomer, boss = world.hidden["never confirmed"], world.people["boss"]
    for endpoint, mail, person in (
        ("accounts.confirm", account_mails.confirm_address(newcomer), newcomer),
        ("accounts.reset", account_mails.reset_password(boss), boss),
        ("accounts.confirm_new_address", account_mails.new_address(boss, "n@example.nl"), boss),
    ):
        address = re.search(r"http\S+", mail.text)
        assert address
        yield endpoint, urlparse(address[0]).path.rpartition("/")[2], frozenset({person.id})


def rows_with_ids() -> list[UUID]:
    """What an address could carry: each id that some page takes, and two of every other kind."""
    taken = (CareRequest, Intervision, FactorReset, User)
    others = (Question, Invitation, WorkInvite, Passkey, LoginSession, Membership, Check)
    more = (Organisation, PractitionerProfile, ColleagueProfile, GuardConfirmation)
    return [
        *(one for kind in taken for one in db.session.scalars(select(kind.id)).all()),
        *(one for kind in (*others, *more) for one in db.session.scalars(select(kind.id).limit(2))),
    ]
