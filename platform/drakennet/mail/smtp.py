"""The mail server behind SMTP_URL: one conversation for many mails.

`smtp://host:25` speaks in clear; with a password (`smtp://user:password@host:587`), or written as
`smtp+starttls://host`, it insists on encryption before anything is said. `smtps://host:465` is
encrypted from the first byte. Only this machine itself gets a password in clear.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

SECONDS = 30.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
PERMANENT = range(500, 600)


class ServerAway(Exception):
    """The mail server does not talk to us; the next mail would fare no better."""


class NotNow(Exception):
    """This mail was refused for the moment."""


class Undeliverable(Exception):
    """No later attempt can succeed."""


class UnusableSmtpUrl(ValueError):
    """The setting itself is wrong; the password in it is never repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAddress:
    """What SMTP_URL says."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, url: str) -> Self:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise UnusableSmtpUrl("SMTP_URL: a port from 1 to 65535") from None
        if parts.scheme not in PORTS or not host:
            raise UnusableSmtpUrl(f"SMTP_URL: one of {', '.join(PORTS)} and ://host:port")
        return cls(
            scheme=parts.scheme,
            host=host,
            port=port or PORTS[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )

    @property
    def starttls(self) -> bool:
        """Whether to insist on encryption on a connection that begins in clear."""
        secret = self.password is not None and self.host not in OWN_MACHINE
        return self.scheme == "smtp+starttls" or (secret and self.scheme == "smtp")

    def connect(self) -> smtplib.SMTP:
        tls = ssl.create_default_context()
        if self.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=SECONDS, context=tls
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.starttls:
                server.starttls(context=tls)
            if self.user:
                server.login(self.user, self.password or "")
        except BaseException:
            server.close()
            raise
        return server


class MailServer:
    """Connects when the first mail comes, and says goodbye when the work is done."""

    def __init__(self, url: str) -> None:
        self._address = SmtpAddress.read(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._server.quit()

    def deliver(self, message: EmailMessage, to: str) -> None:
        """Hand one mail over; returning means that the server has taken it."""
        with _translated():
            self._server = self._server or self._address.connect()
            self._server.send_message(message, to_addrs=[to])


@contextmanager
def _translated() -> Iterator[None]:
    """Tell the server's troubles from the mail's, and a "later" from a "never"."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as fault:
        ((code, said),) = fault.recipients.values()
        raise _refused(code, said) from fault
    except smtplib.SMTPDataError as fault:
        raise _refused(fault.smtp_code, fault.smtp_error) from fault
    except smtplib.SMTPNotSupportedError as fault:
        raise Undeliverable(str(fault)) from fault
    except (smtplib.SMTPException, OSError) as fault:
        # Refusing us as the sender is about the settings, so every mail would meet it.
        raise ServerAway(f"{type(fault).__name__}: {fault}") from fault


def _refused(code: int, said: bytes | str) -> NotNow | Undeliverable:
    sentence = f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return Undeliverable(sentence) if code in PERMANENT else NotNow(sentence)
