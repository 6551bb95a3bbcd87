"""Chapters 9 and 11: what is signed, hashed, sealed and random."""

import ast
import hashlib
import json
import re
import ssl
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from itsdangerous import Signer, URLSafeSerializer

from drakennet.accounts import devices
from drakennet.accounts.mails import _new_addresses
from drakennet.accounts.models import LoginSession
from drakennet.config import Environment, Settings
from drakennet.factors import mails as factor_mails
from drakennet.factors.totp import OneTimeCodes
from drakennet.intervision import mails as intervision
from drakennet.mail.smtp import SmtpAddress
from drakennet.organisations import queries as organisations
from drakennet.requests import queries as requests
from drakennet.signing import signer
from tests import factories
from tests.conftest import Client, LogIn
from tests.mail.conftest import settings
from tests.requests.scenes import link
from tests.security.code import calls, imports

SIGNERS: dict[str, Callable[[], Any]] = {
    "question": partial(signer, requests.ANSWER),
    "intervision": partial(signer, intervision.ANSWER),
    "place of work": partial(signer, organisations.INVITE),
    "stopping a reset": partial(signer, factor_mails.STOP),
    "known device": partial(signer, devices.KNOWN),
    "new address": _new_addresses,
}
each_signer = pytest.mark.parametrize("make", SIGNERS.values(), ids=SIGNERS)


def signed(payload: str, key: bytes, algorithm: Any) -> str:
    made = Signer(key, salt=b"question", digest_method=algorithm).sign(payload.encode())
    return made.decode()


# ---- Signed links and cookies ----


@pytest.mark.asvs("9.1.1", "9.1.3")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BB"), id="seal"),
        pytest.param(lambda token: "x" + token, id="content"),
        pytest.param(lambda token: token.split(".")[0], id="no seal"),
        pytest.param(lambda token: token.split(".")[0] + ".", id="empty seal"),
        pytest.param(
            lambda _token: URLSafeSerializer("another key" * 4, salt="question").dumps("x"),
            id="another key",
        ),
    ],
)
def test_altered_link_is_not_found(change: Callable[[str], str], client: Client) -> None:
    address = link(factories.question())
    folder, token = address.rsplit("/", 1)
    assert client.get(address).status_code == 200
    assert client.get(f"{folder}/{change(token)}").status_code == 404


@pytest.mark.asvs("9.1.2", "11.4.1", "11.4.3")
@pytest.mark.parametrize("algorithm", [hashlib.md5, hashlib.sha1, hashlib.sha512])
def test_only_one_way_of_signing_is_taken(algorithm: Any, app: Flask, client: Client) -> None:
    asked = factories.question()
    payload = link(asked).rsplit("/", 1)[1].split(".")[0]
    key = str(app.secret_key).encode()
    assert client.get(f"/antwoord/{signed(payload, key, hashlib.sha256)}").status_code == 200
    assert client.get(f"/antwoord/{signed(payload, key, algorithm)}").status_code == 404


@pytest.mark.asvs("9.1.2")
@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256", "jku": "https://dader.nl"}])
def test_token_says_nothing_about_how_it_is_read(header: dict[str, str], client: Client) -> None:
    asked = factories.question()
    parts = [json.dumps(each).encode() for each in (header, str(asked.id))]
    token = ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."
    assert client.get(f"/antwoord/{token}").status_code == 404


@pytest.mark.asvs("9.2.2")
def test_each_purpose_has_its_own_salt(app: Flask) -> None:
    with app.test_request_context():
        salts = [make().salt for make in SIGNERS.values()]
    assert len(set(salts)) == len(salts)


@pytest.mark.asvs("11.4.1", "11.4.3")
@each_signer
def test_each_signature_is_made_with_sha_256(make: Callable[[], Any], app: Flask) -> None:
    with app.test_request_context():
        made = make().make_signer(make().salt)
    assert made.digest_method().digest_size * 8 == 256
    assert made.digest_method().name == "sha256"


@pytest.mark.asvs("11.4.1")
def test_session_cookie_is_signed_with_sha_256_too(app: Flask) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # Flask's cookie sessions
    assert serializer.signer_kwargs["digest_method"]().name == "sha256"


# ---- Hashes, ciphers and chance ----


@pytest.mark.asvs("11.4.1")
def test_no_broken_hash_is_used() -> None:
    """SHA-1 is asked once: it is how the file of leaked passwords is written."""
    found = set()
    for path, name, call in calls():
        if re.fullmatch(r"hashlib\.\w+", name) and name != "hashlib.sha256":
            harmless = "usedforsecurity=False" in ast.unparse(call)
            found.add((path.rsplit("/", 1)[1], name, harmless))
    assert found == {("passwords.py", "hashlib.sha1", True)}


