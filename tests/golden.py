"""Mails as files: a changed word shows up in a diff, and is read before it is committed."""

import os
from pathlib import Path

from drakennet.mail.mails import Message

FOLDER = Path(__file__).parent / "golden"


def check(name: str, message: Message) -> None:
    """Compare a mail with `golden/<name>.txt`; UPDATE_GOLDEN=1 writes it anew."""
    path = FOLDER / f"{name}.txt"
    written = _as_text(message)
    if os.environ.get("UPDATE_GOLDEN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert path.exists(), f"no golden file for {name}: look at it with UPDATE_GOLDEN=1"
    assert written == path.read_text(encoding="utf-8")


def _as_text(message: Message) -> str:
    parts = {
        "To": message.to,
        "Subject": message.subject,
        "Text": message.text.strip(),
        "HTML": message.html.strip(),
    }
    if message.calendar:
        parts["Calendar"] = (
            f"{message.calendar.method}\n{message.calendar.content.strip()}".replace("\r\n", "\n")
        )
    return "\n\n".join(f"== {name}\n{said}" for name, said in parts.items()) + "\n"
