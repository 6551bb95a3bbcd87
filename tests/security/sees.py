"""What each may see of another: one table, written down apart from the application.

Whatever is in nobody's row here is a leak, wherever it stands.
"""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.organisations.models import Membership
from tests.security.world import FAR_PLACE, Canary, World

# Keys to an account: not even for the member.
SECRETS = frozenset(
    {
        "login_session.key_hash",
        "member.fs_uniquifier",
        "member.password",
        "member.totp_secret",
        "passkey.last_challenge",
        "passkey.public_key",
        "profile_look.network_hash",
        "recovery_code.code_hash",
    }
)
# Whose a row is: the column with their id.
OF = {
    "care_request": "made_by_id",
    "intervision_session": "organiser_id",
    "member": "id",
    "work_invite": "invited_by_id",
}
COLLEAGUES = ("colleague", "invitee 0", "invitee 1", "invitee 2")


class Look(NamedTuple):
    """Somebody opens a page; `told` is whom the link in the address may tell of."""

    world: World
    viewer: User | None
    endpoint: str
    told: frozenset[UUID]


Relation = Callable[[Look, Canary], bool]


class Sees(NamedTuple):
    who: Relation
    columns: str
    pages: str


def is_one_of(viewer: User | None, world: World, *names: str) -> bool:
    return viewer is not None and viewer.id in {world.people[name].id for name in names}


def about(canary: Canary, world: World, *names: str) -> bool:
    return whose(canary) in {world.people[name].id for name in names}


def own(look: Look, canary: Canary) -> bool:
    return look.viewer is not None and whose(canary) == look.viewer.id


def by_link(look: Look, canary: Canary) -> bool:
    return canary.row["id"] in look.told


def judges(look: Look, canary: Canary) -> bool:
    """The project leader of the region, or an administrator."""
    person = db.session.get(User, whose(canary)) if whose(canary) else None
    code = person.municipality_code if person else canary.row.get("municipality_code")
    return judges_in(look, code)


def judges_in(look: Look, code: str | None) -> bool:
    mine = "far coordinator" if code == FAR_PLACE else "coordinator"
    return is_one_of(look.viewer, look.world, "administrator", mine)


def judges_who_works_there(look: Look, canary: Canary) -> bool:
    """Where a member works is told to who judges them, also when that is in another region."""
    works = Membership.organisation_id == canary.row["id"]
    links = select(Membership).where(works, Membership.ended_at.is_(None))
    return any(judges_in(look, one.member.municipality_code) for one in db.session.scalars(links))


def works_there(look: Look, canary: Canary) -> bool:
    """Of the organisation where the viewer works, and of who works there too."""
    works = select(Membership.organisation_id, Membership.member_id)
    links = db.session.execute(works.where(Membership.ended_at.is_(None))).all()
    mine = {place for place, member in links if look.viewer and member == look.viewer.id}
    row = canary.row
    return bool(
        mine & {row.get("id"), row.get("organisation_id")}
        or mine & {place for place, member in links if member == row.get("id")}
    )


def finds(look: Look, canary: Canary) -> bool:
    """Members find who chose to be seen by members."""
    return look.viewer is not None and about(canary, look.world, "accepting", "unasked")


def got_a_yes(look: Look, canary: Canary) -> bool:
    """Who said yes, tells the name."""
    said_yes = about(canary, look.world, "accepting", "strict and accepting")
    return is_one_of(look.viewer, look.world, "boss") and said_yes


def may_reach(look: Look, canary: Canary) -> bool:
    """Who said yes, and wants to be reached that way."""
    return is_one_of(look.viewer, look.world, "boss") and about(canary, look.world, "accepting")


def said_yes_to(look: Look, canary: Canary) -> bool:
    """Who said yes reads whom to make an appointment with."""
    asks = look.world.requests["home"].made_by_id
    said_yes = is_one_of(look.viewer, look.world, "accepting", "strict and accepting")
    return said_yes and whose(canary) == asks


def was_asked(look: Look, canary: Canary) -> bool:
    asked = is_one_of(look.viewer, look.world, "accepting", "strict", "strict and accepting")
    return asked and canary.row["id"] == look.world.organisations["home"].id


