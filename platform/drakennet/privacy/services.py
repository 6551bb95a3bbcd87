"""What is kept when somebody lets a marked text stand."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import g, has_request_context
from sqlalchemy import event

from drakennet.database import db
from drakennet.permissions import current_member
from drakennet.privacy.models import GuardConfirmation, Reason
from drakennet.privacy.pieces import Kind

_WAITING = "guard_confirmations"


def confirm(field: str, kinds: Collection[Kind], reason: Reason, *, now: datetime) -> None:
    """Note it for when the text is really stored; a form that is only looked at leaves nothing."""
    waiting = g.setdefault(_WAITING, {})
    waiting[field] = [(kind, reason, now) for kind in sorted(kinds)]


def init_app() -> None:
    if not event.contains(db.session, "before_flush", _keep):
        event.listen(db.session, "before_flush", _keep)


def _keep(session: Any, _context: object, _instances: object) -> None:
    """Along with the first change of this request: in the same transaction as the text."""
    if not has_request_context() or not (session.new or session.dirty or session.deleted):
        return
    member = current_member()
    for field, said in g.pop(_WAITING, {}).items():
        for kind, reason, now in said:
            session.add(
                GuardConfirmation(
                    member_id=member.id if member else None,
                    field=field,
                    kind=kind,
                    reason=reason,
                    confirmed_at=now,
                )
            )