@pytest.mark.asvs("11.2.1")
def test_cryptography_comes_from_libraries_that_others_look_at() -> None:
    never = {"Crypto", "Cryptodome", "rsa", "nacl", "jwt", "jose", "ecdsa", "pyaes", "gnupg"}
    used = {name.split(".")[0] for _path, name in imports()}
    assert not used & never
    assert used >= {"cryptography", "itsdangerous", "secrets", "webauthn"}


@pytest.mark.asvs("11.5.1")
def test_chance_is_never_guessable() -> None:
    """`random` makes the invented people of the demonstration, and nothing else."""
    found = {path for path, name in imports() if name.split(".")[0] == "random"}
    assert [path for path in found if "/demo/" not in path and "drakenmatch" not in path] == []
    names = {"uuid1", "uuid3", "uuid5", "getrandbits"}
    assert [each for each in imports() if each[1].split(".")[-1] in names] == []


@pytest.mark.asvs("11.5.1", "11.2.3", "7.2.3")
def test_keys_have_at_least_128_bits() -> None:
    for path, name, call in calls():
        if name in {"secrets.token_urlsafe", "secrets.token_bytes", "secrets.token_hex"}:
            (size,) = (ast.literal_eval(each) for each in call.args)
            mark = path.endswith(
                ("devices.py", "totp.py", "kept.py")
            )  # a name for counting; GCM nonces
            assert size == 12 if mark else size >= 16, path


@pytest.mark.asvs("11.3.1", "11.3.2", "11.3.3")
def test_secret_of_the_app_is_sealed(app: Flask) -> None:
    """AES-256-GCM: whoever changes what is stored gets nothing, and no two are alike."""
    with app.test_request_context():
        codes = OneTimeCodes()
        wallet = codes._totp.wallet
        first, second = wallet.encrypt_key(b"twenty bytes of key."), wallet.encrypt_key(b"twenty")
        assert wallet.decrypt_key(first) == (b"twenty bytes of key.", False)
        assert first["s"] != second["s"]
        assert len(wallet._key("1")) * 8 == 256
        for changed in (first | {"s": second["s"]}, first | {"k": second["k"]}):
            with pytest.raises(ValueError, match="sealed"):
                wallet.decrypt_key(changed)


@pytest.mark.asvs("11.3.1", "11.3.2")
def test_no_other_cipher_is_used() -> None:
    used = {name for _path, name in imports() if "hazmat" in name}
    assert used == {
        "cryptography.hazmat.primitives.ciphers.aead.AESGCM",
        "cryptography.hazmat.primitives.hashes.SHA256",
        "cryptography.hazmat.primitives.kdf.hkdf.HKDF",
    }


@pytest.mark.asvs("11.6.1")
def test_passkeys_are_of_approved_kinds(app: Flask, log_in: LogIn) -> None:
    """ECDSA, EdDSA and RSA with SHA-256 or better, by their numbers of IANA."""
    approved = {-7, -8, -36, -37, -38, -39, -257, -258, -259}
    browser = log_in(factories.member())
    with settings(app, base_url="https://drakennet.example"):
        page = browser.get("/account/tweede-stap/passkey").get_data(as_text=True)
    offered = {int(number) for number in re.findall(r'"alg": ?(-\d+)', unescape(page))}
    assert offered
    assert offered <= approved


@pytest.mark.asvs("11.4.2")
def test_passwords_cost_as_much_as_is_advised() -> None:
    """Argon2id with 19 MiB and two or more rounds: what OWASP advises at least."""
    production = Settings(
        environment=Environment.PRODUCTION, database_url="", secret_key="", base_url=""
    ).flask()
    options = production["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"]
    assert options["argon2__memory_cost"] >= 19 * 1024
    assert options["argon2__rounds"] >= 2


@pytest.mark.asvs("11.4.3")
def test_key_of_a_log_in_is_kept_as_a_hash_of_256_bits(app: Flask) -> None:
    from drakennet.accounts.sessions import key_hash

    assert len(key_hash("x")) * 4 == 256
    assert LoginSession.__table__.c.key_hash.unique


# ---- The mail server has to show who it is ----


@pytest.fixture
def impostor(tmp_path: Path) -> int:
    """A server on this machine with a certificate of its own making. Gives its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "both.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    listening = create_server(("127.0.0.1", 0))

    def answer() -> None:
        with listening:
            visitor, _address = listening.accept()
            try:
                context.wrap_socket(visitor, server_side=True).close()
            except (ssl.SSLError, OSError):
                visitor.close()

    Thread(target=answer, daemon=True).start()
    return int(listening.getsockname()[1])


@pytest.mark.asvs("12.3.2")
def test_mail_server_that_nobody_vouches_for_gets_nothing(impostor: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        SmtpAddress.read(f"smtps://localhost:{impostor}").connect()
