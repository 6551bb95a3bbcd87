"""Every field in which people type has a guard; where it is a milder one, there is a reason."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wtforms
from flask import Flask
from wtforms import FieldList, StringField
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation

from drakennet.forms import Form, Part, is_typed
from drakennet.privacy.forms import Anonymous, BsnOnly, Guard, Unguarded
from drakennet.reference.forms import MunicipalityField

ROOT = Path(__file__).resolve().parent.parent.parent
APPLICATION = ROOT / "platform" / "drakennet"
FORMS = [
    f"drakennet.{path.parent.name}.{path.stem}"
    for path in sorted(APPLICATION.glob("*/forms.py"))
    if path.parent.name != "privacy"
]
A_CODE = "a code that is compared, and not stored"
A_PLACE = "read as a place: that is stored, never what was typed"
OWN_NAME = "the name of the member, who is no client"
OWN_ADDRESS = "the address of the member, who is no client"
ORGANISATION = "the name of an organisation"
# Only a BSN is refused, or nothing at all; everything else has the strict guard.
OTHERS = {
    "name": OWN_NAME,
    "email": OWN_ADDRESS,
    "code": A_CODE,
    "claimed_organisation": ORGANISATION,
    "municipality": A_PLACE,
    "place": A_PLACE,
    "funding_municipality": A_PLACE,
    "contracts": "read as municipalities: these are stored, never what was typed",
    "age": "only an age is taken",
    "number": "of a public register; a BSN is refused, also one that says to be of the SKJ",
    "SearchForm.text": "searched with, also by name, and not stored",
}


def excuse(form: type[wtforms.Form], name: str) -> str | None:
    return OTHERS.get(f"{form.__name__}.{name}", OTHERS.get(name))


def classes() -> list[type[wtforms.Form]]:
    """Every form of the platform."""
    for module in FORMS:
        importlib.import_module(module)
    found: list[type[wtforms.Form]] = []
    waiting: list[type[Any]] = [wtforms.Form]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__ in FORMS:
            found.append(each)
    return sorted(set(found), key=lambda each: (each.__module__, each.__name__))


def text_fields() -> Iterator[Any]:
    for each in classes():
        for name in dir(each):
            unbound = getattr(each, name)
            if isinstance(unbound, UnboundField) and is_typed(unbound.field_class):
                yield pytest.param(each, name, unbound, id=f"{each.__name__}.{name}")


def guard_of(form: type[wtforms.Form], name: str, unbound: Any) -> Guard:
    """The guard that the field has in a form that somebody fills in."""

    class Alone(form):  # type: ignore[misc,valid-type] # only the rules of the form's own Meta
        def __init__(self) -> None:
            wtforms.Form.__init__(self)

    field = Alone.Meta().bind_field(
        None, unbound, {"name": name, "prefix": "", "_meta": Alone.Meta()}
    )
    guards = [each for each in field.validators if isinstance(each, Guard)]
    assert len(guards) == 1
    return guards[0]


def test_forms_were_found() -> None:
    assert len(classes()) > 15


@pytest.mark.parametrize("each", classes(), ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_form_is_one_of_ours(each: type[wtforms.Form]) -> None:
    """A form of the library itself gives its fields no guard."""
    if any(
        isinstance(field := getattr(each, name), UnboundField)
        and (is_typed(field.field_class) or issubclass(field.field_class, FieldList))
        for name in dir(each)
    ):
        assert issubclass(each, Form | Part)


@pytest.mark.parametrize(("form", "name", "unbound"), list(text_fields()))
def test_text_field_has_a_guard(
    app: Flask, form: type[wtforms.Form], name: str, unbound: Any
) -> None:
    with app.test_request_context():
        guard = guard_of(form, name, unbound)
    assert isinstance(guard, Anonymous) or excuse(form, name)
    if isinstance(guard, Unguarded):
        assert excuse(form, name) == A_CODE
        assert guard.why


@pytest.mark.parametrize(
    ("form", "name", "unbound"),
    [each for each in text_fields() if excuse(*each.values[:2]) != A_CODE],
)
def test_bsn_is_refused_in(app: Flask, form: type[wtforms.Form], name: str, unbound: Any) -> None:
    class Typed:
        data, object_data = "Nummer 123.456.782", ""

    Typed.name = name  # type: ignore[attr-defined] # as a field has
    with app.test_request_context():
        guard = guard_of(form, name, unbound)
        with pytest.raises(StopValidation):
            guard(None, Typed())  # type: ignore[arg-type] # all that a guard reads of a field


@pytest.mark.parametrize("each", classes(), ids=lambda each: f"{each.__module__}.{each.__name__}")
def test_rows_of_texts_name_their_guard(each: type[wtforms.Form]) -> None:
    """A list makes its own rows, so the form cannot add a guard to them."""
    for name in dir(each):
        field = getattr(each, name)
        if isinstance(field, UnboundField) and issubclass(field.field_class, FieldList):
            row = field.args[0]
            if is_typed(row.field_class):
                assert any(isinstance(one, Guard) for one in row.args[1])


def test_field_without_a_guard_gets_the_strict_one() -> None:
    class Some(Part):
        words = StringField("Woorden")
        place = MunicipalityField("Waar")
        secret = wtforms.PasswordField("Wachtwoord")
        id = wtforms.HiddenField()

    form = Some()
    kinds = [[type(one) for one in field.validators] for field in form]
    assert kinds == [[Anonymous], [BsnOnly], [], []]


# What is written in a template itself, and not made by a form: who reads it, sees to it.
WRITTEN = {
    ("components/place.html", "{{ item.name }}"): A_PLACE,
    ("mail/pages/mailbox.html", "address"): "the demonstration's mailbox, where all is invented",
    ("fairness/box.html", "name"): "read by NameForm",
    ("organisations/_invite.html", "email"): "read by a form of its feature",
}


def test_no_template_has_a_text_box_of_its_own() -> None:
    boxes = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", path.read_text(encoding="utf-8")):
            kind = re.search(r'type="([^"]*)"', tag)
            if kind is None or kind[1] in {"text", "search", "email", "tel", "url"}:
                name = re.search(r'name="([^"]*)"', tag)
                boxes.add(
                    (path.relative_to(ROOT / "templates").as_posix(), name[1] if name else "")
                )
    assert boxes <= set(WRITTEN)
