"""A telephone that keeps passkeys, made of software: for what a real browser never sends."""

import hashlib
import json
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:5000"
PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


def _text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """One key for one site; what it says of itself can be overruled to play a thief."""

    origin: str = ORIGIN
    host: str = "localhost"
    count: int = 0
    counts: bool = True  # a key that several devices share does not
    credential: bytes = b"a-credential-of-ours"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def makes(self, asked: str) -> str:
        """Answer what the page that makes a passkey asks."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        held = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + public
        said = {"fmt": "none", "attStmt": {}, "authData": self._data(WITH_KEY) + held}
        client = self._client("webauthn.create", asked)
        return self._answer(client, attestationObject=_text(cbor2.dumps(said)))

    def shows(self, asked: str) -> str:
        """Answer what the second step of a log-in asks."""
        self.count += self.counts
        data, client = self._data(0), self._client("webauthn.get", asked)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(client, authenticatorData=_text(data), signature=_text(signed))

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.host.encode()).digest()
        return site + bytes([PRESENT | VERIFIED | flags]) + struct.pack(">I", self.count)

    def _client(self, kind: str, asked: str) -> bytes:
        challenge = json.loads(asked)["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, client: bytes, **response: str) -> str:
        name = _text(self.credential)
        whole: dict[str, Any] = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {"clientDataJSON": _text(client), **response},
            "clientExtensionResults": {},
        }
        return json.dumps(whole)
