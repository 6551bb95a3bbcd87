"""What was read is old by the time it is written: somebody else was first, in another request."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Barrier, Thread
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import select

from drakennet import clock
from drakennet.accounts import queries
from drakennet.accounts import services as accounts
from drakennet.accounts.models import Passkey, RoleName, User
from drakennet.accounts.services import SignUp
from drakennet.attempts import may_mail
from drakennet.coordination import services as coordination
from drakennet.coordination.models import Looked
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.factors import services as factors
from drakennet.organisations import services as organisations
from drakennet.organisations.models import Membership, WorkInvite
from tests import factories
from tests.accounts.test_devices import together
from tests.conftest import NOW

Row = TypeVar("Row")
SEEN = [coordination.LookedAt(Looked.KNOWN, NOW.date())]


@pytest.fixture
def read(app: Flask) -> Iterator[Callable[[Row], Row]]:
    """A request that has read a row; others may write again, and it does not know of it."""
    with app.test_request_context("/", method="POST"):

        def held(row: Row) -> Row:
            found = db.session.get_one(type(row), row.id)  # type: ignore[attr-defined] # each has one
            if isinstance(found, User):
                assert [*found.roles, *found.passkeys]  # these are read as well
            db.session.commit()
            return found

        yield held
        db.session.rollback()


def meanwhile(app: Flask, row: Row, act: Callable[[Row], object]) -> None:
    """Another request, from its first question to its last word."""
    with app.app_context(), clock.at(NOW):
        act(db.session.get_one(type(row), row.id))  # type: ignore[attr-defined] # each has one
        db.session.commit()


def rename(person: User) -> None:
    accounts.change(
        person, name="Een Ander", municipality_code=factories.HAARLEM, language="nl", now=NOW
    )


def sign_up(name: str) -> None:
    wish = SignUp(
        name=name,
        email="noor@example.nl",
        password="lamp wolken stoel berg",
        roles=[RoleName.PRACTITIONER],
        municipality_code=factories.HAARLEM,
    )
    accounts.sign_up(wish, now=NOW)


# ---- Who somebody is ----


@pytest.mark.asvs("2.3.4")
def test_name_that_nobody_judged_is_not_approved(app: Flask, read: Callable[[User], User]) -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    newcomer = read(factories.member(RoleName.PRACTITIONER, approved_at=None))
    meanwhile(app, newcomer, rename)
    with pytest.raises(Refusal, match="andere naam"):
        coordination.approve(newcomer, by=leader, workplace=None, seen=SEEN, now=NOW)


def test_name_that_nobody_judged_is_not_renewed(app: Flask, read: Callable[[User], User]) -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    person = read(factories.member(RoleName.PRACTITIONER))
    meanwhile(app, person, rename)
    with pytest.raises(Refusal):
        coordination.renew(person, by=leader, seen=SEEN, now=NOW)


def test_other_name_waits_also_when_the_approval_was_just_given(
    app: Flask, read: Callable[[User], User]
) -> None:
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    newcomer = read(factories.member(RoleName.PRACTITIONER, approved_at=None))

    def approve(person: User) -> None:
        by = db.session.get_one(User, leader.id)
        coordination.approve(person, by=by, workplace=None, seen=SEEN, now=NOW)

    meanwhile(app, newcomer, approve)
    rename(newcomer)
    db.session.commit()
    db.session.refresh(newcomer)
    assert newcomer.waiting


@pytest.mark.asvs("6.4.1")
def test_who_just_confirmed_keeps_their_own_password(
    app: Flask, read: Callable[[User], User]
) -> None:
    """A stranger signs the address up again at the very moment its owner confirms it."""
    owner = read(
        factories.member(
            RoleName.PRACTITIONER, email="noor@example.nl", name="Noor", confirmed_at=None
        )
    )
    meanwhile(app, owner, lambda one: accounts.confirm(one, now=NOW))
    sign_up("Een Ander")
    db.session.commit()
    db.session.refresh(owner)
    assert (owner.name, owner.password) == ("Noor", "unusable")


@pytest.mark.asvs("6.4.1")
def test_owner_does_not_confirm_what_a_stranger_just_filled_in(
    app: Flask, read: Callable[[User], User]
) -> None:
    owner = read(
        factories.member(
            RoleName.PRACTITIONER, email="noor@example.nl", name="Noor", confirmed_at=None
        )
    )

    def replace(_member: User) -> None:
        with app.test_request_context("/", method="POST"), clock.at(NOW):
            sign_up("Een Ander")
            db.session.commit()

    meanwhile(app, owner, replace)
    with pytest.raises(Refusal, match="nieuwere"):
        accounts.confirm(owner, now=NOW)


@pytest.mark.asvs("6.6.2")
def test_one_link_sets_one_password(app: Flask, read: Callable[[User], User]) -> None:
    """Hashing is slow and holds no lock: meanwhile the same link was used in another window."""
    person = read(factories.member(RoleName.PRACTITIONER))

    def reset(one: User) -> None:
        with app.test_request_context("/", method="POST"), clock.at(NOW):
            found = db.session.get_one(User, one.id)
            accounts.reset_password(found, "lamp wolken stoel berg", now=NOW)
            db.session.commit()

    meanwhile(app, person, reset)
    with pytest.raises(Refusal, match="al een ander wachtwoord"):
        accounts.reset_password(person, "fiets regen molen kaas", now=NOW)


def test_whose_approval_was_just_renewed_does_not_lapse(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever renews waits for the nightly job, or is ahead of it: never both at once."""
    leader = factories.member(RoleName.COORDINATOR, region="kennemerland")
    long_ago = NOW - coordination.LASTS
    person = factories.member(
        RoleName.PRACTITIONER,
        approved_at=long_ago,
        renewal_asked_at=NOW - coordination.ASKED_BEFORE,
    )
    renewed: list[bool] = []

    def renew() -> None:
        with app.app_context(), clock.at(NOW):
            who, by = (db.session.get_one(User, one.id) for one in (person, leader))
            try:
                coordination.renew(who, by=by, seen=SEEN, now=NOW)
                db.session.commit()
                renewed.append(True)
            except Refusal:
                db.session.rollback()
                renewed.append(False)

    rival, wait_again = Thread(target=renew), accounts.wait_again

    def slowly(member: User, *, now: datetime) -> None:
        rival.start()
        rival.join(timeout=1)
        wait_again(member, now=now)

    monkeypatch.setattr(accounts, "wait_again", slowly)
    assert coordination.let_lapse(now=NOW) == 1
    db.session.commit()
    rival.join()
    db.session.refresh(person)
    assert renewed == [person.approved]


