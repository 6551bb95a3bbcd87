"""Codes of an app on the telephone: six digits, a new one every half minute."""

import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app, session
from flask_security import Totp
from passlib.exc import TokenError, UsedTokenError  # type: ignore[import-untyped] # no stubs
from passlib.totp import AppWallet, TotpMatch  # type: ignore[import-untyped] # no stubs
from sqlalchemy import or_, update

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.database import changed_one

CLOCKS_DIFFER = 30  # seconds that a telephone may be early or late
_SETTING_UP = "totp_secret"
_VERSION = "gcm"


class SealedWallet(AppWallet):  # type: ignore[misc] # no stubs
    """Secrets are kept under AES-256-GCM: passlib's own way hides them, but notices no change."""

    def encrypt_key(self, key: bytes) -> dict[str, Any]:
        nonce, tag = secrets.token_bytes(12), self.default_tag
        sealed = AESGCM(self._key(tag)).encrypt(nonce, key, None)
        kept = {"s": b64encode(nonce).decode(), "k": b64encode(sealed).decode()}
        return {"v": _VERSION, "t": tag, **kept}

    def decrypt_key(self, enckey: dict[str, Any]) -> tuple[bytes, bool]:
        nonce, sealed = b64decode(enckey["s"]), b64decode(enckey["k"])
        try:
            key = AESGCM(self._key(enckey["t"])).decrypt(nonce, sealed, None)
        except InvalidTag as fault:
            raise ValueError("not sealed by us") from fault
        return key, enckey["t"] != self.default_tag

    def _key(self, tag: str) -> bytes:
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"drakennet totp")
        return derive.derive(self.get_secret(tag))


class OneTimeCodes(Totp):
    """The last code is remembered, so each works once."""

    def __init__(self) -> None:
        config = current_app.config
        super().__init__(config["SECURITY_TOTP_SECRETS"], config["SECURITY_TOTP_ISSUER"])
        wallet = SealedWallet(secrets=config["SECURITY_TOTP_SECRETS"])
        self._totp = self._totp.using(wallet=wallet, now=lambda: clock.now().timestamp())

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override] # ours
        return user.totp_last_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override] # ours
        """Of two who use one code at the same moment, one is refused."""
        last = User.totp_last_counter
        fresh = update(User).where(User.id == user.id, or_(last.is_(None), last < tmatch.counter))
        if not changed_one(fresh.values(totp_last_counter=tmatch.counter)):
            raise UsedTokenError

    def counter_of(self, code: str, secret: str) -> int | None:
        """When this code is of this secret: its number. Nothing is written."""
        try:
            return int(self._totp.verify(code, secret, window=CLOCKS_DIFFER).counter)
        except (TokenError, ValueError, TypeError):
            return None


def shown(member: User, code: str) -> bool:
    """Judge a code of the member's own app; the same code is right only once."""
    secret = member.totp_secret or ""
    return bool(OneTimeCodes().verify_totp(code, secret, member, CLOCKS_DIFFER))


def secret_being_set_up() -> str:
    """Kept, encrypted, in the visitor's cookie until a code shows that the app has it."""
    if _SETTING_UP not in session:
        session[_SETTING_UP] = OneTimeCodes().generate_totp_secret()
    return str(session[_SETTING_UP])


def to_set_up(member: User) -> tuple[str, str]:
    """The secret to type into the app, and the address that the picture holds."""
    codes, secret = OneTimeCodes(), secret_being_set_up()
    return codes.get_totp_pretty_key(secret), codes.get_totp_uri(member.email, secret)


def has_been_set_up() -> None:
    """The secret is the member's now, and no longer the cookie's."""
    session.pop(_SETTING_UP, None)
