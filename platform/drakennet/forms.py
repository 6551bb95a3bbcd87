"""What all forms share: spaces around a text are no part of it, and one line is one line."""

import re
from typing import Any

import wtforms
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SearchField,
    SelectChoice,
    StringField,
    TelField,
    TextAreaField,
)

from drakennet.privacy.forms import Guard, anonymous, bsn_only

# Signs that nobody sees: they end a line, or turn what follows round.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")

__all__ = ["Form", "SelectChoice", "said"]


def strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def one_line(value: Any) -> Any:
    """A name goes into the mails of others, so it brings no lines of its own."""
    return UNSEEN.sub(" ", value).strip() if isinstance(value, str) else value


def said(field: StringField) -> str:
    """What was typed; nothing is an empty text."""
    return field.data or ""


def is_typed(kind: type[Field]) -> bool:
    """Whether people type what they like there; a password is stored as nobody can read it."""
    return issubclass(kind, StringField) and not issubclass(kind, PasswordField | HiddenField)


def _make_ready(unbound: Any) -> None:
    """Spaces round a text are taken off, and every text has its guard: the strict one, if none."""
    kind = unbound.field_class
    if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
        unbound.kwargs["filters"] = (strip if issubclass(kind, TextAreaField) else one_line,)
    if not is_typed(kind):
        return
    named = unbound.args[1] if len(unbound.args) > 1 else unbound.kwargs.get("validators") or ()
    if not any(isinstance(each, Guard) for each in named):
        own = issubclass(kind, EmailField | TelField | SearchField) or not getattr(
            kind, "keeps_words", True
        )
        given = [*named, bsn_only if own else anonymous]
        if len(unbound.args) > 1:
            unbound.args = (unbound.args[0], given, *unbound.args[2:])
        else:
            unbound.kwargs["validators"] = given


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form of ours; a password alone keeps its spaces."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # Flask-WTF ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            _make_ready(unbound_field)
            bound: Field = super().bind_field(form, unbound_field, options)
            return bound


class Part(wtforms.Form):
    """A row of a form, under the same rules."""

    class Meta(wtforms.Form.Meta):  # type: ignore[misc] # the stubs leave it out
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            _make_ready(unbound_field)
            bound: Field = super().bind_field(form, unbound_field, options)
            return bound
