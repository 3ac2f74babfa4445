"""Input from outside comes through `flowviz.reading` alone: no other module opens files, lists folders or asks git."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import flowviz

PACKAGE = Path(flowviz.__file__).parent
MODULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))

OPENING = {
    "open", "fdopen", "read_text", "read_bytes", "scandir", "listdir", "iterdir", "walk", "glob", "rglob", "run", "Popen",
    "check_output", "urlopen", "mmap", "mkstemp", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "readlink",
}  # fmt: skip
"""Names of functions that open something; what is called so for another reason is listed below."""

REASONS = {
    "reading/": "the door itself",
    "writing/": "writes, and looks at what it would write over",
    "locales/__init__.py": "reads the sentences that belong to the package",
    "typography.py": "reads the widths of letters that belong to the package",
    "page/build.py": "reads scripts and styles that belong to the package",
    "site/build.py": "reads scripts and styles that belong to the package",
    "site/style.py": "reads styles that belong to the package",
    "graphviz_engine.py": "runs Graphviz, and reads what its package brings",
}
"""The modules that may, and why."""


def opened(path: Path) -> Iterator[str]:
    """What a module calls that opens something."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in OPENING:
                yield f"line {node.lineno}: {ast.unparse(node)[:80]}"


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(tuple(REASONS))])
def test_only_the_door_opens_anything(module: str) -> None:
    assert list(opened(PACKAGE / module)) == []


@pytest.mark.parametrize("place", REASONS)
def test_each_exception_is_one_still(place: str) -> None:
    modules = [name for name in MODULES if name.startswith(place)]
    assert any(list(opened(PACKAGE / name)) for name in modules)
