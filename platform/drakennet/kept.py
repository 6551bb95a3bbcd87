"""What somebody typed is given back when their form could not be taken.

The token of a form dies with the log-in it was made in. Sent later, the form is refused and nothing
is done; what was typed goes back into the page, for one more press. It is stored nowhere. While
nobody is logged in it travels through the log-in sealed, and opens for its own account alone.
"""

import hmac
import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from drakennet import clock, errors
from drakennet.intake import CSRF_FIELD, FROM_FIELD, own_path, whole_address
from drakennet.permissions import LogInFirst, Member, current_member, is_open
from drakennet.security_log import Event, note
from drakennet.signing import signature

MARK_FIELD = "form_of"
SEALED_FIELD = "sealed"
# Never given back, sealed or not; a test looks for fields that belong here.
SECRETS = frozenset({"password", "current_password", "code", "credential"})
# Of a form that was understood; what was meanwhile done by another (409) is shown, not sent again.
GIVEN_BACK = {409, 429, 500, 503}
ELSEWHERE = {"cross-site", "same-site"}
LASTS = timedelta(days=1)
LONGEST = 200_000  # sealed; a log-in has to fit in one request with it


@dataclass(frozen=True)
class Kept:
    """One form as it was sent, but for its secrets."""

    address: str
    fields: list[tuple[str, str]]
    had_secret: bool

    @property
    def texts(self) -> list[str]:
        """What people wrote themselves: words. Choices are one, ids and moments hold figures."""
        return [value for _name, value in self.fields if _is_written(value)]

    @property
    def page(self) -> str | None:
        return own_path(dict(self.fields).get(FROM_FIELD))


def _is_written(value: str) -> bool:
    return sum(not any(map(str.isdigit, word)) for word in value.split()) > 1


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(form_of=mark, carried=carried, typed_before=typed_before)
    app.register_error_handler(CSRFError, _token_refused)


# ---- Whose form it is ----


def mark() -> str:
    """Stands in each form of a member. Another site cannot make one, nor another member."""
    member = current_member()
    return mark_of(member) if member else ""


def mark_of(member: Member) -> str:
    return signature("form of", str(member.id))


def _is_for_whoever_sent_it() -> bool:
    """It was made for this member; or for nobody in particular, on a page that is for anyone.

    Of the second, browsers say whether another site had it sent; those of before 2023 may not.
    """
    sent = request.form.get(MARK_FIELD, "")
    if not sent:
        return is_open() and request.headers.get("Sec-Fetch-Site") not in ELSEWHERE
    return hmac.compare_digest(sent.encode(), mark().encode())


# ---- A form that was refused ----


def _token_refused(error: CSRFError) -> ResponseReturnValue:
    sent, marked = sent_form(), request.form.get(MARK_FIELD)
    if sent and marked and current_member() is None:
        return current_app.handle_user_exception(LogInFirst())
    if sent is None or not _is_for_whoever_sent_it():
        return errors.page(400, str(errors.SENTENCES[403]), why=type(error).__name__)
    note(Event.REFUSED, status=400, why=type(error).__name__)
    return again(sent, 400, read=bool(marked))


def typed_before(status: int) -> Kept | None:
    """For an error page: the form behind it, if its token was right, so its sender's own."""
    return sent_form() if status in GIVEN_BACK and g.get("csrf_valid") else None


def sent_form() -> Kept | None:
    """The form of this request, when there is something in it to lose."""
    sent = list(request.form.items(multi=True))
    apart = SECRETS | {CSRF_FIELD, MARK_FIELD}
    fields = [(name, value) for name, value in sent if name not in apart]
    if not any(value for name, value in fields if name != FROM_FIELD):
        return None
    had_secret = any(name in SECRETS and value for name, value in sent)
    return Kept(whole_address(), fields, had_secret)


def again(kept: Kept, status: int, *, read: bool = True) -> ResponseReturnValue:
    """The same form, with a token of now: a person has to press before anything is done.

    A form made for nobody may come from any site, so what it says is not shown on a page of ours.
    """
    return render_template("errors/again.html", kept=kept, status=status, read=read), status


# ---- Carried through the log-in ----


def seal_sent() -> bool:
    """Seal the form of this request for whom it was made; the log-in page carries it on."""
    sent, marked = sent_form(), request.form.get(MARK_FIELD)
    sealed = _sealed(sent, marked) if sent and marked else ""
    g.sealed = sealed if len(sealed) <= LONGEST else ""
    return bool(g.sealed)


def carried() -> str:
    """What this page has to carry on, still sealed."""
    return str(g.get("sealed") or request.form.get(SEALED_FIELD, ""))


def _sealed(kept: Kept, marked: str) -> str:
    values = [clock.now().timestamp(), kept.address, kept.fields, kept.had_secret]
    nonce = secrets.token_bytes(12)
    packed = zlib.compress(json.dumps(values).encode())
    return urlsafe_b64encode(
        nonce + AESGCM(_key()).encrypt(nonce, packed, marked.encode())
    ).decode()


def opened(sealed: str, member: Member) -> Kept | None:
    """Only what was sealed for this member, and not longer ago than a day."""
    try:
        raw = urlsafe_b64decode(sealed.encode())
        packed = AESGCM(_key()).decrypt(raw[:12], raw[12:], mark_of(member).encode())
    except (InvalidTag, ValueError):
        return None
    made_at, address, fields, had_secret = json.loads(zlib.decompress(packed))
    if made_at < (clock.now() - LASTS).timestamp():
        return None
    return Kept(address, [(name, value) for name, value in fields], had_secret)


def _key() -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"drakennet kept form")
    return derive.derive(str(current_app.secret_key).encode())
