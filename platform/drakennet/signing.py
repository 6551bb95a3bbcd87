"""One way of signing, for each link and cookie: HMAC with SHA-256. The libraries' own is SHA-1."""

import hashlib

from flask import Flask, current_app
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import Signer, URLSafeSerializer


class Sessions(SecureCookieSessionInterface):
    digest_method = staticmethod(hashlib.sha256)


def init_app(app: Flask) -> None:
    """Every signer takes this, those of Flask-WTF and Flask-Security included."""
    Signer.default_digest_method = staticmethod(hashlib.sha256)
    app.session_interface = Sessions()


def signature(purpose: str, text: str) -> str:
    """Say that this came from us, where the text itself need not be read back."""
    return Signer(str(current_app.secret_key), salt=purpose).get_signature(text).decode()


def signer(purpose: str) -> URLSafeSerializer:
    """What is signed for one purpose is worthless for every other."""
    return URLSafeSerializer(str(current_app.secret_key), salt=purpose)
