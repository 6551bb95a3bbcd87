"""Write the data of the demonstration: one object a line, so that a change reads well."""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from drakennet.demo.generate.cases import cases
from drakennet.demo.generate.gatherings import gatherings
from drakennet.demo.generate.people import People
from drakennet.demo.services import DATA

SEED = 2021  # the year in which both networks began


def document() -> dict[str, list[dict[str, Any]]]:
    chance = Random(SEED)  # noqa: S311 - the same file every time, not a secret
    people = People(chance)
    people.make()
    everybody = {
        "organisations": people.organisations,
        "members": people.members,
        "profiles": people.profiles,
        "colleagues": people.colleagues,
    }
    return {
        **everybody,
        "requests": cases(everybody, chance),
        "sessions": gatherings(people, chance),
    }


def written(document: Mapping[str, Sequence[object]]) -> str:
    lists = [
        f'"{name}": [\n' + ",\n".join(_line(entry) for entry in entries) + "\n]"
        for name, entries in document.items()
    ]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def _line(entry: object) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(", ", ": "))


if __name__ == "__main__":
    DATA.write_text(written(document()), encoding="utf-8")
