"""Passkeys: what a browser is asked, and whether its answer is right. No table knows of this."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from flask import current_app, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from drakennet.accounts.models import Passkey, User
from drakennet.config import Settings

ANSWER_WITHIN = timedelta(minutes=5)
NAME = "Drakennet"
_ASKED = "passkey_challenge"
# What a browser, or whoever plays one, can put in its answer.
WRONG = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class Asked:
    """A challenge of ours, kept in the visitor's signed cookie until it is answered."""

    challenge: str
    at: float


@dataclass(frozen=True)
class Answered:
    """An answer that is right."""

    credential_id: str
    public_key: str
    sign_count: int
    asked: Asked


def possible() -> bool:
    """Browsers bind a passkey to a name, so a site at a bare number has none."""
    try:
        ip_address(_host())
    except ValueError:
        return True
    return False


# ---- What the browser is asked ----


def to_make_one(member: User, *, now: datetime) -> str:
    """The options for a new passkey, as JSON for the browser."""
    options = webauthn.generate_registration_options(
        rp_id=_host(),
        rp_name=NAME,
        user_id=member.id.bytes,
        user_name=member.email,
        user_display_name=member.name,
        exclude_credentials=_known(member),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    _remember(options.challenge, now)
    return webauthn.options_to_json(options)


def to_show_one(member: User, *, now: datetime) -> str:
    """The options to show one of the member's own passkeys."""
    options = webauthn.generate_authentication_options(
        rp_id=_host(),
        allow_credentials=_known(member),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    _remember(options.challenge, now)
    return webauthn.options_to_json(options)


# ---- What it answers ----


def made(answer: str, *, now: datetime) -> Answered | None:
    """The new passkey of an answer that is right."""
    asked = _asked(now)
    if asked is None:
        return None
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
        )
    except WRONG:
        return None
    key = bytes_to_base64url(found.credential_public_key)
    return Answered(bytes_to_base64url(found.credential_id), key, found.sign_count, asked)


def credential_in(answer: str) -> str:
    """Which passkey an answer speaks of; nothing when it is no answer."""
    try:
        return str(json.loads(answer)["id"])
    except WRONG:
        return ""


def shown(answer: str, passkey: Passkey, *, now: datetime) -> Answered | None:
    """Whether this passkey gave the answer, to the last thing that was asked here."""
    asked = _asked(now)
    if asked is None:
        return None
    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(asked.challenge),
            expected_rp_id=_host(),
            expected_origin=_origin(),
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except WRONG:
        return None
    return Answered(passkey.credential_id, passkey.public_key, found.new_sign_count, asked)


def _remember(challenge: bytes, now: datetime) -> None:
    session[_ASKED] = [bytes_to_base64url(challenge), now.timestamp()]


def _asked(now: datetime) -> Asked | None:
    """Taken out: an answer is judged once."""
    challenge, at = session.pop(_ASKED, ("", 0.0))
    fresh = now.timestamp() - at <= ANSWER_WITHIN.total_seconds()
    return Asked(challenge, at) if challenge and fresh else None


def _known(member: User) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id))
        for one in member.passkeys
    ]


def _origin() -> str:
    settings: Settings = current_app.extensions["settings"]
    parts = urlsplit(settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _host() -> str:
    return urlsplit(_origin()).hostname or ""
