"""Ten codes on paper, for when the telephone is lost: each opens the door once."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_security import hash_password, verify_password
from sqlalchemy import delete, update

from drakennet.accounts.models import User
from drakennet.database import changed_one, db, let_go
from drakennet.factors import queries
from drakennet.factors.models import RecoveryCode

CODES = 10
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read as another
WRITTEN = re.compile(r"(10|[1-9])([A-Z2-9]{10})")


@dataclass(frozen=True)
class Paper:
    """New codes, to be shown once, and what we keep of them."""

    codes: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()


def prepare() -> Paper:
    """Slow on purpose, like a password; nobody waits for our transaction meanwhile."""
    secret = ["".join(secrets.choice(LETTERS) for _sign in range(10)) for _code in range(CODES)]
    let_go()
    return Paper(
        tuple(f"{number}-{one[:5]}-{one[5:]}" for number, one in enumerate(secret, 1)),
        tuple(str(hash_password(one)) for one in secret),
    )


def prepare_first(member: User) -> Paper:
    """Who has codes, keeps those."""
    return Paper() if queries.codes_left(member) else prepare()


def keep(member: User, paper: Paper, *, now: datetime) -> None:
    """From now on these are the ones; earlier codes are worthless."""
    if not paper.codes:
        return
    forget(member)
    db.session.add_all(
        RecoveryCode(member_id=member.id, number=number, code_hash=one, created_at=now)
        for number, one in enumerate(paper.hashes, 1)
    )
    db.session.flush()


def forget(member: User) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member.id))


def shown(member: User, code: str, *, now: datetime) -> bool:
    """Judge a code on paper. Of two who use it at the same moment, one is refused."""
    found = WRITTEN.fullmatch(re.sub(r"[\s-]", "", code.upper()))
    kept = queries.unused_code(member, int(found[1])) if found else None
    if found is None or kept is None:
        return False
    let_go()
    if not verify_password(found[2], kept.code_hash):
        return False
    unused = (RecoveryCode.id == kept.id) & RecoveryCode.used_at.is_(None)
    return changed_one(update(RecoveryCode).where(unused).values(used_at=now))
