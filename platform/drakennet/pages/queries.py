"""What the general pages show: counts that give nobody away, and what waits for a member."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.coordination import queries as coordination
from drakennet.database import db
from drakennet.formats import when
from drakennet.intervision import queries as intervision
from drakennet.intervision.mails import token_of
from drakennet.permissions import May, allowed
from drakennet.practitioners import queries as practitioners
from drakennet.reference import queries as reference
from drakennet.reference.models import Municipality, Region, VtRegion
from drakennet.requests import queries as requests
from drakennet.requests import wording

SMALL = 5  # below this a count could point at a person
LEVELS = (1, SMALL, 2 * SMALL)  # where the colours of the map begin


@dataclass(frozen=True)
class Tile:
    """A region on the map; its number is a text, so that a small one can stay vague."""

    slug: str
    name: str
    tile_col: int
    tile_row: int
    url: str
    count_text: str
    level: int


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the member."""

    sentence: str
    button: str
    url: str


def tiles(*, today: date) -> list[Tile]:
    """The map of the regions with how many practitioners can be found there."""
    counts = practitioners.findable_per_region()
    return [_tile(region, counts.get(region.slug, 0)) for region in reference.regions(today=today)]


def _tile(region: Region, count: int) -> Tile:
    return Tile(
        slug=region.slug,
        name=region.name,
        tile_col=region.tile_col,
        tile_row=region.tile_row,
        url=url_for("pages.region", slug=region.slug),
        count_text=count_text(count),
        level=sum(count >= border for border in LEVELS),
    )


def count_text(count: int) -> str:
    """Give a number that points at nobody."""
    if count == 0:
        return str(_("geen"))
    return str(count) if count >= SMALL else f"1-{SMALL - 1}"


def region(slug: str) -> Region | None:
    """A region of today."""
    return next((one for one in reference.regions(today=clock.today()) if one.slug == slug), None)


def municipalities_of(region: Region, *, today: date) -> Sequence[Municipality]:
    """The municipalities of a region, by name."""
    everywhere = reference.municipalities(today=today)
    return [one for one in everywhere if one.region_slug == region.slug]


def vt_regions_of(municipalities: Sequence[Municipality]) -> Sequence[VtRegion]:
    """Which Veilig Thuis serves them: mostly one, not always; by name."""
    slugs = {one.vt_region_slug for one in municipalities}
    statement = select(VtRegion).where(VtRegion.slug.in_(slugs))
    return db.session.scalars(statement.order_by(VtRegion.name, VtRegion.slug)).all()


def database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


# ---- Home ----


def waiting_for(member: User, *, now: datetime) -> list[Waiting]:
    """What waits for the member's answer: the most pressing first; nothing before the approval."""
    if not member.approved:
        return []
    return [
        *_answers(member),
        *_questions(member),
        *_invitations(member, now=now),
        *_newcomers(member),
    ]


def _answers(member: User) -> Iterator[Waiting]:
    """A yes to a request of the member's organisation: they can make an appointment."""
    if not allowed(May.MAKE_REQUEST, member=member):
        return
    for request in requests.own_requests(member):
        number = sum(question.accepted for question in request.questions)
        if number and request.closed_at is None:
            sentence = ngettext(
                "%(title)s: %(num)s behandelaar zei ja.",
                "%(title)s: %(num)s behandelaren zeiden ja.",
                number,
                title=wording.title(request.label, request.asked),
            )
            address = url_for("requests.show", request_id=request.id, _anchor="gevraagd")
            yield Waiting(sentence, _("Maak een afspraak"), address)


def _questions(member: User) -> Iterator[Waiting]:
    number = len(requests.open_questions(member))
    if number:
        sentence = ngettext(
            "Een organisatie wacht op uw antwoord.",
            "%(num)s organisaties wachten op uw antwoord.",
            number,
        )
        yield Waiting(sentence, _("Bekijk en antwoord"), url_for("requests.questions"))


def _newcomers(member: User) -> Iterator[Waiting]:
    """For who may approve members."""
    if not allowed(May.SEE_REGION, member=member):
        return
    regions = coordination.regions_of(member, today=clock.today())
    number = len(coordination.waiting(regions))
    if number:
        sentence = ngettext(
            "Eén nieuw lid wacht op uw goedkeuring.",
            "%(num)s nieuwe leden wachten op uw goedkeuring.",
            number,
        )
        yield Waiting(sentence, _("Bekijk"), url_for("coordination.region"))


def _invitations(member: User, *, now: datetime) -> Iterator[Waiting]:
    for invitation in intervision.open_invitations(member, now=now):
        name, day = invitation.session.organiser.name, when(invitation.expires_at)
        sentence = _(
            "%(name)s nodigt u uit voor intervisie. Antwoord kan tot %(day)s.", name=name, day=day
        )
        address = url_for("intervision.answer", token=token_of(invitation.id))
        yield Waiting(sentence, _("Bekijk en antwoord"), address)
