"""A small good file, and ways to spoil it."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
REQUEST_ID = "5d0c8f5e-3a55-4d0e-9b06-5d8e1a1f5a10"
SESSION_ID = "0d3b2f6a-7c1e-4b5d-8a60-3c2a8d9f7b21"


def documented() -> Json:
    """The example of docs/load-schema.md, so that it keeps working."""
    text = (ROOT / "docs" / "load-schema.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    return dict(json.loads(example))


def good() -> Json:
    """The documented example, with intervision as well."""
    file = documented()
    file["members"] += [
        {
            "email": f"{name}@example.nl",
            "name": f"Collega {name.upper()}",
            "municipality": "GM0392",
            "roles": ["aandachtsfunctionaris"],
        }
        for name in ("ca", "do")
    ]
    file["colleagues"] = [
        {"member": "ca@example.nl", "agreed": "-30d", "not_with": ["do@example.nl"]},
        {"member": "do@example.nl", "agreed": None, "themes": ["stalking"]},
    ]
    file["sessions"] = [
        {
            "id": SESSION_ID,
            "organiser": "ca@example.nl",
            "region": "kennemerland",
            "created": "-2d",
            "deadline": "+4wd 10:00",
            "moments": ["+3wd 14:00", "+5wd 09:30"],
            "invitations": [
                {
                    "member": "do@example.nl",
                    "asked": "-2d",
                    "expires": "+1d",
                    "answered": "-1d",
                    "seat_taken": "-1d",
                    "reasons": ["group.same-region", "veilig-thuis"],
                    "says": ["yes", None],
                }
            ],
        }
    ]
    return file


def spoilt(path: str, value: Any) -> Json:
    """The good file with one place changed: `requests[0].criteria.kind`; `...` takes it away."""
    file = deepcopy(good())
    *steps, last = [int(part) if part.isdigit() else part for part in re.findall(r"[\w-]+", path)]
    place: Any = file
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return file


def saved(folder: Path, content: object) -> Path:
    path = folder / "people.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path
