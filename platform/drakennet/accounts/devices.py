"""On which devices somebody logged in before: a signed cookie says so, and nothing else.

Guesses on such a device are counted by themselves, so that the guesses of a stranger keep nobody
out. A log-in on any other device is told to the member.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData

from drakennet.attempts import network_of
from drakennet.security_log import coarse
from drakennet.signing import signer

KNOWN = "known device"  # what is signed for this is no link elsewhere

COOKIE = "__Host-drakennet-device"
KEPT = timedelta(days=180)
MOST = 5  # members of one household or office at one device


def here(email: str) -> str:
    """Where a guess at this account comes from: a device known to it, else the network."""
    return mark_of(email) or network_of(request.remote_addr)


def mark_of(email: str) -> str:
    """Give the mark of this device for this account; none when nobody logged in on it."""
    return _marks().get(_account(email), "")


def remember(email: str) -> None:
    """From now on this device is known: its owner logged in, or reads the mailbox."""
    marks, account = _marks(), _account(email)
    mark = marks.pop(account, None) or secrets.token_urlsafe(12)
    kept = dict([*marks.items()][1 - MOST :]) | {account: mark}
    said = signer(KNOWN).dumps(kept)

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE, str(said), max_age=KEPT, secure=True, httponly=True, samesite="Lax"
        )
        return response


def coarse_network() -> str:
    """Enough for a member to recognise, too little to tell which computer it was."""
    return coarse(request.remote_addr)


def _marks() -> dict[str, str]:
    try:
        found = signer(KNOWN).loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return {}
    return found if isinstance(found, dict) else {}


def _account(email: str) -> str:
    """Whoever reads the cookie of a shared computer learns no address from it."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, email.lower().encode(), hashlib.sha256).hexdigest()[:16]
