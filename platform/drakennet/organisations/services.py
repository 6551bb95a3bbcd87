"""The rules of organisations."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from drakennet.accounts.models import User
from drakennet.database import db
from drakennet.errors import Refusal
from drakennet.organisations.models import Membership, Organisation
from drakennet.organisations.queries import works_at


def make(name: str, *, type_slug: str, municipality_code: str, now: datetime) -> Organisation:
    """A new organisation. Forms ask whether the name is free; another may be just ahead."""
    organisation = Organisation(
        name=name, type_slug=type_slug, municipality_code=municipality_code, created_at=now
    )
    try:
        with db.session.begin_nested():
            db.session.add(organisation)
    except IntegrityError as clash:
        raise Refusal(_("Een organisatie met deze naam bestaat al. Kies die.")) from clash
    return organisation


def join(member: User, organisation: Organisation, *, now: datetime) -> None:
    """Works there from now on; who already does, stays."""
    if not works_at(member, organisation.id):
        link = Membership(member_id=member.id, organisation_id=organisation.id, started_at=now)
        db.session.add(link)
        db.session.flush()
