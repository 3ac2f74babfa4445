"""Input from outside comes through `flowviz.reading` alone: no other module opens files, lists folders or asks git."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import flowviz

PACKAGE = Path(flowviz.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

OPENING = {
    "open", "fdopen", "read_text", "read_bytes", "scandir", "listdir", "iterdir", "walk", "glob", "rglob", "run", "Popen",
    "check_output", "urlopen", "mmap", "mkstemp", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "readlink",
}  # fmt: skip
"""Names of functions that open something."""

ROOMS = {
    "reading/": "the door itself",
    "writing/": "writes, and looks at what it would write over",
    "locales/__init__.py": "reads the sentences that belong to the package",
    "private.py": "reads what it wrote itself",
    "typography.py": "reads the widths of letters that belong to the package",
    "icons.py": "reads the icons that belong to the package",
    "letters.py": "reads which letters the fonts of the package have",
    "page/build.py": "reads scripts and styles that belong to the package",
    "site/build.py": "reads scripts and styles that belong to the package",
    "site/style.py": "reads styles that belong to the package",
    "explorer/headers.py": "reads styles and scripts that belong to the package, to name them by what they hold",
    "explorer/store.py": "keeps for an hour what visitors sent, after it came in",
    "explorer/work.py": "starts the processes that do heavy work",
    "explorer/worker.py": "is such a process, and speaks with the server",
}
"""The modules that may open something of their own, and why."""

CALLS = {
    "cli/__init__.py": (
        "os.open(os.devnull",
        "open(os.devnull",
        "run(words)",
    ),  # a closed standard output; our own command
    "cli/old_pages.py": ("(folder / name).read_bytes()",),  # whether it is ours to be removed
    "cli/import_command.py": ("output.iterdir()",),  # whether there is anything to be written over
    "diagrams/__init__.py": ("Path(__file__).parent.glob(",),  # the names of its own modules
    "explorer/serving.py": ("server.run()",),
    "explorer/tasks.py": ("work.run(",),
    "importing/archive.py": ("self._zip.open(",),  # a part of what was read already
    "importing/workbook.py": ("walk(self._archive.pieces",),
    "kept.py": ("here.glob(",),  # its own version
    "remembered.py": ("here.rglob(",),  # its own version
    "site/folder.py": ("folder.rglob(", "path.open("),  # what a new site would leave beside itself
}
"""Single calls that look alike, or only look at what is to be written over."""
PANELS = ("at.open(",)
"""What the explorer calls the view in which a thing is shown."""


def opened(module: str) -> Iterator[str]:
    """What a module calls that opens something."""
    allowed = (*CALLS.get(module, ()), *(PANELS if module.startswith("explorer/") else ()))
    for node in ast.walk(ast.parse((PACKAGE / module).read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in OPENING and not ast.unparse(node).startswith(allowed):
                yield f"line {node.lineno}: {ast.unparse(node)[:80]}"


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(tuple(ROOMS))])
def test_only_the_door_opens_anything(module: str) -> None:
    assert list(opened(module)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_exception_is_one_still(room: str) -> None:
    assert any(list(opened(name)) for name in MODULES if name.startswith(room))


@pytest.mark.parametrize("module", CALLS)
def test_each_allowed_call_is_still_made(module: str) -> None:
    calls = [
        ast.unparse(node)
        for node in ast.walk(ast.parse((PACKAGE / module).read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]
    assert all(any(call.startswith(start) for call in calls) for start in CALLS[module])
