"""What is slowed down: wrong passwords, wrong codes, mails that somebody can make us send.

`LIMITS` says how often within how long. Nobody can lock another person out: guesses are counted
by the device, once somebody logged in on it (`accounts/devices.py`), and otherwise by network.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from drakennet.database import Base, WithId, db, in_turn

KEPT = timedelta(days=1)
LIMITS = {
    "password": (10, timedelta(minutes=15)),  # of one account, from one device or network
    "network": (60, timedelta(minutes=15)),  # passwords of any account, from unknown devices
    "account": (100, timedelta(hours=1)),  # of one account, from all unknown devices together
    "code": (5, timedelta(minutes=15)),  # as "password"; only who has the password gets there
    "codes": (20, timedelta(hours=1)),  # as "account"
    "mail": (3, timedelta(hours=1)),  # to one mailbox
    "asking": (30, timedelta(hours=1)),  # for a mail, from one network
    "question": (3, KEPT),  # to one practitioner, by one organisation: taking back and asking again
    "moments": (3, KEPT),  # of one session: each time a mail to everybody who was asked
    "text": (400, timedelta(minutes=10)),  # looks at what one member is typing
}


class Attempt(WithId, Base):
    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_hash", "key_hash", "made_at"),)

    key_hash: Mapped[str]  # SHA-256 of what, whom and from where
    made_at: Mapped[datetime] = mapped_column(index=True)


def note(what: str, *whom: str, now: datetime) -> None:
    """Remember what was done, where a lock is held already since it was asked `too_often`."""
    _keep([(what, *whom)], now)


def take(*keys: tuple[str, ...], now: datetime) -> list[Attempt] | None:
    """Count one try against each of these limits, or none when one of them is reached.

    It is counted before it is judged, so that a hundred at the same moment are no hundred tries.
    """
    in_turn(db.session(), *(int(_key(*key)[:15], 16) for key in keys))
    if any(too_often(*key, now=now) for key in keys):
        return None
    return _keep(keys, now)


def _keep(keys: Iterable[tuple[str, ...]], now: datetime) -> list[Attempt]:
    """Write these down, and forget what no limit looks at any more."""
    db.session.execute(delete(Attempt).where(Attempt.made_at < now - KEPT))
    kept = [Attempt(key_hash=_key(*key), made_at=now) for key in keys]
    db.session.add_all(kept)
    db.session.flush()
    return kept


def give_back(taken: Iterable[Attempt]) -> None:
    """It was right: who knows the password may log in as often as they like."""
    db.session.execute(delete(Attempt).where(Attempt.id.in_([one.id for one in taken])))


def too_often(what: str, *whom: str, now: datetime) -> bool:
    times, within = LIMITS[what]
    statement = select(func.count()).select_from(Attempt)
    recent = statement.where(Attempt.key_hash == _key(what, *whom), Attempt.made_at > now - within)
    return (db.session.scalar(recent) or 0) >= times


def may_mail(email: str, *, now: datetime) -> bool:
    """A mailbox is no target: a few mails an hour, whoever asks for them."""
    return take(("mail", email), now=now) is not None


def network_of(address: str | None) -> str:
    """One household or office: of IPv6 the first 64 bits, since the rest is free to choose."""
    if not address:
        return ""
    found = ip_address(address)
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def _key(what: str, *whom: str) -> str:
    return hashlib.sha256("|".join((what, *whom)).casefold().encode()).hexdigest()
