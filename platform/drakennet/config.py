"""Settings come from the environment, typed; a default is safe in production or it is none."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from drakennet.places import INSTANCE

SHORTEST_SECRET = 32


class Environment(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class MissingSetting(RuntimeError):
    """A setting without which starting would be unsafe."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What differs from one installation to the next."""

    environment: Environment
    database_url: str
    secret_key: str
    base_url: str
    smtp_url: str | None = None
    proxies: int = 0  # how many of our own stand before the site and name the visitor
    mail_from: str = "Drakennet <netwerk@drakennet.example>"
    second_factor_required: bool = True  # of whoever sees the data of others
    session_idle: timedelta = timedelta(hours=12)  # a log-in that nobody uses ends
    session_absolute: timedelta = timedelta(days=7)  # and each one, used or not
    breached_passwords: Path | None = None  # a file of SHA-1 hashes, in order
    looks_an_hour: int = 60  # how many different people's cards an account is shown
    looks_a_day: int = 200
    network_looks_an_hour: int = 300  # a whole office, behind one address
    network_looks_a_day: int = 1000

    @property
    def demo(self) -> bool:
        return self.environment is Environment.DEMO

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        environment = Environment(environ.get("DRAKENNET_ENV", Environment.PRODUCTION))
        return cls(
            environment=environment,
            database_url=_database_url(environ.get("DATABASE_URL")),
            secret_key=_secret(environ.get("SECRET_KEY"), environment),
            base_url=environ.get("BASE_URL", "http://127.0.0.1:5000").rstrip("/"),
            smtp_url=environ.get("SMTP_URL") or None,
            proxies=int(environ.get("PROXIES", "0")),
            mail_from=environ.get("MAIL_FROM", cls.mail_from),
            second_factor_required=_required(environ.get("SECOND_FACTOR"), environment),
            session_idle=_hours(environ.get("SESSION_IDLE_HOURS"), cls.session_idle),
            session_absolute=_hours(environ.get("SESSION_ABSOLUTE_HOURS"), cls.session_absolute),
            breached_passwords=_file(environ.get("BREACHED_PASSWORDS")),
            **_counts(environ),
        )

    def flask(self) -> dict[str, Any]:
        """Say the same in the words of Flask and its extensions."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},  # logs hold nobody's data
            "TESTING": self.environment is Environment.TEST,
            "MAX_CONTENT_LENGTH": 256 * 1024,
            "MAX_FORM_MEMORY_SIZE": 256 * 1024,
            "SESSION_COOKIE_NAME": "__Host-drakennet",
            "SESSION_COOKIE_SECURE": True,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,  # we send no referrer; the token itself is checked
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
            **self._security(),
        }

    def _security(self) -> dict[str, Any]:
        cheap = self.environment is Environment.TEST
        return {
            "SECURITY_PASSWORD_SALT": f"{self.secret_key}:passwords",
            "SECURITY_PASSWORD_HASH": "argon2",
            "SECURITY_PASSWORD_SCHEMES": ["argon2"],  # the library's own list holds "plaintext"
            "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
                "argon2__rounds": 1 if cheap else 3,
                "argon2__memory_cost": 8 if cheap else 19 * 1024,
                "argon2__parallelism": 1,
            },
            "SECURITY_PASSWORD_LENGTH_MIN": 12,
            "SECURITY_TOTP_SECRETS": {"1": f"{self.secret_key}:totp"},
            "SECURITY_TOTP_ISSUER": "Drakennet",
            "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        }


def _counts(environ: Mapping[str, str]) -> dict[str, int]:
    """How many people may be looked at: LOOKS_AN_HOUR and its like, whole numbers."""
    names = ("looks_an_hour", "looks_a_day", "network_looks_an_hour", "network_looks_a_day")
    return {name: int(environ[name.upper()]) for name in names if environ.get(name.upper())}


def _database_url(given: str | None) -> str:
    """Name the driver, since a bare postgresql:// would ask for one we do not ship."""
    if not given:
        return f"sqlite:///{INSTANCE / 'drakennet.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if given.startswith(short):
            return f"postgresql+psycopg://{given.removeprefix(short)}"
    return given


def _secret(given: str | None, environment: Environment) -> str:
    """A demonstration keeps a secret of its own; production has to bring one, and a long one."""
    if environment is not Environment.PRODUCTION:
        return given or _kept(INSTANCE / "secret_key")
    if given is None or len(given) < SHORTEST_SECRET:
        raise MissingSetting(
            f"Set SECRET_KEY: a random text of at least {SHORTEST_SECRET} signs, "
            "the same for every process."
        )
    return given


def _required(given: str | None, environment: Environment) -> bool:
    """Only a demonstration or a test may do without: there is nobody to protect."""
    if given not in {None, "required", "optional"}:
        raise MissingSetting("SECOND_FACTOR is required or optional.")
    if given == "optional" and environment is Environment.PRODUCTION:
        raise MissingSetting("In production the second factor is always required.")
    return given == "required" or (given is None and environment is not Environment.DEMO)


def _hours(given: str | None, default: timedelta) -> timedelta:
    """A log-in that never ends is no setting."""
    hours = timedelta(hours=float(given)) if given else default
    if not timedelta(0) < hours <= timedelta(days=30):
        raise MissingSetting("A log-in lasts more than no time and at most 30 days.")
    return hours


def _file(given: str | None) -> Path | None:
    """A list that was promised and is not there would let everything through."""
    if given and not Path(given).is_file():
        raise MissingSetting(f"There is no file {given}.")
    return Path(given) if given else None


def _kept(path: Path) -> str:
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
