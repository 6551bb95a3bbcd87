"""What all forms share: spaces around a text are no part of it."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the stubs
    Field,
    PasswordField,
    SelectChoice,
    StringField,
)

__all__ = ["Form", "SelectChoice", "said"]


def strip(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def said(field: StringField) -> str:
    """What was typed; nothing is an empty text."""
    return field.data or ""


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form of ours; a password alone keeps its spaces."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # Flask-WTF ships no types
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                unbound_field.kwargs["filters"] = (strip,)
            bound: Field = super().bind_field(form, unbound_field, options)
            return bound
