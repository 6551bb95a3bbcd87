"""The rules of the second factor: showing, adding and removing one, and help when it is lost."""

from datetime import UTC, datetime
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from sqlalchemy import or_, update

from drakennet.accounts import devices, sessions
from drakennet.accounts import queries as accounts
from drakennet.accounts.mails import Notice, changed
from drakennet.accounts.models import Passkey, User
from drakennet.attempts import give_back, take
from drakennet.database import changed_one, db, hold, let_go
from drakennet.errors import Refusal
from drakennet.factors import mails, paper, passkeys, queries, totp
from drakennet.factors.models import FactorReset
from drakennet.mail import services as mail
from drakennet.permissions import May, allowed, sees_others
from drakennet.security_log import Event, note

OVER = lazy(
    "Dit verzoek is al afgehandeld of gestopt. Klopt dat niet? Vraag het de projectleider van de "
    "regio."
)


class TooOften(Refusal):
    """Many wrong answers from one place; on a device that is known the member still gets in."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("Dat waren veel pogingen achter elkaar. Wacht een kwartier en probeer het opnieuw.")
        )


# ---- Showing one ----


def shows(member: User, *, code: str, credential: str, now: datetime) -> bool:
    """Judge a passkey, a code of the app or a code on paper; each answer is right once."""
    here = devices.here(member.email)
    keys: list[tuple[str, ...]] = [("code", str(member.id), here)]
    if not devices.mark_of(member.email):
        keys.append(("codes", str(member.id)))
    taken = take(*keys, now=now)
    if taken is None:
        raise TooOften
    let_go()  # the try counts, whatever becomes of it
    right = _is_right(member, code, credential, now)
    kind = "passkey" if credential else "code"
    note(Event.FACTOR_SHOWN if right else Event.FACTOR_FAILED, member=member.id, kind=kind)
    if right:
        give_back(taken)
    return right


def _is_right(member: User, code: str, credential: str, now: datetime) -> bool:
    if credential:
        return _shows_passkey(member, credential, now)
    if member.totp_confirmed_at and totp.shown(member, code):
        return True
    if not paper.shown(member, code, now=now):
        return False
    _tell(member, Notice.CODE_USED, now)
    return True


def _shows_passkey(member: User, answer: str, now: datetime) -> bool:
    """Of two who send one answer at the same moment, one is refused."""
    key = queries.passkey_of(member, passkeys.credential_in(answer))
    shown = passkeys.shown(answer, key, now=now) if key else None
    if key is None or shown is None:
        return False
    asked_at = datetime.fromtimestamp(shown.asked.at, tz=UTC)
    newer = (Passkey.last_used_at <= asked_at) & (Passkey.last_challenge != shown.asked.challenge)
    unused = (Passkey.id == key.id) & or_(Passkey.last_used_at.is_(None), newer)
    return changed_one(
        update(Passkey)
        .where(unused)
        .values(
            last_used_at=now,
            last_challenge=shown.asked.challenge,
            sign_count=shown.sign_count,
        )
    )


# ---- Adding and removing ----


def add_app(member: User, code: str, *, now: datetime) -> tuple[str, ...] | None:
    """From now on a log-in asks for it; None, and nothing changes, when the code is wrong.

    Gives the codes for on paper, if the member has none yet. An app set up before is replaced.
    """
    secret = totp.secret_being_set_up()
    counter = totp.OneTimeCodes().counter_of(code, secret)
    if counter is None:
        return None
    codes = paper.prepare_first(member)
    member.totp_secret, member.totp_last_counter, member.totp_confirmed_at = secret, counter, now
    totp.has_been_set_up()
    return _added(member, codes, now)


def add_passkey(member: User, answer: str, name: str, *, now: datetime) -> tuple[str, ...] | None:
    """As `add_app`; None when the browser's answer is not right."""
    made = passkeys.made(answer, now=now)
    if made is None:
        return None
    codes = paper.prepare_first(member)
    key = Passkey(
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        created_at=now,
    )
    member.passkeys.append(key)
    return _added(member, codes, now)


def new_codes(member: User, *, now: datetime) -> tuple[str, ...]:
    """The codes on paper that were there no longer work."""
    codes = paper.prepare()
    paper.keep(member, codes, now=now)
    _tell(member, Notice.NEW_CODES, now)
    return codes.codes


