"""A page as a test reads it: headings, links, forms with what is filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

from tests.conftest import Client

VOID = {"input", "img", "meta", "link", "br", "hr", "path", "circle"}


@dataclass
class Form:
    """A form, with the values that a browser would send when nothing is touched."""

    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)


class Page(HTMLParser):
    """Read a response; the attributes hold what tests ask about."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.ids: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self.title = ""
        self.text = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self._words: list[list[str]] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(self.html)
        self.text = " ".join(self.text.split())

    @property
    def h1(self) -> str:
        (only,) = [text for level, text in self.headings if level == "h1"]
        return only

    def form(self, action: str = "", *, having: str | None = None) -> Form:
        """The first form whose address contains `action` and that has the field `having`."""
        return next(
            form
            for form in self.forms
            if action in form.action and (having is None or having in form.fields)
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        match tag:
            case "form":
                self.forms.append(
                    Form(values.get("action", ""), values.get("method", "get").lower())
                )
            case "input":
                self._input(values)
            case "select":
                self._select = values.get("name")
            case "textarea":
                self._textarea = values.get("name")
                self._fill(self._textarea, "")
            case "option":
                self._option(values)
        if tag not in VOID:
            self._open.append((tag, values))
            self._words.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:  # <path/> closes itself, and nothing around it
            return
        while self._open:
            name, values = self._open.pop()
            said = "".join(self._words.pop())
            if self._words:
                self._words[-1].append(said)
            self._close(name, values, " ".join(said.split()), said)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        self.text += data + " "
        if self._words:
            self._words[-1].append(data)

    def _close(self, name: str, values: dict[str, str], words: str, said: str) -> None:
        if name in {"h1", "h2", "h3", "h4"}:
            self.headings.append((name, words))
        elif name == "title":
            self.title = self.title or words
        elif name == "a":
            self.links[words] = values.get("href", "")
        elif name == "textarea" and self._textarea:
            self._fill(self._textarea, said.removeprefix("\r\n").removeprefix("\n"))
            self._textarea = None
        elif name == "select":
            self._select = None

    def _input(self, values: dict[str, str]) -> None:
        kind, name = values.get("type", "text"), values.get("name")
        if not name or kind in {"submit", "button"}:
            return
        if kind in {"checkbox", "radio"}:
            if "checked" in values:
                self._fill(name, values.get("value", "on"), several=kind == "checkbox")
            return
        self._fill(name, values.get("value", ""))

    def _option(self, values: dict[str, str]) -> None:
        if self._select and self.forms:
            first = self._select not in self.forms[-1].fields
            if first or "selected" in values:
                self._fill(self._select, values.get("value", ""))

    def _fill(self, name: str | None, value: str, *, several: bool = False) -> None:
        if not self.forms or name is None:
            return
        fields = self.forms[-1].fields
        if several:
            fields[name] = [*fields.get(name, []), value]
        else:
            fields[name] = value


def submit(client: Client, address: str, values: dict[str, Any], page: str = "") -> Page:
    """Open the page, change these values in its form and press the button, as a person would.

    The form is the one whose action is `address`, else the one with most of these fields.
    """
    seen = Page(client.get(page or address))
    posts = [form for form in seen.forms if form.method == "post"]
    form = max(posts, key=lambda one: (one.action == address, len(values.keys() & one.fields)))
    return Page(client.post(address, data={**form.fields, **values}))
