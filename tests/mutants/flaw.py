"""What a flaw is: a place, the text that stands there, what to put instead, who should notice."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = "platform/drakennet/"


class StaleFlaw(Exception):
    """The text that a flaw replaces no longer stands there exactly once."""


@dataclass(frozen=True)
class Edit:
    """Put `new` where `old` stands in `file`, of which the folder of the site may be left out."""

    file: str
    old: str
    new: str

    @property
    def path(self) -> str:
        return self.file if "/templates/" in f"/{self.file}" else SITE + self.file

    def applied(self, root: Path) -> str:
        """The file as it would be."""
        text = (root / self.path).read_text()
        if text.count(self.old) != 1:
            raise StaleFlaw(f"{self.path} holds this {text.count(self.old)} times: {self.old!r}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Flaw:
    """One thing that was right, made wrong; `tests` is what should fall, as pytest takes it."""

    name: str
    breaks: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    database: str = "sqlite"

    def apply(self, root: Path) -> None:
        for edit in self.edits:
            text = edit.applied(root)
            (root / edit.path).write_text(text)


def flaw(
    name: str, breaks: str, *edits: tuple[str, str, str], tests: str, database: str = "sqlite"
) -> Flaw:
    return Flaw(name, breaks, tuple(Edit(*one) for one in edits), tuple(tests.split()), database)
