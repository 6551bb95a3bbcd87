"""What all forms share: spaces around a text are no part of it, and one line is one line."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    Field,
    PasswordField,
    SelectChoice,
    StringField,
    TextAreaField,
)

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


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form of ours; a password alone keeps its spaces."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # Flask-WTF ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                several_lines = issubclass(kind, TextAreaField)
                unbound_field.kwargs["filters"] = (strip if several_lines else one_line,)
            bound: Field = super().bind_field(form, unbound_field, options)
            return bound
