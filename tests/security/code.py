"""Our own code as a test reads it: what it imports and what it calls."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPLICATION = ROOT / "platform" / "drakennet"
STATIC = APPLICATION / "static"
TEMPLATES = ROOT / "templates"


@lru_cache(maxsize=1)
def trees() -> dict[str, ast.Module]:
    """Every module that runs on the site, by its path."""
    paths = [*APPLICATION.rglob("*.py"), *(ROOT / "matching").rglob("*.py")]
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
        if "versions" not in path.parts
    }


def imports() -> Iterator[tuple[str, str]]:
    """Each module of ours with each name that it imports, written out."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, each.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((path, f"{node.module}.{each.name}") for each in node.names)


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each module of ours with each call, and the name of what is called."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def scripts() -> dict[str, str]:
    """Our own scripts; what others wrote stands in vendor/, and is not ours to judge."""
    return {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
