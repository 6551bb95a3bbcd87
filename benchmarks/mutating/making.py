"""The mutants themselves: mutmut writes them, and keeps what became of each beside them."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from functools import wraps
from pathlib import Path
from typing import Any

from mutmut.__main__ import create_mutants_for_file
from mutmut.mutation import trampoline
from mutmut.mutation.data import SourceFileMutationData

SOURCE = Path("matching")
MADE = Path("mutants")
ORIGINAL = "_mutmut_orig"


class Switch:
    """Which mutant is on, and what was called; read by every function of the matcher."""

    module = ""
    name = ""
    called: set[str] | None = None


def modules(patterns: Iterable[str]) -> list[Path]:
    """Give the modules by name, or all."""
    wanted = list(patterns)
    paths = sorted((SOURCE / "drakenmatch").glob("*.py"))
    return [
        path for path in paths if not wanted or any(fnmatch(path.stem, each) for each in wanted)
    ]


def make(paths: Iterable[Path]) -> None:
    """Write the mutants of each module; what is known of unchanged functions stays."""
    for path in paths:
        target = MADE / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.stat().st_size:
            target.unlink()  # stopped while it was written
        with contextlib.redirect_stdout(io.StringIO()):
            made = create_mutants_for_file(path, target)
        if made.error:
            raise made.error


def verdicts(path: Path) -> SourceFileMutationData:
    known = SourceFileMutationData(path=path)
    known.load()
    return known


def stand_in() -> None:
    """Import the mutants instead of the matcher, and switch them with `Switch`."""
    trampoline.wrap_in_trampoline = switched
    Switch.called = set()
    sys.path.insert(0, str((MADE / SOURCE).resolve()))


def function_of(mutant: str) -> str:
    """Give the function a mutant was made from, as `Switch.called` names it."""
    return mutant.removeprefix(f"{SOURCE.name}.").rpartition("__mutmut")[0]


def switched(
    versions: dict[str, Callable[..., Any]], is_classmethod: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mutmut's own switch reads the environment at every call; this one does not."""

    def decorate(original: Callable[..., Any]) -> Callable[..., Any]:
        module = original.__module__

        @wraps(original)
        def call(*values: Any, **named: Any) -> Any:
            chosen = versions[ORIGINAL]
            if Switch.called is not None:
                Switch.called.add(f"{module}.{chosen.__name__.rpartition('__mutmut')[0]}")
            elif Switch.module == module:
                chosen = versions.get(Switch.name, chosen)
            if is_classmethod:
                return getattr(values[0], chosen.__name__)(*values[1:], **named)
            return chosen(*values, **named)

        return call

    return decorate
