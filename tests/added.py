"""A copy of flowviz beside the real one, to add things to as CONTRIBUTING says, and to ask what became of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

__all__ = ["Copy"]

ROOT: Final = Path(__file__).parents[1]


class Copy:
    """The package, the built-in catalogue and the assets in a folder of their own, with the example catalogue."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "src/flowviz"
        shutil.copytree(ROOT / "src/flowviz", self.package, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("data", "assets", "tests/example"):
            shutil.copytree(ROOT / name, folder / name)

    def write(self, name: str, text: str) -> None:
        """A new file of the package."""
        (self.package / name).write_text(text, "utf-8")

    def edit(self, name: str, where: str, text: str) -> None:
        """Puts ``text`` in the place of ``where``, which the file ``name`` has just once."""
        path = self.folder / name
        before = path.read_text("utf-8")
        assert before.count(where) == 1, (name, where)
        path.write_text(before.replace(where, text), "utf-8")

    def say(self, **sentences: str) -> None:
        """Adds a sentence to every locale; ``__`` in its key stands for a full stop."""
        for path in (self.package / "locales").glob("*.yaml"):
            lines = [f"{key.replace('__', '.')}: {sentence}\n" for key, sentence in sentences.items()]
            path.write_text(path.read_text("utf-8") + "".join(lines), "utf-8")

    def ask(self, questions: str) -> Any:
        """What the Python text ``questions`` leaves in ``answers``, when run on the copy."""
        script = self.folder / "questions.py"
        script.write_text(f"{_BEFORE}{questions}{_AFTER}", "utf-8")
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "FLOWVIZ"))}
        environment |= {"PYTHONPATH": str(self.folder / "src")}
        line = [sys.executable, "-X", "utf8", str(script)]
        done = subprocess.run(line, cwd=self.folder, env=environment, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return json.loads((self.folder / "answers.json").read_text("utf-8"))


_BEFORE: Final = '''
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import flowviz
from flowviz.cli import main

HERE = Path(__file__).parent
assert Path(flowviz.__file__).is_relative_to(HERE), flowviz.__file__
answers = {}


def run(*arguments):
    """What a command prints; it must do well."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main([str(one) for one in arguments])
    except SystemExit as end:
        assert not end.code, (arguments, end.code, err.getvalue())
    return out.buffer.getvalue().decode("utf-8", "replace")

'''
_AFTER: Final = '\n(HERE / "answers.json").write_text(json.dumps(answers, ensure_ascii=False), "utf-8")\n'
