"""The guard in a form: what it finds is said beside the field, and nothing typed is lost.

Every text field of a `Form` has a guard. One that names none has `anonymous`: a BSN is refused,
and the rest is pointed out, to be said otherwise or confirmed with a reason.
"""

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from flask import current_app, has_request_context, request
from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import StopValidation

from drakennet import clock
from drakennet.privacy import guard, marks, services, wording
from drakennet.privacy.known import Known
from drakennet.privacy.models import Reason
from drakennet.privacy.pieces import Finding, Kind

# What the page sends along with the form.
APPLY, REASON, SEEN = "guard-apply", "guard-reason", "guard-seen"


class Guard:
    """A validator that says how closely a text is looked at."""

    field_flags: ClassVar[dict[str, Any]] = {}

    def __call__(self, form: Any, field: Field) -> None:
        raise NotImplementedError


class Anonymous(Guard):
    """Nothing here may identify a client. What is in `firm` cannot be confirmed either."""

    def __init__(self, *firm: Kind) -> None:
        self.firm = frozenset(firm)
        self.field_flags = {"guarded": " ".join(sorted(firm)) or "-"}  # type: ignore[misc] # each its own

    def __call__(self, form: Any, field: Field) -> None:
        text = field.data or ""
        if not isinstance(text, str) or not text:
            return
        found = look(text)
        if pressed := _pressed(field.name):
            self._replace(field, found, *pressed)
        self._judge(form, field, found)

    def open_questions(self, field: Field, found: Sequence[Finding]) -> list[Finding]:
        """What must go, or has not been confirmed with a reason."""
        text = str(field.data)
        if text == field.object_data:  # as it was stored: that has been asked
            return [one for one in found if one.refused]
        seen = _sent(SEEN, field.name).split() if _sent(REASON, field.name) in set(Reason) else []
        return [
            one
            for one in found
            if marks.is_firm(one, self.firm) or marks.key(one, text) not in seen
        ]

    def _judge(self, form: Any, field: Field, found: Sequence[Finding]) -> None:
        text, reason = str(field.data), _sent(REASON, field.name)
        asked = self.open_questions(field, found)
        firm = [one for one in asked if marks.is_firm(one, self.firm)]
        if asked:
            field.marks = marks.marks_of(  # type: ignore[attr-defined] # for the template
                field.name, text, found, firm=self.firm, reason=reason
            )
            raise StopValidation(wording.says(firm or asked, firm=bool(firm)))
        if found and reason:
            where = f"{type(form).__name__}.{field.name}"
            kinds = {one.kind for one in found}
            services.confirm(where, kinds, Reason(reason), now=clock.now())

    def _replace(self, field: Field, found: Sequence[Finding], sign: str, number: int) -> None:
        """Put the other words there, and show the form again: nobody has read it back yet."""
        text = str(field.data)
        field.data = marks.replaced(text, found, sign, number)
        field.raw_data = [field.data]
        if left := look(field.data):
            field.marks = marks.marks_of(field.name, field.data, left, firm=self.firm)  # type: ignore[attr-defined] # for the template
        raise StopValidation(_("De tekst is aangepast. Lees hem na en verstuur hem dan opnieuw."))


class BsnOnly(Guard):
    """A name, an address or a number of the member's own: only a BSN is refused."""

    def __call__(self, form: Any, field: Field) -> None:  # noqa: ARG002 - the signature is WTForms's
        text = field.data or ""
        if isinstance(text, str) and guard.refused(text):
            raise StopValidation(_("Hier staat een burgerservicenummer. Haal het weg."))


class RegisterNumber(Guard):
    """The number of a professional in a public register; one that may be a BSN is not kept.

    A register with nine figures (the SKJ) has such numbers too: decision 15 says why they go.
    """

    def __call__(self, form: Any, field: Field) -> None:  # noqa: ARG002 - the signature is WTForms's
        text = field.data or ""
        if isinstance(text, str) and guard.may_be_bsn(text):
            raise StopValidation(
                _(
                    "Dit nummer kan ook een burgerservicenummer zijn. Dat bewaren wij nooit. De "
                    "rest staat er nog. Laat het nummer leeg: het register en de dag zijn genoeg."
                )
            )


class Unguarded(Guard):
    """Not looked at, for a reason that stands beside it."""

    def __init__(self, why: str) -> None:
        self.why = why

    def __call__(self, form: Any, field: Field) -> None:
        """Let everything pass."""


anonymous = Anonymous()
bsn_only = BsnOnly()
register_number = RegisterNumber()


def look(text: str) -> list[Finding]:
    """What stands in a text, for this platform today."""
    return guard.check(text, allowed_names=_known_names(), today=clock.today())


def _known_names() -> Known | Collection[str]:
    found = current_app.extensions.get("known_names")
    return found() if found else ()


def _sent(what: str, name: str) -> str:
    return request.form.get(f"{what}-{name}", "") if has_request_context() else ""


def _pressed(name: str) -> tuple[str, int] | None:
    """Which button was pressed, if it is one of this field."""
    if not has_request_context():
        return None
    field, _bar, rest = request.form.get(APPLY, "").rpartition("|")[0].rpartition("|")
    number = request.form.get(APPLY, "").rpartition("|")[2]
    return (rest, int(number)) if field == name and number in {"0", "1", "2", "3"} else None