def remove_app(member: User, *, now: datetime) -> None:
    hold(member)
    _keep_one(member, left=len(member.passkeys))
    member.totp_secret = member.totp_last_counter = member.totp_confirmed_at = None
    _removed(member, now)


def remove_passkey(passkey: Passkey, *, now: datetime) -> None:
    member = passkey.member
    hold(member)
    _keep_one(member, left=len(member.passkeys) - 1 + bool(member.totp_confirmed_at))
    member.passkeys.remove(passkey)
    _removed(member, now)


def _keep_one(member: User, *, left: int) -> None:
    if left == 0 and sees_others(member):
        raise Refusal(
            _(
                "Dit is uw enige tweede stap bij het inloggen. Die hebt u nodig, want u ziet "
                "gegevens van anderen. Voeg eerst een andere toe."
            )
        )


def _added(member: User, codes: paper.Paper, now: datetime) -> tuple[str, ...]:
    """It was in the member's hand just now; log-ins that never saw it end."""
    paper.keep(member, codes, now=now)
    sessions.prove(now=now, second_factor=True)
    sessions.end_others(member, now=now)
    _tell(member, Notice.FACTOR_ADDED, now)
    return codes.codes


def _removed(member: User, now: datetime) -> None:
    if not member.has_second_factor:
        paper.forget(member)
    sessions.end_others(member, now=now)
    db.session.flush()
    _tell(member, Notice.FACTOR_REMOVED, now)


def _tell(member: User, notice: Notice, now: datetime) -> None:
    note(Event.ACCOUNT_CHANGED, member=member.id, what=str(notice))
    mail.queue(changed(member, notice, now=now), now=now)


# ---- Lost: the help of two people ----


def start_reset(member: User, *, by: User, now: datetime) -> FactorReset:
    """Ask a second person to agree. The member hears of it, and can stop it."""
    if member.id == by.id:
        raise Refusal(_("Voor uzelf kan dit niet. Vraag het een ander."))
    hold(member)
    if not member.has_second_factor:
        raise Refusal(_("Dit lid heeft geen tweede stap. Er valt niets weg te halen."))
    if queries.open_reset_of(member, now=now) is not None:
        raise Refusal(_("Hiervoor is al een verzoek gedaan. Het wacht op een tweede persoon."))
    _close_old(member, now)
    reset = FactorReset(member_id=member.id, started_by_id=by.id, started_at=now)
    db.session.add(reset)
    db.session.flush()
    mail.queue(mails.reset_started(reset), now=now)
    for judge in accounts.judges_of(member.municipality.region_slug):
        if allowed(May.CONFIRM_FACTOR_RESET, reset, member=judge):
            mail.queue(mails.reset_waits(reset, judge), now=now)
    return reset


def _close_old(member: User, now: datetime) -> None:
    """One that nobody agreed to in time makes room for another."""
    waiting = FactorReset.confirmed_at.is_(None) & FactorReset.stopped_at.is_(None)
    old = update(FactorReset).where(FactorReset.member_id == member.id, waiting)
    db.session.execute(old.values(stopped_at=now))


def confirm_reset(reset: FactorReset, *, by: User, now: datetime) -> None:
    """The second person agrees: every factor is gone, and the member sets up a new one."""
    if by.id in {reset.started_by_id, reset.member_id}:
        raise Refusal(
            _(
                "Hiervoor is een tweede persoon nodig. Vraag een ander die dit lid mag helpen, om "
                "het verzoek te bevestigen."
            )
        )
    if not _close(reset, confirmed_at=now, confirmed_by_id=by.id):
        raise Refusal(OVER)
    member = reset.member
    member.passkeys.clear()
    member.totp_secret = member.totp_last_counter = member.totp_confirmed_at = None
    member.fs_uniquifier = uuid4().hex
    paper.forget(member)
    sessions.end_all(member, now=now)
    db.session.flush()
    _tell(member, Notice.FACTORS_RESET, now)


def stop_reset(reset: FactorReset, *, now: datetime) -> None:
    """The member did not ask for it."""
    if not _close(reset, stopped_at=now):
        raise Refusal(OVER)


def _close(reset: FactorReset, **values: object) -> bool:
    waiting = FactorReset.confirmed_at.is_(None) & FactorReset.stopped_at.is_(None)
    closing = update(FactorReset).where(FactorReset.id == reset.id, waiting)
    return changed_one(closing.values(**values))