def invites(look: Look, canary: Canary) -> bool:
    """Colleagues around know each other by name; Veilig Thuis knows them."""
    knows = is_one_of(look.viewer, look.world, *COLLEAGUES, "veilig thuis")
    return knows and about(canary, look.world, *COLLEAGUES)


def comes_along(look: Look, _canary: Canary) -> bool:
    """Who has a seat."""
    seated = {each.id for each in look.world.seated}
    return look.viewer is not None and look.viewer.id in seated


def was_looked_at(look: Look, canary: Canary) -> bool:
    """Members read who looked at them: those who judge them, and who got their yes."""
    looked = about(canary, look.world, "coordinator", "far coordinator", "administrator")
    contact = {look.world.people["boss"].id, look.world.organisations["home"].id}
    asked = is_one_of(look.viewer, look.world, "accepting", "strict and accepting")
    return looked or (asked and canary.row["id"] in contact)


def helps(look: Look, canary: Canary) -> bool:
    """A second person reads who asked for a reset, and for whom."""
    second = is_one_of(look.viewer, look.world, "administrator", "coordinator")
    return second and about(canary, look.world, "coordinator", "boss")


SEES = (
    # who          which field                              on which pages (* is all)
    Sees(by_link, "member.name", "intervision.answer"),
    Sees(by_link, "organisation.name", "requests.answer"),
    Sees(by_link, "member.email", "accounts.confirm"),
    Sees(by_link, "member.name", "accounts.confirm factors.stop_reset organisations.work_invite"),
    Sees(by_link, "intervision_session.place", "intervision.answer"),
    Sees(
        works_there,
        "organisation.name",
        "organisations.own requests.new requests.answer own_data.index",
    ),
    Sees(works_there, "member.name work_invite.email", "organisations.own"),
    Sees(
        works_there,
        "care_request.label care_request.criteria",
        "requests.* pages.home fairness.ask_why",
    ),
    Sees(finds, "member.name", "requests.show fairness.spread coordination.divide"),
    Sees(finds, "practitioner_profile.about", "requests.show"),
    Sees(got_a_yes, "member.name", "requests.show requests.index pages.home"),
    Sees(may_reach, "member.email", "requests.show"),
    Sees(was_asked, "organisation.name", "requests.questions requests.contact pages.home"),
    Sees(said_yes_to, "member.name member.email", "requests.contact"),
    Sees(invites, "member.name", "intervision.* practitioners.colleague pages.home"),
    Sees(comes_along, "intervision_session.place", "intervision.show"),
    Sees(was_looked_at, "member.name organisation.name", "access.looks own_data.index"),
    Sees(judges, "member.name member.id", "coordination.region coordination.member factors.reset"),
    Sees(judges, "member.name", "coordination.register"),
    Sees(judges, "member.email member.claimed_organisation", "coordination.member"),
    Sees(judges, "member.rejection_reason verification_check.number", "coordination.member"),
    Sees(judges, "member.claimed_organisation", "coordination.region"),
    Sees(judges, "member.id", "own_data.*"),  # whose application they read
    Sees(
        judges,
        "organisation.name",
        "coordination.register coordination.member coordination.divide",
    ),
    Sees(judges_who_works_there, "organisation.name", "coordination.member"),
    Sees(
        helps,
        "member.name",
        "factors.help_others factors.reset factors.show_reset coordination.member",
    ),
)


def may_see(look: Look, canary: Canary) -> bool:
    if canary.column in SECRETS:
        return False
    if own(look, canary):
        return True
    return any(
        canary.column in row.columns.split()
        and _is_among(look.endpoint, row.pages)
        and row.who(look, canary)
        for row in SEES
    )


def _is_among(endpoint: str, pages: str) -> bool:
    wanted = pages.split()
    return endpoint in wanted or f"{endpoint.split('.', maxsplit=1)[0]}.*" in wanted


def whose(canary: Canary) -> UUID | None:
    table = canary.column.split(".")[0]
    named = OF.get(table, "member_id")
    whose: UUID | None = canary.row.get("viewer_id" if table == "profile_look" else named)
    return whose
