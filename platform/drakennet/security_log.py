"""The security log: who tried what, where, and whether it was allowed.

A line holds ids, never what somebody typed: no name, no address, no password, no key. Of the
network only enough to see that many tries come from one place.
"""

from enum import StrEnum, auto
from ipaddress import IPv6Address, ip_address
from uuid import UUID

import structlog
from flask import g, has_request_context, request

log = structlog.get_logger("drakennet.security")


class Event(StrEnum):
    """All that is noted; docs/security.md says what each is for."""

    LOGGED_IN = auto()
    LOG_IN_FAILED = auto()
    FACTOR_SHOWN = auto()
    FACTOR_FAILED = auto()
    PASSWORD_FAILED = auto()  # asked again of somebody who is logged in
    LOGGED_OUT = auto()
    LOG_INS_ENDED = auto()  # by a new password, a role, a block, or the member elsewhere
    ACCOUNT_CHANGED = auto()
    ERASED = auto()  # after a back-up is put back, these are erased again
    RIGHTS_CHANGED = auto()
    NOT_ALLOWED = auto()
    REFUSED = auto()  # no token, unusable input, too large, too often


WARNINGS = {
    Event.LOG_IN_FAILED,
    Event.FACTOR_FAILED,
    Event.PASSWORD_FAILED,
    Event.NOT_ALLOWED,
    Event.REFUSED,
}


def note(event: Event, *, member: UUID | None = None, **facts: str | int | bool) -> None:
    """Say what happened; `member` is whom it is about, `by` whoever is logged in."""
    write = log.warning if event in WARNINGS else log.info
    write(str(event), log="security", member=_text(member), **_where(), **facts)


def coarse(address: str | None) -> str:
    """Enough for a member to recognise, too little to tell which computer it was."""
    if not address:
        return ""
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return ":".join(found.exploded.split(":")[:3]) + ":x"
    return str(found).rpartition(".")[0] + ".x"


def _where() -> dict[str, str | None]:
    """The name of the page, not its address: that may hold a token."""
    if not has_request_context():
        return {"by": None, "page": None, "method": None, "network": None}
    return {
        "by": _text(g.get("member_id")),
        "page": request.endpoint,
        "method": request.method,
        "network": coarse(request.remote_addr),
    }


def _text(member: UUID | None) -> str | None:
    return str(member) if member else None
