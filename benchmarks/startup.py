"""How long ``flowviz --help``, ``check`` and ``draw`` take as whole processes, against a bare start of Python.

Run: ``python benchmarks/startup.py [turns]``. A figure is the least of all turns, taken in turns in one run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "bare Python": "pass",
    "import click": "import click",
    "flowviz --help": "from flowviz.cli import main; main(['--help'])",
    "flowviz check": "from flowviz.cli import main; main(['check'])",
    "flowviz draw": "from flowviz.cli import main; main(['draw', '--force', '-o', 'drawings'])",
}


def seconds(code: str, folder: Path) -> float:
    """The wall time of a fresh Python that runs ``code``."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as installed: modules are compiled once
    subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


def main() -> None:
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as name:
        for _ in range(turns):
            for command, code in COMMANDS.items():
                taken[command].append(seconds(code, Path(name)))
    bare = min(taken["bare Python"])
    print("| process | ms | against bare Python |")
    print("|---|---|---|")
    for command, times in taken.items():
        print(f"| {command} | {min(times) * 1000:.0f} | {min(times) / bare:.1f}× |")


if __name__ == "__main__":
    main()