@pytest.mark.asvs("6.4.1")
@pytest.mark.usefixtures("read")
def test_of_two_who_sign_up_one_address_the_second_gives_the_password(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is of who was first; this browser did not choose its password."""
    find = queries.member_by_email
    first = iter([True])

    def nobody_yet(email: str, *, to_change: bool = False) -> User | None:
        if next(first, False):
            with app.test_request_context("/", method="POST"), clock.at(NOW):
                sign_up("Wie eerst was")
                db.session.commit()
            return None
        return find(email, to_change=to_change)

    monkeypatch.setattr(queries, "member_by_email", nobody_yet)
    sign_up("Een Ander")
    db.session.commit()
    (member,) = db.session.scalars(select(User))
    assert member.name == "Wie eerst was"
    assert not accounts.signed_up_here(member)


@pytest.mark.asvs("2.3.4")
def test_mailbox_gets_three_mails_whoever_asks_at_once(app: Flask) -> None:
    sent: list[bool] = []
    ready = Barrier(8)

    def ask() -> None:
        with app.test_request_context(method="POST"):
            ready.wait()
            sent.append(may_mail("noor@example.nl", now=NOW))
            db.session.commit()

    together([ask] * 8)
    assert sorted(sent) == [False] * 5 + [True] * 3


# ---- Who works where ----


@pytest.fixture
def place_and_boss(app: Flask) -> tuple[Membership, User]:
    boss = factories.member(RoleName.ORGANISATION_CONTACT)
    place = factories.organisation()
    organisations.join(boss, place, now=NOW)
    other = factories.member(RoleName.ORGANISATION_CONTACT)
    organisations.join(other, place, now=NOW)
    db.session.commit()
    link = db.session.query(Membership).filter_by(member_id=other.id).one()
    return link, boss


def test_who_ended_meanwhile_is_made_no_manager(
    app: Flask, place_and_boss: tuple[Membership, User], read: Callable[[Membership], Membership]
) -> None:
    link = read(place_and_boss[0])
    meanwhile(app, link, lambda one: organisations.end(one, by=one.member, now=NOW))
    with pytest.raises(Refusal):
        organisations.appoint(link)
    db.session.refresh(link)
    assert not link.manages


def test_who_was_approved_meanwhile_is_not_ended_again(
    app: Flask, place_and_boss: tuple[Membership, User], read: Callable[[Membership], Membership]
) -> None:
    """Two press the same button; between them a project leader approves for another place."""
    link = read(place_and_boss[0])
    person_id = link.member_id

    def end_and_approve(one: Membership) -> None:
        organisations.end(one, by=one.member, now=NOW)
        one.member.approved_at = NOW

    meanwhile(app, link, end_and_approve)
    with pytest.raises(Refusal):
        organisations.end(link, by=db.session.get_one(User, place_and_boss[1].id), now=NOW)
    db.session.rollback()
    assert db.session.get_one(User, person_id, populate_existing=True).approved


def test_invitation_that_was_just_accepted_is_not_called_taken_back(
    app: Flask, place_and_boss: tuple[Membership, User], read: Callable[[WorkInvite], WorkInvite]
) -> None:
    link, boss = place_and_boss
    newcomer = factories.member(RoleName.PRACTITIONER)
    organisations.invite(link.organisation, newcomer.email, by=boss, now=NOW)
    db.session.commit()
    invite = read(db.session.query(WorkInvite).one())

    def accept(one: WorkInvite) -> None:
        organisations.accept(one, db.session.get_one(User, newcomer.id), now=NOW)

    meanwhile(app, invite, accept)
    with pytest.raises(Refusal, match="aangenomen"):
        organisations.withdraw(invite, now=NOW)
    db.session.refresh(invite)
    assert invite.withdrawn_at is None


# ---- The second step ----


@pytest.mark.asvs("6.3.3")
def test_two_who_remove_the_last_two_steps_leave_one(
    app: Flask, read: Callable[[User], User]
) -> None:
    """The same member in two windows: one removes the passkey, the other the app."""
    person = factories.member(RoleName.PRACTITIONER, totp_secret="x", totp_confirmed_at=NOW)
    person.passkeys.append(
        Passkey(name="a", credential_id="a", public_key="a", sign_count=0, created_at=NOW)
    )
    db.session.commit()
    mine = read(person)

    def remove(one: User) -> None:
        with app.test_request_context("/", method="POST"), clock.at(NOW):
            factors.remove_passkey(db.session.get_one(User, one.id).passkeys[0], now=NOW)
            db.session.commit()

    meanwhile(app, mine, remove)
    with pytest.raises(Refusal, match="enige tweede stap"):
        factors.remove_app(mine, now=NOW)
