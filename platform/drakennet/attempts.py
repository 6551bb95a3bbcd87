"""What is slowed down: wrong passwords, wrong codes, mails that somebody can make us send.

`LIMITS` says how often within how long. A limit on a password counts one network at one account,
so that nobody can lock another person out.
"""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Index, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from drakennet.database import Base, WithId, db

KEPT = timedelta(days=1)
LIMITS = {
    "password": (10, timedelta(minutes=15)),  # of one account, from one network
    "network": (60, timedelta(minutes=15)),  # passwords, of any account
    "code": (5, timedelta(minutes=15)),  # of one account; only who has the password gets there
    "mail": (3, timedelta(hours=1)),  # to one mailbox
    "asking": (30, timedelta(hours=1)),  # for a mail, from one network
    "question": (3, KEPT),  # to one practitioner, by one organisation: taking back and asking again
    "moments": (3, KEPT),  # of one session: each time a mail to everybody who was asked
}


class Attempt(WithId, Base):
    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_hash", "key_hash", "made_at"),)

    key_hash: Mapped[str]  # SHA-256 of what, whom and from where
    made_at: Mapped[datetime] = mapped_column(index=True)


def note(what: str, *whom: str, now: datetime) -> None:
    """Remember that this was tried, and forget what no limit looks at any more."""
    db.session.execute(delete(Attempt).where(Attempt.made_at < now - KEPT))
    db.session.add(Attempt(key_hash=_key(what, *whom), made_at=now))
    db.session.flush()


def too_often(what: str, *whom: str, now: datetime) -> bool:
    times, within = LIMITS[what]
    statement = select(func.count()).select_from(Attempt)
    recent = statement.where(Attempt.key_hash == _key(what, *whom), Attempt.made_at > now - within)
    return (db.session.scalar(recent) or 0) >= times


def network_of(address: str | None) -> str:
    """One household or office: of IPv6 the first 64 bits, since the rest is free to choose."""
    if not address:
        return ""
    found = ip_address(address)
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def _key(what: str, *whom: str) -> str:
    return hashlib.sha256("|".join((what, *whom)).casefold().encode()).hexdigest()
